"""How a record goes: what holds it back, what goes along with it (spec 1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from models.database import rows
from models.journal import Change, change, row
from models.rules import RuleBroken

# How many there are of each kind, by the message key of its name.
Counted = Sequence[tuple[str, int]]

# The kind of what must not be named: others' own business, and what no list shows.
UNNAMED = ""


class Part(NamedTuple):
    """Rows that belong to a record alone and go with it: their name, table and link to it."""

    words: str
    table: str
    column: str


class Removes:
    """What a record has so that it can be deleted."""

    # What is deleted along with a record, and told beforehand.
    PARTS: ClassVar[tuple[Part, ...]] = ()

    @classmethod
    def referrers(cls: Any, key: int) -> Counted:
        """What refers to the record: how many of each kind, `UNNAMED` ones among them."""
        return ()

    @classmethod
    def along(cls: Any, keys: Sequence[int]) -> Counted:
        """What goes along where the records are deleted: how many of each kind in all."""
        counted: dict[str, int] = {}
        for part in cls.PARTS:
            sql = f'SELECT count(*) FROM "{part.table}" WHERE "{part.column}" IN'
            n = rows(f"{sql} (SELECT value FROM json_each(?))", (str(list(keys)),))[0][0]
            counted[part.words] = counted.get(part.words, 0) + n
        return [(words, n) for words, n in counted.items() if n]

    @classmethod
    def remove_others(cls: Any, tx: Change, key: int) -> None:
        """Change what hangs on the record beside its parts, before it goes itself."""

    @classmethod
    def remove(cls: Any, key: int) -> None:
        """Delete a record. Raises `RuleBroken` where anything refers to it."""
        with change(f"{cls.table()}.remove") as tx:
            columns = row(cls.table(), key)
            refuse_referred(cls.referrers(key), instead="active" in cls.entity.by_name)
            cls.remove_others(tx, key)
            for part in cls.PARTS:
                sql = f'SELECT id FROM "{part.table}" WHERE "{part.column}" = ? ORDER BY id'
                for (found,) in rows(sql, (key,)):
                    tx.delete(part.table, found, row(part.table, found))
            tx.delete(cls.table(), key, columns)

    @classmethod
    def remove_all(cls: Any, keys: Sequence[int]) -> Counted:
        """Delete several records, all or none; returns what went along. Raises `RuleBroken`."""
        with change(f"{cls.table()}.remove"):
            along: Counted = cls.along(keys)
            for key in keys:
                cls.remove(key)
        return along


def refuse_referred(referrers: Counted, *, instead: bool = False, field: str | None = None) -> None:
    """Refuse to part with what others refer to, naming each kind; `instead` it is deactivated.

    Where all of them are unnamed the words say no more than that it stays, whatever is behind
    them. Raises `RuleBroken`.
    """
    counted = {words: 0 for words, _ in referrers}
    for words, n in referrers:
        counted[words] += n
    named = tuple((words, n) for words, n in counted.items() if n and words != UNNAMED)
    if named:
        n = sum(n for _, n in named)
        raise RuleBroken("rule.referred", field=field, counted=named, n=n, instead=instead)
    if counted.get(UNNAMED):
        raise RuleBroken("rule.stays", field=field, instead=instead)
