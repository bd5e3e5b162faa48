"""A list that is shown around any of its rows."""

from __future__ import annotations

from models.listing import Position
from screens.widgets.measured import READ
from screens.widgets.record_table import RecordTable


class PlacedTable(RecordTable):
    """A list that may be shown around any of its rows, however far from its start."""

    async def show_around(self, position: Position, key: int) -> None:
        """Put the cursor on a row of what is listed, by its place in the order."""
        if any(row.key == key for row in self.rows):
            self.place_on(key)
            return
        before = await self.ask(self.source.before, position, READ)
        after = await self.ask(self.source.at, position, READ)
        self._whole_start, self._whole_end = len(before) < READ, len(after) < READ
        self._set([*before, *after], key)
