"""The lines of a sale in the rows of a file, one row each: what their cells say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.interchange.file_numbers import DISCOUNT, FRACTION, PERCENT
from crmtui.messages import sentence
from models.checks import clean
from models.entity import Entity, Values
from models.item import Item as Sold
from models.rules import RuleBroken
from models.sale_line import LINE_COLUMNS, InLine, Line, SaleLinesColumn
from models.same_sale import items_called

# The targets of a line's columns that are called as they are for every kind of sale.
LINE_TARGETS = {name: name for name in ("item", "quantity", "unit", "unit_price", "taxable")}
LINE_TARGETS |= dict.fromkeys((DISCOUNT, PERCENT, FRACTION), "discount")

# What the rows say of each line's amount, and the lines of the file where they stand.
AMOUNTS, PLACES = "line amounts", "line places"

_lines = SaleLinesColumn()
_amount = LINE_COLUMNS["amount"]


class LineCells:
    """Reads lines from the values of rows; `called` are a line's columns by target."""

    def __init__(self, called: Mapping[str, str], fields: Sequence[str], defaults: Values) -> None:
        self.called = called
        self._counted = "quantity" in fields
        self._given = {called[name]: value for name, value in defaults.items() if name in called}
        self._codes: dict[str, str] = {}

    def take(self, values: Values) -> Line | None:
        """The line among the values of a row, taken out of them; nothing where there is none.

        Raises `InLine`.
        """
        line = {self.called[n]: values.pop(n) for n in list(values) if n in self.called}
        if line == self._given:
            return None
        if self._counted and "quantity" not in line:
            raise InLine(0, "quantity", RuleBroken("rule.required"))
        if line.get("item"):
            line["item"] = self._code(str(line["item"]))
        said = line.pop("amount", None)
        return _lines.tidy([line])[0] | {AMOUNTS: _amount.tidy(said)}

    def _code(self, text: str) -> str:
        """The code of the item that a cell names: by its code, else by what it is called."""
        found = self._codes.get(text)
        if found is None:
            code = clean(text).upper()
            named = items_called([text]).get(text, []) if Sold.of_code(code) is None else []
            if len(named) > 1:
                several = RuleBroken("import.key_ambiguous", text=text, n=len(named))
                raise InLine(0, "item", several)
            found = named[0][1] if named else code
            self._codes[text] = found
        return found


def in_row(line: int, broken: RuleBroken, entity: Entity) -> RuleBroken:
    """A problem of a record with the line of the file where it is."""
    if isinstance(broken, InLine):
        facts: dict[str, Any] = {"column": broken.column, "problem": broken.problem}
        return RuleBroken("import.in_line", line=line, **facts)
    return RuleBroken("import.in_row", line=line, reason=sentence(broken, entity))


def agree(sums: Values, values: Values, entity: Entity) -> None:
    """What a file says of sums must be what the lines come to. Raises `RuleBroken`."""
    amounts, places = sums.get(AMOUNTS, ()), sums.get(PLACES, ())
    for at, line, amount in zip(places, values["lines"], amounts, strict=False):
        if amount is not None and amount != line["amount"]:
            raise in_row(at, InLine(0, "amount", _differs(amount, line["amount"])), entity)
    for name in sums.keys() - {AMOUNTS, PLACES}:
        if sums[name] is not None and values[name] != sums[name]:
            raise _differs(sums[name], values[name]).at(name)


def _differs(said: Any, made: Any) -> RuleBroken:
    return RuleBroken("import.sum_differs", said=f"{said:f}", made=f"{made:f}")


def alongside(lines: Sequence[Line], old: Sequence[Line]) -> list[Line]:
    """Lines, each as that of the record that stands where it does and is of the same item."""
    made = []
    for i, line in enumerate(lines):
        there = old[i] if i < len(old) else None
        same = there and ("item" not in line or line["item"] == there["item"])
        made.append(line | {"id": there["id"] if there and same else None})
    return made


def unfilled(made: Sequence[Line], said: Sequence[Line], old: Sequence[Line]) -> list[Line]:
    """Lines without what their items would give today to those that were made before."""
    before = {line["id"]: line for line in old}
    return [
        line | {n: before[line["id"]][n] for n in ("description", "unit") if not row.get(n)}
        if line["id"] in before and row.get("id") == line["id"]
        else line
        for line, row in zip(made, said, strict=True)
    ]
