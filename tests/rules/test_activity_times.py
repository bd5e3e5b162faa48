"""Start, end and duration: the last one edited wins (spec 7.2)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activity_times import LONGEST_DAYS, Times
from models.rules import RuleBroken

DAY = 24 * 60


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-{text}")


def times(start: str, end: str, *, all_day: bool = False) -> Times:
    return Times(at(start), at(end), all_day)


MEETING = times("24T14:00", "24T15:00")
FAIR = times("24T00:00", "26T00:00", all_day=True)


def test_a_start_keeps_the_duration() -> None:
    assert MEETING.starting(at("25T09:30")) == times("25T09:30", "25T10:30")
    assert FAIR.starting(at("28T09:30")) == times("28T00:00", "30T00:00", all_day=True)


def test_an_end_gives_the_duration_and_a_duration_the_end() -> None:
    assert MEETING.ending(at("24T16:30")).minutes == 150
    assert MEETING.lasting(90) == times("24T14:00", "24T15:30")
    assert MEETING.lasting(0) == times("24T14:00", "24T14:00")


def test_the_last_edited_wins() -> None:
    edited = MEETING.lasting(90).ending(at("24T14:15")).starting(at("24T08:00"))
    assert (edited.end, edited.minutes) == (at("24T08:15"), 15)
    assert edited.ending(at("24T12:00")).lasting(5).end == at("24T08:05")


def test_past_midnight_and_several_days_are_fine() -> None:
    night = times("24T22:00", "24T23:00").lasting(5 * 60)
    assert night == times("24T22:00", "25T03:00")
    assert MEETING.ending(at("27T14:00")).minutes == 3 * DAY


def test_whole_days_count_both_ends() -> None:
    assert FAIR.minutes == 3 * DAY
    assert FAIR.ending(at("24T18:00")) == times("24T00:00", "24T00:00", all_day=True)
    assert FAIR.ending(at("24T18:00")).minutes == DAY
    assert FAIR.lasting(2 * DAY).end == at("25T00:00")


@pytest.mark.parametrize(
    ("before", "first", "last"),
    [
        (MEETING, "24", "24"),
        (times("24T14:00", "24T14:00"), "24", "24"),
        (times("24T22:00", "25T02:00"), "24", "25"),
        (times("24T22:00", "25T00:00"), "24", "24"),
        (times("24T00:00", "25T00:00"), "24", "24"),
        (times("24T00:00", "24T00:00"), "24", "24"),
        (times("24T09:00", "26T09:00"), "24", "26"),
    ],
)
def test_ticked_it_takes_the_days_it_touches_and_unticked_it_is_as_before(
    before: Times, first: str, last: str
) -> None:
    ticked = before.whole_days(True)
    assert ticked == times(f"{first}T00:00", f"{last}T00:00", all_day=True)
    assert ticked.whole_days(True) == ticked
    assert ticked.whole_days(False) == before


def test_unticked_elsewhere_it_has_the_times_of_before() -> None:
    moved = MEETING.whole_days(True).starting(at("26T00:00")).lasting(2 * DAY)
    assert moved.whole_days(False) == times("26T14:00", "27T15:00")
    night = times("24T22:00", "25T02:00").whole_days(True).lasting(DAY)
    assert night.whole_days(False) == times("24T22:00", "25T02:00")


def test_unticked_without_times_before_it_has_those_of_a_working_day() -> None:
    day = times("24T00:00", "24T00:00", all_day=True)
    assert day.whole_days(False) == times("24T09:00", "24T09:30")
    assert FAIR.whole_days(False) == times("24T09:00", "26T17:00")


def refusal(edit: object, *given: object) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as broken:
        edit(*given)  # type: ignore[operator]
    return broken.value.key, broken.value.field


def test_what_is_refused() -> None:
    assert refusal(MEETING.ending, at("24T13:59")) == ("rule.ends_before_start", "end")
    assert refusal(MEETING.lasting, -1) == ("rule.ends_before_start", "duration")
    assert refusal(FAIR.ending, at("23T23:00")) == ("rule.ends_before_start", "end")
    for minutes in (0, 45, DAY + 1):
        assert refusal(FAIR.lasting, minutes) == ("rule.whole_days", "duration")
    long = "rule.too_long_activity"
    assert MEETING.lasting(LONGEST_DAYS * DAY).minutes == LONGEST_DAYS * DAY
    assert refusal(MEETING.lasting, LONGEST_DAYS * DAY + 1) == (long, "duration")
    assert refusal(MEETING.ending, at("24T14:01").replace(year=2028)) == (long, "end")
    assert FAIR.lasting(LONGEST_DAYS * DAY).minutes == LONGEST_DAYS * DAY
    assert refusal(FAIR.lasting, (LONGEST_DAYS + 1) * DAY) == (long, "duration")
    assert refusal(MEETING.lasting(LONGEST_DAYS * DAY).whole_days, True) == (long, "all_day")
    assert refusal(MEETING.starting, dt.datetime(9999, 12, 31, 23, 59)) == (
        "rule.too_late",
        "start",
    )


moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
edits = st.one_of(
    st.tuples(st.just("starting"), moments),
    st.tuples(st.just("ending"), moments),
    st.tuples(st.just("lasting"), st.integers(0, 3 * DAY) | st.integers(0, 400).map(DAY.__mul__)),
    st.tuples(st.just("whole_days"), st.booleans()),
)


@given(start=moments, length=st.integers(0, 5 * DAY), many=st.lists(edits, max_size=12))
def test_however_it_is_edited_it_stays_whole(start, length, many) -> None:  # type: ignore[no-untyped-def]
    now = Times(start, start + dt.timedelta(minutes=length), False)
    for edit, given_value in many:
        before = now
        try:
            now = getattr(now, edit)(given_value)
        except RuleBroken:
            continue
        assert now.start <= now.end
        assert 0 <= now.minutes <= LONGEST_DAYS * DAY
        if now.all_day:
            assert (now.start.time(), now.end.time()) == (dt.time(), dt.time())
            assert now.minutes % DAY == 0 < now.minutes
        if edit == "lasting":
            assert (now.minutes, now.start) == (given_value, before.start)
        if edit == "starting":
            assert now.minutes == before.minutes
            assert now.start.date() == given_value.date()
        if edit == "ending":
            assert (now.start, now.end.date()) == (before.start, given_value.date())
