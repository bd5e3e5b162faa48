"""The shapes of what the generator yields: plain dicts with the columns' names."""

from typing import TypedDict


class NoteRow(TypedDict):
    """A note of a contact; dates are ISO text, `author` is a login."""

    subject: str
    detail: str
    date: str
    remind_on: str | None
    author: str
    reminder_state: str | None


class ContactRow(TypedDict):
    """A contact with its notes; `copied_from` is (kind, code, place in that party) or None."""

    salutation: str
    first_name: str
    last_name: str
    job_title: str
    department: str
    address1: str
    address2: str
    city: str
    province: str
    country: str
    postal_code: str
    phone: str
    extension: str
    mobile: str
    fax: str
    email: str
    language: str
    birth_date: str | None
    anniversary: str | None
    groupings: list[str]
    payable: bool
    payable_rank: int | None
    purchasing: bool
    purchasing_rank: int | None
    in_mailing: bool
    opted_out: str | None
    opted_out_reason: str
    remarks: str
    active: bool
    copied_from: tuple[str, str, int] | None
    notes: list[NoteRow]


class PartyRow(TypedDict):
    """A party with its contacts."""

    kind: str
    code: str
    name: str
    address1: str
    address2: str
    city: str
    province: str
    country: str
    postal_code: str
    phone: str
    fax: str
    email: str
    web: str
    language: str
    grouping: str | None
    salesperson: str | None
    remarks: str
    active: bool
    contacts: list[ContactRow]


class UserRow(TypedDict):
    """A user of the demo company; `role` is administrator, editor or reader."""

    login: str
    name: str
    role: str
    language: str
