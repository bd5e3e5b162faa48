"""Typing in the cells of the grid: each is ready for it, as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from textual import events
from textual.message import Message

from models.rules import RuleBroken
from models.sale_line import Line
from screens.widgets.line_grid.cell_text import JOINERS, CellText
from screens.widgets.line_grid.cells import to_mend, value_of
from screens.widgets.line_grid.sheet import NewLine
from screens.widgets.line_grid.view import CHOICES, GridView

Ask = Callable[..., Awaitable[Any]]


class Typing(GridView):
    """A grid whose cells are typed in."""

    is_grid = True
    # PgUp and PgDn are the lines', whatever pages the form has.
    pages = True

    class Changed(Message, namespace="line_grid"):
        """A line is not what it was."""

    class Left(Message, namespace="line_grid"):
        """The hands go on: after the grid (1) or back to what is before it (-1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Moved(Message, namespace="line_grid"):
        """The cursor came to where Enter leaves the lines, or left that place."""

    class Told(Message, namespace="line_grid"):
        """Something to say on the status line."""

        def __init__(self, text: str, error: bool = False) -> None:
            super().__init__()
            self.text = text
            self.error = error

    def __init__(
        self,
        lines: Iterable[Mapping[str, Any]],
        ask: Ask,
        language: str,
        read_only: bool,
        new_line: NewLine,
    ) -> None:
        super().__init__(lines, read_only, new_line)
        self.ask = ask
        self.language = language
        self._before: Line = {}
        self._begun_with = ""
        self._was_at_end = False

    @property
    def at_end(self) -> bool:
        """Whether Enter leaves the lines: nothing is typed in the last one."""
        if self.column != "item" or self.edit is not None or self.sheet.fixed:
            return False
        return self.row == len(self.sheet) - 1 and self.sheet.is_empty(self.row)

    def look_where(self) -> None:
        """Tell where Enter leaves the lines now, or no longer does."""
        if self.at_end != self._was_at_end:
            self._was_at_end = self.at_end
            self.post_message(self.Moved())

    def place(self, row: int, column: str) -> None:
        """Put the cursor in a cell, and tell where Enter leaves the lines."""
        super().place(row, column)
        self.look_where()

    def tell(self, text: str, *, error: bool = False) -> None:
        """Say something on the status line."""
        self.post_message(self.Told(text, error))

    # Typing.

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take every letter for the cell."""
        typed = character is not None and character.isprintable()
        return typed and not self.sheet.fixed and not self._asks(character or "")

    def _asks(self, character: str) -> bool:
        """Whether a sign typed into an empty cell is a question, or a wish for a new line."""
        if character == "?":
            return self.column in CHOICES and (self.edit is None or not self.edit.text)
        return character == "+" and self.column == "item" and self.edit is None and not self._text

    async def on_key(self, event: events.Key) -> None:
        """Take what is typed."""
        typed = event.is_printable or event.character in JOINERS
        if self.sheet.fixed or not typed or not event.character or not self.line:
            return
        event.stop()
        event.prevent_default()
        if self._asks(event.character):
            await (self.look_up() if event.character == "?" else self.insert_line())
        elif event.character == " " and self.edit is None:
            self._begin(self._text)
            self._refresh_cell()
        else:
            self._type(event.character)

    def _type(self, text: str) -> None:
        if self.edit is None:
            self._begin("")
        assert self.edit is not None
        self.edit.insert(text)
        self._edited()

    @property
    def _text(self) -> str:
        """What the cell holds, as one types it."""
        empty = self.line is None or self.sheet.is_empty(self.row)
        return "" if empty else to_mend(self.sheet.lines[self.row], self.column)

    def _begin(self, text: str) -> None:
        """Begin to type in the cell."""
        self._before = dict(self.sheet.lines[self.row].values)
        self._begun_with = self._text
        self.edit = CellText(text)
        self.look_where()

    def _edited(self) -> None:
        """Show what was typed, and what follows from it as soon as it is a value."""
        if self.is_wrong:
            self.is_wrong = False
            self.tell("")
        if not self._follow():
            self._refresh_cell()

    def _follow(self) -> bool:
        """Take what is typed as soon as it is a value; whether the line is another by that."""
        if self.column in CHOICES or self.edit is None:
            return False
        try:
            return self._take({self.column: value_of(self.column, self.edit.text)})
        except RuleBroken:
            # Not yet a value: what was one before it holds until the cell is left.
            return False

    def _take(self, values: Line) -> bool:
        """Change the cursor's line; whether it is another."""
        line = self.sheet.lines[self.row]
        if all(line.values.get(name) == value for name, value in values.items()):
            return False
        line.take(values)
        self.measure([line])
        self._refresh_row(self.row)
        self.post_message(self.Changed())
        return True

    def action_mend(self, how: str) -> None:
        """Go and delete within the cell's text; it is begun with what the cell shows."""
        if self.sheet.fixed or self.line is None:
            return
        if self.edit is None:
            self._begin("" if how == "after" else self._text)
        edit = self.edit
        assert edit is not None
        if how in ("home", "end"):
            edit.go(how == "end")
            self._refresh_cell()
            return
        if how == "after":
            edit.delete_after()
        else:
            {"before": edit.delete_before, "word": edit.delete_word, "start": edit.delete_start}[
                how
            ]()
        self._edited()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc is the cell's only while one types in it."""
        return self.edit is not None if action == "revert" else True

    def action_revert(self) -> None:
        """Take back what was typed in the cell."""
        self.edit = None
        self.is_wrong = False
        self.tell("")
        if not self._take(self._before):
            self._refresh_cell()
        self.look_where()

    async def look_up(self) -> None:
        """Find what the cell may hold."""
        raise NotImplementedError

    async def insert_line(self) -> None:
        """Make a line below the cursor's."""
        raise NotImplementedError
