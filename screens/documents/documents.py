"""The documents of a contact, an activity, an opportunity or a quote (spec 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work

from crmtui.i18n import t
from crmtui.values import moment_text
from models.clock import local
from models.document import Document
from models.listing import Source
from models.rules import RuleBroken
from models.setting import setting
from models.user import User
from screens.commands import documents as commands
from screens.commands import lists
from screens.commands.command import Command
from screens.documents import acts
from screens.documents.attach import AttachDialog, attached_words
from screens.documents.words import kind_words, size_words
from screens.record_list import RecordList
from screens.widgets.columns import Column


class DocumentList(RecordList):
    """What is attached to a record, in the order in which it was."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        commands.SHOW,
        commands.ATTACH,
        commands.ATTACH_LETTER,
        commands.SAVE,
        commands.RENAME,
        commands.REMOVE,
        lists.COPY,
        *lists.LETTERS,
    )
    EMPTY_KEY = "documents.none"
    SAYS_AGAIN = False
    record = Document

    def __init__(self, of: str, key: int, path: tuple[str, ...]) -> None:
        super().__init__()
        self.of = of
        self.key = key
        self.from_path = path
        self.zone = "UTC"
        self.logins: Mapping[int, str] = {}

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (*self.from_path, t("documents.title"))

    def columns(self) -> list[Column]:
        """Name, size, type, who, when."""
        return [
            Column(t("document.column.name"), 0, lambda c: str(c["name"]), least=20),
            Column(t("document.column.size"), 10, lambda c: size_words(c["size"]), right=True),
            Column(t("document.column.type"), 6, lambda c: kind_words(c["name"], c["type"])),
            Column(t("document.column.who"), 10, self._who),
            Column(t("document.column.at"), 16, self._when),
        ]

    def _who(self, cells: Mapping[str, Any]) -> str:
        return self.logins.get(cells["who"], "")

    def _when(self, cells: Mapping[str, Any]) -> str:
        return moment_text(local(cells["at"], self.zone)) if cells["at"] else ""

    def source(self) -> Source:
        """The record's documents. Raises `Missing`."""
        self.zone = str(setting("BusinessTimeZone"))
        self.logins = {key: login for login, key in User.all().items()}
        return Document.listing(self.of, self.key)

    def order_words(self) -> str:
        """Nothing: they stand as they were attached."""
        return ""

    def row_text(self, cells: dict[str, Any]) -> str:
        """The document's name."""
        return str(cells["name"])

    @work
    async def action_open(self) -> None:  # type: ignore[override]
        """Show the document under the cursor."""
        row = self.table.row
        if row is not None:
            await self._tell(acts.show_document(self, row.key, self.from_path))

    @work
    async def action_new(self) -> None:  # type: ignore[override]
        """Attach files by their paths."""
        dialog = AttachDialog(self.of, self.key)
        attached = await self.app.push_screen_wait(dialog) or []
        if attached:
            await self.place_on(attached[-1]["id"])
            self.call_later(self.say, attached_words(attached))

    @work
    async def action_save_copy(self) -> None:
        """Save a copy of the document under the cursor."""
        row = self.table.row
        if row is not None:
            await self._tell(acts.save_copy(self, row.key, self._document))

    @work
    async def action_edit(self) -> None:  # type: ignore[override]
        """Rename the document under the cursor."""
        row = self.table.row
        if row is not None:
            await self._tell(acts.rename_document(self, row.key, self._document))
            await self._show(keep=True)

    @work
    async def action_delete(self) -> None:
        """Remove the document under the cursor."""
        row = self.table.row
        if row is not None:
            await self._tell(acts.remove_document(self, row.key, self._document))
            await self._show(keep=True)

    @property
    def _document(self) -> str:
        return str((self.table.cells or {}).get("name", ""))

    async def _tell(self, doing: Any) -> None:
        """Do something; what forbids it is told after the screen is itself again."""
        try:
            await doing
        except RuleBroken as broken:
            acts.problem(self, broken)


async def documents_fact(screen: Any, of: str, key: int) -> dict[str, dict[str, int]]:
    """How many documents a record has, for the words of the action that shows them."""
    return {"documents": {"count": await screen.ask(Document.count, of, key)}}


async def show_documents(screen: Any, of: str, key: int, path: tuple[str, ...]) -> None:
    """Show the documents of a record. Raises `RuleBroken` where they are not the user's to see."""
    await screen.ask(Document.listing, of, key)
    screen.app.push_screen(DocumentList(of, key, path))
