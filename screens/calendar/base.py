"""What the three calendars share: a day under the cursor, whose activities, and what is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.values import long_date
from models.rules import RuleBroken
from screens.base import CrmScreen, tells
from screens.calendar.days import (
    EVERYBODY,
    MINE,
    Days,
    Entry,
    Habits,
    Identity,
    KeptDays,
    Span,
    keep_completed,
    keep_whose,
    no_days,
    read_habits,
    within,
)
from screens.calendar.go_to_day import GoToDay
from screens.commands import lists, records
from screens.commands.command import Command, key_name
from screens.dialogs.choose import Choose, Option
from screens.prompts import user_options
from screens.widgets.bars import KeyLine

# Where a calendar that is left tells the one below it which day it was on.
DAY_MEMORY = "calendar.day"

LETTERS = (lists.HELP_LETTER, lists.PALETTE_LETTER, lists.LEAVE_LETTER)
ACTIONS = (records.ACTIONS, records.ACTIONS_LETTER)


class CalendarBase(CrmScreen):
    """A calendar: what is on around a day, read once and shown from memory."""

    VIEW = ""

    def __init__(self, day: dt.date | None = None, chosen: Identity | None = None) -> None:
        super().__init__()
        self.day = within(day) if day else dt.date.min
        self.days: Days = no_days(dt.date.min)
        self.habits = Habits(MINE, None, False, 0)
        self.kept = KeptDays()
        self.chosen = chosen
        self.was_covered = self.is_read = False

    async def on_mount(self) -> None:
        """Show the day that was asked for, else today."""
        self.be_on(self.host.today if self.day == dt.date.min else self.day)
        if self.is_read:
            self._take(self.days, self.chosen)
        else:
            await self.read_again(self.chosen)
        self.set_focus(self.grid)
        self.show_keys()

    async def read_before(self, other: CrmScreen) -> CalendarBase:
        """Read what is to be shown while another screen still is, so that it is painted once."""
        user = other.host.user["id"]
        self.habits = await other.ask(read_habits, user)
        self.days = await other.ask(self.kept.read, self.span(), user, self.habits)
        self.is_read = True
        return self

    def on_screen_suspend(self) -> None:
        """Another screen is above, where anything may be changed."""
        self.was_covered = True

    async def on_screen_resume(self) -> None:
        """Show what was changed meanwhile, on the day where one comes from."""
        if not self.was_covered:
            return
        self.was_covered = False
        self.day = dt.date.fromisoformat(self.host.memory.get(DAY_MEMORY, self.day.isoformat()))
        await self.read_again()

    # What a subclass says.

    @property
    def grid(self) -> Widget:
        """Where the cursor begins."""
        raise NotImplementedError

    def span(self) -> Span:
        """The days that are read for the day under the cursor."""
        raise NotImplementedError

    def beside(self) -> tuple[Span, ...]:
        """The days that a key may ask for next, where reading them takes long."""
        return ()

    def what(self) -> str:
        """The name of what is shown."""
        raise NotImplementedError

    def show(self, chosen: Identity | None) -> None:
        """Show what was read, the cursor on an activity if it is there."""

    def moved(self, chosen: Identity | None) -> None:
        """Show that the cursor is on another day of those that were read."""

    @property
    def entry(self) -> Entry | None:
        """The activity under the cursor."""
        raise NotImplementedError

    def place(self) -> dict[str, Any]:
        """Where a new activity begins."""
        return {"day": self.day}

    def footer(self) -> tuple[tuple[Command, str], ...]:
        """The commands of the last line, each with its word there, those first that must fit."""
        return ()

    # Reading and showing.

    @tells
    async def read_again(self, chosen: Identity | None = None) -> None:
        """Read what is shown, the cursor staying where it is."""
        self.habits = await self.ask(read_habits, self.host.user["id"])
        days = await self._read()
        # What the cursor is on by now, for a command may have moved it meanwhile.
        self._take(days, chosen or self.identity)

    async def _read(self) -> Days:
        user = self.host.user["id"]
        return await self.ask(self.kept.read, self.span(), user, self.habits)

    def _take(self, days: Days, chosen: Identity | None) -> None:
        self.days = days
        self.show_path()
        self.show(chosen)
        for span in self.beside():
            # Nobody waits for it: the next key finds it read, or reads it itself.
            self.host.database.submit(self.kept.read, span, self.host.user["id"], self.habits)

    def be_on(self, day: dt.date) -> None:
        """Put the cursor on a day, and tell the calendars below; shows nothing yet."""
        self.day = within(day)
        self.host.memory[DAY_MEMORY] = self.day.isoformat()

    async def go(self, day: dt.date, chosen: Identity | None = None) -> None:
        """Put the cursor on a day, and on an activity of it; reads only what is not there yet."""
        before = self.day
        self.be_on(day)
        self.say("")
        if self.span() == self.days.span:
            self.show_path()
            self.moved(chosen)
        else:
            try:
                days = await self.ask(
                    self.kept.read, self.span(), self.host.user["id"], self.habits
                )
            except RuleBroken:
                # What can't be read is not gone to.
                self.be_on(before)
                raise
            self._take(days, chosen)

    @property
    def identity(self) -> Identity | None:
        """What tells the activity under the cursor from all others."""
        return self.entry.identity if self.entry else None

    def path(self) -> tuple[str, ...]:
        """The calendar, what of it, and whose it is."""
        if self.habits.whose in (MINE, self.host.user["login"]):
            whose = self.mine()
        elif self.habits.whose == EVERYBODY:
            whose = t("calendar.everybody")
        else:
            whose = self.habits.whose
        return (t("calendar.title"), " · ".join(part for part in (self.what(), whose) if part))

    def mine(self) -> str:
        """What says that it is the user's own calendar; nothing where there is no room for it."""
        return ""

    def in_list(self) -> bool:
        """Letters act everywhere: there is no field to type in."""
        return True

    def show_keys(self) -> None:
        """Write the footer."""
        self.query_one(KeyLine).show_keys(
            [
                (c.shown or key_name(c.keys.partition(",")[0]), t(label))
                for c, label in self.footer()
            ]
        )

    # Going elsewhere.

    @tells
    async def action_step(self, across: int, down: int) -> None:
        """Move the cursor."""
        await self.step(across, down)

    async def step(self, across: int, down: int) -> None:
        """Move the cursor to a day beside this one, or up and down."""

    @tells
    async def action_page(self, step: int) -> None:
        """Go a page back or on."""
        await self.go(self.day + step * dt.timedelta(days=7), self.identity)

    @tells
    async def action_today(self) -> None:
        """Go to today."""
        await self.go(self.days.now.date())

    @work
    async def action_date(self) -> None:
        """Go to a date that is typed."""
        dialog = GoToDay(t("calendar.date_title"), self.day, self.days.now.date())
        day = await self.app.push_screen_wait(dialog)
        if day is not None:
            await self.go(day)
            self.say(long_date(day))

    @tells
    async def action_view(self, name: str) -> None:
        """Show the same day in another calendar, in the one below if that is it."""
        if name == self.VIEW:
            return
        self.be_on(self.day)
        below = self.app.screen_stack[-2]
        if isinstance(below, CalendarBase) and name == below.VIEW:
            self.dismiss(None)
        else:
            other = _calendar(name, self.day, self.identity)
            self.app.switch_screen(await other.read_before(self))

    async def open_day(self) -> None:
        """Open the day under the cursor, over this calendar."""
        self.be_on(self.day)
        other = _calendar("day", self.day, self.identity)
        self.app.push_screen(await other.read_before(self))

    # How it is looked at.

    @tells
    async def action_completed(self) -> None:
        """Show completed activities, or no longer."""
        completed = not self.habits.completed
        await self.ask(keep_completed, self.host.user["id"], completed)
        await self.read_again()
        self.say(t("calendar.completed_shown" if completed else "calendar.completed_hidden"))

    @work
    async def action_whose(self) -> None:
        """Choose whose calendar is shown."""
        own = self.host.user["login"]
        users = await self.ask(user_options)
        options = [
            Option(own, t("calendar.my_own")),
            Option(EVERYBODY, t("calendar.everybody")),
            *(user for user in users if user.value != own),
        ]
        options.sort(key=lambda option: option.value != (self.habits.whose or own))
        chosen = await self.app.push_screen_wait(Choose(t("calendar.whose_title"), options))
        if chosen is not None:
            whose = MINE if chosen == own else chosen
            await self.ask(keep_whose, self.host.user["id"], whose)
            await self.read_again()

    @tells
    async def action_refresh(self) -> None:
        """Read again what is shown."""
        await self.read_again()


def _calendar(name: str, day: dt.date, chosen: Identity | None) -> CalendarBase:
    # Each of them imports this module.
    from screens.calendar.day import DayScreen
    from screens.calendar.month import MonthScreen
    from screens.calendar.week import WeekScreen

    made: dict[str, type[CalendarBase]] = {
        "month": MonthScreen,
        "week": WeekScreen,
        "day": DayScreen,
    }
    return made[name](day, chosen)
