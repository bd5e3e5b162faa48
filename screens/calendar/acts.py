"""What is done with the activity under the cursor of a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Coroutine
from typing import Any

from textual import work

from crmtui.i18n import t
from screens import occurrences
from screens.calendar.base import CalendarBase
from screens.calendar.days import Entry


class CalendarScreen(CalendarBase):
    """A calendar on whose activities one acts; what was done is read again."""

    def _own(self) -> Entry | None:
        """The activity under the cursor, if there is one that the user may act on."""
        entry = self.entry
        if entry is None:
            self.say(t("calendar.no_activity"))
        elif entry.occurrence.busy:
            self.say(t("activity.busy_only"))
            return None
        return entry

    async def _after(self, doing: Coroutine[Any, Any, bool]) -> None:
        if await doing:
            await self.read_again()

    async def action_open(self) -> None:
        """Open the activity under the cursor."""
        self.action_edit()

    @work
    async def action_new(self) -> None:
        """Make an activity where the cursor is."""
        made = await occurrences.new_activity(self, **self.place())
        if made is not None:
            await self.read_again((made, None))

    @work
    async def action_edit(self) -> None:
        """Open the activity under the cursor."""
        entry = self._own()
        if entry is not None:
            await occurrences.open_activity(self, *entry.identity)
            await self.read_again()

    @work
    async def action_done(self) -> None:
        """Complete the activity under the cursor, or reopen it."""
        entry = self._own()
        if entry is not None:
            await self._after(occurrences.complete(self, *entry.identity))

    @work
    async def action_delete(self) -> None:
        """Delete the activity under the cursor."""
        entry = self._own()
        if entry is not None:
            await self._after(occurrences.delete(self, *entry.identity))

    @work
    async def action_actions(self) -> None:
        """Choose what to do with the activity under the cursor."""
        entry = self._own()
        if entry is not None:
            await self._after(occurrences.activity_actions(self, entry.occurrence))

    @work
    async def action_move(self, minutes: int) -> None:
        """Move the activity under the cursor; the cursor goes with it."""
        entry = self._own()
        if entry is None:
            return
        start = entry.occurrence.start
        if await occurrences.move(self, *entry.identity, minutes):
            days = (start + dt.timedelta(minutes=minutes)).date() - start.date()
            self.be_on(self.day + days)
            await self.read_again(entry.identity)
