"""Dates as a file writes them, day and month in the order that the whole file has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from crmtui.interchange import cells
from crmtui.interchange.headings import Plan
from crmtui.interchange.moments import EITHER, MONTH_FIRST, date_order, read_day
from crmtui.interchange.reading import Table
from models.columns import DayColumn
from models.rules import Notice, RuleBroken

_iso = cells.converter(DayColumn()) or str


class FileDays:
    """Reads the dates in some columns of a file."""

    def __init__(self, plan: Plan, fields: Collection[str]) -> None:
        self._columns = [i for i, name in enumerate(plan.fields) if name in fields]
        self._month_first = False

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out the order, and tell how dates are read that say it nowhere.

        Raises `RuleBroken` where the file has both.
        """
        order = date_order(self._cells(table)) if self._columns else ""
        self._month_first = order == MONTH_FIRST
        return [Notice("import.day_first")] if order == EITHER else ()

    def _cells(self, table: Table) -> Iterator[str]:
        for row in table.rows():
            for i in self._columns:
                if i < len(row.cells) and isinstance(row.cells[i], str):
                    yield row.cells[i]

    def read(self, text: str) -> str:
        """The date that a cell says, as ISO; what is none is left for its field to refuse."""
        plain = str(_iso(text))
        try:
            return dt.date.fromisoformat(plain).isoformat() if plain else ""
        except ValueError:
            pass
        try:
            return read_day(text, self._month_first).isoformat()
        except RuleBroken:
            return plain
