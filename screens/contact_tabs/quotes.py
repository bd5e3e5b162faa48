"""A contact's quotes « Occasions de vente » (spec 9.1)."""

from __future__ import annotations

from collections.abc import Sequence

from crmtui.i18n import t
from models.listing import Listing, Row
from models.quote import Quote
from models.rules import RuleBroken
from screens.contact_tabs.sale_tab import SaleTab
from screens.sales import acts
from screens.sales.columns import quote_columns, quote_text
from screens.sales.filters import quote_group
from screens.widgets.columns import Column


class QuotesTab(SaleTab):
    """The quotes to a contact, the latest first."""

    name = "quotes"
    letter = "e"
    go_word = "go.own_quotes"
    new_word = "quotes.new_key"
    record = "quote"
    shown = "quotes"

    def columns(self) -> Sequence[Column]:
        """Number, date, reference, how it stands, how much."""
        return quote_columns(self.words, with_contact=False) if self.words else ()

    def label(self, contact: int | None) -> str:
        """Quotes, and how many are in progress."""
        return t("quotes.tab", n=Quote.count_in_progress(contact) if contact else 0)

    def note(self, row: Row) -> str:
        """Which quote it is: the tab's own name does not say that these are quotes."""
        cells = self.table.named(row)
        return t("quotes.note", number=cells["number"], day=cells["valid_until"])

    def listing(self, contact: int, group: str) -> Listing:
        """Those of an outcome."""
        return Quote.listing(contact=contact, group=quote_group(group))

    async def new(self, contact: int) -> None:
        """Make a quote to the contact."""
        from screens.sales.opening import new_quote

        await self.show_made(await new_quote(self.screen, contact=contact))

    async def open(self, row: Row) -> None:
        """Open the quote."""
        from screens.sales.opening import open_quote

        await open_quote(self.screen, row.key)

    async def delete(self, row: Row) -> None:
        """A number that was given stays. Raises `RuleBroken`."""
        raise RuleBroken("rule.quote_stays", number=self.table.named(row)["number"])

    async def done(self, row: Row) -> None:
        """Say what became of it."""
        await acts.close_quote(self.screen, row.key, self.table.named(row))

    async def actions(self, row: Row) -> None:
        """Choose what to do with it."""
        cells = self.table.named(row)
        await acts.quote_actions(self.screen, row.key, cells, on_card=True)

    def text(self, row: Row) -> str:
        """Number, date, who is billed, how it stands, how much."""
        return quote_text(self.table.named(row), self.words) if self.words else ""
