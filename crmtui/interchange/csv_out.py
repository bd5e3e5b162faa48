"""The one door through which rows leave as CSV (RFC 4180): no cell of it runs in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from crmtui.interchange.cells import as_text_cell, plain
from crmtui.values import export_text
from models.columns import Column

# A negative number as English or French write it is no formula.
_NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?")


class NumberText(str):
    """A number's text, which leaves as it is."""


Cell = str | int


class Target(Protocol):
    """Anything that text is written to."""

    def write(self, text: str, /) -> Any:
        """Write a text."""


class CsvWriter:
    """Writes rows; a text that a spreadsheet would run gets an apostrophe before it.

    Numbers and `NumberText` stay numbers. `exact` leaves every text as it is.
    """

    def __init__(
        self, target: Target, *, delimiter: str = ",", end: str = "\r\n", exact: bool = False
    ) -> None:
        self._writer = csv.writer(target, delimiter=delimiter, lineterminator=end)
        self._text: Callable[[str], str] = str if exact else as_text_cell

    def row(self, cells: Iterable[Cell]) -> None:
        """Write one row."""
        self._writer.writerow([self._cell(c) for c in cells])

    def _cell(self, cell: Cell) -> Cell:
        return cell if isinstance(cell, int | NumberText) else self._text(cell)


def csv_cell(column: Column, value: Any) -> Cell:
    """A value as a cell: a number where the column holds exact ones, else its text."""
    text = export_text(column, value)
    return NumberText(text) if column.exact else text


def raw_cell(cell: str) -> Cell:
    """A cell of a CSV file that is written again: it means what it meant, a number stays one."""
    text = plain(cell)
    return NumberText(text) if _NUMBER.fullmatch(text) else text
