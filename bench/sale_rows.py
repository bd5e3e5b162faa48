"""Opportunities and quotes of five years, as many as lists must cope with; one quote very long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from bench.activities import LOGIN, people
from crmtui.demo.baskets import Baskets
from crmtui.demo.dice import Dice
from crmtui.demo.sales import STAGES
from crmtui.demo_sales import items_by_code, line_columns, whole_lines
from models.database import execute_many, held_still, rows
from models.journal import change, now
from models.opportunity import Opportunity
from models.opportunity_settled import proposed
from models.quote import Quote
from models.quote_settled import settled
from models.sale_line import Line, rounded
from models.totals import subtotal
from models.user import User

# So many there are at least, of each kind, where there are as many contacts.
LEAST = 100_000
OF_CONTACTS = 4
YEARS = 5
LONG = 500
SEED = 11
BATCH = 5_000

Values = dict[str, Any]

_BASKETS = 400
_TITLES = ("Yearly agreement", "Entente annuelle", "New branch", "Première commande", "Gift boxes")


class Buyer(NamedTuple):
    """A contact who may be sold to, and its party."""

    contact: int
    code: str
    kind: str
    language: str


class Stock(NamedTuple):
    """Lines drawn beforehand, as a form has them and as they are kept."""

    lines: list[Line]
    columns: list[Values]


def how_many(size: int) -> int:
    """How many opportunities there are beside so many contacts, and as many quotes."""
    return min(size, max(LEAST, size // OF_CONTACTS))


def write_sales(size: int, day: dt.date) -> None:
    """Write opportunities and quotes, as drawn and with all that is derived.

    They have no pages in the journal, which would be as large again and is read by no question.
    """
    drawn = Drawn(day)
    count = how_many(size)
    with change("demo.make"), held_still():
        for many in _cut(drawn.opportunities(count)):
            _insert("opportunity", (columns for columns, _ in many))
            _insert("opportunity_line", _lines("opportunity", many))
            _insert("opportunity_stage", _stages(many))
        for many in _cut(drawn.quotes(count)):
            _insert("quote", (columns for columns, _ in many))
            _insert("quote_line", _lines("quote", many))
            _insert("quote_tax", drawn.taxes(many))
        years = rows("SELECT year, max(serial) FROM quote GROUP BY year")
        execute_many("INSERT INTO sequence (name, year, last) VALUES ('quote', ?, ?)", years)
    _write_long(day)


Made = tuple[Values, Stock]


class Drawn:
    """Draws what was sold: most of it long over, some of the last months still under way."""

    def __init__(self, day: dt.date) -> None:
        self._dice, self._day = Dice(SEED), day
        self._buyers = [
            Buyer(*found)
            for found in rows(
                "SELECT c.id, p.code, p.kind, p.language FROM contact c"
                " JOIN party p ON p.id = c.party_id WHERE p.kind IN ('customer', 'prospect')"
            )
        ]
        self._people = people()
        known = items_by_code()
        baskets = Baskets(self._dice)
        self._stock: dict[str, list[Stock]] = {}
        for language in ("fr", "en"):
            drawn = (baskets.lines(baskets.usual("r"), language) for _ in range(_BASKETS))
            whole = [whole_lines(lines[:4], known, language) for lines in drawn]
            self._stock[language] = [
                Stock(lines, [line_columns(line, known) for line in lines]) for lines in whole
            ]
        self._taxed: dict[int, list[Values]] = {}

    def opportunities(self, count: int) -> Iterator[Made]:
        """Opportunities in the order of the days when they were opened."""
        users = User.all()
        kept = Opportunity.entity.kept
        for n in range(count):
            values, stock = self._opportunity(self._opened(n, count))
            columns = {f.column_name: f.stored(values[f.name]) for f in kept if f.name != "owner"}
            own = {"id": n + 1, "owner_id": users[values["owner"]]}
            yield columns | own | Opportunity.derive(values), stock

    def _opportunity(self, opened: dt.date) -> Made:
        dice = self._dice
        buyer = dice.pick(self._buyers)
        stock = dice.pick(self._stock[buyer.language or "fr"])
        recent = (self._day - opened).days < 120
        chance = dice.random()
        status = "won" if chance < 0.55 else "lost"
        if chance < (0.6 if recent else 0.02):
            status = "open" if chance % 0.01 < 0.009 else "hold"
        closed = status in ("won", "lost")
        stage = status.upper() if closed else dice.pick(STAGES)
        ends = opened + dt.timedelta(days=dice.between(5, 120))
        probability, amount = proposed(stage) or 0, subtotal(stock.lines)
        return Opportunity.entity.blank() | {
            "contact": buyer.contact,
            "description": f"{dice.pick(_TITLES)} {dice.between(1, 999)}",
            "stage": stage,
            "probability": probability,
            "opened_on": opened,
            "closes_on": ends if closed or dice.chance(0.95) else None,
            "status": status,
            "lost_reason": "PRICE" if status == "lost" else "",
            "closed_on": min(ends, self._day) if closed else None,
            "owner": dice.pick(self._people),
            "amount": amount,
            "weighted": rounded(amount * probability / 100),
        }, stock

    def quotes(self, count: int) -> Iterator[Made]:
        """Quotes in the order of their dates, numbered."""
        users = User.all()
        kept = Quote.entity.kept
        serials: dict[int, int] = {}
        for n in range(count):
            values, stock = self._quote(self._opened(n, count))
            year = values["date"].year
            serial = serials[year] = serials.get(year, 0) + 1
            values |= {"year": year, "serial": serial, "number": f"Q{year}-{serial:05}"}
            columns = {
                f.column_name: f.stored(values[f.name]) for f in kept if f.name != "salesperson"
            }
            own = {"id": n + 1, "salesperson_id": users[values["salesperson"]]}
            yield columns | own | Quote.derive(values), stock

    def _quote(self, day: dt.date) -> Made:
        dice = self._dice
        buyer = dice.pick(self._buyers)
        stock = dice.pick(self._stock[buyer.language or "fr"])
        status = dice.pick(("won", "won", "won", "lost", "lost", "cancelled"))
        if dice.random() < (0.6 if (self._day - day).days < 60 else 0.02):
            status = dice.pick(("draft", "sent", "sent"))
        values = Quote.entity.blank() | {
            "bill_to": buyer.code,
            "bill_to_kind": buyer.kind,
            "contact": buyer.contact,
            "date": day,
            "salesperson": dice.pick(self._people),
            "terms": "NET30",
            "reference": f"PO {dice.between(1000, 9999)}" if dice.chance(0.5) else "",
            "status": status,
            "lost_reason": "PRICE" if status == "lost" else "",
            "closed_on": min(day + dt.timedelta(days=20), self._day),
            "opportunity": None,
            "revises": "",
            "lines": stock.lines,
        }
        return settled(values, None), stock

    def taxes(self, many: Iterable[Made]) -> Iterator[Values]:
        """The taxes of quotes."""
        for columns, stock in many:
            for tax in self._taxes(stock):
                yield {"quote_id": columns["id"]} | tax

    def _taxes(self, stock: Stock) -> list[Values]:
        key = id(stock.lines)
        if key not in self._taxed:
            sums = settled(Quote.entity.blank() | {"date": self._day, "lines": stock.lines}, None)
            self._taxed[key] = [
                {
                    "position": n,
                    "code": tax.code,
                    "description_fr": tax.fr,
                    "description_en": tax.en,
                    "rate": int(tax.rate * 1000),
                    "amount": int(tax.amount * 100),
                }
                for n, tax in enumerate(sums["tax_amounts"], 1)
            ]
        return self._taxed[key]

    def _opened(self, n: int, count: int) -> dt.date:
        """The day of the n-th of so many, from five years ago to today."""
        return self._day - dt.timedelta(days=YEARS * 365 - (n + 1) * YEARS * 365 // count)


def _stages(many: Iterable[Made]) -> Iterator[Values]:
    for columns, _ in many:
        first = STAGES[0], 10, "open", columns["opened_on"]
        day = columns["closed_on"] or columns["opened_on"]
        last = columns["stage"], columns["probability"], columns["status"], day
        for stage, probability, status, at in dict.fromkeys((first, last)):
            yield {
                "opportunity_id": columns["id"],
                "at": f"{at}T13:00:00Z",
                "user_id": columns["owner_id"],
                "stage": stage,
                "probability": probability,
                "status": status,
            }


def _lines(of: str, many: Iterable[Made]) -> Iterator[Values]:
    for columns, stock in many:
        for n, line in enumerate(stock.columns, 1):
            yield {f"{of}_id": columns["id"], "position": n} | line


def _cut(made: Iterator[Made]) -> Iterator[list[Made]]:
    while many := list(islice(made, BATCH)):
        yield many


def _insert(table: str, many: Iterable[Mapping[str, Any]]) -> None:
    stamped = {f"{what}_at": now() for what in ("created", "changed")}
    stamp = stamped if table in ("opportunity", "quote") else {}
    found = [{**columns, **stamp} for columns in many]
    if not found:
        return
    names = ", ".join(f'"{name}"' for name in found[0])
    marks = ", ".join("?" * len(found[0]))
    values: Sequence[tuple[Any, ...]] = [tuple(columns.values()) for columns in found]
    execute_many(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)


def _write_long(day: dt.date) -> None:
    """Make the last quote of all, a draft of hundreds of lines, which the list shows first."""
    code = rows("SELECT code FROM party WHERE kind = 'customer' ORDER BY id LIMIT 1")[0][0]
    Quote.make(long_quote(code, day))


def long_quote(party: str, day: dt.date) -> Values:
    """A quote of hundreds of lines for a customer."""
    known = sorted(code for code, item in items_by_code().items() if item.unit)
    lines = [
        {"item": known[n % len(known)], "quantity": str(n % 40 + 1), "discount": str(n % 3)}
        for n in range(LONG)
    ]
    return {
        "bill_to": party,
        "date": day,
        "valid_until": day + dt.timedelta(days=30),
        "reference": "Five hundred lines",
        "salesperson": LOGIN,
        "lines": lines,
    }
