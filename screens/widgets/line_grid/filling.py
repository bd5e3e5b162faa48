"""Taking what was typed in the grid, and going from one cell to the next."""

from __future__ import annotations

from collections.abc import Callable

from textual import work
from textual.binding import Binding

from crmtui.i18n import language, t
from crmtui.messages import reason, sentence
from models.item import Item
from models.rules import RuleBroken
from models.sale_line import InLine, Line, item_values
from screens.widgets.line_grid.cells import unit_of, value_of
from screens.widgets.line_grid.typing import Typing

# Where Enter goes from a column; after the last one to the item of the next line.
ONWARD = {
    "item": "quantity",
    "description": "quantity",
    "quantity": "unit_price",
    "unit": "unit_price",
    "unit_price": "discount",
}


class Filling(Typing):
    """A grid that keys lead through."""

    BINDINGS = [
        Binding("enter", "next", show=False),
        Binding("tab", "cell(1)", show=False),
        Binding("shift+tab", "cell(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("right", "sideways(1)", show=False),
        Binding("left", "sideways(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("ctrl+home", "top", show=False),
        Binding("ctrl+end", "bottom", show=False),
        Binding("home", "mend('home')", show=False),
        Binding("end", "mend('end')", show=False),
        Binding("backspace", "mend('before')", show=False),
        Binding("delete", "mend('after')", show=False),
        Binding("ctrl+w", "mend('word')", show=False),
        Binding("ctrl+u", "mend('start')", show=False),
        Binding("escape", "revert", show=False),
    ]

    # Taking what was typed.

    async def _commit(self) -> bool | None:
        """Take what was typed; false where that is no value, nothing where it is no one item."""
        if self.edit is None:
            return True
        if self.edit.text == self._begun_with:
            self._keep(self._before)
            return True
        try:
            values = await self._typed_values(self.edit.text.strip())
        except RuleBroken as broken:
            self.refuse(broken)
            return False
        if values is None:
            return None
        self._keep(values)
        return True

    async def _typed_values(self, text: str) -> Line | None:
        line = self.sheet.lines[self.row]
        if self.column == "unit":
            return {"unit": await self.ask(unit_of, text)}
        if self.column != "item":
            return {self.column: value_of(self.column, text)}
        if text.upper() == line.values["item"]:
            return {}
        if not text:
            return {"item": ""}
        item = await self.ask(Item.named, text, self.language)
        return None if item is None else item_values(item, self.language)

    def _keep(self, values: Line) -> None:
        """Take values into the line; there is an empty one to go on with."""
        self.edit = None
        self.is_wrong = False
        if not self._take(values):
            self._refresh_cell()
        before, slots = len(self.sheet), self.slots
        self.sheet.close()
        if slots != self.slots:
            self.refresh()
        elif len(self.sheet) > before:
            self._refresh_row(len(self.sheet) - 1)
        self.look_where()

    def refuse(self, broken: RuleBroken) -> None:
        """Say what is wrong in the cursor's cell, and mark it."""
        self.is_wrong = True
        self._refresh_cell()
        text = reason(broken) if isinstance(broken, InLine) else sentence(broken)
        self.tell(text, error=True)

    async def leave_cell(self, then: Callable[[], None]) -> None:
        """Take what was typed, and do what follows; a text that is no one item is looked up."""
        done = await self._commit()
        if done is None and self.edit is not None:
            self.find_item(self.edit.text.strip(), then)
        elif done:
            then()

    @work
    async def find_item(self, typed: str, then: Callable[[], None]) -> None:
        """Let an item be found; its line may also keep the text as it is."""
        from screens.dialogs.find_item import FindItem

        dialog = FindItem(typed)
        text = await self.app.push_screen_wait(dialog)
        if text is None:
            return
        try:
            if dialog.item is not None:
                self._keep(item_values(dialog.item, self.language))
            else:
                self._keep({"item": "", "description": value_of("description", text)})
        except RuleBroken as broken:
            if self.edit is None:
                self._begin(text)
            self.refuse(broken)
        else:
            then()

    @work
    async def choose_unit(self) -> None:
        """Choose the unit from its list."""
        from screens.dialogs.choose import Choose
        from screens.prompts import code_options

        chosen = self.sheet.lines[self.row].values["unit"]
        options = await self.ask(code_options, "unit", language(), [chosen])
        unit = await self.app.push_screen_wait(Choose(t("line.unit"), options, chosen=chosen))
        if unit is not None:
            self._keep({"unit": unit})

    async def look_up(self) -> None:
        """Find the item by words, or choose the unit."""
        if self.sheet.fixed:
            self.tell(t("grid.closed"))
        elif self.column == "item":
            self.find_item(self.edit.text.strip() if self.edit else "", self._go_on)
        elif self.column == "unit":
            self.choose_unit()
        else:
            self.tell(t("prompt.none"))

    # From cell to cell.

    async def action_next(self) -> None:
        """Take the cell, and go to the next one to fill."""
        await self.leave_cell(self._go_on)

    def _go_on(self) -> None:
        row, at_end = self.row, self.row >= len(self.sheet) - 1
        if self.sheet.fixed:
            self.post_message(self.Left(1)) if at_end else self.place(row + 1, self.column)
            return
        values = self.sheet.lines[row].values
        onward = ONWARD.get(self.column)
        if self.column == "item" and not values["item"] and not values["description"]:
            if at_end and self.sheet.is_empty(row):
                self.post_message(self.Left(1))
                return
            onward = "description"
        while onward and onward not in self.columns:
            onward = ONWARD.get(onward)
        self.place(row, onward) if onward else self.place(row + 1, "item")

    async def action_cell(self, step: int) -> None:
        """Go to the cell beside, at the end of a line to the next one."""
        await self.leave_cell(lambda: self._cross(step))

    def _cross(self, step: int) -> None:
        beside = self.shift_column(step)
        row = self.row + step
        if beside:
            self.place(self.row, beside)
        elif 0 <= row < len(self.sheet):
            self.place(row, self.columns[0 if step > 0 else -1])
        else:
            self.post_message(self.Left(step))

    async def action_move(self, step: int) -> None:
        """Go up or down; above the first line to what is before the grid."""
        await self.leave_cell(lambda: self._reach(step))

    def _reach(self, step: int) -> None:
        if self.row + step < 0:
            self.post_message(self.Left(-1))
        else:
            self.place(self.row + step, self.column)

    async def action_page(self, step: int) -> None:
        """Go a page up or down."""
        await self.leave_cell(lambda: self._turn(step * self.page_size))

    def _turn(self, rows: int) -> None:
        self.place(self.row + rows, self.column)

    async def action_top(self) -> None:
        """Go to the first line."""
        await self.leave_cell(lambda: self.place(0, "item"))

    async def action_bottom(self) -> None:
        """Go to the last line."""
        await self.leave_cell(lambda: self.place(len(self.sheet), "item"))

    def action_sideways(self, step: int) -> None:
        """Go within the text while one types, else to the cell beside."""
        if self.edit is not None:
            self.edit.step(step)
            self._refresh_cell()
        elif beside := self.shift_column(step):
            self.place(self.row, beside)
