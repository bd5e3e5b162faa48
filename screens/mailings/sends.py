"""What was sent to a contact « Liste des envois », each text as it was sent (spec 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from crmtui.i18n import t
from models.listing import Source
from models.mailing_recipient import sends_of
from models.setting import setting
from screens.commands import lists
from screens.commands.command import Command
from screens.mailings.noting import Notes
from screens.mailings.sent_text import show_sent
from screens.mailings.words import reason_words, recipient_words, when_words
from screens.record_list import RecordList
from screens.widgets.columns import Column


class SendsList(Notes, RecordList):
    """The mailings that a contact was among the people of, the newest first."""

    OFFERS: ClassVar[tuple[Command, ...]] = (lists.OPEN, lists.COPY, *lists.LETTERS)
    EMPTY_KEY = "sends.none"
    SAYS_AGAIN = False

    def __init__(self, contact: int, path: tuple[str, ...]) -> None:
        super().__init__()
        self.contact = contact
        self.from_path = path
        self.zone = "UTC"

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (*self.from_path, t("sends.title"))

    def columns(self) -> list[Column]:
        """Which mailing, when, how, what became of it, the address."""
        return [
            Column(t("sends.mailing"), 0, lambda c: str(c["mailing"]), least=18),
            Column(t("sends.date"), 16, self._when),
            Column(t("mailings.channel"), 8, lambda c: t(f"choice.{c['channel']}")),
            Column(t("mailing.status"), 14, lambda c: recipient_words(c["status"])),
            Column(t("mailings.address"), 0, _address, least=16),
        ]

    def _when(self, cells: Mapping[str, Any]) -> str:
        return when_words(cells["sent_at"], self.zone) or str(cells["produced_on"] or "")

    def source(self) -> Source:
        """What was sent to the contact."""
        self.zone = str(setting("BusinessTimeZone"))
        return sends_of(self.contact)

    def order_words(self) -> str:
        """Only of what the cursor is on: the newest is on top."""
        return self.with_note("")

    def note(self, cells: Mapping[str, Any]) -> str:
        """The subject, and why nothing came of it where nothing did."""
        why = reason_words(cells["reason"], cells["detail"])
        return " · ".join(part for part in (cells["subject"], why) if part)

    async def open_row(self, key: int) -> None:
        """Show the text as it was sent."""
        cells = self.table.cells or {}
        why = reason_words(cells["reason"], cells["detail"]) if cells else ""
        await show_sent(self, key, str(cells.get("mailing", "")), why)

    def row_text(self, cells: dict[str, Any]) -> str:
        """The mailing, when, how it stands, the address."""
        parts = (cells["mailing"], self._when(cells), recipient_words(cells["status"]))
        return ", ".join(part for part in (*parts, _address(cells)) if part)


def _address(cells: Mapping[str, Any]) -> str:
    return str(cells["address"]).replace("\n", ", ")
