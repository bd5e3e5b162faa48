"""Rows of parties, each with a contact if the file has one in the same row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange import cells
from crmtui.interchange.address_book import AddressBook
from crmtui.interchange.headings import FULL_NAME, OF_CONTACT
from crmtui.interchange.items import (
    Asked,
    Item,
    Kind,
    alter,
    as_id,
    left_out,
    make,
    one_of,
    skip,
    split_address,
    waves,
    with_lines,
)
from crmtui.interchange.people import full_name, write_people
from crmtui.interchange.person_cells import PersonCells, take_consent
from crmtui.interchange.persons import People, identities_of, meant_by
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import CREATED, REJECTED, SKIPPED, UNCHANGED, UPDATED, Report
from models.columns import Column
from models.contact import Contact
from models.entity import Values
from models.journal import Change
from models.party import Party, name_base
from models.rules import Notice, RuleBroken
from models.setting import setting


class PartyRows(Kind):
    """Customers, suppliers, prospects or groups."""

    def __init__(self, asked: Asked) -> None:
        self._cells = PersonCells(asked.plan, OF_CONTACT)
        super().__init__(asked)
        self.kind = str(self.entity.fixed["kind"])
        language = "" if self.plan.has("language") else str(setting("DefaultLanguage"))
        self._start = self.entity.blank(language=language)
        self._book = AddressBook(self.plan, self.put, OF_CONTACT)

    def converter_of(self, field: str) -> cells.Convert | None:
        """Dates of the row's contact are read as the file writes them."""
        return self._cells.converter(field) or super().converter_of(field)

    def exact(self, field: str, value: Any) -> Any:
        """A number may be a date."""
        return self._cells.exact(field, value)

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out in which order the file writes day and month."""
        return self._cells.look_through(table)

    def column_of(self, field: str) -> Column | None:
        """A contact's column for what the contact of the row has."""
        if field.startswith(OF_CONTACT):
            found = Contact.entity.by_name.get(field.removeprefix(OF_CONTACT))
            return found.column if found else None
        return super().column_of(field)

    def item(self, row: RawRow) -> Item:
        """The party and its contact, tidied. Raises `RuleBroken`."""
        values, _ = self.read(row)
        lines = self._book.take(values)
        unread = left_out(values)
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
        item = Item(row, "", given, texts={"id": key}, lines=tuple(lines), unread=unread)
        item.person = self._person(row, _for_party(item, theirs))
        self._name_person(item)
        item.name = " ".join(str(given[n]) for n in ("code", "name") if n in given)
        item.tokens = self._tokens(item)
        return item

    def _name_person(self, item: Item) -> None:
        """A party that has no name is the person of its row (spec 1.6)."""
        given, person = item.given, item.person
        if person is None or given.get("name"):
            return
        item.alone = True
        if given.get("email"):
            person.given.setdefault("email", given["email"])
        if self.key in (None, "name") and not given.get("code"):
            given["name"] = full_name(person.given)

    def _person(self, row: RawRow, theirs: Values) -> Item | None:
        if FULL_NAME in theirs:
            first, last = cells.split_name(theirs.pop(FULL_NAME))
            theirs = {"first_name": first, "last_name": last} | theirs
        if not theirs.get("first_name") and not theirs.get("last_name"):
            if set(theirs) - {"job_title", "salutation"}:
                raise RuleBroken("import.contact_without_name")
            return None
        undated = take_consent(theirs)
        given = Contact.tidied(theirs, lenient=True)
        return Item(row, full_name(given), given, undated=undated)

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
        if item.alone and item.tokens[0][0] == "n":
            return identities_of(item, item.tokens[0])
        return item.tokens + (_name_token(item.given) if item.given.get("name") else ())

    def meant(self, item: Item) -> tuple[str, ...]:
        """Namesakes who are the party are told apart by what is theirs alone."""
        found = self.identities(item)
        return meant_by(found) if item.alone and item.tokens[0][0] == "n" else found[:1]

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Make or change the parties, then their contacts."""
        if len({item.tokens[0][0] for item in items}) > 1:
            # Rows with a code and rows without may mean the same party.
            for item in items:
                item.tokens = item.tokens + _name_token(item.given)
        for wave in waves(items):
            self._find(wave)
            skip(wave, self.mode)
            new = [i for i in wave if not i.what and i.key is None]
            make(tx, Party, new, self._values(new))
            alter(tx, Party, [i for i in wave if not i.what], self._alter(report), _settle)
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
        self._match_people([item for item, _ in by_name if item.alone])
        by_name = [(item, base) for item, base in by_name if not item.alone]
        names = Party.ids_by_name(self.kind, [base for _, base in by_name])
        for item, base in by_name:
            one_of(item, names[base], item.given["name"])

    def _match_people(self, items: Sequence[Item]) -> None:
        """People who are the party are told from their namesakes."""
        if items:
            people = People()
            people.look_up(items)
            for item in items:
                item.key = people.party_of(item, self.kind, only=True)

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
        names = {id(i): i.given.get("name") or (i.person.name if i.person else "") for i in new}
        bare = [i for i in new if not i.given.get("code") and names[id(i)]]
        made = Party.codes_for(self.kind, [names[id(i)] for i in bare], coded) if bare else []
        codes = {id(i): {"code": code} for i, code in zip(bare, made, strict=True)}

        def values_of(item: Item) -> Values:
            given = item.given | codes.get(id(item), {}) | {"name": names[id(item)]}
            if item.lines:
                given["remarks"] = with_lines(given.get("remarks", ""), item.lines)
            return Party.whole(self._start, given)

        return values_of

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


# What a row without a contact has for nobody.
_OF_NOBODY = ("birth_date", "opted_out", "salutation")


def _settle(item: Item, old: Values) -> None:
    """Keep the remarks that are there."""
    if item.lines:
        remarks = str(item.given.get("remarks", old["remarks"]))
        item.given["remarks"] = with_lines(remarks, item.lines)


def _for_party(item: Item, theirs: Values) -> Values:
    """What is left for the contact: the mobile of a row without one is the party's telephone."""
    if any(theirs.get(name) for name in (FULL_NAME, "first_name", "last_name")):
        return theirs
    for name in _OF_NOBODY:
        theirs.pop(name, None)
    mobile = str(theirs.pop("mobile", "") or "")
    if mobile and not item.given.get("phone"):
        item.given |= Party.tidied({"phone": mobile}, lenient=True)
    elif mobile:
        item.lines = (*item.lines, mobile)
    return theirs


def _name_token(given: Values) -> tuple[str, ...]:
    return (f"n{name_base(given['name'])}",)
