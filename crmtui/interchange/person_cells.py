"""Cells that say something of a person alone: birth dates, anniversaries, consent withdrawn."""

from __future__ import annotations

from typing import Any

from crmtui.interchange import cells
from crmtui.interchange.file_days import FileDays
from crmtui.interchange.headings import Plan
from crmtui.interchange.items import Unread
from models.columns import NO, YES
from models.entity import Values
from models.rules import RuleBroken
from models.setting import today

_PARTIAL = ("birth_date", "anniversary")
_OPTED_OUT = "opted_out"


class PersonCells:
    """Reads such cells of a file, whose fields are called with a prefix in a party's file."""

    def __init__(self, plan: Plan, prefix: str = "") -> None:
        self._prefix = prefix
        partial = [prefix + name for name in _PARTIAL]
        self._days = FileDays(plan, [*partial, prefix + _OPTED_OUT], partial, mixed=True)
        self.look_through = self._days.look_through

    def converter(self, field: str) -> cells.Convert | None:
        """What reads a field's cells, if it is one of those read here."""
        if not field.startswith(self._prefix):
            return None
        if field.removeprefix(self._prefix) in _PARTIAL:
            return lambda text: self.day(field, text)
        if field.removeprefix(self._prefix) == _OPTED_OUT:
            return self._days.reader(field)
        return None

    def exact(self, field: str, value: Any) -> Any:
        """A JSON value that is no text, for a field whose cells are read here as days."""
        if field.startswith(self._prefix) and field.removeprefix(self._prefix) in _PARTIAL:
            return self.day(field, str(value))
        return cells.json_cell(value)

    def day(self, field: str, text: str) -> Any:
        """A past day, with its year or without; nobody is left out for one that can't be read."""
        try:
            return self._days.read_partial(field, text)
        except RuleBroken as broken:
            return Unread(RuleBroken(broken.key, text=text.strip()[:80]))


def take_consent(values: Values) -> bool:
    """Say when somebody has opted out, and return whether the row tells no day.

    "Yes" is today, for whoever is not opted out already; "no" says nothing, since consent that
    was withdrawn here comes back by no file.
    """
    said = values.get(_OPTED_OUT)
    text = said if isinstance(said, bool) else cells.yes_no(str(said or ""))
    word = text if isinstance(text, bool) else str(text).strip().lower()
    if word is False or word in NO:
        values.pop(_OPTED_OUT, None)
    elif word is True or word in YES:
        values[_OPTED_OUT] = today()
        return True
    return False
