"""What calendars show of some days, read at once, and what each user wants to see (spec 11)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from crmtui.i18n import language, t
from models.agenda import Occurrence, window
from models.database import last_write
from models.holiday import holidays
from models.listing import FixedList
from models.rules import RuleBroken
from models.setting import now, setting
from models.user import User, keep_preferences, preferences
from screens.activity_columns import NAMES, mark_of, occurrence_rows

# The days that calendars reach: whole weeks of theirs are dates too.
FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2199, 12, 31)

# Whose calendar is shown, where it is not one user's.
MINE = ""
EVERYBODY = "*"

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)

Identity = tuple[int, dt.datetime | None]


def within(day: dt.date) -> dt.date:
    """The day, or the nearest one that calendars reach."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def checked(day: dt.date) -> dt.date:
    """The day, if calendars reach it. Raises `RuleBroken`."""
    if day != within(day):
        raise RuleBroken("rule.calendar_day", first=FIRST_DAY.year, last=LAST_DAY.year)
    return day


class Span(NamedTuple):
    """From a day to a day, both included."""

    first: dt.date
    last: dt.date

    def days(self) -> list[dt.date]:
        """Each of the days."""
        return [self.first + n * _DAY for n in range((self.last - self.first).days + 1)]


def month_weeks(day: dt.date, first_weekday: int) -> list[list[dt.date]]:
    """The weeks that hold the days of a day's month."""
    return calendar.Calendar(first_weekday).monthdatescalendar(day.year, day.month)


def week_of(day: dt.date, first_weekday: int) -> Span:
    """The week of a day."""
    first = day - ((day.weekday() - first_weekday) % 7) * _DAY
    return Span(first, first + 6 * _DAY)


class Entry(NamedTuple):
    """An activity on one date with what lists show of it, named as their columns ask for it."""

    occurrence: Occurrence
    cells: tuple[Any, ...]

    @property
    def identity(self) -> Identity:
        """What tells it from all others."""
        return self.occurrence.key, self.occurrence.original

    @property
    def mark(self) -> str:
        """Done, cancelled, urgent or late, in one character."""
        return mark_of(dict(zip(NAMES, self.cells, strict=True)))

    @property
    def type_words(self) -> str:
        """The description of its type."""
        return str(self.cells[NAMES.index("type_words")])

    @property
    def words(self) -> str:
        """What it is: its subject, or Busy where it is another's own business."""
        occurrence = self.occurrence
        if not occurrence.busy:
            return occurrence.subject
        return t("calendar.busy_of", owner=occurrence.owner)

    def continues(self, day: dt.date) -> bool:
        """Whether it began on a day before."""
        return self.occurrence.start.date() < day


@dataclass(frozen=True, eq=False, repr=False)
class Days:
    """The activities and holidays of a span of days as they were when they were read."""

    span: Span
    now: dt.datetime
    holidays: Mapping[dt.date, str]
    by_day: Mapping[dt.date, Sequence[Entry]]

    def on(self, day: dt.date) -> Sequence[Entry]:
        """What is on on a day: all-day ones first, then by time."""
        return self.by_day.get(day, ())

    def find(self, day: dt.date, chosen: Identity | None) -> Identity | None:
        """An activity of a day; of a series that was moved as a whole, its date on that day."""
        if chosen is None:
            return None
        found = [entry.identity for entry in self.on(day) if entry.identity[0] == chosen[0]]
        return chosen if chosen in found else next(iter(found), None)

    def rows(self, day: dt.date) -> FixedList:
        """A day as the rows of a list, each known by its place in it."""
        return FixedList.of(NAMES, [(i, entry.cells) for i, entry in enumerate(self.on(day))])


def no_days(today: dt.date) -> Days:
    """What is known before anything is read."""
    midnight = dt.datetime.combine(today, dt.time())
    return Days(Span(dt.date.min, dt.date.min), midnight, {}, {})


class Habits(NamedTuple):
    """How a user looks at calendars: whose, completed ones or not, from which weekday on."""

    whose: str
    owner: int | None
    completed: bool
    first_weekday: int


def read_habits(user: int) -> Habits:
    """A user's habits; whose calendar is gone sees their own again."""
    chosen = preferences(user)
    whose = chosen.get("calendar.whose", MINE)
    if whose not in (MINE, EVERYBODY) and whose not in User.all():
        whose = MINE
    owner = None if whose == EVERYBODY else User.all().get(whose, user)
    first_weekday = 6 if setting("WeekStart") == "sunday" else 0
    return Habits(whose, owner, chosen.get("calendar.completed") == "yes", first_weekday)


def keep_completed(user: int, completed: bool) -> None:
    """Remember whether completed activities are shown."""
    keep_preferences(user, {"calendar.completed": "yes" if completed else "no"})


def keep_whose(user: int, whose: str) -> None:
    """Remember whose calendar is shown."""
    keep_preferences(user, {"calendar.whose": whose})


def read_days(span: Span, user: int, habits: Habits) -> Days:
    """What is on in a span of days, for a user with these habits."""
    found = window(
        span.first, span.last, viewer=user, owner=habits.owner, completed=habits.completed
    )
    moment = now()
    rows = occurrence_rows(found, moment.date()).rows
    by_day: dict[dt.date, list[Entry]] = {}
    for occurrence, row in zip(found, rows, strict=True):
        for day in _days(occurrence, span):
            by_day.setdefault(day, []).append(Entry(occurrence, row.cells))
    for entries in by_day.values():
        entries.sort(key=_order)
    named = {
        day: ", ".join(choice.text(language()) for choice in choices)
        for day, choices in holidays(*span).items()
    }
    return Days(span, moment, named, by_day)


class KeptDays:
    """The spans that were read last, good until anybody writes; the database's thread's own."""

    MOST = 4

    def __init__(self) -> None:
        self._written: tuple[int, int] | None = None
        self._kept: dict[tuple[Span, int, Habits], Days] = {}

    def read(self, span: Span, user: int, habits: Habits) -> Days:
        """What is on in a span of days, as `read_days`."""
        written = last_write()
        if written != self._written:
            self._written = written
            self._kept.clear()
        days = self._kept.pop((span, user, habits), None)
        if days is None or days.now.date() != now().date():
            days = read_days(span, user, habits)
        self._kept[span, user, habits] = days
        while len(self._kept) > self.MOST:
            del self._kept[next(iter(self._kept))]
        return replace(days, now=now())


def _days(occurrence: Occurrence, span: Span) -> Iterator[dt.date]:
    """The days of a span that an activity touches, however long it is."""
    day = max(occurrence.start.date(), span.first)
    last = min((occurrence.ends_before - _MINUTE).date(), span.last)
    while day <= last:
        yield day
        day += _DAY


def _order(entry: Entry) -> tuple[bool, dt.datetime, int]:
    return not entry.occurrence.all_day, entry.occurrence.start, entry.occurrence.key
