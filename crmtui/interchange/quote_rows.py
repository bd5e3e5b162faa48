"""Rows of quotes with their lines; the same quote is never made twice.

A quote is known by its number, else by the reference that its customer knows it by, else by its
day and its lines. A number is kept where it is the next of its year, so that none is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from crmtui.interchange.items import Asked, Item, as_id, make, one_of, skip, waves
from crmtui.interchange.line_cells import LINE_TARGETS, agree
from crmtui.interchange.notes import find_contacts, no_contact
from crmtui.interchange.people import split_full_name
from crmtui.interchange.reading import RawRow
from crmtui.interchange.report import CREATED, Report
from crmtui.interchange.sale_rows import SaleRows
from crmtui.interchange.whose import OF_CONTACT, names_somebody, say_who
from models.entity import Values
from models.journal import Change, rows_by_id
from models.opportunity import Opportunity
from models.party import Party, name_base
from models.quote import BILLED, Quote
from models.quote_settled import CLOSED
from models.rules import Missing, RuleBroken, Saved
from models.same_sale import quotes_of_day, quotes_referred
from models.setting import today

_OURS = re.compile(r"Q([0-9]{4})-([0-9]{5,})")
_NAMING = ("id", "bill_to", "bill_to_kind", *OF_CONTACT)


class QuoteRows(SaleRows):
    """Quotes; who is billed is named by code or name, the contact as everywhere."""

    RECORD = Quote
    LINE = LINE_TARGETS | {"description": "description", "amount": "amount"}
    NAMED = ("number", "reference")
    APART = ("number", "reference", "bill_to", "bill_to_kind")
    SUMS = frozenset({"subtotal", "taxes", "total"})
    KEYS = frozenset({"id", "number", "reference"})

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._billed = _billed_party(asked.party) if asked.party is not None else None
        # How many numbers of each year earlier batches of a dry run have taken and given back.
        self._ahead: dict[int, int] = {}

    def record(self, row: RawRow, values: Values, emptied: frozenset[str]) -> Item:
        """The quote and what names its customer and contact, tidied. Raises `RuleBroken`."""
        say_who(values)
        split_full_name(values)
        texts = {n: str(values.pop(n, None) or "").strip() for n in _NAMING}
        texts["bill_to_kind"] = self.entity.field("bill_to_kind").tidy(texts["bill_to_kind"])
        texts |= {"party": texts["bill_to"]}
        given, sums = self.taken(values)
        number = self._number(given)
        if self.in_rows and not number and not given.get("reference"):
            raise RuleBroken("rule.required", field="reference")
        name = " ".join(filter(None, (number, given.get("reference"), texts["bill_to"])))
        item = Item(row, name, given, emptied, texts, sums=sums)
        wanted = {"id": texts["id"], "number": number, "reference": given.get("reference")}
        if self.key and not wanted[self.key]:
            raise RuleBroken("import.no_key", name=self.key)
        if not self.key and not any(wanted.values()) and not given.get("date"):
            # Known by its lines and the day when it is read, it would be another one tomorrow.
            raise RuleBroken("rule.required", field="date")
        return item

    def _number(self, given: Values) -> str:
        """The number of one of ours; that of another program is a reference."""
        number = str(given.get("number", "")).upper()
        if not number or _OURS.fullmatch(number):
            given |= {"number": number} if number else {}
            return number
        if given.get("reference"):
            raise RuleBroken("import.foreign_number", field="number", text=number)
        given["reference"] = self.entity.field("reference").tidy(given.pop("number"))
        return ""

    def identities(self, item: Item) -> tuple[str, ...]:
        """The key, else the number, else the reference or the day and lines, of whom is billed."""
        given, texts = item.given, item.texts or {}
        if self.key == "id":
            return (f"k{texts['id']}",)
        if given.get("number") and self.key != "reference":
            return (f"n{given['number']}",)
        known = given.get("reference") or (given.get("date"), given.get("lines"))
        return (repr((texts["bill_to_kind"], name_base(texts["bill_to"]), known)),)

    def _tokens(self, item: Item) -> tuple[str, ...]:
        """What else in the same batch may mean the same quote, now that the party is known."""
        given, known = item.given, self.identities(item)
        if "party_id" not in (item.texts or {}) or self.key == "id":
            return known
        lines = given.get("reference") or repr((given.get("date"), given.get("lines")))
        in_party = f"{(item.texts or {})['party_id']} {lines}"
        return (*known, in_party) if given.get("number") else (in_party,)

    def remember(self, items: Sequence[Item]) -> None:
        """Keep what a batch of a dry run would have left, its numbers too."""
        super().remember(items)
        for item in items if self._seen is not None else ():
            if item.what == CREATED:
                year = (item.given.get("date") or today()).year
                self._ahead[year] = self._ahead.get(year, 0) + 1

    # Who is billed, and whose the quote is.

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Find the customers and contacts, then make or change the quotes."""
        self._name_parties(items)
        self._name_contacts([i for i in items if not i.what])
        for item in items:
            item.tokens = self._tokens(item)
        for wave in waves(i for i in items if not i.what):
            self._find(wave)
            skip(wave, self.mode)
            new = [i for i in wave if not i.what and i.key is None]
            make(tx, _Numbered(self._ahead), sorted(new, key=_in_order), self._whole)
            self.change(tx, [i for i in wave if not i.what])

    def _name_parties(self, items: Sequence[Item]) -> None:
        named = [item for item in items if (item.texts or {})["bill_to"]]
        for kind in BILLED:
            _find_parties([i for i in named if not i.what and "bill_to" not in i.given], kind)
        for item in named:
            if not item.what and "bill_to" not in item.given:
                text = (item.texts or {})["bill_to"]
                item.reject(Missing("rule.no_such_code", field="bill_to", code=text))
        for item in items:
            if self._billed is not None and not (item.texts or {})["bill_to"]:
                _bill(item, self._billed)
        _bill_by_contact([i for i in items if not i.what and "bill_to" not in i.given])

    def _name_contacts(self, items: Sequence[Item]) -> None:
        naming = [i for i in items if not i.given.get("contact") and names_somebody(i)]
        for item in naming:
            if "party_id" not in (item.texts or {}):
                item.reject(no_contact(item))
        placed = [item for item in naming if not item.what]
        find_contacts([((item.texts or {})["party_id"], item) for item in placed], placed)

    # Which quote is meant.

    def _find(self, wave: Sequence[Item]) -> None:
        if self.key == "id":
            ids = [as_id((i.texts or {})["id"]) for i in wave]
            found = Quote.ids_by("id", ids)
            for item, key in zip(wave, ids, strict=True):
                one_of(item, found[key], str(key))
            return
        numbered = [i for i in wave if i.given.get("number") and self.key != "reference"]
        self._find_by_number(numbered)
        others = [i for i in wave if i not in numbered]
        for item in others:
            if "party_id" not in (item.texts or {}):
                # What follows from an opportunity or an older quote alone could be made again.
                item.reject(RuleBroken("rule.required", field="bill_to"))
        others = [item for item in others if not item.what]
        revising = [i for i in others if i.given.get("revises") and i.given.get("reference")]
        self._find_revisions(revising)
        referred = [i for i in others if i.given.get("reference") and i not in revising]
        wanted = [((i.texts or {})["party_id"], i.given["reference"]) for i in referred]
        for item, ids in zip(referred, quotes_referred(wanted), strict=True):
            one_of(item, ids, item.given["reference"])
        self._find_by_lines([i for i in others if not i.given.get("reference")])

    def _find_by_number(self, items: Sequence[Item]) -> None:
        found = Quote.ids_by("number", [item.given["number"] for item in items])
        quotes = rows_by_id("quote", [key for ids in found.values() for key in ids])
        for item in items:
            number, party = item.given["number"], (item.texts or {}).get("party_id")
            item.key = next(iter(found[number]), None)
            if item.key and party not in (None, quotes[item.key]["bill_to_id"]):
                # The same number in another database is another quote.
                code = Quote.values_of(item.key)["bill_to"]
                facts = {"number": number, "code": code}
                item.reject(RuleBroken("import.other_bill_to", field="bill_to", **facts))
            elif item.key and self.key is None:
                _refuse_other_reference(item, quotes[item.key]["reference"])

    def _find_revisions(self, items: Sequence[Item]) -> None:
        """Those that say which one they revise: it knows its revisions."""
        found = Quote.ids_by("number", [item.given["revises"] for item in items])
        for item in items:
            for old in Quote.values_all(found[item.given["revises"]]):
                numbers = old["revised_by"]
                made = Quote.ids_by("number", numbers) if numbers else {}
                same = [
                    values["id"]
                    for values in Quote.values_all([key for ids in made.values() for key in ids])
                    if values["reference"] == item.given["reference"]
                ]
                one_of(item, same, item.given["reference"])

    def _find_by_lines(self, items: Sequence[Item]) -> None:
        """Those of the same day with the same lines; what else is the same is not asked."""
        days = [(i.given.get("date") or today()).isoformat() for i in items]
        wanted = [((i.texts or {})["party_id"], day) for i, day in zip(items, days, strict=True)]
        for item, ids in zip(items, quotes_of_day(wanted), strict=True):
            for old in Quote.values_all(ids) if ids else ():
                given = self.as_kept(item, old) if "lines" in item.given else {"lines": []}
                if item.key is None and given["lines"] == old["lines"]:
                    item.key = old["id"]

    # How it is written.

    def _whole(self, item: Item) -> Values:
        given = dict(item.given)
        if self._seen and hash(f"n{given.get('revises')}") in self._seen:
            # It revises one that an earlier batch of a dry run has made.
            del given["revises"]
        for name in item.emptied & {"contact", "salesperson"}:
            # What the file has a column for is taken as it is, an empty cell too.
            given.setdefault(name, self.entity.field(name).tidy(""))
        if given.get("status") in CLOSED:
            given.setdefault("closed_on", given.get("date") or today())
        if given.get("opportunity"):
            _refuse_other_opportunity(given)
        values = self.located(item, lambda: Quote.whole(self.entity.blank(), given))
        agree(item.sums or {}, values, self.entity)
        return values

    def refuse_change(self, old: Values, changed: Sequence[str]) -> None:
        """One that is closed changes no more (spec 9.2). Raises `RuleBroken`."""
        if old["status"] in CLOSED:
            raise RuleBroken("rule.quote_closed", number=old["number"], status=old["status"])
        super().refuse_change(old, changed)


