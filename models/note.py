"""Notes on a contact, with their reminder (spec 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import peewee as pw

from models.checks import typed_words, words
from models.columns import (
    ChoiceColumn,
    DayColumn,
    LineColumn,
    LinesColumn,
    NumberColumn,
    UserColumn,
)
from models.contact import Contact
from models.database import rows
from models.entity import Entity, Field, Values
from models.journal import actor
from models.listing import Listing
from models.party import Party
from models.record import Record
from models.rules import Missing, RuleBroken, Saved
from models.setting import today
from models.user import User

REMINDER_STATES = ("pending", "snoozed", "done")


class Note(Record):
    """What was said or seen, on a date, about a contact."""

    contact = NumberColumn(1, 2**62, column_name="contact_id")
    subject = LineColumn(max_length=80)
    detail = LinesColumn()
    date = DayColumn()
    remind_on = DayColumn(null=True)
    snoozed_to = DayColumn(null=True)
    reminder_state = ChoiceColumn(REMINDER_STATES)
    author = UserColumn(User, column_name="author_id", null=True)
    subject_key = pw.TextField()

    class Meta:
        table_name = "note"

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """What it is searched by."""
        return {"subject_key": " ".join(words(values["subject"]))}

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        return cls._with_state(super()._complete(cls._dated(values), lenient), values)

    @classmethod
    def whole(cls, start: Values, tidied: Values) -> Values:
        """A new note's values: dated today and the user's own unless they say otherwise."""
        return cls._with_state(super().whole(start, cls._dated(tidied)), tidied)

    @classmethod
    def _dated(cls, values: Mapping[str, Any]) -> Values:
        given = dict(values)
        if not given.get("date"):
            given["date"] = today()
        if not given.get("author"):
            given["author"] = User.login_of(actor() or 0)
        return given

    @classmethod
    def on_days(cls, wanted: Sequence[tuple[int, dt.date | None]]) -> list[list[tuple[int, str]]]:
        """For each of some hundreds of (contact, date or any): the ids and subjects of notes."""
        found: list[list[tuple[int, str]]] = [[] for _ in wanted]
        if wanted:
            marks = ", ".join(["(?, ?, ?)"] * len(wanted))
            params = [(n, c, day.isoformat() if day else "") for n, (c, day) in enumerate(wanted)]
            for n, key, subject in rows(
                f"WITH wanted(n, contact, day) AS (VALUES {marks})"
                " SELECT wanted.n, note.id, note.subject FROM wanted JOIN note"
                " ON note.contact_id = wanted.contact"
                " AND (wanted.day = '' OR note.date = wanted.day) ORDER BY note.id",
                tuple(param for each in params for param in each),
            ):
                found[n].append((key, subject))
        return found

    @classmethod
    def alter(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change a note; its reminder's state follows its dates."""
        tidied = cls.entity.tidy(values)
        if {"remind_on", "snoozed_to", "reminder_state"} & set(tidied):
            whole = cls.values_of(key) | tidied
            if "reminder_state" not in tidied and "remind_on" in tidied:
                # Another date is another reminder, whatever became of the one before.
                before = cls.values_of(key)["remind_on"]
                if tidied["remind_on"] != before:
                    whole |= {"reminder_state": "", "snoozed_to": tidied.get("snoozed_to")}
            if tidied.get("snoozed_to") and "reminder_state" not in tidied:
                whole["reminder_state"] = "snoozed"
            state = cls._with_state(whole, tidied)
            tidied |= {n: state[n] for n in ("snoozed_to", "reminder_state")}
        return super().alter(key, tidied, version=version, lenient=lenient)

    @classmethod
    def _with_state(cls, values: Values, named: Mapping[str, Any]) -> Values:
        """A reminder without a state waits; a note without a reminder has none.

        Raises `RuleBroken` where something is named of a reminder that is not there.
        """
        if values["remind_on"] is None:
            for name in ("reminder_state", "snoozed_to"):
                if named.get(name):
                    raise RuleBroken("rule.no_reminder", field=name)
            return values | {"reminder_state": "", "snoozed_to": None}
        state = values["reminder_state"] or ("snoozed" if values["snoozed_to"] else "pending")
        if named.get("snoozed_to") and state != "snoozed":
            raise RuleBroken("rule.not_snoozed", field="snoozed_to")
        snoozed = values["snoozed_to"] if state == "snoozed" else None
        return values | {"reminder_state": state, "snoozed_to": snoozed}

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """A note has a contact that is there, and a snoozed reminder its date."""
        if not rows("SELECT 1 FROM contact WHERE id = ?", (values["contact"],)):
            raise Missing("rule.no_such_id", field="contact", text=str(values["contact"]))
        if values["reminder_state"] == "snoozed" and values["snoozed_to"] is None:
            raise RuleBroken("rule.required", field="snoozed_to")

    @classmethod
    def listing(
        cls,
        *,
        contact: int | None = None,
        party: int | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        search: str = "",
        descending: bool = True,
    ) -> Listing:
        """Notes in an interval of dates, newest first (spec 4.1)."""
        query = (
            cls.select()
            .join(Contact, on=(Contact.id == cls.contact))
            .join(Party, on=(Party.id == Contact.party_id))
        )
        if contact is not None:
            query = query.where(cls.contact == contact)
        if party is not None:
            query = query.where(Contact.party_id == party)
        if since is not None:
            query = query.where(cls.date >= since.isoformat())
        if until is not None:
            query = query.where(cls.date <= until.isoformat())
        for word in typed_words(search):
            query = query.where(cls.subject_key.contains(word))
        columns = (
            cls.date,
            cls.subject,
            cls.remind_on,
            cls.snoozed_to,
            cls.reminder_state,
            Contact.first_name,
            Contact.last_name,
            Party.code,
        )
        names = (*(c.name for c in columns[:7]), "party")
        return Listing(query, cls.id, names, columns, (cls.date, cls.id), descending)


Note.entity = Entity(
    "note",
    "notes",
    Note,
    (
        Field(Note.contact, required=True, read_only=True),
        Field(Note.subject, required=True),
        Field(Note.detail),
        Field(Note.date, required=True),
        Field(Note.remind_on),
        Field(Note.snoozed_to),
        Field(Note.reminder_state),
        Field(Note.author, read_only=True),
    ),
    {},
)
