"""Numbers as a file writes them: whether a comma is that of decimals, what a discount of 0.15 is.

Both are found out from the whole file, never cell by cell; what it does not tell is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from crmtui.interchange.headings import Plan
from crmtui.interchange.reading import RawRow, Table
from crmtui.number_words import typed_number
from models.checks import words
from models.rules import Notice, RuleBroken

DISCOUNT, PERCENT, FRACTION = "discount", "discount_percent", "discount_fraction"

_EITHER = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_DECIMALS, _THOUSANDS = "decimals", "thousands"
_OF_PERCENT = frozenset({"percent", "percentage", "pct", "pourcentage", "pourcent"})


class FileNumbers:
    """Reads the numbers in some columns of a file as their marks are used there."""

    def __init__(self, plan: Plan, fields: Collection[str]) -> None:
        self._columns = [i for i, name in enumerate(plan.fields) if name in fields]
        self._commas: set[str] = set()

    def learn(self, row: RawRow) -> None:
        """Look at a row's numbers."""
        for i in self._columns:
            if i < len(row.cells) and "," in (text := str(row.cells[i])):
                self._commas |= _told_by(_bare(text))

    def read(self, text: str) -> Decimal:
        """The number that a cell says. Raises `RuleBroken`, also where it may be two."""
        either = _EITHER.fullmatch(_bare(text))
        if not either:
            return typed_number(text, "fr")
        if either[1] == "." and _DECIMALS not in self._commas:
            return typed_number(text, "fr")
        if either[1] == "." or len(self._commas) != 1:
            raise RuleBroken("import.number_either", text=text.strip()[:40])
        return typed_number(text, "fr" if _DECIMALS in self._commas else "en")


def _bare(text: str) -> str:
    return re.sub(r"[^0-9.,]", "", text)


def _told_by(digits: str) -> set[str]:
    """What a number's comma is, as far as the number alone tells."""
    if digits.count(",") > 1 or digits.find(",") < digits.rfind("."):
        return {_THOUSANDS}
    either = _EITHER.fullmatch(digits)
    return set() if either else {_DECIMALS}


class Discounts:
    """Reads discounts as percentages or as fractions of one, as the whole file has them."""

    def __init__(self, plan: Plan, numbers: FileNumbers) -> None:
        found = [i for i, n in enumerate(plan.fields) if n in (DISCOUNT, PERCENT, FRACTION)]
        self._column = found[0] if found else None
        self._said = plan.fields[found[0]] if found else ""
        self._numbers = numbers
        self._most = Decimal(0)
        self._between = False
        self._percents = False
        self._fraction = self._said == FRACTION

    def learn(self, row: RawRow) -> None:
        """Look at a row's discount."""
        if self._said != DISCOUNT or self._column is None or self._column >= len(row.cells):
            return
        text = str(row.cells[self._column] or "")
        try:
            value = self._numbers.read(text)
        except RuleBroken:
            return
        self._percents = self._percents or "%" in text
        self._most = max(self._most, value)
        self._between = self._between or 0 < value < 1

    def decide(self, table: Table) -> Sequence[Notice]:
        """Say how discounts are read where the file tells it by no word."""
        if self._said != DISCOUNT or self._column is None:
            return ()
        heading = table.headings[self._column]
        if self._percents or "%" in heading or _OF_PERCENT & set(words(heading)):
            return ()
        if not self._most or (self._most > 1 and not self._between):
            return ()
        if self._most > 1:
            return [Notice("import.discount_percent", {"heading": heading})]
        if not self._between:
            return [Notice("import.discount_one", {"heading": heading})]
        self._fraction = True
        return [Notice("import.discount_fraction", {"heading": heading})]

    def read(self, text: str) -> Decimal:
        """The discount that a cell says, in percent. Raises `RuleBroken`."""
        value = self._numbers.read(text)
        return value * 100 if self._fraction and "%" not in text else value
