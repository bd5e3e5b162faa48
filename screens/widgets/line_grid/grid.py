"""The grid of lines, filled without leaving the keyboard (spec 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from textual import events

from crmtui.i18n import language as spoken_language
from crmtui.i18n import t
from crmtui.messages import sentence
from crmtui.safe_text import visible
from models.rules import RuleBroken
from models.sale_line import InLine, Line, blank_line
from screens.commands import lines as commands
from screens.commands.command import key_name
from screens.symbols import sign
from screens.widgets.line_grid.cells import item_of, value_of
from screens.widgets.line_grid.filling import Filling
from screens.widgets.line_grid.pasted import Pasted, is_table, read_pasted
from screens.widgets.line_grid.sheet import NewLine
from screens.widgets.line_grid.typing import Ask

# How many rows that can't be pasted are named.
MOST_ROWS = 6


class LineGrid(Filling):
    """The lines of an opportunity or a quote.

    `language` is that of the descriptions which items give, `new_line` makes an empty line.
    """

    def __init__(
        self,
        lines: Iterable[Mapping[str, Any]],
        ask: Ask,
        *,
        language: str | None = None,
        read_only: bool = False,
        new_line: NewLine = blank_line,
    ) -> None:
        super().__init__(lines, ask, language or spoken_language(), read_only, new_line)

    # What the form asks and tells.

    @property
    def lines(self) -> list[Line]:
        """The lines in which something was typed."""
        return self.sheet.values()

    def set_lines(
        self, lines: Iterable[Mapping[str, Any]], *, read_only: bool | None = None
    ) -> None:
        """Show other lines, the cursor staying where it is; what was being typed is gone."""
        with self.moving_lines():
            self.edit, self.is_wrong = None, False
            self.sheet.set(lines, fixed=self.read_only if read_only is None else read_only)
        self.look_where()

    @property
    def read_only(self) -> bool:
        """Whether one only moves through the lines."""
        return self.sheet.fixed

    @read_only.setter
    def read_only(self, fixed: bool) -> None:
        if fixed != self.sheet.fixed:
            self.set_lines(self.lines, read_only=fixed)

    def focus_first_empty(self) -> None:
        """Put the focus where the next line is typed."""
        self.focus()
        self.place(0 if self.read_only else self.sheet.first_empty(), "item")

    async def finish(self) -> bool:
        """Take the cell being typed, as before saving; where that can't be, says why."""
        done = await self._commit()
        if done is None and self.edit is not None:
            try:
                await self.ask(item_of, self.edit.text.strip(), self.language)
            except RuleBroken as broken:
                self.refuse(broken)
        return done is True

    def problem(self) -> RuleBroken | None:
        """What forbids to save: a cell that is unfinished or wrong, a line without an item."""
        return self._unfinished() or self.sheet.problem()

    def _unfinished(self) -> RuleBroken | None:
        if self.edit is None or self.line is None:
            return None
        text = self.edit.text.strip()
        try:
            if self.column not in ("item", "unit"):
                value_of(self.column, text)
            elif text.upper() != self.line.values[self.column]:
                key = "rule.unknown_item" if self.column == "item" else "rule.unknown_code"
                raise RuleBroken(key, text=text, code=text)
        except RuleBroken as broken:
            return InLine(self.row + 1, self.column, broken)
        return None

    def show_problem(self, broken: RuleBroken) -> None:
        """Put the cursor on the cell in which a rule is broken; the form says which rule."""
        if isinstance(broken, InLine):
            column = broken.column if broken.column in self.columns else "item"
            if self.edit is None:
                self.place(self.sheet.place_of(broken.n), column)
            self.is_wrong = True
            self.focus()
            self._refresh_cell()

    def grid_actions(self) -> list[tuple[str, str]]:
        """What can be done with the cursor's line: the method's name, the key of its words."""
        if self.read_only:
            return []
        return [
            ("insert_line", commands.INSERT.label),
            ("delete_line", commands.DELETE.label),
            ("undo_delete", commands.UNDO.label),
            ("duplicate_line", commands.DUPLICATE.label),
            ("move_up", commands.UP.label),
            ("move_down", commands.DOWN.label),
            ("toggle_taxable", "grid.taxable"),
        ]

    # Whole lines.

    @contextmanager
    def _lines_change(self) -> Iterator[None]:
        """Change which lines there are, or say why that can't be."""
        try:
            with self.moving_lines():
                yield
        except RuleBroken as broken:
            self.tell(sentence(broken), error=True)
        else:
            self.post_message(self.Changed())
        self.look_where()

    async def next_cell(self) -> None:
        """Take the cell, and go to the next one to fill."""
        await self.action_next()

    async def insert_line(self) -> None:
        """Make a line below the cursor's."""
        if not self.read_only:
            await self.leave_cell(self._insert)

    def _insert(self) -> None:
        row = self.row
        if self.sheet.is_empty(row):
            self.place(row, "item")
            return
        with self._lines_change():
            if not self.sheet.is_empty(row + 1):
                self.sheet.insert(row + 1, [self.sheet.new_line()])
            self.row, self.column = row + 1, "item"

    async def delete_line(self) -> None:
        """Delete the cursor's line; it can be taken back."""
        if self.read_only:
            return
        said = not self.sheet.is_empty(self.row)
        with self._lines_change():
            self.edit = None
            done = self.sheet.delete(self.row)
            if done and self.sheet.is_empty(self.row):
                self.column = "item"
        if done and said:
            keys = key_name(commands.UNDO.keys.partition(",")[0])
            self.tell(t("grid.deleted", line=self.row + 1, keys=keys))

    async def undo_delete(self) -> None:
        """Take back the last line deleted, or the last lines pasted."""
        if not self.read_only:
            await self.leave_cell(self._undo)

    def _undo(self) -> None:
        with self._lines_change():
            step = self.sheet.undo()
            if step is not None:
                self.row = step.at
        if step is None:
            self.tell(t("grid.nothing_to_undo"))
        elif step.deleted:
            self.tell(t("grid.restored", line=step.at + 1))
        else:
            self.tell(t("grid.paste_undone"))

    async def duplicate_line(self) -> None:
        """Make a line like the cursor's below it."""
        if not self.read_only:
            await self.leave_cell(self._duplicate)

    def _duplicate(self) -> None:
        with self._lines_change():
            if self.sheet.duplicate(self.row):
                self.row += 1

    async def move_line(self, step: int) -> None:
        """Move the cursor's line up or down, whatever is being typed in it."""
        if not self.read_only:
            with self._lines_change():
                self.row += step if self.sheet.shift(self.row, step) else 0

    async def move_up(self) -> None:
        """Move the cursor's line up."""
        await self.move_line(-1)

    async def move_down(self) -> None:
        """Move the cursor's line down."""
        await self.move_line(1)

    async def toggle_taxable(self) -> None:
        """Tax the cursor's line, or not."""
        if not self.read_only and self.line is not None and not self.sheet.is_empty(self.row):
            taxed = not self.line.values["taxable"]
            self._take({"taxable": taxed})
            self.tell(t("grid.taxed" if taxed else "grid.untaxed", line=self.row + 1))

    # Pasting.

    async def on_paste(self, event: events.Paste) -> None:
        """Take a table as lines, anything else as the text of the cell."""
        if self.read_only:
            return
        event.stop()
        event.prevent_default()
        if is_table(event.text) and ("\t" in event.text or self.column == "item"):
            await self.paste_lines(event.text)
        elif text := visible(event.text.strip("\r\n")):
            self._type(text)

    async def paste_lines(self, text: str) -> None:
        """Put in the lines of a tab-separated text, all of them or none."""
        if not await self.finish():
            return
        pasted: Pasted = await self.ask(read_pasted, text, self.language, self.sheet.new_line)
        if pasted.problems:
            self.tell(_not_pasted(pasted.problems), error=True)
        elif pasted.lines:
            self._paste(pasted)

    def _paste(self, pasted: Pasted) -> None:
        row = self.row
        replaces = self.sheet.is_empty(row)
        with self._lines_change():
            at = row if replaces else row + 1
            self.sheet.paste(at, pasted.lines)
            self.row, self.column = at + len(pasted.lines), "item"
            if replaces:
                self.sheet.delete(self.row)
            headings = f" {t('grid.headings_skipped')}" if pasted.headings else ""
            self.tell(t("grid.pasted", n=len(pasted.lines)) + headings)


def _not_pasted(problems: list[RuleBroken]) -> str:
    """What is wrong in the first row that can't be pasted, and in which others there is more."""
    rows = [str(each.n) for each in problems if isinstance(each, InLine)]
    shown = ", ".join(rows[:MOST_ROWS]) + (sign("more") if len(rows) > MOST_ROWS else "")
    return t("grid.not_pasted", n=len(problems), rows=shown, problem=sentence(problems[0]))
