"""When a series occurs: its rule's dates at the rule's times of day, or the start's (spec 7.6).

All moments are wall-clock time without a zone. The start is the first date only where the rule
has it (`first` says which is). Nothing here gives or counts more than MOST dates at once.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from models.recurrence_days import length_of_month
from models.recurrence_rule import DAY_END, Rule, parse, taken_day, taking_last
from models.recurrence_times import last_counted, moments, times_moved
from models.rules import RuleBroken

__all__ = [
    "MOST",
    "Rule",
    "before",
    "coming",
    "cut",
    "expand",
    "first",
    "last",
    "moved",
    "occurs",
    "parse",
    "previous",
    "rest",
]

MOST = 50_000

_MOMENT = dt.timedelta.resolution

_last_counted = lru_cache(maxsize=4096)(last_counted)


def expand(
    rule: Rule, start: dt.datetime, since: dt.datetime, until: dt.datetime
) -> list[dt.datetime]:
    """The starts from `since` on and before `until`, in order: the first MOST of them."""
    return list(islice(_within(rule, start, since, _just_before(until)), MOST))


def coming(rule: Rule, start: dt.datetime, moment: dt.datetime, n: int) -> list[dt.datetime]:
    """The next n starts, from a moment on."""
    return list(islice(_within(rule, start, moment, dt.datetime.max), min(n, MOST)))


def first(rule: Rule, start: dt.datetime) -> dt.datetime | None:
    """The first occurrence at `start` or after it; nothing where there is none."""
    return next(iter(coming(rule, start, start, 1)), None)


def last(rule: Rule, start: dt.datetime) -> dt.datetime | None:
    """The last occurrence; nothing where there is none, or no end."""
    if rule.count is None and rule.until is None:
        return None
    return _latest(rule, start, _end(rule, start))


def previous(rule: Rule, start: dt.datetime, moment: dt.datetime) -> dt.datetime | None:
    """The latest occurrence before a moment."""
    return _latest(rule, start, min(_just_before(moment), _end(rule, start)))


def occurs(rule: Rule, start: dt.datetime, moment: dt.datetime) -> bool:
    """Whether there is an occurrence that starts at exactly this moment."""
    return any(True for _ in _within(rule, start, moment, moment))


def before(rule: Rule, start: dt.datetime, moment: dt.datetime) -> int:
    """How many occurrences there are before a moment, counted up to MOST."""
    return sum(1 for _ in islice(_within(rule, start, start, _just_before(moment)), MOST))


def cut(rule: Rule, start: dt.datetime, moment: dt.datetime) -> Rule:
    """The part of a series before a moment: ended by its number, or on its last date.

    Raises `RuleBroken` where nothing is left.
    """
    end = previous(rule, start, moment)
    if end is None:
        raise RuleBroken("rule.rrule_never", field="rrule")
    if rule.count is not None:
        return replace(rule, count=before(rule, start, moment))
    day_end = dt.datetime.combine(end.date(), DAY_END)
    # Of a day that is cut in two only the times before stay.
    parted = any(True for _ in _within(rule, start, end + _MOMENT, day_end))
    return replace(rule, until=end if parted else day_end)


def rest(rule: Rule, start: dt.datetime, moment: dt.datetime) -> Rule:
    """The part from a moment on, for a series that starts on its first date of that part.

    Raises `RuleBroken` where nothing is left.
    """
    if not coming(rule, start, moment, 1):
        raise RuleBroken("rule.rrule_never", field="rrule")
    if rule.count is None:
        return rule
    return replace(rule, count=rule.count - before(rule, start, moment))


def moved(rule: Rule, start: dt.datetime, to: dt.datetime) -> Rule:
    """The rule of the same series once its date `start` is on `to`.

    Weekdays turn by the days moved; a day of the month or its nth weekday is the new date's; an
    end date moves along, so that no date is lost or won. Raises `RuleBroken` for rules that name
    their dates in any other way. Within a day nothing changes but the times that it names, and an
    end that has one.
    """
    rule = times_moved(rule, start, to)
    if rule.until is not None:
        rule = replace(rule, until=_until_moved(rule.until, start, to))
    days = (to.date() - start.date()).days
    plain = not (rule.byday or rule.bymonthday or rule.bymonth or rule.byyearday or rule.byweekno)
    if not days or plain:
        return rule
    if rule.freq == "WEEKLY" and not (rule.bymonth or rule.bysetpos):
        return _weekdays_turned(rule, days)
    if rule.freq == "DAILY" and rule.byday and not (rule.bymonth or rule.bymonthday):
        if days % 7 == 0:
            return rule
    elif rule.freq in ("MONTHLY", "YEARLY"):
        return _on_date(rule, to.date())
    raise RuleBroken("rule.rrule_cant_move", field="rrule")


def _just_before(moment: dt.datetime) -> dt.datetime:
    """The last moment before one; the earliest has none, and is left out by no series' day."""
    return moment - _MOMENT if moment > dt.datetime.min else moment


