"""A series in two parts, and one that moves: what becomes of its rule."""

import datetime as dt

import pytest

from models.recurrence import coming, cut, expand, first, last, moved, parse, rest
from models.rules import RuleBroken

# A Tuesday.
NINE = dt.datetime(2026, 11, 24, 9, 0)


def at(text: str) -> dt.datetime:
    """Nine o'clock on a date."""
    return dt.datetime.fromisoformat(f"{text}T09:00")


# A series in two parts.


def test_a_series_is_cut_on_its_last_date_or_by_its_number() -> None:
    moment = at("2026-12-08")
    assert cut(parse("FREQ=WEEKLY"), NINE, moment).text == "FREQ=WEEKLY;UNTIL=20261201"
    assert cut(parse("FREQ=WEEKLY;COUNT=9"), NINE, moment).text == "FREQ=WEEKLY;COUNT=2"
    assert rest(parse("FREQ=WEEKLY;COUNT=9"), NINE, moment).text == "FREQ=WEEKLY;COUNT=7"
    until = parse("FREQ=WEEKLY;UNTIL=20270105")
    assert cut(until, NINE, moment).text == "FREQ=WEEKLY;UNTIL=20261201"
    assert rest(until, NINE, moment) == until


def test_a_series_is_cut_in_the_middle_of_a_day_that_has_several_times() -> None:
    rule = parse("FREQ=DAILY;BYHOUR=9,14")
    afternoon = NINE.replace(hour=14)
    assert cut(rule, NINE, afternoon).text == "FREQ=DAILY;UNTIL=20261124T090000;BYHOUR=9,14"
    assert cut(rule, NINE, at("2026-11-25")).text == "FREQ=DAILY;UNTIL=20261124;BYHOUR=9,14"
    counted = parse("FREQ=DAILY;BYHOUR=9,14;COUNT=5")
    assert cut(counted, NINE, afternoon).count == 1
    assert rest(counted, NINE, afternoon).count == 4


def test_nothing_is_left_before_the_first_and_after_the_last() -> None:
    rule = parse("FREQ=WEEKLY;COUNT=2")
    with pytest.raises(RuleBroken, match="rule.rrule_never"):
        cut(rule, NINE, NINE)
    with pytest.raises(RuleBroken, match="rule.rrule_never"):
        rest(rule, NINE, at("2026-12-08"))


# A series that moves.


@pytest.mark.parametrize(
    ("rule", "to", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=3", "2026-11-25", "FREQ=DAILY;INTERVAL=3"),
        ("FREQ=WEEKLY", "2026-11-26", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-25", "FREQ=WEEKLY;BYDAY=WE,FR"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "2026-11-30", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-12-01", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY", "2026-11-25", "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=24", "2026-12-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
        ("FREQ=MONTHLY;BYDAY=4TU", "2026-11-18", "FREQ=MONTHLY;BYDAY=3WE"),
        ("FREQ=MONTHLY;BYDAY=4TU", "2026-11-30", "FREQ=MONTHLY;BYDAY=-1MO"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-11-25", "FREQ=MONTHLY;BYDAY=-1WE"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-11-18", "FREQ=MONTHLY;BYDAY=3WE"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "2026-11-29",
            "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "2026-11-20",
            "FREQ=MONTHLY;BYMONTHDAY=20",
        ),
        ("FREQ=YEARLY", "2026-12-01", "FREQ=YEARLY"),
        (
            "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24",
            "2026-12-01",
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
        ),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TU", "2026-12-02", "FREQ=YEARLY;BYMONTH=12;BYDAY=1WE"),
        ("FREQ=DAILY;BYDAY=TU,WE", "2026-12-01", "FREQ=DAILY;BYDAY=TU,WE"),
    ],
)
def test_a_rule_follows_its_series(rule: str, to: str, expected: str) -> None:
    assert moved(parse(rule), NINE, at(to)).text == expected


@pytest.mark.parametrize(
    ("day", "to", "expected"),
    [("2026-11-30", "2026-12-31", "-1"), ("2026-11-30", "2026-12-30", "30")],
)
def test_the_last_day_stays_the_last_where_it_is_one(day: str, to: str, expected: str) -> None:
    rule = moved(parse("FREQ=MONTHLY;BYMONTHDAY=-1"), at(day), at(to))
    assert rule.text == f"FREQ=MONTHLY;BYMONTHDAY={expected}"


@pytest.mark.parametrize(("day", "expected"), [("2027-03-01", "1"), ("2027-02-28", "28")])
def test_29_february_moves_to_another_day(day: str, expected: str) -> None:
    rule = parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1")
    month = int(day[5:7])
    found = moved(rule, at("2024-02-29"), at(day)).text
    assert found == f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={expected}"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=DAILY;BYMONTH=11",
        "FREQ=WEEKLY;BYDAY=TU;BYMONTH=11",
        "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=10,24",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1TU,4TU",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=24;BYMONTH=11,12",
        "FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=24",
        "FREQ=YEARLY;BYMONTH=11,12;BYMONTHDAY=24",
        "FREQ=YEARLY;BYYEARDAY=328",
        "FREQ=YEARLY;BYWEEKNO=48;BYDAY=TU",
    ],
)
def test_a_rule_that_names_its_days_otherwise_does_not_move(rule: str) -> None:
    with pytest.raises(RuleBroken, match="rule.rrule_cant_move"):
        moved(parse(rule), NINE, NINE + dt.timedelta(days=1))
    assert moved(parse(rule), NINE, NINE.replace(hour=15)) == parse(rule)


