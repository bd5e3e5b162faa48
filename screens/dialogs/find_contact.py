"""Look a contact up, among all or among those of one party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models.contact import Contact
from models.listing import Row, Source
from screens.dialogs.find_record import FindRecord
from screens.widgets.columns import Column
from screens.widgets.measured import READ


class FindContact(FindRecord):
    """A contact, found by words of its name or of its party's; of one party those by rank."""

    def __init__(self, title: str, typed: str = "", party: int | None = None) -> None:
        super().__init__(title, typed)
        self.party = party

    def columns(self) -> list[Column]:
        """The name, and its party or its rank."""
        if self.party is not None:
            return [
                Column("", 0, _name),
                Column("", 26, lambda c: str(c["job_title"])),
                Column("", 14, _rank),
            ]
        return [
            Column("", 0, _name),
            Column("", 10, lambda c: str(c["party"])),
            Column("", 22, lambda c: str(c["party_name"])),
            Column("", 14, lambda c: str(c["city"])),
        ]

    def look_up(self, text: str) -> tuple[Source, list[Row]]:
        """The contacts that a text finds; all of a party, the purchasers first, for none."""
        if self.party is not None and not text:
            found = Contact.by_rank(self.party)
        else:
            found = Contact.listing(search=text, party=self.party)
        return found, found.after(None, READ)


def _name(cells: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (cells["last_name"], cells["first_name"]) if part)


def _rank(cells: Mapping[str, Any]) -> str:
    if cells["purchasing"] is None:
        return ""
    rank = cells["purchasing_rank"]
    return t("find_contact.rank", rank=rank) if rank else t("contact.purchasing")
