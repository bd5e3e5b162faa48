"""What the week and the day share: half hours down, and a cursor that goes through them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from textual.widget import Widget

from crmtui.i18n import t
from crmtui.values import long_date
from screens.activity_columns import occurrence_note, times_text, with_whom
from screens.base import tells
from screens.calendar.acts import CalendarScreen
from screens.calendar.base import ACTIONS, LETTERS
from screens.calendar.days import Entry, Identity, Span, week_of
from screens.commands import calendars, everywhere, records
from screens.commands.command import Command, key_name
from screens.widgets.bars import Lines, Rule
from screens.widgets.day_grid import MORNING, DayGrid, Spot
from screens.widgets.lanes import ALL_DAY, SLOT_MINUTES, SLOTS, DayLayout

# The last of those at a line, however many they are.
LAST = 1_000_000

FOOTER = (
    (calendars.NEW, "calendar.key.new"),
    (calendars.DONE, "calendar.key.done"),
    (calendars.EARLIER, "calendar.key.minutes"),
    (calendars.DAY_EARLIER, "calendar.key.days"),
    (calendars.NEXT, "calendar.key.next"),
    (records.ACTIONS, "command.actions"),
    (everywhere.HELP, "command.help"),
    (calendars.OPEN, "calendar.key.open"),
)

Place = tuple[dt.date, int, int]


class HoursScreen(CalendarScreen):
    """Days by their hours; the activity at the cursor's half hour is the one that is acted on."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        calendars.OPEN,
        calendars.NEXT,
        calendars.PREVIOUS,
        *calendars.COMMON,
        *ACTIONS,
        *LETTERS,
    )

    def __init__(self, day: dt.date | None = None, chosen: Identity | None = None) -> None:
        super().__init__(day, chosen)
        self.slot = self.hour = -2
        self.index = 0
        self.layouts: dict[dt.date, DayLayout] = {}

    def body(self) -> Iterator[Widget]:
        """The hours, and two lines about the activity under the cursor."""
        yield DayGrid(self.day)
        yield Rule()
        yield Lines(2)

    @property
    def grid(self) -> DayGrid:
        """The hours."""
        return self.query_one(DayGrid)

    # What is shown.

    def shown_days(self) -> list[dt.date]:
        """The days side by side."""
        return [self.day]

    def span(self) -> Span:
        """The week, so that the days beside this one are there already."""
        return week_of(self.day, self.habits.first_weekday)

    @property
    def entry(self) -> Entry | None:
        """The activity under the cursor."""
        entries = self._at(self.slot)
        return entries[self.index] if self.index < len(entries) else None

    def _at(self, slot: int) -> list[Entry]:
        return self.layouts[self.day].at(slot) if self.day in self.layouts else []

    def show(self, chosen: Identity | None) -> None:
        """Lay out what was read, and show it."""
        self.layouts = {day: DayLayout(day, self.days.on(day)) for day in self.span().days()}
        is_first = self.slot < ALL_DAY
        if is_first:
            self.slot = self._first_slot()
        self._settle(chosen)
        shown = {day: self.layouts[day] for day in self.shown_days()}
        self.grid.show(shown, self.days, self._spot())
        if is_first:
            self.grid.show_from(min(MORNING, self.slot if self.slot != ALL_DAY else MORNING))
        self._tell()

    def moved(self, chosen: Identity | None) -> None:
        """Show the cursor elsewhere."""
        self._settle(chosen)
        if self.day in self.grid.layouts:
            self.grid.move(self._spot())
            self._tell()
        else:
            self.show(chosen)

    def _spot(self) -> Spot:
        return Spot(self.day, self.slot, self.index)

    def _first_slot(self) -> int:
        """Now, if it is today; else where the day's first activity begins, or the morning."""
        if self.day == self.days.now.date():
            return (self.days.now.hour * 60 + self.days.now.minute) // SLOT_MINUTES
        return min((b.first for b in self.layouts[self.day].blocks), default=MORNING)

    def _settle(self, chosen: Identity | None) -> None:
        """Put the cursor on an activity if it is on that day, at its line where it is there too."""
        layout = self.layouts[self.day]
        chosen = self.days.find(self.day, chosen)
        here = [entry.identity for entry in layout.at(self.slot)]
        if chosen in here:
            self.index = here.index(chosen)
        else:
            found = layout.place_of(chosen) if chosen else None
            if found is not None:
                self.slot, self.index = found
        if self.slot == ALL_DAY and not layout.all_day:
            self.slot = self.hour if self.hour >= 0 else MORNING
        self.index = max(0, min(self.index, len(layout.at(self.slot)) - 1))
        self.hour = self.slot if self.slot != ALL_DAY else self.hour

    def _tell(self) -> None:
        """Tell of what is under the cursor."""
        day = long_date(self.day)
        when = day if self.slot == ALL_DAY else f"{day} {self._time():%H:%M}"
        lines = self.query_one(Lines)
        if self.entry is None:
            press = key_name(calendars.NEW.keys.partition(",")[0])
            lines.show([("", when), (t("calendar.free", press=press), "")])
        else:
            what, more = self._words(self.entry)
            lines.show([(what, when), (more, "")])

    def _words(self, entry: Entry) -> tuple[str, str]:
        """When and what an activity is; with whom, where or how it was completed, whose."""
        found = entry.occurrence
        when = times_text(found.start, found.end, found.all_day)
        if found.busy:
            return f"{when} · {entry.words}", ""
        what = (when, entry.type_words, f"{entry.mark} {entry.words}".strip())
        owner = f"({found.owner})" if found.owner != self.host.user["login"] else ""
        more = (with_whom(found._asdict()), occurrence_note(found), owner)
        return _joined(what), _joined(more)

    def _time(self) -> dt.time:
        minutes = max(0, self.slot) * SLOT_MINUTES
        return dt.time(minutes // 60, minutes % 60)

    def place(self) -> dict[str, Any]:
        """The day and the time of the cursor."""
        return {"day": self.day, "at": None if self.slot == ALL_DAY else self._time()}

    def footer(self) -> tuple[tuple[Command, str], ...]:
        """What matters most."""
        return FOOTER

    # Moving.

    async def step(self, across: int, down: int) -> None:
        """To what is on beside, else to the day beside; half an hour up or down."""
        if across:
            await self._across(across)
        else:
            await self._down(down)

    async def _across(self, step: int) -> None:
        if 0 <= self.index + step < len(self._at(self.slot)):
            self.index += step
            self.moved(None)
        else:
            # The last one of the day before, the first one of the day after.
            self.index = 0 if step > 0 else LAST
            await self.go(self.day + dt.timedelta(days=step))

    async def _down(self, step: int) -> None:
        chosen, slot = self.identity, self.slot + step
        if self.slot == ALL_DAY and 0 <= self.index + step < len(self._at(ALL_DAY)):
            self.index += step
            self.moved(None)
        elif self.slot == ALL_DAY and step > 0:
            self._put(self.hour if self.hour >= 0 else MORNING, chosen)
        elif slot == ALL_DAY and step < 0 and self.layouts[self.day].all_day:
            self.index = len(self._at(ALL_DAY)) - 1
            self._put(ALL_DAY, None)
        elif 0 <= slot < SLOTS:
            self._put(slot, chosen)
        else:
            self.slot, self.index = (0, 0) if step > 0 else (SLOTS - 1, 0)
            await self.go(self.day + dt.timedelta(days=step))

    def _put(self, slot: int, chosen: Identity | None) -> None:
        """Put the cursor on a line, on the activity it was on if that goes on there."""
        here = [entry.identity for entry in self._at(slot)]
        self.slot = slot
        if chosen is not None:
            self.index = here.index(chosen) if chosen in here else 0
        self.moved(None)

    @tells
    async def action_activity(self, step: int) -> None:
        """Go to the next activity of the week, or to the one before."""
        now = (self.day, self.slot, self.index)
        places = [p for p in self._places() if (p > now if step > 0 else p < now)]
        if not places:
            self.say(t("calendar.no_more"))
            return
        day, self.slot, self.index = min(places) if step > 0 else max(places)
        await self.go(day)

    def _places(self) -> Iterator[Place]:
        """Where each activity of the week begins; on the days it goes on, where it does."""
        for day, layout in self.layouts.items():
            for slot, index in layout.places():
                yield day, slot, index

    @tells
    async def action_today(self) -> None:
        """Go to today, and to now."""
        self.slot = (self.days.now.hour * 60 + self.days.now.minute) // SLOT_MINUTES
        self.index = 0
        await super().action_today()


def _joined(parts: tuple[str, ...]) -> str:
    return " · ".join(part for part in parts if part)
