"""The benchmark runs: every part of it, in small, with its figures printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import activities, data
from models.activity import Activity
from models.database import close_database, open_database, rows
from models.recurrence import first, parse
from models.user import User

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(120)
def test_the_benchmark_measures_every_part_in_small() -> None:
    run = [sys.executable, "-m", "bench", "--check"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for figure in (
        "start to whole first frame",
        "memory of one session",
        "cursor down",
        "a form opened and closed",
        "key to results in the lookup",
        "page of customers by city",
        "month calendar: next month",
        "a month of one's calendar",
        "what is due",
        "a contact's tab of activities",
        "series against dateutil",
        "CSV import against executemany",
        "targets reached",
    ):
        assert figure in done.stdout


SHAPE = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


def test_a_database_to_measure_has_all_that_is_derived(database: Path, tmp_path: Path) -> None:
    shape = rows(SHAPE)
    path = tmp_path / "bench.db"
    data.make(path, 60)
    open_database(str(path))
    try:
        assert rows(SHAPE) == shape
        found = rows("SELECT id, ends_before, series_over, overnight, subject_key FROM activity")
        for key, *derived in found:
            assert list(Activity.derive(Activity.unguarded(key)).values()) == derived
        me = User.all()[activities.LOGIN]
        with_contact = rows(
            "SELECT count(*), count(DISTINCT owner_id) FROM activity WHERE contact_id"
        )
        assert with_contact[0][0] >= 120 and with_contact[0][1] > 40
        assert rows("SELECT count(*) FROM activity WHERE rrule <> '' AND owner_id = ?", (me,)) == [
            (activities.SERIES,)
        ]
    finally:
        close_database()


def test_rules_to_measure_begin_on_a_date_of_theirs() -> None:
    for text, start in activities.rules(300, data.DAY, 5):
        assert first(parse(text), start) == start
