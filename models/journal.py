"""The one place that writes: each change, its page in the journal, its row version (spec 13)."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import peewee as pw

from models.database import database, execute, execute_many, forget_cached, rows, writing
from models.rules import Missing

Columns = Mapping[str, Any]

# One encoder for all entries: `json.dumps` makes one each time it is asked for real letters.
_as_json = json.JSONEncoder(ensure_ascii=False).encode

_local = threading.local()
_actor: dict[str, int | None] = {"id": None}

# Derived from other columns and so made again by whoever writes: no part of a record's history.
DERIVED = frozenset(
    {"name_key", "city_key", "email_key", "mobile_digits", "phone_digits", "search_text"}
    | {"changed_at", "changed_by_id", "created_at", "created_by_id", "version", "id"}
    | {"ends_before", "series_over", "overnight", "subject_key"}
    | {"fr_key", "en_key", "closes_key", "description_key", "bill_to_key"}
)

# Parts of a record that have no maker and changer of their own.
_PARTS = frozenset(
    {"contact_role", "contact_grouping", "activity_exception"}
    | {"opportunity_line", "opportunity_stage", "quote_line", "quote_tax"}
    | {"contact_copy", "group_member", "mailing_choice"}
)


class Journal(pw.Model):
    """One transaction of one user."""

    user_id = pw.IntegerField(null=True)
    at = pw.TextField()
    action = pw.TextField()
    batch = pw.IntegerField(null=True)

    class Meta:
        database = database
        table_name = "journal"


class JournalEntry(pw.Model):
    """What a transaction did to one record: each field's old and new content, as JSON."""

    journal_id = pw.IntegerField()
    record = pw.TextField()
    record_id = pw.IntegerField()
    version = pw.IntegerField()
    change = pw.TextField()
    fields = pw.TextField()

    class Meta:
        database = database
        table_name = "journal_entry"


def act_as(user_id: int | None) -> None:
    """Say who makes the changes from here on in this process."""
    _actor["id"] = user_id


def actor() -> int | None:
    """The id of the user who makes the changes."""
    return _actor["id"]


