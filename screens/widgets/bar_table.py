"""A list whose rows end in a bar as long as their amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from screens.symbols import sign
from screens.widgets.columns import MARGIN, Column, widths
from screens.widgets.record_table import Ask, RecordTable

# The narrowest bar that still tells one amount from another.
LEAST_BAR = 8


class BarTable(RecordTable):
    """Rows with a bar in the room that their columns leave.

    Its cells name the `whole` of a row, the `part` of it that is drawn full, and the `most` that
    any row has, which fills the room.
    """

    def __init__(self, columns: Sequence[Column], ask: Ask, *, empty: str = "") -> None:
        super().__init__(
            (*columns, Column("", 0, self._bar, least=LEAST_BAR, spare=0)), ask, empty=empty
        )

    def _bar(self, cells: dict[str, Any]) -> str:
        room = widths(self.columns, self.size.width - MARGIN)[-1]
        return bar_text(cells["part"], cells["whole"], cells["most"], room)


def bar_text(part: Decimal, whole: Decimal, most: Decimal, room: int) -> str:
    """A bar of a whole with its part drawn full, in a room that the most of all fills."""
    if most <= 0 or whole <= 0 or room <= 0:
        return ""
    long = max(1, _rounded(whole * room / most))
    full = min(long, _rounded(part * long / whole))
    return sign("full") * full + sign("light") * (long - full)


def _rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
