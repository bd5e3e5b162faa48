"""The list that all lists use: reads the visible rows only, whatever the number behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from models.listing import FixedList, Row, Source
from screens.symbols import sign
from screens.widgets.columns import Column, header_line, shown_cells
from screens.widgets.measured import READ, Measured
from screens.widgets.paint import BOLD, PLAIN, REVERSE, blank, strip

# Rows kept at most, those farthest from the cursor forgotten first.
KEPT = 600

Ask = Callable[..., Awaitable[Any]]


class RecordTable(Measured, Widget, can_focus=True):
    """Rows of a source, one line each, moved through by keys; it never reads them all."""

    DEFAULT_CSS = "RecordTable { height: 1fr; width: 1fr; }"

    BINDINGS = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "home", show=False),
        Binding("end", "end", show=False),
    ]

    class Moved(Message):
        """The cursor is on another row, or on none."""

        def __init__(self, table: RecordTable, row: Row | None) -> None:
            super().__init__()
            self.table = table
            self.row = row

    def __init__(
        self,
        columns: Sequence[Column],
        ask: Ask,
        *,
        header: bool = True,
        empty: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.ask = ask
        self.header = header
        self.empty = empty
        self.source: Source = FixedList((), ())
        self.rows: list[Row] = []
        self.cursor = 0
        self.top = 0
        self.marked: set[int] = set()
        self._whole_start = self._whole_end = True

    # What is shown.

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def cells(self) -> dict[str, Any] | None:
        """The cells under the cursor, by name."""
        return self.named(self.row) if self.row else None

    def named(self, row: Row) -> dict[str, Any]:
        """A row's cells by name."""
        return dict(zip(self.source.names, row.cells, strict=True))

    @property
    def page_size(self) -> int:
        """How many rows are visible."""
        return max(1, self.size.height - (1 if self.header else 0))

    async def show(self, source: Source, *, keep: bool = False) -> None:
        """Show a source from its start, or around the row that was shown before."""
        self.source = source
        await self.reload(keep=keep)

    async def reload(self, *, keep: bool = True) -> None:
        """Read again, the cursor staying on its record, or beside it where that is gone."""
        at, key = self._place() if keep else (None, None)
        read = self.source.after if at is None else self.source.at
        rows, first = await self.ask(read, at, READ), 0
        self._whole_start, self._whole_end = at is None, len(rows) < READ
        if at is not None and len(rows) < self.page_size:
            shown, rows = len(rows), await self.ask(self.source.before, None, READ)
            first = max(0, len(rows) - shown)
            self._whole_start = len(rows) < READ
        self._set(rows, key, first)

    def _place(self) -> tuple[Any, int | None]:
        if not self.rows or self.row is None:
            return None, None
        if self._whole_start and self.top == 0:
            return None, self.row.key
        return self.rows[self.top].position, self.row.key

    def _set(self, rows: list[Row], key: int | None, first: int = 0) -> None:
        """Take other rows, of which one is the first that was visible before."""
        old = self.cursor - self.top
        self.rows = rows
        self.measure(rows)
        found = next((i for i, row in enumerate(rows) if row.key == key), None)
        if found is None:
            found = min(first + max(0, old), max(0, len(rows) - 1)) if key is not None else 0
        self.cursor = found
        # No room is left empty below while rows are hidden above.
        self.top = max(0, min(found - old if key is not None else 0, len(rows) - self.page_size))
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved(self, self.row))

    def show_at_once(self, source: Source, rows: list[Row]) -> None:
        """Show a source whose first rows have been read already."""
        self.source = source
        self._whole_start, self._whole_end = True, len(rows) < READ
        self._set(rows, None)

    def place_on(self, key: int) -> None:
        """Put the cursor on a record, if it is among the rows read."""
        for index, row in enumerate(self.rows):
            if row.key == key:
                self._go(index)
                return

    # Moving.

    async def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        await self._reach(self.cursor + step)

    async def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        shift = step * self.page_size
        top = self.top + shift
        await self._reach(self.cursor + shift)
        self.top = max(0, min(top, len(self.rows) - self.page_size, self.cursor))
        self._keep_in_view()
        self.refresh()

    async def action_home(self) -> None:
        """Go to the first row."""
        if not self._whole_start:
            self.rows = await self.read(self.source.after, None)
            self._whole_start, self._whole_end = True, len(self.rows) < READ
        self.top = 0
        self._go(0, whole=True)

    async def action_end(self) -> None:
        """Go to the last row."""
        if not self._whole_end:
            self.rows = await self.read(self.source.before, None)
            self._whole_start, self._whole_end = len(self.rows) < READ, True
        self._go(len(self.rows) - 1, whole=True)

    async def _reach(self, wanted: int) -> None:
        if wanted >= len(self.rows) and not self._whole_end and self.rows:
            more = await self.read(self.source.after, self.rows[-1].position)
            self._whole_end = len(more) < READ
            self.rows += more
            wanted -= self._trim(front=True)
        elif wanted < 0 and not self._whole_start and self.rows:
            more = await self.read(self.source.before, self.rows[0].position)
            self._whole_start = len(more) < READ
            self.rows[:0] = more
            self.cursor += len(more)
            self.top += len(more)
            wanted += len(more)
            self._trim(front=False)
        self._go(wanted)

    def _trim(self, *, front: bool) -> int:
        """Forget rows far from the cursor; returns by how much the others moved."""
        surplus = len(self.rows) - KEPT
        if surplus <= 0:
            return 0
        if front:
            del self.rows[:surplus]
            self.cursor -= surplus
            self.top = max(0, self.top - surplus)
            self._whole_start = False
            return surplus
        del self.rows[-surplus:]
        self._whole_end = False
        return 0

    def _go(self, index: int, *, whole: bool = False) -> None:
        old, old_top = self.cursor, self.top
        self.cursor = max(0, min(index, len(self.rows) - 1))
        self._keep_in_view()
        if whole or self.top != old_top:
            self.refresh()
        elif self.cursor != old:
            offset = 1 if self.header else 0
            for at in (old, self.cursor):
                self.refresh(Region(0, at - self.top + offset, self.size.width, 1))
        if whole or self.cursor != old:
            self.post_message(self.Moved(self, self.row))

    def _keep_in_view(self) -> None:
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + self.page_size:
            self.top = self.cursor - self.page_size + 1

    def on_resize(self) -> None:
        """Keep the cursor in view, and no empty room below while rows are hidden above."""
        self.top = max(0, min(self.top, len(self.rows) - self.page_size))
        self._keep_in_view()
        # Rows placed before there was any room are painted from another one now.
        self.refresh()

    def on_focus(self) -> None:
        """Show that keys act here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self.refresh()

    # Marks.

    async def action_toggle_mark(self) -> None:
        """Mark the row or take its mark away, and go to the next."""
        self.marked ^= {self.row.key} if self.row else set()
        await self.action_move(1)
        self.refresh()

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Paint the header or one row."""
        width = self.size.width
        if self.header and y == 0:
            return header_line(self.columns, width)
        index = self.top + y - (1 if self.header else 0)
        if index < len(self.rows):
            return self._row_line(index, width)
        if not self.rows and self.empty:
            lines = self.empty.split("\n")
            at = y - (2 if self.header else 1)
            if 0 <= at < len(lines):
                return strip([Segment(f"   {lines[at]}")], width)
        return blank(width)

    def _row_line(self, index: int, width: int) -> Strip:
        row = self.rows[index]
        here = index == self.cursor
        shown = shown_cells(self.columns, self.size.width, self.named(row))
        mark = sign("mark") if row.key in self.marked else " "
        cursor = sign("cursor") if here else " "
        first = shown[0] if shown else ""
        rest = "".join(f" {text}" for text in shown[1:])
        style = (REVERSE if self.has_focus or self.lit else BOLD) if here else PLAIN
        segments = [Segment(f" {cursor}{mark}", PLAIN), Segment(first, style), Segment(rest, PLAIN)]
        return strip(segments, width)

    lit = False
    """Whether the cursor is shown as if the list had the focus: keys reach it from a field."""
