"""Opening: a new file, ours, newer, another's or none; the schema is what the models say."""

import os
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from sample_records import contact, count, party

import models.database
import models.migrations
from models.catalogue import ENTITIES
from models.code import Code
from models.contact import Contact
from models.contact_role import ContactRole
from models.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    close_database,
    open_database,
    path_of,
    rows,
)
from models.journal import Journal, JournalEntry
from models.note import Note
from models.party import Party
from models.rules import DatabaseUnusable
from models.same_person import possible_duplicates
from models.search import CONTACT_OFFSET, Filters, find, index_is_true
from models.user import User


@pytest.fixture(autouse=True)
def closed_after() -> Any:
    yield
    close_database()


def refusal(path: Path) -> str:
    with pytest.raises(DatabaseUnusable) as unusable:
        open_database(str(path))
    return unusable.value.key


def pragma(path: Path, name: str) -> int:
    connection = sqlite3.connect(path)
    value = int(connection.execute(f"PRAGMA {name}").fetchone()[0])
    connection.close()
    return value


def test_a_new_file_is_made_whole_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "crm.db"
    open_database(str(path), make=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (Code.is_empty(), index_is_true()) == (True, True)
    close_database()
    assert pragma(path, "application_id") == APPLICATION_ID
    assert pragma(path, "user_version") == SCHEMA_VERSION


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    path.touch()
    open_database(str(path), make=True)
    assert count("party") == 0


def test_memory_and_urls() -> None:
    open_database(":memory:")
    assert count("party") == 0
    assert path_of("sqlite:///a/b.db") == "a/b.db"
    assert path_of("sqlite:////a/b.db") == "/a/b.db"
    for url, key in (
        ("postgresql://host/db", "database.postgresql"),
        ("mysql://host/db", "database.url"),
    ):
        with pytest.raises(DatabaseUnusable, match=key):
            path_of(url)


def test_a_newer_schema_is_refused_and_left_alone(database: Path) -> None:
    close_database()
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = database.read_bytes()
    assert refusal(database) == "database.newer"
    assert database.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmark (url)")
    connection.close()
    before = path.read_bytes()
    assert refusal(path) == "database.not_ours"
    assert path.read_bytes() == before


@pytest.mark.parametrize("raw", [b"no database at all\n" * 200, b"SQLite format 3\0" + b"x" * 4000])
def test_garbage_is_refused_and_left_alone(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "garbage.db"
    path.write_bytes(raw)
    assert refusal(path) in ("database.not_ours", "database.damaged")
    assert path.read_bytes() == raw


def test_a_folder_or_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "database.cannot_open"
    file = tmp_path / "file"
    file.touch()
    assert refusal(file / "crm.db") == "database.cannot_open"


def test_a_truncated_database_is_refused(database: Path) -> None:
    close_database()
    with database.open("r+b") as file:
        file.truncate(5_000)
    with pytest.raises(DatabaseUnusable):
        open_database(str(database))
        rows("SELECT * FROM party")
        rows("PRAGMA integrity_check")


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program as it will be one step on: a folder of migrations with one more."""
    own = Path(models.migrations.__file__).parent
    folder = tmp_path / "migrations"
    folder.mkdir()
    for step in own.glob("0*.py"):
        (folder / step.name).write_text(step.read_text())
    (folder / "0009_next.py").write_text(
        "def up(migrator, db):\n"
        "    db.execute_sql(\"ALTER TABLE party ADD COLUMN motto TEXT NOT NULL DEFAULT ''\")\n"
    )
    monkeypatch.setattr(models.migrations, "__file__", str(folder / "__init__.py"))
    monkeypatch.setattr(models.migrations, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    return folder


def test_a_backup_is_made_before_a_migration(database: Path, next_schema: Path) -> None:
    contact(party(name="Kept"))
    close_database()
    open_database(str(database), database.parent / "kept")
    (backup,) = (database.parent / "kept").iterdir()
    assert rows("SELECT name, motto FROM party") == [("Kept", "")]
    assert (count("contact"), index_is_true()) == (1, True)
    close_database()
    assert pragma(database, "user_version") == SCHEMA_VERSION + 1
    assert pragma(backup, "user_version") == SCHEMA_VERSION
    connection = sqlite3.connect(backup)
    assert connection.execute("SELECT name FROM party").fetchall() == [("Kept",)]
    connection.close()
    # Opened again, nothing more is done.
    open_database(str(database), database.parent / "kept")
    assert len(list((database.parent / "kept").iterdir())) == 1


def test_nobody_else_reads_the_backup_of_a_migration(database: Path, next_schema: Path) -> None:
    close_database()
    umask = os.umask(0)
    try:
        open_database(str(database))
    finally:
        os.umask(umask)
    (backup,) = (database.parent / "backups").iterdir()
    modes = [path.stat().st_mode & 0o777 for path in (backup.parent, backup)]
    assert modes == [0o700, 0o600]


def test_a_backup_that_cannot_be_made_is_told_and_nothing_is_migrated(
    database: Path, next_schema: Path, tmp_path: Path
) -> None:
    close_database()
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(DatabaseUnusable):
        open_database(str(database), taken)
    assert pragma(database, "user_version") == SCHEMA_VERSION


def test_a_migration_that_fails_changes_nothing(database: Path, next_schema: Path) -> None:
    party(name="Kept")
    close_database()
    step = next_schema / "0009_next.py"
    step.write_text(step.read_text() + "    db.execute_sql('DELETE FROM party')\n")
    assert refusal(database) == "database.migration"
    close_database()
    assert pragma(database, "user_version") == SCHEMA_VERSION
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT name FROM party").fetchall() == [("Kept",)]
    assert "motto" not in {c[1] for c in connection.execute("PRAGMA table_info(party)")}
    connection.close()


@pytest.mark.usefixtures("database")
def test_the_models_have_the_columns_of_the_database() -> None:
    tables: list[Any] = [*dict.fromkeys(e.record for e in ENTITIES)]
    for model in [*tables, ContactRole, Journal, JournalEntry]:
        table = model._meta.table_name
        there = {name for _, name, *_ in rows(f'PRAGMA table_info("{table}")')}
        said = {field.column_name for field in model._meta.sorted_fields}
        missing = there - said - {"created_by_id", "changed_by_id"}
        assert said <= there, (table, said - there)
        # What only SQL reads needs no column in a model.
        assert missing <= {"version", "author_id"}, (table, missing)


@pytest.mark.usefixtures("database")
def test_foreign_keys_are_held_and_writes_survive_a_power_cut() -> None:
    assert rows("PRAGMA foreign_keys") == [(1,)]
    assert rows("PRAGMA synchronous") == [(2,)]
    assert rows("PRAGMA journal_mode") == [("wal",)]
    with pytest.raises(Exception, match="FOREIGN KEY"):
        models.database.execute(
            "INSERT INTO note (contact_id, subject, date, created_at, changed_at)"
            " VALUES (99, 'x', '', '', '')"
        )


@pytest.mark.usefixtures("database")
def test_a_byte_that_is_no_text_takes_no_list_down() -> None:
    contact(party(name="Acme"), "Roy")
    models.database.execute("UPDATE party SET name = CAST(X'41FF42' AS TEXT)")
    assert rows("SELECT name FROM party") == [("A\ufffdB",)]
    assert Contact.listing().after(None, 5)[0].cells[1] == "Roy"


def test_two_databases_one_after_the_other_share_nothing(tmp_path: Path, database: Path) -> None:
    User.enter("luc")
    Code.make({"table": "unit", "code": "HERE", "description_en": "Here"})
    open_database(str(tmp_path / "second.db"), make=True)
    assert (User.all(), Code.unknown("unit", ["HERE"])) == ({}, ["HERE"])


def test_contacts_of_an_older_database_are_found_in_their_own_city(first_schema: Path) -> None:
    made = "created_at, changed_at"
    connection = sqlite3.connect(first_schema)
    with connection:
        connection.execute(
            f"INSERT INTO party (id, kind, code, name, city, phone, name_key, search_text, {made})"
            " VALUES (1, 'customer', 'ACME', 'Acme', 'Sept-Îles', '418 555-0100', 'acme',"
            " '=acme acme sept iles +kcustomer +cseptiles', '', '')"
        )
        for city, extension in (("Lévis", "12"), ("Lévis", "12"), ("Sept-Îles", "")):
            connection.execute(
                "INSERT INTO contact (party_id, last_name, city, phone, extension, name_key,"
                f" search_text, {made}) VALUES (1, 'Roy', ?, '418 555-0100', ?, 'roy',"
                " '~roy roy', '', '')",
                (city, extension),
            )
    connection.close()
    open_database(str(first_schema))
    assert find("roy", Filters(city="levis")).keys == [1 + CONTACT_OFFSET, 2 + CONTACT_OFFSET]
    assert find("acme", Filters(city="Sept Iles")).keys == [1, 3 + CONTACT_OFFSET]
    assert [why for _, _, _, why in possible_duplicates(1)] == ["phone", "name"]
    assert index_is_true()
    Party.alter(1, {"active": False})
    Contact.alter(1, {"city": "Laval"})
    assert index_is_true()


def test_notes_of_an_older_database_are_found_by_their_words(first_schema: Path) -> None:
    made = "created_at, changed_at"
    connection = sqlite3.connect(first_schema)
    with connection:
        connection.execute(
            f"INSERT INTO party (id, kind, code, name, name_key, {made})"
            " VALUES (1, 'customer', 'ACME', 'Acme', 'acme', '', '')"
        )
        connection.execute(
            f"INSERT INTO contact (id, party_id, last_name, name_key, {made})"
            " VALUES (1, 1, 'Roy', 'roy', '', '')"
        )
        connection.execute(
            f"INSERT INTO note (contact_id, subject, date, {made})"
            " VALUES (1, 'Été à l’Île', '2026-01-01', '', '')"
        )
    connection.close()
    open_database(str(first_schema))
    assert [row.cells[1] for row in Note.listing(search="ete ile").after(None, 5)] == [
        "Été à l’Île"
    ]
    close_database()
