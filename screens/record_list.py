"""The screen of a list: any entity's records, sorted, narrowed, marked, opened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from crmtui.safe_text import visible
from models.listing import Listing, Source
from screens.actions import delete_record
from screens.base import CrmScreen, tells
from screens.commands import lists
from screens.commands.command import Command
from screens.dialogs.choose import Choose, Option
from screens.widgets.bars import Label, Rule, StatusLine
from screens.widgets.columns import Column
from screens.widgets.placed_table import PlacedTable
from screens.widgets.record_table import RecordTable


class NarrowField(Input):
    """What a list is narrowed by; Enter and Esc go back to the list."""


class RecordList(CrmScreen):
    """A list with its keys; what it lists is its subclass's."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        lists.EDIT,
        lists.NARROW,
        lists.SORT,
        lists.FILTERS,
        lists.DELETE,
        lists.MARK,
        lists.COPY,
        *lists.LETTERS,
    )

    SORTS: tuple[str, ...] = ("name",)
    TITLE_KEY = ""
    EMPTY_KEY = "list.empty"
    # Whether a list that is read again at the same row says its order again.
    SAYS_AGAIN = True
    record: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.sort = self.SORTS[0]
        self.descending = False
        self.inactive = False
        self.narrowed = ""
        self._reading = asyncio.Lock()

    def body(self) -> Iterator[Widget]:
        """The list, and above it the field that narrows it."""
        if lists.NARROW in self.OFFERS:
            with Horizontal(id="search") as line:
                line.styles.height = 1
                yield Label(t("list.narrow"))
                field = NarrowField(compact=True, select_on_focus=False)
                field.cursor_blink = False
                yield field
            yield Rule()
        yield PlacedTable(self.columns(), self.ask, empty=t(self.EMPTY_KEY))

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t(self.TITLE_KEY),)

    @property
    def table(self) -> RecordTable:
        """The list."""
        return self.query_one(RecordTable)

    async def on_mount(self) -> None:
        """Show the list from its start."""
        await super().on_mount()
        self.set_focus(self.table)
        await self._show(keep=False)
        self.show_keys()

    async def on_screen_resume(self) -> None:
        """Show what was changed meanwhile, at the same row."""
        if self.table.source.names:
            await self._show(keep=True)

    @tells
    async def _show(self, *, keep: bool, made: int | None = None) -> None:
        # One at a time, since a dialog that goes has the list read again while it is answered.
        async with self._reading:
            source = await self.read()
            self.table.empty = self.empty_words()
            await self.table.show(source, keep=keep)
            if made is not None:
                await self._place_on(source, made)
        if self.SAYS_AGAIN or not keep:
            self.say(self.order_words())

    async def _place_on(self, source: Source, made: int) -> None:
        place = await self.ask(source.place_of, made) if isinstance(source, Listing) else None
        if place is not None:
            await self.query_one(PlacedTable).show_around(place, made)

    async def place_on(self, made: int | None) -> None:
        """Put the cursor on a record that was just made, if it is among those listed."""
        if made is not None:
            await self._show(keep=True, made=made)

    def empty_words(self) -> str:
        """What an empty list says: which key makes the first, or that nothing is as was typed."""
        if self.narrowed:
            return t("list.nothing_found", text=visible(self.narrowed))
        return t(self.EMPTY_KEY)

    # What a subclass says.

    async def read(self) -> Source:
        """What is listed, read anew."""
        return await self.ask(self.source)

    def columns(self) -> list[Column]:
        """The columns."""
        return []

    def source(self) -> Source:
        """What is listed; run on the database's thread."""
        raise RuntimeError(type(self).__name__)

    def order_words(self) -> str:
        """How the list is sorted and narrowed, in words."""
        parts = [t("list.sorted", by=t(f"list.by.{self.sort}"))]
        if self.descending:
            parts.append(t("list.descending"))
        if self.narrowed:
            parts.append(t("list.narrowed", text=self.narrowed))
        if self.inactive:
            parts.append(t("list.inactive_shown"))
        return " · ".join(parts)

    async def open_row(self, key: int) -> None:
        """Open a record."""

    async def edit_row(self, key: int) -> None:
        """Edit a record."""
        await self.open_row(key)

    async def new_row(self) -> None:
        """Make a record."""

    def row_text(self, cells: dict[str, Any]) -> str:
        """A row as one line to paste elsewhere."""
        return " ".join(str(v) for v in cells.values() if v not in ("", None))

    def row_name(self, cells: dict[str, Any]) -> str:
        """What a row is called."""
        return str(cells.get("name") or cells.get("code") or "")

    # Commands.

    @tells
    async def action_open(self) -> None:
        """Open the record under the cursor."""
        if self.table.row is not None:
            await self.open_row(self.table.row.key)

    @tells
    async def action_edit(self) -> None:
        """Edit the record under the cursor."""
        if self.table.row is not None:
            await self.edit_row(self.table.row.key)

    @tells
    async def action_new(self) -> None:
        """Make a record."""
        await self.new_row()

    @work
    async def action_delete(self) -> None:
        """Delete the record under the cursor, or all that are marked."""
        row = self.table.row
        if row is None or self.record is None:
            return
        marked = sorted(self.table.marked) or [row.key]
        name = self.row_name(self.table.named(row))
        if len(marked) > 1:
            name = t("list.marked", n=len(marked))
        if await delete_record(self, self.record, marked, name):
            self.table.marked.clear()
        status = self.query_one(StatusLine)
        said, error = status.text, status.is_error
        await self._show(keep=True)
        self.say(said, error=error)

    async def action_mark(self) -> None:
        """Mark the row or take its mark away."""
        await self.table.action_toggle_mark()
        self.say(t("list.marked", n=len(self.table.marked)))

    @work
    async def action_sort(self) -> None:
        """Choose the order; the same one again turns it around."""
        options = [
            Option(letter, t(f"list.by.{name}"))
            for letter, name in zip("123456789", self.SORTS, strict=False)
        ]
        dialog = Choose(t("list.sort_by"), options, letters=True)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen:
            name = self.SORTS[int(chosen) - 1]
            self.descending = not self.descending if name == self.sort else False
            self.sort = name
            await self._show(keep=False)

    async def action_filters(self) -> None:
        """Show inactive records too, or no longer."""
        self.inactive = not self.inactive
        await self._show(keep=True)

    def action_narrow(self) -> None:
        """Type what the list is narrowed by."""
        self.set_focus(self.query_one(NarrowField))

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what is typed."""
        self.narrowed = event.value
        await self._show(keep=False)

    def on_input_submitted(self) -> None:
        """Go back to the list."""
        self.set_focus(self.table)

    @tells
    async def action_copy(self) -> None:
        """Copy the row under the cursor to the clipboard."""
        row = self.table.row
        if row is not None:
            text = self.row_text(self.table.named(row))
            self.app.copy_to_clipboard(text)
            self.say(t("list.copied", text=text))

    async def action_refresh(self) -> None:
        """Read the list again."""
        await self._show(keep=True)

    @work
    async def action_leave(self) -> None:
        """Out of the field into the list; out of the list to where one came from."""
        if isinstance(self.focused, NarrowField):
            self.query_one(NarrowField).value = ""
            self.set_focus(self.table)
        else:
            self.dismiss(None)
