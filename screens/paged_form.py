"""The pages of a form's screen: their names, and the keys that turn to them."""

from __future__ import annotations

from textual.containers import VerticalScroll

from crmtui.i18n import t
from screens.base import CrmScreen
from screens.commands import records
from screens.commands.command import Command
from screens.widgets.bars import Tabs
from screens.widgets.form import Form


class FormBody(VerticalScroll, can_focus=False):
    """What scrolls when a form is longer than its room."""

    DEFAULT_CSS = "FormBody { height: 1fr; scrollbar-size: 0 0; }"


class HasFormPages(CrmScreen):
    """The part of a form's screen that shows one of several pages."""

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    @property
    def form_pages(self) -> tuple[tuple[str, str], ...]:
        """The pages: the letter that leads there, and the key of its name."""
        return ()

    def on_form_paged(self) -> None:
        """Show which page is shown."""
        self.show_page()

    def show_page(self) -> None:
        """Write the names of the pages, the one that is shown between brackets."""
        for tabs in self.query(Tabs) if self.form_pages else ():
            tabs.tabs = tuple(t(name) for _, name in self.form_pages)
            tabs.chosen = self.form.page
            self.query_one(FormBody).scroll_home(animate=False)

    def action_turn_page(self, step: int) -> None:
        """Show the next page, or the one before."""
        self.form.turn_to(self.form.page + step)

    def tabs_to_go(self) -> list[tuple[str, str]]:
        """The pages, and the letters that lead there."""
        return list(self.form_pages)

    async def go_to_tab(self, letter: str) -> None:
        """Show the page of a letter."""
        self.form.turn_to([each for each, _ in self.form_pages].index(letter))

    def acts(self, command: Command) -> bool:
        """PgUp and PgDn are those of a text that is longer than its room."""
        if command in (records.NEXT_PAGE, records.PREVIOUS_PAGE):
            text_turns = getattr(self.focused, "pages", False)
            return bool(self.form_pages and not text_turns) and super().acts(command)
        return super().acts(command)
