"""A recurrence rule, read from an RFC 5545 RRULE and written as one; what is refused, and why.

FREQ is DAILY to YEARLY, times go to the minute and are no more than some a day, and all numbers
are bounded, so that no rule asks for unbounded work.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from models.rules import RuleBroken

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_INTERVAL = 999
MOST_COUNT = 1000
MOST_TEXT = 500
MOST_LISTED = 64
# As many as every hour of a day has one, or every 20 minutes from nine to five.
MOST_TIMES = 24
# Each place in a period that is picked among several times of day is sought by itself.
MOST_PICKED = 4

# The last moment of a day, which an UNTIL that is a date stands for.
DAY_END = dt.time(23, 59, 59)

_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_UNTIL_DATE = re.compile(r"UNTIL=\d{8}(?!T)", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}")
_BYDAY = re.compile(r"([+-]?\d{1,3})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)

# RFC 5545, 3.3.10: what each BY part may hold on either side of zero.
_RANGES = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
# And the frequencies that it may stand with.
_ONLY_WITH = {
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
    "BYYEARDAY": ("YEARLY",),
    "BYWEEKNO": ("YEARLY",),
}


@dataclass(frozen=True)
class Rule:
    """A recurrence rule (RFC 5545, 3.3.10) on wall-clock time; weekdays count from Monday = 0.

    `byday` holds (nth, weekday), nth 0 for every one of them. Its tuples are sorted, so that two
    rules that say the same in another order are equal.
    """

    freq: str
    interval: int = 1
    count: int | None = None
    until: dt.datetime | None = None
    byday: tuple[tuple[int, int], ...] = ()
    bymonthday: tuple[int, ...] = ()
    bymonth: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byhour: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    bysetpos: tuple[int, ...] = ()
    wkst: int = 0

    @property
    def times_a_day(self) -> int:
        """At how many times of day it recurs."""
        return max(1, len(self.byhour)) * max(1, len(self.byminute))

    @property
    def text(self) -> str:
        """The rule as a canonical RRULE; an UNTIL at the end of a day is written as a date."""
        return self._written(_until_text(self.until) if self.until else "")

    def text_of(self, whole_days: bool) -> str:
        """The rule as a series keeps it: an UNTIL is a date or a moment as its start is.

        Whole days have no times, so those that a rule names are left out (RFC 5545, 3.3.10).
        """
        if whole_days:
            rule = without_times(self)
            return rule._written(_day_text(rule.until) if rule.until else "")
        return self._written(_moment_text(self.until) if self.until else "")

    def _written(self, until: str) -> str:
        parts: list[tuple[str, Any]] = [("FREQ", self.freq)]
        if self.interval != 1:
            parts.append(("INTERVAL", self.interval))
        if self.count is not None:
            parts.append(("COUNT", self.count))
        parts.append(("UNTIL", until))
        for name in ("bymonth", "byweekno", "byyearday", "bymonthday"):
            parts.append((name.upper(), ",".join(map(str, getattr(self, name)))))
        parts.append(("BYDAY", ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.byday)))
        for name in ("byhour", "byminute", "bysetpos"):
            parts.append((name.upper(), ",".join(map(str, getattr(self, name)))))
        if self.wkst:
            parts.append(("WKST", WEEKDAYS[self.wkst]))
        return ";".join(f"{name}={value}" for name, value in parts if value != "")


def _until_text(until: dt.datetime) -> str:
    return _day_text(until) if until.time() == DAY_END else _moment_text(until)


def _day_text(until: dt.datetime) -> str:
    # Not by strftime, which writes the years before 1000 without their noughts.
    return f"{until.year:04}{until.month:02}{until.day:02}"


def _moment_text(until: dt.datetime) -> str:
    return f"{_day_text(until)}T{until.hour:02}{until.minute:02}{until.second:02}"


def without_times(rule: Rule) -> Rule:
    """The rule with its dates alone, as whole days have them."""
    dated = replace(rule, byhour=(), byminute=())
    # BYSETPOS may not stand alone where it counted times of day and nothing else.
    return dated if _limits(dated) else replace(dated, bysetpos=())


def _limits(rule: Rule) -> bool:
    """Whether any BY part but BYSETPOS is there."""
    days = rule.byday or rule.bymonthday or rule.bymonth or rule.byyearday or rule.byweekno
    return bool(days or rule.byhour or rule.byminute)


def in_order(numbers: set[int]) -> tuple[int, ...]:
    """Numbers as a rule keeps them: those that count from the beginning, then from the end."""
    return tuple(sorted(numbers, key=lambda n: (n < 0, n)))


def taking_last(rule: Rule, day: int) -> Rule:
    """A rule on a day of the month, or on the last day of months that do not have it."""
    if day <= 28:
        return replace(rule, bymonthday=(day,), bysetpos=())
    return replace(rule, bymonthday=tuple(range(28, day + 1)), bysetpos=(-1,))


def taken_day(rule: Rule) -> int:
    """The day of a rule that takes the last day of shorter months; 0 for all other rules."""
    days = rule.bymonthday
    other = rule.byday or rule.byyearday or rule.byweekno or rule.times_a_day > 1
    alone = not other and rule.bysetpos == (-1,)
    return days[-1] if alone and len(days) > 1 and days == tuple(range(28, days[-1] + 1)) else 0


@lru_cache(maxsize=4096)
def parse(text: str, zone: str = "") -> Rule:
    """A rule from an RRULE in any case, with `RRULE:` before it or not. Raises `RuleBroken`.

    An UNTIL in UTC becomes wall-clock time in `zone`, where one is given. Parts named X-… are
    left out; all others that RFC 5545 does not know are refused.
    """
    if len(text) > MOST_TEXT:
        raise RuleBroken("rule.rrule_long", n=MOST_TEXT)
    parts = _parts(text)
    ends = {name.lower(): parts.pop(name) for name in ("COUNT", "UNTIL") if name in parts}
    rule = _shape(tuple(parts.items()))
    if not ends:
        return rule
    if len(ends) > 1:
        raise RuleBroken("rule.rrule_both")
    if "count" in ends:
        return replace(rule, count=_number("COUNT", ends["count"], 1, MOST_COUNT))
    return replace(rule, until=_until(ends["until"], zone))


def canonical(text: str, zone: str) -> str:
    """A rule in its one form, an UNTIL still a date or a moment as it is given.

    Raises `RuleBroken`.
    """
    rule = parse(text, zone)
    return rule.text if _UNTIL_DATE.search(text.upper()) else rule.text_of(False)


# Rules differ in their ends more than in anything else, so the rest of them is read once.
@lru_cache(maxsize=1024)
def _shape(parts: tuple[tuple[str, str], ...]) -> Rule:
    """A rule without its end. Raises `RuleBroken`."""
    named = dict(parts)
    if named.get("FREQ") not in FREQUENCIES:
        raise RuleBroken("rule.rrule_freq", text=named.get("FREQ", ""))
    read = {name.lower(): _READ[name](name, value) for name, value in parts}
    # Times go to the minute, so the only second is the one that every start has.
    if read.pop("bysecond", (0,)) != (0,):
        raise RuleBroken("rule.rrule_seconds")
    rule = Rule(**read)
    _check(rule)
    return rule


def _parts(text: str) -> dict[str, str]:
    """The parts of a rule by name, those left out that are somebody's own."""
    text = text.strip().upper()
    if len(text.splitlines()) > 1:
        raise RuleBroken("rule.rrule_lines")
    parts: dict[str, str] = {}
    for part in text.removeprefix("RRULE:").removesuffix(";").split(";"):
        name, sign, value = part.partition("=")
        if not sign or not value:
            raise RuleBroken("rule.rrule_unreadable", text=part[:40])
        if name.startswith("X-"):
            continue
        if name not in _READ and name not in ("COUNT", "UNTIL"):
            raise RuleBroken("rule.rrule_part", part=name[:40])
        if name in parts:
            raise RuleBroken("rule.rrule_twice", part=name)
        parts[name] = value
    return parts


