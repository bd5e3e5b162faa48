"""What opportunities and quotes share: their lines, kept in a table of their own (spec 8.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from models.database import rows
from models.entity import Values
from models.item import Choice, Item
from models.journal import Change, change, rows_by_id
from models.record import Record
from models.rules import Notice, RuleBroken, Saved
from models.sale_line import LINE_COLUMNS, Line, whole_lines
from models.spoken import language_of

Columns = Mapping[str, Any]


def named_status(status: str) -> str:
    """A status; there is always one. Raises `RuleBroken`."""
    if not status:
        raise RuleBroken("rule.required")
    return status


class SaleDocument(Record):
    """A record with lines: `LINES` is their table, `OF` its column that names the record.

    `FOLLOWING` are the fields that follow from the others, and are never given.
    """

    LINES: ClassVar[str]
    OF: ClassVar[str]
    FOLLOWING: ClassVar[frozenset[str]]

    @classmethod
    def lines_of(cls, keys: Sequence[int]) -> dict[int, list[Line]]:
        """The lines of many records by id, each in their order."""
        found: dict[int, list[Line]] = {key: [] for key in keys}
        names = ", ".join(f'"{name}"' for name in LINE_COLUMNS)
        marks = ", ".join("?" * len(keys))
        for of, key, *contents in rows(
            f"SELECT {cls.OF}, id, {names} FROM {cls.LINES} WHERE {cls.OF} IN ({marks})"
            f" ORDER BY {cls.OF}, position, id",
            tuple(keys),
        ):
            found[of].append(_line(key, dict(zip(LINE_COLUMNS, contents, strict=True))))
        return found

    @classmethod
    def copied_lines(cls, key: int) -> list[Line]:
        """A record's lines for another one, each of its item by the code that it has now."""
        codes = dict(
            rows(
                f"SELECT l.id, item.code FROM {cls.LINES} l JOIN item ON item.id = l.item_id"
                f" WHERE l.{cls.OF} = ?",
                (key,),
            )
        )
        return [
            line | {"id": None, "item": codes.get(line["id"], line["item"])}
            for line in cls.lines_of([key])[key]
        ]

    @classmethod
    def altered(cls, old: Values, named: Values, lenient: bool) -> Values:
        """A record's values with those named, and what follows from them. Raises `RuleBroken`."""
        raise NotImplementedError

    @classmethod
    def told(cls, key: int, old: Values, new: Values) -> Sequence[Notice]:
        """What there is to tell once a record has changed."""
        return ()

    @classmethod
    def alter(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change the fields named, and what follows from them. Raises `RuleBroken`."""
        tidied = cls.entity.tidy(values)
        with change(f"{cls.table()}.alter"):
            old = cls.values_of(key)
            named = cls._named(tidied, old, lenient)
            if not named:
                return Saved(key)
            whole = cls.altered(old, named, lenient)
            mine = {n: whole[n] for n in cls.entity.by_name if whole[n] != old[n]}
            saved = super().alter(key, mine, version=version, lenient=lenient)
            return Saved(key, (*saved.notices, *cls.told(key, old, whole)))

    @classmethod
    def _named(cls, tidied: Values, old: Values, lenient: bool) -> Values:
        # What is given as it is there already is named by nobody.
        language = language_of(old["contact"], old.get("bill_to_id"))
        given = cls.with_lines(tidied, old, language, lenient)
        return {n: v for n, v in given.items() if old[n] != v and n not in cls.FOLLOWING}

    @classmethod
    def _refuse_clash(cls, key: int, version: int, mine: Values, theirs: Values) -> None:
        # Sums that follow from the fields of both are nobody's own change.
        own = {name: value for name, value in mine.items() if name not in cls.FOLLOWING}
        super()._refuse_clash(key, version, own, theirs)

    @classmethod
    def others_since(cls, key: int, version: int, now: Values) -> Values:
        """The lines as they were at a version, where they have changed since."""
        past = cls._lines_at(key, version)
        return {"lines": past} if past != now["lines"] else {}

    @classmethod
    def write_lines(cls, tx: Change, key: int, lines: Sequence[Line], old: Sequence[Line]) -> None:
        """Write the lines that differ from those kept, and drop those that are no more."""
        kept = {line["id"]: (n, line) for n, line in enumerate(old, 1)}
        changed = [
            (n, line) for n, line in enumerate(lines, 1) if kept.get(line["id"]) != (n, line)
        ]
        items = Item.of_codes({line["item"] for _, line in changed if line["item"]})
        gone = sorted(kept.keys() - {line["id"] for line in lines})
        found = rows_by_id(cls.LINES, [*(line["id"] for _, line in changed if line["id"]), *gone])
        fresh: list[Columns] = []
        for n, line in changed:
            if line["id"] not in kept:
                fresh.append(_columns(line, items) | {cls.OF: key, "position": n})
            else:
                columns = found[line["id"]]
                new = _columns(line, items) | {"position": n}
                if columns["item"] == line["item"]:
                    # Still that item, whatever its code is now.
                    del new["item_id"]
                tx.update(cls.LINES, line["id"], columns, new)
        for left in gone:
            tx.delete(cls.LINES, left, found[left])
        tx.insert_all(cls.LINES, fresh)

    @classmethod
    def source_lines(cls, values: Values) -> Sequence[Line]:
        """The lines of the record that a new one's are copied from, if there is one."""
        return ()

    @classmethod
    def with_lines(cls, values: Values, old: Values | None, language: str, lenient: bool) -> Values:
        """The values with their lines whole. Raises `RuleBroken`."""
        if "lines" not in values:
            return values
        before = old["lines"] if old else []
        source = cls.source_lines(values) if old is None else ()
        made = whole_lines(values["lines"], language, before, lenient=lenient, source=source)
        return values | {"lines": made}

    @classmethod
    def _lines_at(cls, key: int, version: int) -> list[Line]:
        """The lines as they were at a version, worked back from those of now."""
        lines = _kept_lines(cls.LINES, cls.OF, key)
        for line, what, text in rows(
            "SELECT record_id, change, fields FROM journal_entry WHERE journal_id IN"
            " (SELECT journal_id FROM journal_entry"
            " WHERE record = ? AND record_id = ? AND version > ?)"
            " AND record = ? ORDER BY id DESC",
            (cls.table(), key, version, cls.LINES),
        ):
            fields = json.loads(text)
            if what == "insert":
                lines.pop(line, None)
            elif what == "delete" and fields.get(cls.OF, [None])[0] == key:
                lines[line] = {"id": line} | {name: was for name, (was, _) in fields.items()}
            elif line in lines:
                lines[line] |= {name: was for name, (was, _) in fields.items()}
        ordered = sorted(lines.values(), key=lambda columns: (columns["position"], columns["id"]))
        return [_line(columns["id"], columns) for columns in ordered]


def _kept_lines(table: str, column: str, key: int) -> dict[int, dict[str, Any]]:
    found = rows(f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id", (key,))
    return rows_by_id(table, [line for (line,) in found])


def _line(key: int, contents: Columns) -> Line:
    # The journal leaves out what was empty: nothing, no, zero.
    values = {
        name: column.read(contents.get(name) or column.stored(_EMPTY.get(name, "")))
        for name, column in LINE_COLUMNS.items()
    }
    return {"id": key} | values


_EMPTY: dict[str, Any] = {
    "unit_price": Decimal(0),
    "discount": Decimal(0),
    "amount": Decimal(0),
    "quantity": Decimal(0),
    "taxable": False,
}


def _columns(line: Line, items: Mapping[str, Choice]) -> dict[str, Any]:
    contents = {name: column.stored(line[name]) for name, column in LINE_COLUMNS.items()}
    item = items.get(line["item"])
    return contents | {"item_id": item.id if item else None}
