"""What the tabs of a contact's opportunities and of its quotes share: the four outcomes."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.listing import Listing, Row, Source
from models.setting import today
from screens.commands import sales_lists
from screens.contact_tabs.base import ContactTab
from screens.sales.columns import Words
from screens.sales.filters import GROUPS, keep, kept


class SaleTab(ContactTab):
    """Records of sales with a contact: those that are open, that were won, that were lost, or all.

    `record` are they called where they are printed, `shown` what their outcomes are called.
    """

    commands = (*sales_lists.GROUPS, sales_lists.PRINT)
    done_word = "command.sale-close"
    has_actions = True
    has_dates = False
    record = ""
    shown = ""

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.group: str | None = None
        self.words: Words | None = None

    @property
    def preference(self) -> str:
        """Where the outcome that the user chose last is kept."""
        return f"contact.{self.name}"

    def listing(self, contact: int, group: str) -> Listing:
        """What there is with a contact; run on the database's thread."""
        raise NotImplementedError

    def remarks(self) -> tuple[str, ...]:
        """Which of them are shown."""
        return (t(f"{self.shown}.shown.{self.group or 'all'}"),)

    def empty(self) -> str:
        """How to make one, or see others."""
        return t(f"{self.shown}.none")

    async def source(self, contact: int) -> Source:
        """Those of the outcome chosen."""
        user = self.screen.host.user["id"]
        source: Source
        self.group, self.words, source = await self.screen.ask(self._read, user, contact)
        return source

    def _read(self, user: int, contact: int) -> tuple[str, Words, Source]:
        group = self.group
        if group is None:
            group = kept(user, self.preference).get("group", GROUPS[0])
        group = group if group in GROUPS else GROUPS[0]
        return group, Words.read(today()), self.listing(contact, group)

    async def place_on(self, identity: Any) -> None:
        """Put the cursor on one of them."""
        source = self.table.source
        if identity is not None and isinstance(source, Listing):
            place = await self.screen.ask(source.place_of, identity)
            if place is not None:
                await self.table.show_around(place, identity)

    async def choose(self, group: str) -> None:
        """Show another outcome, and keep it for the user."""
        self.group = group
        await self.screen.ask(keep, self.screen.host.user["id"], self.preference, {"group": group})
        await self.screen.show_list(keep=False)
        self.screen.say(self.remarks()[0])

    async def show_made(self, made: int | None) -> None:
        """Show one that was just made, whatever was shown before."""
        if made is not None:
            self.group = GROUPS[0]
            await self.screen.show_at(made)

    async def print(self, row: Row) -> None:
        """Print what a row stands for."""
        from screens.sales.opening import print_record

        await print_record(self.screen, self.record, row.key)
