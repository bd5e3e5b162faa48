"""One date of an activity as lists and calendars show it, and what others may see of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


class Occurrence(NamedTuple):
    """An activity on one date; `original` is what tells the dates of a series apart.

    Of another user's private activity it has the time and the owner, and `busy` says so
    (spec 7.3). An all-day one ends at midnight of its last day.
    """

    key: int
    original: dt.datetime | None
    start: dt.datetime
    end: dt.datetime
    all_day: bool
    busy: bool
    subject: str = ""
    type: str = ""
    priority: str = ""
    location: str = ""
    status: str = "open"
    completion_note: str = ""
    contact_id: int | None = None
    contact: str = ""
    party_id: int | None = None
    party: str = ""
    party_name: str = ""
    owner: str = ""
    public: bool = True
    recurs: bool = False
    has_detail: bool = False

    @property
    def ends_before(self) -> dt.datetime:
        """The first moment after it; one without length takes a minute."""
        return ends_before(self.start, self.end, self.all_day)

    def days(self) -> Iterator[dt.date]:
        """Every date that it touches."""
        day, last = self.start.date(), (self.ends_before - _MINUTE).date()
        while day <= last:
            yield day
            day += _DAY


def ends_before(start: dt.datetime, end: dt.datetime, all_day: bool) -> dt.datetime:
    """The first moment after an activity."""
    return end + _DAY if all_day else max(end, start + _MINUTE)


def crosses_midnight(start: dt.datetime, end: dt.datetime, all_day: bool) -> bool:
    """Whether an activity is still under way on the day after its first one."""
    next_day = dt.datetime.combine(start.date(), dt.time()) + _DAY
    return ends_before(start, end, all_day) > next_day


def day_order(occurrence: Occurrence) -> tuple[dt.date, bool, dt.datetime, int]:
    """The order of a calendar: by day, the all-day ones first, then by time."""
    start = occurrence.start
    return start.date(), not occurrence.all_day, start, occurrence.key
