"""Dates as a file writes them, day and month in the order that the whole file has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from crmtui.interchange import cells
from crmtui.interchange.headings import Plan
from crmtui.interchange.moments import (
    EITHER,
    MONTH_FIRST,
    in_order,
    in_words,
    order_of,
    read_day,
)
from crmtui.interchange.reading import Table
from crmtui.typed_dates import typed_partial
from models.checks import words
from models.columns import DayColumn
from models.rules import Notice, RuleBroken
from models.setting import today

# Headings that are United States programs' own, in whose dates the month comes first.
_AMERICAN = frozenset({"startdate", "enddate", "businessstate", "businessstreet", "homestate"})
_LONGEST = 60
# Years that telephones and address books write for none.
_NO_YEAR = re.compile(r"(?:0000|1604)(-[0-9]{2}-[0-9]{2})")
_YEARLESS = re.compile(r"--?([0-9]{1,2})-?([0-9]{2})")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})")

_iso = cells.converter(DayColumn()) or str


class FileDays:
    """Reads the dates in some columns of a file.

    A file that writes days before months and months before days is refused whole, unless
    `mixed` ones are read: then a date that may be two is refused by itself. The `partial`
    columns have dates without a year too.
    """

    def __init__(
        self,
        plan: Plan,
        fields: Collection[str],
        partial: Collection[str] = (),
        *,
        mixed: bool = False,
    ) -> None:
        self._columns = [(i, name) for i, name in enumerate(plan.fields) if name in fields]
        self._partial = frozenset(partial)
        self._mixed = mixed
        # By column, whether the month comes first; nothing where both orders are.
        self._month_first: dict[str, bool | None] = {}

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out the order, and tell how dates are read that say it nowhere.

        Raises `RuleBroken` where the file has both.
        """
        if not self._columns:
            return ()
        found = self._orders(table)
        sure = {order for orders in found.values() for order in orders} - {EITHER}
        if len(sure) == 2 and not self._mixed:
            raise RuleBroken("import.mixed_dates")
        american = bool({"".join(words(h)) for h in table.headings} & _AMERICAN)
        guessed = not sure and any(found.values())
        for name, orders in found.items():
            own = (orders - {EITHER}) or sure
            both = len(own) == 2
            self._month_first[name] = None if both else MONTH_FIRST in own or (not own and american)
        return [Notice("import.month_first" if american else "import.day_first")] if guessed else ()

    def _orders(self, table: Table) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {name: set() for _, name in self._columns}
        for row in table.rows():
            for i, name in self._columns:
                cell = row.cells[i] if i < len(row.cells) else None
                if isinstance(cell, str) and cell:
                    found[name].add(order_of(cell.strip(), yearless=name in self._partial))
        return {name: orders - {""} for name, orders in found.items()}

    def month_first(self, field: str) -> bool:
        """Whether the month comes first in a column's dates."""
        return bool(self._month_first.get(field, False))

    def reader(self, field: str) -> cells.Convert:
        """What reads a column's cells as ISO; what is no date is left for its field to refuse."""

        def read(text: str) -> str:
            plain = str(_iso(text))
            try:
                return dt.date.fromisoformat(plain).isoformat() if plain else ""
            except ValueError:
                pass
            try:
                return read_day(text, self._month_first.get(field, False)).isoformat()
            except RuleBroken:
                return plain

        return read

    def read_partial(self, field: str, text: str) -> str:
        """The past day that a cell says, with its year or without, as it is kept.

        Raises `RuleBroken`.
        """
        text = text.strip()
        plain = str(_iso(text)) if len(text) <= _LONGEST else text
        if not plain:
            return ""
        if len(plain) > _LONGEST:
            raise RuleBroken("rule.partial_date", text=plain[:_LONGEST])
        if found := _NO_YEAR.match(text):
            return typed_partial(f"-{found[1]}")
        if found := _YEARLESS.fullmatch(text):
            return typed_partial(f"--{int(found[1]):02}-{found[2]}")
        day = self._day(field, plain)
        if day is None:
            return self._yearless(field, text)
        if day > today():
            raise RuleBroken("import.day_ahead", text=text)
        return day.isoformat()

    def _day(self, field: str, text: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
        try:
            return read_day(text, self._month_first.get(field, False), past=True)
        except RuleBroken as broken:
            if broken.key == "import.date_either":
                raise
            return None

    def _yearless(self, field: str, text: str) -> str:
        try:
            if found := _DAY_AND_MONTH.fullmatch(text):
                order = self._month_first.get(field, False)
                month, day = in_order(int(found[1]), int(found[2]), order)
                return typed_partial(f"--{month:02}-{day:02}")
            return typed_partial(in_words(text, past=True) if any(map(str.isalpha, text)) else text)
        except RuleBroken as broken:
            raise RuleBroken(broken.key, text=text) from None
