"""Sales quotes « soumissions »: what is offered to a customer, and what became of it (spec 9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import peewee as pw

from models import quote_start, sequence
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    DayColumn,
    LineColumn,
    LinesColumn,
    NumberColumn,
    PartyCodeColumn,
    UserColumn,
)
from models.contact import Contact
from models.database import rows
from models.decimals import MoneyColumn
from models.entity import Entity, Field, Values
from models.journal import Change, change
from models.listing import Listing
from models.quote_address import address_of, addressed
from models.quote_settled import CLOSED, settled
from models.quote_taxes import TaxLinesColumn, tax_lines, taxes_of, write_taxes
from models.rules import Missing, Notice, RuleBroken, Saved
from models.sale_document import SaleDocument, named_status
from models.sale_line import Line, SaleLinesColumn
from models.setting import today
from models.spoken import language_of
from models.user import User

STATUSES = ("draft", "sent", "won", "lost", "cancelled")
IN_PROGRESS = ("draft", "sent")

# The filters of the seed: « Occasions en cours », « Contrat obtenu », « Perdu » (spec 9.1).
GROUPS = {"in-progress": IN_PROGRESS, "won": ("won",), "lost": ("lost",)}

SORTS = ("number", "date", "valid_until", "bill_to", "total")
BILLED = quote_start.BILLED


class Quote(SaleDocument):
    """An offer to a customer or a prospect, with a number of its year."""

    LINES = "quote_line"
    OF = "quote_id"
    FOLLOWING = frozenset(
        {"number", "subtotal", "taxes", "total", "tax_lines", "closed_on", "revises", "opportunity"}
    )

    year = pw.IntegerField()
    serial = pw.IntegerField()
    number = LineColumn(max_length=20)
    bill_to_id = pw.IntegerField()
    contact = NumberColumn(1, 2**62, column_name="contact_id", null=True)
    date = DayColumn()
    valid_until = DayColumn()
    reference = LineColumn(max_length=40)
    salesperson = UserColumn(User, column_name="salesperson_id", null=True)
    terms = CodeColumn("terms")
    status = ChoiceColumn(STATUSES)
    lost_reason = CodeColumn("lostreason")
    closed_on = DayColumn(null=True)
    opportunity = NumberColumn(1, 2**62, column_name="opportunity_id", null=True)
    revises_id = pw.IntegerField(null=True)
    note = LinesColumn()
    subtotal = MoneyColumn()
    taxes = MoneyColumn()
    total = MoneyColumn()
    addressed = pw.TextField()
    contact_name = pw.TextField()
    bill_to_key = pw.TextField()
    search_text = pw.TextField()

    class Meta:
        table_name = "quote"

    # How it is made and changed.

    @classmethod
    def blank(cls, **given: Any) -> Values:
        """What a new one starts with: from an opportunity, from one that it revises, from nothing.

        Raises `RuleBroken`.
        """
        return cls.entity.blank() | quote_start.start(cls, given)

    @staticmethod
    def valid_until_for(day: dt.date) -> dt.date:
        """Until when a quote of a day is valid, by the setting."""
        return quote_start.valid_until_for(day)

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        given = {n: v for n, v in values.items() if v not in ("", None) or n == "contact"}
        whole = {**cls.blank(**given), **given}
        known = {n: v for n, v in whole.items() if n in cls.entity.by_name or n in values}
        return cls._whole(super()._complete(known, lenient), None, lenient)

    @classmethod
    def whole(cls, start: Values, tidied: Values) -> Values:
        """A new one's values: those tidied over those it starts with. Raises `RuleBroken`."""
        given = {n: v for n, v in tidied.items() if v not in ("", None)}
        return cls._whole(super().whole(start | cls.blank(**given), tidied), None, True)

    @classmethod
    def _whole(cls, values: Values, old: Values | None, lenient: bool) -> Values:
        """The values with what follows from them: lines whole, dates, taxes, sums."""
        party, kind = quote_start.billed(values["bill_to"], values["bill_to_kind"])
        language = language_of(values["contact"], party)
        values = cls.with_lines(values, old, language, lenient)
        if not values["lines"] and not (old and not old["lines"]):
            # A number that was given stays, so none is given for a quote of nothing.
            raise RuleBroken("rule.quote_no_lines", field="lines")
        return settled(values | {"bill_to_id": party, "bill_to_kind": kind}, old)

    @classmethod
    def source_lines(cls, values: Values) -> Sequence[Line]:
        """The lines of what a new one revises, or of its opportunity."""
        return quote_start.source_lines(cls, values)

    @classmethod
    def make_whole(cls, tx: Change, complete: Sequence[Values]) -> list[Saved]:
        """Make quotes of whole values, each with the next number of its year."""
        numbered = []
        for values in complete:
            year = values["date"].year
            serial = sequence.take("quote", year)
            number = {"year": year, "serial": serial, "number": f"Q{year:04}-{serial:05}"}
            numbered.append(values | number)
        return super().make_whole(tx, numbered)

    @classmethod
    def altered(cls, old: Values, named: Values, lenient: bool) -> Values:
        """Its values with those named, and what follows from them.

        Raises `RuleBroken` where it is won, lost or cancelled (spec 9.2).
        """
        if old["status"] in CLOSED:
            raise RuleBroken("rule.quote_closed", number=old["number"], status=old["status"])
        if named.keys() & {"bill_to", "bill_to_kind"} and "contact" not in named:
            # Another customer's contact is none of this one's.
            code, kind = (old | named)["bill_to"], named.get("bill_to_kind", "")
            party, kind = quote_start.billed(code, kind)
            named = named | {"bill_to_kind": kind}
            if party != old["bill_to_id"]:
                named["contact"] = (Contact.purchaser(party) or (None,))[0]
        return cls._whole(old | named, old, lenient)

    @classmethod
    def told(cls, key: int, old: Values, new: Values) -> Sequence[Notice]:
        """Its opportunity, where it was won or lost and that one is open still."""
        if new["status"] in ("won", "lost") and old["status"] != new["status"]:
            found = cls.open_opportunity(key)
            if found:
                facts = {"id": found[0], "description": found[1], "number": old["number"]}
                return (Notice("quote.opportunity_open", facts),)
        return ()

    @classmethod
    def open_opportunity(cls, key: int) -> tuple[int, str] | None:
        """The opportunity that it was made from, where that is not closed yet."""
        found = rows(
            "SELECT o.id, o.description FROM quote q JOIN opportunity o ON o.id = q.opportunity_id"
            " WHERE q.id = ? AND o.status IN ('open', 'hold')",
            (key,),
        )
        return (found[0][0], found[0][1]) if found else None

    @classmethod
    def close(
        cls, key: int, status: str, lost_reason: str = "", *, with_opportunity: bool = False
    ) -> Saved:
        """Say that it is won, lost or cancelled; its opportunity too, if asked."""
        from models.opportunity import Opportunity

        if status not in CLOSED:
            raise RuleBroken("rule.choice", text=status, choices=", ".join(CLOSED))
        with change("quote.close"):
            opportunity = cls.open_opportunity(key) if with_opportunity else None
            if opportunity and status != "cancelled":
                Opportunity.close(opportunity[0], status, lost_reason)
            return cls.alter(key, {"status": status, "lost_reason": lost_reason})

    @classmethod
    def revise(cls, key: int) -> Saved:
        """A new draft that names the old one; one that is in progress is cancelled by that."""
        with change("quote.revise"):
            old = cls.values_of(key)
            # What was taken from a file may be in units that no table has.
            saved = cls.make({"revises": old["number"]}, lenient=True)
            if old["status"] in CLOSED:
                return saved
            cls.alter(key, {"status": "cancelled"})
            told = Notice("quote.superseded", {"number": old["number"]})
            return Saved(saved.id, (*saved.notices, told))

    @classmethod
    def remove(cls, key: int) -> None:
        """Refuse: a number that was given stays (spec 9.2). Raises `RuleBroken`."""
        number = cls.values_of(key)["number"]
        raise RuleBroken("rule.quote_stays", number=number)

    # What records ask of their kind.

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """The party, the number, what it is sorted and searched by, its address once it is out."""
        own = {name: values[name] for name in ("year", "serial") if name in values}
        revises = quote_start.id_of(values["revises"]) if values["revises"] else None
        billed = quote_start.billed(values["bill_to"], values["bill_to_kind"])[0]
        return own | address_of(values, billed) | {"revises_id": revises}

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Its contact is of the party billed, its opportunity is there, its dates are in order."""
        contact = values["contact"]
        if contact:
            found = rows("SELECT party_id FROM contact WHERE id = ?", (contact,))
            if not found:
                raise Missing("rule.no_such_id", field="contact", text=str(contact))
            if found[0][0] != quote_start.billed(values["bill_to"], values["bill_to_kind"])[0]:
                raise RuleBroken("rule.quote_contact", field="contact", code=values["bill_to"])
        opportunity = values["opportunity"]
        if opportunity and not rows("SELECT 1 FROM opportunity WHERE id = ?", (opportunity,)):
            raise Missing("rule.no_such_id", field="opportunity", text=str(opportunity))
        if values["valid_until"] < values["date"]:
            raise RuleBroken("rule.valid_before", field="valid_until", day=values["date"])

    @classmethod
    def others_all(cls, found: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
        """Its lines and taxes, who is billed, which one it revises, whether it is expired."""
        lines, taxes = cls.lines_of(list(found)), taxes_of(list(found))
        addresses = addressed(found)
        now = today().isoformat()
        return {
            key: addresses[key]
            | {"lines": lines[key], "tax_amounts": taxes[key], "tax_lines": tax_lines(taxes[key])}
            | {"expired": columns["status"] in IN_PROGRESS and columns["valid_until"] < now}
            for key, columns in found.items()
        }

    @classmethod
    def write_others(
        cls, tx: Change, key: int, values: Values, old: Values | None
    ) -> Sequence[Notice]:
        """Write its lines and taxes."""
        cls.write_lines(tx, key, values["lines"], old["lines"] if old else [])
        if old is None or old["tax_lines"] != values["tax_lines"]:
            billed = quote_start.billed(values["bill_to"], values["bill_to_kind"])[0]
            write_taxes(tx, key, values["tax_lines"], billed, values["date"])
        return ()

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id of a quote by its number. Raises `Missing`."""
        return quote_start.id_of(text)

    # Questions.

    @classmethod
    def count_in_progress(cls, contact: int) -> int:
        """How many in progress a contact has."""
        found = rows(
            "SELECT count(*) FROM quote WHERE contact_id = ? AND status IN ('draft', 'sent')",
            (contact,),
        )
        return int(found[0][0])

    @classmethod
    def listing(cls, **asked: Any) -> Listing:
        """Quotes that meet the filters, by one of `SORTS`; see `quote_list.listing`."""
        from models.quote_list import listing

        return listing(cls, **asked)


def _virtual(column: Any, name: str, **options: Any) -> Field:
    return Field(column, name=name, kept=False, **options)


Quote.entity = Entity(
    "quote",
    "quotes",
    Quote,
    (
        Field(Quote.number, read_only=True),
        _virtual(PartyCodeColumn(max_length=10), "bill_to", required=True),
        _virtual(ChoiceColumn(BILLED), "bill_to_kind", default="customer"),
        Field(Quote.contact),
        Field(Quote.date, required=True),
        Field(Quote.valid_until),
        Field(Quote.reference),
        Field(Quote.salesperson),
        Field(Quote.terms),
        Field(Quote.status, default="draft", check=named_status),
        Field(Quote.lost_reason),
        Field(Quote.closed_on, read_only=True),
        Field(Quote.opportunity, read_only=True),
        _virtual(LineColumn(max_length=20), "revises", read_only=True),
        Field(Quote.note),
        Field(Quote.subtotal, default=0, read_only=True),
        Field(Quote.taxes, default=0, read_only=True),
        Field(Quote.total, default=0, read_only=True),
        _virtual(TaxLinesColumn(), "tax_lines", read_only=True),
        _virtual(SaleLinesColumn(), "lines"),
    ),
    {},
)
