"""What is kept of a series' rule: its end, its times of day, and what an older one says."""

import datetime as dt
from typing import Any

import pytest

from models.activity import Activity
from models.agenda import window
from models.database import execute, rows
from models.next_date import dates_on
from models.rules import RuleBroken
from models.series import change, complete, delete, move, occurrence_values

pytestmark = pytest.mark.usefixtures("database")

# A Tuesday.
NINE = dt.datetime(2026, 11, 24, 9, 0)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def series(rrule: str, **values: Any) -> int:
    return Activity.make({"subject": "Suivi", "start": NINE, "rrule": rrule, **values}).id


def kept(key: int) -> str:
    return str(Activity.values_of(key)["rrule"])


def starts(completed: bool = False) -> list[str]:
    found = window(NINE.date(), dt.date(2027, 12, 31), viewer=1, completed=completed)
    return [f"{o.start:%m-%d %H:%M}" for o in found]


# Its end.


@pytest.mark.parametrize(
    ("given", "timed", "whole"),
    [
        ("20261126", "20261126T235959", "20261126"),
        ("20261126T235959", "20261126T235959", "20261126"),
        ("20261126T090000", "20261126T090000", "20261126"),
        # Midnight in Toronto is five o'clock in UTC.
        ("20261127T045959Z", "20261126T235959", "20261126"),
    ],
)
def test_an_end_is_written_as_a_date_or_a_moment_as_its_start_is(
    given: str, timed: str, whole: str
) -> None:
    assert kept(series(f"FREQ=DAILY;UNTIL={given}")) == f"FREQ=DAILY;UNTIL={timed}"
    assert kept(series(f"FREQ=DAILY;UNTIL={given}", all_day=True)) == f"FREQ=DAILY;UNTIL={whole}"


def test_a_series_that_becomes_one_of_whole_days_keeps_its_last_day() -> None:
    early = series("FREQ=DAILY;UNTIL=20261127T085959")
    assert starts() == ["11-24 09:00", "11-25 09:00", "11-26 09:00"]
    Activity.alter(early, {"all_day": True})
    assert kept(early) == "FREQ=DAILY;UNTIL=20261126"
    Activity.alter(early, {"all_day": False})
    assert kept(early) == "FREQ=DAILY;UNTIL=20261126T235959"
    assert len(starts()) == 3


def test_a_series_cut_in_two_ends_on_a_moment() -> None:
    key = series("FREQ=DAILY")
    change(key, NINE + 2 * DAY, "following", {"subject": "Bilan"})
    assert kept(key) == "FREQ=DAILY;UNTIL=20261125T235959"


def test_an_older_rule_keeps_its_meaning_and_is_rewritten_when_it_is_saved() -> None:
    key = series("FREQ=DAILY;UNTIL=20261126T235959", start=NINE.replace(hour=23))
    execute("UPDATE activity SET rrule = 'FREQ=DAILY;UNTIL=20261126' WHERE id = ?", (key,))
    dates = starts()
    assert dates[-1] == "11-26 23:00"
    Activity.alter(key, {"subject": "Bilan"})
    assert kept(key) == "FREQ=DAILY;UNTIL=20261126T235959"
    assert starts() == dates


def test_the_same_rule_in_other_words_changes_nothing() -> None:
    key = series("FREQ=DAILY;UNTIL=20261126")
    before = Activity.values_of(key)
    Activity.alter(key, {"rrule": "RRULE:freq=daily;interval=1;until=20261126"})
    assert Activity.values_of(key) == before
    Activity.alter(key, {"rrule": "FREQ=DAILY;UNTIL=20261126", "start": NINE + DAY})
    assert kept(key) == "FREQ=DAILY;UNTIL=20261127T235959"


# Its times of day.


def test_two_times_a_day_are_in_the_calendar_and_completed_one_by_one() -> None:
    key = series("FREQ=DAILY;BYHOUR=9,14;COUNT=4")
    assert starts() == ["11-24 09:00", "11-24 14:00", "11-25 09:00", "11-25 14:00"]
    afternoon = NINE.replace(hour=14)
    assert dates_on(Activity.values_of(key), NINE.date()) == [NINE, afternoon]
    assert dates_on(Activity.values_of(key), afternoon) == [afternoon]
    complete(key, afternoon, "this", "Vu")
    assert starts() == ["11-24 09:00", "11-25 09:00", "11-25 14:00"]
    assert occurrence_values(key, NINE)["status"] == "open"
    assert occurrence_values(key, afternoon)["completion_note"] == "Vu"


def test_one_of_two_times_is_moved_or_deleted_and_the_other_stays() -> None:
    key = series("FREQ=DAILY;BYHOUR=9,14;COUNT=4")
    move(key, NINE, "this", 30)
    delete(key, NINE.replace(hour=14), "this")
    assert starts() == ["11-24 09:30", "11-25 09:00", "11-25 14:00"]
    delete(key, NINE.replace(hour=14) + DAY, "following")
    assert starts() == ["11-24 09:30", "11-25 09:00"]


def test_a_series_of_two_times_moves_with_its_exceptions() -> None:
    key = series("FREQ=DAILY;BYHOUR=9,14;COUNT=4")
    complete(key, NINE.replace(hour=14), "this")
    move(key, NINE, "all", 60)
    assert kept(key) == "FREQ=DAILY;COUNT=4;BYHOUR=10,15"
    assert starts() == ["11-24 10:00", "11-25 10:00", "11-25 15:00"]
    # What is completed is history: it stays when it was.
    assert "11-24 14:00" in starts(completed=True)
    with pytest.raises(RuleBroken, match="rule.rrule_cant_move"):
        move(key, NINE + HOUR, "all", 12 * 60)


def test_a_start_between_the_times_begins_at_the_next_one() -> None:
    key = series("FREQ=DAILY;BYHOUR=9,14;COUNT=2", start=NINE + HOUR)
    values = Activity.values_of(key)
    assert (values["start"], values["end"]) == (
        NINE.replace(hour=14),
        NINE.replace(hour=14, minute=30),
    )


def test_whole_days_have_no_times() -> None:
    key = series("FREQ=DAILY;BYHOUR=9,14;BYSETPOS=-1;COUNT=2", all_day=True)
    assert kept(key) == "FREQ=DAILY;COUNT=2"
    timed = series("FREQ=WEEKLY;BYDAY=TU;BYHOUR=14,16;COUNT=2", start=NINE.replace(hour=14))
    Activity.alter(timed, {"all_day": True})
    assert kept(timed) == "FREQ=WEEKLY;COUNT=2;BYDAY=TU"
    assert rows("SELECT series_over FROM activity WHERE id = ?", (timed,)) == [
        ("2026-12-02T00:00",)
    ]
