"""Look an item up for a line, or keep the text as the line's own description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.binding import Binding
from textual.widgets import Input

from crmtui.i18n import language, t
from crmtui.values import show
from models.item import Choice, Item
from models.listing import FixedList, Row, Source
from models.sale_line import LINE_COLUMNS
from screens.commands.command import key_name
from screens.dialogs.find_record import FindRecord
from screens.widgets.columns import Column, money_column
from screens.widgets.record_table import RecordTable


class FindItem(FindRecord):
    """An item found by its code or by words: its code is the answer, and `item` is the item.

    Where `item` is nothing, the answer is a text that is to be kept as it is.
    """

    BINDINGS = [Binding("f2,ctrl+s", "keep_text", show=False, priority=True)]

    def __init__(self, typed: str = "") -> None:
        super().__init__(t("find_item.title"), typed)
        self.item: Choice | None = None

    def columns(self) -> Sequence[Column]:
        """Code, description, unit and price."""
        return [
            Column("", 20, lambda c: str(c["item"].code)),
            Column("", 0, lambda c: str(c["item"].text(language()))),
            Column("", 7, lambda c: str(c["item"].unit)),
            money_column("", 12, lambda c: show(LINE_COLUMNS["unit_price"], c["item"].price)),
        ]

    def look_up(self, text: str) -> tuple[Source, list[Row]]:
        """The items that a text finds."""
        found = FixedList.of(("item",), [(i.id, (i,)) for i in Item.found(text, language())])
        return found, list(found.rows)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        choose, *rest = super().keys()
        return (choose, (key_name("f2"), t("find_item.keep_text")), *rest)

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Say what can be done where nothing is found."""
        self.say("" if event.row else t("find_item.none", keys=key_name("f2")))

    def action_choose(self) -> None:
        """Answer with the item under the cursor."""
        if self.table.cells is not None:
            self.item = cast(Choice, self.table.cells["item"])
            self.dismiss(self.item.code)

    def action_keep_text(self) -> None:
        """Answer with the text: the line describes what is no item."""
        if text := self.query_one(Input).value.strip():
            self.dismiss(text)
        else:
            self.say(t("find_item.no_text"))
