"""Fifty people's activities over ten years, two for each contact, and the series of some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from crmtui.demo import diary
from crmtui.demo.dice import Dice
from crmtui.demo_activities import write_activities
from models.activity import Activity
from models.database import execute_many
from models.journal import Change, now
from models.recurrence import first, parse
from models.user import User

# Who measures, the first of the fifty.
LOGIN = "bench"
USERS = 50
OF_A_CONTACT = 2
YEARS = 10
SERIES = 100
SERIES_OF_OTHERS = 10
SEED = 7

Values = dict[str, Any]

_LENGTHS = (15, 15, 30, 30, 30, 45, 60, 60, 90, 120)
_PRIORITIES = ("NORMAL",) * 8 + ("HIGH", "LOW")
_HOURS = tuple(range(8 * 60, 17 * 60, 15))
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


class Said(NamedTuple):
    """Texts that an activity may have."""

    type: str
    subject: str
    detail: str
    location: str
    notes: tuple[str, ...]


def people() -> list[str]:
    """The logins of those whose activities they are."""
    return [LOGIN, *(f"user{n:02}" for n in range(2, USERS + 1))]


def make_people(tx: Change) -> None:
    """Make the users."""
    User.make_all(
        tx,
        [{"login": n, "name": n.title(), "role": "editor", "language": "en"} for n in people()],
    )


class Planned:
    """Draws activities: mostly short ones in the hours of work, done where they are past."""

    def __init__(self, day: dt.date, years: int = YEARS) -> None:
        self._dice = Dice(SEED)
        self._now = dt.datetime.combine(day, dt.time(9))
        half = years * 365 // 2
        days = (day + dt.timedelta(days=n) for n in range(-half, half))
        self._days = [dt.datetime.combine(d, dt.time()) for d in days if d.weekday() < 5]
        self._people = people()
        self._said = [
            Said(
                row["type"],
                row["subject"],
                row["detail"],
                row["location"],
                tuple(row["gone_by"]) or ("", row["subject"]),
            )
            for row in diary(day)
        ]

    def of(self, contact: int) -> Iterator[Values]:
        """A contact's activities."""
        for _ in range(OF_A_CONTACT):
            yield self._one(contact)

    def _one(self, contact: int) -> Values:
        dice = self._dice
        said, owner = dice.pick(self._said), dice.pick(self._people)
        start, end, all_day = self._times()
        chance = dice.random()
        done = end < self._now and chance < 0.93
        status = "done" if done else "cancelled" if chance > 0.97 else "open"
        return {
            "contact": contact,
            "type": said.type,
            "priority": dice.pick(_PRIORITIES),
            "subject": said.subject,
            "detail": said.detail,
            "location": said.location,
            "start": start,
            "end": end,
            "all_day": all_day,
            "public": chance > 0.03,
            "status": status,
            "completion_note": dice.pick(said.notes) if done else "",
            "completed_on": end if done else None,
            "completed_by": owner if done else "",
            "owner": owner,
            "rrule": "",
        }

    def _times(self) -> tuple[dt.datetime, dt.datetime, bool]:
        """Mostly minutes of one day; at times whole days, or a night."""
        dice = self._dice
        day, chance = dice.pick(self._days), dice.random()
        if chance < 0.04:
            return day, day + dt.timedelta(days=dice.pick((0, 0, 1, 4))), True
        if chance < 0.05:
            return day + dt.timedelta(hours=22), day + dt.timedelta(hours=26), False
        start = day + dt.timedelta(minutes=dice.pick(_HOURS))
        return start, start + dt.timedelta(minutes=dice.pick(_LENGTHS)), False


def write(many: Sequence[Values]) -> None:
    """Write activities as they are drawn, tidy and known to fit, with all that is derived.

    They have no pages in the journal, which would be as large again and is read by no question.
    """
    stamp = {name: now() for name in ("created_at", "changed_at")}
    kept = Activity.entity.kept
    rows = [
        {f.column_name: f.stored(v[f.name]) for f in kept} | Activity.derive(v) | stamp
        for v in many
    ]
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        sql = f"INSERT INTO activity ({names}) VALUES ({marks})"
        execute_many(sql, [tuple(row.values()) for row in rows])


