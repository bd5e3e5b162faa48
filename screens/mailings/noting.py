"""Lists that say in full, on the status line, what the row under the cursor has no room for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from screens.widgets.record_table import RecordTable


class Notes:
    """A list that tells of a row once the cursor comes on it; read again, it tells nothing."""

    table: Any
    say: Any
    order_words: Any
    _noted: int | None = None

    def note(self, cells: Mapping[str, Any]) -> str:
        """What is said of a row, or nothing."""
        raise NotImplementedError

    def with_note(self, words: str) -> str:
        """How a list is shown, and what is said of the row that the cursor is on."""
        cells = self.table.cells
        note = self.note(cells) if cells is not None else ""
        return " · ".join(part for part in (words, note) if part)

    def noted(self) -> None:
        """Say nothing of the row that the cursor is on: something else is said."""
        self._noted = self.table.row.key if self.table.row is not None else None

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Tell of the row that the cursor has come on."""
        row = self.table.row
        if row is not None and row.key != self._noted:
            self._noted = row.key
            self.say(self.order_words())
