"""Start, end and duration of an activity: what follows from the one edited last (spec 7.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from models.rules import RuleBroken

LONGEST_DAYS = 366

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
# So that a day can be added to any end.
_LATEST = dt.datetime(9998, 12, 31, 23, 59)
_USUAL_START = dt.timedelta(hours=9)
_USUAL_END = dt.timedelta(hours=17)
_USUAL_LENGTH = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Times:
    """When an activity is, on the business zone's clock, to the minute.

    One of whole days starts at midnight of its first and ends at midnight of its last one.
    """

    start: dt.datetime
    end: dt.datetime
    all_day: bool
    # The times of its first and last day before it was of whole days, from their midnight.
    _before: tuple[dt.timedelta, dt.timedelta] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def minutes(self) -> int:
        """How long it takes; both ends of whole days are counted."""
        return (self.end - self.start) // _MINUTE + (24 * 60 if self.all_day else 0)

    def starting(self, start: dt.datetime) -> Times:
        """It starts then, and takes as long as before. Raises `RuleBroken`."""
        start = _midnight(start) if self.all_day else start
        return self._at("start", start, self.end - self.start)

    def ending(self, end: dt.datetime) -> Times:
        """It ends then. Raises `RuleBroken`."""
        end = _midnight(end) if self.all_day else end
        return self._at("end", self.start, end - self.start)

    def lasting(self, minutes: int) -> Times:
        """It takes that long, from where it starts. Raises `RuleBroken`."""
        length = dt.timedelta(minutes=minutes)
        if not self.all_day:
            return self._at("duration", self.start, length)
        if length % _DAY or not length:
            raise RuleBroken("rule.whole_days", field="duration")
        return self._at("duration", self.start, length - _DAY)

    def whole_days(self, whole: bool) -> Times:
        """It takes every day it touches whole, or has times again. Raises `RuleBroken`."""
        if whole == self.all_day:
            return self
        return self._as_whole_days() if whole else self._with_times()

    def _as_whole_days(self) -> Times:
        first = _midnight(self.start)
        # One that ends at midnight does not touch the day that begins then.
        last = _midnight(max(self.start, self.end - _MINUTE))
        before = self.start - first, self.end - last
        whole = replace(self, all_day=True, _before=before)
        return whole._at("all_day", first, last - first)

    def _with_times(self) -> Times:
        if self._before is None:
            start = self.start + _USUAL_START
            end = start + _USUAL_LENGTH if self.start == self.end else self.end + _USUAL_END
        else:
            start, end = self.start + self._before[0], self.end + self._before[1]
        if end < start:
            end += _DAY
        return replace(self, all_day=False)._at("all_day", start, end - start)

    def _at(self, edited: str, start: dt.datetime, length: dt.timedelta) -> Times:
        if length < dt.timedelta():
            raise RuleBroken("rule.ends_before_start", field=edited)
        if length + (_DAY if self.all_day else dt.timedelta()) > LONGEST_DAYS * _DAY:
            raise RuleBroken("rule.too_long_activity", field=edited, n=LONGEST_DAYS)
        if start > _LATEST - length:
            raise RuleBroken("rule.too_late", field=edited)
        return replace(self, start=start, end=start + length)


def _midnight(moment: dt.datetime) -> dt.datetime:
    return moment.replace(hour=0, minute=0)
