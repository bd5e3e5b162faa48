"""What every tab of a contact's card is, and the bar that has their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from textual.binding import Binding
from textual.message import Message

from crmtui.i18n import t
from models.listing import Row, Source
from screens.commands.command import Command
from screens.symbols import sign
from screens.widgets.bars import Tabs
from screens.widgets.columns import Column
from screens.widgets.paint import BOLD, REVERSE, cells
from screens.widgets.placed_table import PlacedTable

# The least that is left of a tab's name where there is no room for all names.
LEAST_NAME = 2


class ContactTab:
    """One list below a contact's form, and what the card's keys do in it.

    `letter` goes to it after ctrl+g, where `go_word` names it; `commands` act only in tabs that
    have them; F6 makes what `new_word` says, x does what `done_word` says; F9 in the list is about
    a row where it `has_actions`, else about the contact. Where it `has_dates`, it shows those of
    the card's dates.
    """

    name = ""
    letter = ""
    go_word = ""
    new_word = ""
    done_word = "command.reminder-done"
    commands: tuple[Command, ...] = ()
    has_actions = False
    has_dates = True

    def __init__(self, screen: Any) -> None:
        self.screen = screen

    @property
    def table(self) -> PlacedTable:
        """The card's list."""
        table: PlacedTable = self.screen.table
        return table

    def columns(self) -> Sequence[Column]:
        """The columns of the list."""
        raise NotImplementedError

    def empty(self) -> str:
        """What an empty list says."""
        raise NotImplementedError

    async def source(self, contact: int) -> Source:
        """What the list shows of a contact, within the card's dates."""
        raise NotImplementedError

    def label(self, contact: int | None) -> str:
        """The tab's name with how many there are; run on the database's thread."""
        raise NotImplementedError

    def remarks(self) -> tuple[str, ...]:
        """What else the bar says of what is shown."""
        return ()

    def identity(self, row: Row) -> Any:
        """What stays the same of a row when the list is read again."""
        return row.key

    async def place_on(self, identity: Any) -> None:
        """Put the cursor on a row again, if it is there; without any, where one begins."""
        raise NotImplementedError

    def note(self, row: Row) -> str:
        """What the status line tells of a row once the cursor is on it."""
        return ""

    async def new(self, contact: int) -> None:
        """Make what the tab has, linked to the contact."""
        raise NotImplementedError

    async def open(self, row: Row) -> None:
        """Open what a row stands for."""
        raise NotImplementedError

    async def delete(self, row: Row) -> None:
        """Delete what a row stands for, once the user agrees."""
        raise NotImplementedError

    async def done(self, row: Row) -> None:
        """Say that what a row stands for is done."""
        raise NotImplementedError

    async def actions(self, row: Row) -> None:
        """Choose what to do with a row, in a tab that has actions of its own."""

    async def choose(self, group: str) -> None:
        """Show those of another outcome, in a tab that tells them apart."""

    async def print(self, row: Row) -> None:
        """Print what a row stands for, in a tab of what is printed."""

    def text(self, row: Row) -> str:
        """A row as one line to paste elsewhere."""
        raise NotImplementedError


class TabBar(Tabs, can_focus=True):
    """The names of tabs in a rule; left and right choose one, Enter goes into its list."""

    BINDINGS = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l", "step(1)", show=False),
        Binding("enter,down,j", "into", show=False),
    ]

    class Chosen(Message):
        """Another tab is chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Entered(Message):
        """On to the list of the tab."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def action_step(self, step: int) -> None:
        """Choose the tab beside."""
        self.post_message(self.Chosen((self.chosen + step) % self.count))

    def action_into(self) -> None:
        """Go into the list."""
        self.post_message(self.Entered())

    def on_focus(self) -> None:
        """Show that keys act here, and which."""
        self.refresh()
        self.screen.say(t("tabs.hint"))  # type: ignore[attr-defined]

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self.refresh()

    def names(self, width: int) -> tuple[str, ...]:
        """The names as they fit; those that are not chosen are cut, their numbers never."""
        names = list(self.tabs)
        surplus = 1 + sum(cells(name) + 3 for name in names) - width
        cut = [i for i in range(min(self.count, len(names))) if i != self.chosen]
        while surplus > 0 and cut:
            longest = max(cut, key=lambda i: cells(names[i]))
            number, _, rest = names[longest].partition(" ")
            word, _, count = rest.rpartition(" ")
            if cells(word) <= LEAST_NAME:
                break
            shorter = word.removesuffix(sign("more"))[:-1].rstrip()
            surplus -= cells(word) - cells(shorter) - 1
            names[longest] = f"{number} {shorter}{sign('more')} {count}"
        return tuple(names)

    def segments(self, width: int) -> list[Segment]:
        """The tabs, the chosen one in reverse while keys act here."""
        made = super().segments(width)
        if not self.has_focus:
            return made
        chosen = 1 + 2 * self.chosen
        return [
            Segment(s.text, REVERSE) if i == chosen and s.style == BOLD else s
            for i, s in enumerate(made)
        ]
