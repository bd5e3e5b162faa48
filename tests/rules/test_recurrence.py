"""Dates of recurrence rules: the RFC's own examples, short months, clock changes (spec 7.6)."""

import datetime as dt

import pytest

from models.clock import instant
from models.recurrence import (
    before,
    coming,
    cut,
    expand,
    first,
    last,
    moved,
    occurs,
    parse,
    previous,
    rest,
)
from models.rules import RuleBroken

NINE = dt.time(9)
SEPTEMBER_2 = "1997-09-02"
NEW_YORK = "America/New_York"


def at(day: str) -> dt.datetime:
    """Nine o'clock of a day."""
    return dt.datetime.combine(dt.date.fromisoformat(day), NINE)


def days(rule: str, start: str, n: int) -> list[str]:
    """The first n dates of a rule."""
    return [str(date.date()) for date in coming(parse(rule, NEW_YORK), at(start), at(start), n)]


def in_1997(*month_days: str) -> list[str]:
    return [f"1997-{day}" for day in month_days]


def span(first_day: str, n: int, step: int = 1) -> list[str]:
    """n days, so many apart."""
    day = dt.date.fromisoformat(first_day)
    return [str(day + dt.timedelta(days=i * step)) for i in range(n)]


# RFC 5545, section 3.8.5.3: the rule, its start, the dates given there (all of them where the
# rule ends, else as many as are given). Rules of hours and minutes are refused here.
RFC = [
    ("FREQ=DAILY;COUNT=10", SEPTEMBER_2, span("1997-09-02", 10)),
    ("FREQ=DAILY;UNTIL=19971224T000000Z", SEPTEMBER_2, span("1997-09-02", 113)),
    (
        "FREQ=DAILY;INTERVAL=2",
        SEPTEMBER_2,
        span("1997-09-02", 47, 2),
    ),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", SEPTEMBER_2, span("1997-09-02", 5, 10)),
    (
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "1998-01-01",
        [day for year in (1998, 1999, 2000) for day in span(f"{year}-01-01", 31)],
    ),
    (
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        "1998-01-01",
        [day for year in (1998, 1999, 2000) for day in span(f"{year}-01-01", 31)],
    ),
    ("FREQ=WEEKLY;COUNT=10", SEPTEMBER_2, span("1997-09-02", 10, 7)),
    ("FREQ=WEEKLY;UNTIL=19971224T000000Z", SEPTEMBER_2, span("1997-09-02", 17, 7)),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", SEPTEMBER_2, span("1997-09-02", 13, 14)),
    (
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        SEPTEMBER_2,
        in_1997(
            *[
                "09-02",
                "09-04",
                "09-09",
                "09-11",
                "09-16",
                "09-18",
                "09-23",
                "09-25",
                "09-30",
                "10-02",
            ]
        ),
    ),
    (
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        SEPTEMBER_2,
        in_1997(
            *[
                "09-02",
                "09-04",
                "09-09",
                "09-11",
                "09-16",
                "09-18",
                "09-23",
                "09-25",
                "09-30",
                "10-02",
            ]
        ),
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01",
        in_1997(
            *[
                "09-01",
                "09-03",
                "09-05",
                "09-15",
                "09-17",
                "09-19",
                "09-29",
                "10-01",
                "10-03",
                "10-13",
                "10-15",
                "10-17",
            ],
            *[
                "10-27",
                "10-29",
                "10-31",
                "11-10",
                "11-12",
                "11-14",
                "11-24",
                "11-26",
                "11-28",
                "12-08",
                "12-10",
                "12-12",
            ],
            "12-22",
        ),
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        SEPTEMBER_2,
        in_1997(*["09-02", "09-04", "09-16", "09-18", "09-30", "10-02", "10-14", "10-16"]),
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05",
        [
            *in_1997("09-05", "10-03", "11-07", "12-05"),
            *["1998-01-02", "1998-02-06", "1998-03-06", "1998-04-03", "1998-05-01", "1998-06-05"],
        ],
    ),
    (
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997-09-05",
        in_1997("09-05", "10-03", "11-07", "12-05"),
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07",
        [
            *in_1997("09-07", "09-28", "11-02", "11-30"),
            *["1998-01-04", "1998-01-25", "1998-03-01", "1998-03-29", "1998-05-03", "1998-05-31"],
        ],
    ),
    (
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22",
        [*in_1997("09-22", "10-20", "11-17", "12-22"), "1998-01-19", "1998-02-16"],
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997-09-28",
        [*in_1997("09-28", "10-29", "11-28", "12-29"), "1998-01-29", "1998-02-26"],
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        SEPTEMBER_2,
        [
            *in_1997("09-02", "09-15", "10-02", "10-15", "11-02", "11-15", "12-02", "12-15"),
            *["1998-01-02", "1998-01-15"],
        ],
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30",
        [
            *in_1997("09-30", "10-01", "10-31", "11-01", "11-30", "12-01", "12-31"),
            *["1998-01-01", "1998-01-31", "1998-02-01"],
        ],
    ),
    (
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10",
        [*span("1997-09-10", 6), *span("1999-03-10", 4)],
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        SEPTEMBER_2,
        [
            *in_1997("09-02", "09-09", "09-16", "09-23", "09-30"),
            *in_1997("11-04", "11-11", "11-18", "11-25"),
            *["1998-01-06", "1998-01-13", "1998-01-20", "1998-01-27"],
            *["1998-03-03", "1998-03-10", "1998-03-17", "1998-03-24", "1998-03-31"],
        ],
    ),
    (
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10",
        [f"{year}-{month}-10" for year in range(1997, 2002) for month in ("06", "07")],
    ),
    (
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03-10",
        [
            "1997-03-10",
            *[f"{y}-{m}-10" for y in (1999, 2001, 2003) for m in ("01", "02", "03")],
        ],
    ),
    (
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01",
        [
            *["1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01", "2000-04-09", "2000-07-18"],
            *["2003-01-01", "2003-04-10", "2003-07-19", "2006-01-01"],
        ],
    ),
    ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", ["1997-05-19", "1998-05-18", "1999-05-17"]),
    (
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1997-05-12",
        ["1997-05-12", "1998-05-11", "1999-05-17"],
    ),
    (
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03-13",
        [
            *["1997-03-13", "1997-03-20", "1997-03-27"],
            *["1998-03-05", "1998-03-12", "1998-03-19", "1998-03-26"],
            *["1999-03-04", "1999-03-11", "1999-03-18", "1999-03-25"],
        ],
    ),
    (
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997-06-05",
        [*span("1997-06-05", 13, 7), *span("1998-06-04", 13, 7), *span("1999-06-03", 13, 7)],
    ),
    (
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        SEPTEMBER_2,
        ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"],
    ),
    (
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09-13",
        [
            *in_1997("09-13", "10-11", "11-08", "12-13"),
            *["1998-01-10", "1998-02-07", "1998-03-07", "1998-04-11", "1998-05-09", "1998-06-13"],
        ],
    ),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05",
        ["1996-11-05", "2000-11-07", "2004-11-02"],
    ),
    (
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997-09-04",
        in_1997("09-04", "10-07", "11-06"),
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09-29",
        [
            *in_1997("09-29", "10-30", "11-27", "12-30"),
            *["1998-01-29", "1998-02-26", "1998-03-30"],
        ],
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08-05",
        in_1997("08-05", "08-10", "08-19", "08-24"),
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05",
        in_1997("08-05", "08-17", "08-19", "08-31"),
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007-01-15",
        ["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"],
    ),
]


