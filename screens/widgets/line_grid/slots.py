"""Where the columns of the grid are in a width: the description takes the room, some give way."""

from __future__ import annotations

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


def _widths(width: int, number: int) -> dict[str, int]:
    sizes = next(sizes for least, sizes in _SIZES if width >= least)
    item, quantity, unit, price, discount, amount = sizes
    return {
        "number": number,
        "item": item,
        "description": 0,
        "quantity": quantity,
        "unit": unit,
        "unit_price": price,
        "discount": discount,
        "amount": amount,
    }


@lru_cache(maxsize=8)
def slots(width: int, number: int) -> tuple[Slot, ...]:
    """The columns that a width has room for; `number` is how wide the lines' numbers are."""
    wide = _widths(width, number)

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
