"""Find an item by typing: each key asks the database, whatever the number of items."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import language, t
from crmtui.values import show
from models.item import Choice, Item
from models.listing import FixedList
from models.sale_line import LINE_COLUMNS
from screens.base import tells
from screens.commands.command import key_name
from screens.dialogs.listed import ListDialog
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


class FindItem(ListDialog[Choice | str]):
    """An item found by its code or by words; answers it, or the text that is no item's."""

    WIDTH = 76
    HEIGHT = 18
    BINDINGS = [Binding("f2,ctrl+s", "keep_text", show=False, priority=True)]

    def __init__(self, typed: str = "") -> None:
        super().__init__(t("find_item.title"))
        self._wanted = typed
        self._shown: str | None = None
        self._searching = False
        self.found: list[Choice] = []

    def body(self) -> Iterator[Widget]:
        """A field to type in, and the items that are found."""
        field = Input(
            self._wanted, compact=True, placeholder=t("choose.type"), select_on_focus=False
        )
        field.cursor_blink = False
        yield field
        columns = [
            Column("", 20, lambda c: str(c["code"])),
            Column("", 0, lambda c: str(c["description"])),
            Column("", 7, lambda c: str(c["unit"])),
            Column("", 12, lambda c: str(c["price"]), right=True),
        ]
        table = RecordTable(columns, self.ask, header=False, empty=t("choose.none"))
        table.lit = True
        table.can_focus = False
        yield table

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        choose, *rest = super().keys()
        return (choose, (key_name("f2"), t("find_item.keep_text")), *rest)

    async def on_mount(self) -> None:
        """Show the items that what was typed so far finds."""
        await super().on_mount()
        self.set_focus(self.query_one(Input))
        await self._search()

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed now; what was typed meanwhile comes next."""
        self._wanted = event.value
        if not self._searching:
            await self._search()

    @tells
    async def _search(self) -> None:
        self._searching = True
        try:
            while self._shown != self._wanted:
                wanted = self._wanted
                self._show(await self.ask(Item.found, wanted, language()))
                self._shown = wanted
        finally:
            self._searching = False

    def _show(self, found: list[Choice]) -> None:
        self.found = found
        rows = [
            (i, (item.code, item.text(language()), item.unit, _price(item)))
            for i, item in enumerate(found)
        ]
        source = FixedList.of(("code", "description", "unit", "price"), rows)
        self.table.show_at_once(source, list(source.rows))
        self.say("" if found else t("find_item.none", keys=key_name("f2")))

    def action_choose(self) -> None:
        """Answer with the item under the cursor."""
        if self.table.row is not None:
            self.dismiss(self.found[self.table.row.key])

    def action_keep_text(self) -> None:
        """Answer with the text: the line describes what is no item."""
        if text := self.query_one(Input).value.strip():
            self.dismiss(text)
        else:
            self.say(t("find_item.no_text"))


def _price(item: Choice) -> str:
    return show(LINE_COLUMNS["unit_price"], item.price)
