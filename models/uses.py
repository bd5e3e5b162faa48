"""Uses of a code or a user: the columns that hold one, found from what the tables declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, cast

import peewee as pw

from models.columns import CodeColumn, Column, KeptCodesColumn, UserColumn
from models.database import rows
from models.journal import actor
from models.private import Private
from models.record import Record
from models.removal import UNNAMED, Counted
from models.sale_document import SaleDocument
from models.sale_line import LINE_COLUMNS


class Use(NamedTuple):
    """A column of a table whose rows are, or belong to by `link`, records that users know."""

    column: Column
    name: str
    table: str
    link: str
    record: type[Record]
    public: str


def uses_of_code(table: str, code: str) -> Counted:
    """How many records of each kind have a code of a table, and how many settings."""
    from models.setting import DEFINITIONS, setting

    def holds(column: Column) -> bool:
        return isinstance(column, CodeColumn | KeptCodesColumn) and column.table == table

    settings = [d.name for d in DEFINITIONS if holds(d.column)]
    kept = ("entity.settings", sum(setting(name) == code for name in settings))
    own = (UNNAMED, int(code in codes_of_the_program(table)))
    return [*_counted(holds, code), kept, own]


def uses_of_user(key: int) -> Counted:
    """How many records of each kind name a user."""
    return _counted(lambda column: isinstance(column, UserColumn), key)


def codes_of_the_program(table: str) -> frozenset[str]:
    """The codes of a table that new records have by themselves, or that a status leads to."""
    from models.catalogue import ENTITIES
    from models.opportunity_settled import STAGE_OF

    fields = [field for entity in ENTITIES for field in entity.coded]
    usual = {f.default for f in fields if f.default and getattr(f.column, "table", "") == table}
    return frozenset(usual | set(STAGE_OF.values() if table == "stage" else ()))


@cache
def all_uses() -> tuple[Use, ...]:
    """Every column of every table that holds a code or a user."""
    return tuple(sorted(_declared(), key=lambda use: (use.table, use.name)))


def _declared() -> Iterator[Use]:
    from models.catalogue import ENTITIES

    records: dict[str, type[Record]] = {e.record.table(): e.record for e in ENTITIES}
    for record in records.values():
        yield from _columns(record, "id", record)
        if issubclass(record, SaleDocument):
            for name, column in LINE_COLUMNS.items():
                if isinstance(column, CodeColumn):
                    yield Use(column, name, record.LINES, record.OF, record, "NULL")
    for model in _models(pw.Model):
        if belongs_to := getattr(model, "BELONGS_TO", ""):
            yield from _columns(model, f"{belongs_to}_id", records[belongs_to])


def _columns(model: type[pw.Model], link: str, record: type[Record]) -> Iterator[Use]:
    meta: Any = cast(Any, model)._meta
    public = "t.public" if "public" in meta.columns else "NULL"
    for column in meta.sorted_fields:
        if isinstance(column, CodeColumn | KeptCodesColumn | UserColumn):
            yield Use(column, column.column_name, meta.table_name, link, record, public)


def _models(base: type[Any]) -> Iterator[type[Any]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _counted(holds: Callable[[Column], bool], content: Any) -> Counted:
    by_record: dict[type[Record], list[Use]] = {}
    for use in all_uses():
        if holds(use.column):
            by_record.setdefault(use.record, []).append(use)
    return [pair for record, uses in by_record.items() for pair in _of(record, uses, content)]


def _is_in(use: Use) -> str:
    """The condition that a column holds something, alone or among others."""
    if isinstance(use.column, KeptCodesColumn):
        return f"""instr(' ' || t."{use.name}" || ' ', ' ' || ? || ' ')"""
    return f't."{use.name}" = ?'


def _of(record: type[Record], uses: list[Use], content: Any) -> Iterator[tuple[str, int]]:
    """How many records of one kind name something in any of their columns."""
    kind = "of.kind" if "kind" in record.entity.by_name else "''"
    parts, params = [], []
    for use in uses:
        seen = "1"
        if issubclass(record, Private):
            seen = f"coalesce({use.public}, of.public) OR of.owner_id = ?"
            params.append(actor() or 0)
        parts.append(
            f'SELECT of.id AS id, {kind} AS kind, ({seen}) AS seen FROM "{use.table}" t'
            f' JOIN "{record.table()}" of ON of.id = t."{use.link}" WHERE {_is_in(use)}'
        )
        params.append(content)
    for each, seen, n in rows(
        f"SELECT kind, seen, count(DISTINCT id) FROM ({' UNION ALL '.join(parts)})"
        " GROUP BY kind, seen",
        tuple(params),
    ):
        plural = f"{each}s" if each else record.entity.plural
        yield (f"entity.{plural}" if seen else UNNAMED), n
