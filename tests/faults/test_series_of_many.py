"""Series under many hands and under `kill -9`: no date is lost, none is there twice."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.activity import Activity
from models.agenda import window
from models.database import close_database, open_database, rows
from models.upkeep import CHECKS, faults

MONDAY = dt.datetime(2026, 11, 2, 9, 0)
WEEK = dt.timedelta(weeks=1)

OPEN = """
import datetime as dt, sys
from models.database import open_database
from models.user import User
from models.series import change, complete
open_database(sys.argv[1])
User.enter("marie")
monday = dt.datetime(2026, 11, 2, 9, 0)
"""

# Splits the series again and again, each time at the next date, and says each that is saved.
SPLIT = OPEN + (
    """
key = 1
for n in range(1, 200):
    key = change(key, monday + n * dt.timedelta(weeks=1), "following", {"location": str(n)}).id
    print(n, flush=True)
"""
)

# Completes every second date, from the one named on.
COMPLETE = OPEN + (
    """
for n in range(int(sys.argv[2]), 40, 2):
    complete(1, monday + n * dt.timedelta(weeks=1), "this", sys.argv[2])
"""
)


@pytest.fixture
def series(database: Path) -> Path:
    """A database with one weekly series of 200 dates, that nobody has open."""
    rrule = "FREQ=WEEKLY;COUNT=200"
    Activity.make({"subject": "Suivi", "start": MONDAY, "rrule": rrule})
    close_database()
    return database


def start(code: str, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True, env=environment
    )


def dates() -> list[dt.datetime]:
    first, last = MONDAY.date(), (MONDAY + 300 * WEEK).date()
    return [o.start for o in window(first, last, viewer=1, completed=True)]


@pytest.mark.parametrize("saved", [1, 4, 9])
def test_killed_while_it_splits_a_series(series: Path, saved: int) -> None:
    with start(SPLIT, str(series)) as process:
        assert process.stdout is not None
        for _ in range(saved):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        told = [*range(saved), *process.stdout.read().split()]
    open_database(str(series))
    assert [fault for name in CHECKS for fault in faults(name)] == []
    assert dates() == [MONDAY + n * WEEK for n in range(200)]
    # Every split that was told is there, and at most the one under way beside.
    there = rows("SELECT count(*) FROM activity")[0][0]
    assert there in (len(told) + 1, len(told) + 2)


def test_two_who_complete_dates_of_one_series(series: Path) -> None:
    with start(COMPLETE, str(series), "0") as one, start(COMPLETE, str(series), "1") as other:
        assert [one.wait(), other.wait()] == [0, 0]
    open_database(str(series))
    notes = rows("SELECT completion_note FROM activity_exception ORDER BY original")
    assert notes == [(str(n % 2),) for n in range(40)]
    assert len(dates()) == 200