class _Numbered:
    """Makes quotes that keep the numbers they come with. Raises `RuleBroken` where they can't."""

    def __init__(self, ahead: dict[int, int]) -> None:
        self._ahead = ahead

    def make_whole(self, tx: Change, complete: Sequence[Values]) -> list[Saved]:
        """Make quotes of whole values."""
        saved = Quote.make_whole(tx, complete)
        wanted = [(v["number"], s.id) for v, s in zip(complete, saved, strict=True) if v["number"]]
        given = rows_by_id("quote", [key for _, key in wanted]) if wanted else {}
        for number, key in wanted:
            made = given[key]
            ahead = made["serial"] + self._ahead.get(made["year"], 0)
            next_one = f"Q{made['year']}-{ahead:05}"
            if number != next_one:
                facts = {"number": number, "next": next_one}
                raise RuleBroken("import.number_not_next", field="number", **facts)
        return saved


def _in_order(item: Item) -> tuple[int, int]:
    found = _OURS.fullmatch(item.given.get("number") or "")
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _billed_party(party: int) -> dict[str, Any]:
    found = rows_by_id("party", [party])[party]
    if found["kind"] not in BILLED:
        raise RuleBroken("rule.not_billed", code=found["code"])
    return found


def _bill(item: Item, party: dict[str, Any]) -> None:
    item.given |= {"bill_to": party["code"], "bill_to_kind": party["kind"]}
    if item.texts is not None:
        item.texts["party_id"] = party["id"]


