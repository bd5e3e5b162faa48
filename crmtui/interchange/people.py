"""Rows of contacts: their party looked up or made, themselves found by id, e-mail or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange import cells
from crmtui.interchange.address_book import AddressBook
from crmtui.interchange.companies import Pair, Parties, named_party
from crmtui.interchange.headings import FULL_NAME, PARTY_NAME
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
from crmtui.interchange.known_people import find_known
from crmtui.interchange.person_cells import PersonCells, take_consent
from crmtui.interchange.persons import identities_of, meant_by
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import Report
from models.contact import Contact
from models.entity import Values
from models.journal import Change, rows_by_id
from models.party import name_base
from models.rules import Notice, RuleBroken
from models.same_person import named_in, with_email_in

# Headings by which an export is known.
_OF_EXPORT = frozenset({"id", "party", "party_kind", "first_name", "last_name"})


class ContactRows(Kind):
    """Contacts, each with the party it belongs to."""

    def __init__(self, asked: Asked) -> None:
        self._cells = PersonCells(asked.plan)
        super().__init__(asked)
        self._book = AddressBook(self.plan, self.put)
        self._parties = Parties(
            asked.party, make_them=self.mode != "update", kind=asked.party_kind, people=True
        )

    def converter_of(self, field: str) -> cells.Convert | None:
        """Dates are read as the file writes them."""
        return self._cells.converter(field) or super().converter_of(field)

    def exact(self, field: str, value: Any) -> Any:
        """A number may be a date."""
        return self._cells.exact(field, value)

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out in which order the file writes day and month."""
        return self._cells.look_through(table)

    def item(self, row: RawRow) -> Item:
        """The contact and what names its party, tidied. Raises `RuleBroken`."""
        values, emptied = self.read(row)
        lines = self._book.take(values)
        split_full_name(values)
        split_address(values)
        unread, undated = left_out(values), take_consent(values)
        texts = {n: values.pop(n, None) for n in ("id", "party", "party_kind", PARTY_NAME)}
        texts["party_kind"] = self.entity.field("party_kind").tidy(texts["party_kind"] or "")
        given = Contact.tidied(values, lenient=True)
        item = Item(row, full_name(given), given, emptied, texts)
        item.lines, item.unread, item.undated = tuple(lines), unread, undated
        item.shown = bool(item.name) and item.name == given.get("email")
        value = texts["id"] if self.key == "id" else given.get(str(self.key))
        if self.key not in (None, "name") and value in (None, "", []):
            raise RuleBroken("import.no_key", name=self.key)
        if self.key not in (None, "name", "email"):
            item.tokens = (f"k{value}",)
        return item

    def identities(self, item: Item) -> tuple[str, ...]:
        """The key, or the contact's name and e-mail in what names the party."""
        if self.key not in (None, "name", "email"):
            return item.tokens
        text = named_party(item)
        kind = str((item.texts or {}).get("party_kind") or "customer")
        if not text:
            return identities_of(item, f"{kind}\n{_base(item)}")
        signs = ("e", "n") if self.key == "email" else ("n", "e")
        found = {"n": _base(item), "e": str(item.given.get("email", "")).lower()}
        return tuple(f"{kind} {name_base(text)} {s}{found[s]}" for s in signs if found[s])

    def meant(self, item: Item) -> tuple[str, ...]:
        """Namesakes without a company are told apart by what is theirs alone."""
        alone = self.key in (None, "name", "email") and not named_party(item)
        return meant_by(self.identities(item)) if alone else super().meant(item)

    def begin_dry_run(self) -> None:
        """Count a party once, however many batches would make it."""
        super().begin_dry_run()
        self._parties.counted = set()

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Find or make the parties, then make or change the contacts."""
        if self.key in (None, "name", "email"):
            exported = {name.strip().lower() for name in self.plan.headings} >= _OF_EXPORT
            known = find_known(self._parties, items, exported) if self.key is None else []
            left = [item for item in items if not item.what and item.key is None]
            pairs = [*known, *self._parties.of(tx, left, report)]
            write_people(tx, pairs, self.mode, self.key)
            return
        for wave in waves(items):
            self._find(wave)
            skip(wave, self.mode)
            alter(tx, Contact, [i for i in wave if not i.what and i.key], _alter, _settle)
            _make_people(tx, self._parties.of(tx, [i for i in wave if not i.what], report))

    def _find(self, wave: Sequence[Item]) -> None:
        field = str(self.key)
        values = [(i.texts or {}).get("id") if field == "id" else i.given[field] for i in wave]
        if field != "id" and not self.entity.field(field).kept:
            raise RuleBroken("import.key_field", name=field)
        contents = [
            as_id(v) if field == "id" else self.entity.field(field).stored(v) for v in values
        ]
        found = Contact.ids_by(field, contents)
        for item, value, content in zip(wave, values, contents, strict=True):
            one_of(item, found[content], str(value))


def write_people(tx: Change, pairs: Sequence[Pair], mode: str, key: str | None) -> None:
    """Make or change contacts of parties; whom a row means is found by e-mail and name."""
    parties = {id(item): party for party, item in pairs}
    for party, item in pairs:
        base = _base(item)
        item.tokens = (f"{party}n{base}",) if base and key != "email" else ()
        if item.given.get("email") and key != "name":
            item.tokens += (f"{party}e{item.given['email'].lower()}",)
        if item.key or item.maybe:
            item.tokens += (f"i{item.key or item.maybe}",)
    for wave in waves(item for _, item in pairs):
        here = [(parties[id(item)], item) for item in wave]
        if key != "email":
            _find_by_name([p for p in here if p[1].key is None])
        if key != "name":
            _find_by_email([p for p in here if p[1].key is None and not p[1].what], key)
        _take_maybe(wave)
        skip(wave, mode)
        new = [(party, item) for party, item in here if not item.what and item.key is None]
        _make_people(tx, new)
        alter(tx, Contact, [item for item in wave if not item.what], _alter, _settle)


def _take_maybe(wave: Sequence[Item]) -> None:
    """Whom nobody answers to is who has the row's id, unless another row means them."""
    taken = {item.key for item in wave}
    for item in wave:
        if item.moved and item.key is None:
            item.reject(item.moved)
        if item.maybe is None or item.what:
            continue
        if item.key is None and item.maybe not in taken:
            item.key = item.maybe
        if item.key == item.maybe:
            item.notes += (Notice("import.by_id", {"id": item.maybe}),)
        else:
            item.notes += (Notice("import.other_id", {"id": item.maybe}),)


