"""Look a contact up by typing: each key asks the database, whatever the number of contacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from models.contact import Contact
from models.listing import Listing, Row
from screens.base import tells
from screens.dialogs.listed import ListDialog
from screens.widgets.columns import Column
from screens.widgets.record_table import READ, RecordTable


class FindContact(ListDialog[str]):
    """A contact of any party, found by words of its name or of its party's; answers its id."""

    WIDTH = 76
    HEIGHT = 18
    BINDINGS = [Binding("f2,ctrl+s", "choose", show=False, priority=True)]

    def __init__(self, title: str, typed: str = "") -> None:
        super().__init__(title)
        self._wanted = typed
        self._shown: str | None = None
        self._searching = False

    def body(self) -> Iterator[Widget]:
        """A field to type in, and the contacts that are found."""
        field = Input(
            self._wanted, compact=True, placeholder=t("choose.type"), select_on_focus=False
        )
        field.cursor_blink = False
        yield field
        table = RecordTable(_columns(), self.ask, header=False, empty=t("choose.none"))
        table.lit = True
        table.can_focus = False
        yield table

    async def on_mount(self) -> None:
        """Show the contacts that what was typed so far finds."""
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
                self.table.show_at_once(*await self.ask(_look_up, wanted))
                self._shown = wanted
        finally:
            self._searching = False

    def action_choose(self) -> None:
        """Answer with the contact under the cursor."""
        if self.table.row is not None:
            self.dismiss(str(self.table.row.key))


def _look_up(text: str) -> tuple[Listing, list[Row]]:
    found = Contact.listing(search=text.strip())
    return found, found.after(None, READ)


def _columns() -> list[Column]:
    return [
        Column("", 0, _name),
        Column("", 10, lambda c: str(c["party"])),
        Column("", 22, lambda c: str(c["party_name"])),
        Column("", 14, lambda c: str(c["city"])),
    ]


def _name(cells: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (cells["last_name"], cells["first_name"]) if part)
