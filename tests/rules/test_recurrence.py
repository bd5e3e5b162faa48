"""Recurrence rules: what is read and refused, what no rule can do, and known dates."""

import datetime as dt
import zoneinfo

import pytest

from models.recurrence import (
    MOST,
    Rule,
    before,
    coming,
    expand,
    first,
    last,
    occurs,
    parse,
    previous,
)
from models.rules import RuleBroken

# A Tuesday.
NINE = dt.datetime(2026, 11, 24, 9, 0)


def at(text: str) -> dt.datetime:
    """Nine o'clock on a date."""
    return dt.datetime.fromisoformat(f"{text}T09:00")


def dates(rule: str, start: str, n: int) -> list[str]:
    """The first dates of a series, without their year."""
    return [f"{d:%m-%d}" for d in coming(parse(rule), at(start), at(start), n)]


# What is read.


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        ("freq=weekly;byday=tu,mo,tu", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=DAILY;INTERVAL=1;WKST=MO;", "FREQ=DAILY"),
        ("  FREQ=DAILY;INTERVAL=02 ", "FREQ=DAILY;INTERVAL=2"),
        ("COUNT=3;FREQ=YEARLY", "FREQ=YEARLY;COUNT=3"),
        ("FREQ=MONTHLY;BYDAY=-1FR,+2MO,1MO", "FREQ=MONTHLY;BYDAY=1MO,2MO,-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,31,1,-2", "FREQ=MONTHLY;BYMONTHDAY=1,31,-2,-1"),
        ("FREQ=DAILY;X-EVENT=1;X-SOME=A,B", "FREQ=DAILY"),
        ("FREQ=WEEKLY;WKST=SU", "FREQ=WEEKLY;WKST=SU"),
        ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20261231T235959", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20261231T170000", "FREQ=DAILY;UNTIL=20261231T170000"),
        ("FREQ=DAILY;UNTIL=00010102", "FREQ=DAILY;UNTIL=00010102"),
        ("FREQ=YEARLY;BYDAY=53MO", "FREQ=YEARLY;BYDAY=53MO"),
        ("FREQ=DAILY;BYHOUR=14,09", "FREQ=DAILY;BYHOUR=9,14"),
        ("FREQ=DAILY;BYHOUR=0", "FREQ=DAILY;BYHOUR=0"),
        ("BYSECOND=0;BYMINUTE=30,0;FREQ=WEEKLY", "FREQ=WEEKLY;BYMINUTE=0,30"),
        ("FREQ=DAILY;BYSETPOS=-1;BYHOUR=9,14", "FREQ=DAILY;BYHOUR=9,14;BYSETPOS=-1"),
    ],
)
def test_a_rule_is_kept_in_one_form(text: str, canonical: str) -> None:
    assert parse(text).text == canonical
    assert parse(canonical) == parse(text)


def test_an_end_in_utc_becomes_the_business_zones_time() -> None:
    rule = "FREQ=DAILY;UNTIL=20261231T033000Z"
    assert parse(rule, "America/Toronto").until == dt.datetime(2026, 12, 30, 22, 30)
    assert parse(rule, "Europe/Paris").until == dt.datetime(2026, 12, 31, 4, 30)
    assert parse(rule).until == dt.datetime(2026, 12, 31, 3, 30)


def test_an_end_that_is_a_date_takes_the_whole_day_in() -> None:
    evening = dt.datetime(2026, 11, 24, 23, 30)
    assert last(parse("FREQ=DAILY;UNTIL=20261126"), evening) == dt.datetime(2026, 11, 26, 23, 30)


def test_an_end_before_the_time_of_day_leaves_that_day_out() -> None:
    early = parse("FREQ=DAILY;UNTIL=20261126T085959")
    assert last(early, NINE) == at("2026-11-25")
    assert not occurs(early, NINE, at("2026-11-26"))


