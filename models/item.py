"""Items: what is sold, with its unit and price (spec 12.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee as pw

from models.checks import clean, index_words, sort_key, typed_words, words
from models.columns import CodeColumn, LineColumn, YesNoColumn
from models.database import rows
from models.decimals import PriceColumn
from models.entity import Entity, Field, Values
from models.listing import Listing
from models.record import Record
from models.removal import Counted
from models.rules import Missing, RuleBroken

SORTS = ("code", "description", "price")

_price = PriceColumn()


class ItemCodeColumn(LineColumn):
    """An item's code: 1 to 20 characters of A-Z, 0-9, `.`, `_`, `/`, `-`, upper-cased."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(max_length=20, **kw)

    def tidy(self, value: Any) -> str:
        text = super().tidy(value).upper()
        if text and not re.fullmatch(r"[A-Z0-9._/-]{1,20}", text):
            raise RuleBroken("rule.item_code", code=text)
        return text


@dataclass(frozen=True)
class Choice:
    """An item as a line takes it and a prompt shows it."""

    id: int
    code: str
    fr: str
    en: str
    unit: str
    price: Decimal
    taxable: bool

    def text(self, language: str) -> str:
        """The description in a language, the other's where it has none."""
        first, second = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return first or second


class Item(Record):
    """Something that is sold."""

    code = ItemCodeColumn()
    description_fr = LineColumn(max_length=120)
    description_en = LineColumn(max_length=120)
    unit = CodeColumn("unit")
    price = PriceColumn()
    taxable = YesNoColumn()
    active = YesNoColumn()
    fr_key = pw.TextField()
    en_key = pw.TextField()
    search_text = pw.TextField()

    class Meta:
        table_name = "item"

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """The keys that it is sorted by in either language, and the words that find it."""
        fr, en = values["description_fr"], values["description_en"]
        return {
            "fr_key": sort_key(fr or en),
            "en_key": sort_key(en or fr),
            "search_text": " ".join(
                dict.fromkeys([*words(values["code"]), *index_words(f"{fr} {en}")])
            ),
        }

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """A code is taken once; one of the two descriptions is needed."""
        if not values["description_fr"] and not values["description_en"]:
            raise RuleBroken("rule.required", field="description_fr")
        found = rows("SELECT id, description_fr FROM item WHERE code = ?", (values["code"],))
        if found and found[0][0] != key:
            raise RuleBroken("rule.code_taken", field="code", code=values["code"], name=found[0][1])

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id of an item by its code. Raises `Missing`."""
        found = rows("SELECT id FROM item WHERE code = ?", (clean(text).upper(),))
        if not found:
            raise Missing("rule.unknown_item", text=clean(text))
        return int(found[0][0])

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """The opportunities and quotes that have it in a line."""
        return [
            (
                f"entity.{words}",
                rows(f"SELECT count(DISTINCT {of}_id) FROM {of}_line WHERE item_id = ?", (key,))[0][
                    0
                ],
            )
            for of, words in (("opportunity", "opportunities"), ("quote", "quotes"))
        ]

    # How lines find it.

    @classmethod
    def of_code(cls, code: str) -> Choice | None:
        """The item of a code, active or not."""
        found = _choices("code = ?", (code,), 1)
        return found[0] if found else None

    @classmethod
    def of_codes(cls, codes: Iterable[str]) -> dict[str, Choice]:
        """The items of some codes, active or not, by code."""
        wanted = list(codes)
        found: dict[str, Choice] = {}
        for start in range(0, len(wanted), 500):
            part = tuple(wanted[start : start + 500])
            marks = ", ".join("?" * len(part))
            found |= {item.code: item for item in _choices(f"code IN ({marks})", part, len(part))}
        return found

    @classmethod
    def named(cls, text: str, language: str) -> Choice | None:
        """The one item that a text means: by its code, else the only one that its words find."""
        exact = cls.of_code(clean(text).upper())
        if exact is not None:
            return exact
        found = cls.found(text, language, 2)
        return found[0] if len(found) == 1 else None

    @classmethod
    def found(cls, text: str, language: str, limit: int = 50) -> list[Choice]:
        """The active items that a text finds: by the whole code, its beginning, then by words."""
        code, key = clean(text).upper(), f"{'fr' if language == 'fr' else 'en'}_key"
        if not code:
            return _choices("active ORDER BY code", (), limit)
        made = _choices(
            "active AND code >= ? AND code < ? ORDER BY code", (code, f"{code}\U0010ffff"), limit
        )
        asked = " AND ".join(["(' ' || search_text) LIKE ?"] * len(typed_words(text)))
        if asked and len(made) < limit:
            likes = tuple(f"% {word}%" for word in typed_words(text))
            known = {choice.id for choice in made}
            found = _choices(f"active AND {asked} ORDER BY {key}, id", likes, limit + len(made))
            made += [choice for choice in found if choice.id not in known]
        return made[:limit]

    @classmethod
    def listing(
        cls,
        *,
        inactive: bool = False,
        search: str = "",
        sort: str = "code",
        descending: bool = False,
        language: str = "fr",
    ) -> Listing:
        """Items by code, by their description in a language, or by price."""
        if sort not in SORTS:
            raise RuleBroken("rule.sort", text=sort, choices=", ".join(SORTS))
        query = cls.select()
        if not inactive:
            query = query.where(cls.active == True)  # noqa: E712
        for word in typed_words(search):
            query = query.where(pw.Value(" ").concat(cls.search_text).contains(f" {word}"))
        description = cls.fr_key if language == "fr" else cls.en_key
        by = {"code": cls.code, "description": description, "price": cls.price}[sort]
        columns = (
            cls.code,
            cls.description_fr,
            cls.description_en,
            cls.unit,
            cls.price,
            cls.taxable,
            cls.active,
        )
        names = tuple(c.name for c in columns)
        return Listing(query, cls.id, names, columns, (by, cls.id), descending)


def _or_nothing(price: Decimal | None) -> Decimal:
    """A price, none where it was left empty."""
    return Decimal("0.00") if price is None else price


def _choices(where: str, params: tuple[Any, ...], limit: int) -> list[Choice]:
    found = rows(
        "SELECT id, code, description_fr, description_en, unit, price, taxable FROM item"
        f" WHERE {where} LIMIT ?",
        (*params, limit),
    )
    return [
        Choice(key, code, fr, en, unit, _price.read(price) or Decimal(), bool(taxable))
        for key, code, fr, en, unit, price, taxable in found
    ]


Item.entity = Entity(
    "item",
    "items",
    Item,
    (
        Field(Item.code, required=True),
        Field(Item.description_fr),
        Field(Item.description_en),
        Field(Item.unit),
        Field(Item.price, default=0, check=_or_nothing),
        Field(Item.taxable, default=True),
        Field(Item.active, default=True),
    ),
    {},
)
