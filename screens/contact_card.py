"""A contact's card: its form with every section, and its notes below (spec 3.2, 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from models.contact import Contact
from models.entity import Values
from models.listing import FixedList
from models.note import Note
from models.rules import Saved
from models.setting import setting
from screens.actions import choose_action, delete_record, set_active
from screens.base import tells
from screens.commands import lists, records
from screens.commands.command import Command
from screens.contact_columns import contact_name
from screens.interval import Interval, ask_interval
from screens.note_form import new_note, note_editing
from screens.record_form import Editing, FormBody, RecordForm
from screens.walk import Walk, Walks
from screens.widgets.bars import Tabs
from screens.widgets.columns import Column
from screens.widgets.layout import Place
from screens.widgets.record_table import RecordTable

PLACES = (
    Place("salutation", 8, first=True),
    Place("first_name", 16),
    Place("last_name", 17),
    Place("active"),
    Place("job_title", 21, first=True),
    Place("department", 17),
    Place("language", 10),
    Place("address1", 31, first=True),
    Place("address2", 23),
    Place("city", 16, first=True),
    Place("province", 5),
    Place("country", 5),
    Place("postal_code", 8),
    Place("phone", 16, first=True),
    Place("extension", 7),
    Place("mobile", 16),
    Place("email", 30, first=True),
    Place("fax", 16),
    Place("payable", first=True),
    Place("payable_rank", 3, when="payable"),
    Place("purchasing"),
    Place("purchasing_rank", 3, when="purchasing"),
    Place("groupings", 12),
    Place("in_mailing", first=True),
    Place("opted_out", 12),
    Place("opted_out_reason", 13),
)
BIRTH = Place("birth_date", 16, first=True)
ANNIVERSARY = Place("anniversary", 16, first=True)
REMARKS = Place("remarks", 38, height=2)


def contact_editing(values: Values, party: Values) -> Editing:
    """What the card of a contact edits; run on the database's thread, for it asks a setting."""
    day = ANNIVERSARY if setting("ContactAnniversaryDate") else BIRTH
    return Editing(
        entity=Contact.entity,
        places=(*PLACES, day, REMARKS),
        values=values,
        save=Contact.save_telling,
        read=Contact.values_of,
        path=(t(f"kind.{party['kind']}"), party["code"]),
        title=contact_title,
        key=values.get("id"),
        followed=lambda typed: Contact.same_as_party(typed, party),
    )


def contact_title(values: Mapping[str, Any]) -> str:
    """A contact's name, last name first."""
    return contact_name(values)


