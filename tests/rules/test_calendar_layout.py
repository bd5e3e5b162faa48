"""Where activities stand in a calendar: lanes of a day, weeks of a month, days of a span."""

import datetime as dt

import pytest
from hostile import HOSTILE, UNSEEN
from hypothesis import given
from hypothesis import strategies as st

from models.agenda import Occurrence
from screens.calendar import days
from screens.calendar.days import Entry, Span, checked, month_weeks, week_of, within
from screens.widgets.day_blocks import block_lines, shown_lanes
from screens.widgets.lanes import ALL_DAY, SLOTS, DayLayout, lanes
from screens.widgets.month_grid import activity_line, grid_height, month_shape
from screens.widgets.paint import cells, clip

DAY = dt.date(2026, 11, 24)
spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=25,
)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(spans)
def test_no_two_in_a_lane_overlap(found: list[tuple[int, int]]) -> None:
    placed = list(zip(found, lanes(found), strict=True))
    for n, (span, lane) in enumerate(placed):
        assert 0 <= lane.nth < lane.of
        for other, beside in placed[:n]:
            if _overlap(span, other):
                assert lane.nth != beside.nth
                assert (lane.of, lane.cluster) == (beside.of, beside.cluster)


@given(spans)
def test_a_cluster_has_as_many_lanes_as_overlap_at_most(found: list[tuple[int, int]]) -> None:
    placed = list(zip(found, lanes(found), strict=True))
    for cluster in {lane.cluster for _, lane in placed}:
        members = [span for span, lane in placed if lane.cluster == cluster]
        most = max(sum(a <= at < b for a, b in members) for at, _ in members)
        assert {lane.of for _, lane in placed if lane.cluster == cluster} == {most}


@given(spans)
def test_what_hangs_together_is_one_cluster_and_nothing_else_is(
    found: list[tuple[int, int]],
) -> None:
    placed = sorted(zip(found, lanes(found), strict=True))
    over = -1
    cluster = None
    for (start, end), lane in placed:
        assert (lane.cluster == cluster) == (start < over)
        cluster, over = lane.cluster, max(over, end)


def _entry(start: str, end: str, **named: object) -> Entry:
    begin, finish = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
    all_day = bool(named.pop("all_day", False))
    occurrence = Occurrence(1, None, begin, finish, all_day, False, **named)  # type: ignore[arg-type]
    return Entry(occurrence, (*occurrence, "", False))


def _places(*entries: Entry) -> list[tuple[int, int]]:
    return [(b.first, b.last) for b in DayLayout(DAY, entries).blocks]


def test_an_activity_takes_each_half_hour_that_it_touches() -> None:
    assert _places(_entry("2026-11-24T09:00", "2026-11-24T10:00")) == [(18, 20)]
    assert _places(_entry("2026-11-24T09:15", "2026-11-24T09:45")) == [(18, 20)]
    assert _places(_entry("2026-11-24T09:15", "2026-11-24T09:15")) == [(18, 19)]
    assert _places(_entry("2026-11-24T23:45", "2026-11-24T23:59")) == [(47, 48)]


def test_past_midnight_it_goes_on_at_the_top_of_the_next_day() -> None:
    late = _entry("2026-11-23T22:00", "2026-11-24T02:00")
    assert _places(late) == [(0, 4)]
    before = DayLayout(dt.date(2026, 11, 23), [late])
    assert [(b.first, b.last) for b in before.blocks] == [(44, SLOTS)]


def test_a_day_that_is_taken_whole_is_above_the_hours() -> None:
    entries = [
        _entry("2026-11-23T12:00", "2026-11-25T12:00"),
        _entry("2026-11-24T00:00", "2026-11-24T00:00", all_day=True),
    ]
    layout = DayLayout(DAY, entries)
    assert layout.all_day == entries and not layout.blocks
    assert layout.places() == [(ALL_DAY, 0), (ALL_DAY, 1)]


def test_half_hours_that_share_a_line_stand_side_by_side() -> None:
    layout = DayLayout(
        DAY,
        [
            _entry("2026-11-24T09:00", "2026-11-24T09:15"),
            _entry("2026-11-24T09:15", "2026-11-24T09:30"),
        ],
    )
    assert [b.lane.nth for b in layout.blocks_at(18)] == [0, 1]


