"""A contact's notes (spec 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models.listing import Row, Source
from models.note import Note
from screens.actions import delete_record
from screens.contact_tabs.base import ContactTab
from screens.interval import Interval
from screens.note_form import new_note, note_editing
from screens.record_form import RecordForm
from screens.widgets.columns import Column

MOST_COUNTED = 1000


class NotesTab(ContactTab):
    """The notes of a contact, newest first."""

    name = "notes"
    letter = "n"
    go_word = "go.notes"
    new_word = "note.new_key"

    def columns(self) -> list[Column]:
        """Date, subject, reminder."""
        return note_columns(self.screen.host.today)

    def empty(self) -> str:
        """How to make a note, or see others."""
        return t("note.none")

    def label(self, contact: int | None) -> str:
        """Notes and how many."""
        count = Note.listing(contact=contact).count(MOST_COUNTED) if contact else 0
        return t("note.tab", n=count)

    async def source(self, contact: int) -> Source:
        """The notes of the dates chosen."""
        dates = self.screen.interval
        return Note.listing(contact=contact, since=dates.since, until=dates.until)

    async def place_on(self, identity: Any) -> None:
        """Put the cursor on a note."""
        if identity is not None:
            values = await self.screen.ask(Note.values_of, identity)
            await self.table.show_around((values["date"].isoformat(), identity), identity)

    async def new(self, contact: int) -> None:
        """Make a note, and show it whatever the dates (spec 4.1)."""
        screen = self.screen
        editing = new_note(contact, screen.host.today, screen.inner_path())
        made = await screen.app.push_screen_wait(RecordForm(editing))
        if made is not None:
            values = await screen.ask(Note.values_of, made)
            if not screen.interval.holds(values["date"]):
                screen.interval = Interval.all()
            await screen.show_at(made)
            screen.say(t("note.saved"))

    async def open(self, row: Row) -> None:
        """Open the note."""
        values = await self.screen.ask(Note.values_of, row.key)
        self.screen.app.push_screen(RecordForm(note_editing(values, self.screen.inner_path())))

    async def delete(self, row: Row) -> None:
        """Delete the note."""
        await delete_record(self.screen, Note, row.key, self.text(row))

    async def done(self, row: Row) -> None:
        """Say that the note's reminder is done."""
        if not self.table.named(row)["reminder_state"]:
            self.screen.say(t("note.no_reminder"), error=True)
            return
        await self.screen.ask(Note.alter, row.key, {"reminder_state": "done"})
        self.screen.say(t("note.reminder_done"))

    def text(self, row: Row) -> str:
        """The note's subject."""
        return str(self.table.named(row)["subject"])


def note_columns(today: dt.date) -> list[Column]:
    """A contact's notes: date, subject, reminder."""
    return [
        Column(t("note.date"), 10, lambda c: str(c["date"])),
        Column(t("note.subject"), 0, lambda c: str(c["subject"])),
        Column(t("note.remind_on"), 24, lambda c: reminder_words(c, today), right=True),
    ]


def reminder_words(cells: Mapping[str, Any], today: dt.date) -> str:
    """The reminder of a note, with `!` where it is late and `x` where it is done."""
    state, day = cells["reminder_state"], cells["snoozed_to"] or cells["remind_on"]
    if not state or not isinstance(day, dt.date):
        return ""
    if state == "done":
        return f"x {t('choice.done')}"
    late = "! " if day <= today else ""
    return f"{late}{t('note.reminder')} {day}"
