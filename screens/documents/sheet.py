"""A document on the screen: its text, moved through line by line or page by page (spec 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.values import number
from screens.base import CrmScreen
from screens.commands.command import Command
from screens.documents.text import safe_lines, wrapped
from screens.widgets.paint import PLAIN, blank, fit, strip


class SheetText(Widget, can_focus=False):
    """Lines as wide as the window, of which those in view alone are painted."""

    DEFAULT_CSS = "SheetText { height: 1fr; width: 1fr; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = safe_lines(text)
        self._width = 0
        self.lines: list[str] = []
        self.top = 0

    @property
    def page(self) -> int:
        """How many lines are seen."""
        return max(1, self.size.height)

    def on_resize(self) -> None:
        """Break the lines anew, what was on top staying there more or less."""
        width = max(2, self.size.width - 2)
        if width != self._width:
            part = self.top / len(self.lines) if self.lines else 0.0
            self._width, self.lines = width, wrapped(self._whole, width)
            self.top = int(part * len(self.lines))
        self.go(self.top)

    def go(self, top: int) -> None:
        """Show the lines from one on."""
        self.top = max(0, min(top, len(self.lines) - self.page))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a line."""
        width, index = self.size.width, self.top + y
        if index >= len(self.lines):
            return blank(width)
        return strip([Segment(fit(f" {self.lines[index]}", width), PLAIN)], width)


class DocumentSheet(CrmScreen):
    """The text of a document, or what is said of one that is no text."""

    OFFERS: ClassVar[tuple[Command, ...]] = ()
    BINDINGS = [
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "turn(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("home", "to_line(0)", show=False),
        Binding("end", "to_line(1)", show=False),
        Binding("q,enter", "leave", show=False),
    ]

    def __init__(self, path: tuple[str, ...], text: str, remark: str = "") -> None:
        """Show a text; `remark` is said of it beside where one is in it."""
        super().__init__()
        self.named = path
        self.text = text
        self.remark = remark

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return self.named

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield SheetText(self.text)

    async def on_mount(self) -> None:
        """Say how to move and how to leave."""
        await super().on_mount()
        self.show_keys()
        self.say(self.remark or t("print.sheet.hint"))

    @property
    def _sheet(self) -> SheetText:
        return self.query_one(SheetText)

    def _go(self, top: int) -> None:
        self._sheet.go(top)
        last = min(self._sheet.top + self._sheet.page, len(self._sheet.lines))
        facts = {
            "first": number(self._sheet.top + 1),
            "last": number(last),
            "all": number(len(self._sheet.lines)),
        }
        said = t("documents.lines", **facts)
        self.say(f"{said} · {self.remark}" if self.remark else said)

    def action_scroll(self, lines: int) -> None:
        """Move by lines."""
        self._go(self._sheet.top + lines)

    def action_turn(self, pages: int) -> None:
        """Move by as much as is seen, but for one line."""
        self._go(self._sheet.top + pages * max(1, self._sheet.page - 1))

    def action_to_line(self, end: int) -> None:
        """Go to the beginning or to the end."""
        self._go(len(self._sheet.lines) if end else 0)
