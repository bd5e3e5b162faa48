"""Numbers of quotes under many hands and under `kill -9`: no gap, none twice (spec 9.2)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sample_records import party

from models.database import close_database, open_database, rows
from models.upkeep import CHECKS, faults

PROCESSES = 8
EACH = 50

# Makes quotes one after another, says each that is saved; now and then one is refused.
MAKE = """
import sys
from models.database import open_database
from models.quote import Quote
from models.rules import RuleBroken
from models.user import User
open_database(sys.argv[1])
User.enter("marie")
line = {"description": "x", "quantity": "3", "unit_price": "10.10"}
for n in range(int(sys.argv[2])):
    if n % 10 == 0:
        try:
            Quote.make({"bill_to": "T1", "lines": [line, {"quantity": "1"}]})
        except RuleBroken:
            pass
    saved = Quote.make({"bill_to": "T1", "lines": [line], "date": "2026-11-24"})
    print(Quote.values_of(saved.id)["number"], flush=True)
"""


@pytest.fixture
def company(database: Path) -> Path:
    """A database with one customer, that nobody has open."""
    party("T1")
    close_database()
    return database


def start(path: Path, n: int) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", MAKE, str(path), str(n)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_many_who_save_at_once_leave_no_gap_and_no_double(company: Path) -> None:
    working = [start(company, EACH) for _ in range(PROCESSES)]
    told = [number for process in working for number in process.communicate()[0].split()]
    assert [process.returncode for process in working] == [0] * PROCESSES
    expected = [f"Q2026-{n:05}" for n in range(1, PROCESSES * EACH + 1)]
    assert sorted(told) == expected
    open_database(str(company))
    assert [number for (number,) in rows("SELECT number FROM quote ORDER BY number")] == expected
    sums = rows("SELECT DISTINCT subtotal, taxes, total FROM quote")
    assert sums == [(3030, 454, 3484)]


@pytest.mark.parametrize("saved", [1, 7, 20])
def test_killed_while_it_saves_the_next_goes_on_without_a_gap(company: Path, saved: int) -> None:
    with start(company, 500) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(saved)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split()
    with start(company, 3) as process:
        assert process.wait() == 0
    open_database(str(company))
    assert [fault for name in CHECKS for fault in faults(name)] == []
    found = [number for (number,) in rows("SELECT number FROM quote ORDER BY number")]
    assert found == [f"Q2026-{n:05}" for n in range(1, len(found) + 1)]
    assert set(told) <= set(found)
    unfinished = rows(
        "SELECT count(*) FROM quote q WHERE NOT EXISTS"
        " (SELECT 1 FROM quote_line WHERE quote_id = q.id)"
    )
    assert unfinished == [(0,)]
