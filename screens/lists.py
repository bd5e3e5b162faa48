"""The lists that one goes to: parties of a kind, everybody's contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from crmtui.i18n import t
from models.contact import Contact
from models.listing import Source
from models.party import Party
from screens import opening
from screens.commands import lists
from screens.commands.command import Command
from screens.contact_columns import contact_columns, contact_text
from screens.copying.copy_into import CopiesContacts
from screens.record_list import RecordList
from screens.walk import Walk
from screens.widgets.columns import Column


class PartyList(RecordList):
    """All parties of a kind."""

    SORTS = ("name", "code", "city")
    EMPTY_KEY = "list.no_parties"
    record = Party

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.TITLE_KEY = f"kind.{kind}"

    def columns(self) -> list[Column]:
        """Code, name, city, phone."""
        return [
            Column(t("party.code"), 11, lambda c: str(c["code"])),
            Column(t("party.name"), 0, _party_name),
            Column(t("party.city"), 18, lambda c: str(c["city"])),
            Column(t("party.phone"), 16, lambda c: str(c["phone"])),
        ]

    def source(self) -> Source:
        """The parties, sorted and narrowed."""
        return Party.listing(
            self.kind,
            inactive=self.inactive,
            search=self.narrowed,
            sort=self.sort,
            descending=self.descending,
        )

    async def open_row(self, key: int) -> None:
        """Open the party's card."""
        row = self.table.row
        assert row is not None
        walk = Walk(self.table.source, row.position, opening.party_instead)
        await opening.open_party(self, key, walk)

    async def edit_row(self, key: int) -> None:
        """Edit the party in its form."""
        await opening.edit_party(self, key)

    async def new_row(self) -> None:
        """Make a party of the kind."""
        await opening.new_party(self, self.kind)

    def row_text(self, cells: dict[str, Any]) -> str:
        """Code, name, city and phone."""
        return ", ".join(cells[n] for n in ("code", "name", "city", "phone") if cells[n])


class ContactList(CopiesContacts, RecordList):
    """The contacts of all parties."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        *(c for c in RecordList.OFFERS if c not in (lists.NEW, lists.NEW_LETTER, lists.SORT)),
        lists.COPY_INTO,
    )
    TITLE_KEY = "go.contacts"
    EMPTY_KEY = "list.no_contacts"
    record = Contact

    def columns(self) -> list[Column]:
        """Name, party, e-mail, phone, types."""
        return contact_columns("all")

    def source(self) -> Source:
        """The contacts, narrowed."""
        return Contact.listing(
            inactive=self.inactive, search=self.narrowed, descending=self.descending
        )

    async def open_row(self, key: int) -> None:
        """Open the contact's card."""
        row = self.table.row
        assert row is not None
        walk = Walk(self.table.source, row.position, opening.contact_instead)
        await opening.open_contact(self, key, walk)

    def row_text(self, cells: dict[str, Any]) -> str:
        """Name, phones and e-mail."""
        return contact_text(cells)

    def row_name(self, cells: dict[str, Any]) -> str:
        """The contact's name."""
        return " ".join(n for n in (cells["first_name"], cells["last_name"]) if n)


def _party_name(cells: dict[str, Any]) -> str:
    name = str(cells["name"])
    return name if cells["active"] else f"{name} ({t('list.inactive')})"
