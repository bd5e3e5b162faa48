"""The schema's steps, and how a database is brought up to date: whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import suppress
from itertools import count
from pathlib import Path

import peewee as pw

from models.database import APPLICATION_ID, SCHEMA_VERSION, execute
from models.rules import DatabaseUnusable


def schema_version(path: str) -> int:
    """The schema version of the file at `path`; 0 for an empty one.

    Raises `DatabaseUnusable` where it is no database of ours.
    """
    # Without the pragmas of our own connections, which would change a stranger's file.
    # A file that went away meanwhile is not made again.
    connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rw", timeout=10, uri=True)
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    finally:
        connection.close()
    if tables and application != APPLICATION_ID:
        raise DatabaseUnusable("database.not_ours", path=path)
    return version


def bring_up_to_date(database: pw.SqliteDatabase, backup_folder: Path | None) -> Path | None:
    """Make or migrate the schema in one transaction; returns the backup made before, if any.

    Raises `DatabaseUnusable` where the database is newer than the program.
    """
    path = str(database.database)
    version = 0 if path == ":memory:" else schema_version(path)
    if version > SCHEMA_VERSION:
        raise DatabaseUnusable("database.newer", path=path, theirs=version, ours=SCHEMA_VERSION)
    if version == SCHEMA_VERSION:
        return None
    backup = _back_up(path, version, backup_folder) if version else None
    database.connect(reuse_if_open=True)
    _migrate(database)
    if path != ":memory:":
        database.close()
    return backup


def _migrate(database: pw.SqliteDatabase) -> None:
    from playhouse.migrations import Runner

    # Rebuilding a table with foreign keys on would delete the rows that refer to it.
    database.pragma("foreign_keys", 0)
    with database.atomic("IMMEDIATE"):
        # Read again inside: another process may have migrated while this one waited.
        if database.pragma("user_version") == SCHEMA_VERSION:
            return
        before = _row_counts(database)
        Runner(database, str(Path(__file__).parent)).up()
        broken = execute("PRAGMA foreign_key_check").fetchall()
        after = _row_counts(database)
        lost = [table for table, n in before.items() if after.get(table, 0) < n]
        if broken or lost:
            raise DatabaseUnusable("database.migration", tables=", ".join(lost))
        database.pragma("application_id", APPLICATION_ID)
        database.pragma("user_version", SCHEMA_VERSION)
    database.pragma("foreign_keys", 1)


def _row_counts(database: pw.SqliteDatabase) -> dict[str, int]:
    tables = [t for t in database.get_tables() if not t.startswith(("search", "sqlite_"))]
    return {t: execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}


def _back_up(path: str, version: int, folder: Path | None) -> Path:
    folder = folder or Path(path).parent / "backups"
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
    target = _private_file(folder, f"{Path(path).stem}-schema{version}-{stamp}")
    connection = sqlite3.connect(path, timeout=10)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except BaseException:
        target.unlink()
        raise
    finally:
        connection.close()
    return target


def _private_file(folder: Path, name: str) -> Path:
    """An empty new file that nobody else reads whatever the umask, numbered where others are.

    Raises `DatabaseUnusable`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for n in count(1):
            path = folder / (f"{name}-{n}.db" if n > 1 else f"{name}.db")
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                break
    except OSError:
        raise DatabaseUnusable("database.cannot_open", path=str(folder)) from None
    return path