@pytest.mark.parametrize("days", [-9, -7, -3, -1, 1, 2, 6, 7, 30])
@pytest.mark.parametrize("wkst", ["MO", "SU"])
def test_every_date_of_skipped_weeks_moves_by_as_many_days(wkst: str, days: int) -> None:
    rule = parse(f"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR,SU;WKST={wkst};UNTIL=20270630")
    by = dt.timedelta(days=days)
    begins = first(rule, NINE)
    assert begins is not None
    old = expand(rule, begins, dt.datetime.min, dt.datetime.max)
    new = expand(moved(rule, begins, begins + by), begins + by, dt.datetime.min, dt.datetime.max)
    assert new == [date + by for date in old]


@pytest.mark.parametrize(
    ("rule", "hour", "minute", "expected"),
    [
        ("BYHOUR=9,14", 10, 0, "BYHOUR=10,15"),
        ("BYHOUR=9,14", 9, 30, "BYHOUR=9,14"),
        ("BYHOUR=9", 15, 30, "BYHOUR=15"),
        ("BYHOUR=9;BYMINUTE=0", 15, 30, "BYHOUR=15;BYMINUTE=30"),
        ("BYMINUTE=0,30", 10, 0, "BYMINUTE=0,30"),
        ("BYMINUTE=0,30", 9, 20, "BYMINUTE=20,50"),
        ("BYHOUR=9,14;BYMINUTE=0,30", 8, 0, "BYHOUR=8,13;BYMINUTE=0,30"),
    ],
)
def test_times_of_day_move_with_their_series(
    rule: str, hour: int, minute: int, expected: str
) -> None:
    old = parse(f"FREQ=DAILY;{rule}")
    to = NINE.replace(hour=hour, minute=minute)
    new = moved(old, NINE, to)
    assert new.text == f"FREQ=DAILY;{expected}"
    dates = [date + (to - NINE) for date in coming(old, NINE, NINE, 6)]
    assert coming(new, to, to, 6) == dates


@pytest.mark.parametrize(
    ("rule", "hour", "minute"),
    [("BYHOUR=9,14", 20, 0), ("BYHOUR=9,14;BYMINUTE=0,40", 9, 30), ("BYMINUTE=0,40", 9, 30)],
)
def test_times_that_would_reach_into_another_day_or_hour_do_not_move(
    rule: str, hour: int, minute: int
) -> None:
    with pytest.raises(RuleBroken, match="rule.rrule_cant_move"):
        moved(parse(f"FREQ=DAILY;{rule}"), NINE, NINE.replace(hour=hour, minute=minute))


def test_an_end_moves_along() -> None:
    timed = parse("FREQ=DAILY;UNTIL=20261130T090000")
    assert moved(timed, NINE, NINE.replace(hour=15)).text == "FREQ=DAILY;UNTIL=20261130T150000"
    whole = parse("FREQ=DAILY;UNTIL=20261130")
    assert moved(whole, NINE, NINE.replace(hour=15)) == whole
    assert moved(whole, NINE, at("2026-11-26")).text == "FREQ=DAILY;UNTIL=20261202"
    forever = parse("FREQ=DAILY;UNTIL=99991231")
    assert last(moved(forever, NINE, at("2026-11-26")), NINE) is not None
