"""The lines of a calendar that tell of the day or the activity under the cursor."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive

from crmtui.safe_text import visible
from screens.symbols import sign
from screens.widgets.bars import Line
from screens.widgets.paint import BOLD, PLAIN, cells, fit


class DayTitle(Line):
    """A rule with a day's name, its holidays and how much is on in it."""

    text: reactive[str] = reactive("")

    def segments(self, width: int) -> list[Segment]:
        """The rule with the words in it."""
        rule = sign("rule")
        text = visible(self.text)
        shown = fit(f" {text} ", min(max(0, width - 2), cells(text) + 2))
        return [Segment(rule), Segment(shown, BOLD), Segment(rule * (width - 1 - cells(shown)))]


class NoteLine(Line):
    """A line about the activity under the cursor."""

    text: reactive[str] = reactive("")

    def segments(self, width: int) -> list[Segment]:
        """The words."""
        return [Segment(fit(f" {visible(self.text)}", width), PLAIN)] if self.text else []
