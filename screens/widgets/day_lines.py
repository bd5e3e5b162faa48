"""The lines of a calendar that tell of the day or the activity under the cursor."""

from __future__ import annotations

from typing import Self

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive

from crmtui.safe_text import visible
from models.listing import Row, Source
from screens.symbols import sign
from screens.widgets.bars import Line
from screens.widgets.paint import BOLD, PLAIN, cells, fit
from screens.widgets.record_table import RecordTable

# The lines that a list without rows fills with words, the blank one above them included.
LEAST_FILLED = 3


class DayTitle(Line):
    """A rule with a day's name, its holidays and how much is on in it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def show(self, text: str) -> None:
        """Show other words; only their part of the rule is painted."""
        wide = max(cells(text), cells(self.text)) + 3
        if text != self.text:
            self.text = visible(text)
            self.refresh(Region(0, 0, wide, 1))

    def segments(self, width: int) -> list[Segment]:
        """The rule with the words in it."""
        rule = sign("rule")
        shown = fit(f" {self.text} ", min(max(0, width - 2), cells(self.text) + 2))
        return [Segment(rule), Segment(shown, BOLD), Segment(rule * (width - 1 - cells(shown)))]


class DayList(RecordTable):
    """The activities of the day under the cursor; lines that stay empty are not painted again."""

    _filled: int | None = None

    def show_at_once(self, source: Source, rows: list[Row]) -> None:
        """Show a day's rows."""
        if rows or self.rows:
            self._filled = max(len(self.rows), len(rows), LEAST_FILLED)
            super().show_at_once(source, rows)
            self._filled = None

    def refresh(self, *regions: Region, **named: bool) -> Self:
        """Paint again, of a day's other rows no more than they fill."""
        if self._filled is not None and not regions:
            regions = (Region(0, 0, self.size.width, self._filled),)
        return super().refresh(*regions, **named)


class NoteLine(Line):
    """A line about the activity under the cursor."""

    text: reactive[str] = reactive("")

    def segments(self, width: int) -> list[Segment]:
        """The words."""
        return [Segment(fit(f" {visible(self.text)}", width), PLAIN)] if self.text else []
