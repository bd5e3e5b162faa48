"""The choices of a form « Périodicité » and the rule they stand for (spec 7.5).

Choices are plain values: `repeats` says how often, `every` with which interval, the others which
days and until when. A rule that no choices make is `None` to the form, and kept as it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.entity import Values
from models.recurrence_rule import DAY_END, Rule, parse, taken_day, taking_last
from models.recurrence_times import times_of
from models.rules import Invalid, RuleBroken

REPEATS = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}

# Which choice makes a part of the rule, to say where it is out of bounds.
_FIELD_OF = {"INTERVAL": "every", "COUNT": "count", "BYMONTHDAY": "month_day"}

_WORKDAYS = tuple((0, day) for day in range(5))


def rule_of(choices: Mapping[str, Any], start: dt.date, week_start: int = 0) -> str:
    """The RRULE that choices make, empty where nothing recurs. Raises `RuleBroken`.

    Weeks that are skipped begin with `week_start`, Monday being 0 (RFC 5545, WKST).
    """
    repeats = choices["repeats"] or "none"
    if repeats == "none":
        return ""
    problems: list[RuleBroken] = []
    shape = _shape(repeats, choices, start, problems)
    ends = _ends(choices, start, problems)
    if problems:
        raise problems[0] if len(problems) == 1 else Invalid(problems)
    rule = replace(shape, **ends)
    if rule.freq == "WEEKLY" and rule.interval > 1 and len(rule.byday) > 1:
        rule = replace(rule, wkst=week_start)
    try:
        return parse(rule.text).text
    except RuleBroken as broken:
        raise broken.at(_FIELD_OF.get(broken.facts.get("part", ""), "repeats")) from None


def choices_of(rrule: str, start: dt.date) -> Values | None:
    """The choices that make a rule; none where the form can't express it.

    The time of day of `start`, where it has one, tells whether an UNTIL takes its own day in.
    """
    if not rrule:
        return _blank(start)
    rule = _until_whole_day(parse(rrule), start)
    choices = _blank(start) | _choices(rule) | _end_choices(rule)
    try:
        made = parse(rule_of(choices, start, rule.wkst))
    except RuleBroken:
        return None
    return choices if _same(made, rule, start) else None


def _blank(start: dt.date) -> Values:
    """What the choices are before anyone chooses: those that the day itself suggests."""
    return {
        "repeats": "none",
        "every": 1,
        "workdays": False,
        **{f"on_{name}": n == start.weekday() for n, name in enumerate(WEEKDAYS)},
        "month_by": "day",
        "month_day": start.day,
        "short": "skip",
        "nth": tuple(NTH)[min((start.day - 1) // 7, 4)],
        "weekday": WEEKDAYS[start.weekday()],
        "month": start.month,
        "ends": "never",
        "until": None,
        "count": None,
    }


# From choices to a rule.


def _shape(
    repeats: str, choices: Mapping[str, Any], start: dt.date, problems: list[RuleBroken]
) -> Rule:
    """The rule without its end."""
    rule = Rule(REPEATS[repeats])
    if repeats == "daily" and choices["workdays"]:
        return replace(rule, byday=_WORKDAYS)
    every = choices["every"]
    if every is None:
        problems.append(RuleBroken("rule.required", field="every"))
    rule = replace(rule, interval=every or 1)
    if repeats == "weekly":
        days = tuple((0, n) for n, name in enumerate(WEEKDAYS) if choices[f"on_{name}"])
        return replace(rule, byday=days or ((0, start.weekday()),))
    if repeats == "daily":
        return rule
    month = choices["month"] if repeats == "yearly" else None
    if month:
        rule = replace(rule, bymonth=(month,))
    return _in_month(rule, choices, month, problems)


def _in_month(
    rule: Rule, choices: Mapping[str, Any], month: int | None, problems: list[RuleBroken]
) -> Rule:
    by, day = choices["month_by"], choices["month_day"]
    if by == "last":
        return replace(rule, bymonthday=(-1,))
    if by == "weekday":
        return replace(rule, byday=((NTH[choices["nth"]], WEEKDAYS.index(choices["weekday"])),))
    if day is None:
        problems.append(RuleBroken("rule.required", field="month_day"))
        return rule
    # A leap year, since a 29 February comes back in one.
    if month and day > calendar.monthrange(2024, month)[1]:
        problems.append(RuleBroken("rule.no_day_in_month", field="month_day", day=day))
        return rule
    if choices["short"] == "last" and month in (None, 2):
        return taking_last(rule, day)
    return replace(rule, bymonthday=(day,))


def _ends(choices: Mapping[str, Any], start: dt.date, problems: list[RuleBroken]) -> Values:
    ends = choices["ends"] or "never"
    if ends == "never":
        return {}
    value = choices[ends]
    if value is None:
        problems.append(RuleBroken("rule.required", field=ends))
        return {}
    if ends == "count":
        return {"count": value}
    if value < dt.date(start.year, start.month, start.day):
        problems.append(RuleBroken("rule.until_before_start", field="until"))
    return {"until": dt.datetime.combine(value, DAY_END)}


# From a rule to choices.


def _choices(rule: Rule) -> Values:
    repeats = next(name for name, freq in REPEATS.items() if freq == rule.freq)
    made: Values = {"repeats": repeats, "every": rule.interval}
    if repeats == "daily":
        return made | {"workdays": bool(rule.byday)}
    if repeats == "weekly":
        ticked = {day for _, day in rule.byday}
        if ticked:
            made |= {f"on_{name}": n in ticked for n, name in enumerate(WEEKDAYS)}
        return made
    if rule.bymonth:
        made["month"] = rule.bymonth[0]
    return made | _month_choices(rule)


def _month_choices(rule: Rule) -> Values:
    if rule.byday:
        nth, day = rule.byday[0]
        name = next((name for name, n in NTH.items() if n == nth), "first")
        return {"month_by": "weekday", "nth": name, "weekday": WEEKDAYS[day]}
    if rule.bymonthday == (-1,):
        return {"month_by": "last"}
    if taken_day(rule):
        return {"month_day": taken_day(rule), "short": "last"}
    return {"month_day": rule.bymonthday[0]} if rule.bymonthday[:1] > (0,) else {}


def _end_choices(rule: Rule) -> Values:
    if rule.count is not None:
        return {"ends": "count", "count": rule.count}
    if rule.until is not None:
        return {"ends": "until", "until": rule.until.date()}
    return {"ends": "never"}


def _until_whole_day(rule: Rule, start: dt.date) -> Rule:
    """The rule with an UNTIL at the end of its last day."""
    if rule.until is None:
        return rule
    late = isinstance(start, dt.datetime) and start.time() > rule.until.time()
    day = rule.until.date() - dt.timedelta(days=int(late))
    return replace(rule, until=dt.datetime.combine(day, DAY_END))


def _same(made: Rule, rule: Rule, start: dt.date) -> bool:
    """Whether two rules give the same dates, the parts that follow from the start filled in."""
    return _whole(made, start) == _whole(rule, start)


def _whole(rule: Rule, start: dt.date) -> Rule:
    if rule.freq == "WEEKLY" and not rule.byday:
        rule = replace(rule, byday=((0, start.weekday()),))
    if isinstance(start, dt.datetime) and times_of(rule, start.time()) == (start.time(),):
        rule = replace(rule, byhour=(), byminute=())
    dateless = not (rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno)
    if rule.freq == "YEARLY" and dateless and not rule.bymonth:
        rule = replace(rule, bymonth=(start.month,))
    if rule.freq in ("MONTHLY", "YEARLY") and dateless:
        rule = replace(rule, bymonthday=(start.day,))
    if rule.interval == 1 or len(rule.byday) < 2:
        rule = replace(rule, wkst=0)
    return rule
