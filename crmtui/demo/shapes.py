"""The shapes of what the generator yields: plain dicts with the columns' names."""

from datetime import date
from typing import Any, NamedTuple, Required, TypedDict


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


class ItemRow(TypedDict):
    """Something that is sold; the price is a decimal's text."""

    code: str
    description_fr: str
    description_en: str
    unit: str
    price: str
    taxable: bool
    active: bool


class LineRow(TypedDict, total=False):
    """A line of an opportunity or a quote, numbers as texts; what is left out is the item's."""

    item: Required[str]
    quantity: Required[str]
    description: str
    unit_price: str
    discount: str


class StageRow(NamedTuple):
    """A stage that an opportunity came to, with the status that it had there."""

    date: str
    stage: str
    status: str


class OpportunityRow(TypedDict):
    """An opportunity, its stages the first one first.

    Where `probability` is None, it is what its stage proposes.
    """

    description: str
    probability: int | None
    opened_on: str
    closes_on: str | None
    status: str
    lost_reason: str
    closed_on: str | None
    owner: str
    note: str
    stages: list[StageRow]
    lines: list[LineRow]


class QuoteRow(TypedDict):
    """A quote; its number is given when all are written, in the order of their dates.

    `opportunity` and `revises` are places among the contact's opportunities and quotes.
    """

    date: str
    valid_until: str | None
    reference: str
    salesperson: str
    terms: str
    status: str
    lost_reason: str
    closed_on: str | None
    opportunity: int | None
    revises: int | None
    note: str
    lines: list[LineRow]


class ContactRow(TypedDict):
    """A contact with its notes, activities, opportunities and quotes.

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
    opportunities: list[OpportunityRow]
    quotes: list[QuoteRow]


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


class MailingRow(TypedDict):
    """A mailing: its values, the day on which it was produced or None, and whether it is sent."""

    values: dict[str, Any]
    produced_on: date | None
    sent: bool


class SubscriptionRow(TypedDict):
    """What a contact asks to be sent: a type, or one mailing by its name."""

    mailing_type: str
    mailing: str
    starts_on: str | None
    ends_on: str | None


class DocumentRow(TypedDict):
    """A file on each of so many records of a kind; name and text by language."""

    of: str
    every: int
    name: dict[str, str]
    text: dict[str, str]


class UserRow(TypedDict):
    """A user of the demo company; `role` is administrator, editor or reader."""

    login: str
    name: str
    role: str
    language: str
