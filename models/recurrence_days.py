"""The dates of a recurrence rule within a window, as ordinals of `datetime.date`.

They are worked out from the window, never walked to from the series' start. What a month or a
year looks like depends only on its length and the weekday it begins with, so that is worked out
once; no rule takes longer than a look at each month between the years 1 and 9999. COUNT and
UNTIL are left to the caller.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from models.recurrence_rule import Rule, taken_day

LAST = dt.date.max.toordinal()

_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ALL_MONTHS = tuple(range(1, 13))


def dates(rule: Rule, start: dt.date, low: int, high: int) -> Iterable[int]:
    """The rule's dates from `start` on that are in low…high (both included), in order."""
    low, high = max(low, start.toordinal()), min(high, LAST)
    if low > high:
        return ()
    if rule.freq == "DAILY":
        return _daily(rule, start, low, high)
    if rule.freq == "WEEKLY":
        return _weekly(rule, start, low, high)
    if rule.freq == "YEARLY" and not _by_months(rule):
        return _yearly(rule, start, low, high)
    days = _Months(rule, start)
    return days.within(_month_indexes(rule, start, low, high), low, high)


def last_of_count(rule: Rule, start: dt.date) -> int:
    """The day of the occurrence that COUNT makes the last; the one before `start` without any."""
    count, end = rule.count or 0, start.toordinal() - 1
    days = dates(rule, start, end + 1, LAST)
    if isinstance(days, range):
        return days[min(count, len(days)) - 1] if days else end
    each = _in_each_period(rule, start)
    if each:
        # The first period has lost the dates before the start; whole ones after it are passed by.
        own = sum(1 for _ in dates(rule, start, end + 1, _period(rule, start, 1) - 1))
        passed = max(0, (count - own - 1) // each)
        low = _period(rule, start, 1 + passed)
        if count > own and low <= LAST:
            count -= own + passed * each
            days = dates(rule, start, low, LAST)
    for day in islice(days, count):
        end = day
    return end


def _in_each_period(rule: Rule, start: dt.date) -> int:
    """How many dates each week, month or year has that is due; 0 where not all have the same."""
    yearly = rule.freq == "YEARLY"
    one_month = not rule.bymonth or (yearly and len(rule.bymonth) == 1)
    if rule.freq == "DAILY" or not one_month or rule.byyearday or rule.byweekno:
        return 0
    if yearly and not rule.bymonth and (rule.byday or rule.bymonthday):
        return 0
    if rule.bysetpos:
        return 1 if taken_day(rule) else 0
    if rule.freq == "WEEKLY":
        return len(rule.byday) or 1
    if rule.byday:
        nth = abs(rule.byday[0][0])
        return 1 if len(rule.byday) == 1 and not rule.bymonthday and 1 <= nth <= 4 else 0
    days = rule.bymonthday or (start.day,)
    return 1 if len(days) == 1 and abs(days[0]) <= 28 else 0


def _period(rule: Rule, start: dt.date, n: int) -> int:
    """The first day of the nth week, month or year that is due after the start's."""
    if rule.freq == "WEEKLY":
        day = start.toordinal()
        return day - (day - 1 - rule.wkst) % 7 + 7 * rule.interval * n
    if rule.freq == "YEARLY":
        year, month = start.year + rule.interval * n, 0
    else:
        year, month = divmod(12 * start.year + start.month - 1 + rule.interval * n, 12)
    return dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else LAST + 1


def length_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month]


def _picked(days: Sequence[int], positions: tuple[int, ...]) -> list[int]:
    """Those of a period's days that BYSETPOS names; all of them without."""
    if not positions:
        return list(days)
    n = len(days)
    return sorted({days[p - (p > 0)] for p in positions if -n <= p <= n})


def _daily(rule: Rule, start: dt.date, low: int, high: int) -> Iterable[int]:
    # A day is a set of one: its first is its last, and it has no second.
    if rule.bysetpos and not {1, -1} & set(rule.bysetpos):
        return ()
    weekdays = {day for _, day in rule.byday}
    if weekdays and rule.interval % 7 == 0 and start.weekday() not in weekdays:
        return ()
    if rule.bymonth or rule.bymonthday:
        return _daily_in_months(rule, start, low, high)
    first = low + (start.toordinal() - low) % rule.interval
    steps = range(first, high + 1, rule.interval)
    if not weekdays:
        return steps
    return (day for day in steps if (day - 1) % 7 in weekdays)


def _daily_in_months(rule: Rule, start: dt.date, low: int, high: int) -> Iterator[int]:
    monthly = Rule("MONTHLY", byday=rule.byday, bymonthday=rule.bymonthday, bymonth=rule.bymonth)
    months, step = _Months(monthly, None), rule.interval
    for index in _month_indexes(monthly, start, low, high):
        first, length, days = months.of(index)
        if step > 1:
            due = (start.toordinal() - first) % step + 1
            days = sorted(set(days).intersection(range(due, length + 1, step)))
        for day in days:
            if low <= first + day - 1 <= high:
                yield first + day - 1


