"""What is put together for a customer: items that fit the trade, how many, at what price."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from crmtui.demo.dice import Dice
from crmtui.demo.shapes import ItemRow, LineRow
from crmtui.demo.stock import parts, read_csv, read_toml

# How many lines there are, by chance.
_HOW_MANY = (1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 7, 8)
_DISCOUNTS = ("0",) * 9 + ("2", "4", "5", "5", "7.5", "10")
_EXTRA_PRICES = ("25.00", "35.00", "60.00")
_CENT = Decimal("0.01")


class _Sold(NamedTuple):
    code: str
    price: Decimal
    low: int
    high: int
    step: Decimal
    is_service: bool


def items() -> list[ItemRow]:
    """List what the demo company sells."""
    return [
        {
            "code": row["code"],
            "description_fr": row["fr"],
            "description_en": row["en"],
            "unit": row["unit"],
            "price": row["price"],
            "taxable": row["taxable"] == "yes",
            "active": row["active"] == "yes",
        }
        for row in read_csv("sales_items.csv")
    ]


class Baskets:
    """Draws lines of one to eight items, no item twice."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._by_group: dict[str, list[_Sold]] = {}
        for row in read_csv("sales_items.csv"):
            sold = _Sold(
                row["code"],
                Decimal(row["price"]),
                int(row["low"]),
                int(row["high"]),
                Decimal(row["step"]),
                row["group"] in ("service", "rental", "machine"),
            )
            self._by_group.setdefault(row["group"], []).extend([sold] * int(row["weight"]))
        table = read_toml("sales.toml")
        self._usual: dict[str, str] = table["baskets"]
        self._extras = {language: parts(table[language]["extras"]) for language in ("fr", "en")}

    def usual(self, trade: str) -> str:
        """Name the groups of items that a trade asks for."""
        return self._usual.get(trade, self._usual["r"])

    def lines(self, groups: str, language: str) -> list[LineRow]:
        """Draw lines of the groups named, one after the other, those named often the likeliest."""
        dice, named = self._dice, groups.split()
        discount = dice.pick(_DISCOUNTS)
        chosen: dict[str, LineRow] = {}
        for place in range(dice.pick(_HOW_MANY)):
            # The first group named is what it is about.
            group = named[0] if not place else dice.pick(named)
            sold = dice.pick(self._by_group[group])
            if sold.code not in chosen:
                chosen[sold.code] = self._line(sold, discount)
        made = list(chosen.values())
        if dice.chance(0.04):
            made.append(self._extra(language))
        return made

    def dearer(self, lines: list[LineRow]) -> list[LineRow]:
        """Draw what the customer asked for at first: more of it, and no discount."""
        more = str(self._dice.between(1, 3))
        first = {**lines[0], "quantity": str(Decimal(lines[0]["quantity"]) + Decimal(more))}
        asked: list[LineRow] = [first, *({**line} for line in lines[1:])]  # type: ignore[list-item]
        for line in asked:
            line["discount"] = "0"
        return asked

    def _line(self, sold: _Sold, discount: str) -> LineRow:
        dice = self._dice
        line: LineRow = {
            "item": sold.code,
            "quantity": f"{sold.step * dice.between(sold.low, sold.high):f}",
        }
        if not sold.is_service:
            line["discount"] = discount
        if dice.chance(0.05) and sold.price > 5:
            # Agreed with this customer.
            special = (sold.price * Decimal("0.95")).quantize(_CENT, ROUND_HALF_UP)
            line["unit_price"] = f"{special:f}"
        return line

    def _extra(self, language: str) -> LineRow:
        return {
            "item": "",
            "description": self._dice.pick(self._extras[language]),
            "quantity": "1",
            "unit_price": self._dice.pick(_EXTRA_PRICES),
        }
