"""What keeps a database healthy: its checks, and a copy of it whole while others work in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from models.database import plain_faults, raw_connection, rows
from models.migrations import schema_version
from models.rules import DatabaseUnusable
from models.search import index_is_true

CHECKS = ("integrity", "references", "search", "sales", "documents")
MOST_FAULTS = 20


# Amounts that are not their lines' sum, totals that are not their parts', numbers that miss.
_SALES = (
    "SELECT 'opportunity ' || id FROM opportunity o WHERE amount <>"
    " (SELECT coalesce(sum(amount), 0) FROM opportunity_line WHERE opportunity_id = o.id) LIMIT ?",
    "SELECT number FROM quote q WHERE total <> subtotal + taxes OR subtotal <>"
    " (SELECT coalesce(sum(amount), 0) FROM quote_line WHERE quote_id = q.id) OR taxes <>"
    " (SELECT coalesce(sum(amount), 0) FROM quote_tax WHERE quote_id = q.id) LIMIT ?",
    "SELECT 'Q' || year FROM quote GROUP BY year HAVING count(*) <> max(serial)"
    " OR max(serial) IS NOT (SELECT last FROM sequence WHERE name = 'quote'"
    " AND sequence.year = quote.year) LIMIT ?",
)


def faults(check: str) -> list[str]:
    """What one of `CHECKS` finds wrong, in SQLite's words; nothing where all is well."""
    try:
        with plain_faults():
            return list(_faults(check))
    except DatabaseUnusable as unusable:
        return [str(unusable.__cause__ or unusable.key)]


def _faults(check: str) -> Iterator[str]:
    if check == "integrity":
        found = rows(f"PRAGMA integrity_check({MOST_FAULTS})")
        yield from (text for (text,) in found if text != "ok")
    elif check == "references":
        found = rows("PRAGMA foreign_key_check")
        yield from (f"{table} {key} -> {to}" for table, key, to, _ in found[:MOST_FAULTS])
    elif check == "sales":
        for query in _SALES:
            yield from (str(found) for (found,) in rows(query, (MOST_FAULTS,)))
    elif check == "documents":
        from models.document import faults as document_faults

        yield from document_faults(MOST_FAULTS)
    elif not index_is_true():
        yield "search"


def schema_of(path: str) -> int:
    """The schema version of a database file. Raises `DatabaseUnusable`."""
    with plain_faults(path):
        return schema_version(path)


def copy_into(target: Path) -> None:
    """Copy the open database into an empty file, as of one moment (SQLite online backup)."""
    copy = sqlite3.connect(target)
    try:
        raw_connection().backup(copy, pages=-1)
        # One file that needs no other beside it, wherever it is carried.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def sqlite_version() -> str:
    """The version of SQLite in use."""
    return sqlite3.sqlite_version


def retire(path: Path) -> None:
    """Make a database that is to be replaced one file, with no log beside it to outlive it.

    Raises `DatabaseUnusable` where another process has it open.
    """
    connection = sqlite3.connect(path, timeout=1)
    try:
        # Leaving WAL needs to be alone with the file, and writes the log back into it.
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise DatabaseUnusable("database.locked", path=str(path)) from error
    except sqlite3.DatabaseError:
        # No database any more: nothing of it is worth keeping.
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    finally:
        connection.close()
