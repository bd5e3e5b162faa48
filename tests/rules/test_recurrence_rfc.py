"""The examples of RFC 5545, section 3.8.5.3, that recur by days or more."""

import datetime as dt

import pytest

from models.recurrence import coming, expand, last, parse

ZONE = "America/New_York"
LONG_AGO, FAR = dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)


def days(text: str) -> list[dt.datetime]:
    """Nine o'clock on dates written as `1997-09-02 04 10-02`: what is as before may be left out."""
    made: list[dt.datetime] = []
    for word in text.split():
        parts = [int(part) for part in word.split("-")]
        known = [made[-1].year, made[-1].month] if made else []
        year, month, day = (*known[: 3 - len(parts)], *parts)
        made.append(dt.datetime(year, month, day, 9))
    return made


ENDING = [
    ("FREQ=DAILY;COUNT=10", "1997-09-02 03 04 05 06 07 08 09 10 11"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02 12 22 10-02 12"),
    ("FREQ=WEEKLY;COUNT=10", "1997-09-02 09 16 23 30 10-07 14 21 28 11-04"),
    (
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997-09-02 09 16 23 30 10-07 14 21 28 11-04 11 18 25 12-02 09 16 23",
    ),
    (
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "1997-09-02 04 09 11 16 18 23 25 30 10-02",
    ),
    ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02 04 09 11 16 18 23 25 30 10-02"),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01 03 05 15 17 19 29 10-01 03 13 15 17 27 29 31 11-10 12 14 24 26 28"
        " 12-08 10 12 22",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02 04 16 18 30 10-02 14 16"),
    (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05 10-03 11-07 12-05 1998-01-02 02-06 03-06 04-03 05-01 06-05",
    ),
    ("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05 10-03 11-07 12-05"),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07 28 11-02 30 1998-01-04 25 03-01 29 05-03 31",
    ),
    ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22 10-20 11-17 12-22 1998-01-19 02-16"),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02 15 10-02 15 11-02 15 12-02 15 1998-01-02 15",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30 10-01 31 11-01 30 12-01 31 1998-01-01 31 02-01",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10 11 12 13 14 15 1999-03-10 11 12 13",
    ),
    (
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10 07-10 1998-06-10 07-10 1999-06-10 07-10 2000-06-10 07-10 2001-06-10 07-10",
    ),
    (
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03-10 1999-01-10 02-10 03-10 2001-01-10 02-10 03-10 2003-01-10 02-10 03-10",
    ),
    (
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01 04-10 07-19 2000-01-01 04-09 07-18 2003-01-01 04-10 07-19 2006-01-01",
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 10-07 11-06"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05 10 19 24"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05 17 19 31"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15 30 02-15 03-15 30"),
]

ENDLESS = [
    ("FREQ=DAILY;INTERVAL=2", "1997-09-02 04 06 08 10 12 14 16 18 20 22 24 26 28 30 10-02 04"),
    (
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997-09-02 16 30 10-14 28 11-11 25 12-09 23 1998-01-06 20 02-03 17",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28 10-29 11-28 12-29 1998-01-29 02-26"),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997-09-02 09 16 23 30 11-04 11 18 25 1998-01-06 13 20 27 03-03 10 17 24 31",
    ),
    ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12 1998-05-11 1999-05-17"),
    (
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03-13 20 27 1998-03-05 12 19 26 1999-03-04 11 18 25",
    ),
    (
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997-06-05 12 19 26 07-03 10 17 24 31 08-07 14 21 28"
        " 1998-06-04 11 18 25 07-02 09 16 23 30 08-06 13 20 27"
        " 1999-06-03 10 17 24 07-01 08 15 22 29 08-05 12 19 26",
    ),
    (
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09-13 10-11 11-08 12-13 1998-01-10 02-07 03-07 04-11 05-09 06-13",
    ),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05 2000-11-07 2004-11-02",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09-29 10-30 11-27 12-30 1998-01-29 02-26 03-30",
    ),
]


@pytest.mark.parametrize(("rule", "expected"), ENDING)
def test_a_series_that_ends(rule: str, expected: str) -> None:
    dates = days(expected)
    assert expand(parse(rule, ZONE), dates[0], LONG_AGO, FAR) == dates
    assert last(parse(rule, ZONE), dates[0]) == dates[-1]


@pytest.mark.parametrize(("rule", "expected"), ENDLESS)
def test_a_series_without_an_end(rule: str, expected: str) -> None:
    dates = days(expected)
    assert coming(parse(rule), dates[0], LONG_AGO, len(dates)) == dates
    assert last(parse(rule), dates[0]) is None


def test_every_day_until_an_end() -> None:
    """Until 24 December 1997 in UTC, which is the evening of the 23rd in New York."""
    start = dt.datetime(1997, 9, 2, 9)
    dates = expand(parse("FREQ=DAILY;UNTIL=19971224T000000Z", ZONE), start, LONG_AGO, FAR)
    assert dates == [start + dt.timedelta(days=n) for n in range(113)]
    assert dates[-1] == dt.datetime(1997, 12, 23, 9)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
    ],
)
def test_every_day_in_january_for_three_years(rule: str) -> None:
    dates = expand(parse(rule, ZONE), dt.datetime(1998, 1, 1, 9), LONG_AGO, FAR)
    assert dates == [
        dt.datetime(year, 1, day, 9) for year in (1998, 1999, 2000) for day in range(1, 32)
    ]


def test_every_friday_the_thirteenth() -> None:
    """The example excepts its own start, which for us is none since the rule does not name it."""
    start = dt.datetime(1997, 9, 2, 9)
    found = coming(parse("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"), start, start, 5)
    assert found == days("1998-02-13 03-13 11-13 1999-08-13 2000-10-13")
