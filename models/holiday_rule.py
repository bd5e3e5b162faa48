"""When a holiday is, in a few letters: the same day each year, from Easter on, or by weekday.

    07-01       the 1st of July
    easter-2    two days before Easter Sunday; easter, easter+1
    10-MO2      the second Monday of October
    MO<05-25    the last Monday before the 25th of May

Weekdays are MO TU WE TH FR SA SU; LU MA ME JE VE SA DI and `paques` are understood as well.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from models.checks import fold
from models.columns import LineColumn
from models.rules import RuleBroken

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FRENCH = ("LU", "MA", "ME", "JE", "VE", "SA", "DI")

# So that the day is in the year of its Easter, which is between 22 March and 25 April.
_BEFORE_EASTER, _AFTER_EASTER = 80, 250
# Where the rule of Easter that all of dateutil's years have begins, and where it ends.
_EASTER_YEARS = range(1583, 4100)

_FIXED = re.compile("([0-9]{2})-([0-9]{2})")
_EASTER = re.compile("(?:EASTER|PAQUES)(?:([+-])([0-9]{1,3}))?")
_NTH = re.compile("([0-9]{2})-([A-Z]{2})([1-5])")
_BEFORE = re.compile("([A-Z]{2})<([0-9]{2})-([0-9]{2})")


class HolidayRule(NamedTuple):
    """A rule taken apart: `easter` days from Easter, else by month and day, weekday or both.

    `weekday` is 0 on Mondays; with a `day` it is the last such weekday before that day.
    """

    easter: int | None = None
    month: int = 0
    day: int = 0
    weekday: int | None = None
    nth: int = 0

    @property
    def text(self) -> str:
        """The rule as it is kept."""
        if self.easter is not None:
            return f"easter{self.easter:+}" if self.easter else "easter"
        if self.weekday is None:
            return f"{self.month:02}-{self.day:02}"
        if self.nth:
            return f"{self.month:02}-{WEEKDAYS[self.weekday]}{self.nth}"
        return f"{WEEKDAYS[self.weekday]}<{self.month:02}-{self.day:02}"

    def day_in(self, year: int) -> dt.date | None:
        """The day in a year; some years have no such day."""
        try:
            if self.easter is not None:
                return _easter(year) + dt.timedelta(self.easter)
            if self.weekday is None:
                return dt.date(year, self.month, self.day)
            return self._weekday_in(year, self.weekday)
        except (ValueError, OverflowError):
            return None

    def _weekday_in(self, year: int, weekday: int) -> dt.date:
        if not self.nth:
            eve = dt.date(year, self.month, self.day) - dt.timedelta(1)
            return eve - dt.timedelta((eve.weekday() - weekday) % 7)
        first = dt.date(year, self.month, 1)
        day = (weekday - first.weekday()) % 7 + 7 * self.nth - 6
        return first.replace(day=day)


def parse(text: str) -> HolidayRule:
    """A rule taken apart. Raises `RuleBroken`."""
    plain = "".join(fold(text).upper().split())
    found = _fixed(plain) or _from_easter(plain) or _by_weekday(plain)
    if found is None:
        raise RuleBroken("rule.holiday", text=text)
    return found


class HolidayRuleColumn(LineColumn):
    """When a holiday is: `07-01`, `easter-2`, `10-MO2` or `MO<05-25`."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(max_length=20, **kw)

    def tidy(self, value: Any) -> str:
        text = super().tidy(value)
        return parse(text).text if text else ""


def _fixed(text: str) -> HolidayRule | None:
    found = _FIXED.fullmatch(text)
    return HolidayRule(month=int(found[1]), day=int(found[2])) if found and _is_day(found) else None


def _from_easter(text: str) -> HolidayRule | None:
    found = _EASTER.fullmatch(text)
    if not found:
        return None
    days = int(found[2] or 0) * (-1 if found[1] == "-" else 1)
    return HolidayRule(easter=days) if -_BEFORE_EASTER <= days < _AFTER_EASTER else None


def _by_weekday(text: str) -> HolidayRule | None:
    if found := _NTH.fullmatch(text):
        month, name, nth = int(found[1]), found[2], int(found[3])
        weekday = _weekday(name)
        if weekday is not None and 1 <= month <= 12:
            return HolidayRule(month=month, weekday=weekday, nth=nth)
    elif found := _BEFORE.fullmatch(text):
        weekday, month, day = _weekday(found[1]), int(found[2]), int(found[3])
        # The weekday before one of the first days may be in the year before.
        if weekday is not None and _is_day(found) and (month, day) > (1, 7):
            return HolidayRule(month=month, day=day, weekday=weekday)
    return None


def _is_day(found: re.Match[str]) -> bool:
    """Whether the last two numbers are a month and a day of it, in a leap year."""
    month, day = int(found[found.re.groups - 1]), int(found[found.re.groups])
    try:
        return bool(dt.date(2000, month, day))
    except ValueError:
        return False


def _weekday(name: str) -> int | None:
    names = WEEKDAYS if name in WEEKDAYS else _FRENCH
    return names.index(name) if name in names else None


def _easter(year: int) -> dt.date:
    # Only a calendar asks.
    from dateutil.easter import easter

    if year not in _EASTER_YEARS:
        raise ValueError
    return easter(year)
