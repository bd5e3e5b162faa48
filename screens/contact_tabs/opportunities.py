"""A contact's opportunities (spec 8.1)."""

from __future__ import annotations

from collections.abc import Sequence

from crmtui.i18n import t
from models.listing import Listing, Row
from models.opportunity import Opportunity
from screens.actions import delete_record
from screens.contact_tabs.sale_tab import SaleTab
from screens.sales import acts
from screens.sales.columns import opportunity_columns, opportunity_text
from screens.widgets.columns import Column


class OpportunitiesTab(SaleTab):
    """The opportunities with a contact, those that close first before the others."""

    name = "opportunities"
    letter = "y"
    go_word = "go.own_opportunities"
    new_word = "opportunities.new_key"
    record = "opportunity"
    shown = "opportunities"

    def columns(self) -> Sequence[Column]:
        """What, how far, how likely, when, how much, whose."""
        return opportunity_columns(self.words, with_contact=False) if self.words else ()

    def label(self, contact: int | None) -> str:
        """Opportunities, and how many are open."""
        return t("opportunities.tab", n=Opportunity.count_open(contact) if contact else 0)

    def listing(self, contact: int, group: str) -> Listing:
        """Those of an outcome."""
        status = "open" if group == "current" else group
        return Opportunity.listing(contact=contact, status=status)

    async def new(self, contact: int) -> None:
        """Make an opportunity with the contact."""
        from screens.sales.opening import new_opportunity

        await self.show_made(await new_opportunity(self.screen, contact=contact))

    async def open(self, row: Row) -> None:
        """Open the opportunity."""
        from screens.sales.opening import open_opportunity

        await open_opportunity(self.screen, row.key)

    async def delete(self, row: Row) -> None:
        """Delete the opportunity, where no quote was made from it."""
        name = str(self.table.named(row)["description"])
        await delete_record(self.screen, Opportunity, row.key, name)

    async def done(self, row: Row) -> None:
        """Say that it is won or lost."""
        await acts.close_opportunity(self.screen, row.key, self.table.named(row))

    async def actions(self, row: Row) -> None:
        """Choose what to do with it."""
        cells = self.table.named(row)
        await acts.opportunity_actions(self.screen, row.key, cells, on_card=True)

    def text(self, row: Row) -> str:
        """What, how far, when, how much."""
        return opportunity_text(self.table.named(row), self.words) if self.words else ""
