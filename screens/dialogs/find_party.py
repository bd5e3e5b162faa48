"""Look up who is billed: a customer or a prospect."""

from __future__ import annotations

from crmtui.i18n import t
from models.listing import FixedList, Row, Source
from models.party import Party
from models.quote import BILLED
from screens.dialogs.find_record import FindRecord
from screens.widgets.columns import Column
from screens.widgets.record_table import READ


class FindParty(FindRecord):
    """A customer or a prospect, found by its code or by words of its name, city or phone."""

    def columns(self) -> list[Column]:
        """Code, name, city, kind."""
        return [
            Column("", 11, lambda c: str(c["code"])),
            Column("", 0, lambda c: str(c["name"])),
            Column("", 16, lambda c: str(c["city"])),
            Column("", 9, lambda c: t(f"choice.{c['kind']}")),
        ]

    def look_up(self, text: str) -> tuple[Source, list[Row]]:
        """Those that a text finds, customers first; who has it as the code before all others."""
        found: list[tuple[int, tuple[str, ...]]] = []
        for kind in BILLED:
            listing = Party.listing(kind, search=text)
            at = [listing.names.index(name) for name in ("code", "name", "city")]
            rows = listing.after(None, READ)
            found += [(row.key, (*(str(row.cells[i]) for i in at), kind)) for row in rows]
        found.sort(key=lambda row: row[1][0] != text.upper())
        source = FixedList.of(("code", "name", "city", "kind"), found)
        return source, list(source.rows)
