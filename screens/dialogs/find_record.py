"""Look a record up by typing: each key asks the database, whatever the number of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from models.listing import Row, Source
from screens.base import tells
from screens.dialogs.listed import ListDialog
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


class FindRecord(ListDialog[str]):
    """A field to type in, and below it what it finds; answers the id of the record chosen."""

    WIDTH = 76
    HEIGHT = 18
    BINDINGS = [Binding("f2,ctrl+s", "choose", show=False, priority=True)]

    def __init__(self, title: str, typed: str = "") -> None:
        super().__init__(title)
        self._wanted = typed
        self._shown: str | None = None
        self._searching = False

    # What a subclass says.

    def columns(self) -> Sequence[Column]:
        """The columns of the list."""
        raise NotImplementedError

    def look_up(self, text: str) -> tuple[Source, list[Row]]:
        """What a text finds, and the first rows of it; run on the database's thread."""
        raise NotImplementedError

    # How it works.

    def body(self) -> Iterator[Widget]:
        """A field to type in, and the records that are found."""
        field = Input(
            self._wanted, compact=True, placeholder=t("choose.type"), select_on_focus=False
        )
        field.cursor_blink = False
        yield field
        table = RecordTable(self.columns(), self.ask, header=False, empty=t("choose.none"))
        table.lit = True
        table.can_focus = False
        yield table

    async def on_mount(self) -> None:
        """Show what was typed so far finds."""
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
                self.table.show_at_once(*await self.ask(self.look_up, wanted.strip()))
                self._shown = wanted
        finally:
            self._searching = False

    def action_choose(self) -> None:
        """Answer with the record under the cursor."""
        if self.table.row is not None:
            self.dismiss(str(self.table.row.key))
