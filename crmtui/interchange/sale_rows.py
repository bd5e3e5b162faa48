"""Rows of opportunities and quotes: lines in one cell as JSON, or each line a row of its own.

Rows that follow each other and name the same record are its lines. What is wrong in one of them
is wrong in the whole record, so that none comes in with lines missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from crmtui.interchange import cells
from crmtui.interchange.file_days import FileDays
from crmtui.interchange.file_numbers import DISCOUNT, FRACTION, PERCENT, Discounts, FileNumbers
from crmtui.interchange.items import Asked, Item, Kind
from crmtui.interchange.line_cells import (
    AMOUNTS,
    PLACES,
    LineCells,
    agree,
    alongside,
    in_row,
    unfilled,
)
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import UNCHANGED, UPDATED
from crmtui.interchange.whose import OF_CONTACT
from models.columns import Column, DayColumn
from models.contact import Contact
from models.decimals import DecimalColumn
from models.entity import Entity, Values
from models.journal import Change
from models.rules import Notice, RuleBroken
from models.sale_document import SaleDocument
from models.sale_line import LINE_COLUMNS, InLine, Line
from models.spoken import language_of


class SaleRows(Kind):
    """Records with lines.

    `LINE` are the columns of lines by target, `APART` the targets that tell records apart, those
    of `NAMED` first, and `SUMS` are the values that follow from the others.
    """

    RECORD: ClassVar[type[SaleDocument]]
    LINE: ClassVar[Mapping[str, str]]
    NAMED: ClassVar[tuple[str, ...]]
    APART: ClassVar[tuple[str, ...]]
    SUMS: ClassVar[frozenset[str]]

    def __init__(self, asked: Asked) -> None:
        entity, plan = asked.entity, asked.plan
        in_rows = [name for name in plan.fields if name in self.LINE]
        if in_rows and plan.has("lines"):
            raise RuleBroken("import.lines_twice", field="lines", name=in_rows[0])
        if in_rows and not any(name in plan.fields for name in self.NAMED):
            raise RuleBroken("import.lines_of_which", names=", ".join(self.NAMED))
        self.in_rows = bool(in_rows)
        self.short_rows = not in_rows
        self.several = f"entity.{entity.plural}" if in_rows else ""
        self._named = [i for i, name in enumerate(plan.fields) if name in self.NAMED]
        self._apart = [i for i, name in enumerate(plan.fields) if name in self.APART]
        self._scattered: set[int] = set()
        exact = [n for n in plan.fields if isinstance(self._column(entity, n), DecimalColumn)]
        dated = [n for n in plan.fields if isinstance(self._column(entity, n), DayColumn)]
        self._numbers = FileNumbers(plan, exact)
        self._discounts = Discounts(plan, self._numbers)
        self._days = FileDays(plan, dated)
        super().__init__(asked)
        self._line_cells = LineCells(self.LINE, plan.fields, self._defaults)

    # How cells are read.

    def _column(self, entity: Entity, field: str) -> Column | None:
        if field in self.LINE:
            return LINE_COLUMNS[self.LINE[field]]
        if field in OF_CONTACT:
            return Contact.entity.field(field).column
        # Lines are objects or their JSON; a contact may be named otherwise than by its id.
        known = entity.by_name.get(field) if field not in ("lines", "contact") else None
        return known.column if known else None

    def column_of(self, field: str) -> Column | None:
        """A line's column, or one that names the contact, for targets that are no field."""
        return self._column(self.entity, field)

    def converter_of(self, field: str) -> cells.Convert | None:
        """Numbers and dates are read as the file writes them."""
        column = self.column_of(field)
        if field in (DISCOUNT, PERCENT, FRACTION):
            return self._at(field, self._discounts.read)
        if isinstance(column, DecimalColumn):
            return self._at(field, self._numbers.read)
        if isinstance(column, DayColumn):
            return self._days.reader(field)
        return super().converter_of(field)

    def _at(self, field: str, read: cells.Convert) -> cells.Convert:
        def convert(cell: str) -> Any:
            try:
                return read(cell)
            except RuleBroken as broken:
                if field in self.LINE:
                    raise InLine(0, self.LINE[field], broken) from None
                raise broken.at(field) from None

        return convert

    def exact(self, field: str, value: Any) -> Any:
        """A JSON number is read as the same number written in CSV."""
        convert = self.converter_of(field)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return convert(str(value)) if convert and number else super().exact(field, value)

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out how numbers and dates are written, and whether rows of a record are apart."""
        before: tuple[str, ...] = ()
        seen: set[int] = set()
        for row in table.rows():
            self._numbers.learn(row)
            self._discounts.learn(row)
            named = self._names(row)
            if self.in_rows and not self._same(row, before):
                if hash(named) in seen:
                    self._scattered.add(hash(named))
                seen.add(hash(named))
                before = named
        return [*self._days.look_through(table), *self._discounts.decide(table)]

    # How rows become records.

    def together(self, rows: Iterator[RawRow]) -> Iterator[Sequence[RawRow]]:
        """The rows of a file, those that are lines of one record together."""
        if not self.in_rows:
            yield from super().together(rows)
            return
        taken: list[RawRow] = []
        for row in rows:
            if taken and not self._same(row, self._names(taken[0])):
                yield taken
                taken = []
            taken.append(row)
        if taken:
            yield taken

    def _names(self, row: RawRow) -> tuple[str, ...]:
        return tuple(_text(row, i) for i in self._apart)

    def _same(self, row: RawRow, before: tuple[str, ...]) -> bool:
        """Whether a row is of the record that rows before it name, or names none."""
        names = self._names(row)
        if not any(names) or not before:
            return bool(before)
        named = any(_text(row, i) for i in self._named)
        return named and all(a == b for a, b in zip(names, before, strict=True) if a)

    def item(self, row: RawRow) -> Item:
        """A record of one row. Raises `RuleBroken`."""
        return self.item_of([row])

    def item_of(self, rows: Sequence[RawRow]) -> Item:
        """The record that rows make together, tidied. Raises `RuleBroken`."""
        if not self.in_rows:
            return self.record(rows[0], *self.read(rows[0]))
        if hash(self._names(rows[0])) in self._scattered:
            raise RuleBroken("import.scattered")
        return self.record(rows[0], *self._put_together(rows))

    def record(self, row: RawRow, values: Values, emptied: frozenset[str]) -> Item:
        """What the values of a record say, tidied. Raises `RuleBroken`."""
        raise NotImplementedError

    def _put_together(self, rows: Sequence[RawRow]) -> tuple[Values, frozenset[str]]:
        """The values that the rows of a record say of it, with its lines. Raises `RuleBroken`."""
        head: Values = {}
        lines: list[Line] = []
        empty: set[str] = set()
        for row in rows:
            try:
                values, emptied = self.read(row)
                line = self._line_cells.take(values)
                for name, value in values.items():
                    if head.setdefault(name, value) != value:
                        raise RuleBroken("import.rows_differ", field=name, line=rows[0].line)
            except RuleBroken as broken:
                raise in_row(row.line, broken, self.entity) from None
            lines += [line | {PLACES: row.line}] if line else []
            empty |= emptied
        return head | ({"lines": lines} if lines else {}), frozenset(empty - head.keys())

    def taken(self, values: Values) -> tuple[Values, Values]:
        """The values given, and apart what they say of sums. Raises `RuleBroken`."""
        sums = {n: self.entity.field(n).tidy(values.pop(n)) for n in self.SUMS if n in values}
        values.pop("tax_lines", None)
        for name in (AMOUNTS, PLACES) if self.in_rows else ():
            sums[name] = [line.pop(name) for line in values.get("lines", ())]
        return self.RECORD.tidied(values, lenient=True), sums

    # How records are written.

    def located(self, item: Item, make: Callable[[], Values]) -> Values:
        """What `make` gives; what is wrong in a line is told with the line of the file."""
        try:
            return make()
        except InLine as broken:
            places = (item.sums or {}).get(PLACES, ())
            if len(places) >= broken.n > 0:
                raise in_row(places[broken.n - 1], broken, self.entity) from None
            raise

    def change(self, tx: Change, items: Sequence[Item]) -> None:
        """Change the records of items where they differ from what the rows say."""
        keys = [item.key for item in items if item.key is not None]
        current = {v["id"]: v for v in self.RECORD.values_all(keys)} if keys else {}
        for item in items:
            try:
                with tx.attempt():
                    self._change(item, current[item.key or 0])
            except RuleBroken as broken:
                item.reject(broken)

    def _change(self, item: Item, old: Values) -> None:
        given = self.located(item, lambda: self.as_kept(item, old))
        changed = tuple(name for name in given if given[name] != old[name])
        if changed:
            self.refuse_change(old, changed)
            self.RECORD.alter(old["id"], {n: given[n] for n in changed}, lenient=True)
            old = self.RECORD.values_of(old["id"])
        agree(item.sums or {}, old, self.entity)
        item.what, item.changed = UPDATED if changed else UNCHANGED, changed

    def refuse_change(self, old: Values, changed: Sequence[str]) -> None:
        """Refuse to change what stays as it was made. Raises `RuleBroken`."""
        for name in changed:
            if self.entity.field(name).read_only:
                raise RuleBroken("import.stays", field=name)

    def as_kept(self, item: Item, old: Values) -> Values:
        """The values given as they would be kept in a record; lines keep what they don't name."""
        if "lines" not in item.given:
            return item.given
        lines = alongside(item.given["lines"], old["lines"])
        language = language_of(old["contact"], old.get("bill_to_id"))
        kept = self.RECORD.with_lines(item.given | {"lines": lines}, old, language, True)
        return kept | {"lines": unfilled(kept["lines"], lines, old["lines"])}


def _text(row: RawRow, i: int) -> str:
    return str(row.cells[i] or "").strip() if i < len(row.cells) else ""
