"""The list of mailings « Publipostage » (spec 10.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from textual import work

from crmtui.i18n import language, t
from models.code import Code
from models.columns import ChoiceColumn
from models.entity import Entity, Field, Values
from models.listing import Source
from models.mailing import CHANNELS, SORTS, STATUSES, Mailing
from screens.base import tells
from screens.commands import lists, mailings, records
from screens.commands.command import Command
from screens.dialogs.filter_form import FilterForm
from screens.mailings import acts
from screens.mailings.words import mailing_text, status_words
from screens.record_list import NarrowField, RecordList
from screens.widgets.columns import Column
from screens.widgets.layout import Place


@dataclass(frozen=True)
class MailingFilters:
    """Mailings of a status and a channel, or of all."""

    status: str = ""
    channel: str = ""


_SAID = {name: f"mailing_{name}" for name in STATUSES[1:]}
MAILING_FILTERS = Entity(
    "mailing_filter",
    "mailing_filters",
    None,
    (
        Field(ChoiceColumn(STATUSES, said=_SAID), name="status", kept=False),
        Field(ChoiceColumn(CHANNELS), name="channel", kept=False),
    ),
    {},
    words="mailing",
)
_PLACES = (Place("status", 16, first=True), Place("channel", 16, first=True))


class MailingFilterDialog(FilterForm):
    """The filters of mailings in a form."""

    HEIGHT = 7

    def __init__(self, filters: MailingFilters) -> None:
        usual = asdict(MailingFilters())
        title = t("mailings.filters")
        super().__init__(title, MAILING_FILTERS, _PLACES, asdict(filters), usual, dict)


class MailingList(RecordList):
    """All mailings: drafts, those that are produced, those that are done."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        mailings.AUDIENCE,
        records.ACTIONS,
        mailings.FILTERS,
        *mailings.QUIET,
        lists.DELETE,
        lists.COPY,
        lists.NARROW,
        *lists.LETTERS,
    )
    SORTS = SORTS
    TITLE_KEY = "go.mailings"
    EMPTY_KEY = "mailings.none"
    SAYS_AGAIN = False
    record = Mailing

    def __init__(self) -> None:
        super().__init__()
        # The latest first.
        self.descending = True
        self.filters = MailingFilters()
        self.types: Mapping[str, str] = {}

    def columns(self) -> list[Column]:
        """Name, how it goes, how it stands, how many got it, its type, when it was produced."""
        return [
            Column(t("mailing.name"), 0, lambda c: str(c["name"]), least=20),
            Column(t("mailings.channel"), 8, lambda c: t(f"choice.{c['channel']}")),
            Column(t("mailing.status"), 10, lambda c: status_words(c["status"])),
            Column(t("mailings.gone"), 13, _gone, right=True),
            Column(t("mailing.produced_on"), 11, lambda c: str(c["produced_on"] or "")),
            Column(t("mailing.mailing_type"), 15, self._type),
            Column(t("mailings.failed"), 8, lambda c: str(c["failed"] or ""), right=True),
        ]

    def _type(self, cells: Mapping[str, Any]) -> str:
        return self.types.get(cells["mailing_type"], str(cells["mailing_type"]))

    def source(self) -> Source:
        """The mailings, filtered, sorted and narrowed."""
        self.types = {c.code: c.text(language()) for c in Code.table_of("mailingtype").values()}
        return Mailing.listing(
            **asdict(self.filters),
            search=self.narrowed,
            sort=self.sort,
            descending=self.descending,
        )

    def order_words(self) -> str:
        """The filters and the order."""
        chosen = [status_words(self.filters.status)] if self.filters.status else []
        if self.filters.channel:
            chosen.append(t(f"choice.{self.filters.channel}"))
        if (self.sort, self.descending, self.narrowed) == ("id", True, ""):
            return " · ".join((*(chosen or [t("mailings.all")]), t("mailings.latest_first")))
        return " · ".join((*(chosen or [t("mailings.all")]), super().order_words()))

    def empty_words(self) -> str:
        """That the filters find nothing, or which key makes the first."""
        if self.filters != MailingFilters() and not self.narrowed:
            return t("mailings.none_such")
        return super().empty_words()

    async def open_row(self, key: int) -> None:
        """Open a draft to be written; of others the people."""
        row = self.table.row
        if row is not None and self.table.named(row)["status"] != "draft":
            await acts.open_recipients(self, key)
        else:
            await acts.open_form(self, key)

    async def edit_row(self, key: int) -> None:
        """Open the form, whatever has become of it."""
        await acts.open_form(self, key)

    def row_text(self, cells: dict[str, Any]) -> str:
        """Name, how it goes, how it stands."""
        return mailing_text(cells)

    @work
    @tells
    async def action_new(self) -> None:
        """Make a mailing; the cursor is on it then."""
        await self.place_on(await acts.new_mailing(self))

    @work
    @tells
    async def action_mailing_audience(self) -> None:
        """Show who is in and who is out."""
        if self.table.row is not None:
            row = self.table.row
            await acts.show_people(self, row.key, self.table.named(row)["status"])

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the mailing under the cursor."""
        row = self.table.row
        if row is not None:
            await acts.mailing_actions(self, row.key, self.table.named(row))
            await self._show(keep=True)

    async def action_filters(self) -> None:
        """Choose other filters."""
        self._choose_filters()

    @work
    async def _choose_filters(self) -> None:
        if isinstance(self.focused, NarrowField):
            self.set_focus(self.table)
        chosen: Values | None = await self.app.push_screen_wait(MailingFilterDialog(self.filters))
        if chosen is not None:
            self.filters = MailingFilters(**chosen)
            await self._show(keep=False)


def _gone(cells: Mapping[str, Any]) -> str:
    """How many of how many were sent."""
    sent, failed, waiting = (cells[name] or 0 for name in ("sent", "failed", "waiting"))
    return f"{sent} / {sent + failed + waiting}" if cells["status"] != "draft" else ""
