"""Rows of notes, each of a contact that is there; the same note is never made twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange import cells
from crmtui.interchange.companies import Pair, Parties
from crmtui.interchange.file_days import FileDays
from crmtui.interchange.items import Asked, Item, Kind, alter, as_id, make, one_of, skip, waves
from crmtui.interchange.people import split_full_name
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import SKIPPED, Report
from models.columns import Column
from models.contact import Contact
from models.entity import Values
from models.journal import Change
from models.note import Note
from models.party import name_base
from models.rules import Missing, Notice, RuleBroken
from models.same_person import named_in, with_email_in

_DATED = ("date", "remind_on", "snoozed_to")
_OF_CONTACT = ("first_name", "last_name", "email")


class NoteRows(Kind):
    """Notes; the contact is named by its id, or by name or e-mail in its party."""

    KEYS = frozenset({"id"})

    def __init__(self, asked: Asked) -> None:
        self._days = FileDays(asked.plan, _DATED, mixed=True)
        super().__init__(asked)
        self._parties = Parties(asked.party, make_them=False, kind=asked.party_kind)

    def converter_of(self, field: str) -> cells.Convert | None:
        """Dates are read as the file writes them."""
        return self._days.reader(field) if field in _DATED else super().converter_of(field)

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out in which order the file writes day and month."""
        return self._days.look_through(table)

    def column_of(self, field: str) -> Column | None:
        """A contact's column for what names the contact."""
        if field in (*_OF_CONTACT, "party_kind"):
            return Contact.entity.field(field).column
        return super().column_of(field)

    def item(self, row: RawRow) -> Item:
        """The note and what names its contact, tidied. Raises `RuleBroken`."""
        values, _ = self.read(row)
        split_full_name(values)
        names = ("id", "party", "party_kind", "party_name", *_OF_CONTACT)
        texts = {n: values.pop(n, None) for n in names}
        given = Note.tidied(values, lenient=True)
        subject = str(given.get("subject", ""))
        item = Item(row, subject, given, texts=texts)
        if self.key == "id":
            if not texts["id"]:
                raise RuleBroken("import.no_key", name="id")
            item.tokens = (f"k{texts['id']}",)
        return item

    def identities(self, item: Item) -> tuple[str, ...]:
        """The key, or what names the contact, the date and the subject."""
        if self.key == "id":
            return item.tokens
        names = sorted((n, str(v)) for n, v in (item.texts or {}).items() if n != "id")
        given = item.given
        return (repr((names, given.get("contact"), given.get("date"), item.name)),)

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Find the contacts, then make or change the notes."""
        nameless = [i for i in items if not i.given.get("contact")]
        find_contacts(self._parties.of(tx, nameless, report), nameless)
        for item in items:
            if self.key is None:
                given = item.given
                item.tokens = (f"{given.get('contact')} {given.get('date')} {item.name}",)
        for wave in waves(i for i in items if not i.what):
            self._find(wave)
            skip(wave, self.mode)
            new = [i for i in wave if not i.what and i.key is None]
            make(tx, Note, new, lambda item: Note.whole(self.entity.blank(), item.given))
            alter(tx, Note, [i for i in wave if not i.what], _alter)

    def _find(self, wave: Sequence[Item]) -> None:
        if self.key == "id":
            ids = [as_id((i.texts or {})["id"]) for i in wave]
            found = Note.ids_by("id", ids)
            for item, key in zip(wave, ids, strict=True):
                one_of(item, found[key], str(key))
            return
        wanted = [(i.given["contact"], i.given.get("date")) for i in wave]
        for item, notes in zip(wave, Note.on_days(wanted), strict=True):
            same = [key for key, subject in notes if subject == item.name]
            one_of(item, same[:1], item.name)


def find_contacts(pairs: Sequence[Pair], items: Sequence[Item]) -> None:
    """Find the contacts that items name within their parties; those without one are rejected."""
    texts = [item.texts or {} for _, item in pairs]
    named = named_in([(p, _base(t)) for (p, _), t in zip(pairs, texts, strict=True)])
    mailed = with_email_in(
        [(p, str(t["email"] or "")) for (p, _), t in zip(pairs, texts, strict=True)]
    )
    for i, (_, item) in enumerate(pairs):
        ids = [key for key, _ in named[i]] if _base(texts[i]) else []
        ids = ids or [key for key, _, _ in mailed[i]]
        if len(ids) == 1:
            item.given["contact"] = ids[0]
        else:
            item.reject(no_contact(item, len(ids)))
    for item in items:
        if item.what == SKIPPED:
            item.reject(no_contact(item))


def no_contact(item: Item, n: int = 0) -> RuleBroken:
    """Why a contact was not found: none answers to the row's names, or several do."""
    texts = item.texts or {}
    names = (texts["first_name"], texts["last_name"], texts["email"], texts["party"])
    text = cells.joined(names)
    if n:
        return RuleBroken("import.key_ambiguous", text=text, n=n)
    return Missing("import.no_contact", field="contact", text=text)


def _base(texts: Values) -> str:
    return name_base(f"{texts['last_name'] or ''} {texts['first_name'] or ''}")


def _alter(key: int, changed: Values) -> Any:
    return Note.alter(key, changed, lenient=True)
