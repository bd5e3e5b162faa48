"""Opportunities: what may be sold to a contact, how likely, and what became of it (spec 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import peewee as pw

from models.checks import sort_key
from models.code import Code
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
from models.database import rows
from models.decimals import MoneyColumn
from models.entity import Entity, Field, Values
from models.journal import Change, actor
from models.listing import Listing
from models.opportunity_settled import proposed, settled
from models.removal import Counted, Part
from models.rules import Missing, Notice, RuleBroken, Saved
from models.sale_document import SaleDocument, named_status
from models.sale_line import SaleLinesColumn, rounded
from models.sale_words import opportunity_words
from models.setting import today
from models.spoken import language_of
from models.stage_change import StageChange, stage_changes
from models.totals import refuse_too_much, subtotal
from models.user import User

STATUSES = ("open", "won", "lost", "hold")
SORTS = ("closes_on", "opened_on", "description", "stage", "amount", "weighted")

# What a list is asked for to show those at no stage; no code is in lower case.
NO_STAGE = "none"

# Where those without a date of closing are in the order of dates.
_NO_DAY = "9999-12-31"

_money = MoneyColumn()


class Opportunity(SaleDocument):
    """Something that a contact may buy."""

    LINES = "opportunity_line"
    OF = "opportunity_id"
    FOLLOWING = frozenset({"party", "amount", "weighted", "closed_on"})
    PARTS = (
        Part("entity.lines", LINES, OF),
        Part("entity.stage_changes", "opportunity_stage", OF),
    )

    contact = NumberColumn(1, 2**62, column_name="contact_id")
    description = LineColumn(max_length=80)
    stage = CodeColumn("stage")
    probability = NumberColumn(0, 100)
    opened_on = DayColumn()
    closes_on = DayColumn(null=True)
    status = ChoiceColumn(STATUSES, said={"open": "in_progress"})
    lost_reason = CodeColumn("lostreason")
    closed_on = DayColumn(null=True)
    owner = UserColumn(User, column_name="owner_id")
    note = LinesColumn()
    amount = MoneyColumn()
    weighted = MoneyColumn()
    closes_key = pw.TextField()
    description_key = pw.TextField()
    search_text = pw.TextField()

    class Meta:
        table_name = "opportunity"

    # How it is made and changed.

    @classmethod
    def blank(cls, **context: Any) -> Values:
        """What a new one starts with: opened today, the user's own, at the first stage."""
        first = next((c.code for c in Code.table_of("stage").values() if c.active), "")
        start = {"opened_on": today(), "owner": User.login_of(actor() or 0), "stage": first}
        values = cls.entity.blank() | start | context
        if "probability" not in context:
            values["probability"] = proposed(values["stage"]) or 0
        return values

    @classmethod
    def proposed(cls, stage: str) -> int | None:
        """The probability in percent that a stage proposes, if it does."""
        return proposed(stage)

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        blank = cls.blank()
        given = {**blank, **{n: v for n, v in values.items() if v not in ("", None)}}
        known = {n: v for n, v in given.items() if n in cls.entity.by_name or n in values}
        complete = super()._complete(known, lenient)
        typed = frozenset({"probability"} if values.get("probability") not in ("", None) else ())
        return cls._whole(complete, _named(complete, blank) | typed, None, lenient)

    @classmethod
    def whole(cls, start: Values, tidied: Values) -> Values:
        """A new one's values: those tidied over those it starts with. Raises `RuleBroken`."""
        return cls._whole(super().whole(start, tidied), _named(tidied, start), None, True)

    @classmethod
    def _whole(
        cls, values: Values, named: frozenset[str], old: Values | None, lenient: bool
    ) -> Values:
        """The values with what follows from them: lines whole, status, probability, sums."""
        values = cls.with_lines(values, old, language_of(values["contact"]), lenient)
        values = settled(values, named, old, today())
        amount = subtotal(values["lines"])
        refuse_too_much(amount)
        probability = values["probability"]
        return values | {"amount": amount, "weighted": rounded(amount * probability / 100)}

    @classmethod
    def altered(cls, old: Values, named: Values, lenient: bool) -> Values:
        """Its values with those named, and what they mean for status, stage and probability."""
        return cls._whole(old | named, frozenset(named), old, lenient)

    @classmethod
    def close(cls, key: int, status: str, lost_reason: str = "") -> Saved:
        """Say that it is won or lost, and then why."""
        return cls.alter(key, {"status": status, "lost_reason": lost_reason})

    @classmethod
    def reopen(cls, key: int) -> Saved:
        """Say that it is open again, at the stage where it was before it was closed."""
        return cls.alter(key, {"status": "open"})

    @classmethod
    def stage_history(cls, key: int) -> list[StageChange]:
        """The stages that it has been at, the first one first."""
        return stage_changes(key)

    # What records ask of their kind.

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """The keys that it is sorted and searched by."""
        closes = values["closes_on"]
        return {
            "closes_key": closes.isoformat() if closes else _NO_DAY,
            "description_key": sort_key(values["description"]),
            "search_text": opportunity_words(values["description"], values["contact"]),
        }

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Its contact is there, it belongs to somebody, and if it is lost one says why."""
        if not rows("SELECT 1 FROM contact WHERE id = ?", (values["contact"],)):
            raise Missing("rule.no_such_id", field="contact", text=str(values["contact"]))
        if not values["owner"]:
            raise RuleBroken("rule.required", field="owner")
        if values["status"] == "lost" and not values["lost_reason"]:
            raise RuleBroken("rule.required", field="lost_reason")
        if values["closes_on"] and values["closes_on"] < values["opened_on"]:
            raise RuleBroken("rule.closes_before", field="closes_on", day=values["opened_on"])

    @classmethod
    def others_all(cls, found: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
        """Its lines, and whose it is."""
        lines = cls.lines_of(list(found))
        contacts = sorted({columns["contact_id"] for columns in found.values()})
        marks = ", ".join("?" * len(contacts))
        whose = {
            contact: dict(zip(_WHOSE, facts, strict=True))
            for contact, *facts in rows(
                "SELECT c.id, p.id, p.code, p.name, p.kind,"
                " trim(c.first_name || ' ' || c.last_name)"
                " FROM contact c JOIN party p ON p.id = c.party_id"
                f" WHERE c.id IN ({marks})",
                tuple(contacts),
            )
        }
        return {
            key: whose[columns["contact_id"]] | {"lines": lines[key]}
            for key, columns in found.items()
        }

    @classmethod
    def write_others(
        cls, tx: Change, key: int, values: Values, old: Values | None
    ) -> Sequence[Notice]:
        """Write its lines, and its stage where that is another one."""
        cls.write_lines(tx, key, values["lines"], old["lines"] if old else [])
        told = ("stage", "status", "probability")
        if old is None or any(old[name] != values[name] for name in told):
            stage = {name: values[name] for name in told}
            at = {"opportunity_id": key, "at": tx.at, "user_id": actor()}
            tx.insert("opportunity_stage", at | stage)
        return ()

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """The quotes that were made from it, and its documents."""
        return [
            (words, rows(f"SELECT count(*) FROM {table} WHERE opportunity_id = ?", (key,))[0][0])
            for words, table in (("entity.quotes", "quote"), ("entity.documents", "document"))
        ]

    # Questions.

    @classmethod
    def count_open(cls, contact: int) -> int:
        """How many open ones a contact has."""
        found = rows(
            "SELECT count(*) FROM opportunity WHERE contact_id = ? AND status = 'open'", (contact,)
        )
        return int(found[0][0])

    @classmethod
    def listing(cls, **asked: Any) -> Listing:
        """Opportunities that meet the filters; see `opportunity_list.listing`."""
        from models.opportunity_list import listing

        return listing(cls, **asked)


def _named(values: Values, start: Values) -> frozenset[str]:
    """The fields of a new one that are not as every new one's."""
    return frozenset(n for n, value in values.items() if value != start.get(n))


_WHOSE = ("party_id", "party", "party_name", "party_kind", "contact_name")

Opportunity.entity = Entity(
    "opportunity",
    "opportunities",
    Opportunity,
    (
        Field(Opportunity.contact, required=True, read_only=True),
        Field(PartyCodeColumn(max_length=10), name="party", kept=False, read_only=True),
        Field(Opportunity.description, required=True),
        Field(Opportunity.stage),
        Field(Opportunity.probability),
        Field(Opportunity.opened_on, required=True),
        Field(Opportunity.closes_on),
        Field(Opportunity.status, default="open", check=named_status),
        Field(Opportunity.lost_reason),
        Field(Opportunity.closed_on, read_only=True),
        Field(Opportunity.owner),
        Field(Opportunity.note),
        Field(Opportunity.amount, default=0, read_only=True),
        Field(Opportunity.weighted, default=0, read_only=True),
        Field(SaleLinesColumn(), name="lines", kept=False),
    ),
    {},
)