# What is refused.


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "unreadable"),
        ("every other day", "unreadable"),
        ("FREQ", "unreadable"),
        ("FREQ=", "unreadable"),
        ("FREQ=DAILY;;COUNT=2", "unreadable"),
        ("FREQ=DAILY;COUNT", "unreadable"),
        ("COUNT=2", "freq"),
        ("FREQ=SECONDLY", "freq"),
        ("FREQ=MINUTELY;INTERVAL=1440", "freq"),
        ("FREQ=HOURLY;COUNT=3", "freq"),
        ("FREQ=FORTNIGHTLY", "freq"),
        ("FREQ=DAILY;INTERVAL=0", "range"),
        ("FREQ=DAILY;INTERVAL=-1", "range"),
        ("FREQ=DAILY;INTERVAL=1000", "range"),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "range"),
        ("FREQ=DAILY;INTERVAL=1.5", "range"),
        ("FREQ=DAILY;INTERVAL=٣", "range"),
        ("FREQ=DAILY;COUNT=0", "range"),
        ("FREQ=DAILY;COUNT=1001", "range"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20261231", "both"),
        ("FREQ=DAILY;UNTIL=tomorrow", "until"),
        ("FREQ=DAILY;UNTIL=20260230", "until"),
        ("FREQ=DAILY;UNTIL=00000101", "until"),
        ("FREQ=DAILY;UNTIL=20261231T250000", "until"),
        ("FREQ=DAILY;UNTIL=2026-12-31", "until"),
        ("FREQ=DAILY;BYHOUR=24", "time"),
        ("FREQ=DAILY;BYHOUR=-1", "time"),
        ("FREQ=DAILY;BYHOUR=", "unreadable"),
        ("FREQ=DAILY;BYMINUTE=60", "time"),
        ("FREQ=DAILY;BYSECOND=61", "time"),
        ("FREQ=DAILY;BYSECOND=1", "seconds"),
        ("FREQ=DAILY;BYSECOND=0,30", "seconds"),
        ("FREQ=DAILY;BYHOUR=8,9,10,11,12;BYMINUTE=0,10,20,30,40", "times"),
        ("FREQ=MONTHLY;BYDAY=MO;BYHOUR=9,14;BYSETPOS=1,2,3,-2,-1", "picked"),
        ("FREQ=DAILY;BYEASTER=0", "part"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "part"),
        ("FREQ=YEARLY;SKIP=FORWARD", "part"),
        ("DTSTART:20261124T090000\nRRULE:FREQ=DAILY", "lines"),
        ("RRULE:FREQ=DAILY\nEXRULE:FREQ=DAILY", "lines"),
        ("FREQ=DAILY\rFREQ=WEEKLY", "lines"),
        ("RDATE:20261124", "unreadable"),
        ("EXRULE:FREQ=DAILY", "part"),
        ("FREQ=DAILY;FREQ=DAILY", "twice"),
        ("FREQ=WEEKLY;BYDAY=XX", "day"),
        ("FREQ=WEEKLY;BYDAY=", "unreadable"),
        ("FREQ=WEEKLY;BYDAY=MO,", "day"),
        ("FREQ=WEEKLY;WKST=1MO", "day"),
        ("FREQ=MONTHLY;BYDAY=0MO", "range"),
        ("FREQ=MONTHLY;BYDAY=6MO", "range"),
        ("FREQ=MONTHLY;BYDAY=53MO", "range"),
        ("FREQ=YEARLY;BYDAY=54MO", "range"),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=-6MO", "range"),
        ("FREQ=WEEKLY;BYDAY=1MO", "nth"),
        ("FREQ=DAILY;BYDAY=-1FR", "nth"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "nth"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "range"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "range"),
        ("FREQ=MONTHLY;BYMONTH=13", "range"),
        ("FREQ=MONTHLY;BYMONTH=-1", "range"),
        ("FREQ=MONTHLY;BYMONTH=5L", "range"),
        ("FREQ=YEARLY;BYYEARDAY=367", "range"),
        ("FREQ=YEARLY;BYWEEKNO=54", "range"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "range"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "together"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "together"),
        ("FREQ=DAILY;BYWEEKNO=1", "together"),
        ("FREQ=MONTHLY;BYSETPOS=1", "setpos"),
        ("FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 66))), "listed"),
        ("FREQ=DAILY;X-A=" + "a" * 500, "long"),
    ],
)
def test_what_is_refused_says_why(text: str, key: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse(text, "America/Toronto")
    assert refused.value.key == f"rule.rrule_{key}"


@pytest.mark.parametrize("until", ["00010101T000000Z", "99991231T235959Z"])
def test_an_end_that_has_no_local_time_is_refused(until: str) -> None:
    zone = "America/Toronto" if until < "1" else "Asia/Tokyo"
    with pytest.raises(RuleBroken, match="rule.rrule_until"):
        parse(f"FREQ=DAILY;UNTIL={until}", zone)


# Rules that others hang on.

EVERY_HOUR = "BYHOUR=" + ",".join(map(str, range(24)))
NEVER = [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
    "FREQ=DAILY;INTERVAL=14;BYDAY=WE;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
    "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYSETPOS=-2;BYMONTH=1,3,5,7,9,11",
    "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
    "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366",
    "FREQ=DAILY;BYHOUR=9,14;BYSETPOS=3",
    f"FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;{EVERY_HOUR}",
    f"FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;{EVERY_HOUR};BYSETPOS=1,26,51,-24",
    f"FREQ=MONTHLY;BYDAY=MO;{EVERY_HOUR};BYSETPOS=366,340,310,-290",
]
SELDOM = [
    "FREQ=YEARLY;BYDAY=53MO",
    "FREQ=YEARLY;BYDAY=-53MO",
    "FREQ=YEARLY;INTERVAL=999;BYYEARDAY=-366",
    "FREQ=DAILY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;INTERVAL=2;BYDAY=MO;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;INTERVAL=2;BYDAY=MO;BYMONTHDAY=31",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=1000",
    "FREQ=WEEKLY;INTERVAL=999;BYDAY=MO,TU;BYSETPOS=2;BYMONTH=1",
    "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;COUNT=1000",
    "FREQ=YEARLY;BYWEEKNO=53,-53;BYDAY=MO",
    f"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=1000;{EVERY_HOUR}",
    f"FREQ=WEEKLY;INTERVAL=999;BYDAY=MO,TU;BYMONTH=1;{EVERY_HOUR};BYSETPOS=1,30,-48",
]
STARTS = [dt.datetime(1, 1, 1), NINE, dt.datetime(9999, 12, 31, 23, 59)]


def ask_everything(rule: Rule, start: dt.datetime) -> None:
    """Ask everything of all time, from the year 1 to 9999."""
    since, until = dt.datetime.min, dt.datetime.max
    found = expand(rule, start, since, until)
    assert len(found) <= MOST
    assert before(rule, start, until) == len(found)
    assert first(rule, start) == (found[0] if found else None)
    assert coming(rule, start, start, 3) == found[:3]
    if len(found) < MOST:
        assert previous(rule, start, until) == (found[-1] if found else None)
    last(rule, start)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("start", STARTS, ids=lambda start: str(start.year))
@pytest.mark.parametrize("text", [*NEVER, *SELDOM])
def test_what_is_sought_for_long_is_answered(text: str, start: dt.datetime) -> None:
    ask_everything(parse(text), start)


@pytest.mark.parametrize("text", NEVER)
def test_what_never_occurs_is_known(text: str) -> None:
    rule = parse(text)
    assert first(rule, NINE) is None
    assert last(parse(f"{text};COUNT=3"), NINE) is None
    assert previous(rule, NINE, dt.datetime.max) is None


@pytest.mark.timeout(10)
@pytest.mark.parametrize("start", STARTS, ids=lambda start: str(start.year))
@pytest.mark.parametrize("end", ["", ";COUNT=1000", ";UNTIL=99991231"])
@pytest.mark.parametrize("freq", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_all_of_time_is_no_more_than_the_most(freq: str, end: str, start: dt.datetime) -> None:
    rule = parse(f"FREQ={freq};INTERVAL=1{end}")
    ask_everything(rule, start)
    ask_everything(parse(f"FREQ={freq};INTERVAL=999{end}"), start)


def test_an_end_before_the_start_leaves_nothing() -> None:
    rule = parse("FREQ=DAILY;UNTIL=20200101")
    assert first(rule, NINE) is None
    assert last(rule, NINE) is None
    assert expand(rule, NINE, dt.datetime.min, dt.datetime.max) == []


# Vectors.


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=MONTHLY", "2026-01-31", "01-31 03-31 05-31 07-31"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "2026-01-31",
            "01-31 02-28 03-31 04-30",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "01-31 02-28 03-31 04-30"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "2028-01-30",
            "01-30 02-29 03-30 04-30",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
            "2024-02-29",
            "02-29 02-28 02-28 02-28 02-29",
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05", "08-05 08-10 08-19 08-24"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", "08-05 08-17 08-19 08-31"),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", "2026-11-24", "11-24 12-01 12-07 12-08"),
        ("FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1", "2026-11-24", "11-30 12-07"),
    ],
)
def test_vectors(rule: str, start: str, expected: str) -> None:
    assert dates(rule, start, len(expected.split())) == expected.split()


