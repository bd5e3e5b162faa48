"""The hours of one day or of several side by side, painted line by line (spec 11.2, 11.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.safe_text import visible
from screens.calendar.days import Days, Entry, no_days
from screens.symbols import sign
from screens.widgets.day_blocks import block_lines, shown_lanes
from screens.widgets.lanes import ALL_DAY, SLOT_MINUTES, SLOTS, Block, DayLayout
from screens.widgets.paint import BOLD, PLAIN, REVERSE, blank, cells, clip, fit, strip
from screens.widgets.repaint import changed_lines

# Before the days: the cursor, the time, the sign of now, two blanks.
LABEL = 9
# The most lines for what lasts all day.
MOST_ALL_DAY = 3
# From which width on a day of several has its weekday beside its number.
NAMES_FROM = 9
# What tells how many have no lane of their own: `+12`.
MORE = 3
MORNING = 8 * 60 // SLOT_MINUTES


class Spot(NamedTuple):
    """Where the cursor is: a day, a line of it (or all day), which of the activities there."""

    day: dt.date
    slot: int
    nth: int = 0


class DayGrid(Widget, can_focus=True):
    """Days beside one another, half hours down, the cursor on a half hour of one of them."""

    DEFAULT_CSS = "DayGrid { height: 1fr; width: 1fr; }"

    def __init__(self, day: dt.date) -> None:
        super().__init__()
        self.spot = Spot(day, MORNING)
        self.days: Days = no_days(day)
        self.layouts: Mapping[dt.date, DayLayout] = {}
        self.top = MORNING
        self._first: int | None = None

    def show(self, layouts: Mapping[dt.date, DayLayout], days: Days, spot: Spot) -> None:
        """Show days with what is on in them, the cursor at a place."""
        with changed_lines(self):
            self.layouts, self.days, self.spot = layouts, days, spot
            self._keep_in_view()

    def move(self, spot: Spot) -> None:
        """Put the cursor elsewhere: only its old and its new line are painted, if that will do."""
        old, top = self.spot, self.top
        self.spot, self._first = spot, None
        self._keep_in_view()
        slots = (old.slot, spot.slot)
        if self.top != top or ALL_DAY in slots or self._shifts(old) or self._shifts(spot):
            self.refresh()
            return
        lines = {self._line(slot) for slot in slots}
        if old.day != spot.day:
            lines.add(0)
        self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    def _shifts(self, spot: Spot) -> bool:
        """Whether more lanes than are shown are where the cursor is, so that they may shift."""
        blocks = self.layouts[spot.day].blocks_at(spot.slot) if spot.day in self.layouts else []
        return any(
            b.lane.of > shown_lanes(b.lane.of, self._day_width(), self._narrow) for b in blocks
        )

    # Places.

    @property
    def _narrow(self) -> bool:
        """Whether there are several days, so that each says little."""
        return len(self.layouts) > 1

    def _day_width(self) -> int:
        return max(0, (self.size.width - LABEL) // max(1, len(self.layouts)))

    @property
    def _all_day_lines(self) -> int:
        """How many lines what lasts all day takes, holidays included."""
        most = max((len(self._above(day)) for day in self.layouts), default=0)
        return min(most, MOST_ALL_DAY, max(0, self.size.height // 3))

    @property
    def _header(self) -> int:
        """The lines above the hours."""
        return (1 if self._narrow else 0) + self._all_day_lines

    @property
    def _rows(self) -> int:
        """How many half hours are in view."""
        return max(1, self.size.height - self._header)

    def _line(self, slot: int) -> int:
        return self._header + slot - self.top

    def _above(self, day: dt.date) -> list[str]:
        """What is above a day's hours: its holidays, then what lasts all day."""
        holidays = visible(self.days.holidays.get(day, ""))
        return ([f"({holidays})"] if holidays else []) + [
            all_day_words(entry, day) for entry in self.layouts[day].all_day
        ]

    def _keep_in_view(self) -> None:
        slot = self.spot.slot
        if slot != ALL_DAY:
            self.top = min(self.top, slot)
            self.top = max(self.top, slot - self._rows + 1)
        self.top = max(0, min(self.top, SLOTS - self._rows))

    def show_from(self, slot: int) -> None:
        """Scroll so that a line is the first, as far as the cursor stays in view."""
        with changed_lines(self):
            self.top = self._first = slot
            self._keep_in_view()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        # How many lines there are was not known before the first one.
        self.top = self.top if self._first is None else self._first
        self._keep_in_view()
        self.refresh()

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Paint the days' names, a line of what lasts all day, or half an hour."""
        width = self.size.width
        if not self.layouts:
            return blank(width)
        if y < self._header:
            line = y - (1 if self._narrow else 0)
            segments = self._names() if line < 0 else self._all_day(line)
        else:
            slot = self.top + y - self._header
            segments = self._half_hour(slot) if slot < SLOTS else []
        # Fewer pieces are painted in less time, and with fewer bytes.
        return strip(Segment.simplify(segments), width)

    def _names(self) -> list[Segment]:
        made = [Segment(" " * LABEL, PLAIN)]
        wide = self._day_width()
        for day in self.layouts:
            today = day == self.days.now.date()
            name = t(f"value.weekday_short.{day.isoweekday()}")[:3] if wide >= NAMES_FROM else ""
            number = f"[{day.day:>2}]" if day == self.spot.day else f" {day.day:>2} "
            mark = sign("now") if today else ""
            text = clip(f"{name}{number}{mark}", wide)
            made.append(Segment(text, BOLD if today or day == self.spot.day else PLAIN))
        return made

    def _all_day(self, line: int) -> list[Segment]:
        here = self.spot.slot == ALL_DAY
        label = fit(t("calendar.all_day") if line == 0 else "", LABEL - 1)
        made = [
            Segment(sign("cursor") if here and line == 0 else " ", PLAIN),
            Segment(label, PLAIN),
        ]
        for day in self.layouts:
            made += self._all_day_of(day, line)
        return made

    def _all_day_of(self, day: dt.date, line: int) -> list[Segment]:
        above, lines, wide = self._above(day), self._all_day_lines, self._day_width()
        holidays = len(above) - len(self.layouts[day].all_day)
        selected = -1
        if self.spot.day == day and self.spot.slot == ALL_DAY:
            selected = holidays + self.spot.nth
        first = max(0, selected - lines + 1)
        at = first + line
        text = above[at] if at < len(above) else ""
        hidden = len(above) - lines - first if line == lines - 1 else 0
        more = f" +{hidden}" if hidden > 0 else ""
        inner = max(0, wide - 1 - cells(more))
        style = REVERSE if at == selected and self.has_focus else PLAIN
        cut = clip if self._narrow else fit
        return [Segment(cut(text, inner), style), Segment(more + " ", PLAIN)]

    def _half_hour(self, slot: int) -> list[Segment]:
        now = self.days.now
        is_now = now.date() in self.layouts and _slot_of(now) == slot
        here = self.spot.slot == slot
        if is_now:
            time = f"{now:%H:%M}"
        elif slot % 2 == 0 or here:
            time = f"{slot * SLOT_MINUTES // 60:02}:{slot * SLOT_MINUTES % 60:02}"
        else:
            time = " " * 5
        made = [
            Segment(sign("cursor") if here else " ", PLAIN),
            Segment(time, BOLD if here or is_now else PLAIN),
            Segment(f"{sign('now')}  " if is_now else "   ", PLAIN),
        ]
        for day in self.layouts:
            made += self._half_hour_of(day, slot, is_now and day == now.date())
        return made

    def _half_hour_of(self, day: dt.date, slot: int, is_now: bool) -> list[Segment]:
        wide = self._day_width()
        inner = max(0, wide - 1)
        here = day == self.spot.day and slot == self.spot.slot and self.has_focus
        blocks = self.layouts[day].blocks_at(slot)
        if not blocks:
            hour = sign("hour") if self._narrow and slot % 2 == 0 else ""
            text = sign("rule") * inner if is_now else clip(hour, inner)
            return [Segment(text, REVERSE if here else PLAIN), Segment(" ", PLAIN)]
        of = blocks[0].lane.of
        shown = shown_lanes(of, inner, self._narrow)
        first_lane = self._first_lane(day, blocks[0].lane.cluster, shown)
        selected = blocks[min(self.spot.nth, len(blocks) - 1)] if here else None
        hidden = sum(not 0 <= b.lane.nth - first_lane < shown for b in blocks)
        more = f"+{hidden}" if hidden else ""
        room = inner - (MORE if of > shown else 0)
        edges = [room * n // shown for n in range(shown + 1)]
        made: list[Segment] = []
        by_lane = {b.lane.nth - first_lane: b for b in blocks}
        for n in range(shown):
            width = edges[n + 1] - edges[n]
            block = by_lane.get(n)
            if block is None:
                made.append(Segment((sign("rule") if is_now else " ") * width, PLAIN))
            else:
                made.append(self._piece(block, slot, day, width, block is selected))
        return [*made, Segment(fit(more, inner - room + 1), PLAIN)]

    def _piece(self, block: Block, slot: int, day: dt.date, width: int, selected: bool) -> Segment:
        gap = 0 if self._narrow else 1
        line = block_lines(block, day, width - gap, self._narrow)[slot - block.first]
        cut = clip if self._narrow else fit
        # The gap is part of it, so that what is under the cursor is seen as one.
        text = cut(line, max(0, width - gap)) + " " * gap
        return Segment(text, REVERSE if selected else PLAIN)

    def _first_lane(self, day: dt.date, cluster: int, shown: int) -> int:
        """The first lane of a cluster that is shown, so that the one under the cursor is."""
        spot = self.spot
        if spot.day != day or spot.slot == ALL_DAY:
            return 0
        blocks = self.layouts[day].blocks_at(spot.slot)
        if not blocks or blocks[0].lane.cluster != cluster:
            return 0
        block = blocks[min(spot.nth, len(blocks) - 1)]
        return max(0, block.lane.nth - shown + 1)


def all_day_words(entry: Entry, day: dt.date) -> str:
    """What lasts all day, in a few cells: its mark, what it is."""
    start = sign("more") if entry.continues(day) else ""
    mark = f"{entry.mark} " if entry.mark.strip() else ""
    return f"{start}{mark}{visible(entry.words)}"


def _slot_of(moment: dt.datetime) -> int:
    return (moment.hour * 60 + moment.minute) // SLOT_MINUTES


__all__ = ["DayGrid", "Spot", "all_day_words"]
