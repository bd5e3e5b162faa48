"""What the forms of opportunities and quotes share beside their lines: what is done with them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work

from crmtui.i18n import t
from crmtui.messages import told
from models.rules import Saved
from screens.base import tells
from screens.dialogs.choose import Choose, Option
from screens.record_form import Editing
from screens.sales.lined_form import LinedForm
from screens.walk import Walks


class SaleForm(Walks, LinedForm):
    """The form of an opportunity or a quote, with its actions; what was done is told below it."""

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self.news = ""
        self._news_at = ""

    async def on_mount(self) -> None:
        """Say what was done for it to be shown."""
        if self.news:
            self.say(self.news)

    # What a subclass says.

    def actions(self) -> list[str]:
        """The names of what can be done with the record as it is."""
        raise NotImplementedError

    async def act(self, name: str, key: int) -> None:
        """Do one of the actions."""
        raise NotImplementedError

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
        chosen = await self._chosen_action([*names, "lines"] if lines else names)
        if chosen == "lines":
            await self.choose_line_action()
        elif chosen and self.dirty:
            self.say(t("form.unsaved"), error=True)
        elif chosen and self.editing.key is not None:
            await self.act(chosen, self.editing.key)

    async def _chosen_action(self, names: Sequence[str]) -> str:
        letters = [t(f"sale.action.{name}.letter") for name in names]
        options = [
            Option(letter, t(f"sale.action.{name}"))
            for letter, name in zip(letters, names, strict=True)
        ]
        dialog = Choose(t("action.title"), options, letters=True)
        chosen = await self.app.push_screen_wait(dialog)
        return names[letters.index(chosen)] if chosen in letters else ""

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
