"""What the forms of opportunities and quotes share beside their lines: what is done with them."""

from __future__ import annotations

from typing import ClassVar

from textual import work

from crmtui.i18n import t
from crmtui.messages import told
from models.rules import Saved
from screens.actions import choose_action, sale_action
from screens.base import tells
from screens.commands import lines as line_commands
from screens.commands import records, sales
from screens.commands.command import Command
from screens.documents.documents import documents_fact, show_documents
from screens.record_form import Editing
from screens.sales.lined_form import LinedForm
from screens.walk import Walks


class SaleForm(Walks, LinedForm):
    """The form of an opportunity or a quote, with its actions; what was done is told below it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        records.SAVE,
        records.PROMPT,
        *line_commands.ALL,
        records.ACTIONS,
        *sales.NEIGHBOURS,
        records.CANCEL,
    )

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self.news = ""
        self._news_at = ""

    async def on_mount(self) -> None:
        """Say what was done for it to be shown."""
        if self.news:
            self.say(self.news)

    async def after_saving(self, saved: Saved) -> None:
        """Show the record as it is kept; the news that led here are old."""
        self.news = ""
        await super().after_saving(saved)

    # What a subclass says.

    def actions(self) -> list[str]:
        """The names of what can be done with the record as it is."""
        raise NotImplementedError

    async def act(self, name: str, key: int) -> None:
        """Do one of the actions."""
        raise NotImplementedError

    def contact_words(self, contact: int | None) -> str:
        """How a contact is shown; run on the database's thread."""
        raise NotImplementedError

    # What follows from what is edited.

    def edited(self, name: str) -> None:
        """Name the contact that is chosen."""
        if name == "contact":
            self.follow(self._name_contact, "contact")

    async def _name_contact(self) -> None:
        field = self.form.widgets["contact"]
        key = int(field.text) if field.text else None
        field.name_it(await self.ask(self.contact_words, key))

    # Actions.

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the record, or with the line of the cursor."""
        names = self.actions() if self.editing.key is not None else []
        lines = self.in_lines() and not self.grid.read_only
        if not names and not lines:
            self.say(t("form.save_first"))
            return
        offered = [*names, "lines"] if lines else names
        of, key = self.record.entity.name, self.editing.key
        facts = await documents_fact(self, of, key) if key is not None else {}
        chosen = await choose_action(self, offered, sale_action, facts=facts)
        if chosen == "lines":
            await self.choose_line_action()
        elif chosen and self.dirty:
            self.say(t("form.unsaved"), error=True)
        elif chosen == "documents" and key is not None:
            await show_documents(self, of, key, self.path())
        elif chosen and self.editing.key is not None:
            await self.act(chosen, self.editing.key)

    async def ended(self, status: str, saved: Saved | None) -> None:
        """Show the record as it is once it is closed, if it is."""
        if saved is not None:
            await self.read_again()
            self.tell_done(t(f"sale.done.{status}"), saved)

    def tell_done(self, text: str, saved: Saved | None = None) -> None:
        """Tell what was done; the focus that comes back to a field says nothing over it."""
        self.news = " ".join((text, *(told(notice) for notice in (saved.notices if saved else ()))))
        self._news_at = ""
        self.call_after_refresh(self.say, self.news)

    def understood(self, name: str, text: str) -> str:
        """What is said of a field; news stay until one goes on."""
        if self.news and not self.dirty and self._news_at in ("", name):
            self._news_at = name
            return self.news
        self.news = ""
        return text
