"""Look up who is billed: a customer or a prospect."""

from __future__ import annotations

from crmtui.i18n import t
from models.listing import FixedList, Row, Source
from models.party import Party
from models.quote import BILLED
from screens.dialogs.find_record import FindRecord
from screens.widgets.columns import Column
from screens.widgets.measured import READ


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
        found: dict[int, tuple[str, ...]] = {}
        for kind in BILLED:
            listing = Party.listing(kind, search=text)
            at = [listing.names.index(name) for name in ("code", "name", "city")]
            # Whoever types a code means it, be there ever so many others that the text finds.
            exact = Party.listing(kind, code=text).after(None, 1) if text else []
            for row in (*exact, *listing.after(None, READ)):
                found.setdefault(row.key, (*(str(row.cells[i]) for i in at), kind))
        first = sorted(found.items(), key=lambda row: row[1][0] != text.upper())
        source = FixedList.of(("code", "name", "city", "kind"), first)
        return source, list(source.rows)
