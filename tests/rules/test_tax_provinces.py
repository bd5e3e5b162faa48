"""A database in use whose taxes had no provinces: what becomes of them, and of what users typed."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import models.migrations
from models.code import Code
from models.database import SCHEMA_VERSION, close_database, execute, open_database, rows

GST = ("GST", "TPS", "GST", 5000, "2008-01-01", None, 1)
QST = ("QST", "TVQ", "QST", 9975, "2013-01-01", None, 1)
OWN = ("HST-ON", "TVH", "HST", 13000, "2010-07-01", None, 1)
WITHOUT_HST = "QC MB SK AB BC YT NT NU"

Migrate = Callable[..., dict[tuple[str, str], str]]


@pytest.fixture
def migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Migrate]:
    """Bring a database with these taxes up to date; the provinces by code and first day."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for step in Path(models.migrations.__file__).parent.glob("0*.py"):
        if int(step.name[:4]) < 6:
            shutil.copy(step, folder)
    path = tmp_path / "older.db"

    def migrate(*taxes: tuple[Any, ...]) -> dict[tuple[str, str], str]:
        with monkeypatch.context() as patch:
            patch.setattr(models.migrations, "__file__", str(folder / "__init__.py"))
            patch.setattr(models.migrations, "SCHEMA_VERSION", 5)
            open_database(str(path), make=True)
            names = "code, description_fr, description_en, rate, valid_from, valid_to, active"
            for position, tax in enumerate(taxes, 1):
                execute(
                    f'INSERT INTO code ("table", position, created_at, changed_at, {names})'
                    " VALUES ('tax', ?, '', '', ?, ?, ?, ?, ?, ?, ?)",
                    (position * 10, *tax),
                )
            close_database()
        open_database(str(path))
        found = rows("SELECT code, valid_from, provinces FROM code WHERE \"table\" = 'tax'")
        return {(code, since): provinces for code, since, provinces in found}

    yield migrate
    close_database()


def test_taxes_as_they_shipped_get_their_provinces_and_the_harmonized_tax(migrated) -> None:
    assert migrated(GST, QST) == {
        ("GST", "2008-01-01"): WITHOUT_HST,
        ("QST", "2013-01-01"): "QC",
        ("HST", "2016-07-01"): "NB NL",
        ("HST", "2016-10-01"): "PE",
        ("HST", "2010-07-01"): "NS",
        ("HST", "2025-04-01"): "NS",
    }
    told = "code, description_fr, rate, valid_from, coalesce(valid_to, ''), provinces"
    assert rows(f"SELECT {told} FROM code WHERE provinces IN ('ON', 'NS') ORDER BY position") == [
        ("HST", "TVH", 13000, "2010-07-01", "", "ON"),
        ("HST", "TVH", 15000, "2010-07-01", "2025-03-31", "NS"),
        ("HST", "TVH", 14000, "2025-04-01", "", "NS"),
    ]


@pytest.mark.parametrize(
    ("taxes", "expected"),
    [
        # A row that somebody added: the general tax goes on everywhere, so that none is lost.
        ((GST, QST, OWN), {"GST": "", "QST": "QC", "HST-ON": ""}),
        (((*GST[:3], 6000, *GST[4:]), QST), {"GST": "", "QST": "QC"}),
        ((GST, (*QST[:5], "2026-12-31", 1)), {"GST": "", "QST": ""}),
        ((GST, (*QST[:6], 0)), {"GST": "", "QST": ""}),
        ((("TVA", "TVA", "VAT", 20000, None, None, 1),), {"TVA": ""}),
        ((), {}),
    ],
)
def test_nothing_that_a_user_typed_is_overwritten(migrated, taxes, expected) -> None:
    found = migrated(*taxes)
    assert {code: provinces for (code, _), provinces in found.items()} == expected
    kept = "code, description_fr, description_en, rate, valid_from, valid_to, active"
    assert rows(f"SELECT {kept} FROM code ORDER BY position") == list(taxes)


def test_an_id_of_a_code_that_is_gone_is_not_given_again(migrated) -> None:
    migrated(GST, QST)
    last = max(key for (key,) in rows("SELECT id FROM code"))
    Code.remove(last)
    assert Code.make({"table": "unit", "code": "NEW", "description_en": "New"}).id == last + 1


def test_the_table_refuses_by_itself_what_is_there_twice(migrated) -> None:
    migrated(GST, QST)
    insert = 'INSERT INTO code ("table", code, created_at, changed_at) VALUES (?, ?, ?, ?)'
    connection = sqlite3.connect(str(models.database.database.database))
    with connection:
        connection.execute(insert, ("unit", "TWICE", "", ""))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(insert, ("unit", "TWICE", "", ""))
    connection.close()
    assert rows("PRAGMA user_version") == [(SCHEMA_VERSION,)]
