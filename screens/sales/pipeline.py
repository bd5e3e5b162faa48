"""The pipeline: open opportunities as bars, by stage, by owner, by month of closing (spec 8.5)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.number_words import decimal_text, money_text
from models.listing import FixedList
from models.opportunity import NO_STAGE
from models.pipeline import BY, Bar, pipeline
from models.setting import today
from screens.base import tells
from screens.commands import lists, sales_lists
from screens.commands.command import Command
from screens.record_list import RecordList
from screens.sales.columns import Words
from screens.sales.filters import OpportunityFilters, keep, kept
from screens.sales.opportunities import OpportunityList
from screens.widgets.bar_table import BarTable
from screens.widgets.bars import Tabs
from screens.widgets.columns import Column, money_column

PREFERENCE = "pipeline"
NAMES = ("key", "label", "count", "amount", "weighted", "part", "whole", "most")


class PipelineScreen(RecordList):
    """How many open opportunities there are, how much they come to; Enter lists those of a bar."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        sales_lists.BY_STAGE,
        sales_lists.BY_OWNER,
        sales_lists.BY_MONTH,
        sales_lists.PIPELINE_MINE,
        lists.COPY,
        *lists.LETTERS,
    )
    TITLE_KEY = "go.pipeline"
    EMPTY_KEY = "opportunities.none_open"

    def __init__(self) -> None:
        super().__init__()
        self.by = ""
        self.mine = False
        self.told = ""

    def body(self) -> Iterator[Widget]:
        """What the bars stand for, and the bars."""
        yield Tabs()
        yield BarTable(_columns(), self.ask, empty=t(self.EMPTY_KEY))

    @property
    def table(self) -> BarTable:
        """The bars."""
        return self.query_one(BarTable)

    async def read(self) -> FixedList:
        """The bars as the user saw them last; what they come to is said."""
        if not self.by:
            chosen = await self.ask(kept, self.host.user["id"], PREFERENCE)
            self.by = next((by for by in BY if by == chosen.get("by")), BY[0])
            self.mine = chosen.get("mine") is True
        bars, rows = await self.ask(_read, self.by, self.host.user["id"] if self.mine else None)
        tabs = self.query_one(Tabs)
        whose = t("sales.mine") if self.mine else t("sales.everybodys")
        tabs.tabs = (*(f"{n} {t(f'pipeline.by.{by}')}" for n, by in enumerate(BY, 1)), whose)
        tabs.chosen = BY.index(self.by)
        self.told = _sums(bars)
        return rows

    def order_words(self) -> str:
        """What all bars come to."""
        return self.told

    def row_text(self, cells: dict[str, Any]) -> str:
        """What a bar says."""
        return f"{cells['label']}, {_sum_words(cells)}"

    # Commands.

    @tells
    async def action_by(self, by: str) -> None:
        """Show other bars: by stage, by owner, by month of closing."""
        await self._choose(by, self.mine)

    @tells
    async def action_sales_mine(self) -> None:
        """Count the user's own opportunities only, or everybody's."""
        await self._choose(self.by, not self.mine)

    async def _choose(self, by: str, mine: bool) -> None:
        keeps = by == self.by
        self.by, self.mine = by, mine
        await self.ask(keep, self.host.user["id"], PREFERENCE, {"by": by, "mine": mine})
        await self._show(keep=keeps)

    @work
    @tells
    async def action_open(self) -> None:
        """List the opportunities of the bar under the cursor."""
        cells = self.table.cells
        if cells is not None:
            await self.app.push_screen_wait(OpportunityList(self._filters(cells["key"])))

    def _filters(self, key: str) -> OpportunityFilters:
        owner = str(self.host.user["login"]) if self.mine else ""
        if self.by == "stage":
            return OpportunityFilters(stage=key or NO_STAGE, owner=owner)
        if self.by == "owner":
            return OpportunityFilters(owner=key)
        if not key:
            return OpportunityFilters(owner=owner, undated=True)
        since, until = _month(key)
        return OpportunityFilters(owner=owner, since=since, until=until)


def _columns() -> list[Column]:
    return [
        Column("", 18, lambda c: str(c["label"])),
        Column(t("pipeline.count"), 6, lambda c: str(c["count"]), right=True),
        money_column(t("opportunity.amount"), 13, lambda c: decimal_text(c["amount"], 2)),
        money_column(t("opportunity.weighted"), 13, lambda c: decimal_text(c["weighted"], 2)),
    ]


def _read(by: str, owner: int | None) -> tuple[list[Bar], FixedList]:
    """The bars, and rows of them with their labels; run on the database's thread."""
    bars = pipeline(by, owner)
    words = Words.read(today())
    by_amount = any(bar.amount for bar in bars)
    most = max((_length(bar, by_amount)[1] for bar in bars), default=Decimal())
    rows = [
        (i, (b.key, _label(by, b.key, words), b.count, b.amount, b.weighted, *lengths, most))
        for i, b in enumerate(bars)
        for lengths in (_length(b, by_amount),)
    ]
    return bars, FixedList.of(NAMES, rows)


def _length(bar: Bar, by_amount: bool) -> tuple[Decimal, Decimal]:
    """The part of a bar that is full, and its whole; where nothing has a price they are counted."""
    if by_amount:
        return bar.weighted, bar.amount
    return Decimal(bar.count), Decimal(bar.count)


def _label(by: str, key: str, words: Words) -> str:
    if not key:
        return t(f"pipeline.no_{by}")
    if by == "stage":
        return words.stages.get(key, key)
    if by == "owner":
        return key
    late = "!" if _month(key)[1] < words.today else ""
    return f"{late}{t(f'value.month.{int(key[5:])}')} {key[:4]}"


def _month(key: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a month."""
    year, month = int(key[:4]), int(key[5:])
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _sums(bars: list[Bar]) -> str:
    empty = Decimal("0.00")
    sums: dict[str, Any] = {
        "count": sum(bar.count for bar in bars),
        "amount": sum((bar.amount for bar in bars), empty),
        "weighted": sum((bar.weighted for bar in bars), empty),
    }
    return t("pipeline.all", words=_sum_words(sums))


def _sum_words(cells: dict[str, Any]) -> str:
    amount, weighted = (
        money_text(cells["amount"]),
        money_text(cells["weighted"]),
    )
    return t("pipeline.sums", n=cells["count"], amount=amount, weighted=weighted)
