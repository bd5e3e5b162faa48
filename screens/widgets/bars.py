"""The three constant lines: where one is, what happened, which keys matter (screens.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from crmtui.safe_text import visible
from screens.symbols import is_ascii, sign
from screens.widgets.paint import BOLD, ERROR, PLAIN, blank, cells, fit, gist, strip


class Line(Widget):
    """A widget of one line that is painted as segments."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def segments(self, width: int) -> list[Segment]:
        """What the line shows in a width."""
        return []

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width = self.size.width
        return strip(self.segments(width), width)


class TopLine(Line):
    """Where I am, who I am, today."""

    path: reactive[tuple[str, ...]] = reactive(())
    who: reactive[str] = reactive("")

    def segments(self, width: int) -> list[Segment]:
        """The path at the left, user and date at the right."""
        right = f"{self.who} "
        room = max(0, width - cells(right) - 1)
        return [Segment(fit(f" {self._path(room - 1)}", room), BOLD), Segment(" "), Segment(right)]

    def _path(self, room: int) -> str:
        """The path; where it is too long, what is furthest from here is left out."""
        between = f" {sign('path')} "
        parts = [visible(part) for part in self.path]
        text = between.join(("crmtui", *parts))
        while cells(text) > room and len(parts) > 1:
            del parts[0]
            text = between.join(("crmtui", sign("more"), *parts))
        return text


class StatusLine(Line):
    """What happened, what is wrong, or what was understood of what is being typed.

    Of a sentence that is too long it shows the gist; the last few such are kept to be read whole.
    """

    MOST_KEPT = 3

    text: reactive[str] = reactive("")
    is_error: reactive[bool] = reactive(False)
    _for_now = ""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[str] = []

    def say(self, text: str, *, error: bool = False) -> None:
        """Show a sentence until the next one."""
        if self.is_cut:
            self._kept = [self.text, *(kept for kept in self._kept if kept != self.text)]
            del self._kept[self.MOST_KEPT :]
        self.text = visible(text)
        self.is_error = error
        self._for_now = ""

    def say_for_now(self, text: str) -> None:
        """Show what is true until another field has the focus or something is typed.

        A sentence that stands there until the next one stays so.
        """
        if visible(text) == self.text and not self.is_error and not self._for_now:
            return
        self.say(text)
        self._for_now = self.text

    def unsay(self) -> None:
        """Take back what was said for now, if it is said still."""
        if self._for_now and self._for_now == self.text:
            self.say("")

    @property
    def is_cut(self) -> bool:
        """Whether the sentence is longer than the line."""
        return cells(self._marked) > self.size.width > 0

    def whole(self) -> list[str]:
        """The sentence, and those before it that were longer than the line, the latest first."""
        return [self.text, *(k for k in self._kept if k != self.text)] if self.text else self._kept

    @property
    def _marked(self) -> str:
        """The sentence, with a mark before it where it tells of an error."""
        return (" ! " if self.is_error else " ") + self.text

    def segments(self, width: int) -> list[Segment]:
        """The sentence, or its gist and the key that shows the whole."""
        style = ERROR if self.is_error else PLAIN
        key = cast(Any, self.screen).whole_key()
        return [Segment(gist(self._marked, width, key), style)] if self.text else []


class KeyLine(Line):
    """The keys that matter here and now, as many as fit and at most eight."""

    MOST = 8

    keys: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show pairs of a key's name and what it does."""
        self.keys = tuple(keys)

    def segments(self, width: int) -> list[Segment]:
        """The keys with their words; those that don't fit are left to the help."""
        made: list[Segment] = [Segment(" ")]
        room = width - 1
        for key, label in self.keys[: self.MOST]:
            # Drawn one by one they would be ctrl with a letter.
            key = key.replace("↑↓", "Up/Dn") if is_ascii() else key
            taken = cells(key) + cells(label) + 3
            if taken > room + 2:
                continue
            room -= taken
            made += [Segment(key, BOLD), Segment(f" {label}  ")]
        return made


class Rule(Line):
    """A rule across the screen, with a word in it where one is given."""

    def segments(self, width: int) -> list[Segment]:
        """The rule."""
        return [Segment(" " + sign("rule") * (width - 2))]


class Label(Line):
    """A word before a field."""

    text: reactive[str] = reactive("")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def watch_text(self, text: str) -> None:
        """Take the room of the word."""
        self.styles.width = cells(text) + 2

    def segments(self, width: int) -> list[Segment]:
        """The word."""
        return [Segment(f" {self.text} ")]


class Lines(Widget):
    """A few lines of plain text, some of them bold."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.styles.height = count
        self.lines: list[tuple[str, str]] = []

    def show(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show lines, each with a part at the left and one at the right."""
        self.lines = list(lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line; the first is bold."""
        width = self.size.width
        if y >= len(self.lines):
            return blank(width)
        left, right = (visible(part) for part in self.lines[y])
        room = max(0, width - (cells(right) + 2 if right else 1))
        text = fit(f" {left}", room) + (f" {right} " if right else " ")
        return strip([Segment(text, BOLD if y == 0 else PLAIN)], width)


class Tabs(Line):
    """A rule with the names of tabs in it, the chosen one between brackets."""

    tabs: reactive[tuple[str, ...]] = reactive(())
    chosen: reactive[int] = reactive(0)

    def names(self, width: int) -> tuple[str, ...]:
        """The names as they are shown in a width."""
        return self.tabs

    def segments(self, width: int) -> list[Segment]:
        """The tabs."""
        rule = sign("rule")
        made = [Segment(rule)]
        taken = 1
        for i, name in enumerate(self.names(width)):
            text = f"[{name}]" if i == self.chosen else f" {name} "
            made += [Segment(text, BOLD if i == self.chosen else PLAIN), Segment(rule)]
            taken += cells(text) + 1
        return [*made, Segment(rule * max(0, width - taken))]
