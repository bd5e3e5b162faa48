"""Rows of opportunities with their lines; the same opportunity is never made twice.

Without a key it is the same where its contact and description are, and the day that it was
opened if the row says one.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmtui.interchange import cells
from crmtui.interchange.companies import Parties
from crmtui.interchange.headings import PARTY_NAME
from crmtui.interchange.items import Asked, Item, as_id, make, one_of, skip, waves
from crmtui.interchange.line_cells import LINE_TARGETS, agree
from crmtui.interchange.notes import no_contact
from crmtui.interchange.people import split_full_name
from crmtui.interchange.reading import RawRow
from crmtui.interchange.report import REJECTED, Report
from crmtui.interchange.sale_rows import SaleRows
from crmtui.interchange.whose import NAMING, OF_CONTACT, find_named, say_who
from models.checks import sort_key
from models.contact import Contact
from models.entity import Values
from models.journal import Change
from models.opportunity import Opportunity
from models.rules import RuleBroken
from models.same_sale import opportunities_called

# Whether the line of an item is made of its amount.
_AS_LINE = "as line"


class OpportunityRows(SaleRows):
    """Opportunities; a contact is named by its id, its e-mail, or its name in its party."""

    RECORD = Opportunity
    LINE = LINE_TARGETS | {"line_description": "description", "line_amount": "amount"}
    NAMED = ("description",)
    APART = ("description", "contact", "party", PARTY_NAME, "full_name", *OF_CONTACT)
    SUMS = frozenset({"amount"})
    KEYS = frozenset({"id", "description"})

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._parties = Parties(asked.party, make_them=False, kind=asked.party_kind)

    def converter_of(self, field: str) -> cells.Convert | None:
        """A probability may have its sign."""
        if field == "probability":
            return lambda cell: cell.strip().removesuffix("%").strip()
        return super().converter_of(field)

    def record(self, row: RawRow, values: Values, emptied: frozenset[str]) -> Item:
        """The opportunity and what names its contact, tidied. Raises `RuleBroken`."""
        say_who(values)
        split_full_name(values)
        texts = {n: values.pop(n, None) for n in NAMING}
        texts["party_kind"] = Contact.entity.field("party_kind").tidy(texts["party_kind"] or "")
        values.pop("weighted", None)
        if not self.in_rows and "lines" not in self.plan.fields:
            texts[_AS_LINE] = _as_line(values)
        given, sums = self.taken(values)
        item = Item(row, str(given.get("description", "")), given, emptied, texts, sums=sums)
        if self.key != "id" and not item.name:
            raise RuleBroken("rule.required", field="description")
        if self.key == "id":
            if not texts["id"]:
                raise RuleBroken("import.no_key", name="id")
            item.tokens = (f"k{texts['id']}",)
        return item

    def identities(self, item: Item) -> tuple[str, ...]:
        """The key, or what names the contact, the description and the day it was opened."""
        if self.key == "id":
            return item.tokens
        names = sorted((n, str(v)) for n, v in (item.texts or {}).items() if n != "id")
        given = item.given
        opened = given.get("opened_on")
        return (repr((names, given.get("contact"), opened, sort_key(item.name))),)

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Find the contacts, then make or change the opportunities."""
        self._take_purchasers(tx, find_named(self._parties, tx, items, report), report)
        for item in items if self.key != "id" else ():
            opened = item.given.get("opened_on")
            item.tokens = (f"{item.given.get('contact')} {opened} {sort_key(item.name)}",)
        for wave in waves(i for i in items if not i.what):
            self._find(wave)
            skip(wave, self.mode)
            make(tx, Opportunity, [i for i in wave if not i.what and i.key is None], self._whole)
            self.change(tx, [i for i in wave if not i.what])

    def _take_purchasers(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """The contacts of those that name a party alone: of purchasing rank 1, as for quotes."""
        for party, item in self._parties.of(tx, items, report):
            found = Contact.purchaser(party)
            if found:
                item.given["contact"] = found[0]
        for item in items:
            if item.what != REJECTED and not item.given.get("contact"):
                item.reject(no_contact(item))

    def _find(self, wave: Sequence[Item]) -> None:
        if self.key == "id":
            ids = [as_id((i.texts or {})["id"]) for i in wave]
            found = Opportunity.ids_by("id", ids)
            for item, key in zip(wave, ids, strict=True):
                one_of(item, found[key], str(key))
            return
        wanted = [(int(i.given.get("contact") or 0), i.name) for i in wave]
        for item, alike in zip(wave, opportunities_called(wanted), strict=True):
            opened = item.given.get("opened_on")
            same = [key for key, day in alike if not opened or day == opened.isoformat()]
            one_of(item, same, item.name)

    def as_kept(self, item: Item, old: Values) -> Values:
        """An amount alone leaves lines that come to it, and those that are more than one."""
        lines = old["lines"]
        firm = len(lines) > 1 or any(line["item"] for line in lines)
        same = (item.sums or {}).get("amount") == old["amount"]
        if (item.texts or {}).get(_AS_LINE) and (firm or same):
            return {name: value for name, value in item.given.items() if name != "lines"}
        return super().as_kept(item, old)

    def _whole(self, item: Item) -> Values:
        if not item.given.get("contact"):
            raise RuleBroken("rule.required", field="contact")
        values = self.located(item, lambda: Opportunity.whole(Opportunity.blank(), item.given))
        agree(item.sums or {}, values, self.entity)
        return values


def _as_line(values: Values) -> bool:
    """An amount without lines is that of one line, which says what the opportunity is."""
    amount = values.get("amount")
    if amount:
        line = {"description": values.get("description", ""), "quantity": 1, "unit_price": amount}
        values["lines"] = [line | {"discount": 0}]
    return bool(amount)
