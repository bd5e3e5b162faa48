"""A contact's activities, the dates of recurring ones each on a line of its own (spec 7.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmtui.activity_words import occurrence_note, occurrence_text
from crmtui.i18n import t
from models.agenda import of_contact
from models.card import count_open_activities
from models.listing import FixedList, Row, Source
from screens import occurrences
from screens.activity_columns import occurrence_columns, occurrence_in, occurrence_rows
from screens.commands import activities
from screens.completed import completed_shown, show_completed
from screens.contact_tabs.base import ContactTab
from screens.interval import Interval
from screens.widgets.columns import Column


class ActivitiesTab(ContactTab):
    """The activities of a contact that the user may see, the latest first."""

    name = "activities"
    letter = "v"
    go_word = "go.activities"
    new_word = "occurrence.new_key"
    commands = (activities.COMPLETED,)
    has_actions = True

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.completed = False

    def columns(self) -> list[Column]:
        """When, what, whose."""
        return occurrence_columns(with_date=True, with_contact=False, with_owner=True)

    def empty(self) -> str:
        """How to make an activity, or see others."""
        return t("occurrence.none")

    def label(self, contact: int | None) -> str:
        """Activities, and how many are open."""
        return t("occurrence.tab", n=count_open_activities(contact) if contact else 0)

    def remarks(self) -> tuple[str, ...]:
        """Whether completed ones are there too."""
        return (t("occurrence.with_completed"),) if self.completed else ()

    async def source(self, contact: int) -> Source:
        """The occurrences of the dates chosen."""
        screen = self.screen
        self.completed = await completed_shown(screen)
        rows: Source = await screen.ask(
            _read,
            contact,
            screen.interval,
            screen.host.user["id"],
            self.completed,
            screen.host.today,
        )
        return rows

    def identity(self, row: Row) -> Any:
        """The activity, which of its dates, and when it was."""
        found = occurrence_in(row)
        return found.key, found.original, found.start

    async def place_on(self, identity: Any) -> None:
        """Put the cursor on an occurrence; on any date of an activity where none is named.

        Where it is gone, the cursor is on what comes before it; one begins with what comes next.
        """
        source = self.table.source
        assert isinstance(source, FixedList)
        if identity is None:
            today = dt.datetime.combine(self.screen.host.today, dt.time())
            wanted = [row for row in source.rows if occurrence_in(row).ends_before > today]
        else:
            key, original, start = identity
            shown = [(row, occurrence_in(row)) for row in source.rows]
            wanted = [row for row, o in shown if o.key == key and original in (o.original, None)]
            if not wanted and start is not None:
                wanted = [row for row, o in shown if o.start <= start][:1]
        if wanted:
            await self.table.show_around(wanted[-1].position, wanted[-1].key)

    def note(self, row: Row) -> str:
        """How it was completed, or where it is."""
        return occurrence_note(occurrence_in(row))

    async def new(self, contact: int) -> None:
        """Make an activity, linked to the contact, and show it whatever the dates."""
        made = await occurrences.new_activity(self.screen, contact=contact)
        if made is not None:
            await self._show(made)

    async def _show(self, key: int) -> None:
        screen = self.screen
        await screen.show_at((key, None, None))
        row = self.table.row
        if row is None or occurrence_in(row).key != key:
            screen.interval = Interval.all()
            await screen.show_at((key, None, None))
        screen.say(t("occurrence.saved"))

    async def open(self, row: Row) -> None:
        """Open the activity, as it is on that date."""
        found = occurrence_in(row)
        await occurrences.open_activity(self.screen, found.key, found.original)

    async def delete(self, row: Row) -> None:
        """Delete the activity, or dates of it."""
        found = occurrence_in(row)
        await occurrences.delete(self.screen, found.key, found.original)

    async def done(self, row: Row) -> None:
        """Complete the activity, or open it again."""
        found = occurrence_in(row)
        await occurrences.complete(self.screen, found.key, found.original)

    async def actions(self, row: Row) -> None:
        """Choose what to do with the activity."""
        await occurrences.activity_actions(self.screen, occurrence_in(row))

    def text(self, row: Row) -> str:
        """When, what, with whom, where."""
        return occurrence_text(occurrence_in(row))

    async def toggle_completed(self) -> None:
        """Show completed activities too, or no longer; kept for the user."""
        await show_completed(self.screen, not self.completed)
        await self.screen.show_list(keep=True)
        shown = "occurrence.completed_shown" if self.completed else "occurrence.completed_hidden"
        self.screen.say(t(shown))


def _read(contact: int, dates: Interval, viewer: int, completed: bool, today: dt.date) -> FixedList:
    found = of_contact(contact, dates.since, dates.until, viewer=viewer, completed=completed)
    return occurrence_rows(found, today)
