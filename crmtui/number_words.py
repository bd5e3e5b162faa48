"""Exact numbers as people read and type them: money, quantities, percentages (spec 16)."""

from __future__ import annotations

import re
from decimal import Decimal

from crmtui.i18n import language, said_in
from models.columns import Column
from models.decimals import MoneyColumn, PercentColumn, PriceColumn
from models.rules import RuleBroken

# What may stand between thousands and around a number: blanks of every width.
_BLANK = "[\\s\u00a0\u2007\u2009\u202f]"
_TYPED = re.compile(
    rf"(?P<sign>[-+]?){_BLANK}*(?P<dollar>\$?){_BLANK}*"
    rf"(?P<digits>[0-9.,]+|[0-9]{{1,3}}(?:(?:{_BLANK}|')[0-9]{{3}})+(?:[.,][0-9]*)?)"
    rf"{_BLANK}*(?P<unit>[$%]?)"
)
_LONGEST = 60
_PLAIN = re.compile(r"[-+]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)")


def decimal_text(value: Decimal, shown: int = 0, lang: str | None = None) -> str:
    """A number by the locale, at least `shown` decimals: `1 234,5` or `1,234.5`."""
    spoken = lang or language()
    places = max(shown, -int(value.as_tuple().exponent))
    whole, _, part = f"{value:,.{places}f}".partition(".")
    whole = whole.replace(",", said_in(spoken, "value.group_mark"))
    return f"{whole}{said_in(spoken, 'value.decimal_mark')}{part}" if part else whole


def money_text(amount: Decimal, lang: str | None = None) -> str:
    """An amount by the locale: `1 234,50 $` or `$1,234.50`."""
    text = decimal_text(abs(amount), 2, lang)
    sign = "-" if amount < 0 else ""
    return sign + said_in(lang or language(), "value.money").format(amount=text)


def percent_text(value: Decimal, lang: str | None = None) -> str:
    """A percentage by the locale: `9,975 %` or `9.975%`."""
    text = decimal_text(value, 0, lang)
    return said_in(lang or language(), "value.rate").format(rate=text)


def number_text(column: Column, value: Decimal) -> str:
    """An exact number as its kind of column is read: money with its sign, a price without."""
    if isinstance(column, MoneyColumn):
        return money_text(value)
    if isinstance(column, PercentColumn):
        return percent_text(value)
    return decimal_text(value, 2 if isinstance(column, PriceColumn) else 0)


def typed_number(text: str, lang: str | None = None) -> Decimal:
    """The number that a person typed, with a comma or a point before its decimals.

    `1 234,50 $`, `$1,234.50` and `5 %` are understood. One comma before three digits is that of
    thousands in English, of decimals in French. Raises `RuleBroken` for what is none.
    """
    found = _TYPED.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not found or (found["dollar"] and found["unit"]):
        raise RuleBroken("rule.decimal", text=text[:40])
    bare = found["sign"] + "".join(c for c in found["digits"] if c in "0123456789.,")
    plain = _with_a_point(bare, lang or language())
    if plain is None:
        raise RuleBroken("rule.decimal", text=text[:40])
    return Decimal(plain)


def _with_a_point(text: str, spoken: str) -> str | None:
    """The digits with a point before the decimals, or nothing where marks are not in order."""
    marks = {mark for mark in ".," if mark in text}
    if not marks:
        return text
    if len(marks) == 2:
        last = max(text.rfind("."), text.rfind(","))
        grouped, decimals = text[:last], text[last + 1 :]
        other = "," if text[last] == "." else "."
        return f"{_ungrouped(grouped, other)}.{decimals}" if _ungrouped(grouped, other) else None
    mark = marks.pop()
    thousands = mark == "," and spoken == "en" and re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text)
    if text.count(mark) > 1 or thousands:
        return _ungrouped(text, mark)
    return text.replace(",", ".") if _PLAIN.fullmatch(text) else None


def _ungrouped(text: str, mark: str) -> str | None:
    """The digits without the marks between thousands, where those stand where they should."""
    if re.fullmatch(rf"[-+]?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+", text):
        return text.replace(mark, "")
    return None
