"""What a screen with a grid of lines adds: its keys, its actions, what it says."""

from __future__ import annotations

from typing import Any, cast

from textual import work

from crmtui.i18n import t
from screens.base import CrmScreen
from screens.commands import lines, records
from screens.commands.command import Command
from screens.dialogs.choose import Choose, Option
from screens.letters import LETTERS
from screens.widgets.line_grid import LineGrid

# What the last line calls them while the grid has the focus.
FOOTER = {records.PROMPT: "grid.find", lines.INSERT: "grid.new", lines.DELETE: "grid.delete"}


class HasLines(CrmScreen):
    """A screen with a `LineGrid`, beside the base of the screen itself: its OFFERS name `lines.ALL`
    and `records.PROMPT`."""

    @property
    def grid(self) -> LineGrid:
        """The lines."""
        return self.query_one(LineGrid)

    def on_line_grid_told(self, event: LineGrid.Told) -> None:
        """Say what the grid has to say."""
        event.stop()
        self.say(event.text, error=event.error)

    def acts(self, command: Command) -> bool:
        """Lines are changed only where they may be."""
        changes = command in (*lines.CHANGES, records.PROMPT) and self.in_lines()
        if changes and self.grid.read_only:
            return False
        return super().acts(command)

    def footer_label(self, command: Command) -> str:
        """In the grid, what there is to choose is an item, and the words are short."""
        short = FOOTER.get(command) if self.in_lines() else None
        return short or super().footer_label(command)

    async def action_lines(self, name: str, *given: int) -> None:
        """Do with the lines what a command names."""
        await getattr(self.grid, name)(*given)

    @work
    async def action_prompt(self, typed: str = "") -> None:
        """Find an item for the line, or choose what the form's field holds."""
        if self.in_lines():
            await self.grid.look_up()
        else:
            cast(Any, super()).action_prompt(typed)

    async def choose_line_action(self) -> None:
        """Let one choose what is done with the cursor's line."""
        actions = self.grid.grid_actions()
        if not actions:
            self.say(t("grid.closed"))
            return
        letters = [LETTERS[name] for name, _ in actions]
        options = [
            Option(letter, t(label)) for letter, (_, label) in zip(letters, actions, strict=True)
        ]
        chosen = await self.app.push_screen_wait(Choose(t("grid.actions"), options, letters=True))
        if chosen in letters:
            await self.action_lines(actions[letters.index(chosen)][0])
