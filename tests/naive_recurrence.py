"""Recurrence rules at random, and their dates worked out one day at a time."""

import datetime as dt
from collections.abc import Iterator

from hypothesis import strategies as st

from models.recurrence import Rule, parse

DAY = dt.timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def naive_dates(rule: Rule, start: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """Every occurrence before `until`, by looking at each day from the first period on."""
    found: list[dt.datetime] = []
    period: list[dt.date] = []
    named = None
    day = _first_of_period(rule, start.date())
    while day <= until.date() or (period and _period(rule, start, day) == named):
        if _period(rule, start, day) != named:
            found += _of_period(rule, start, period)
            period, named = [], _period(rule, start, day)
        if _is_named(rule, start, day):
            period.append(day)
        day += DAY
    found += _of_period(rule, start, period)
    if rule.count is not None:
        found = found[: rule.count]
    return [m for m in found if m < until and (rule.until is None or m <= rule.until)]


def _of_period(rule: Rule, start: dt.datetime, days: list[dt.date]) -> list[dt.datetime]:
    found = [dt.datetime.combine(day, time) for day in days for time in _times(rule, start)]
    if rule.bysetpos:
        found = [
            moment
            for n, moment in enumerate(found)
            if n + 1 in rule.bysetpos or n - len(found) in rule.bysetpos
        ]
    return [moment for moment in found if moment >= start]


def _times(rule: Rule, start: dt.datetime) -> list[dt.time]:
    """Every minute of a day that the rule names."""
    return [
        dt.time(hour, minute)
        for hour in range(24)
        for minute in range(60)
        if hour in (rule.byhour or (start.hour,)) and minute in (rule.byminute or (start.minute,))
    ]


def _first_of_period(rule: Rule, day: dt.date) -> dt.date:
    if rule.freq == "WEEKLY":
        while day.weekday() != rule.wkst:
            day -= DAY
        return day
    if rule.freq == "MONTHLY":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if rule.freq == "YEARLY" else day


def _period(rule: Rule, start: dt.datetime, day: dt.date) -> int:
    """How many periods after the start's a day is."""
    first, own = _first_of_period(rule, start.date()), _first_of_period(rule, day)
    if rule.freq == "YEARLY":
        return own.year - first.year
    if rule.freq == "MONTHLY":
        return 12 * (own.year - first.year) + own.month - first.month
    return (own - first).days // (7 if rule.freq == "WEEKLY" else 1)


def _is_named(rule: Rule, start: dt.datetime, day: dt.date) -> bool:
    monthdays, months, weekdays = rule.bymonthday, rule.bymonth, rule.byday
    if not (monthdays or weekdays or rule.byyearday or rule.byweekno):
        if rule.freq == "YEARLY":
            months = months or (start.month,)
        if rule.freq in ("MONTHLY", "YEARLY"):
            monthdays = (start.day,)
        if rule.freq == "WEEKLY":
            weekdays = ((0, start.weekday()),)
    year_length = dt.date(day.year, 12, 31).timetuple().tm_yday
    yearday, length = day.timetuple().tm_yday, _length(day)
    return (
        _period(rule, start, day) % rule.interval == 0
        and (not months or day.month in months)
        and (not monthdays or not {day.day, day.day - length - 1}.isdisjoint(monthdays))
        and (
            not rule.byyearday
            or not {yearday, yearday - year_length - 1}.isdisjoint(rule.byyearday)
        )
        and (not rule.byweekno or not _week_numbers(rule, day).isdisjoint(rule.byweekno))
        and (not weekdays or any(_is_weekday(rule, day, *one) for one in weekdays))
    )


def _length(day: dt.date) -> int:
    return ((day.replace(day=28) + 4 * DAY).replace(day=1) - DAY).day


def _is_weekday(rule: Rule, day: dt.date, nth: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if nth == 0:
        return True
    of_month = rule.freq == "MONTHLY" or rule.bymonth
    step = 7 * DAY * (1 if nth > 0 else -1)
    n = 1
    while (day - n * step).year == day.year and (
        not of_month or (day - n * step).month == day.month
    ):
        n += 1
    return n == abs(nth)


def _week_numbers(rule: Rule, day: dt.date) -> set[int]:
    fourth = day - (day.weekday() - rule.wkst) % 7 * DAY + 3 * DAY
    last = dt.date(fourth.year, 12, 31)
    while (last.weekday() - rule.wkst) % 7 != 3:
        last -= DAY
    number = (fourth.timetuple().tm_yday - 1) // 7 + 1
    return {number, number - ((last.timetuple().tm_yday - 1) // 7 + 1) - 1}


def _some(values: list[int], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most).map(
        lambda found: ",".join(map(str, found))
    )


def _either_side(most: int) -> list[int]:
    return [n for n in range(-most, most + 1) if n]


def _parts(freq: str) -> dict[str, st.SearchStrategy[str]]:
    plain = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=5).map(",".join)
    parts = {"BYMONTH": _some(list(range(1, 13)), 4), "BYDAY": plain}
    parts["WKST"] = st.sampled_from(WEEKDAYS)
    parts["BYHOUR"] = _some([0, 8, 9, 10, 14, 23], 4)
    parts["BYMINUTE"] = _some([0, 1, 20, 59], 3)
    if freq != "WEEKLY":
        usual = _some([1, 15, 28, 29, 30, 31, -1, -2], 4)
        parts["BYMONTHDAY"] = usual | _some(_either_side(31), 6)
    if freq == "YEARLY":
        parts["BYYEARDAY"] = _some(_either_side(366), 8)
        parts["BYWEEKNO"] = _some(_either_side(53), 4)
    return parts


def _ends() -> st.SearchStrategy[str]:
    day = st.dates(dt.date(1990, 1, 1), dt.date(2045, 1, 1)).map(lambda d: d.strftime("%Y%m%d"))
    time = st.sampled_from(["", "T085959", "T090000", "T235959"])
    until = st.tuples(day, time).map(lambda parts: ";UNTIL=" + "".join(parts))
    return st.just("") | until | st.integers(1, 60).map(lambda n: f";COUNT={n}")


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule of any shape."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    made = {
        name: draw(values) for name, values in _parts(freq).items() if draw(st.integers(0, 9)) < 3
    }
    counts = freq in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in made
    if "BYDAY" in made and counts and draw(st.booleans()):
        nth = st.integers(-5, 5).map(lambda n: str(n or ""))
        one = st.tuples(nth, st.sampled_from(WEEKDAYS)).map("".join)
        made["BYDAY"] = draw(st.lists(one, min_size=1, max_size=3).map(",".join))
    if set(made) - {"WKST"} and draw(st.integers(0, 9)) < 3:
        made["BYSETPOS"] = draw(_some([1, 2, 3, 5, -1, -2, -3, 20], 2))
    interval = draw(st.just(1) | st.sampled_from([2, 3, 4, 7, 12, 14, 30, 100]))
    named = "".join(f";{name}={value}" for name, value in made.items())
    return parse(f"FREQ={freq};INTERVAL={interval}{named}{draw(_ends())}")


@st.composite
def starts(draw: st.DrawFn) -> dt.datetime:
    """When a series starts: days at the end of a month more often than by chance."""
    day = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
    ends = st.sampled_from([dt.date(2024, 2, 29), dt.date(2026, 1, 31), dt.date(2000, 12, 31)])
    return dt.datetime.combine(draw(day | ends), dt.time(9))


def windows(start: dt.datetime, days: int) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Some windows within so many days of a start, that begin and end at its time or beside it."""
    minute = dt.timedelta(minutes=1)
    for since in (-400, 0, 1, 31, 365, days // 2):
        for length in (0, 1, 42, 400):
            begin = start + since * DAY
            yield begin, begin + length * DAY
            yield begin + minute, begin + length * DAY + minute