class ContactCardScreen(Walks, RecordForm):
    """A contact's form, and the list of its notes."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        records.SAVE,
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        records.PROMPT,
        records.INTERVAL,
        records.DONE,
        records.ACTIONS,
        records.ACTIONS_LETTER,
        records.PREVIOUS,
        records.NEXT,
        records.PREVIOUS_LETTER,
        records.NEXT_LETTER,
        records.CANCEL,
        lists.DELETE,
        lists.COPY,
        *lists.LETTERS,
    )

    def __init__(self, editing: Editing, walk: Walk | None = None) -> None:
        super().__init__(editing)
        self.walk_from = walk
        self.interval = Interval.quarter(None)

    def body(self) -> Iterator[Widget]:
        """The form, the tab, the notes."""
        body = FormBody()
        body.styles.height = "auto"
        body.styles.max_height = "70%"
        with body:
            yield self._make_form()
        yield Tabs()
        yield RecordTable(
            note_columns(self.host.today), self.ask, header=False, empty=t("note.none")
        )

    def footer_label(self, command: Command) -> str:
        """F6 makes a note here."""
        return "note.new_key" if command is lists.NEW else command.label

    @property
    def table(self) -> RecordTable:
        """The list of notes."""
        return self.query_one(RecordTable)

    async def on_mount(self) -> None:
        """Show the contact and its notes."""
        await super().on_mount()
        self.interval = Interval.quarter(self.host.today)
        await self._show_notes(keep=False)

    async def on_screen_resume(self) -> None:
        """Show notes made or changed meanwhile."""
        if self.is_mounted:
            await self._show_notes(keep=True)

    @tells
    async def _show_notes(self, *, keep: bool) -> None:
        key = self.editing.key
        if key is None:
            await self.table.show(FixedList((), ()))
        else:
            source = Note.listing(contact=key, since=self.interval.since, until=self.interval.until)
            await self.table.show(source, keep=keep)
        count = await self.ask(_count_notes, key) if key else 0
        tabs = self.query_one(Tabs)
        tabs.tabs = (t("note.tab", n=count), self.interval.words())

    # Commands.

    @work
    async def action_new(self) -> None:
        """Make a note; a new contact is saved first."""
        if self.editing.key is None and not await self.save():
            return
        key = self.editing.key
        assert key is not None
        made = await self.app.push_screen_wait(
            RecordForm(new_note(key, self.host.today, self._note_path()))
        )
        if made is not None:
            await self._show_made(made)

    async def _show_made(self, key: int) -> None:
        """Show a note just made, whatever the interval (spec 4.1)."""
        values = await self.ask(Note.values_of, key)
        if not self.interval.holds(values["date"]):
            self.interval = Interval.all()
        await self._show_notes(keep=False)
        self.table.place_on(key)
        self.set_focus(self.table)
        self.say(t("note.saved"))

    def _note_path(self) -> tuple[str, ...]:
        return (*self.editing.path, contact_title(self.editing.values))

    @tells
    async def action_open(self) -> None:
        """Open the note under the cursor."""
        row = self.table.row
        if row is not None:
            values = await self.ask(Note.values_of, row.key)
            self.app.push_screen(RecordForm(note_editing(values, self._note_path())))

    @work
    async def action_delete(self) -> None:
        """Delete the note under the cursor."""
        row = self.table.row
        if row is not None:
            subject = self.table.named(row)["subject"]
            await delete_record(self, Note, row.key, subject)
            await self._show_notes(keep=True)

    @tells
    async def action_reminder_done(self) -> None:
        """Say that the reminder of the note under the cursor is done."""
        row = self.table.row
        if row is None:
            return
        if not self.table.named(row)["reminder_state"]:
            self.say(t("note.no_reminder"), error=True)
            return
        await self.ask(Note.alter, row.key, {"reminder_state": "done"})
        await self._show_notes(keep=True)
        self.say(t("note.reminder_done"))

    @work
    async def action_interval(self) -> None:
        """Choose the dates between which notes are shown."""
        chosen = await ask_interval(self, self.interval)
        if chosen is not None:
            self.interval = chosen
            await self._show_notes(keep=False)

    @tells
    async def action_copy(self) -> None:
        """Copy the subject of the note under the cursor to the clipboard."""
        row = self.table.row
        if row is not None:
            subject = str(self.table.named(row)["subject"])
            self.app.copy_to_clipboard(subject)
            self.say(t("list.copied", text=subject))

    @work
    async def action_actions(self) -> None:
        """Choose what to do with the contact."""
        if self.editing.key is None:
            self.say(t("form.save_first"))
            return
        active = bool(self.editing.values["active"])
        chosen = await choose_action(
            self, ("note", "interval", "deactivate" if active else "activate", "delete")
        )
        if chosen == "note":
            self.action_new()
        elif chosen == "interval":
            self.action_interval()
        elif chosen in ("deactivate", "activate"):
            await self._set_active(chosen == "activate")
        elif chosen == "delete" and await delete_record(
            self, Contact, self.editing.key, contact_title(self.editing.values)
        ):
            self.dismiss(None)

    @tells
    async def _set_active(self, active: bool) -> None:
        if self.form.dirty:
            self.say(t("form.unsaved"), error=True)
            return
        await set_active(self, Contact, self.editing.values, active)
        self.editing.values = await self.ask(Contact.values_of, self.editing.key or 0)
        self.form.accept(self.editing.values)

    async def after_saving(self, saved: Saved) -> None:
        """A saved contact can have notes."""
        await self._show_notes(keep=True)

    async def go_to_tab(self) -> None:
        """Put the focus in the notes."""
        self.set_focus(self.table)


def _count_notes(key: int) -> int:
    return Note.listing(contact=key).count(1000)


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
