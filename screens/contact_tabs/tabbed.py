"""A form with lists of what is on its record below it, each a tab."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from models.listing import FixedList
from models.rules import Saved
from screens.base import tells
from screens.commands import lists, records
from screens.commands.command import Command
from screens.contact_tabs.base import ContactTab, TabBar
from screens.interval import Interval, ask_interval
from screens.paged_form import FormBody
from screens.record_form import Editing, RecordForm
from screens.widgets.measured import READ
from screens.widgets.placed_table import PlacedTable
from screens.widgets.record_table import RecordTable

# The tab shown last, by its name, for the next record.
CHOSEN = "contact.tab"


class TabbedForm(RecordForm):
    """A record's form, and below it a list at a time: that of the tab chosen."""

    TABS: ClassVar[tuple[type[ContactTab], ...]] = ()

    def __init__(self, editing: Editing, at: tuple[str, Any] | None = None) -> None:
        """Edit a record; `at` names a tab and what the cursor is on in it."""
        super().__init__(editing)
        self.interval = Interval.quarter(None)
        self.tabs = tuple(tab(self) for tab in self.TABS)
        self.chosen = 0
        self.at = at
        self._noted: Any = None
        self._reading = asyncio.Lock()

    def body(self) -> Iterator[Widget]:
        """The form, the names of the tabs, the list of one."""
        body = FormBody()
        body.styles.height = "auto"
        body.styles.max_height = "70%"
        with body:
            yield self._make_form()
        yield TabBar(len(self.tabs))
        yield PlacedTable((), self.ask, header=False)

    @property
    def table(self) -> PlacedTable:
        """The list of the tab."""
        return self.query_one(PlacedTable)

    @property
    def tab(self) -> ContactTab:
        """The tab that is shown."""
        return self.tabs[self.chosen]

    # Which commands count, and what they are called.

    def footer_label(self, command: Command) -> str:
        """F6 and x say what they do in the tab that is shown."""
        own = {lists.NEW: self.tab.new_word, records.DONE: self.tab.done_word}
        return own.get(command) or super().footer_label(command)

    def acts(self, command: Command) -> bool:
        """A command of some tabs does nothing in the others."""
        if command is records.INTERVAL:
            return self.tab.has_dates and super().acts(command)
        elsewhere = any(command in tab.commands for tab in self.tabs)
        return super().acts(command) and (command in self.tab.commands or not elsewhere)

    # The lists.

    async def on_mount(self) -> None:
        """Show the record and the tab shown last."""
        await super().on_mount()
        self.interval = Interval.quarter(self.host.today)
        name, identity = self.at or (self.host.memory.get(CHOSEN, ""), None)
        self.chosen = next((i for i, tab in enumerate(self.tabs) if tab.name == name), 0)
        if self.at is None:
            await self.show_list(keep=False)
            self.show_keys()
        else:
            self.interval = Interval.all()
            await self.show_at(identity)
            # After the focus that the form asks for when it is mounted.
            self.call_later(self.table.focus)

    async def on_screen_resume(self) -> None:
        """Show what was made or changed meanwhile."""
        if self.is_mounted:
            await self.show_list(keep=True)

    @tells
    async def show_list(
        self, *, keep: bool, identity: Any = None, index: int | None = None
    ) -> None:
        """Read the list again, or that of another tab by its index, and show it.

        The cursor stays on what it was on, or goes on what is named.
        """
        # One at a time, since each waits for the database before it changes what is shown.
        async with self._reading:
            await self._read(keep, identity, self.chosen if index is None else index)

    async def _read(self, keep: bool, identity: Any, index: int) -> None:
        key, tab, before = self.editing.key, self.tabs[index], self.table.row
        if keep and before is not None:
            identity = tab.identity(before)
        labels = [await self.ask(each.label, key) for each in self.tabs]
        source = FixedList((), ()) if key is None else await tab.source(key)
        rows = await self.ask(source.after, None, READ) if not keep else []
        # From here on nothing waits until rows, columns and tab are those of one list.
        self.chosen = index
        self.table.columns = tuple(tab.columns())
        self.table.empty = tab.empty()
        if keep:
            await self.table.show(source, keep=True)
        else:
            self.table.show_at_once(source, rows)
        if key is not None:
            await tab.place_on(identity)
        row = self.table.row
        self._noted = row and tab.identity(row)
        bar = self.query_one(TabBar)
        dates = (self.interval.words(),) if tab.has_dates else ()
        bar.tabs = (*labels, *dates, *tab.remarks())
        bar.chosen = index

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Tell of what the cursor is on now; a list that is only read again tells nothing."""
        row = self.table.row
        identity = row and self.tab.identity(row)
        if row is not None and identity != self._noted:
            self._noted = identity
            self.say(self.tab.note(row))

    async def show_at(self, identity: Any) -> None:
        """Show the list anew, the focus in it and the cursor on something."""
        await self.show_list(keep=False, identity=identity)
        self.set_focus(self.table)
        self.show_keys()

    def inner_path(self) -> tuple[str, ...]:
        """The path of what is on the record."""
        return (*self.editing.path, self.editing.title(self.editing.values))

    # The tabs.

    async def on_tab_bar_chosen(self, event: TabBar.Chosen) -> None:
        """Show the tab chosen."""
        await self._choose(event.index)

    def on_tab_bar_entered(self) -> None:
        """Go into the list."""
        self.set_focus(self.table)

    async def _choose(self, index: int) -> None:
        await self.show_list(keep=False, index=index)
        self.host.memory[CHOSEN] = self.tab.name
        # What was said of another list goes with it.
        self.say(self.tab.note(self.table.row) if self.table.row is not None else "")
        self.show_keys()

    async def action_tab(self, index: int) -> None:
        """Show a tab, the focus in its list."""
        await self._choose(index)
        self.set_focus(self.table)

    def tabs_to_go(self) -> list[tuple[str, str]]:
        """The letters that go to the tabs, each with the key of its words."""
        return [(tab.letter, tab.go_word) for tab in self.tabs]

    async def go_to_tab(self, letter: str) -> None:
        """Go to the tab of a letter."""
        await self.action_tab([tab.letter for tab in self.tabs].index(letter))

    # Commands.

    @work
    async def action_new(self) -> None:
        """Make what the tab has; a new record is saved first."""
        await self.make()

    @tells
    async def make(self) -> None:
        """Make what the tab has, and show it."""
        if self.editing.key is None and not await self.save():
            return
        assert self.editing.key is not None
        await self.tab.new(self.editing.key)

    @work
    @tells
    async def action_open(self) -> None:
        """Open what the cursor is on."""
        if self.table.row is not None:
            await self.tab.open(self.table.row)

    @work
    @tells
    async def action_delete(self) -> None:
        """Delete what the cursor is on."""
        if self.table.row is not None:
            await self.tab.delete(self.table.row)
            await self.show_list(keep=True)

    @work
    @tells
    async def action_reminder_done(self) -> None:
        """Say that what the cursor is on is done."""
        if self.table.row is not None:
            await self.tab.done(self.table.row)
            await self.show_list(keep=True)

    @work
    @tells
    async def action_group(self, group: str) -> None:
        """Show what is open, what was won, what was lost, or all."""
        if self.editing.key is not None:
            await self.tab.choose(group)

    @work
    @tells
    async def action_sale_print(self) -> None:
        """Print what the cursor is on."""
        if self.table.row is not None:
            await self.tab.print(self.table.row)

    @work
    async def action_interval(self) -> None:
        """Choose the dates between which the list shows."""
        chosen = await ask_interval(self, self.interval)
        if chosen is not None:
            self.interval = chosen
            await self.show_list(keep=False)

    @tells
    async def action_copy(self) -> None:
        """Copy what the cursor is on to the clipboard."""
        if self.table.row is not None:
            self.app.copy_to_clipboard(copied := self.tab.text(self.table.row))
            self.say(t("list.copied", text=copied))

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the record; in a list, with what the cursor is on."""
        row = self.table.row if self.in_list() else None
        if self.editing.key is None:
            self.say(t("form.save_first"))
        elif row is not None and self.tab.has_actions:
            await self.tab.actions(row)
            await self.show_list(keep=True)
        else:
            await self.own_actions(self.editing.key)

    async def own_actions(self, key: int) -> None:
        """Choose what to do with the record itself."""

    async def after_saving(self, saved: Saved) -> None:
        """A saved record can have what the tabs list."""
        await self.show_list(keep=True)
