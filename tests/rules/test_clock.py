"""The business zone's clock: hours that are not there, that are twice, what it shows now."""

import datetime as dt

import pytest
import time_machine

from models.clock import clock_trouble, instant, now
from models.setting import change_setting, today
from models.setting import now as business_now

TORONTO = "America/Toronto"


@pytest.mark.parametrize(
    ("moment", "shown", "utc", "trouble"),
    [
        ("2026-03-08T01:59", "2026-03-08T01:59", "2026-03-08T06:59", ""),
        ("2026-03-08T02:00", "2026-03-08T03:00", "2026-03-08T07:00", "skipped"),
        ("2026-03-08T02:30", "2026-03-08T03:30", "2026-03-08T07:30", "skipped"),
        ("2026-03-08T03:00", "2026-03-08T03:00", "2026-03-08T07:00", ""),
        ("2026-11-01T00:59", "2026-11-01T00:59", "2026-11-01T04:59", ""),
        ("2026-11-01T01:00", "2026-11-01T01:00", "2026-11-01T05:00", "twice"),
        ("2026-11-01T01:30", "2026-11-01T01:30", "2026-11-01T05:30", "twice"),
        ("2026-11-01T02:00", "2026-11-01T02:00", "2026-11-01T07:00", ""),
        ("2026-11-24T14:00", "2026-11-24T14:00", "2026-11-24T19:00", ""),
    ],
)
def test_a_wall_clock_time_is_an_instant(moment: str, shown: str, utc: str, trouble: str) -> None:
    wall = dt.datetime.fromisoformat(moment)
    for given in (wall, wall.replace(fold=1)):
        found = instant(given, TORONTO)
        assert found.replace(tzinfo=None) == dt.datetime.fromisoformat(shown)
        assert found.astimezone(dt.UTC) == dt.datetime.fromisoformat(f"{utc}+00:00")
        assert clock_trouble(given, TORONTO) == trouble


def test_other_zones_have_other_troubles() -> None:
    half = dt.datetime(2026, 10, 4, 2, 15)
    assert clock_trouble(half, "Australia/Lord_Howe") == "skipped"
    assert instant(half, "Australia/Lord_Howe").replace(tzinfo=None) == half.replace(minute=45)
    assert clock_trouble(dt.datetime(2026, 3, 8, 2, 30), "UTC") == ""


def test_now_is_what_the_clock_shows_to_the_minute() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 1, 6, 30, 59, 7, tzinfo=dt.UTC), tick=False):
        # The second 1:30 of that night.
        assert now(TORONTO) == dt.datetime(2026, 11, 1, 1, 30)
        assert (now(TORONTO).tzinfo, now(TORONTO).fold) == (None, 0)
        assert now("Asia/Tokyo") == dt.datetime(2026, 11, 1, 15, 30)


@pytest.mark.usefixtures("database")
def test_the_business_zone_says_what_day_it_is() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 25, 3, 30, tzinfo=dt.UTC), tick=False):
        assert (business_now(), today()) == (
            dt.datetime(2026, 11, 24, 22, 30),
            dt.date(2026, 11, 24),
        )
        change_setting("BusinessTimeZone", "Europe/Paris")
        assert (business_now(), today()) == (
            dt.datetime(2026, 11, 25, 4, 30),
            dt.date(2026, 11, 25),
        )
