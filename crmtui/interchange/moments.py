"""Dates and times as files write them: ISO, in words, or with slashes whose order the file tells.

`05/06/2026` is a day in May or in June: which one is found out from the whole file, never cell by
cell, so that a file is read in one way or not at all.
"""

from __future__ import annotations

import datetime as dt
import re

from crmtui.typed_dates import is_weekday, typed_day
from crmtui.typed_times import typed_time
from models.rules import RuleBroken
from models.setting import today

_LONGEST = 40
# So many years ahead a year of two digits may be.
_AHEAD = 20

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?")
_NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9])")
_NO_YEAR = re.compile(r"([0-9]{1,2})([/.])([0-9]{1,2})")
_NUMBERED = re.compile(r"([0-9])(?:st|nd|rd|th)\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(r" '?([0-9]{2})$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_SECONDS = re.compile(r"([0-9]{1,2}:[0-9]{2}):[0-9]{2}(?:[.,][0-9]+)?(?=$| ?[apAP])")
_NAMED = re.compile(r"[^\W\d_]{3}")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


DAY_FIRST, MONTH_FIRST, EITHER = "day", "month", "either"


def order_of(cell: str, *, yearless: bool = False) -> str:
    """The order of day and month in a cell, as far as it tells; empty where it is no such date."""
    date = _NUMBERS.match(cell)
    if date and not _maybe_year_first(date):
        return _order_of(int(date[1]), int(date[3]))
    date = _NO_YEAR.fullmatch(cell) if yearless else None
    return _order_of(int(date[1]), int(date[3])) if date else ""


def _order_of(first: int, second: int) -> str:
    if (first > 12) == (second > 12):
        return EITHER
    return DAY_FIRST if first > 12 else MONTH_FIRST


def in_order(first: int, second: int, month_before: bool | None) -> tuple[int, int]:
    """The month and the day that two numbers are, by what is known of their order.

    Raises `RuleBroken` where nothing is known and either may be the month.
    """
    if month_before is None:
        order = _order_of(first, second)
        if order == EITHER and first != second:
            raise RuleBroken("import.date_either")
        month_before = order != DAY_FIRST
    return (first, second) if month_before else (second, first)


def whole_year(text: str, *, past: bool = False) -> int:
    """The year that two or four digits are: two are of this century, if not too far ahead."""
    if len(text) > 2:
        return int(text)
    this = today().year
    year = this - this % 100 + int(text)
    return year - 100 if year > this + (0 if past else _AHEAD) else year


def is_date(text: str, month_before: bool) -> bool:
    """Whether a cell is a date without a time."""
    if ":" in text:
        return False
    try:
        read_day(text, month_before)
    except RuleBroken:
        return False
    return True


def read_day(text: str, month_before: bool | None, *, past: bool = False) -> dt.date:
    """The date that a cell names; a year of two digits is over where it is `past`.

    Raises `RuleBroken`.
    """
    text = text.strip()
    try:
        if found := _NUMBERS.fullmatch(text):
            return _of_numbers(found, month_before, past)
        if found := _YEAR_FIRST.fullmatch(text):
            return dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        raise RuleBroken("rule.date", text=text) from None
    named = in_words(text, past=past)
    # A year makes it the same date on any day that the file is read.
    if not (_NAMED.search(named) and _YEAR.search(named)):
        raise RuleBroken("rule.date", text=text)
    return typed_day(named, dt.date(2000, 1, 1))


def _of_numbers(found: re.Match[str], month_before: bool | None, past: bool) -> dt.date:
    first, second, last = found[1], found[3], found[4]
    if _maybe_year_first(found):
        if int(first) <= 31:
            raise RuleBroken("import.date_either", text=found[0])
        return dt.date(whole_year(first, past=past), int(second), int(last))
    try:
        month, day = in_order(int(first), int(second), month_before)
    except RuleBroken:
        raise RuleBroken("import.date_either", text=found[0]) from None
    return dt.date(whole_year(last, past=past), month, day)


def _maybe_year_first(date: re.Match[str]) -> bool:
    """Whether the year may be what comes first: with hyphens it often does."""
    return date[2] == "-" and len(date[4]) == 2 and int(date[4]) <= 31


def in_words(text: str, *, past: bool = False) -> str:
    """A date with its month in words as people type it: `Thu, 7-Aug-75` is `7 Aug 1975`."""
    named = _NUMBERED.sub(r"\1", " ".join(re.sub(r"[-./,]+", " ", text).split()))
    first, _, rest = named.partition(" ")
    if rest and is_weekday(first):
        named = rest
    short = _SHORT_YEAR.search(named)
    if short and len(named.split()) > 2:
        named = f"{named[: short.start()]} {whole_year(short[1], past=past)}"
    return named


def read_time(text: str) -> dt.time:
    """The time of day that a cell names, its seconds left out. Raises `RuleBroken`."""
    return typed_time(_SECONDS.sub(r"\1", " ".join(text.split())))


def _iso(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text[:16])
    except ValueError:
        raise RuleBroken("rule.moment", text=text) from None


def read_moment(text: str, month_before: bool) -> dt.datetime:
    """The date and time that a cell names; a date alone is its midnight. Raises `RuleBroken`."""
    if _ISO.fullmatch(text):
        # What nearly all cells are, read without trying.
        return _iso(text)
    parts = text.replace("T", " ", 1).split() if _YEAR_FIRST.match(text.strip()) else text.split()
    found: set[dt.datetime] = set()
    for n in range(1, len(parts) + 1) if len(text) <= _LONGEST else ():
        date, clock = " ".join(parts[:n]).removesuffix(","), " ".join(parts[n:])
        try:
            time = read_time(clock) if clock else dt.time()
            found.add(dt.datetime.combine(read_day(date, month_before), time))
        except RuleBroken:
            continue
    if len(found) != 1:
        raise RuleBroken("rule.moment", text=text)
    return found.pop()
