"""The items, and the form of one (spec 12.2)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from textual import work

from crmtui.i18n import language, t
from crmtui.number_words import decimal_text
from crmtui.values import show
from models.entity import Values
from models.item import SORTS, Item
from models.listing import Source
from models.rules import Saved
from screens.actions import choose_action
from screens.base import tells
from screens.commands import records
from screens.commands.command import Command
from screens.record_form import Editing, RecordForm
from screens.record_list import RecordList
from screens.widgets.columns import Column, money_column
from screens.widgets.layout import Place

PLACES = (
    Place("code", 22, first=True),
    Place("description_fr", 58, first=True),
    Place("description_en", 58, first=True),
    Place("unit", 10, first=True),
    Place("price", 14, first=True),
    Place("taxable", first=True),
    Place("active", first=True),
)


class ItemList(RecordList):
    """What is sold, by code, description or price."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        *RecordList.OFFERS,
        records.ACTIONS,
        records.ACTIONS_LETTER,
    )
    SORTS = SORTS
    TITLE_KEY = "go.items"
    EMPTY_KEY = "items.none"
    record = Item

    def columns(self) -> list[Column]:
        """Code, description, unit, price, whether taxes apply."""
        return [
            Column(t("item.code"), 14, lambda c: str(c["code"])),
            Column(t("items.description"), 0, _description, least=20),
            money_column(t("item.price"), 12, lambda c: _price(c["price"])),
            Column(t("item.unit"), 8, lambda c: str(c["unit"])),
            Column(t("item.taxable"), 8, lambda c: show(Item.taxable, bool(c["taxable"]))),
        ]

    def source(self) -> Source:
        """The items, sorted and narrowed."""
        return Item.listing(
            inactive=self.inactive,
            search=self.narrowed,
            sort=self.sort,
            descending=self.descending,
            language=language(),
        )

    async def open_row(self, key: int) -> None:
        """Edit the item."""
        values = await self.ask(Item.values_of, key)
        self.app.push_screen(RecordForm(item_editing(values)))

    async def new_row(self) -> None:
        """Make an item."""
        form = RecordForm(item_editing(Item.entity.blank()))
        await self.place_on(await self.app.push_screen_wait(form))

    @work
    @tells
    async def action_new(self) -> None:
        """Make an item; the cursor is on it then."""
        await self.new_row()

    def row_text(self, cells: dict[str, Any]) -> str:
        """Code, description, price."""
        return ", ".join((cells["code"], _in_words(cells), _price(cells["price"])))

    def row_name(self, cells: dict[str, Any]) -> str:
        """The code."""
        return str(cells["code"])

    @work
    async def action_actions(self) -> None:
        """Choose what to do with the item under the cursor."""
        row = self.table.row
        if row is None:
            return
        active = bool(self.table.named(row)["active"])
        names = ("open", "deactivate" if active else "activate", "delete")
        chosen = await choose_action(self, names)
        if chosen == "delete":
            self.action_delete()
        elif chosen:
            await self._act(chosen, row.key)

    @tells
    async def _act(self, chosen: str, key: int) -> None:
        if chosen == "open":
            await self.open_row(key)
            return
        await self.ask(Item.alter, key, {"active": chosen == "activate"})
        await self._show(keep=True)
        self.say(t("active.done" if chosen == "activate" else "inactive.done"))


def _in_words(cells: Mapping[str, Any]) -> str:
    first, second = cells["description_fr"], cells["description_en"]
    return str((first or second) if language() == "fr" else (second or first))


def _description(cells: Mapping[str, Any]) -> str:
    text = _in_words(cells)
    return text if cells["active"] else f"{text} ({t('list.inactive')})"


def _price(content: Any) -> str:
    return decimal_text(Item.price.read(content) or Decimal(0), 2)


def item_editing(values: Values) -> Editing:
    """What the form of an item edits."""
    return Editing(
        entity=Item.entity,
        places=PLACES,
        values=values,
        save=_save,
        read=Item.values_of,
        path=(t("go.items"),),
        title=lambda v: str(v.get("code") or ""),
        key=values.get("id"),
    )


def _save(key: int | None, values: Values, version: int | None) -> Saved:
    return Item.make(values) if key is None else Item.alter(key, values, version=version)
