"""What an act on a date of a series will do, told before it is done (spec 7.7).

What is told counts the dates that the user sees: it is the same whether or not others have
private ones among them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models import activity_exception as exceptions
from models import coded, series_fates
from models.activity import Activity
from models.entity import Values
from models.recurrence import coming, last, parse
from models.rules import RuleBroken
from models.series import (
    Course,
    course_of,
    exception_of,
    is_first,
    occurrence_values,
)
from models.series_fates import Fate
from models.setting import today

ACTS = ("change", "complete", "delete")

# No more dates than this are counted.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Plan:
    """How many dates an act touches, from which to which, and what becomes of the others.

    Of dates that differ those `kept` stay as they are, those in `own` become activities of their
    own, those `dropped` go with the rest; those changed `partly` keep what they have of their own.
    A new rule has dates `gone` and `added`. Of those that an act both changes and completes
    `completed` are completed; where it leaves dates to come open, it goes no further than
    `until`. Dates without end are `endless` and have no number. `act` is what is done: a change
    to done alone is one that completes.
    """

    n: int
    endless: bool
    first: dt.datetime | None
    last: dt.datetime | None
    kept: int = 0
    own: int = 0
    dropped: int = 0
    partly: int = 0
    split: bool = False
    gone: int = 0
    added: int = 0
    completed: int = 0
    until: dt.date | None = None
    act: str = "change"


@dataclass(frozen=True)
class _Dates:
    """The dates that an act is for: those of the rule, none of which differs, and how many."""

    first: dt.datetime | None
    plain: Sequence[dt.datetime]
    endless: bool


def plan(
    key: int,
    original: dt.datetime | None,
    scope: str,
    act: str,
    values: Mapping[str, Any] | None = None,
) -> Plan:
    """What an act on a date, those that follow or all will do. Raises `RuleBroken`.

    Without a date it is an act on the whole of it.
    """
    series = Activity.values_of(key)
    if not series["rrule"] or (original is not None and scope == "this"):
        date = occurrence_values(key, original)
        Activity.refuse_strangers(date, dict(values or {}))
        return Plan(1, False, date["start"], date["start"], act=act)
    if act == "change":
        tidied = coded.named(Activity.entity, Activity.entity.tidy(values or {}))
        return _changing(course_of(series, original, scope, tidied), asked=values is not None)
    if original is not None:
        exception_of(series, original)
    split = original is not None and scope == "following" and not is_first(series, original)
    series_fates.refuse_history(series, {})
    since = original if split else None
    if act == "delete":
        return replace(_deleting(series, since), split=split, act=act)
    return _completing(series, since)


def _changing(course: Course, *, asked: bool) -> Plan:
    if course.completion and not course.rest:
        return _completing(course.series, course.since)
    found = exceptions.exceptions_of(course.series["id"], since=course.since)
    edited = course.opened
    now = [edited if edited and edited["id"] == each["id"] else each for each in found]
    decided = series_fates.fates(course.before, course.after, now)
    dates = _dates(course.series, found, course.since)
    if not course.differs and asked:
        dates = _Dates(None, (), endless=False)
    told = replace(
        _changed(course, dates, decided),
        kept=sum(fate.what == "kept" and fate.exception is not edited for fate in decided),
        own=sum(fate.what == "own" for fate in decided),
        partly=sum(fate.partly and fate.exception is not edited for fate in decided),
        split=course.split or (course.since is not None and not asked),
    )
    return _completed_too(course, told, decided) if course.completion else told


def _changed(course: Course, dates: _Dates, decided: list[Fate]) -> Plan:
    """How many dates are other than they were, the edited one among them in any case."""
    differing = [
        series_fates.start_of(course.before, fate.exception)
        for fate in decided
        if fate.what == "changed" or (fate.what == "kept" and fate.exception is course.opened)
    ]
    endless = course.differs and (dates.endless or _is_endless(course.after))
    if endless or dates.endless or not _has_new_rule(course):
        return _told(dates, dates.plain, differing, endless or dates.endless)
    return _with_new_rule(course, dates, decided, differing)


def _with_new_rule(
    course: Course, dates: _Dates, decided: list[Fate], differing: list[dt.datetime]
) -> Plan:
    """Which dates are there before and after, only before, or only after."""
    shift = series_fates.shift_of(course.before, course.after)
    after = set(_after(course.after)) - {_place(fate) for fate in decided}
    gone = [date for date in dates.plain if date + shift not in after]
    stay = set(dates.plain) - set(gone)
    others = {"rrule", "start", "end"} if not shift and _same_length(course) else {"rrule"}
    names = course.before.keys() - _ASIDE - others
    same = all(course.before[n] == course.after[n] for n in names)
    changed = [] if same else sorted(stay)
    told = _told(dates, changed, differing, endless=False)
    added = after - {date + shift for date in stay}
    return replace(told, gone=len(gone), added=len(added))


_ASIDE = frozenset({"id", "version", "duration", "party"})


def _same_length(course: Course) -> bool:
    before, after = course.before, course.after
    return bool(before["end"] - before["start"] == after["end"] - after["start"])


def _after(series: Values) -> list[dt.datetime]:
    """The dates of a series as it will be; one that recurs no more has one."""
    if not series["rrule"]:
        return [series["start"]]
    return coming(parse(series["rrule"]), series["start"], series["start"], MOST_COUNTED)


def _place(fate: Fate) -> dt.datetime | None:
    return exceptions.original_of(fate.columns) if fate.columns is not None else None


def _has_new_rule(course: Course) -> bool:
    """Whether its rule was changed as such, not only moved along with its dates."""
    return "rrule" in course.rest and course.rest["rrule"] != course.series["rrule"]


def _deleting(series: Values, since: dt.datetime | None) -> Plan:
    found = exceptions.exceptions_of(series["id"], since=since)
    decided = series_fates.fates(series, None, found)
    dates = _dates(series, found, since)
    dropped = [
        series_fates.start_of(series, fate.exception) for fate in decided if fate.what == "dropped"
    ]
    told = _told(dates, dates.plain, dropped, dates.endless)
    own = sum(fate.what == "own" for fate in decided)
    return replace(told, own=own, dropped=len(dropped))


def _completing(series: Values, since: dt.datetime | None) -> Plan:
    """What is completed till today. Raises `RuleBroken` where nothing is to be."""
    found = exceptions.exceptions_of(series["id"], since=since)
    plain, differing = series_fates.to_complete(series, found, since)
    if not plain and not differing:
        raise RuleBroken("rule.none_to_complete")
    starts = [series_fates.start_of(series, exception) for exception in differing]
    kept = sum(
        exception["status"] != "open" and not series_fates.is_hidden(series, exception)
        for exception in found
        if not exception["removed"]
    )
    told = _told(_Dates(None, plain, False), plain, starts, endless=False)
    left = _dates(series, found, since)
    waiting = sum(series_fates.is_open(series, exception) for exception in found)
    ahead = left.endless or len(left.plain) + waiting > told.n
    return replace(told, kept=kept, until=today() if ahead else None, act="complete")


def _completed_too(course: Course, told: Plan, decided: list[Fate]) -> Plan:
    """How many of the dates are completed once they are changed. Raises `RuleBroken`."""
    if not course.after["rrule"]:
        return replace(told, completed=1)
    found = [fate.columns for fate in decided if fate.columns is not None]
    plain, differing = series_fates.to_complete(course.after, found, None)
    if not plain and not differing:
        raise RuleBroken("rule.none_to_complete")
    return replace(told, completed=len(plain) + len(differing), until=today())


# Counting.


def _dates(
    series: Values, found: Sequence[exceptions.Columns], since: dt.datetime | None
) -> _Dates:
    """The dates from a moment on that do not differ."""
    rule, start = parse(series["rrule"]), series["start"]
    own = {exceptions.original_of(exception) for exception in found}
    some = coming(rule, start, since or start, len(own) + 1)
    first = next((date for date in some if date not in own), None)
    if _is_endless(series):
        return _Dates(first, (), endless=True)
    dates = coming(rule, start, since or start, MOST_COUNTED)
    return _Dates(first, [date for date in dates if date not in own], endless=False)


def _is_endless(series: Values) -> bool:
    """Whether a series has no end, or none as far as dates are counted."""
    if not series["rrule"]:
        return False
    rule, start = parse(series["rrule"]), series["start"]
    end = last(rule, start)
    if end is None:
        return True
    counted = coming(rule, start, start, MOST_COUNTED)
    return len(counted) == MOST_COUNTED and counted[-1] < end


def _told(
    dates: _Dates, plain: Sequence[dt.datetime], differing: list[dt.datetime], endless: bool
) -> Plan:
    """So many dates, from the first to the last of them."""
    if endless:
        begins = [date for date in (dates.first, *differing) if date is not None]
        return Plan(0, True, min(begins, default=None), None)
    touched = [*plain, *differing]
    return Plan(len(touched), False, min(touched, default=None), max(touched, default=None))
