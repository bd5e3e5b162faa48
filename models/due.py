"""What a user has due: overdue, today, in the days to come (spec 9.5).

Each kind of thing is read by one function and says what done and put off mean for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from models import series
from models.agenda import open_dates, window
from models.database import rows, snapshot
from models.due_sales import sales_due
from models.note import Note
from models.occurrence import Occurrence
from models.opportunity import Opportunity
from models.quote import Quote
from models.rules import RuleBroken, Saved
from models.setting import today as todays_date

USUAL_DAYS = 7

# No more overdue things of a kind are read than this, the latest ones.
MOST_OVERDUE = 300

# A date of a series that was missed longer ago is not asked for any more.
MISSED_DAYS = 30

_DAY = dt.timedelta(days=1)


class Due(NamedTuple):
    """Something to do: `when` is `overdue`, `today` or `soon`, `key` the id of what it is of.

    `kind` is `activity`, `reminder`, `opportunity` or `quote`. A date of a series has its
    `original` start; what is no activity has a `day` and no `start`.
    """

    kind: str
    when: str
    day: dt.date
    start: dt.datetime | None
    end: dt.datetime | None
    all_day: bool
    subject: str
    contact_id: int | None
    contact: str
    party: str
    party_name: str
    key: int
    original: dt.datetime | None
    priority: str = ""
    type: str = ""


def due(user: int, today: dt.date, days: int = USUAL_DAYS) -> list[Due]:
    """What a user has to do until so many days from today, the longest overdue first.

    Of overdue things of a kind there are no more than `MOST_OVERDUE`.
    """
    with snapshot():
        found = [
            *_activities(user, today, days),
            *_reminders(user, today, days),
            *_sales(user, today, days),
        ]
    return sorted(found, key=_order)


def done(item: Due, note: str = "") -> Saved:
    """Complete an activity, or one date of a series, with a note; or say a reminder is done.

    Raises `RuleBroken` for what is closed as won or lost instead.
    """
    if item.kind in ("opportunity", "quote"):
        raise RuleBroken("rule.close_it")
    if item.kind == "reminder":
        return Note.alter(item.key, {"reminder_state": "done"})
    return series.complete(item.key, item.original, "this", note)


def snooze(item: Due, to: dt.date) -> Saved:
    """Put a reminder off to a day, or move an activity there, one date only, at its time.

    An opportunity closes then, a quote is valid until then. Raises `RuleBroken` where the day
    is past.
    """
    if to < todays_date():
        raise RuleBroken("rule.snooze_past", day=to)
    if item.kind == "opportunity":
        return Opportunity.alter(item.key, {"closes_on": to})
    if item.kind == "quote":
        return Quote.alter(item.key, {"valid_until": to})
    if item.kind == "reminder":
        return Note.alter(item.key, {"reminder_state": "snoozed", "snoozed_to": to})
    return series.move(item.key, item.original, "this", (to - item.day).days * 24 * 60)


def _order(item: Due) -> tuple[dt.date, bool, dt.datetime, str, int]:
    start = item.start or dt.datetime.combine(item.day, dt.time())
    return item.day, item.start is not None and not item.all_day, start, item.kind, item.key


def _when(day: dt.date, today: dt.date) -> str:
    return "overdue" if day < today else "today" if day == today else "soon"


# Activities.


def _activities(user: int, today: dt.date, days: int) -> Iterator[Due]:
    for occurrence in _missed(user, today):
        yield _of_activity(occurrence, "overdue")
    for occurrence in window(today, today + days * _DAY, viewer=user, owner=user):
        # What began before today and is not over is of today.
        day = max(occurrence.start.date(), today)
        yield _of_activity(occurrence, _when(day, today))


def _of_activity(o: Occurrence, when: str) -> Due:
    return Due(
        "activity",
        when,
        o.start.date(),
        o.start,
        o.end,
        o.all_day,
        o.subject,
        o.contact_id,
        o.contact,
        o.party,
        o.party_name,
        o.key,
        o.original,
        o.priority,
        o.type,
    )


def _missed(user: int, today: dt.date) -> Iterator[Occurrence]:
    yield from _missed_once(user, today)
    yield from _missed_of_series(user, today)


def _missed_once(user: int, today: dt.date) -> Iterator[Occurrence]:
    """The open ones that do not recur and are over, the latest ones if they are many."""
    found = rows(
        'SELECT a.id, a.start, a."end", a.all_day, a.subject, a.type, a.priority, a.contact_id,'
        " trim(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')),"
        " coalesce(p.code, ''), coalesce(p.name, '')"
        " FROM activity a INDEXED BY activity_open"
        " LEFT JOIN contact c ON c.id = a.contact_id LEFT JOIN party p ON p.id = c.party_id"
        " WHERE a.owner_id = ? AND a.rrule = '' AND a.status = 'open' AND a.start < ?"
        " AND a.ends_before <= ? ORDER BY a.start DESC LIMIT ?",
        (user, _midnight(today), _midnight(today), MOST_OVERDUE),
    )
    for key, start, end, all_day, subject, kind, priority, contact_id, name, code, party in found:
        yield Occurrence(
            key,
            None,
            dt.datetime.fromisoformat(start),
            dt.datetime.fromisoformat(end),
            bool(all_day),
            False,
            subject=subject,
            type=kind,
            priority=priority,
            contact_id=contact_id,
            contact=name,
            party=code,
            party_name=party,
        )


def _missed_of_series(user: int, today: dt.date) -> Iterator[Occurrence]:
    """The latest missed date of each series, unless a later one has been dealt with."""
    first = today - MISSED_DAYS * _DAY
    settled = _settled(user, first, today)
    latest: dict[int, Occurrence] = {}
    for occurrence in open_dates(first, today - _DAY, owner=user):
        original = occurrence.original
        if original is None or occurrence.ends_before > dt.datetime.combine(today, dt.time()):
            continue
        if original > settled.get(occurrence.key, dt.datetime.min):
            known = latest.get(occurrence.key)
            if known is None or known.original is None or original > known.original:
                latest[occurrence.key] = occurrence
    yield from latest.values()


def _settled(user: int, first: dt.date, today: dt.date) -> dict[int, dt.datetime]:
    """Of each series the latest date till today that was completed, taken away, or put off."""
    found = rows(
        "SELECT e.activity_id, max(e.original) FROM activity a CROSS JOIN activity_exception e"
        " ON e.activity_id = a.id WHERE a.owner_id = ? AND a.rrule <> '' AND a.series_over > ?"
        " AND e.original >= ? AND e.original < ?"
        " AND (e.removed OR e.status <> 'open' OR e.ends_before > ?) GROUP BY e.activity_id",
        (user, _midnight(first), _midnight(first), _midnight(today + _DAY), _midnight(today)),
    )
    return {key: dt.datetime.fromisoformat(original) for key, original in found}


def _midnight(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time()).isoformat(timespec="minutes")


# Reminders of notes.


# What state a reminder is in, and the date that counts in it.
_DAYS = {"pending": "n.remind_on", "snoozed": "n.snoozed_to"}
_REMINDERS = {
    state: f"SELECT n.id, {day}, n.subject, n.contact_id,"
    " trim(c.first_name || ' ' || c.last_name), p.code, p.name"
    " FROM note n INDEXED BY note_reminder JOIN contact c ON c.id = n.contact_id"
    " JOIN party p ON p.id = c.party_id"
    " WHERE n.author_id = ? AND n.reminder_state IN ('pending', 'snoozed')"
    f" AND n.reminder_state = '{state}' AND {day} >= ? AND {day} < ?"
    f" ORDER BY {day} DESC LIMIT ?"
    for state, day in _DAYS.items()
}


def _reminders(user: int, today: dt.date, days: int) -> Iterator[Due]:
    tomorrow_after = today + (days + 1) * _DAY
    spans = (("0001-01-01", today), (today, tomorrow_after))
    for query in _REMINDERS.values():
        for since, until in spans:
            found = rows(query, (user, str(since), str(until), MOST_OVERDUE))
            for key, on, subject, contact_id, contact, party, party_name in found:
                date = dt.date.fromisoformat(on)
                yield Due(
                    "reminder",
                    _when(date, today),
                    date,
                    None,
                    None,
                    False,
                    subject,
                    contact_id,
                    contact,
                    party,
                    party_name,
                    key,
                    None,
                )


# Opportunities and quotes.


def _sales(user: int, today: dt.date, days: int) -> Iterator[Due]:
    for sale in sales_due(user, today, today + (days + 1) * _DAY, MOST_OVERDUE):
        yield Due(
            sale.kind,
            _when(sale.day, today),
            sale.day,
            None,
            None,
            False,
            sale.subject,
            sale.contact_id,
            sale.contact,
            sale.party,
            sale.party_name,
            sale.key,
            None,
        )
