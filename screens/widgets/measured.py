"""Columns that are as wide as what they show of the rows that were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from models.listing import Row
from screens.widgets.columns import Column

# Rows read at a time: many screens, so that most keys read nothing.
READ = 100


class Measured:
    """The part of a list that lets its amounts be whole, however far on long ones come."""

    ask: Any
    columns: tuple[Column, ...]
    named: Any

    async def read(self, query: Any, position: Any) -> list[Row]:
        """So many rows of a source from a place on, their amounts measured."""
        rows: list[Row] = await self.ask(query, position, READ)
        self.measure(rows)
        return rows

    def measure(self, rows: Sequence[Row]) -> None:
        """Let columns that are never cut be as wide as what they show of rows just read."""
        if any(column.whole for column in self.columns):
            named = [self.named(row) for row in rows]
            measured = tuple(column.measured(named) for column in self.columns)
            if measured != self.columns:
                self.columns = measured
                cast(Any, self).refresh()