# Series.


def rules(count: int, day: dt.date, years: int) -> Iterator[tuple[str, dt.datetime]]:
    """Rules of the shapes that the form makes, each with its first occurrence.

    They have begun in the years before the day; a third of them have an end.
    """
    dice = Dice(SEED)
    shapes = tuple(shape for shape, often in _SHAPES.items() for _ in range(often))
    for _ in range(count):
        begun = day - dt.timedelta(days=dice.between(0, years * 365))
        text = dice.pick(shapes).format(
            n=dice.between(2, 4),
            day=dice.between(1, 28),
            month=dice.between(1, 12),
            nth=dice.pick((1, 2, 3, 4, -1)),
            weekday=dice.pick(_WEEKDAYS),
            weekdays=dice.pick(("MO,WE", "TU,TH", "MO,WE,FR", "TU,FR")),
        )
        text += _end(dice, day)
        minutes = dt.timedelta(minutes=dice.pick(_HOURS))
        start = first(parse(text), dt.datetime.combine(begun, dt.time()) + minutes)
        if start is not None:
            yield parse(text).text, start


# How often each shape is found.
_SHAPES = {
    "FREQ=DAILY": 1,
    "FREQ=DAILY;INTERVAL={n}": 2,
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": 3,
    "FREQ=WEEKLY;BYDAY={weekday}": 10,
    "FREQ=WEEKLY;BYDAY={weekdays}": 4,
    "FREQ=WEEKLY;INTERVAL={n};BYDAY={weekday}": 8,
    "FREQ=MONTHLY;BYMONTHDAY={day}": 5,
    "FREQ=MONTHLY;BYMONTHDAY=31": 1,
    "FREQ=MONTHLY;BYMONTHDAY=-1": 1,
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1": 1,
    "FREQ=MONTHLY;INTERVAL={n};BYDAY={nth}{weekday}": 2,
    "FREQ=MONTHLY;BYDAY={nth}{weekday}": 4,
    "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}": 4,
    "FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{weekday}": 2,
}


def _end(dice: Dice, day: dt.date) -> str:
    """Two thirds never end."""
    chance = dice.random()
    if chance < 0.16:
        return f";COUNT={dice.between(5, 200)}"
    if chance < 0.33:
        return f";UNTIL={day + dt.timedelta(days=dice.between(-200, 700)):%Y%m%d}"
    return ""


def write_series(tx: Change, day: dt.date) -> None:
    """Give each of the people series, and the one who measures a hundred, some of them kept up."""
    mine = list(rules(SERIES, day, YEARS // 2))
    write_activities(tx, [(row, None) for row in _series(mine, [LOGIN])], day)
    others = people()[1:]
    theirs = list(rules(SERIES_OF_OTHERS * len(others), day, YEARS // 2))
    write_activities(tx, [(row, None) for row in _series(theirs, others)], day)


def _series(found: list[tuple[str, dt.datetime]], owners: list[str]) -> Iterator[Values]:
    dice = Dice(SEED)
    for n, (text, start) in enumerate(found):
        all_day = n % 10 == 0
        begin = start.replace(hour=0, minute=0) if all_day else start
        length = dt.timedelta(minutes=0 if all_day else dice.pick(_LENGTHS))
        yield {
            "type": "MEETING",
            "priority": "NORMAL",
            "subject": f"Series {n + 1}: {text[:40]}",
            "start": begin,
            "end": begin + length,
            "all_day": all_day,
            "owner": owners[n % len(owners)],
            "rrule": text,
            "gone_by": ["Done.", ""] if n % 4 == 0 and len(owners) == 1 else [],
            "dates": [
                {"date": 0, "moved": 1440},
                {"date": 1, "removed": True},
                {"date": 2, "subject": f"Another subject {n + 1}"},
                {"date": -1, "status": "cancelled"},
            ][: n % 5],
        }
