"""Dates and times as files write them: ISO, in words, or with slashes whose order the file tells.

`05/06/2026` is a day in May or in June: which one is found out from the whole file, never cell by
cell, so that a file is read in one way or not at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from crmtui.typed_dates import typed_day
from crmtui.typed_times import typed_time
from models.rules import RuleBroken

_LONGEST = 40
# A file whose first rows have no such date is taken to have none.
_LOOKED_AT = 1_000

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?")
_NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_SECONDS = re.compile(r"([0-9]{1,2}:[0-9]{2}):[0-9]{2}(?:[.,][0-9]+)?(?=$| ?[apAP])")
_NAMED = re.compile(r"[^\W\d_]{3}")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


DAY_FIRST, MONTH_FIRST, EITHER = "day", "month", "either"


def date_order(cells: Iterable[str]) -> str:
    """In which order the dates of a file have day and month; empty where there are none.

    Raises `RuleBroken` where some have one order and others the other.
    """
    found: set[str] = set()
    for n, cell in enumerate(cells):
        date = _NUMBERS.match(cell.strip())
        if date:
            found.add(_order_of(int(date[1]), int(date[3])))
        if {DAY_FIRST, MONTH_FIRST} <= found:
            raise RuleBroken("import.mixed_dates")
        if n > _LOOKED_AT and not found:
            break
    sure = found & {DAY_FIRST, MONTH_FIRST}
    return min(sure or found, default="")


def _order_of(first: int, second: int) -> str:
    if (first > 12) == (second > 12):
        return EITHER
    return DAY_FIRST if first > 12 else MONTH_FIRST


def is_date(text: str, month_before: bool) -> bool:
    """Whether a cell is a date without a time."""
    if ":" in text:
        return False
    try:
        read_day(text, month_before)
    except RuleBroken:
        return False
    return True


def read_day(text: str, month_before: bool) -> dt.date:
    """The date that a cell names. Raises `RuleBroken`."""
    text = text.strip()
    try:
        if found := _NUMBERS.fullmatch(text):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            return dt.date(year, first, second) if month_before else dt.date(year, second, first)
        if found := _YEAR_FIRST.fullmatch(text):
            return dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        raise RuleBroken("rule.date", text=text) from None
    # A year makes it the same date on any day that the file is read.
    if not (_NAMED.search(text) and _YEAR.search(text)):
        raise RuleBroken("rule.date", text=text)
    return typed_day(text, dt.date(2000, 1, 1))


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
