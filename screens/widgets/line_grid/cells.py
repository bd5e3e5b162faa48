"""Cells as they are read and typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmtui.safe_text import visible
from crmtui.values import parse, show
from models.code import Code
from models.rules import RuleBroken
from models.sale_line import LINE_COLUMNS
from screens.widgets.line_grid.sheet import SheetLine

# What may be left out; each of the other numbers has to be there.
OPTIONAL = {"discount": "0"}


def shown(line: SheetLine, name: str) -> str:
    """What a line's column shows."""
    if name not in line.shown:
        line.shown[name] = visible(show(LINE_COLUMNS[name], line.values.get(name)))
    return line.shown[name]


def value_of(name: str, text: str) -> Any:
    """What was typed in a column, as a line keeps it. Raises `RuleBroken`."""
    text = text.strip()
    value = parse(LINE_COLUMNS[name], text or OPTIONAL.get(name, ""), dt.date.min)
    if value is None:
        raise RuleBroken("rule.required")
    return value


def unit_of(text: str) -> str:
    """The unit that a text means, by its code or its name. Raises `RuleBroken`."""
    code = Code.guess("unit", text) if text.strip() else ""
    if code is None:
        raise RuleBroken("rule.unknown_code", code=text, text=text)
    return code
