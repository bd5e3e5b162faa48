"""A contact's subscriptions « Postage »: what it wants to be sent, from when to when (10.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work

from crmtui.i18n import language, t
from models.code import Code
from models.entity import Values
from models.listing import Source
from models.mailing import Mailing
from models.rules import Saved
from models.subscription import Subscription
from screens.base import tells
from screens.commands import lists
from screens.commands.command import Command
from screens.dialogs.choose import Choose, Option
from screens.record_form import Editing, RecordForm
from screens.record_list import RecordList
from screens.widgets.columns import Column
from screens.widgets.layout import Place

PLACES = (
    Place("mailing_type", 18, first=True),
    Place("mailing", 50, first=True),
    Place("starts_on", 14, first=True),
    Place("ends_on", 14),
)
# More mailings than anybody looks through; a later one is named by typing.
_MOST = 200


class SubscriptionList(RecordList):
    """What a contact subscribes to."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        lists.EDIT,
        lists.DELETE,
        lists.MARK,
        lists.COPY,
        *lists.LETTERS,
    )
    EMPTY_KEY = "subscriptions.none"
    SAYS_AGAIN = False
    record = Subscription

    def __init__(self, contact: int, path: tuple[str, ...]) -> None:
        super().__init__()
        self.contact = contact
        self.from_path = path
        self.types: Mapping[str, str] = {}

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (*self.from_path, t("subscriptions.title"))

    def columns(self) -> list[Column]:
        """What it is to, from when to when, whether it holds today."""
        return [
            Column(t("subscriptions.what"), 0, self._what, least=24),
            Column(t("subscription.starts_on"), 11, lambda c: str(c["starts_on"] or "")),
            Column(t("subscription.ends_on"), 11, lambda c: str(c["ends_on"] or "")),
            Column(t("subscriptions.state"), 14, self._state),
        ]

    def _what(self, cells: Mapping[str, Any]) -> str:
        if cells["mailing"]:
            return t("subscriptions.one", name=cells["mailing"])
        return self.types.get(cells["mailing_type"], str(cells["mailing_type"]))

    def _state(self, cells: Mapping[str, Any]) -> str:
        today: dt.date = self.host.today
        if cells["starts_on"] and cells["starts_on"] > today:
            return t("subscriptions.to_come")
        over = cells["ends_on"] and cells["ends_on"] < today
        return t("subscriptions.over" if over else "subscriptions.holds")

    def source(self) -> Source:
        """The contact's subscriptions."""
        self.types = {c.code: c.text(language()) for c in Code.table_of("mailingtype").values()}
        return Subscription.listing(self.contact)

    def order_words(self) -> str:
        """Nothing: they stand as they were made."""
        return ""

    def row_name(self, cells: dict[str, Any]) -> str:
        """What it is to."""
        return self._what(cells)

    def row_text(self, cells: dict[str, Any]) -> str:
        """What it is to, from when to when."""
        days = (cells["starts_on"], cells["ends_on"])
        return ", ".join(str(part) for part in (self._what(cells), *days) if part)

    async def open_row(self, key: int) -> None:
        """Edit the subscription."""
        values = await self.ask(Subscription.values_of, key)
        self.app.push_screen(SubscriptionForm(self._editing(values)))

    async def new_row(self) -> None:
        """Make a subscription; the cursor is on it then."""
        values = await self.ask(lambda: Subscription.entity.blank(contact=self.contact))
        form = SubscriptionForm(self._editing(values))
        await self.place_on(await self.app.push_screen_wait(form))

    @work
    @tells
    async def action_new(self) -> None:
        """Make a subscription."""
        await self.new_row()

    def _editing(self, values: Values) -> Editing:
        return Editing(
            entity=Subscription.entity,
            places=PLACES,
            values=values,
            save=_save,
            read=Subscription.values_of,
            path=self.path(),
            title=lambda v: self._what(v) if v.get("mailing") or v.get("mailing_type") else "",
            key=values.get("id"),
        )


class SubscriptionForm(RecordForm):
    """A subscription: to a type of mailing, or to one mailing by its name."""

    async def choose(self, name: str, text: str, typed: str) -> str | None:
        """A mailing by its name; all else as everywhere."""
        if name != "mailing":
            return await super().choose(name, text, typed)
        options = await self.ask(_mailings)
        dialog = Choose(t("subscription.mailing"), options, codes=False)
        chosen: str | None = await self.app.push_screen_wait(dialog)
        return chosen


def _mailings() -> list[Option]:
    """The mailings by name, drafts among them; on the database's thread."""
    listing = Mailing.listing(sort="name", descending=False)
    names = [listing.names.index(name) for name in ("name", "channel")]
    found = [[str(row.cells[at]) for at in names] for row in listing.after(None, _MOST)]
    return [Option(name, name, t(f"choice.{channel}")) for name, channel in found]


def _save(key: int | None, values: Values, version: int | None) -> Saved:
    if key is None:
        return Subscription.make(values)
    return Subscription.alter(key, values, version=version)
