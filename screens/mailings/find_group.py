"""Look a group of contacts up."""

from __future__ import annotations

from models.listing import Row, Source
from models.party import Party
from screens.dialogs.find_record import FindRecord
from screens.widgets.columns import Column
from screens.widgets.measured import READ


class FindGroup(FindRecord):
    """A group, found by words of its code or name."""

    def columns(self) -> list[Column]:
        """Code and name."""
        return [
            Column("", 11, lambda c: str(c["code"])),
            Column("", 0, lambda c: str(c["name"])),
        ]

    def look_up(self, text: str) -> tuple[Source, list[Row]]:
        """The groups that a text finds; all for none."""
        found = Party.listing("group", search=text)
        return found, found.after(None, READ)


def group_code(key: int) -> str:
    """The code of a group; on the database's thread."""
    return str(Party.values_of(key)["code"])