def _within(
    rule: Rule, start: dt.datetime, since: dt.datetime, until: dt.datetime
) -> Iterator[dt.datetime]:
    """The occurrences in since…until (both included), up to COUNT or UNTIL."""
    return moments(rule, start, max(since, start), min(until, _end(rule, start)))


def _end(rule: Rule, start: dt.datetime) -> dt.datetime:
    """The last moment at which there may be an occurrence."""
    if rule.count is not None:
        return _last_counted(rule, start) or dt.datetime.min
    return rule.until or dt.datetime.max


def _latest(rule: Rule, start: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    """The latest occurrence at a moment or before it, looked for further and further back."""
    span = 64 * rule.interval
    while until >= start:
        day = dt.date.fromordinal(max(start.toordinal(), until.toordinal() - span))
        since = max(start, dt.datetime.combine(day, dt.time()))
        found = deque(moments(rule, start, since, until), maxlen=1)
        if found or since == start:
            return found[0] if found else None
        until, span = _just_before(since), 2 * span
    return None


def _until_moved(until: dt.datetime, start: dt.datetime, to: dt.datetime) -> dt.datetime:
    """An end moved along with the dates; one that is a whole day stays so."""
    try:
        return until + (to.date() - start.date() if until.time() == DAY_END else to - start)
    except OverflowError:
        return dt.datetime.max.replace(microsecond=0) if to > start else dt.datetime.min


def _weekdays_turned(rule: Rule, days: int) -> Rule:
    """A weekly rule some days later, its weeks turned too where its days fall into two."""
    turned = tuple(sorted((nth, (day + days) % 7) for nth, day in rule.byday))
    weeks = {((day - rule.wkst) % 7 + days) // 7 for _, day in rule.byday}
    counted = rule.interval > 1 and len(weeks) > 1
    return replace(rule, byday=turned, wkst=(rule.wkst + days) % 7 if counted else rule.wkst)


def _on_date(rule: Rule, to: dt.date) -> Rule:
    """A monthly or yearly rule that names one day of a month, for another date."""
    months = 1 if rule.freq == "YEARLY" else 0
    if len(rule.bymonth) != months or rule.byyearday or rule.byweekno:
        raise RuleBroken("rule.rrule_cant_move", field="rrule")
    rule = replace(rule, bymonth=(to.month,) if months else ())
    if taken_day(rule):
        yearly = bool(months) and to.month != 2
        return _on_monthday(rule, to) if yearly else taking_last(rule, to.day)
    if len(rule.bymonthday) == 1 and not (rule.byday or rule.bysetpos):
        return _on_monthday(rule, to)
    if len(rule.byday) == 1 and rule.byday[0][0] and not (rule.bymonthday or rule.bysetpos):
        return replace(rule, byday=(_nth_weekday(to, from_end=rule.byday[0][0] < 0),))
    raise RuleBroken("rule.rrule_cant_move", field="rrule")


def _on_monthday(rule: Rule, to: dt.date) -> Rule:
    from_end = to.day - length_of_month(to.year, to.month) - 1
    kept = rule.bymonthday == (from_end,)
    return replace(rule, bymonthday=(from_end if kept else to.day,), bysetpos=())


def _nth_weekday(day: dt.date, *, from_end: bool) -> tuple[int, int]:
    """Which weekday of its month a date is; the fifth, which few months have, is the last."""
    nth, back = (day.day - 1) // 7 + 1, (length_of_month(day.year, day.month) - day.day) // 7 + 1
    if nth == 5 or (from_end and back == 1):
        return -1, day.weekday()
    return nth, day.weekday()
