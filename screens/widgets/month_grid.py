"""A month, seven columns and its weeks, painted line by line by one widget (spec 11.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.safe_text import visible
from screens.calendar.days import Days, Entry, no_days
from screens.symbols import sign
from screens.widgets.paint import BOLD, DIM, PLAIN, REVERSE, blank, cells, clip, fit, strip
from screens.widgets.repaint import changed_lines

# A day's number between its brackets.
NUMBER = 4
# The narrowest day that shows hours, and the narrowest that names its weekday whole.
HOURS_FROM = 11
WEEKDAYS_FROM = 10
# The constant lines, and those of the day below the grid that are no list.
OTHER_LINES = 5
MOST_LINES = 6
MOST_WEEKS = 6


class Shape(NamedTuple):
    """How many weeks are shown, and how many lines each has."""

    weeks: int
    lines: int


def grid_height(room: int) -> int:
    """The lines of a grid, the same whatever the month, so that nothing below it moves.

    It leaves a quarter of the room to the day's list.
    """
    left = max(1, room - 1 - max(1, room // 4))
    return 1 + min(left, MOST_WEEKS * max(1, min(MOST_LINES, left // MOST_WEEKS)))


def month_shape(height: int, weeks: int) -> Shape:
    """The shape of so many weeks in a grid of a height."""
    lines = max(1, (height - 1) // max(1, weeks))
    return Shape(max(1, min(weeks, (height - 1) // lines)), lines)


class MonthGrid(Widget, can_focus=True):
    """The weeks of a month, the cursor on a day."""

    DEFAULT_CSS = "MonthGrid { height: auto; width: 1fr; }"

    def __init__(self, day: dt.date) -> None:
        super().__init__()
        self.day = day
        self.weeks: Sequence[Sequence[dt.date]] = ()
        self.days: Days = no_days(day)
        self.top = 0
        self._painted: dict[tuple[dt.date, int, int], list[str]] = {}

    def show(self, day: dt.date, weeks: Sequence[Sequence[dt.date]], days: Days) -> None:
        """Show a month with what is on in it, the cursor on a day."""
        with changed_lines(self):
            self.day, self.weeks, self.days = day, weeks, days
            self._painted.clear()
            self._keep_in_view()

    def move(self, day: dt.date) -> None:
        """Put the cursor on another day of the month: only two days are painted."""
        old, top = self.day, self.top
        self.day = day
        self._keep_in_view()
        if self.top != top:
            self.refresh()
        else:
            self._refresh_days(old, day)

    def _refresh_days(self, *days: dt.date) -> None:
        self.refresh(*(region for day in days for region in self._regions(day)))

    @property
    def shape(self) -> Shape:
        """The shape of this month's weeks."""
        return month_shape(self.size.height, len(self.weeks))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as six weeks are in the window."""
        return grid_height(viewport.height - OTHER_LINES)

    def on_resize(self) -> None:
        """Keep the cursor's week in view."""
        self._painted.clear()
        self._keep_in_view()
        self.refresh()

    def on_focus(self) -> None:
        """Show that keys act here."""
        self._refresh_days(self.day)

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self._refresh_days(self.day)

    def _week(self, day: dt.date) -> int:
        return next((n for n, week in enumerate(self.weeks) if day in week), 0)

    def _keep_in_view(self) -> None:
        week, shown = self._week(self.day), self.shape.weeks
        self.top = max(0, min(self.top, week, len(self.weeks) - shown))
        self.top = max(self.top, week - shown + 1)

    def _edges(self, width: int) -> list[int]:
        """Where each day begins, and where the last one ends."""
        return [width * n // 7 for n in range(8)]

    def _regions(self, day: dt.date) -> Iterator[Region]:
        week, lines = self._week(day), self.shape.lines
        if not self.weeks or day not in self.weeks[week]:
            return
        n = list(self.weeks[week]).index(day)
        edges = self._edges(self.size.width)
        y = 1 + (week - self.top) * lines
        yield Region(edges[n], y, edges[n + 1] - edges[n], lines)

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Paint the weekdays, or a line of a week."""
        width, shape = self.size.width, self.shape
        edges = self._edges(width)
        week, line = divmod(y - 1, shape.lines)
        if not self.weeks or week >= shape.weeks or self.top + week >= len(self.weeks):
            return blank(width)
        if y == 0:
            return strip([Segment(self._weekdays(edges), DIM)], width)
        segments: list[Segment] = []
        for n, day in enumerate(self.weeks[self.top + week]):
            segments += self._segments(day, edges[n + 1] - edges[n], line, shape.lines)
        # Fewer pieces are painted in less time.
        return strip(Segment.simplify(segments), width)

    def _weekdays(self, edges: Sequence[int]) -> str:
        made = ""
        for n, day in enumerate(self.weeks[0]):
            wide = edges[n + 1] - edges[n]
            form = "weekday" if wide >= WEEKDAYS_FROM else "weekday_short"
            made += clip(f" {t(f'value.{form}.{day.isoweekday()}')}", max(0, wide - 1)) + " "
        return made

    def _segments(self, day: dt.date, width: int, line: int, lines: int) -> list[Segment]:
        text = self._lines_of(day, width, lines)[line]
        style = PLAIN if day.month == self.day.month else DIM
        if line:
            return [Segment(text, style)]
        number = f"[{day.day:>2}]" if day == self.day else f" {day.day:>2} "
        return [Segment(number[:width], self._number_style(day, style)), Segment(text, style)]

    def _number_style(self, day: dt.date, style: Style) -> Style:
        if day == self.day:
            return REVERSE if self.has_focus else BOLD
        return BOLD if day == self.days.now.date() else style

    def _lines_of(self, day: dt.date, width: int, lines: int) -> list[str]:
        """What a day shows: beside its number, and below it."""
        key = (day, width, lines)
        if key not in self._painted:
            entries = self.days.on(day)
            shown = [activity_line(entry, day, width - 1) for entry in entries[: lines - 1]]
            hidden = len(entries) - len(shown)
            first = self._beside(day, hidden, max(0, width - NUMBER - 1))
            shown += [fit("", width - 1)] * (lines - 1 - len(shown))
            self._painted[key] = [f"{text} " for text in (first, *shown)]
        return self._painted[key]

    def _beside(self, day: dt.date, hidden: int, width: int) -> str:
        """Beside a day's number: that it is today, its month, its holidays, how many more."""
        more = f"+{hidden}" if hidden else ""
        room = width - cells(more) - (1 if more else 0)
        words = [t(f"value.month_short.{day.month}")] if self._begins_other_month(day) else []
        words.append(visible(self.days.holidays.get(day, "")))
        if day == self.days.now.date():
            today = t("calendar.today")
            words.insert(0, today if cells(today) <= room else sign("now"))
        text = " ".join(word for word in words if word)
        if room <= 0:
            return clip(text, width - cells(more)) + clip(more, width)
        return clip(text, room) + (f" {more}" if more else "")

    def _begins_other_month(self, day: dt.date) -> bool:
        return day.day == 1 and day.month != self.day.month


def activity_line(entry: Entry, day: dt.date, width: int) -> str:
    """An activity in a day of the month: when it begins, its mark, what it is."""
    if entry.continues(day):
        start = sign("more")
    elif entry.occurrence.all_day or width < HOURS_FROM - 1:
        start = ""
    else:
        start = f"{entry.occurrence.start:%H:%M}"
    return clip(f"{start}{entry.mark}{visible(entry.words)}", width)
