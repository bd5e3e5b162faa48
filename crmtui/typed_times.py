"""Times, durations and moments as people type them: a strict grammar that never guesses."""

from __future__ import annotations

import datetime as dt
import re

from crmtui.typed_dates import typed_day
from models.checks import fold
from models.columns import DurationColumn
from models.rules import RuleBroken

_LONGEST = 40
_NAMED = {
    "midi": dt.time(12),
    "noon": dt.time(12),
    "minuit": dt.time(0),
    "midnight": dt.time(0),
}

_TIME = re.compile(r"([0-9]{1,2})(?: ?[:h] ?([0-9]{2})| ?h|([0-9]{2}))?")
_HALF_DAY = re.compile(r"([0-9]{1,2}?)(?::?([0-9]{2}))? ?([ap])\.? ?m\.?")
_DURATION = re.compile(
    r"(?:([0-9]{1,3}) ?(?:j|d|jours?|days?))?"
    r"(?: ?([0-9]{1,4}) ?(?:h|heures?|hours?)(?=$| ?[0-9]))?"
    r"(?: ?([0-9]{1,6})( ?(?:m|min|mn|minutes?))?)?"
)
_COLON = re.compile(r"(?:([0-9]{1,3}) ?[jd] ?)?([0-9]{1,4}):([0-9]{2})")
_DECIMAL = re.compile(r"([0-9]{1,4})[.,]([0-9]{1,2}) ?h")
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?")


def typed_time(text: str) -> dt.time:
    """The time of day that a text names: `9`, `930`, `9h30`, `2pm`, `midi`. Raises `RuleBroken`."""
    found = _time(_folded(text))
    if found is None:
        raise RuleBroken("rule.time", text=text)
    return found


def typed_duration(text: str) -> int:
    """The minutes that a text names: `45`, `1h30`, `1:30`, `90m`, `3j`. Raises `RuleBroken`."""
    found = _duration(_folded(text))
    if found is None or found > DurationColumn.most:
        raise RuleBroken("rule.duration", text=text)
    return found


def typed_moment(text: str, base: dt.date) -> dt.datetime:
    """The date and time that a text names, seen from `base`: `24 14h`, `+3d 9:30`, `lun midi`.

    A time alone is on the base's date; a date alone has the base's time, or is its midnight
    where the base has none. Digits alone are a time. What can be read in two ways is refused.
    Raises `RuleBroken`.
    """
    folded = _folded(text)
    iso = _ISO.fullmatch(folded)
    parts = [iso[1], iso[2]] if iso else folded.split()
    day = base.date() if isinstance(base, dt.datetime) else base
    time = base.time() if isinstance(base, dt.datetime) else dt.time()
    found: set[dt.datetime] = set()
    for n in range(len(parts) + 1):
        date, clock = " ".join(parts[:n]), " ".join(parts[n:])
        on = _day(date, day) if date else day
        at = _time(clock) if clock else time
        if parts and on is not None and at is not None and not (not clock and date.isdecimal()):
            found.add(dt.datetime.combine(on, at))
    if len(found) != 1:
        raise RuleBroken("rule.moment", text=text)
    return found.pop()


def _folded(text: str) -> str:
    return " ".join(fold(text).split()) if len(text) <= _LONGEST else ""


def _day(text: str, base: dt.date) -> dt.date | None:
    try:
        return typed_day(text, base)
    except RuleBroken:
        return None


def _time(text: str) -> dt.time | None:
    if text in _NAMED:
        return _NAMED[text]
    half = _HALF_DAY.fullmatch(text)
    if half:
        hour, minute = int(half[1]), int(half[2] or 0)
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[3] == "p" else 0)
    else:
        found = _TIME.fullmatch(text)
        if not found:
            return None
        hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _duration(text: str) -> int | None:
    if colon := _COLON.fullmatch(text):
        return _minutes(colon[1], colon[2], colon[3])
    if part := _DECIMAL.fullmatch(text):
        hundredths = int(part[1]) * 100 + int(part[2].ljust(2, "0"))
        return None if hundredths * 60 % 100 else hundredths * 60 // 100
    found = _DURATION.fullmatch(text)
    if not found or not text:
        return None
    days, hours, minutes, unit = found.groups()
    alone = days is None and hours is None
    # `1h5` may be five minutes or fifty, `3d 2` two of anything.
    if minutes and not (unit or alone or (hours and len(minutes) == 2)):
        return None
    return _minutes(days, hours, minutes, most=10**6 if alone else 59)


def _minutes(
    days: str | None, hours: str | None, minutes: str | None, most: int = 59
) -> int | None:
    """The minutes of the parts; none where hours or minutes would belong to the part before."""
    if int(minutes or 0) > most or (days and int(hours or 0) > 23):
        return None
    return (int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