def _number(name: str, value: str, least: int, most: int) -> int:
    """A whole number within its bounds; nought is only one where they begin with it."""
    if _NUMBER.fullmatch(value) and least <= int(value) <= most and (int(value) or not least):
        return int(value)
    key = "rule.rrule_range" if least else "rule.rrule_time"
    raise RuleBroken(key, part=name, text=value[:40], least=least, most=most)


def _list(name: str, value: str) -> list[str]:
    values = value.split(",")
    if len(values) > MOST_LISTED:
        raise RuleBroken("rule.rrule_listed", part=name, n=MOST_LISTED)
    return values


def _numbers(name: str, value: str) -> tuple[int, ...]:
    most = _RANGES[name]
    return in_order({_number(name, one, -most, most) for one in _list(name, value)})


def _within(least: int, most: int) -> Callable[[str, str], tuple[int, ...]]:
    """Reads a list of numbers that count from the beginning alone."""

    def read(name: str, value: str) -> tuple[int, ...]:
        return in_order({_number(name, one, least, most) for one in _list(name, value)})

    return read


def _days(name: str, value: str) -> tuple[tuple[int, int], ...]:
    found: set[tuple[int, int]] = set()
    for one in _list(name, value):
        match = _BYDAY.fullmatch(one)
        if not match:
            raise RuleBroken("rule.rrule_day", text=one[:40])
        nth = _number(name, match[1], -53, 53) if match[1] else 0
        found.add((nth, WEEKDAYS.index(match[2])))
    return tuple(sorted(found, key=lambda day: (day[0] < 0, *day)))


