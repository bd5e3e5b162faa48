"""What the lists of opportunities and of quotes share: filters kept for their user, their keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from textual import work

from models.listing import Source
from models.setting import today
from screens.base import tells
from screens.commands import lists, sales_lists
from screens.commands.command import Command
from screens.record_list import NarrowField, RecordList
from screens.sales.columns import Words
from screens.sales.filters import keep, kept
from screens.widgets.columns import Column


class SaleList(RecordList):
    """Records of sales by their filters, which are told, and kept where the user chose them."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        sales_lists.CLOSE,
        *sales_lists.GROUPS,
        sales_lists.FILTERS,
        sales_lists.FILTERS_LETTER,
        sales_lists.MINE,
        *sales_lists.QUIET,
        sales_lists.PRINT,
        lists.COPY,
        *lists.LETTERS,
    )

    SAYS_AGAIN = False
    PREFERENCE = ""
    PRINTED = ""

    def __init__(self, filters: Any = None) -> None:
        """List what the filters say, or what those say that the user chose last."""
        super().__init__()
        self.filters = filters
        self.own_filters = filters is None
        self.words = Words({}, {}, dt.date.min)

    # What a subclass says.

    def filters_from(self, found: dict[str, Any]) -> Any:
        """The filters that were kept."""
        raise NotImplementedError

    def sale_columns(self) -> Sequence[Column]:
        """The columns, once the words are known."""
        raise NotImplementedError

    def found(self) -> Source:
        """What is listed; run on the database's thread."""
        raise NotImplementedError

    def filter_words(self) -> list[str]:
        """The filters in words."""
        raise NotImplementedError

    async def ask_filters(self) -> Any:
        """Ask for other filters."""
        raise NotImplementedError

    async def close_row(self, key: int, cells: dict[str, Any]) -> None:
        """Close what a row shows."""
        raise NotImplementedError

    async def row_actions(self, key: int, cells: dict[str, Any]) -> None:
        """Choose what to do with a row."""
        raise NotImplementedError

    # The list.

    def columns(self) -> list[Column]:
        """The columns as they are before anything is read."""
        return list(self.sale_columns())

    async def read(self) -> Source:
        """What is listed, by filters and with words that are read with it."""
        self.words, source = await self.ask(self._read, self.host.user["id"])
        self.table.columns = tuple(self.sale_columns())
        return source

    def _read(self, user: int) -> tuple[Words, Source]:
        if self.filters is None:
            self.filters = self.filters_from(kept(user, self.PREFERENCE))
        return Words.read(today()), self.found()

    def order_words(self) -> str:
        """What is shown, and in which order."""
        return " · ".join((*self.filter_words(), super().order_words()))

    @property
    def me(self) -> str:
        """The login of the user."""
        return str(self.host.user["login"])

    async def filter_by(self, filters: Any) -> None:
        """Show by other filters, and keep them for the user where they are the user's own."""
        self.filters = filters
        if self.own_filters:
            await self.ask(keep, self.host.user["id"], self.PREFERENCE, asdict(filters))
        await self._show(keep=False)

    # Commands.

    @tells
    async def action_group(self, group: str) -> None:
        """Show what is open, what was won, what was lost, or all."""
        await self.filter_by(self.filters.of_group(group))

    @tells
    async def action_sales_mine(self) -> None:
        """Show the user's own records only, or everybody's."""
        owner = "" if self.filters.owner == self.me else self.me
        await self.filter_by(self.filters.of_owner(owner))

    async def action_filters(self) -> None:
        """Choose other filters."""
        self._choose_filters()

    @work
    async def _choose_filters(self) -> None:
        if isinstance(self.focused, NarrowField):
            self.set_focus(self.table)
        chosen = await self.ask_filters()
        if chosen is not None:
            await self.filter_by(chosen)

    @work
    @tells
    async def action_open(self) -> None:
        """Open the record under the cursor."""
        if self.table.row is not None:
            await self.open_row(self.table.row.key)

    @work
    @tells
    async def action_edit(self) -> None:
        """Open the record under the cursor."""
        if self.table.row is not None:
            await self.open_row(self.table.row.key)

    @work
    @tells
    async def action_new(self) -> None:
        """Make a record."""
        await self.new_row()

    @work
    @tells
    async def action_sale_close(self) -> None:
        """Say what became of the record under the cursor."""
        row = self.table.row
        if row is not None:
            await self.close_row(row.key, self.table.named(row))
            await self._show(keep=True)

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the record under the cursor."""
        row = self.table.row
        if row is not None:
            await self.row_actions(row.key, self.table.named(row))
            await self._show(keep=True)

    @work
    @tells
    async def action_sale_print(self) -> None:
        """Print the record under the cursor."""
        from screens.sales.opening import print_record

        if self.table.row is not None:
            await print_record(self, self.PRINTED, self.table.row.key)
