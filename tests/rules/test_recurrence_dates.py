"""The dates of rules at random: as a look at every day finds them, and as dateutil does."""

import datetime as dt
import re

from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from naive_recurrence import DAY, naive_dates, rules, starts, windows

from models.recurrence import (
    Rule,
    before,
    coming,
    cut,
    expand,
    first,
    last,
    occurs,
    parse,
    previous,
    rest,
)

# How far from its start a series is looked at.
DAYS = 2500

feb_29 = dt.datetime(2024, 2, 29, 9)


@settings(max_examples=100, deadline=None)
@given(rules(), starts())
@example(parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), feb_29)
@example(parse("FREQ=MONTHLY;BYDAY=1MO,TU"), feb_29)
@example(parse("FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1"), feb_29)
@example(parse("FREQ=YEARLY;BYWEEKNO=1,53,-1;WKST=SU"), feb_29)
@example(parse("FREQ=YEARLY;BYHOUR=0,8;BYSETPOS=1"), feb_29)
def test_every_question_is_answered_as_a_look_at_every_day_does(
    rule: Rule, start: dt.datetime
) -> None:
    far = start + DAYS * DAY
    dates = naive_dates(rule, start, far)
    assert expand(rule, start, start - 500 * DAY, far) == dates
    for since, until in windows(start, DAYS):
        assert expand(rule, start, since, until) == [d for d in dates if since <= d < until]
        assert before(rule, start, since) == sum(d < since for d in dates)
        assert previous(rule, start, since) == max((d for d in dates if d < since), default=None)
        assert occurs(rule, start, since) == (since in dates)
        later = [d for d in dates if d >= since][:3]
        assert coming(rule, start, since, 3)[: len(later)] == later
    if dates:
        assert first(rule, start) == dates[0]


@settings(max_examples=100, deadline=None)
@given(rules(), starts())
def test_the_last_is_the_one_that_none_follows(rule: Rule, start: dt.datetime) -> None:
    end = last(rule, start)
    endless = rule.count is None and rule.until is None
    assert not (endless and end)
    if end is not None:
        assert occurs(rule, start, end)
        assert coming(rule, start, end + DAY, 1) == []
        assert rule.until is None or end <= rule.until
        assert rule.count is None or before(rule, start, end) <= rule.count - 1
    elif not endless:
        assert first(rule, start) is None


@settings(max_examples=150, deadline=None)
@given(rules(), starts(), st.integers(1, 60))
def test_a_series_cut_in_two_has_the_dates_that_it_had(
    rule: Rule, start: dt.datetime, n: int
) -> None:
    dates = coming(rule, start, start, 60)
    assume(len(dates) > 1)
    moment = dates[n % (len(dates) - 1) + 1]
    end = dates[-1] + dt.timedelta(minutes=1)
    earlier, later = cut(rule, start, moment), rest(rule, start, moment)
    assert expand(earlier, start, start, end) + expand(later, moment, start, end) == dates
    assert last(earlier, start) == dates[dates.index(moment) - 1]
    assert last(later, moment) == last(rule, start)


@settings(max_examples=150, deadline=None)
@given(rules())
def test_a_rule_reads_back_from_its_text(rule: Rule) -> None:
    assert parse(rule.text) == rule
    assert parse(f"rrule:{rule.text.lower()}") == rule
    assert parse(rule.text).text == rule.text


def _as_dateutil_reads_it(rule: Rule, start: dt.datetime) -> bool:
    """Whether dateutil follows RFC 5545 here.

    It takes `1MO,TU` for days that are both, the first week for what is left of it, and negative
    numbers and the last numbers of weeks across the new year as it can.
    """
    mixed = len({bool(nth) for nth, _ in rule.byday}) > 1
    in_week = rule.freq == "WEEKLY" and rule.bysetpos and start.weekday() != rule.wkst
    return not (mixed or in_week or any(not 2 <= abs(n) <= 49 for n in rule.byweekno))


@settings(max_examples=150, deadline=None)
@given(rules(), starts())
def test_dateutil_finds_the_same_dates(rule: Rule, start: dt.datetime) -> None:
    assume(_as_dateutil_reads_it(rule, start))
    text = re.sub(r"UNTIL=(\d{8})(?!T|\d)", r"UNTIL=\1T235959", rule.text)
    theirs = rrulestr(text if rule.wkst else f"{text};WKST=MO", dtstart=start)
    # Its rules without a date would go on to the year 9999.
    end = start + DAYS * DAY
    assume(naive_dates(rule, start, end))
    dates = expand(rule, start, start, end)
    for date, found in zip(dates, theirs, strict=False):
        assert date == found
    assert len(dates) == len(theirs.between(start, end - dt.timedelta(seconds=1), inc=True))