@pytest.mark.parametrize(("rule", "start", "dates"), RFC, ids=[rule for rule, _, _ in RFC])
def test_the_examples_of_the_rfc(rule: str, start: str, dates: list[str]) -> None:
    found = days(rule, start, len(dates) + 1)
    ends = "COUNT" in rule or "UNTIL" in rule
    assert found[: len(dates)] == dates
    assert len(found) == len(dates) + (0 if ends else 1)


SHORT = [
    ("FREQ=MONTHLY", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31 2026-07-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31 2026-07-31"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "2026-01-31",
        "2026-01-31 2026-02-28 2026-03-31 2026-04-30",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        "2026-01-30",
        "2026-01-30 2026-02-28 2026-03-30 2026-04-30",
    ),
    ("FREQ=YEARLY", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29"),
    (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        "2024-02-29",
        "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29",
    ),
    ("FREQ=YEARLY", "2096-02-29", "2096-02-29 2104-02-29"),
]


@pytest.mark.parametrize(("rule", "start", "dates"), SHORT)
def test_months_and_years_without_the_day(rule: str, start: str, dates: str) -> None:
    assert days(rule, start, len(dates.split())) == dates.split()


class TestClocks:
    """Toronto's clocks: 2026-03-08 02:30 is not there, 2026-11-01 01:30 is there twice."""

    ZONE = "America/Toronto"

    def test_weekly_at_nine_stays_at_nine(self) -> None:
        rule = parse("FREQ=WEEKLY;BYDAY=SU,MO")
        found = expand(rule, at("2026-03-01"), at("2026-03-01"), at("2026-11-10"))
        assert {moment.time() for moment in found} == {NINE}
        offsets = {instant(moment, self.ZONE).strftime("%z") for moment in found}
        assert offsets == {"-0500", "-0400"}

    def test_a_time_that_is_skipped_is_read_with_the_offset_before(self) -> None:
        start = dt.datetime(2026, 3, 7, 2, 30)
        found = coming(parse("FREQ=DAILY"), start, start, 3)
        assert [f"{moment:%d %H:%M}" for moment in found] == ["07 02:30", "08 02:30", "09 02:30"]
        real = [instant(m, self.ZONE).astimezone(dt.UTC) for m in found]
        assert [f"{moment:%d %H:%M}" for moment in real] == ["07 07:30", "08 07:30", "09 06:30"]

    def test_a_time_that_is_twice_is_the_first(self) -> None:
        start = dt.datetime(2026, 10, 31, 1, 30)
        found = coming(parse("FREQ=DAILY"), start, start, 3)
        real = [instant(m, self.ZONE).astimezone(dt.UTC) for m in found]
        assert [f"{moment:%d %H:%M}" for moment in real] == ["31 05:30", "01 05:30", "02 06:30"]

    def test_an_until_in_utc_is_turned_into_the_zone(self) -> None:
        rule = parse("FREQ=DAILY;UNTIL=20261108T045959Z", self.ZONE)
        assert rule.until == dt.datetime(2026, 11, 7, 23, 59, 59)


class TestParts:
    RULE = parse("FREQ=WEEKLY;BYDAY=MO;COUNT=6")
    START = at("2026-11-02")

    def test_first_and_last(self) -> None:
        assert first(self.RULE, at("2026-10-29")) == self.START
        assert last(self.RULE, self.START) == at("2026-12-07")
        assert last(parse("FREQ=DAILY"), self.START) is None
        never = parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
        assert first(never, self.START) is None

    def test_before_previous_and_occurs(self) -> None:
        assert before(self.RULE, self.START, at("2026-11-16")) == 2
        assert previous(self.RULE, self.START, at("2026-11-16")) == at("2026-11-09")
        assert previous(self.RULE, self.START, self.START) is None
        assert occurs(self.RULE, self.START, at("2026-12-07"))
        assert not occurs(self.RULE, self.START, at("2026-12-14"))
        assert not occurs(self.RULE, self.START, dt.datetime(2026, 11, 9, 9, 1))

    def test_what_is_cut_and_what_is_left_make_the_whole(self) -> None:
        for n in range(1, 6):
            moment = self.START + n * dt.timedelta(weeks=1)
            head, tail = (
                cut(self.RULE, self.START, moment),
                rest(self.RULE, self.START, moment),
            )
            assert (head.count, tail.count) == (n, 6 - n)
            assert [
                *coming(head, self.START, self.START, 9),
                *coming(tail, moment, moment, 9),
            ] == coming(self.RULE, self.START, self.START, 9)

    @pytest.mark.parametrize(
        ("rule", "start", "to", "new"),
        [
            ("FREQ=DAILY", "2026-11-02", "2026-11-05", "FREQ=DAILY"),
            ("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-02", "2026-11-03", "FREQ=WEEKLY;BYDAY=TU,TH"),
            ("FREQ=WEEKLY;BYDAY=MO,SU", "2026-11-02", "2026-11-03", "FREQ=WEEKLY;BYDAY=MO,TU"),
            (
                "FREQ=MONTHLY;BYMONTHDAY=2",
                "2026-11-02",
                "2026-11-05",
                "FREQ=MONTHLY;BYMONTHDAY=5",
            ),
            ("FREQ=MONTHLY;BYDAY=1MO", "2026-11-02", "2026-11-10", "FREQ=MONTHLY;BYDAY=2TU"),
            (
                "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2",
                "2026-11-02",
                "2026-12-05",
                "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5",
            ),
        ],
    )
    def test_a_rule_follows_where_its_series_is_moved(
        self, rule: str, start: str, to: str, new: str
    ) -> None:
        assert moved(parse(rule), at(start), at(to)).text == new

    def test_a_rule_that_names_its_dates_otherwise_does_not(self) -> None:
        for rule in ("FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=YEARLY;BYYEARDAY=1"):
            with pytest.raises(RuleBroken, match="rule.rrule_cant_move"):
                moved(parse(rule), at("2026-01-01"), at("2026-01-02"))
