"""What the cards of a party and of a contact show, each in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.agenda import Occurrence, of_contact
from models.code import Choice, Code
from models.contact import Contact
from models.contact_role import ROLES
from models.database import rows, snapshot
from models.entity import Values
from models.group_member import members
from models.journal import actor
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.setting import now, setting
from models.user import remember_opened

MOST_COUNTED = 1000

# How far ahead what comes next is looked for, a little further each time; then as far as may be.
_AHEAD = (14, 92, None)


@dataclass(frozen=True)
class PartyCard:
    """A party whole, who is billed, and how many contacts it has of each type."""

    values: Values
    grouping: Choice | None
    purchaser: str
    salesperson: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Brief:
    """A contact in four lines: what one would open its card for.

    The activities are those that the user may see; `next` is what comes first of them.
    Counted are open opportunities and quotes in progress.
    """

    values: Values
    groupings: tuple[Choice, ...]
    notes: int
    last_date: str
    last_subject: str
    activities: int
    next: Occurrence | None
    next_type: Choice | None
    opportunities: int = 0
    quotes: int = 0


def party_card(key: int, user_id: int | None = None) -> PartyCard:
    """What a party's card shows; opening it is remembered for the user, if one is named."""
    with snapshot():
        values = Party.values_of(key)
        purchaser = Contact.purchaser(key)
        counts = _counts(key, values["kind"])
        name = rows("SELECT name FROM user WHERE login = ?", (values["salesperson"],))
    if user_id is not None:
        remember_opened(user_id, key)
    return PartyCard(
        values,
        Code.table_of("contacttype").get(values["grouping"]),
        purchaser[1] if purchaser else "",
        name[0][0] if name else "",
        counts,
    )


def _counts(party: int, kind: str) -> dict[str, int]:
    """How many active contacts a party has, all and of each type; a group its members too."""
    if kind == "group":
        return {role: members(party, role).count(MOST_COUNTED) for role in ("", *ROLES)}
    return {
        "": _count("contact WHERE party_id = ? AND active", party),
        **{role: _count_role(party, role) for role in ROLES},
    }


def _count(source: str, *params: Any) -> int:
    found = rows(f"SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT {MOST_COUNTED})", params)
    return int(found[0][0])


def _count_role(party: int, role: str) -> int:
    return _count(
        "contact_role r JOIN contact c ON c.id = r.contact_id"
        " WHERE r.party_id = ? AND r.role = ? AND c.active",
        party,
        role,
    )


def brief(contact: int) -> Brief:
    """What is shown of a contact under the list of its party."""
    with snapshot():
        values = Contact.values_of(contact)
        notes = _count("note WHERE contact_id = ?", contact)
        last = rows(
            "SELECT date, subject FROM note WHERE contact_id = ?"
            " ORDER BY date DESC, id DESC LIMIT 1",
            (contact,),
        )
        known = Code.table_of("contacttype")
        activities = count_open_activities(contact)
        coming = next_activity(contact) if activities else None
        types = Code.table_of("activitytype")
    groupings = tuple(known[code] for code in values["groupings"] if code in known)
    # The form shows one of the two days, and so does what is shown instead of it.
    hidden = "birth_date" if setting("ContactAnniversaryDate") else "anniversary"
    last_date, last_subject = last[0] if last else ("", "")
    return Brief(
        values | {hidden: ""},
        groupings,
        notes,
        last_date,
        last_subject,
        activities,
        coming,
        types.get(coming.type) if coming else None,
        Opportunity.count_open(contact),
        Quote.count_in_progress(contact),
    )


def count_open_activities(contact: int) -> int:
    """How many open activities a contact has that the user may see; a series is one till its end.

    Counted no further than `MOST_COUNTED`.
    """
    return _count(
        "activity WHERE contact_id = ? AND status = 'open' AND (public OR owner_id = ?)"
        " AND (rrule = '' OR series_over > ?)",
        contact,
        actor() or 0,
        now().isoformat(timespec="minutes"),
    )


def next_activity(contact: int) -> Occurrence | None:
    """The first open activity of a contact that is not over, of those that the user may see."""
    moment = now()
    for days in _AHEAD:
        found = list(_not_over(contact, moment, days))
        if found:
            return min(found, key=lambda o: (o.start, o.key))
    return None


def _not_over(contact: int, moment: dt.datetime, days: int | None) -> Iterator[Occurrence]:
    since = moment.date()
    until = since + dt.timedelta(days) if days is not None else None
    for occurrence in of_contact(contact, since, until, viewer=actor() or 0):
        if occurrence.ends_before > moment:
            yield occurrence


def contact_card(key: int, user_id: int | None = None) -> tuple[Values, Values]:
    """A contact whole, and its party whole; opening it is remembered for the user."""
    with snapshot():
        values = Contact.values_of(key)
        party = Party.values_of(values["party_id"])
    if user_id is not None:
        remember_opened(user_id, values["party_id"], key)
    return values, party
