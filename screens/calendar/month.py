"""The month: a grid of days, and below it what is on on the day under the cursor (spec 11.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from dateutil.relativedelta import relativedelta
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.values import long_date
from models.listing import FixedList
from screens.activity_columns import occurrence_columns, occurrence_note
from screens.base import tells
from screens.calendar.acts import CalendarScreen
from screens.calendar.base import ACTIONS, LETTERS
from screens.calendar.days import MINE, Entry, Identity, Span, month_weeks, within
from screens.commands import calendars, everywhere, records
from screens.commands.command import Command, key_name
from screens.widgets.columns import Column
from screens.widgets.day_lines import DayList, DayTitle, NoteLine
from screens.widgets.month_grid import MonthGrid

GRID_FOOTER = (
    (calendars.OPEN, "calendar.key.day"),
    (calendars.LIST, "calendar.key.list"),
    (calendars.NEW, "calendar.key.new"),
    (calendars.DONE, "calendar.key.done"),
    (calendars.TODAY, "calendar.key.today"),
    (calendars.COMPLETED, "calendar.key.completed"),
    (everywhere.HELP, "command.help"),
    (calendars.WHOSE, "calendar.key.whose"),
)
LIST_FOOTER = (
    (calendars.OPEN, "calendar.key.open"),
    (calendars.LIST, "calendar.key.grid"),
    (calendars.DONE, "calendar.key.done"),
    (calendars.EARLIER, "calendar.key.minutes"),
    (calendars.DAY_EARLIER, "calendar.key.days"),
    (records.ACTIONS, "command.actions"),
    (everywhere.HELP, "command.help"),
    (calendars.NEW, "calendar.key.new"),
)


class MonthScreen(CalendarScreen):
    """A month and the list of the day under its cursor."""

    VIEW = "month"
    OFFERS: ClassVar[tuple[Command, ...]] = (
        calendars.OPEN,
        calendars.LIST,
        *calendars.COMMON,
        *ACTIONS,
        *LETTERS,
    )

    listed: dt.date | None = None

    def body(self) -> Iterator[Widget]:
        """The grid, the day's list, the line about the activity under the list's cursor."""
        yield MonthGrid(self.day)
        yield DayTitle()
        press = key_name(calendars.NEW.keys.partition(",")[0])
        yield DayList(
            self._columns(),
            self.ask,
            header=False,
            empty=t("calendar.empty", press=press),
        )
        yield NoteLine()

    def _columns(self) -> tuple[Column, ...]:
        """The columns of the day's list; whose each activity is where others' are shown too."""
        others = self.habits.whose != MINE
        return tuple(occurrence_columns(with_date=False, with_contact=True, with_owner=others))

    @property
    def grid(self) -> MonthGrid:
        """The weeks."""
        return self.query_one(MonthGrid)

    @property
    def table(self) -> DayList:
        """The day's list."""
        return self.query_one(DayList)

    @property
    def in_grid(self) -> bool:
        """Whether keys move from day to day, and not in the day's list."""
        return self.focused is self.grid

    # What is shown.

    def span(self) -> Span:
        """Whole weeks."""
        return self._span_of(self.day)

    def beside(self) -> tuple[Span, ...]:
        """The months before and after."""
        months = (self.day + relativedelta(months=n) for n in (1, -1))
        return tuple(self._span_of(day) for day in months if day == within(day))

    def _span_of(self, day: dt.date) -> Span:
        weeks = month_weeks(day, self.habits.first_weekday)
        return Span(weeks[0][0], weeks[-1][-1])

    def what(self) -> str:
        """The month and the year."""
        month = t(f"value.month.{self.day.month}")
        return t("calendar.month", month=month, year=self.day.year)

    def mine(self) -> str:
        """That it is the user's own."""
        return t("calendar.mine")

    @property
    def entry(self) -> Entry | None:
        """The activity under the list's cursor."""
        entries = self.days.on(self.day)
        row = self.table.row
        return entries[row.key] if row is not None and row.key < len(entries) else None

    def show(self, chosen: Identity | None) -> None:
        """Show the month and the day."""
        weeks = month_weeks(self.day, self.habits.first_weekday)
        self.grid.show(self.day, weeks, self.days)
        self.table.columns = self._columns()
        self._show_day(chosen)

    def moved(self, chosen: Identity | None) -> None:
        """Show another day of the month."""
        self.grid.move(self.day)
        self._show_day(chosen)

    def _show_day(self, chosen: Identity | None) -> None:
        rows: FixedList = self.days.rows(self.day)
        # Where the one under the cursor is gone, the next one is under it.
        place = self.table.cursor if self.day == self.listed else 0
        self.table.show_at_once(rows, list(rows.rows))
        chosen = self.days.find(self.day, chosen)
        found = [entry.identity for entry in self.days.on(self.day)]
        self.table.place_on(found.index(chosen) if chosen else min(place, len(found) - 1))
        self.listed = self.day
        count = len(rows.rows)
        parts = (
            long_date(self.day),
            self.days.holidays.get(self.day, ""),
            t("calendar.count", n=count) if count else "",
        )
        self.query_one(DayTitle).show(" · ".join(part for part in parts if part))
        self._show_note()

    def on_record_table_moved(self) -> None:
        """Tell of the activity under the cursor."""
        self._show_note()

    def _show_note(self) -> None:
        note = occurrence_note(self.entry.occurrence) if self.entry else ""
        self.query_one(NoteLine).text = note

    def footer(self) -> tuple[tuple[Command, str], ...]:
        """What matters in the grid, and in the list."""
        return GRID_FOOTER if self.in_grid else LIST_FOOTER

    # Commands.

    async def step(self, across: int, down: int) -> None:
        """Move by days and weeks, across the months' ends too."""
        await self.go(self.day + dt.timedelta(days=across + 7 * down))

    @tells
    async def action_page(self, step: int) -> None:
        """Go to the month before or after."""
        await self.go(self.day + relativedelta(months=step))

    def action_switch_focus(self) -> None:
        """Go from the grid into the list, or back."""
        self.set_focus(self.table if self.in_grid else self.grid)

    @tells
    async def action_open(self) -> None:
        """Open the day, or the activity under the list's cursor."""
        if self.in_grid:
            await self.open_day()
        else:
            self.action_edit()
