"""Lines pasted from a spreadsheet: tab-separated, with or without headings, in a few orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from crmtui.i18n import LANGUAGES, said_in
from crmtui.safe_text import visible
from models.checks import fold
from models.item import Item
from models.rules import RuleBroken
from models.sale_line import MOST_LINES, InLine, Line, item_values
from screens.widgets.line_grid.cells import item_of, unit_of, value_of

SHORT = ("item", "quantity", "unit_price", "discount")
LONG = ("item", "description", "quantity", "unit_price", "discount")
WHOLE = ("item", "description", "quantity", "unit", "unit_price", "discount", "amount")
NUMBERS = frozenset({"quantity", "unit_price", "discount"})


class Pasted(NamedTuple):
    """The lines that a text means, or what is wrong in it; and whether it began with headings."""

    lines: list[Line]
    problems: list[RuleBroken]
    headings: bool = False


class _Row(NamedTuple):
    n: int
    cells: list[str]


def is_table(text: str) -> bool:
    """Whether a pasted text is lines, and not the text of one cell."""
    return "\t" in text.strip("\r\n") or "\n" in text.strip("\r\n")


def read_pasted(text: str, language: str, new_line: Callable[[], Line]) -> Pasted:
    """The lines of a pasted text, their items looked up; all of them or what is wrong."""
    rows = _rows(text)
    if len(rows) > MOST_LINES + 1:
        return Pasted([], [RuleBroken("rule.many_lines", n=MOST_LINES)])
    columns, below = _columns(rows, language)
    made: list[Line] = []
    problems: list[RuleBroken] = []
    for row in below:
        try:
            made.append(_line(row, columns, language, new_line()))
        except RuleBroken as broken:
            problems.append(broken)
    return Pasted([] if problems else made, problems, len(below) < len(rows))


def _rows(text: str) -> list[_Row]:
    """The rows in which there is something, each with its number."""
    split = [
        line.split("\t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    stripped = [[visible(cell).strip() for cell in cells] for cells in split]
    return [_Row(n, cells) for n, cells in enumerate(stripped, 1) if any(cells)]


def _columns(rows: list[_Row], language: str) -> tuple[Sequence[str], list[_Row]]:
    """The columns that the rows have, by their headings or by what is in them; and the rest."""
    named = _headings(rows[0].cells) if rows else None
    if named is not None:
        return named, rows[1:]
    if len(rows) > 1 and _is_heading(rows[0].cells, rows[1].cells, language):
        rows = rows[1:]
    return _columns_of([row.cells for row in rows]), rows


def _columns_of(rows: list[list[str]]) -> Sequence[str]:
    """The columns that rows without headings have.

    A description stands before the quantity only where no row has a number in its place: what is
    mixed is refused, since a quantity must never be taken for a description.
    """
    most = max(map(len, rows), default=0)
    if most > len(LONG):
        return WHOLE[: max(most, len(WHOLE) - 1)]
    seconds = [row[1] for row in rows if len(row) > 1 and row[1]]
    described = bool(seconds) and not any(map(_is_number, seconds))
    long = most == len(LONG) or (most > 2 and described)
    return (LONG if long else SHORT)[:most]


def _is_heading(first: list[str], second: list[str], language: str) -> bool:
    """Whether a row without numbers or an item stands above one that has numbers."""
    numbers = any(map(_is_number, first)) or not any(map(_is_number, second[1:]))
    return not numbers and Item.named(first[0], language) is None


def _headings(cells: list[str]) -> list[str] | None:
    """The columns that headings name, in either language; nothing where they are no headings."""
    known = {
        fold(word.strip()): name
        for name in WHOLE
        for spoken in LANGUAGES
        for word in said_in(spoken, f"grid.headings.{name}").split(",")
    }
    found = [known.get(fold(cell), "") if cell else "amount" for cell in cells]
    whole = all(found) and "item" in found and len(found) > 1
    twice = [name for name in found if name != "amount" and found.count(name) > 1]
    return found if whole and not twice else None


def _is_number(cell: str) -> bool:
    try:
        value_of("unit_price", cell)
    except RuleBroken:
        return False
    return True


def _line(row: _Row, columns: Sequence[str], language: str, line: Line) -> Line:
    if len(row.cells) > len(columns):
        raise InLine(row.n, "", RuleBroken("rule.pasted_columns", n=len(row.cells)))
    cells = dict.fromkeys(columns, "") | dict(zip(columns, row.cells, strict=False))
    text = cells.pop("item", "")
    if text:
        line |= _at(row.n, "item", lambda: item_values(item_of(text, language), language))
    elif not cells.get("description"):
        raise InLine(row.n, "item", RuleBroken("rule.line_empty"))
    cells.pop("amount", "")
    for name, cell in cells.items():
        # What is left out is the item's, but a quantity is nobody's but the line's.
        if cell or name == "quantity":
            line[name] = _at(row.n, name, lambda name=name, cell=cell: _value(name, cell))  # type: ignore[misc]
    return line


def _at(n: int, name: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except RuleBroken as broken:
        raise InLine(n, name, broken) from None


def _value(name: str, cell: str) -> Any:
    return unit_of(cell) if name == "unit" else value_of(name, cell)