def now() -> str:
    """This moment, as it is kept: ISO 8601 in UTC, to the second."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Change:
    """One transaction under way: its writes, each with its journal entry."""

    def __init__(self, action: str, batch: int | None) -> None:
        self.action = action
        self.batch = batch
        self.at = now()
        self._id: int | None = None

    @property
    def id(self) -> int:
        """The journal's number of this transaction, made at its first write."""
        if self._id is None:
            cursor = execute(
                "INSERT INTO journal (user_id, at, action, batch) VALUES (?, ?, ?, ?)",
                (actor(), self.at, self.action, self.batch),
            )
            self._id = cursor.lastrowid
        return self._id

    @property
    def begun(self) -> bool:
        """Whether it has written anything yet."""
        return self._id is not None

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Writes that are taken back alone where they are refused."""
        before = self._id
        try:
            with database.atomic():
                yield
        except BaseException:
            # The page itself is gone if it was begun in here.
            self._id = before
            forget_cached()
            raise

    def insert(self, table: str, columns: Columns) -> int:
        """Insert one row and return its id."""
        return self.insert_all(table, [columns])[0]

    def insert_all(self, table: str, many: Sequence[Columns]) -> list[int]:
        """Insert rows that have the same columns and return their ids, in order."""
        if not many:
            return []
        first = self._next_id(table)
        ids = list(range(first, first + len(many)))
        stamp = self._stamp(table)
        stamped = [{**columns, **stamp} for columns in many]
        names = list(stamped[0])
        sql = 'INSERT INTO "{}" (id, {}) VALUES (?{})'.format(
            table, ", ".join(f'"{n}"' for n in names), ", ?" * len(names)
        )
        execute_many(
            sql, [(i, *map(c.__getitem__, names)) for i, c in zip(ids, stamped, strict=True)]
        )
        self._enter_all(
            table,
            [
                (i, 1, "insert", {n: [None, v] for n, v in c.items() if n not in DERIVED and v})
                for i, c in zip(ids, many, strict=True)
            ],
        )
        return ids

    def update(self, table: str, key: int, old: Columns, new: Columns) -> bool:
        """Write the columns of `new` that differ from `old`; returns whether any did.

        `old` is the row as read in this very transaction.
        """
        changed = {n: v for n, v in new.items() if old.get(n) != v}
        if not changed:
            return False
        version = old["version"] + 1
        stamp = self._stamp(table, new_row=False) | {"version": version}
        names = [*changed, *stamp]
        execute(
            'UPDATE "{}" SET {} WHERE id = ?'.format(table, ", ".join(f'"{n}" = ?' for n in names)),
            (*changed.values(), *stamp.values(), key),
        )
        fields = {n: [old.get(n), v] for n, v in changed.items() if n not in DERIVED}
        self._enter_all(table, [(key, version, "update", fields)])
        return True

    def delete(self, table: str, key: int, old: Columns) -> None:
        """Delete one row, its last content kept in the journal."""
        execute(f'DELETE FROM "{table}" WHERE id = ?', (key,))
        fields = {n: [v, None] for n, v in old.items() if n not in DERIVED and v}
        self._enter_all(table, [(key, old["version"] + 1, "delete", fields)])

    def _stamp(self, table: str, *, new_row: bool = True) -> dict[str, Any]:
        if table in _PARTS:
            return {}
        stamp = {"changed_at": self.at, "changed_by_id": actor()}
        if new_row:
            stamp |= {"created_at": self.at, "created_by_id": actor()}
        return stamp

    def _next_id(self, table: str) -> int:
        found = rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return int(found[0][0]) + 1 if found else 1

    def _enter_all(self, table: str, entries: list[tuple[int, int, str, dict[str, Any]]]) -> None:
        execute_many(
            "INSERT INTO journal_entry (journal_id, record, record_id, version, change, fields)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (self.id, table, key, version, change, _as_json(fields))
                for key, version, change, fields in entries
            ],
        )


@contextmanager
def change(action: str, batch: int | None = None) -> Iterator[Change]:
    """One transaction, begun IMMEDIATE; inside another it joins that one."""
    current: Change | None = getattr(_local, "change", None)
    if current is not None:
        yield current
        return
    current = Change(action, batch)
    with writing():
        _local.change = current
        try:
            yield current
        except BaseException:
            # What was read in here may be of rows that are taken back.
            forget_cached()
            raise
        finally:
            _local.change = None


def next_batch() -> int:
    """A number for the transactions of one import."""
    return int(rows("SELECT coalesce(max(batch), 0) + 1 FROM journal")[0][0])


def row(table: str, key: int) -> dict[str, Any]:
    """A row's columns by name. Raises `Missing`."""
    found = rows_by_id(table, [key])
    if not found:
        raise Missing("rule.gone", id=key)
    return found[key]


def rows_by_id(table: str, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The columns by name of many rows, by id; at most some thousands at a time."""
    marks = ", ".join("?" * len(keys))
    cursor = execute(f'SELECT * FROM "{table}" WHERE id IN ({marks})', tuple(keys))
    names = [d[0] for d in cursor.description]
    return {r["id"]: r for r in (dict(zip(names, c, strict=True)) for c in cursor.fetchall())}


def changed_since(table: str, key: int, version: int) -> dict[str, Any]:
    """The columns changed after a version, with what each held at that version."""
    original: dict[str, Any] = {}
    found = rows(
        "SELECT fields FROM journal_entry WHERE record = ? AND record_id = ? AND version > ?"
        " ORDER BY version DESC",
        (table, key, version),
    )
    for (fields,) in found:
        original |= {name: pair[0] for name, pair in json.loads(fields).items()}
    return original
