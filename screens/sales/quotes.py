"""The quotes to all customers (spec 9.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from crmtui.i18n import t
from models.listing import Source
from models.quote import SORTS, Quote
from screens.commands import lists
from screens.commands.command import Command
from screens.sales import acts
from screens.sales.columns import quote_columns, quote_text
from screens.sales.filters import QuoteFilters, ask_group, quote_filters
from screens.sales.listed import SaleList
from screens.widgets.columns import Column


class QuoteList(SaleList):
    """All quotes: those in progress, those won, those lost, or all; everybody's or one's own."""

    OFFERS: ClassVar[tuple[Command, ...]] = (*SaleList.OFFERS, lists.NARROW)
    SORTS = SORTS
    TITLE_KEY = "go.quotes"
    EMPTY_KEY = "quotes.none"
    PREFERENCE = "quotes"
    PRINTED = "quote"
    record = Quote

    filters: QuoteFilters

    def __init__(self, filters: QuoteFilters | None = None) -> None:
        super().__init__(filters)
        # The latest first.
        self.descending = True

    def filters_from(self, found: dict[str, Any]) -> QuoteFilters:
        """The filters that were kept."""
        return quote_filters(found)

    def sale_columns(self) -> Sequence[Column]:
        """Number, date, who is billed, how it stands, how much."""
        return quote_columns(self.words, with_contact=True)

    def found(self) -> Source:
        """The quotes, filtered, sorted and narrowed."""
        return Quote.listing(
            **self.filters.asked,
            search=self.narrowed,
            sort=self.sort,
            descending=self.descending,
        )

    def filter_words(self) -> list[str]:
        """The filters in words."""
        return self.filters.words(self.me)

    async def ask_filters(self) -> QuoteFilters | None:
        """Ask for another outcome."""
        group = await ask_group(self, t("quotes.filters"), "quotes")
        return None if group is None else self.filters.of_group(group)

    async def open_row(self, key: int) -> None:
        """Open the quote."""
        from screens.sales.opening import open_quote

        await open_quote(self, key)

    async def new_row(self) -> None:
        """Make a quote; who is billed is chosen in the form."""
        from screens.sales.opening import new_quote

        await self.place_on(await new_quote(self))

    async def close_row(self, key: int, cells: dict[str, Any]) -> None:
        """Say what became of it."""
        await acts.close_quote(self, key, cells)

    async def row_actions(self, key: int, cells: dict[str, Any]) -> None:
        """Choose what to do with it."""
        await acts.quote_actions(self, key, cells)

    def row_text(self, cells: dict[str, Any]) -> str:
        """Number, date, who is billed, how it stands, how much."""
        return quote_text(cells, self.words)

    def row_name(self, cells: dict[str, Any]) -> str:
        """The number."""
        return str(cells["number"])
