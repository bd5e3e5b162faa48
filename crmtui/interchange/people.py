"""Rows of contacts: their party looked up or made, themselves found by e-mail or name in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange import cells
from crmtui.interchange.headings import FULL_NAME, PARTY_NAME, Plan
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
from crmtui.interchange.reading import RawRow
from crmtui.interchange.report import SKIPPED, Report
from models.contact import Contact
from models.entity import Entity, Values
from models.journal import Change, rows_by_id
from models.party import Party, name_base
from models.rules import RuleBroken
from models.same_person import named_in, with_email_in
from models.setting import setting

Pair = tuple[int, Item]


class ContactRows(Kind):
    """Contacts, each with the party it belongs to."""

    def __init__(
        self, entity: Entity, plan: Plan, key: str | None, mode: str, party: int | None = None
    ) -> None:
        super().__init__(entity, plan, key, mode)
        self._parties = Parties(party, make_them=mode != "update")

    def item(self, row: RawRow) -> Item:
        """The contact and what names its party, tidied. Raises `RuleBroken`."""
        values, emptied = self.read(row)
        split_full_name(values)
        split_address(values)
        texts = {n: values.pop(n, None) for n in ("id", "party", "party_kind", PARTY_NAME)}
        texts["party_kind"] = self.entity.field("party_kind").tidy(texts["party_kind"] or "")
        given = Contact.tidied(values, lenient=True)
        item = Item(row, full_name(given), given, emptied, texts)
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
        kind, text = _named(item)
        signs = ("e", "n") if self.key == "email" else ("n", "e")
        found = {"n": _base(item), "e": str(item.given.get("email", "")).lower()}
        return tuple(f"{kind} {name_base(text)} {s}{found[s]}" for s in signs if found[s])

    def begin_dry_run(self) -> None:
        """Count a party once, however many batches would make it."""
        super().begin_dry_run()
        self._parties.counted = set()

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Find or make the parties, then make or change the contacts."""
        if self.key in (None, "name", "email"):
            pairs = self._parties.of(tx, items, report)
            write_people(tx, pairs, self.mode, self.key)
            return
        for wave in waves(items):
            self._find(wave)
            skip(wave, self.mode)
            alter(tx, Contact, [i for i in wave if not i.what and i.key], _alter)
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


class Parties:
    """The parties that rows name, by code or name within a kind; made where there is none."""

    def __init__(self, fixed: int | None, *, make_them: bool) -> None:
        self.fixed = fixed
        self._make_them = make_them
        # In a dry run: the parties that batches taken back have counted as made.
        self.counted: set[tuple[str, str]] | None = None

    def of(self, tx: Change, items: Sequence[Item], report: Report) -> list[Pair]:
        """The items with the id of their party; those without any are rejected or skipped."""
        if self.fixed is not None:
            return [(self.fixed, item) for item in items]
        found = self._found(tx, items, report)
        pairs: list[Pair] = []
        for item in items:
            party = found.get(_named(item))
            if isinstance(party, RuleBroken):
                item.reject(party)
            elif party is not None:
                pairs.append((party, item))
            elif not _named(item)[1]:
                item.reject(RuleBroken("rule.required", field="party"))
            else:
                item.what = SKIPPED
        return pairs

    def _found(
        self, tx: Change, items: Sequence[Item], report: Report
    ) -> dict[tuple[str, str], int | RuleBroken]:
        named = dict.fromkeys(_named(item) for item in items)
        found: dict[tuple[str, str], int | RuleBroken] = {}
        for kind in {kind for kind, _ in named}:
            texts = [text for k, text in named if k == kind and text]
            codes = Party.ids_by("code", [text.upper() for text in texts], kind=kind)
            names = Party.ids_by_name(kind, [t for t in texts if not codes[t.upper()]])
            for text in texts:
                ids = codes[text.upper()] or names[name_base(text)]
                if len(ids) > 1:
                    found[kind, text] = RuleBroken("import.key_ambiguous", text=text, n=len(ids))
                elif ids:
                    found[kind, text] = ids[0]
        if self._make_them:
            self._make_missing(tx, items, found, report)
        return found

    def _make_missing(
        self,
        tx: Change,
        items: Sequence[Item],
        found: dict[tuple[str, str], int | RuleBroken],
        report: Report,
    ) -> None:
        made: dict[tuple[str, str], int | RuleBroken] = {}
        for item in items:
            kind, text = named = _named(item)
            if not text or named in found:
                continue
            same = (kind, name_base(text))
            if same not in made:
                made[same] = self._made(tx, kind, text, item)
                new = not isinstance(made[same], RuleBroken)
                if new and (self.counted is None or same not in self.counted):
                    report.parties_created += 1
                    if self.counted is not None:
                        self.counted.add(same)
            found[named] = made[same]

    def _made(self, tx: Change, kind: str, text: str, item: Item) -> int | RuleBroken:
        name = str((item.texts or {}).get(PARTY_NAME) or text)
        # A text that looks a code is one: a file that was exported names its parties so.
        code = text if text == text.upper() and _is_code(text) else Party.codes_for(kind, [name])[0]
        start = Party.entity.blank(kind=kind, language=str(setting("DefaultLanguage")))
        try:
            given = Party.tidied({"code": code, "name": name})
            return Party.make_whole(tx, [Party.whole(start, given)])[0].id
        except RuleBroken as broken:
            return broken.at("party")


def _named(item: Item) -> tuple[str, str]:
    texts = item.texts or {}
    text = str(texts.get("party") or texts.get(PARTY_NAME) or "").strip()
    return str(texts.get("party_kind") or "customer"), " ".join(text.split())


def _is_code(text: str) -> bool:
    try:
        return bool(Party.entity.field("code").tidy(text))
    except RuleBroken:
        return False


def write_people(tx: Change, pairs: Sequence[Pair], mode: str, key: str | None) -> None:
    """Make or change contacts of parties; whom a row means is found by e-mail and name."""
    parties = {id(item): party for party, item in pairs}
    for party, item in pairs:
        base = _base(item)
        item.tokens = (f"{party}n{base}",) if base and key != "email" else ()
        if item.given.get("email") and key != "name":
            item.tokens += (f"{party}e{item.given['email'].lower()}",)
    for wave in waves(item for _, item in pairs):
        here = [(parties[id(item)], item) for item in wave]
        if key != "email":
            _find_by_name(here)
        if key != "name":
            _find_by_email([p for p in here if p[1].key is None and not p[1].what], key)
        skip(wave, mode)
        new = [(party, item) for party, item in here if not item.what and item.key is None]
        _make_people(tx, new)
        alter(tx, Contact, [item for item in wave if not item.what], _alter)


def _alter(key: int, changed: Values) -> Any:
    return Contact.alter(key, changed, lenient=True)


def _make_people(tx: Change, pairs: Sequence[Pair]) -> None:
    sources = rows_by_id("party", list({party for party, _ in pairs})) if pairs else {}
    party_of = {id(item): party for party, item in pairs}

    def values_of(item: Item) -> Values:
        # What the file has a column for is taken as it is, an empty cell too.
        said = item.emptied | item.given.keys()
        return Contact.whole(Contact.blank_from(sources[party_of[id(item)]], said), item.given)

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
    mine = [name_base(item.given.get(n, "")) for n in ("first_name", "last_name")]
    theirs = [name_base(first), name_base(last)]
    if not any(mine):
        return True
    return any(m == t or not t for m, t in zip(mine, theirs, strict=True) if m)


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