def test_the_first_week_counts_from_the_end_of_its_own_year() -> None:
    """Only the years 2004, 2009 and 2015 have 53 weeks, and each begins in the December before."""
    rule = parse("FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO")
    found = expand(rule, at("2000-01-01"), dt.datetime.min, at("2016-01-01"))
    assert found == [at("2003-12-29"), at("2008-12-29"), at("2014-12-29")]


def test_the_fifth_monday_is_counted_where_there_is_one() -> None:
    rule = parse("FREQ=MONTHLY;BYDAY=5MO;COUNT=3")
    assert last(rule, at("2026-11-30")) == at("2027-05-31")


def test_29_february_comes_back_in_leap_years() -> None:
    start = dt.datetime(2024, 2, 29, 9)
    found = coming(parse("FREQ=YEARLY"), start, start, 3)
    assert [date.year for date in found] == [2024, 2028, 2032]


@pytest.mark.parametrize("change", ["2026-03-08", "2026-11-01"])
def test_nine_o_clock_stays_nine_over_a_change_of_the_clocks(change: str) -> None:
    start = at("2026-01-04")
    found = expand(parse("FREQ=WEEKLY"), start, start, dt.datetime(2027, 1, 1))
    toronto = zoneinfo.ZoneInfo("America/Toronto")
    around = [date for date in found if abs(date - at(change)) <= dt.timedelta(days=7)]
    assert [date.hour for date in around] == [9, 9, 9]
    assert len({date.replace(tzinfo=toronto).utcoffset() for date in around}) == 2