def _week_start(name: str, value: str) -> int:
    if value not in WEEKDAYS:
        raise RuleBroken("rule.rrule_day", text=value[:40])
    return WEEKDAYS.index(value)


def _until(value: str, zone: str) -> dt.datetime:
    match = _UNTIL.fullmatch(value)
    try:
        if not match:
            raise ValueError
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if match[4] is None:
            return dt.datetime.combine(dt.date(year, month, day), DAY_END)
        moment = dt.datetime(year, month, day, int(match[4]), int(match[5]), int(match[6]))
        if match[7] and zone:
            here = moment.replace(tzinfo=dt.UTC).astimezone(zoneinfo.ZoneInfo(zone))
            return here.replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise RuleBroken("rule.rrule_until", text=value[:40]) from None
    return moment


_READ: dict[str, Callable[[str, str], Any]] = {
    "FREQ": lambda _, value: value,
    "INTERVAL": lambda name, value: _number(name, value, 1, MOST_INTERVAL),
    "BYMONTH": _within(1, 12),
    "BYWEEKNO": _numbers,
    "BYYEARDAY": _numbers,
    "BYMONTHDAY": _numbers,
    "BYDAY": _days,
    "BYHOUR": _within(0, 23),
    "BYMINUTE": _within(0, 59),
    "BYSECOND": _within(0, 60),
    "BYSETPOS": _numbers,
    "WKST": _week_start,
}


def _check(rule: Rule) -> None:
    """Refuse parts that may not stand together (RFC 5545, 3.3.10)."""
    for name, allowed in _ONLY_WITH.items():
        if getattr(rule, name.lower()) and rule.freq not in allowed:
            raise RuleBroken("rule.rrule_together", part=name, freq=rule.freq)
    if rule.bysetpos and not _limits(rule):
        raise RuleBroken("rule.rrule_setpos")
    if rule.times_a_day > MOST_TIMES:
        raise RuleBroken("rule.rrule_times", n=MOST_TIMES)
    if rule.times_a_day > 1 and len(rule.bysetpos) > MOST_PICKED:
        raise RuleBroken("rule.rrule_picked", n=MOST_PICKED)
    if any(nth for nth, _ in rule.byday):
        _check_nth(rule)


def _check_nth(rule: Rule) -> None:
    """A weekday may be the nth of a month, or of a year; and a month has five at most."""
    if rule.freq not in ("MONTHLY", "YEARLY") or rule.byweekno:
        with_ = "BYWEEKNO" if rule.byweekno else rule.freq
        raise RuleBroken("rule.rrule_nth", freq=with_)
    most = 5 if rule.freq == "MONTHLY" or rule.bymonth else 53
    for nth, day in rule.byday:
        if abs(nth) > most:
            text = f"{nth}{WEEKDAYS[day]}"
            raise RuleBroken("rule.rrule_range", part="BYDAY", text=text, least=-most, most=most)
