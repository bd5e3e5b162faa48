"""The base of every record: made, read, changed and removed by values, under one set of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import peewee as pw

from models import coded
from models.database import database, rows
from models.entity import Entity, Values
from models.journal import Change, change, changed_since, row, rows_by_id
from models.removal import Removes
from models.rules import Conflict, Missing, Notice, RuleBroken, Saved


class Record(Removes, pw.Model):
    """A table whose rows have a version, a maker and a changer."""

    id = pw.AutoField()
    version = pw.IntegerField(default=1)
    created_at = pw.TextField()
    changed_at = pw.TextField()

    entity: ClassVar[Entity]

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def table(cls) -> str:
        """The table's name."""
        return str(cls._meta.table_name)

    # What a record adds of its own; each is given values as the forms know them.

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """Columns that are made from the others: sort keys, search text."""
        return {}

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Rules on the whole record, inside the transaction. Raises `RuleBroken`."""

    @classmethod
    def check_named(cls, named: Values) -> None:
        """Rules on the values that are named together, whatever else holds. Raises `RuleBroken`."""

    @classmethod
    def check_all(cls, many: Sequence[Values]) -> None:
        """The same rules on many new records, in fewer questions where the record knows how."""
        for values in many:
            cls.check(values, None)

    @classmethod
    def others_all(cls, found: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
        """The values kept outside the records' own rows, for the columns of many by id."""
        return {}

    @classmethod
    def others_since(cls, key: int, version: int, now: Values) -> Values:
        """Of the values kept outside the row, those that have changed since, as they were."""
        return {}

    @classmethod
    def write_others(
        cls, tx: Change, key: int, values: Values, old: Values | None
    ) -> Sequence[Notice]:
        """Write what is kept outside the row; returns what there is to tell."""
        return ()

    @classmethod
    def altered_row(cls, key: int, values: Values, old: Values) -> None:
        """What follows in other records once the row is changed, in the same transaction."""

    @classmethod
    def carried(cls, values: Values) -> Mapping[str, Any]:
        """The values that a new record takes over from another one: nobody chooses them anew."""
        return {}

    # What callers use.

    @classmethod
    def make(cls, values: Mapping[str, Any], *, lenient: bool = False) -> Saved:
        """Make a record of these values. Raises `RuleBroken`."""
        with change(f"{cls.table()}.make") as tx:
            return cls.make_all(tx, [values], lenient=lenient)[0]

    @classmethod
    def make_all(
        cls, tx: Change, many: Sequence[Mapping[str, Any]], *, lenient: bool = False
    ) -> list[Saved]:
        """Make records in one go, in a transaction that is under way."""
        return cls.make_whole(tx, [cls._complete(values, lenient) for values in many])

    @classmethod
    def tidied(cls, values: Mapping[str, Any], *, lenient: bool = False) -> Values:
        """The values given as they are kept, their codes known. Raises `RuleBroken`."""
        tidied = coded.named(cls.entity, cls.entity.tidy(values))
        coded.check_known(cls.entity, tidied, lenient)
        cls.check_named(tidied)
        return tidied

    @classmethod
    def whole(cls, start: Values, tidied: Values) -> Values:
        """A new record's values: those tidied over those it starts with. Raises `RuleBroken`."""
        values = start | tidied
        coded.check_active(cls.entity, tidied, lambda: cls.carried(values))
        for field in cls.entity.required:
            if values[field.name] in ("", None):
                raise RuleBroken("rule.required", field=field.name)
        return values

    @classmethod
    def make_whole(cls, tx: Change, complete: Sequence[Values]) -> list[Saved]:
        """Make records of whole, tidied values, in a transaction that is under way."""
        cls.check_all(complete)
        keys = tx.insert_all(cls.table(), [cls._columns(v) | cls.derive(v) for v in complete])
        return [
            Saved(key, tuple(cls.write_others(tx, key, values, None)))
            for key, values in zip(keys, complete, strict=True)
        ]

    @classmethod
    def values_of(cls, key: int) -> Values:
        """A record whole, as values, with its `id` and `version`. Raises `Missing`."""
        return cls._values(key, row(cls.table(), key))

    @classmethod
    def values_all(cls, keys: Sequence[int]) -> list[Values]:
        """Many records whole, in the order of their ids given, in a fixed number of queries."""
        found = rows_by_id(cls.table(), keys)
        others = cls.others_all(found)
        return [cls._from(key, found[key], others) for key in keys if key in found]

    @classmethod
    def alter(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change the fields named; fields that others changed meanwhile are left as they are.

        Raises `Conflict` where both changed the same field since `version`, `RuleBroken`
        where a rule forbids it.
        """
        tidied = coded.named(cls.entity, cls.entity.tidy(values))
        cls.check_named(tidied)
        with change(f"{cls.table()}.alter") as tx:
            columns = row(cls.table(), key)
            old = cls._values(key, columns)
            mine = {name: value for name, value in tidied.items() if old[name] != value}
            if version is not None and columns["version"] != version:
                cls._refuse_clash(key, version, mine, old)
            new = old | mine
            coded.check_known(cls.entity, mine, lenient)
            coded.check_active(cls.entity, mine, lambda: old)
            cls.check(new, key)
            new_columns = cls._columns(new) | cls.derive(new)
            notices = list(cls.write_others(tx, key, new, old))
            touched = any(not cls.entity.field(name).kept for name in mine)
            # A change that is kept elsewhere still moves the version, so that nobody misses it.
            if not tx.update(cls.table(), key, columns, new_columns) and touched:
                tx.update(cls.table(), key, columns, {"version": columns["version"] + 1})
            cls.altered_row(key, new, old)
            return Saved(key, tuple(notices))

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id that a command line's KEY names. Raises `Missing`."""
        if text.isascii() and text.isdecimal() and len(text) < 16:
            found = rows(f'SELECT id FROM "{cls.table()}" WHERE id = ?', (int(text),))
            if found:
                return int(found[0][0])
        raise Missing("rule.no_such_id", text=text)

    @classmethod
    def ids_by(cls, name: str, values: Iterable[Any], **fixed: Any) -> dict[Any, list[int]]:
        """The ids of the records that have each of some hundreds of values in a field."""
        column = "id" if name == "id" else cls.entity.field(name).column_name
        wanted = list(dict.fromkeys(values))
        found: dict[Any, list[int]] = {value: [] for value in wanted}
        marks = ", ".join("?" * len(wanted))
        also = "".join(f' AND "{cls.entity.field(n).column_name}" = ?' for n in fixed)
        for value, key in rows(
            f'SELECT "{column}", id FROM "{cls.table()}" WHERE "{column}" IN ({marks}){also}'
            " ORDER BY id",
            (*wanted, *fixed.values()),
        ):
            found[value].append(key)
        return found

    # How values and columns turn into each other.

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        blank = cls.entity.blank()
        missing = [f for f in cls.entity.required if f.name not in values]
        tidied = cls.entity.tidy({**{f.name: blank[f.name] for f in missing}, **values})
        tidied = coded.named(cls.entity, tidied)

        def carried() -> Mapping[str, Any]:
            return cls.carried({**values, **tidied})

        if lenient:
            coded.check_known(cls.entity, tidied, lenient, carried)
        else:
            coded.check_chosen(cls.entity, tidied, carried)
        return blank | tidied

    @classmethod
    def _columns(cls, values: Values) -> dict[str, Any]:
        return {f.column_name: f.stored(values[f.name]) for f in cls.entity.kept}

    @classmethod
    def _values(cls, key: int, columns: Mapping[str, Any]) -> Values:
        return cls._from(key, columns, cls.others_all({key: columns}))

    @classmethod
    def _from(cls, key: int, columns: Mapping[str, Any], others: Mapping[int, Values]) -> Values:
        values = {f.name: f.column.read(columns[f.column_name]) for f in cls.entity.kept}
        return values | others.get(key, {}) | {"id": key, "version": columns["version"]}

    @classmethod
    def _refuse_clash(cls, key: int, version: int, mine: Values, theirs: Values) -> None:
        original = changed_since(cls.table(), key, version)
        changed = {
            f.name: f.column.read(original[f.column_name])
            for f in cls.entity.kept
            if f.column_name in original
        }
        changed |= cls.others_since(key, version, theirs)
        clash = {name: value for name, value in changed.items() if name in mine}
        if clash:
            raise Conflict({n: mine[n] for n in clash}, {n: theirs[n] for n in clash}, clash)
