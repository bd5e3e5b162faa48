"""A print on the screen: its pages below one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.widget import Widget
from textual.widgets import Static

from crmtui.i18n import t
from crmtui.printing.text import WIDTH
from crmtui.safe_text import visible
from screens.base import CrmScreen
from screens.commands.command import Command
from screens.symbols import sign


class PrintSheet(CrmScreen):
    """The text of a print, to be moved through in either direction."""

    OFFERS: ClassVar[tuple[Command, ...]] = ()
    BINDINGS = [
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "turn(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("home", "to_line(0)", show=False),
        Binding("end", "to_line(1)", show=False),
        Binding("right,l", "shift(10)", show=False),
        Binding("left,h", "shift(-10)", show=False),
        Binding("q,enter", "leave", show=False),
    ]

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.heading = name
        pages = text.split("\f")
        self.text = f"{sign('rule') * WIDTH}\n".join(
            visible(page, multiline=True) for page in pages
        )

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (self.heading,)

    def body(self) -> Iterator[Widget]:
        """The text, as wide as it is on paper."""
        with ScrollableContainer(can_focus=False) as room:
            room.styles.scrollbar_size_vertical = room.styles.scrollbar_size_horizontal = 0
            sheet = Static(self.text, markup=False)
            sheet.styles.width = WIDTH
            yield sheet

    async def on_mount(self) -> None:
        """Say how to move and how to leave."""
        await super().on_mount()
        self.show_keys()
        self.say(t("print.sheet.hint"))

    @property
    def _room(self) -> Any:
        return self.query_one(ScrollableContainer)

    def action_scroll(self, lines: int) -> None:
        """Move by lines."""
        self._room.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        """Move by as much as is seen, but for one line."""
        self.action_scroll(pages * max(1, self._room.size.height - 1))

    def action_shift(self, columns: int) -> None:
        """Move to the side in a window narrower than the paper."""
        self._room.scroll_relative(x=columns, animate=False)

    def action_to_line(self, end: int) -> None:
        """Go to the beginning or to the end."""
        self._room.scroll_to(y=self._room.max_scroll_y if end else 0, animate=False)
