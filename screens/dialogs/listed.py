"""The base of dialogs with a list that keys move through while a field above it has the focus."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding

from crmtui.i18n import t
from screens.commands.command import key_name
from screens.dialogs.base import Dialog
from screens.widgets.record_table import RecordTable

Answer = TypeVar("Answer")


class ListDialog(Dialog[Answer]):
    """A list to choose from by Enter; the arrows and the page keys go to it."""

    BINDINGS = [
        Binding("enter", "choose", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    @property
    def table(self) -> RecordTable:
        """The list."""
        return self.query_one(RecordTable)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return (
            (key_name("enter"), t("choose.choose")),
            ("↑↓", t("choose.move")),
            ("Esc", t("command.leave")),
        )

    async def action_move(self, step: int) -> None:
        """Move the cursor of the list."""
        await self.table.action_move(step)

    async def action_page(self, step: int) -> None:
        """Move the cursor of the list by a page."""
        await self.table.action_page(step)

    def action_choose(self) -> None:
        """Answer with what the cursor is on."""
        raise NotImplementedError
