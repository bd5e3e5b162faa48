"""Rows of items: what is sold, found by their codes, else by what they are called."""

from __future__ import annotations

from collections.abc import Sequence

from crmtui.interchange import cells
from crmtui.interchange.file_numbers import FileNumbers
from crmtui.interchange.items import Asked, Item, Kind, alter, as_id, make, one_of, skip, waves
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import Report
from models.columns import Column
from models.entity import Values
from models.item import Item as Sold
from models.journal import Change
from models.rules import Notice, RuleBroken
from models.same_sale import items_called
from models.setting import setting

_DISCONTINUED = "discontinued"
# In what it is sold, which belongs to what it is called.
_PACKAGING = "packaging"


class ItemRows(Kind):
    """Items; what is called `description` alone is in the language of the company.

    A new one is called so in both languages, and keeps what it is called since in the other.
    """

    KEYS = frozenset({"id", "code"})

    def __init__(self, asked: Asked) -> None:
        self._own = f"description_{setting('DefaultLanguage')}"
        self._numbers = FileNumbers(asked.plan, ("price",))
        super().__init__(asked)

    def column_of(self, field: str) -> Column | None:
        """That of a description for one in no said language, that of active for its opposite."""
        called = {"description": self._own, _DISCONTINUED: "active"}.get(field, field)
        return super().column_of(called)

    def converter_of(self, field: str) -> cells.Convert | None:
        """Prices are read as the file writes numbers."""
        return self._numbers.read if field == "price" else super().converter_of(field)

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out how the file writes numbers."""
        for row in table.rows() if self.plan.has("price") else ():
            self._numbers.learn(row)
        return ()

    def item(self, row: RawRow) -> Item:
        """The item, tidied. Raises `RuleBroken`."""
        values, _ = self.read(row)
        key = values.pop("id", None)
        if "description" in values:
            values.setdefault(self._own, values.pop("description"))
        packed = values.pop(_PACKAGING, None)
        if packed and values.get(self._own):
            values[self._own] = f"{values[self._own]}, {packed}"
        if _DISCONTINUED in values:
            active = self.entity.field("active")
            off = active.tidy(values.pop(_DISCONTINUED))
            values["active"] = active.tidy(values.get("active", True)) and not off
        given = Sold.tidied(values, lenient=True)
        name = " ".join(str(given[n]) for n in ("code", self._own) if given.get(n))
        item = Item(row, name, given, texts={"id": key})
        item.tokens = self._tokens(item)
        return item

    def _tokens(self, item: Item) -> tuple[str, ...]:
        """What stands for the item: its key."""
        key = self.key or ("code" if item.given.get("code") else "description")
        value = (item.texts or {})["id"] if key == "id" else item.given.get(key)
        if key == "description":
            value = _called(item.given)
            if not value:
                raise RuleBroken("rule.required", field="code")
        if value in (None, ""):
            raise RuleBroken("import.no_key", name=key)
        return (f"{key[0]}{value}",)

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Make or change the items."""
        for wave in waves(items):
            self._find(wave)
            skip(wave, self.mode)
            new = [i for i in wave if not i.what and i.key is None]
            make(tx, Sold, new, self._whole)
            alter(tx, Sold, [i for i in wave if not i.what], _alter)

    def _whole(self, item: Item) -> Values:
        start = self.entity.blank()
        if self.plan.has("description") and item.given.get(self._own):
            start |= dict.fromkeys(("description_fr", "description_en"), item.given[self._own])
        return Sold.whole(start, item.given)

    def _find(self, wave: Sequence[Item]) -> None:
        coded = [i for i in wave if i.tokens[0][0] == "c"]
        found = Sold.ids_by("code", [i.given["code"] for i in coded])
        for item in coded:
            one_of(item, found[item.given["code"]], item.given["code"])
        by_id = [i for i in wave if i.tokens[0][0] == "i"]
        ids = Sold.ids_by("id", [as_id(i.tokens[0][1:]) for i in by_id])
        for item in by_id:
            one_of(item, ids[as_id(item.tokens[0][1:])], item.tokens[0][1:])
        called = [i for i in wave if i.tokens[0][0] == "d"]
        names = items_called([_called(i.given) for i in called])
        for item in called:
            text = _called(item.given)
            one_of(item, [key for key, _ in names.get(text, ())], text)


def _called(given: Values) -> str:
    return str(given.get("description_fr") or given.get("description_en") or "")


def _alter(key: int, changed: Values) -> object:
    return Sold.alter(key, changed, lenient=True)
