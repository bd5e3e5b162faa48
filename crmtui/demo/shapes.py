"""The shapes of what the generator yields: plain dicts with the columns' names."""

from typing import Required, TypedDict


class NoteRow(TypedDict):
    """A note of a contact; dates are ISO text, `author` is a login."""

    subject: str
    detail: str
    date: str
    remind_on: str | None
    author: str
    reminder_state: str | None
    snoozed_to: str | None


class DateRow(TypedDict, total=False):
    """What differs on one date of a series; `date` counts from today: -1 is the last one past.

    `moved` is by how many minutes; all else are the date's own values, where it has any.
    """

    date: Required[int]
    removed: bool
    moved: int
    subject: str
    detail: str
    location: str
    status: str
    completion_note: str


class ActivityRow(TypedDict):
    """An activity; moments are ISO text to the minute, `owner` is a login.

    Of a series, `gone_by` are the completion notes of its dates before today, in turn from the
    latest back; where there are none, these dates were left open.
    """

    type: str
    priority: str
    subject: str
    detail: str
    location: str
    start: str
    end: str
    all_day: bool
    public: bool
    status: str
    completion_note: str
    completed_on: str | None
    completed_by: str
    owner: str
    rrule: str
    gone_by: list[str]
    dates: list[DateRow]


class ContactRow(TypedDict):
    """A contact with its notes and activities.

    `copied_from` is (kind, code, place in that party) or None.
    """

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
    activities: list[ActivityRow]


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
