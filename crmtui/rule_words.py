"""A recurrence rule in words, as one phrase in the user's language (spec 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from crmtui.i18n import t
from crmtui.values import clock_words, duration_text, partial_date
from models.recurrence_days import length_of_month
from models.recurrence_rule import Rule, parse, taken_day
from models.recurrence_times import times_of

_DAILY, _WORKDAYS, _WEEKEND = set(range(7)), set(range(5)), {5, 6}
# More dates than this are said as days of some months.
_MOST_DATES = 4
# More times of day than this are said by their distance, where it is the same between all.
_MOST_TIMES = 4


def rule_words(rrule: str, start: dt.datetime) -> str:
    """When a series with this rule and start occurs, in words. Raises `RuleBroken`."""
    rule = _filled(parse(rrule), start)
    says = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.freq]
    times = times_of(rule, start.time())
    at = _at(times) if rule.byhour or rule.byminute else ""
    return says(rule) + at + _picked(rule) + _end(rule, times)


def _filled(rule: Rule, start: dt.datetime) -> Rule:
    """The rule with what it leaves to its start, and in its plainest form."""
    first_and_last = {1, -1} & set(rule.bysetpos)
    if rule.freq == "DAILY" and rule.times_a_day == 1 and first_and_last:
        rule = replace(rule, bysetpos=())
    if rule.freq == "DAILY" and rule.interval == 1 and rule.byday and not rule.bymonthday:
        rule = replace(rule, freq="WEEKLY") if not rule.bysetpos else rule
    if rule.freq == "WEEKLY" and not rule.byday:
        return replace(rule, byday=((0, start.weekday()),))
    named = rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno
    if rule.freq in ("MONTHLY", "YEARLY") and not named:
        if rule.freq == "YEARLY" and not rule.bymonth:
            rule = replace(rule, bymonth=(start.month,))
        rule = replace(rule, bymonthday=(start.day,))
    return rule


# One phrase for each frequency.


def _daily(rule: Rule) -> str:
    text = t("recurrence.daily", n=rule.interval)
    return text + _if_monthday(rule) + _if_weekday(rule) + _only_in(rule)


def _weekly(rule: Rule) -> str:
    days = {day for _, day in rule.byday}
    if rule.interval == 1 and days == _DAILY:
        return t("recurrence.daily", n=1) + _only_in(rule)
    if rule.interval == 1 and days == _WORKDAYS:
        return t("recurrence.workdays") + _only_in(rule)
    said = _and(t("recurrence.weekday", day=_weekday(day)) for day in sorted(days))
    text = t("recurrence.weekly", n=rule.interval, days=said)
    return text + _only_in(rule) + _week(rule, days)


def _week(rule: Rule, days: set[int]) -> str:
    """Which days make a week, where weeks are skipped and people may take it differently."""
    split = min(days) < rule.wkst <= max(days) if rule.wkst else 6 in days
    if rule.interval == 1 or len(days) == 1 or not split:
        return ""
    last = _weekday((rule.wkst + 6) % 7)
    return t("recurrence.week", first=_weekday(rule.wkst), last=last)


def _monthly(rule: Rule) -> str:
    text = t("recurrence.monthly", n=rule.interval, days=_and(_in_month(rule)))
    if rule.bymonthday and not taken_day(rule):
        text += _if_weekday(rule)
    return text + _only_in(rule) + _missing(rule)


def _yearly(rule: Rule) -> str:
    text = t("recurrence.yearly", n=rule.interval, days=_in_year(rule))
    if rule.byyearday:
        text += _if_monthday(rule) + _if_weekday(rule) + _only_in(rule)
    elif rule.byweekno:
        text += _if_monthday(rule) + _only_in(rule)
    elif rule.bymonthday and not taken_day(rule):
        text += _if_weekday(rule)
    return text + _missing(rule)


def _in_year(rule: Rule) -> str:
    if rule.byyearday:
        days = _and(_the_nth(n, t("recurrence.day")) for n in rule.byyearday)
        return t("recurrence.of_year", days=days)
    if rule.byweekno:
        days = _and(t("recurrence.weekday", day=_weekday(day)) for _, day in rule.byday)
        days = days or t("recurrence.each_day")
        return t("recurrence.in_weeks", days=days, weeks=_and(map(_of_week, rule.byweekno)))
    if not rule.bymonth:
        of = "recurrence.of_each_month" if rule.bymonthday else "recurrence.of_year"
        return t(of, days=_and(_in_month(rule)))
    return _in_months(rule)


def _in_months(rule: Rule) -> str:
    """The days of a year in the months that are named."""
    days = (taken_day(rule),) if taken_day(rule) else rule.bymonthday
    dates = [(month, day) for month in rule.bymonth for day in days]
    if dates and len(dates) <= _MOST_DATES and min(days) > 0:
        return _and(
            t("recurrence.date", date=partial_date(f"-{month:02}-{day:02}")) for month, day in dates
        )
    months = _and(t(f"recurrence.of_month.{month}") for month in rule.bymonth)
    return t("recurrence.in_months", days=_and(_in_month(rule)), months=months)


# The days that are named.


def _in_month(rule: Rule) -> list[str]:
    """The days of a month, or of a year where BYDAY counts in one."""
    noun = _noun(rule)
    if noun:
        return [_the_nth(n, noun) for n in rule.bysetpos]
    if taken_day(rule):
        return [_monthday(taken_day(rule))]
    if rule.bymonthday:
        return [_monthday(day) for day in rule.bymonthday]
    return [
        _the_nth(nth, _weekday(day)) if nth else t(f"recurrence.every.{day + 1}")
        for nth, day in rule.byday
    ]


def _noun(rule: Rule) -> str:
    """What BYSETPOS counts, where one word says it: a weekday, weekdays, any day."""
    other = rule.bymonthday or rule.byyearday or rule.byweekno or rule.times_a_day > 1
    if not rule.bysetpos or other or any(nth for nth, _ in rule.byday):
        return ""
    days = {day for _, day in rule.byday}
    if len(days) == 1:
        return _weekday(min(days))
    if days == _WORKDAYS:
        return t("recurrence.workday")
    if days == _WEEKEND:
        return t("recurrence.weekend_day")
    return t("recurrence.day") if days == _DAILY else ""


def _monthday(day: int) -> str:
    if day < 0:
        return _the_nth(day, t("recurrence.day"))
    return t(f"recurrence.monthday.{_ending(day)}", number=day)


def _the_nth(n: int, noun: str) -> str:
    if -2 <= n <= 5:
        return t(f"recurrence.the_nth.{n}", noun=noun)
    nth = t(f"recurrence.ordinal.{_ending(abs(n))}", number=abs(n))
    return t(
        "recurrence.the_nth.from_end" if n < 0 else "recurrence.the_nth.on", nth=nth, noun=noun
    )


def _ending(n: int) -> str:
    """Which ending a number's ordinal has, in either language."""
    if n == 1:
        return "first"
    return {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th") if n % 100 not in (11, 12, 13) else "th"


def _weekday(day: int) -> str:
    return t(f"value.weekday.{day + 1}")


def _of_week(n: int) -> str:
    if n >= -1:
        return t("recurrence.of_week", number=n) if n > 0 else t("recurrence.of_last_week")
    nth = t(f"recurrence.ordinal.{_ending(-n)}", number=-n)
    return t("recurrence.of_week_from_end", nth=nth)


# What leaves some of them out.


def _if_weekday(rule: Rule) -> str:
    if not rule.byday:
        return ""
    of = (
        "recurrence.of_the_month"
        if rule.bymonth or rule.freq == "MONTHLY"
        else "recurrence.of_year"
    )
    days = (
        t(of, days=_the_nth(nth, _weekday(day)))
        if nth
        else t("recurrence.a_weekday", day=_weekday(day))
        for nth, day in rule.byday
    )
    return t("recurrence.if", days=_or(days))


def _if_monthday(rule: Rule) -> str:
    if not rule.bymonthday:
        return ""
    days = _or(_monthday(day) for day in rule.bymonthday)
    return t("recurrence.if", days=t("recurrence.of_the_month", days=days))


def _only_in(rule: Rule) -> str:
    if not rule.bymonth:
        return ""
    months = (t("recurrence.in_month", month=t(f"value.month.{n}")) for n in rule.bymonth)
    return t("recurrence.only_in", months=_and(months))


def _picked(rule: Rule) -> str:
    """Which of a period's days or times BYSETPOS takes, where the days do not say it already."""
    if not rule.bysetpos or taken_day(rule) or (rule.freq in _OF_MONTHS and _noun(rule)):
        return ""
    nths = _and(_the_nth(n, "").replace("  ", " ").strip() for n in rule.bysetpos)
    of = "picked" if rule.times_a_day == 1 else "picked_times"
    return t(f"recurrence.{of}.{rule.freq.lower()}", nths=nths)


_OF_MONTHS = ("MONTHLY", "YEARLY")


def _missing(rule: Rule) -> str:
    """What happens in months and years that do not have the day."""
    if taken_day(rule):
        return t("recurrence.taken_year" if rule.freq == "YEARLY" else "recurrence.taken_month")
    if rule.bysetpos:
        return ""
    days = {abs(day) for day in rule.bymonthday}
    if rule.freq == "YEARLY" and _lacks_in_years(rule, max(days, default=0)):
        return t("recurrence.skipped_years")
    in_months = rule.bymonth if rule.freq == "YEARLY" and rule.bymonth else range(1, 13)
    shortest = min(length_of_month(2024, month) for month in in_months)
    if days and max(days) > (28 if len(in_months) == 12 else shortest):
        return t("recurrence.skipped_months")
    of_months = rule.freq == "MONTHLY" or rule.bymonth
    if of_months and any(abs(nth) == 5 for nth, _ in rule.byday):
        return t("recurrence.skipped_fifths")
    return ""


def _lacks_in_years(rule: Rule, day: int) -> bool:
    """Whether some years have no such day at all."""
    if day == 29 and rule.bymonth == (2,):
        return True
    numbered = {*map(abs, rule.byyearday)} & {366} or {*map(abs, rule.byweekno)} & {53}
    return bool(numbered) or any(abs(nth) == 53 for nth, _ in rule.byday)


def _at(times: Sequence[dt.time]) -> str:
    """The times of day, those at an equal distance by how far apart they are."""
    said = [clock_words(time) for time in times]
    apart = {_minute(after) - _minute(time) for time, after in pairwise(times)}
    if len(times) > _MOST_TIMES and len(apart) == 1:
        step = duration_text(apart.pop())
        return t("recurrence.at_every", step=step, first=said[0], last=said[-1])
    return t("recurrence.at", times=_and(t("recurrence.at_time", time=time) for time in said))


def _minute(time: dt.time) -> int:
    return 60 * time.hour + time.minute


def _end(rule: Rule, times: Sequence[dt.time]) -> str:
    if rule.count is not None:
        return t("recurrence.times", n=rule.count)
    if rule.until is None:
        return ""
    last, time = rule.until.date(), rule.until.time()
    if time < times[0] and last > dt.date.min:
        last -= dt.timedelta(days=1)
    date = partial_date(last.isoformat())
    if times[0] <= time < times[-1]:
        return t("recurrence.until_time", date=date, time=clock_words(time))
    return t("recurrence.until", date=date)


def _and(texts: Iterable[str]) -> str:
    return _listed("recurrence.and", list(texts))


def _or(texts: Iterable[str]) -> str:
    return _listed("recurrence.or", list(texts))


def _listed(key: str, texts: list[str]) -> str:
    if len(texts) < 2:
        return "".join(texts)
    return t(key, before=", ".join(texts[:-1]), last=texts[-1])
