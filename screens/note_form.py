"""The form of a note (spec 4.2, 4.3)."""

from __future__ import annotations

import datetime as dt

from crmtui.i18n import t
from models.entity import Values
from models.note import Note
from models.rules import Saved
from screens.record_form import Editing
from screens.widgets.layout import Place

NEW = (
    Place("subject", 60, first=True),
    Place("date", 14, first=True),
    Place("remind_on", 14),
    Place("detail", 0, first=True, height=10),
)

OLD = (*NEW[:3], Place("reminder_state", 14), Place("snoozed_to", 14), NEW[3])


def new_note(contact: int, today: dt.date, path: tuple[str, ...]) -> Editing:
    """A new note on a contact, of today."""
    return note_editing(Note.entity.blank(contact=contact, date=today), path)


def note_editing(values: Values, path: tuple[str, ...]) -> Editing:
    """What the form of a note edits."""
    key = values.get("id")
    return Editing(
        entity=Note.entity,
        places=NEW if key is None else OLD,
        values=values,
        save=_save,
        read=Note.values_of,
        path=path,
        title=lambda v: str(v.get("subject") or t("note.new")),
        key=key,
    )


def _save(key: int | None, values: Values, version: int | None) -> Saved:
    return Note.make(values) if key is None else Note.alter(key, values, version=version)
