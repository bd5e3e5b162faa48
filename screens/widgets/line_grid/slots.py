"""Where the columns of the grid are in a width: the description takes the room, some give way."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

# Each column begins with the cell of the cursor's sign.
GAP = 1
# After the amount: a blank, and the sign of what is not taxed.
END = 2

RIGHT = frozenset({"quantity", "unit_price", "discount", "amount"})
EDITED = ("item", "description", "quantity", "unit", "unit_price", "discount")

# What gives way to the description, and how much that needs beside it.
_GIVING_WAY = (("unit", 26), ("discount", 12), ("number", 8), ("unit_price", 4), ("quantity", 1))


class Slot(NamedTuple):
    """A column: its name, where its text begins, how wide it is."""

    name: str
    x: int
    width: int

    @property
    def right(self) -> bool:
        """Whether its text stands at the right."""
        return self.name in RIGHT


# From a width of the grid on, how wide its columns are.
_SIZES = (
    (120, (20, 10, 7, 12, 8, 14)),
    (110, (14, 10, 7, 12, 8, 14)),
    (70, (10, 8, 5, 9, 7, 12)),
    (0, (9, 7, 5, 9, 7, 11)),
)


class Room(NamedTuple):
    """How wide the longest price and the longest amount are, which are never cut."""

    price: int = 0
    amount: int = 0

    def with_lines(self, prices: Iterable[Decimal], amounts: Iterable[Decimal]) -> Room:
        """The same, wide enough for more lines."""
        return Room(max(self.price, _longest(prices)), max(self.amount, _longest(amounts)))


def _longest(numbers: Iterable[Decimal]) -> int:
    """How many cells the longest of some numbers takes, with marks between thousands."""
    found = list(numbers)
    digits = len(str(int(max(found, default=Decimal(0)))))
    places = max((-int(number.as_tuple().exponent) for number in found), default=0)
    return digits + (digits - 1) // 3 + 1 + max(2, places)


def _widths(width: int, number: int, room: Room) -> dict[str, int]:
    sizes = next(sizes for least, sizes in _SIZES if width >= least)
    item, quantity, unit, price, discount, amount = sizes
    return {
        "number": number,
        "item": item,
        "description": 0,
        "quantity": quantity,
        "unit": unit,
        "unit_price": max(price, room.price),
        "discount": discount,
        "amount": max(amount, room.amount),
    }


@lru_cache(maxsize=8)
def slots(width: int, number: int, room: Room) -> tuple[Slot, ...]:
    """The columns that a width has room for; `number` is how wide the lines' numbers are."""
    wide = _widths(width, number, room)

    def left() -> int:
        return width - END - sum(w + GAP for w in wide.values())

    for name, needed in _GIVING_WAY:
        if left() < needed:
            del wide[name]
    wide["description"] = max(1, left())
    made, x = [], 0
    for name, taken in wide.items():
        made.append(Slot(name, x + GAP, taken))
        x += GAP + taken
    return tuple(made)
