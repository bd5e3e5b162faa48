"""The choices of the form « Périodicité » and the rules they stand for (spec 7.5)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.recurrence import coming, parse
from models.repeating import NTH, WEEKDAYS, choices_of, rule_of
from models.rules import Invalid, RuleBroken

# A Tuesday.
DAY = dt.date(2026, 11, 24)
NINE = dt.datetime(2026, 11, 24, 9, 0)


def chosen(**choices: Any) -> dict[str, Any]:
    """Choices as the form starts with them, and those that were made."""
    blank = choices_of("", DAY)
    assert blank is not None
    return blank | choices


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        ({}, ""),
        ({"repeats": "daily"}, "FREQ=DAILY"),
        ({"repeats": "daily", "every": 3}, "FREQ=DAILY;INTERVAL=3"),
        ({"repeats": "daily", "workdays": True}, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
        ({"repeats": "weekly"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeats": "weekly", "on_tue": False}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeats": "weekly", "on_thu": True}, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ({"repeats": "monthly"}, "FREQ=MONTHLY;BYMONTHDAY=24"),
        ({"repeats": "monthly", "month_day": 31}, "FREQ=MONTHLY;BYMONTHDAY=31"),
        (
            {"repeats": "monthly", "month_day": 31, "short": "last"},
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        ),
        ({"repeats": "monthly", "month_by": "last"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"repeats": "monthly", "month_by": "weekday"}, "FREQ=MONTHLY;BYDAY=4TU"),
        (
            {"repeats": "monthly", "month_by": "weekday", "nth": "last", "weekday": "fri"},
            "FREQ=MONTHLY;BYDAY=-1FR",
        ),
        ({"repeats": "yearly"}, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24"),
        (
            {"repeats": "yearly", "month": 2, "month_day": 29},
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        ),
        (
            {"repeats": "yearly", "month": 2, "month_day": 29, "short": "last"},
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        ),
        (
            {"repeats": "yearly", "month": 10, "month_by": "weekday", "nth": "second"},
            "FREQ=YEARLY;BYMONTH=10;BYDAY=2TU",
        ),
        ({"repeats": "daily", "ends": "count", "count": 10}, "FREQ=DAILY;COUNT=10"),
        (
            {"repeats": "daily", "ends": "until", "until": dt.date(2026, 12, 31)},
            "FREQ=DAILY;UNTIL=20261231",
        ),
    ],
)
def test_choices_make_a_rule(choices: dict[str, Any], rule: str) -> None:
    assert rule_of(chosen(**choices), DAY) == rule


def test_weeks_that_are_skipped_begin_where_the_company_says() -> None:
    both = chosen(repeats="weekly", every=2, on_sun=True)
    assert rule_of(both, DAY, 6) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"
    assert rule_of(both, DAY, 0) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU"
    one = chosen(repeats="weekly", every=2)
    assert rule_of(one, DAY, 6) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


@pytest.mark.parametrize(
    ("choices", "fields"),
    [
        ({"repeats": "daily", "every": None}, ["every"]),
        ({"repeats": "monthly", "month_day": None}, ["month_day"]),
        ({"repeats": "yearly", "month": 4, "month_day": 31}, ["month_day"]),
        ({"repeats": "yearly", "month": 2, "month_day": 30, "short": "last"}, ["month_day"]),
        ({"repeats": "daily", "ends": "count"}, ["count"]),
        ({"repeats": "daily", "ends": "until"}, ["until"]),
        ({"repeats": "daily", "ends": "until", "until": dt.date(2026, 11, 23)}, ["until"]),
        ({"repeats": "daily", "every": None, "ends": "count"}, ["every", "count"]),
        ({"repeats": "daily", "every": 1000}, ["every"]),
        ({"repeats": "daily", "ends": "count", "count": 1001}, ["count"]),
        ({"repeats": "monthly", "month_day": 32}, ["month_day"]),
    ],
)
def test_choices_that_make_none_are_refused_at_their_field(
    choices: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(RuleBroken) as caught:
        rule_of(chosen(**choices), DAY)
    broken = caught.value
    problems = broken.problems if isinstance(broken, Invalid) else [broken]
    assert [problem.field for problem in problems] == fields


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=YEARLY;BYYEARDAY=1,100",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=DAILY;BYMONTH=1",
        "FREQ=DAILY;BYDAY=MO,WE",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=WEEKLY;BYDAY=MO;BYMONTH=6",
    ],
)
def test_what_no_choices_make_is_left_alone(rule: str) -> None:
    assert choices_of(rule, DAY) is None


@pytest.mark.parametrize(
    ("rule", "choices"),
    [
        ("FREQ=WEEKLY", {"repeats": "weekly", "on_tue": True, "on_mon": False}),
        ("FREQ=MONTHLY", {"repeats": "monthly", "month_day": 24, "month_by": "day"}),
        ("FREQ=YEARLY", {"repeats": "yearly", "month": 11, "month_day": 24}),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4",
            {"every": 2, "on_tue": True, "on_sun": True, "count": 4},
        ),
    ],
)
def test_what_a_rule_leaves_to_its_start_is_filled_in(rule: str, choices: dict[str, Any]) -> None:
    found = choices_of(rule, DAY)
    assert found is not None
    assert found | choices == found


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261231T090000", dt.date(2026, 12, 31)),
        ("20261231T085900", dt.date(2026, 12, 30)),
        ("20261231", dt.date(2026, 12, 31)),
    ],
)
def test_an_until_in_the_middle_of_a_day(until: str, last: dt.date) -> None:
    found = choices_of(f"FREQ=DAILY;UNTIL={until}", NINE)
    assert found is not None
    assert found["until"] == last


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2050, 12, 31))


@st.composite
def any_choices(draw: st.DrawFn, start: dt.date) -> dict[str, Any]:
    """Choices as a form can hold them."""
    ends = draw(st.sampled_from(["never", "until", "count"]))
    until = st.dates(start, start + dt.timedelta(days=3000))
    return {
        "repeats": draw(st.sampled_from(["daily", "weekly", "monthly", "yearly"])),
        "every": draw(st.integers(1, 999)),
        "workdays": draw(st.booleans()),
        **{f"on_{name}": draw(st.booleans()) for name in WEEKDAYS},
        "month_by": draw(st.sampled_from(["day", "last", "weekday"])),
        "month_day": draw(st.integers(1, 29)),
        "short": draw(st.sampled_from(["skip", "last"])),
        "nth": draw(st.sampled_from(list(NTH))),
        "weekday": draw(st.sampled_from(WEEKDAYS)),
        "month": draw(st.integers(1, 12)),
        "ends": ends,
        "until": draw(until) if ends == "until" else None,
        "count": draw(st.integers(1, 1000)) if ends == "count" else None,
    }


@given(st.data(), DAYS, st.sampled_from([0, 6]))
def test_a_rule_made_of_choices_gives_choices_that_make_it(
    data: st.DataObject, start: dt.date, week_start: int
) -> None:
    rule = rule_of(data.draw(any_choices(start)), start, week_start)
    found = choices_of(rule, start)
    assert found is not None, rule
    assert rule_of(found, start, parse(rule).wkst) == rule


@given(st.data(), DAYS)
def test_every_rule_made_of_choices_is_one_that_is_expanded(
    data: st.DataObject, start: dt.date
) -> None:
    rule = parse(rule_of(data.draw(any_choices(start)), start))
    moment = dt.datetime.combine(start, dt.time(9))
    assert all(date >= moment for date in coming(rule, moment, moment, 5))