def _weekly(rule: Rule, start: dt.date, low: int, high: int) -> Iterable[int]:
    begins = start.toordinal()
    week = begins - (begins - 1 - rule.wkst) % 7
    step = 7 * rule.interval
    offsets = sorted((day - rule.wkst) % 7 for _, day in rule.byday) or [begins - week]
    if rule.bysetpos and min(map(abs, rule.bysetpos)) > len(offsets):
        return ()
    # The first week that is due and not over before the window.
    first = low - 6 + (week - low + 6) % step
    if rule.bymonth:
        return _weekly_in_months(rule, offsets, range(first, high + 1, step), low, high)
    offsets = _picked(offsets, rule.bysetpos)
    if len(offsets) == 1:
        first += offsets[0]
        return range(first if first >= low else first + step, high + 1, step)
    return (
        week + offset
        for week in range(first, high + 1, step)
        for offset in offsets
        if low <= week + offset <= high
    )


def _weekly_in_months(
    rule: Rule, offsets: list[int], weeks: range, low: int, high: int
) -> Iterator[int]:
    n = 0
    while n < len(weeks):
        week = weeks[n]
        days = [week + o for o in offsets if _month_of(week + o) in rule.bymonth]
        for day in _picked(days, rule.bysetpos):
            if low <= day <= high:
                yield day
        n += 1
        if not days:
            # On to the week that a month of the rule begins in, or the very next one.
            ahead = _next_month_of(rule, week + 7) - 6 - weeks.start
            n = max(n, -(-ahead // weeks.step))


def _month_of(day: int) -> int:
    return dt.date.fromordinal(day).month if 1 <= day <= LAST else 0


def _next_month_of(rule: Rule, day: int) -> int:
    """The first day not before `day` that is in a month of the rule."""
    if not 1 <= day <= LAST:
        return day
    date = dt.date.fromordinal(day)
    if date.month in rule.bymonth:
        return day
    month = min((m for m in rule.bymonth if m > date.month), default=0)
    if not month and date.year == dt.MAXYEAR:
        return LAST + 7
    return dt.date(date.year + (not month), month or rule.bymonth[0], 1).toordinal()


def _by_months(rule: Rule) -> bool:
    """Whether each month of the rule's years can be looked at by itself."""
    of_year = not rule.bymonth and any(nth for nth, _ in rule.byday)
    return not (of_year or rule.bysetpos or rule.byyearday or rule.byweekno)


def _month_indexes(rule: Rule, start: dt.date, low: int, high: int) -> Iterable[int]:
    """The months that are due and touch the window, numbered from the year 0."""
    since, until = dt.date.fromordinal(low), dt.date.fromordinal(high)
    if rule.freq == "YEARLY":
        named = bool(rule.bymonth or rule.byday or rule.bymonthday)
        months = rule.bymonth or (_ALL_MONTHS if named else (start.month,))
        first = since.year + (start.year - since.year) % rule.interval
        years = range(first, until.year + 1, rule.interval)
        return (12 * year + month - 1 for year in years for month in months)
    low_month, high_month = 12 * since.year + since.month - 1, 12 * until.year + until.month - 1
    due = (12 * start.year + start.month - 1 - low_month) % rule.interval
    indexes = range(low_month + due, high_month + 1, rule.interval)
    if not rule.bymonth:
        return indexes
    wanted = {month - 1 for month in rule.bymonth}
    return (index for index in indexes if index % 12 in wanted)


class _Months:
    """The days of a rule in single months; without a start, all days where none is named."""

    def __init__(self, rule: Rule, start: dt.date | None) -> None:
        self.rule = rule
        self.monthdays = rule.bymonthday
        if start is not None and not rule.bymonthday and not rule.byday:
            self.monthdays = (start.day,)
        self.weekdays = {day for nth, day in rule.byday if not nth}
        self.nths = {(nth, day) for nth, day in rule.byday if nth}
        self.known: dict[tuple[int, int], list[int]] = {}

    def within(self, indexes: Iterable[int], low: int, high: int) -> Iterator[int]:
        """The days of some months in order, as ordinals within low…high."""
        for index in indexes:
            first, _, days = self.of(index)
            for day in days:
                if low <= first + day - 1 <= high:
                    yield first + day - 1

    def of(self, index: int) -> tuple[int, int, list[int]]:
        """The ordinal of a month's first day, its length, and which of its days recur."""
        year, month = index // 12, index % 12 + 1
        first, length = dt.date(year, month, 1).toordinal(), length_of_month(year, month)
        key = length, (first - 1) % 7
        if key not in self.known:
            self.known[key] = _picked(self.days(*key), self.rule.bysetpos)
        return first, length, self.known[key]

    def days(self, length: int, weekday: int) -> list[int]:
        """The days that recur in a month of a length that begins on a weekday, all positions."""
        days: Iterable[int] = range(1, length + 1)
        if self.monthdays:
            named = {day if day > 0 else length + 1 + day for day in self.monthdays}
            days = sorted(day for day in named if 1 <= day <= length)
        if not self.rule.byday:
            return list(days)
        return [day for day in days if self.named(day, length, (weekday + day - 1) % 7)]

    def named(self, day: int, length: int, weekday: int) -> bool:
        """Whether BYDAY names a day, among all of its weekday or as the nth of its month."""
        if weekday in self.weekdays:
            return True
        nth, from_end = (day - 1) // 7 + 1, -((length - day) // 7) - 1
        return (nth, weekday) in self.nths or (from_end, weekday) in self.nths


def _yearly(rule: Rule, start: dt.date, low: int, high: int) -> Iterator[int]:
    """The dates of rules that look at a year as a whole."""
    since, until = dt.date.fromordinal(low).year, dt.date.fromordinal(high).year
    first = since + (start.year - since) % rule.interval
    known: dict[tuple[bool, bool, bool, int], list[int]] = {}
    for year in range(first, until + 1, rule.interval):
        new_year = dt.date(year, 1, 1).toordinal()
        key = isleap(year - 1), isleap(year), isleap(year + 1), (new_year - 1) % 7
        if key not in known:
            known[key] = _picked(_days_of_year(rule, start, *key), rule.bysetpos)
        for day in known[key]:
            if low <= new_year + day <= high:
                yield new_year + day


def _days_of_year(
    rule: Rule, start: dt.date, before: bool, leap: bool, after: bool, weekday: int
) -> list[int]:
    """The days (from 0) that recur in a year that is leap or not and begins on a weekday."""
    days = _days_by_month(rule, start, leap, weekday)
    length = 365 + leap
    if rule.byyearday:
        wanted = {day - 1 if day > 0 else length + day for day in rule.byyearday}
        days = [day for day in days if day in wanted]
    if rule.byweekno:
        weeks = _Weeks(rule, before, leap, after, weekday)
        days = [day for day in days if weeks.named(day)]
    if rule.byday and not rule.bymonth:
        days = [day for day in days if _named_in_year(rule, day, length, weekday)]
    return days


def _days_by_month(rule: Rule, start: dt.date, leap: bool, weekday: int) -> list[int]:
    """The days (from 0) that BYMONTH, BYMONTHDAY, and BYDAY within a month leave of a year."""
    named = bool(rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno)
    byday = rule.byday if rule.bymonth else ()
    monthly = Rule("MONTHLY", byday=byday, bymonthday=rule.bymonthday)
    months = _Months(monthly, None if named else start)
    wanted = rule.bymonth or (_ALL_MONTHS if named else (start.month,))
    days, gone = [], 0
    for month in _ALL_MONTHS:
        length = _LENGTHS[month] + (leap and month == 2)
        if month in wanted:
            days += [gone + day - 1 for day in months.days(length, (weekday + gone) % 7)]
        gone += length
    return days


def _named_in_year(rule: Rule, day: int, length: int, first_weekday: int) -> bool:
    weekday = (first_weekday + day) % 7
    nths = 0, day // 7 + 1, -((length - 1 - day) // 7) - 1
    return any((nth, weekday) in rule.byday for nth in nths)


class _Weeks:
    """The numbered weeks of a year: a week belongs to the year that has four of its days."""

    def __init__(self, rule: Rule, before: bool, leap: bool, after: bool, weekday: int) -> None:
        self.rule, self.weekday = rule, weekday
        self.before, self.length = 365 + before, 365 + leap
        self.n = self.weeks(self.length, weekday)
        self.n_after = self.weeks(365 + after, (weekday + self.length) % 7)

    def weeks(self, length: int, weekday: int) -> int:
        """How many weeks a year has: as many as days that are the fourth of a week."""
        return (length - 1 - (self.rule.wkst + 3 - weekday) % 7) // 7 + 1

    def named(self, day: int) -> bool:
        """Whether BYWEEKNO names the week of a day, from the beginning or from the end."""
        fourth = day - (self.weekday + day - self.rule.wkst) % 7 + 3
        if fourth < 0:
            number, from_end = (fourth + self.before) // 7 + 1, -1
        elif fourth >= self.length:
            number, from_end = 1, -self.n_after
        else:
            number = fourth // 7 + 1
            from_end = number - self.n - 1
        return number in self.rule.byweekno or from_end in self.rule.byweekno