# Several times a day.


def moments(rule: str, start: str, n: int) -> list[str]:
    """The first moments of a series, without their year."""
    begins = dt.datetime.fromisoformat(start)
    return [f"{d:%m-%d %H:%M}" for d in coming(parse(rule), begins, begins, n)]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        (
            "FREQ=DAILY;BYHOUR=9,14",
            "2026-11-24T09:30",
            ["11-24 09:30", "11-24 14:30", "11-25 09:30"],
        ),
        ("FREQ=DAILY;BYHOUR=9,14", "2026-11-24T10:00", ["11-24 14:00", "11-25 09:00"]),
        ("FREQ=WEEKLY;BYHOUR=8;BYMINUTE=15,45", "2026-11-24T09:00", ["12-01 08:15", "12-01 08:45"]),
        ("FREQ=DAILY;BYHOUR=9,14;BYSETPOS=-1", "2026-11-24T09:00", ["11-24 14:00", "11-25 14:00"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,14;BYSETPOS=1,-1",
            "2026-11-24T09:00",
            ["11-30 14:00", "12-01 09:00", "12-31 14:00"],
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=1,-1;BYHOUR=9,14;COUNT=3",
            "2026-11-24T10:00",
            ["12-31 09:00", "12-31 14:00", "01-01 09:00"],
        ),
        (
            "FREQ=DAILY;BYHOUR=9,14;UNTIL=20261125T090000",
            "2026-11-24T09:00",
            ["11-24 09:00", "11-24 14:00", "11-25 09:00"],
        ),
    ],
)
def test_a_rule_with_times_of_day_has_each_of_them(
    rule: str, start: str, expected: list[str]
) -> None:
    assert moments(rule, start, len(expected)) == expected
    assert not ("COUNT" in rule or "UNTIL" in rule) or len(moments(rule, start, 9)) == 3


def test_every_twenty_minutes_from_nine_to_five() -> None:
    """An example of RFC 5545, 3.8.5.3."""
    rule = parse("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40")
    start = dt.datetime(1997, 9, 2, 9)
    day = expand(rule, start, start, start + dt.timedelta(days=1))
    assert day == [start + n * dt.timedelta(minutes=20) for n in range(24)]


@pytest.mark.timeout(2)
@pytest.mark.parametrize("years", [1, 5])
def test_years_of_every_hour_are_whole_however_old_the_series(years: int) -> None:
    since, until = at("2026-01-01"), at(f"{2026 + years}-01-01")
    days = (until - since).days
    assert len(expand(parse(f"FREQ=DAILY;{EVERY_HOUR}"), at("0001-01-01"), since, until)) == (
        24 * days
    )


def test_a_start_that_the_rule_does_not_name_is_no_date() -> None:
    friday = parse("FREQ=WEEKLY;BYDAY=FR")
    assert first(friday, NINE) == at("2026-11-27")
    assert not occurs(friday, NINE, NINE)
    assert occurs(friday, NINE, at("2026-11-27"))
    assert not occurs(friday, NINE, at("2026-11-27").replace(hour=10))


def test_a_window_takes_its_beginning_in_and_leaves_its_end_out() -> None:
    daily = parse("FREQ=DAILY")
    assert expand(daily, NINE, at("2026-12-01"), at("2026-12-03")) == [
        at("2026-12-01"),
        at("2026-12-02"),
    ]
    minute = dt.timedelta(minutes=1)
    assert expand(daily, NINE, at("2026-12-01") + minute, at("2026-12-02")) == []
