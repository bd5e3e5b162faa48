"""What is seen of the lines: only those that are in view are painted, and only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from screens.symbols import sign
from screens.widgets.line_grid.cell_text import CellText
from screens.widgets.line_grid.cells import shown
from screens.widgets.line_grid.sheet import NewLine, Sheet, SheetLine
from screens.widgets.line_grid.slots import EDITED, Room, Slot, slots
from screens.widgets.paint import BOLD, DIM, ERROR, PLAIN, REVERSE, blank, cells, fit, strip
from screens.widgets.repaint import changed_lines

TYPED = Style(underline=True)
# The narrowest column of numbers of lines.
LEAST_NUMBER = 3
CHOICES = ("item", "unit")


class GridView(Widget, can_focus=True):
    """Lines in a window, the cursor in a cell of one of them."""

    DEFAULT_CSS = "GridView { height: 1fr; width: 1fr; }"

    def __init__(self, lines: Iterable[Mapping[str, Any]], read_only: bool, new_line: NewLine):
        super().__init__()
        self.sheet = Sheet([], new_line)
        self.sheet.set(lines, fixed=read_only)
        self.row = self.top = 0
        self.column = EDITED[0]
        self.edit: CellText | None = None
        self.is_wrong = False
        self._room = Room()
        self.measure(self.sheet.lines)

    # Where things are.

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The columns that there is room for."""
        number = max(LEAST_NUMBER, len(str(len(self.sheet))))
        return slots(self.size.width, number, self._room)

    def measure(self, lines: Iterable[SheetLine]) -> None:
        """Let prices and amounts be as wide as these lines need."""
        values = [line.values for line in lines]
        room = self._room.with_lines(
            _decimals(line.get("unit_price") for line in values),
            _decimals(line.get("amount") for line in values),
        )
        if room != self._room:
            self._room = room
            self.refresh()

    @property
    def columns(self) -> list[str]:
        """The columns that the cursor goes to."""
        return [slot.name for slot in self.slots if slot.name in EDITED]

    @property
    def page_size(self) -> int:
        """How many lines are visible."""
        return max(1, self.size.height - 1)

    @property
    def line(self) -> SheetLine | None:
        """The line under the cursor."""
        return self.sheet.lines[self.row] if self.row < len(self.sheet) else None

    def shift_column(self, step: int) -> str | None:
        """The column beside the cursor's, if there is one."""
        columns = self.columns
        at = (columns.index(self.column) if self.column in columns else len(columns)) + step
        return columns[at] if 0 <= at < len(columns) else None

    # Moving.

    def place(self, row: int, column: str) -> None:
        """Put the cursor in a cell: two cells are painted, or all lines where they move."""
        row = max(0, min(row, len(self.sheet) - 1))
        self.is_wrong = False
        top = self.top
        if row < top or row >= top + self.page_size:
            self.row, self.column = row, column
            self._keep_in_view()
            self._refresh_lines()
            return
        self._refresh_cell()
        self.row, self.column = row, column
        self._refresh_cell()

    def _keep_in_view(self) -> None:
        self.top = max(0, min(self.top, len(self.sheet) - self.page_size))
        if self.row < self.top:
            self.top = self.row
        elif self.row >= self.top + self.page_size:
            self.top = self.row - self.page_size + 1

    @contextmanager
    def moving_lines(self) -> Iterator[None]:
        """Change which lines there are, or their order; only what looks otherwise is painted."""
        with changed_lines(self):
            yield
            self.measure(self.sheet.lines)
            self.row = max(0, min(self.row, len(self.sheet) - 1))
            self._keep_in_view()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        if self.edit is None and self.column not in self.columns:
            self.column = self.columns[-1]
        self._keep_in_view()
        self.refresh()

    def on_focus(self) -> None:
        """Show that keys act here."""
        self._refresh_cell()

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self._refresh_cell()

    # Painting.

    def _refresh_cell(self) -> None:
        """Paint the cursor's cell."""
        for slot in self.slots:
            if slot.name == self.column:
                # It begins with the sign of the cursor.
                y = 1 + self.row - self.top
                self.refresh(Region(slot.x - 1, y, slot.width + 1, 1))

    def _refresh_lines(self) -> None:
        """Paint all lines, but not their titles."""
        self.refresh(Region(0, 1, self.size.width, self.page_size))

    def _refresh_row(self, index: int) -> None:
        """Paint a line, where it is in view."""
        if self.top <= index < self.top + self.page_size:
            self.refresh(Region(0, 1 + index - self.top, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Paint the titles, or one line."""
        width = self.size.width
        index = self.top + y - 1
        if y == 0:
            titles = "".join(
                f" {fit(t(f'grid.title.{slot.name}'), slot.width, right=slot.right)}"
                for slot in self.slots
            )
            return strip([Segment(titles, DIM)], width)
        if index >= len(self.sheet):
            return blank(width)
        return strip(Segment.simplify(self._segments(index)), width)

    def _segments(self, index: int) -> list[Segment]:
        line = self.sheet.lines[index]
        empty = self.sheet.is_empty(index)
        made: list[Segment] = []
        for slot in self.slots:
            if index == self.row and slot.name == self.column:
                made += self._cursor_cell(line, slot, empty)
            elif slot.name == "number":
                made.append(Segment(f" {index + 1:>{slot.width}}", DIM))
            else:
                text = "" if empty else shown(line, slot.name)
                made.append(Segment(f" {fit(text, slot.width, right=slot.right)}", PLAIN))
        taxed = empty or line.values.get("taxable", True)
        return [*made, Segment(" " if taxed else f" {t('grid.untaxed_sign')}", PLAIN)]

    def _cursor_cell(self, line: SheetLine, slot: Slot, empty: bool) -> list[Segment]:
        """The cell under the cursor, told by a sign as well."""
        mark = "!" if self.is_wrong else sign("cursor") if self.has_focus else " "
        first = Segment(mark, ERROR if self.is_wrong else PLAIN)
        if self.edit is not None:
            before, under, after = self.edit.window(slot.width)
            room = slot.width - cells(before) - cells(under)
            under_style = REVERSE if self.has_focus else TYPED
            rest = fit(after, room) if cells(after) > room else after + " " * (room - cells(after))
            return [
                first,
                Segment(before, TYPED),
                Segment(under, under_style),
                Segment(rest, TYPED),
            ]
        text = "" if empty else shown(line, slot.name)
        made = fit(text, slot.width, right=slot.right)
        if slot.name in CHOICES and not self.sheet.fixed and made.endswith(" "):
            made = made[:-1] + sign("choice")
        return [first, Segment(made, REVERSE if self.has_focus else BOLD)]


def _decimals(values: Iterable[Any]) -> list[Decimal]:
    """Those that are numbers: what is half typed may be none yet."""
    return [value for value in values if isinstance(value, Decimal)]
