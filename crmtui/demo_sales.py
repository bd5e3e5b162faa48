"""Writes what the demo company sells, its opportunities, and its quotes in the order of dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from crmtui.demo import LineRow, OpportunityRow, QuoteRow, items
from models.database import held_still
from models.entity import Values
from models.item import Choice, Item
from models.journal import Change, change
from models.opportunity import Opportunity
from models.opportunity_settled import proposed
from models.quote import Quote
from models.quote_settled import settled
from models.quote_start import billed
from models.sale_line import LINE_COLUMNS, Line, amount_of, blank_line, item_values, rounded
from models.totals import subtotal
from models.user import User

# So many quotes a transaction.
_BATCH = 200

Row = dict[str, Any]
Items = Mapping[str, Choice]


class Whose(NamedTuple):
    """A contact, and its party as quotes bill it."""

    contact: int
    party_code: str
    party_kind: str
    language: str


class Offered(NamedTuple):
    """A quote to be written: whose it is, what it was made from; `key` names it until then."""

    row: QuoteRow
    whose: Whose
    opportunity: int | None
    key: tuple[int, int]


def write_items(tx: Change) -> None:
    """Write what is sold."""
    Item.make_all(tx, [dict(row) for row in items()])


def items_by_code() -> dict[str, Choice]:
    """What is sold, by code."""
    codes = [row["code"] for row in items()]
    found = [Item.of_code(code) for code in codes]
    return {item.code: item for item in found if item is not None}


# Opportunities.


def write_opportunities(tx: Change, many: Sequence[tuple[OpportunityRow, Whose]]) -> list[int]:
    """Write opportunities with the stages that they have been at; returns their ids.

    They are written as rows, since what is made by a form has come to its stage just now.
    """
    known = items_by_code()
    values = [_opportunity(row, whose, known) for row, whose in many]
    keys = tx.insert_all("opportunity", [_columns(each) for each in values])
    lines = [
        {"opportunity_id": key, "position": n} | line_columns(line, known)
        for key, each in zip(keys, values, strict=True)
        for n, line in enumerate(each["lines"], 1)
    ]
    tx.insert_all("opportunity_line", lines)
    users = User.all()
    stages = [
        stage
        for key, (row, _) in zip(keys, many, strict=True)
        for stage in _stages(key, row, users[row["owner"]])
    ]
    tx.insert_all("opportunity_stage", stages)
    return keys


def _opportunity(row: OpportunityRow, whose: Whose, known: Items) -> Values:
    stage = row["stages"][-1].stage
    usual = proposed(stage) or 0
    probability = usual if row["probability"] is None else row["probability"]
    lines = whole_lines(row["lines"], known, whose.language)
    amount = subtotal(lines)
    return Opportunity.entity.blank() | {
        "contact": whose.contact,
        "description": row["description"],
        "stage": stage,
        "probability": probability,
        "opened_on": _day(row["opened_on"]),
        "closes_on": _day(row["closes_on"]),
        "status": row["status"],
        "lost_reason": row["lost_reason"],
        "closed_on": _day(row["closed_on"]),
        "owner": row["owner"],
        "note": row["note"],
        "amount": amount,
        "weighted": rounded(amount * probability / 100),
        "lines": lines,
    }


def _columns(values: Values) -> Row:
    entity = Opportunity.entity
    own = {field.column_name: field.stored(values[field.name]) for field in entity.kept}
    return own | Opportunity.derive(values)


def _stages(key: int, row: OpportunityRow, user: int) -> Iterator[Row]:
    for date, stage, status in row["stages"]:
        last = stage == row["stages"][-1].stage
        typed = row["probability"] if last else None
        yield {
            "opportunity_id": key,
            "at": f"{date}T13:00:00Z",
            "user_id": user,
            "stage": stage,
            "probability": (proposed(stage) or 0) if typed is None else typed,
            "status": status,
        }


# Lines.


def whole_lines(rows: Iterable[LineRow], known: Items, language: str) -> list[Line]:
    """Lines as they are kept, described in the language of who is billed."""
    return [_line(row, known, language) for row in rows]


def _line(row: LineRow, known: Items, language: str) -> Line:
    item = known.get(row["item"])
    line = blank_line() | (item_values(item, language) if item else {})
    if "description" in row:
        line["description"] = row["description"]
    line["quantity"] = Decimal(row["quantity"])
    if "unit_price" in row:
        line["unit_price"] = Decimal(row["unit_price"])
    line["discount"] = Decimal(row.get("discount", "0"))
    amount = amount_of(line["quantity"], line["unit_price"], line["discount"])
    return line | {"amount": amount}


def line_columns(line: Line, known: Items) -> Row:
    """A line's columns, but for what it is a line of."""
    item = known.get(line["item"])
    contents = {name: column.stored(line[name]) for name, column in LINE_COLUMNS.items()}
    return contents | {"item_id": item.id if item else None}


# Quotes.


def offered(rows: Sequence[QuoteRow], whose: Whose, opportunities: Sequence[int]) -> list[Offered]:
    """A contact's quotes as they wait to be written, its opportunities known by their ids."""
    return [
        Offered(
            row,
            whose,
            None if row["opportunity"] is None else opportunities[row["opportunity"]],
            (whose.contact, place),
        )
        for place, row in enumerate(rows)
    ]


def write_quotes(many: Iterable[Offered]) -> None:
    """Write quotes, numbered in the order of their dates."""
    waiting = sorted(many, key=lambda quote: quote.row["date"])
    known = items_by_code()
    revised = {(q.key[0], q.row["revises"]): "" for q in waiting if q.row["revises"] is not None}
    for start in range(0, len(waiting), _BATCH):
        with change("demo.make") as tx, held_still():
            _write_batch(tx, waiting[start : start + _BATCH], known, revised)


def _write_batch(
    tx: Change, batch: Sequence[Offered], known: Items, revised: dict[tuple[int, int], str]
) -> None:
    """Write some quotes; the number of one that is revised is kept for the one that names it."""
    complete: list[Values] = []

    def write() -> None:
        Quote.make_whole(tx, complete)
        complete.clear()

    for quote in batch:
        if quote.row["revises"] is not None:
            # What it names is written before it.
            write()
        complete.append(_quote(quote, known, revised))
        if quote.key in revised:
            saved = Quote.make_whole(tx, complete)
            revised[quote.key] = str(Quote.values_of(saved[-1].id)["number"])
            complete.clear()
    write()


def _quote(quote: Offered, known: Items, revised: Mapping[tuple[int, int], str]) -> Values:
    row, whose = quote.row, quote.whose
    revises = "" if row["revises"] is None else revised[whose.contact, row["revises"]]
    values = Quote.entity.blank() | {
        "bill_to": whose.party_code,
        "bill_to_kind": whose.party_kind,
        "contact": whose.contact,
        "date": _day(row["date"]),
        "valid_until": _day(row["valid_until"]),
        "reference": row["reference"],
        "salesperson": row["salesperson"],
        "terms": row["terms"],
        "status": row["status"],
        "lost_reason": row["lost_reason"],
        "closed_on": _day(row["closed_on"]),
        "opportunity": quote.opportunity,
        "revises": revises,
        "note": row["note"],
        "lines": whole_lines(row["lines"], known, whose.language),
    }
    values["bill_to_id"] = billed(whose.party_code, whose.party_kind)[0]
    return settled(values, None)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