def _refuse_other_reference(item: Item, here: str) -> None:
    """A number and a reference that are of two quotes are taken for neither."""
    given = item.given.get("reference") or here
    if here and given != here:
        facts = {"number": item.given["number"], "text": here}
        item.reject(RuleBroken("import.other_reference", field="reference", **facts))


def _bill_by_contact(items: Sequence[Item]) -> None:
    """Who is billed where a row names a contact's id alone: that contact's party."""
    ids = sorted({item.given["contact"] for item in items if item.given.get("contact")})
    contacts = rows_by_id("contact", ids) if ids else {}
    wanted = sorted({contact["party_id"] for contact in contacts.values()})
    parties = rows_by_id("party", wanted) if wanted else {}
    for item in items:
        contact = contacts.get(item.given.get("contact") or 0)
        party = parties[contact["party_id"]] if contact else None
        if party and party["kind"] in BILLED:
            _bill(item, party)


def _find_parties(items: Sequence[Item], kind: str) -> None:
    """Whom items bill among the parties of a kind, by code or by name."""
    texts = {id(item): (item.texts or {})["bill_to"] for item in items}
    # A customer may have become one since; who is said to be a prospect is no customer.
    asked = [i for i in items if (i.texts or {})["bill_to_kind"] in ("", "customer", kind)]
    codes = Party.ids_by("code", [texts[id(i)].upper() for i in asked], kind=kind)
    names = Party.ids_by_name(kind, [texts[id(i)] for i in asked])
    ids: dict[int, int] = {}
    for item in asked:
        text = texts[id(item)]
        found = codes[text.upper()] or names[name_base(text)]
        if len(found) > 1:
            item.reject(RuleBroken("import.key_ambiguous", text=text, n=len(found)))
        elif found:
            ids[id(item)] = found[0]
    parties = rows_by_id("party", list(dict.fromkeys(ids.values()))) if ids else {}
    for item in asked:
        if id(item) in ids:
            _bill(item, parties[ids[id(item)]])


def _refuse_other_opportunity(given: Values) -> None:
    """An opportunity's id must be that of one of the party billed: other databases have others."""
    old = Opportunity.values_of(given["opportunity"])
    if (old["party"], old["party_kind"]) != (given.get("bill_to"), given.get("bill_to_kind")):
        facts = {"id": given["opportunity"], "text": given.get("bill_to", "")}
        raise RuleBroken("import.other_opportunity", field="opportunity", **facts)
