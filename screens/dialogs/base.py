"""The base of every dialog: a box over the screen, left by Esc without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from crmtui.safe_text import visible
from screens.base import Talks
from screens.commands import everywhere
from screens.commands.command import comes_first
from screens.symbols import sign
from screens.widgets.bars import KeyLine, Line, StatusLine
from screens.widgets.paint import BOLD, cells, fit

Answer = TypeVar("Answer")


class TitleLine(Line):
    """A rule with the name of a dialog in it, or without."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def segments(self, width: int) -> list[Any]:
        """The name between rules."""
        rule = sign("rule")
        if not self.text:
            return [Segment(rule * width)]
        title = fit(f" {visible(self.text)} ", min(width - 4, cells(visible(self.text)) + 2))
        return [
            Segment(rule * 2),
            Segment(title, BOLD),
            Segment(rule * max(0, width - 2 - cells(title))),
        ]


class Dialog(Talks, ModalScreen[Answer]):
    """A question: title, body, status line and keys."""

    WIDTH = 64
    HEIGHT = 16
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > #box { height: auto; max-width: 100%; max-height: 100%; }
    """
    BINDINGS = [
        Binding("escape,f12,f3", "leave", show=False, priority=True),
        Binding("ctrl+l", "redraw", show=False, priority=True),
        *(
            Binding(key, "whole_message", show=False, priority=comes_first(everywhere.HELP, key))
            for key in everywhere.HELP.keys.split(",")
        ),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.styles.width = self.WIDTH
            box.styles.height = self.HEIGHT
            yield TitleLine(self.heading)
            yield from self.body()
            yield StatusLine()
            yield KeyLine()
            yield TitleLine("")

    def body(self) -> Iterator[Widget]:
        """What is asked."""
        yield from ()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows, with their words."""
        return ()

    async def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(KeyLine).show_keys(self.keys())

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def action_redraw(self) -> None:
        """Paint everything anew."""
        self.refresh(layout=True)
