"""The lines of opportunities and quotes: what is sold, how many, at what price (spec 8.3, 9.3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import peewee as pw

from models.checks import clean
from models.code import Code
from models.columns import CodeColumn, Column, LineColumn, NumberColumn, YesNoColumn
from models.decimals import MoneyColumn, PercentColumn, PriceColumn, QuantityColumn
from models.item import Choice, Item, ItemCodeColumn
from models.rules import RuleBroken

MOST_LINES = 2000

Line = dict[str, Any]

LINE_COLUMNS: dict[str, Column] = {
    "item": ItemCodeColumn(),
    "description": LineColumn(max_length=120),
    "quantity": QuantityColumn(),
    "unit": CodeColumn("unit"),
    "unit_price": PriceColumn(),
    "discount": PercentColumn(),
    "taxable": YesNoColumn(),
    "amount": MoneyColumn(),
}

_CENT = Decimal("0.01")
_id = NumberColumn(1, 2**62)


def rounded(amount: Decimal) -> Decimal:
    """An amount to the cent, a half of one upwards (spec 9.3)."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def amount_of(quantity: Decimal, unit_price: Decimal, discount: Decimal) -> Decimal:
    """What a line comes to, rounded to the cent; the discount is in percent."""
    return rounded(quantity * unit_price * (100 - discount) / 100)


def blank_line() -> Line:
    """The line that one begins with."""
    return {
        "id": None,
        "item": "",
        "description": "",
        "quantity": Decimal(1),
        "unit": "",
        "unit_price": Decimal("0.00"),
        "discount": Decimal(0),
        "taxable": True,
        "amount": Decimal("0.00"),
    }


def complete_line(line: Mapping[str, Any], item: Choice | None, language: str) -> Line:
    """A line whole: what it leaves out is its item's, else that of a blank one."""
    # A unit may be emptied; what else is empty was left out.
    given = {n: v for n, v in line.items() if v is not None and (v != "" or n == "unit")}
    return _with_amount(blank_line() | (item_values(item, language) if item else {}) | given)


def item_values(item: Choice, language: str) -> Line:
    """What a line takes from its item."""
    return {
        "item": item.code,
        "description": item.text(language),
        "unit": item.unit,
        "unit_price": item.price,
        "taxable": item.taxable,
    }


class SaleLinesColumn(Column, pw.TextField):
    """Lines as a list of dicts; their JSON text is understood as well."""

    structured = True

    def json(self, value: Any) -> list[dict[str, Any]]:
        """The lines as JSON has them."""
        return json_lines(value or [])

    def tidy(self, value: Any) -> list[Line]:
        """The lines given, each with what it names. Raises `RuleBroken` with the line's number."""
        if isinstance(value, str):
            value = _from_json(value)
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            if value is not None:
                raise RuleBroken("rule.lines")
            value = []
        if len(value) > MOST_LINES:
            raise RuleBroken("rule.many_lines", n=MOST_LINES)
        return [_tidy_line(n, line) for n, line in enumerate(value, 1)]


def _from_json(text: str) -> Any:
    if not text.strip():
        return []
    try:
        # Numbers stay as they are written: what a float makes of them is another number.
        return json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise RuleBroken("rule.lines_json") from None


def _tidy_line(n: int, line: Any) -> Line:
    if not isinstance(line, Mapping):
        raise RuleBroken("rule.lines")
    tidied: Line = {}
    for name, value in line.items():
        if name != "id" and name not in LINE_COLUMNS:
            unknown = RuleBroken("rule.no_field", text=clean(str(name))[:20])
            raise InLine(n, "", unknown)
        if name == "id":
            tidied["id"] = _tidy_cell(n, name, value)
        elif value is not None and name != "amount":
            tidied[name] = _tidy_cell(n, name, value)
            if tidied[name] is None:
                del tidied[name]
    return _with_amount(tidied)


def _with_amount(line: Line) -> Line:
    factors = [line.get(name) for name in ("quantity", "unit_price", "discount")]
    if None in factors:
        return line
    return line | {"amount": amount_of(*(Decimal(factor or 0) for factor in factors))}


def _tidy_cell(n: int, name: str, value: Any) -> Any:
    try:
        if isinstance(value, list | dict) or (isinstance(value, bool) and name != "taxable"):
            raise RuleBroken("rule.one_value")
        return _id.tidy(value) if name == "id" else LINE_COLUMNS[name].tidy(value)
    except RuleBroken as broken:
        raise InLine(n, "" if name == "id" else name, broken) from None


class InLine(RuleBroken):
    """A rule broken in one line: which line, which of its columns, and what is wrong there."""

    def __init__(self, n: int, column: str, problem: RuleBroken) -> None:
        super().__init__("rule.in_line", field="lines", n=n, column=column, problem=problem)
        self.n = n
        self.column = column
        self.problem = problem


def json_lines(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines as JSON has them: numbers as texts, no ids."""
    return [
        {
            name: value if isinstance(value := line[name], bool) else text_of(name, value)
            for name in LINE_COLUMNS
        }
        for line in lines
    ]


def text_of(name: str, value: Any) -> str:
    """A line's value as a plain text."""
    column = LINE_COLUMNS[name]
    return column.text(value) if hasattr(column, "text") else str(value)


def whole_lines(
    lines: Sequence[Mapping[str, Any]],
    language: str,
    before: Sequence[Line],
    *,
    lenient: bool,
    source: Sequence[Line] = (),
) -> list[Line]:
    """Lines as they will be saved. Raises `RuleBroken`.

    A line that names its id keeps what it does not name; a line of an item that no longer is
    stays as it was. The units of `source`, whose lines they are copied from, are good here too.
    """
    kept = {line["id"]: line for line in before}
    named = any(line.get("id") is not None for line in lines)
    items = Item.of_codes({line["item"] for line in (*lines, *before) if line.get("item")})
    made: list[Line] = []
    seen: set[int] = set()
    units = {line["unit"] for line in source}
    for n, line in enumerate(lines, 1):
        key = line.get("id")
        if not named and n <= len(before):
            key = before[n - 1]["id"]
        old = kept.get(key) if key not in seen else None
        seen.add(key) if key is not None else None
        whole = {**(old or {}), **line} if named else dict(line)
        item = items.get(whole.get("item", ""))
        whole = complete_line(whole, item, language) | {"id": old["id"] if old else None}
        _check_line(n, whole, old, item)
        known = units | ({old["unit"]} if old else set()) | ({item.unit} if item else set())
        if whole["unit"] not in known:
            _check_unit(n, whole["unit"], lenient)
        made.append(whole)
    return made


def _check_line(n: int, line: Line, old: Line | None, item: Choice | None) -> None:
    """Something is sold in it, of a known item. Raises `RuleBroken`."""
    if not line["item"] and not line["description"]:
        raise InLine(n, "item", RuleBroken("rule.line_empty"))
    if line["item"] and item is None and not (old and old["item"] == line["item"]):
        raise InLine(n, "item", RuleBroken("rule.unknown_item", text=line["item"]))


def _check_unit(n: int, unit: str, lenient: bool) -> None:
    """A unit that is chosen anew is one that its table offers. Raises `RuleBroken`."""
    for wrong, key in ((Code.unknown, "rule.unknown_code"), (Code.inactive, "rule.inactive_code")):
        if unit and not (lenient and wrong == Code.unknown) and wrong("unit", [unit]):
            raise InLine(n, "unit", RuleBroken(key, code=unit, text=unit))
