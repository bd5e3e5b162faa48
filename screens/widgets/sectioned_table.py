"""A list with headings between its rows, over which the cursor steps."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from models.listing import FixedList, Row
from screens.symbols import sign
from screens.widgets.paint import BOLD, cells, fit, strip
from screens.widgets.record_table import RecordTable

# The cell that is a heading's title; it is empty in every other row.
HEADING = "heading"


class SectionedTable(RecordTable):
    """Rows in sections: one whose `heading` cell says something is the title of those below it.

    What it shows is in memory, and so is read whole: no title is left behind.
    """

    def heading(self, index: int) -> str:
        """The title that a row is, or nothing."""
        if not 0 <= index < len(self.rows):
            return ""
        return str(self.named(self.rows[index])[HEADING])

    async def reload(self, *, keep: bool = True) -> None:
        """Show all rows, the cursor staying where it was if asked to."""
        assert isinstance(self.source, FixedList)
        self._whole_start = self._whole_end = True
        self._set(list(self.source.rows), self.row.key if keep and self.row else None)

    def _set(self, rows: list[Row], key: int | None, first: int = 0) -> None:
        super()._set(rows, key, first)
        self._go(self.cursor, whole=True)

    def _go(self, index: int, *, whole: bool = False) -> None:
        index = max(0, min(index, len(self.rows) - 1))
        step = -1 if index < self.cursor else 1
        if self.heading(index):
            index += step
        if self.heading(index) or not 0 <= index < len(self.rows):
            index -= 2 * step
        super()._go(index, whole=whole)

    def _keep_in_view(self) -> None:
        super()._keep_in_view()
        # The title above the first row in view is in view as well, where there is room for both.
        if self.top and self.top == self.cursor and self.page_size > 1:
            self.top -= bool(self.heading(self.top - 1))

    def _row_line(self, index: int, width: int) -> Strip:
        title = self.heading(index)
        if not title:
            return super()._row_line(index, width)
        text = fit(f" {title} ", min(width, cells(title) + 2))
        return strip([Segment(text, BOLD), Segment(sign("rule") * width)], width)
