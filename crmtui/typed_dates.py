"""Dates as people type them, in French and English: a strict grammar that never guesses."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from models.checks import fold
from models.rules import RuleBroken

# Folded, since that is how typed words are compared; both languages are always understood.
_MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
_WEEKDAYS = (
    ("lundi", "monday"),
    ("mardi", "tuesday"),
    ("mercredi", "wednesday"),
    ("jeudi", "thursday"),
    ("vendredi", "friday"),
    ("samedi", "saturday"),
    ("dimanche", "sunday"),
)
_TODAY = frozenset({"t", "auj", "aujourdhui", "today"})
_MONTH_END = frozenset({"fin mois", "fin du mois", "end month", "end of month", "month end"})
_UNITS = {"d": 1, "j": 1, "w": 7, "s": 7}
_LONGEST = 40

_STEP = re.compile(r"\+([0-9]{1,4}) ?([djwsm])")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:er)? ?([a-z]{3,})\.?(?:,? ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.? ?([0-9]{1,2})(?:er)?(?:,? ([0-9]{4}))?")
_YEARLESS = re.compile(r"(?:--)?([0-9]{2})-([0-9]{2})")

Parts = tuple[int | None, int, int]


def typed_day(text: str, today: dt.date) -> dt.date:
    """The date that a text names, seen from `today`. Raises `RuleBroken`.

    A day without a month is in this month, a day and month without a year in this year.
    """
    folded = _folded(text)
    try:
        found = _relative(folded, today) or _named(folded, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise RuleBroken("rule.date", text=text)
    return found


def typed_partial(text: str) -> str:
    """The day of a year, with the year or without, as it is kept. Raises `RuleBroken`."""
    folded = _folded(text)
    yearless = _YEARLESS.fullmatch(folded)
    parts = (None, int(yearless[1]), int(yearless[2])) if yearless else _parts(folded)
    try:
        if parts is not None:
            year, month, day = parts
            # A leap year, so that a 29 February without a year is a day like any other.
            date = dt.date(2000 if year is None else year, month, day)
            return date.isoformat() if year is not None else f"--{date:%m-%d}"
    except ValueError:
        pass
    raise RuleBroken("rule.partial_date", text=text)


def is_weekday(word: str) -> bool:
    """Whether a word is the name of a day of the week, or its beginning."""
    return _one_of(fold(word), _WEEKDAYS) is not None


def _folded(text: str) -> str:
    return " ".join(fold(text[: _LONGEST + 1]).split()) if len(text) <= _LONGEST else ""


def _relative(text: str, today: dt.date) -> dt.date | None:
    if text in _TODAY:
        return today
    if text in _MONTH_END:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    step = _STEP.fullmatch(text)
    if step:
        n, unit = int(step[1]), step[2]
        return _months_later(today, n) if unit == "m" else today + dt.timedelta(n * _UNITS[unit])
    weekday = _one_of(text.removesuffix("."), _WEEKDAYS)
    if weekday is not None:
        return today + dt.timedelta((weekday - today.weekday() - 1) % 7 + 1)
    return None


def _named(text: str, today: dt.date) -> dt.date | None:
    if re.fullmatch("[0-9]{1,2}", text):
        return today.replace(day=int(text))
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    return dt.date(today.year if year is None else year, month, day)


def _months_later(day: dt.date, n: int) -> dt.date:
    """The same day some months later, the month's last one where it has no such day."""
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    if year > dt.MAXYEAR:
        raise OverflowError
    return day.replace(
        year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1])
    )


def _parts(text: str) -> Parts | None:
    """The year (if any), month and day that a text names, not yet looked up in a calendar."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SLASHED.fullmatch(text):
        return _number(found[3]), int(found[2]), int(found[1])
    if found := _DAY_FIRST.fullmatch(text):
        day, name, year = found[1], found[2], found[3]
    elif found := _MONTH_FIRST.fullmatch(text):
        day, name, year = found[2], found[1], found[3]
    else:
        return None
    month = _one_of(name, _MONTHS)
    return None if month is None else (_number(year), month + 1, int(day))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _one_of(word: str, names: tuple[tuple[str, str], ...]) -> int | None:
    """Which of the names begins with the word, if three letters or more tell it from the rest."""
    if len(word) < 3:
        return None
    found = [i for i, both in enumerate(names) if any(name.startswith(word) for name in both)]
    return found[0] if len(found) == 1 else None
