"""The benchmark runs: every part of it, in small, with its figures printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import activities, data, sale_rows
from models.activity import Activity
from models.database import close_database, open_database, rows
from models.journal import row
from models.opportunity import Opportunity
from models.quote import Quote
from models.recurrence import first, parse
from models.tax import taxes_on
from models.totals import subtotal, totals
from models.upkeep import faults
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
        "page of opportunities by weighted",
        "page of quotes in progress by bill_to",
        "a quote of 500 lines opened",
        "a quantity typed, totals following",
        "one's pipeline by month",
        "a quote of 6 lines made",
        "people judged in the preview",
        "people of a mailing produced",
        "letters as PDF",
        "page of a contact's sends",
        "a contact's documents",
        "CSV import against executemany",
        "targets reached",
    ):
        assert figure in done.stdout


NUMBER = ("year", "serial")
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


def test_sales_to_measure_are_as_the_program_writes_them(database: Path, tmp_path: Path) -> None:
    close_database()
    path = tmp_path / "bench.db"
    data.make(path, 60)
    open_database(str(path))
    try:
        assert faults("sales") == faults("references") == []
        for record in (Opportunity, Quote):
            keys = [key for (key,) in rows(f"SELECT id FROM {record.table()} ORDER BY id")]
            assert len(keys) >= sale_rows.how_many(60) == 60
            for key in keys:
                values, columns = record.values_of(key), row(record.table(), key)
                derived = record.derive(values | {n: columns[n] for n in NUMBER if n in columns})
                assert {n: columns[n] for n in derived} == derived
                assert settled_as_kept(record, values)
        longest = Quote.listing().after(None, 1)[0]
        assert len(Quote.values_of(longest.key)["lines"]) == sale_rows.LONG
    finally:
        close_database()


def settled_as_kept(record: type, values: dict) -> bool:  # type: ignore[type-arg]
    """Whether what follows from the lines of a record is what it says."""
    if record is Opportunity:
        return bool(values["amount"] == subtotal(values["lines"]))
    sums = totals(values["lines"], taxes_on(values["date"]))
    return (values["taxes"], values["tax_amounts"]) == (sums.tax, sums.taxes)


def test_a_hundred_thousand_sales_beside_as_many_contacts() -> None:
    sizes = (60, 100_000, 1_000_000)
    assert [sale_rows.how_many(size) for size in sizes] == [60, 100_000, 250_000]


def test_rules_to_measure_begin_on_a_date_of_theirs() -> None:
    for text, start in activities.rules(300, data.DAY, 5):
        assert first(parse(text), start) == start
