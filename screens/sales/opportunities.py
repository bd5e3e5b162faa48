"""The opportunities with all contacts (spec 8.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from models.listing import Source
from models.opportunity import SORTS, Opportunity
from screens.commands import lists, sales_lists
from screens.commands.command import Command
from screens.sales import acts
from screens.sales.columns import opportunity_columns, opportunity_text
from screens.sales.filters import (
    OpportunityFilters,
    ask_opportunity_filters,
    opportunity_filters,
)
from screens.sales.listed import SaleList
from screens.widgets.columns import Column


class OpportunityList(SaleList):
    """All opportunities, by status, stage, owner and day of closing."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        *SaleList.OFFERS,
        sales_lists.PIPELINE,
        lists.NARROW,
        lists.DELETE,
        lists.MARK,
    )
    SORTS = SORTS
    TITLE_KEY = "go.opportunities"
    EMPTY_KEY = "opportunities.none"
    PREFERENCE = "opportunities"
    PRINTED = "opportunity"
    record = Opportunity

    filters: OpportunityFilters

    def filters_from(self, found: dict[str, Any]) -> OpportunityFilters:
        """The filters that were kept."""
        return opportunity_filters(found)

    def sale_columns(self) -> Sequence[Column]:
        """What, with whom, how far, how likely, when, how much, whose."""
        return opportunity_columns(self.words, with_contact=True)

    def found(self) -> Source:
        """The opportunities, filtered, sorted and narrowed."""
        return Opportunity.listing(
            **self.filters.asked,
            search=self.narrowed,
            sort=self.sort,
            descending=self.descending,
        )

    def filter_words(self) -> list[str]:
        """The filters in words."""
        return self.filters.words(self.me, self.words.stages)

    async def ask_filters(self) -> OpportunityFilters | None:
        """Ask for other filters in a form."""
        return await ask_opportunity_filters(self, self.filters)

    async def open_row(self, key: int) -> None:
        """Open the opportunity."""
        from screens.sales.opening import open_opportunity

        await open_opportunity(self, key)

    async def new_row(self) -> None:
        """Make an opportunity; its contact is chosen in the form."""
        from screens.sales.opening import new_opportunity

        await self.place_on(await new_opportunity(self))

    async def close_row(self, key: int, cells: dict[str, Any]) -> None:
        """Say that it is won or lost."""
        await acts.close_opportunity(self, key, cells)

    async def row_actions(self, key: int, cells: dict[str, Any]) -> None:
        """Choose what to do with it."""
        await acts.opportunity_actions(self, key, cells)

    def row_text(self, cells: dict[str, Any]) -> str:
        """What, with whom, how far, when, how much."""
        return opportunity_text(cells, self.words)

    def row_name(self, cells: dict[str, Any]) -> str:
        """The description."""
        return str(cells["description"])

    def action_pipeline(self) -> None:
        """Show how many there are at each stage, and how much they come to."""
        if not self.own_filters:
            # One came from there.
            self.dismiss(None)
            return
        from screens.sales.pipeline import PipelineScreen

        self.app.push_screen(PipelineScreen())
