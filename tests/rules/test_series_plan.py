"""What an act on a series is said to do beforehand: how many dates, which stay (spec 7.7)."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sample_series import MONDAY, WEEK, on_24_november, series

from models.database import rows
from models.series import change, complete, delete, move
from models.series_plan import plan

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with on_24_november():
        yield


class TestPlan:
    """What is told beforehand is what then happens."""

    def test_this_is_one(self) -> None:
        told = plan(series(), MONDAY + WEEK, "this", "change", {"subject": "x"})
        assert (told.n, told.first, told.endless) == (1, MONDAY + WEEK, False)

    def test_all_keeps_the_exceptions(self) -> None:
        key = series()
        complete(key, MONDAY, "this")
        delete(key, MONDAY + WEEK, "this")
        told = plan(key, MONDAY + 2 * WEEK, "all", "change", {"subject": "x"})
        assert (told.n, told.kept, told.own, told.split) == (4, 1, 0, False)
        assert (told.first, told.last) == (MONDAY + 2 * WEEK, MONDAY + 5 * WEEK)

    def test_following_counts_from_its_date(self) -> None:
        key = series()
        complete(key, MONDAY, "this")
        complete(key, MONDAY + 3 * WEEK, "this")
        told = plan(key, MONDAY + 2 * WEEK, "following", "change", {"subject": "x"})
        assert (told.n, told.kept, told.split) == (3, 1, True)

    def test_endless_ones_have_no_number(self) -> None:
        told = plan(series("FREQ=WEEKLY;BYDAY=MO"), MONDAY + WEEK, "following", "change")
        assert (told.endless, told.last) == (True, None)

    def test_exceptions_that_lose_their_date_are_told(self) -> None:
        key = series()
        complete(key, MONDAY + WEEK, "this")
        complete(key, MONDAY + 4 * WEEK, "this")
        new = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=2"}
        for scope in ("all", "following"):
            told = plan(key, MONDAY + 3 * WEEK, scope, "change", new)
            before = rows("SELECT count(*) FROM activity WHERE rrule = ''")[0][0]
            if scope == "following":
                change(key, MONDAY + 3 * WEEK, scope, new)
                after = rows("SELECT count(*) FROM activity WHERE rrule = ''")[0][0]
                assert told.own == after - before == 1
            else:
                assert told.own == 2

    def test_deleting_tells_what_goes(self) -> None:
        key = series()
        complete(key, MONDAY + 3 * WEEK, "this")
        move(key, MONDAY + 4 * WEEK, "this", 15)
        told = plan(key, MONDAY + 2 * WEEK, "following", "delete")
        assert (told.n, told.dropped, told.own) == (3, 1, 1)

    def test_completing_leaves_what_is_done(self) -> None:
        key = series()
        complete(key, MONDAY, "this")
        told = plan(key, MONDAY + WEEK, "all", "complete")
        assert (told.n, told.kept, told.until) == (3, 1, dt.date(2026, 11, 24))
