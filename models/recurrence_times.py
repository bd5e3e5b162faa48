"""The moments of a recurrence rule: its dates, each at the rule's times of day.

A rule that names no hour or minute has the time of its series' start. Where BYSETPOS picks among
the moments of a period, each time of day picks among its dates by itself, so that all is left to
the arithmetic of dates, and nothing is walked to from the series' start.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from heapq import merge
from itertools import islice

from models.recurrence_days import dates, last_of_count
from models.recurrence_rule import Rule
from models.rules import RuleBroken

_MINUTES = 24 * 60


def moments(
    rule: Rule, start: dt.datetime, since: dt.datetime, until: dt.datetime
) -> Iterator[dt.datetime]:
    """The rule's moments in since…until (both included) from the start on, its end aside."""
    if not (rule.byhour or rule.byminute):
        return _at_one_time(rule, start, since, until)
    since = max(since, start)
    groups = _groups(rule, start.time())
    found = [_of_group(dated, times, start, since, until) for dated, times in groups]
    return found[0] if len(found) == 1 else merge(*found)


def last_counted(rule: Rule, start: dt.datetime) -> dt.datetime | None:
    """The moment that COUNT makes the last; nothing where there is none at all."""
    if not (rule.byhour or rule.byminute):
        day = last_of_count(rule, start.date())
        return _moment(day, start.time()) if day >= start.toordinal() else None
    found = deque(islice(moments(rule, start, start, dt.datetime.max), rule.count), maxlen=1)
    return found[0] if found else None


def times_of(rule: Rule, start: dt.time) -> tuple[dt.time, ...]:
    """The times of day at which a series is that starts at a time, in order."""
    hours, minutes = rule.byhour or (start.hour,), rule.byminute or (start.minute,)
    return tuple(start.replace(hour=h, minute=m) for h in hours for m in minutes)


def times_moved(rule: Rule, start: dt.datetime, to: dt.datetime) -> Rule:
    """The rule whose times of day are as much later as the new start's is.

    Raises `RuleBroken` where they would reach into another day, or no rule names them.
    """
    by = 60 * (to.hour - start.hour) + to.minute - start.minute
    if not by or not (rule.byhour or rule.byminute):
        return rule
    times = [60 * time.hour + time.minute + by for time in times_of(rule, start.time())]
    hours = tuple(sorted({time // 60 for time in times}))
    minutes = tuple(sorted({time % 60 for time in times}))
    if not all(0 <= time < _MINUTES for time in times) or len(hours) * len(minutes) > len(times):
        raise RuleBroken("rule.rrule_cant_move", field="rrule")
    return replace(
        rule,
        byhour=hours if rule.byhour or len(hours) > 1 else (),
        byminute=minutes if rule.byminute else (),
    )


def _at_one_time(
    rule: Rule, start: dt.datetime, since: dt.datetime, until: dt.datetime
) -> Iterator[dt.datetime]:
    time, combine, date = start.time(), dt.datetime.combine, dt.date.fromordinal
    low = since.toordinal() + (time < since.time())
    high = until.toordinal() - (until.time() < time)
    return (combine(date(day), time) for day in dates(rule, start, low, high))


def _of_group(
    rule: Rule,
    times: tuple[dt.time, ...],
    start: dt.datetime,
    since: dt.datetime,
    until: dt.datetime,
) -> Iterator[dt.datetime]:
    for day in dates(rule, start, since.toordinal(), until.toordinal()):
        for time in times:
            moment = _moment(day, time)
            if since <= moment <= until:
                yield moment


@lru_cache(maxsize=1024)
def _groups(rule: Rule, start: dt.time) -> tuple[tuple[Rule, tuple[dt.time, ...]], ...]:
    """The times of day that have the same dates, together with the rule of these dates."""
    times = times_of(rule, start)
    dated = replace(rule, byhour=(), byminute=(), count=None, until=None)
    if not rule.bysetpos:
        return ((dated, times),)
    by_positions: dict[tuple[int, ...], list[dt.time]] = {}
    for n, time in enumerate(times):
        by_positions.setdefault(_positions(rule.bysetpos, n, len(times)), []).append(time)
    return tuple(
        (replace(dated, bysetpos=positions), tuple(own))
        for positions, own in by_positions.items()
        if positions
    )


def _positions(positions: tuple[int, ...], n: int, times: int) -> tuple[int, ...]:
    """Which dates of a period have its nth time, where BYSETPOS counts dates and times."""
    return tuple(
        (abs(p) - 1) // times * (1 if p > 0 else -1) + (1 if p > 0 else -1)
        for p in positions
        if (abs(p) - 1) % times == (n if p > 0 else times - 1 - n)
    )


def _moment(day: int, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromordinal(day), time)