def _settle(item: Item, old: Values) -> None:
    """Keep a name, the day of somebody who is opted out already, and remarks that are there."""
    if item.shown:
        item.given.pop("last_name", None)
    if item.undated and old["opted_out"]:
        item.given.pop("opted_out", None)
    if item.lines:
        remarks = str(item.given.get("remarks", old["remarks"]))
        item.given["remarks"] = with_lines(remarks, item.lines)


def _alter(key: int, changed: Values) -> Any:
    return Contact.alter(key, changed, lenient=True)


def _make_people(tx: Change, pairs: Sequence[Pair]) -> None:
    sources = rows_by_id("party", list({party for party, _ in pairs})) if pairs else {}
    party_of = {id(item): party for party, item in pairs}

    def values_of(item: Item) -> Values:
        # What the file has a column for is taken as it is, an empty cell too.
        said = item.emptied | item.given.keys()
        given = item.given
        if item.lines:
            given = given | {"remarks": with_lines(given.get("remarks", ""), item.lines)}
        return Contact.whole(Contact.blank_from(sources[party_of[id(item)]], said), given)

    make(tx, Contact, [item for _, item in pairs], values_of)


def _find_by_name(pairs: Sequence[Pair]) -> None:
    named = [(party, item) for party, item in pairs if _base(item)]
    found = named_in([(party, _base(item)) for party, item in named])
    for (_, item), people in zip(named, found, strict=True):
        email = str(item.given.get("email", "")).lower()
        same = [key for key, theirs in people if email and theirs == email]
        one_of(item, same[:1] or [key for key, _ in people], item.name)


def _find_by_email(pairs: Sequence[Pair], key: str | None) -> None:
    with_email = [(party, item) for party, item in pairs if item.given.get("email")]
    found = with_email_in([(party, item.given["email"]) for party, item in with_email])
    for (_, item), people in zip(with_email, found, strict=True):
        # A firm's common address is no person: one of the names must be the same as well.
        alike = [k for k, first, last in people if key == "email" or _alike(item, first, last)]
        one_of(item, alike, item.given["email"])


def _alike(item: Item, first: str, last: str) -> bool:
    if item.shown:
        return True
    mine = [name_base(item.given.get(n, "")) for n in ("first_name", "last_name")]
    theirs = [name_base(first), name_base(last)]
    if mine[0] and theirs[0]:
        # A family has one last name, and often one address.
        return mine[0] == theirs[0]
    return not any(mine) or any(m == t or not t for m, t in zip(mine, theirs, strict=True) if m)


def _base(item: Item) -> str:
    given = item.given
    return name_base(f"{given.get('last_name', '')} {given.get('first_name', '')}")


def full_name(given: Values) -> str:
    """A contact's name as a report shows it."""
    return f"{given.get('first_name', '')} {given.get('last_name', '')}".strip()


def split_full_name(values: Values) -> None:
    """Set a name of one column out in two."""
    if FULL_NAME in values:
        first, last = cells.split_name(str(values.pop(FULL_NAME)))
        values |= {"first_name": first, "last_name": last} | values