moments = st.datetimes(dt.datetime(2026, 11, 22), dt.datetime(2026, 11, 26))
occurrences = st.tuples(moments, st.integers(0, 5000)).map(
    lambda m: _entry(m[0].isoformat(), (m[0] + dt.timedelta(minutes=m[1])).isoformat())
)


@given(st.lists(occurrences, max_size=12))
def test_each_activity_of_a_day_is_reached_once(found: list[Entry]) -> None:
    on_that_day = [e for e in found if DAY in set(e.occurrence.days())]
    layout = DayLayout(DAY, on_that_day)
    places = layout.places()
    assert places == sorted(places)
    reached = [layout.at(slot)[index] for slot, index in places]
    assert sorted(map(id, reached)) == sorted(map(id, on_that_day))


@given(st.lists(occurrences, min_size=1, max_size=6), st.integers(1, 90), st.booleans())
def test_a_block_has_a_line_for_each_half_hour(
    found: list[Entry], width: int, narrow: bool
) -> None:
    for block in DayLayout(DAY, [e for e in found if DAY in set(e.occurrence.days())]).blocks:
        assert len(block_lines(block, DAY, width, narrow)) == block.last - block.first


@given(st.integers(1, 50), st.integers(0, 200), st.booleans())
def test_some_lane_is_always_shown(of: int, width: int, narrow: bool) -> None:
    assert 1 <= shown_lanes(of, width, narrow) <= of


@given(st.dates(), st.sampled_from([0, 6]))
def test_weeks_of_a_month_hold_its_days_and_begin_where_weeks_do(day: dt.date, first: int) -> None:
    day = within(day)
    weeks = month_weeks(day, first)
    assert 4 <= len(weeks) <= 6 and all(len(week) == 7 for week in weeks)
    assert all(week[0].weekday() == first for week in weeks)
    held = {d for week in weeks for d in week}
    assert day in held and day.replace(day=1) in held
    span = week_of(day, first)
    assert span.days() in weeks


def test_february_may_have_four_weeks() -> None:
    assert len(month_weeks(dt.date(2026, 2, 10), 6)) == 4


@given(st.integers(1, 200), st.integers(4, 6))
def test_a_month_leaves_room_for_the_list(room: int, weeks: int) -> None:
    height = grid_height(room)
    shape = month_shape(height, weeks)
    assert 1 <= shape.weeks <= weeks and shape.lines >= 1
    assert shape.weeks == weeks or shape.lines == 1
    assert 1 + shape.weeks * shape.lines <= height
    assert height < room or room < 4


def test_a_month_at_80_by_24_shows_all_its_weeks_in_two_lines_or_three() -> None:
    height = grid_height(19)
    assert [month_shape(height, weeks) for weeks in (4, 5, 6)] == [(4, 3), (5, 2), (6, 2)]


def test_days_beyond_calendars_are_refused_by_name_and_never_reached() -> None:
    from models.rules import RuleBroken

    assert within(dt.date.max) == days.LAST_DAY and within(dt.date.min) == days.FIRST_DAY
    with pytest.raises(RuleBroken) as caught:
        checked(dt.date.max)
    assert caught.value.key == "rule.calendar_day"
    for day in (days.FIRST_DAY, days.LAST_DAY):
        assert month_weeks(day, 6) and week_of(day, 6).days()


def test_text_is_cut_by_cells_and_not_by_letters() -> None:
    assert clip("日本語", 5) == "日本 " and cells(clip("été", 2)) == 2 and clip("a", 0) == ""


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_whatever_a_subject_holds_takes_its_cells_and_says_nothing_else(text: str) -> None:
    entry = _entry("2026-11-24T09:00", "2026-11-24T11:00", subject=text, location=text)
    block = DayLayout(DAY, [entry]).blocks[0]
    lines = [activity_line(entry, DAY, 10)]
    for width, narrow in ((9, True), (4, True), (40, False), (12, False)):
        lines += [clip(line, 9) for line in block_lines(block, DAY, width, narrow)]
    for line in lines:
        assert cells(line) in (9, 10) and not UNSEEN.search(line)


def test_years_of_one_activity_are_no_longer_than_the_span() -> None:
    long = _entry("2000-01-01T00:00", "2150-01-01T00:00", all_day=True).occurrence
    found = list(days._days(long, Span(DAY, DAY + dt.timedelta(days=2))))
    assert found == [DAY, DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=2)]
