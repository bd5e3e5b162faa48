"""The whole of messages that were longer than their line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from crmtui.i18n import t
from screens.dialogs.base import Dialog
from screens.documents.text import wrapped

# The rules, the status line and the keys.
_FRAME = 4


class WholeMessage(Dialog[None]):
    """Messages in full, the latest first, in a box no larger than they need."""

    WIDTH = 72
    BINDINGS = [
        Binding("enter,q", "leave", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, texts: Sequence[str], window: Size) -> None:
        super().__init__(t("message.title"))
        width = min(self.WIDTH, window.width) - 2
        self.lines = wrapped("\n\n".join(texts).split("\n"), width)
        self.room = min(len(self.lines), window.height - _FRAME)
        self.HEIGHT = self.room + _FRAME

    def body(self) -> Iterator[Widget]:
        """The messages."""
        with VerticalScroll(can_focus=False) as room:
            room.styles.scrollbar_size_vertical = 0
            yield Static("\n".join(f" {line}" for line in self.lines), markup=False)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        leave = ("Esc", t("command.leave"))
        return (("↑↓", t("message.scroll")), leave) if len(self.lines) > self.room else (leave,)

    def action_scroll(self, lines: int) -> None:
        """Move through the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Move through the text by what is shown at once."""
        self.action_scroll(pages * max(1, self.room - 1))

    def action_whole_message(self) -> None:
        """One is there already."""
