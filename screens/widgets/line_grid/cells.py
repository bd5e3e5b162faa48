"""Cells as they are read and typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from crmtui.i18n import t
from crmtui.number_words import decimal_text
from crmtui.safe_text import visible
from crmtui.values import parse, show
from models.code import Code
from models.item import Choice, Item
from models.rules import RuleBroken
from models.sale_line import LINE_COLUMNS
from screens.widgets.line_grid.sheet import SheetLine

CENTS = 2

# What may be left out; each of the other numbers has to be there.
OPTIONAL = {"discount": "0"}


def shown(line: SheetLine, name: str) -> str:
    """What a line's column shows."""
    if name not in line.shown:
        line.shown[name] = visible(_text(name, line.values.get(name)))
    return line.shown[name]


def to_mend(line: SheetLine, name: str) -> str:
    """What a column holds as one types it: a number without what sets its thousands apart."""
    value = line.values.get(name)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", t("value.decimal_mark"))
    return shown(line, name)


def _text(name: str, value: Any) -> str:
    # A column of amounts needs no sign of money in each line.
    if name == "amount" and value is not None:
        return decimal_text(value, CENTS)
    return show(LINE_COLUMNS[name], value)


def value_of(name: str, text: str) -> Any:
    """What was typed in a column, as a line keeps it. Raises `RuleBroken`."""
    text = text.strip()
    value = parse(LINE_COLUMNS[name], text or OPTIONAL.get(name, ""), dt.date.min)
    if value is None:
        raise RuleBroken("rule.required")
    return value


def item_of(text: str, language: str) -> Choice:
    """The one item that a text means. Raises `RuleBroken`."""
    item = Item.named(text, language)
    if item is None:
        several = Item.found(text, language, 2)
        raise RuleBroken("rule.several_items" if several else "rule.unknown_item", text=text)
    return item


def unit_of(text: str) -> str:
    """The unit that a text means, by its code or its name. Raises `RuleBroken`."""
    code = Code.guess("unit", text) if text.strip() else ""
    if code is None:
        raise RuleBroken("rule.unknown_code", code=text, text=text)
    return code
