"""Columns of exact numbers: money, prices, quantities, percentages; never a float (spec 9.3)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import peewee as pw

from models.checks import clean
from models.columns import Column
from models.rules import RuleBroken


class DecimalColumn(Column, pw.IntegerField):
    """An exact number, kept as an integer of `places` decimals; `shown` are always written.

    `above` is a bound that is not itself allowed, `least` one that is.
    """

    exact = True

    def __init__(
        self,
        places: int,
        *,
        shown: int = 0,
        least: int = 0,
        above: int | None = None,
        most: int = 999_999_999,
        **kw: Any,
    ) -> None:
        super().__init__(**kw)
        self.places = places
        self.shown = shown
        self.least = least
        self.above = above
        self.most = most

    def tidy(self, value: Any) -> Decimal | None:
        """The number of a text with a point, of an int or a JSON number. Raises `RuleBroken`."""
        text = f"{value:f}" if isinstance(value, Decimal) else clean(str(value))
        if value is None or not text:
            return None
        if not re.fullmatch(r"[-+]?[0-9]{1,30}(\.[0-9]{0,30})?", text):
            raise RuleBroken("rule.decimal", text=text[:40])
        # Told from the text: arithmetic would round what has more digits than it works with.
        if len(text.partition(".")[2].rstrip("0")) > self.places:
            raise RuleBroken("rule.decimals", text=text[:40], n=self.places)
        if self.above is not None and Decimal(text) <= self.above:
            raise RuleBroken("rule.above", text=text[:40], above=self.above)
        if not self.least <= Decimal(text) <= self.most:
            raise RuleBroken("rule.between", text=text[:40], least=self.least, most=self.most)
        return self.read(self.stored(Decimal(text)))

    def stored(self, value: Any) -> int | None:
        return None if value is None else int(value.scaleb(self.places))

    def read(self, content: Any) -> Decimal | None:
        """The number, with as many decimals as are shown, or as it has."""
        if content is None:
            return None
        places = self.places
        while places > self.shown and content % 10 == 0:
            content, places = content // 10, places - 1
        return Decimal(content).scaleb(-places)

    def db_value(self, value: Any) -> Any:
        """What a query compares with: a number or its content."""
        return self.stored(value) if isinstance(value, Decimal) else value

    def json(self, value: Any) -> str | None:
        """The number as a text, so that no program makes a float of it."""
        return None if value is None else self.text(value)

    def text(self, value: Any) -> str:
        """The number as JSON and files have it: `10.10`, `3`, `0.125`."""
        return "" if value is None else f"{value:f}"


class MoneyColumn(DecimalColumn):
    """An amount of money, in the database in cents."""

    def __init__(self, *, most: int = 9_999_999_999, **kw: Any) -> None:
        super().__init__(2, shown=2, most=most, **kw)


class PriceColumn(DecimalColumn):
    """The price of one unit, to the hundredth of a cent."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(4, shown=2, **kw)


class QuantityColumn(DecimalColumn):
    """How many, more than none, with up to four decimals."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(4, above=0, **kw)


class PercentColumn(DecimalColumn):
    """A percentage from 0 to 100, with up to three decimals."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(3, most=100, **kw)
