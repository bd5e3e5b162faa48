"""Rows of parties, each with a contact if the file has one in the same row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange import cells
from crmtui.interchange.headings import FULL_NAME, OF_CONTACT, Plan
from crmtui.interchange.items import (
    Item,
    Kind,
    alter,
    as_id,
    make,
    one_of,
    skip,
    split_address,
    waves,
)
from crmtui.interchange.people import write_people
from crmtui.interchange.reading import RawRow
from crmtui.interchange.report import CREATED, REJECTED, SKIPPED, UNCHANGED, UPDATED, Report
from models.columns import Column
from models.contact import Contact
from models.entity import Entity, Values
from models.journal import Change
from models.party import Party, name_base
from models.rules import RuleBroken
from models.setting import setting


class PartyRows(Kind):
    """Customers, suppliers, prospects or groups."""

    def __init__(self, entity: Entity, plan: Plan, key: str | None, mode: str) -> None:
        super().__init__(entity, plan, key, mode)
        self.kind = str(entity.fixed["kind"])
        language = "" if plan.has("language") else str(setting("DefaultLanguage"))
        self._start = entity.blank(language=language)

    def column_of(self, field: str) -> Column | None:
        """A contact's column for what the contact of the row has."""
        if field.startswith(OF_CONTACT):
            found = Contact.entity.by_name.get(field.removeprefix(OF_CONTACT))
            return found.column if found else None
        return super().column_of(field)

    def item(self, row: RawRow) -> Item:
        """The party and its contact, tidied. Raises `RuleBroken`."""
        values, _ = self.read(row)
        theirs = {
            n.removeprefix(OF_CONTACT): values.pop(n)
            for n in list(values)
            if n.startswith(OF_CONTACT)
        }
        key = values.pop("id", None)
        split_address(values)
        given = Party.tidied(values, lenient=True)
        if given.setdefault("kind", self.kind) != self.kind:
            raise RuleBroken("import.other_kind", field="kind", kind=given["kind"])
        name = " ".join(str(given[n]) for n in ("code", "name") if n in given)
        item = Item(row, name, given, texts={"id": key})
        item.tokens = self._tokens(item)
        item.person = self._person(row, theirs)
        return item

    def _person(self, row: RawRow, theirs: Values) -> Item | None:
        if FULL_NAME in theirs:
            first, last = cells.split_name(theirs.pop(FULL_NAME))
            theirs = {"first_name": first, "last_name": last} | theirs
        if not theirs.get("first_name") and not theirs.get("last_name"):
            if set(theirs) - {"job_title", "salutation"}:
                raise RuleBroken("import.contact_without_name")
            return None
        return Item(row, "", Contact.tidied(theirs, lenient=True))

    def _tokens(self, item: Item) -> tuple[str, ...]:
        """What stands for the party: its key."""
        given = item.given
        if self.key not in (None, "code", "name"):
            value = (item.texts or {}).get("id") if self.key == "id" else given.get(str(self.key))
            if value in (None, ""):
                raise RuleBroken("import.no_key", name=self.key)
            return (f"k{value}",)
        if given.get("code") and self.key != "name":
            return (f"c{given['code']}",)
        if not given.get("name"):
            raise RuleBroken("rule.required", field="name")
        return _name_token(given)

    def identities(self, item: Item) -> tuple[str, ...]:
        """Its key, and its name, by which a later row may mean it."""
        return item.tokens + (_name_token(item.given) if item.given.get("name") else ())

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Make or change the parties, then their contacts."""
        if len({item.tokens[0][0] for item in items}) > 1:
            # Rows with a code and rows without may mean the same party.
            for item in items:
                item.tokens = self.identities(item)
        for wave in waves(items):
            self._find(wave)
            skip(wave, self.mode)
            new = [i for i in wave if not i.what and i.key is None]
            make(tx, Party, new, self._values(new))
            alter(tx, Party, [i for i in wave if not i.what], self._alter(report))
            self._write_people(tx, [i for i in wave if i.key and i.what != SKIPPED], report)

    def _find(self, wave: Sequence[Item]) -> None:
        by_code: list[tuple[Item, Any]] = []
        by_name: list[tuple[Item, Any]] = []
        by_key: list[tuple[Item, Any]] = []
        for item in wave:
            sign, text = item.tokens[0][0], item.tokens[0][1:]
            if sign == "k":
                value = (item.texts or {}).get("id") if self.key == "id" else None
                by_key.append((item, value or item.given.get(str(self.key))))
            else:
                (by_code if sign == "c" else by_name).append((item, text))
        self._match(by_code, "code")
        self._match(by_key, str(self.key))
        names = Party.ids_by_name(self.kind, [base for _, base in by_name])
        for item, base in by_name:
            one_of(item, names[base], item.given["name"])

    def _match(self, wanted: Sequence[tuple[Item, Any]], field: str) -> None:
        if wanted:
            column = Party.entity.by_name.get(field)
            stored = column.stored if column else as_id
            contents = [stored(value) for _, value in wanted]
            found = Party.ids_by(field, contents, kind=self.kind)
            for (item, value), content in zip(wanted, contents, strict=True):
                one_of(item, found[content], str(value))

    def _values(self, new: Sequence[Item]) -> Any:
        """What gives a new party's values, its code made where the file has none."""
        coded = [i.given["code"] for i in new if i.given.get("code")]
        bare = [i for i in new if not i.given.get("code") and i.given.get("name")]
        made = Party.codes_for(self.kind, [i.given["name"] for i in bare], coded) if bare else []
        codes = {id(i): {"code": code} for i, code in zip(bare, made, strict=True)}
        return lambda item: Party.whole(self._start, item.given | codes.get(id(item), {}))

    def _alter(self, report: Report) -> Any:
        def alter_party(key: int, changed: Values) -> None:
            report.followed += len(Party.followers(key, changed))
            Party.alter_with_followers(key, changed, lenient=True)

        return alter_party

    def _write_people(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        with_people = [(i, i.person) for i in items if i.person and i.what != REJECTED]
        if not with_people:
            return
        pairs = [(i.key or 0, person) for i, person in with_people]
        write_people(tx, pairs, "both", None)
        for item, person in with_people:
            if person.what == REJECTED and person.reason:
                item.reject(person.reason, Contact.entity)
            elif person.what == CREATED:
                report.contacts_created += 1
            if item.what == UNCHANGED and person.what in (CREATED, UPDATED):
                item.what = UPDATED
                item.changed = tuple(f"{OF_CONTACT}{n}" for n in person.changed or person.given)


def _name_token(given: Values) -> tuple[str, ...]:
    return (f"n{name_base(given['name'])}",)
