"""The taxes of a quote as they were when it was saved (spec 9.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import peewee as pw

from models.columns import CodeColumn, Column, RateColumn
from models.database import database, rows
from models.decimals import MoneyColumn
from models.journal import Change, row
from models.tax import TaxRate, taxes_for
from models.totals import TaxAmount

_rate = RateColumn()
_money = MoneyColumn()

TaxLine = dict[str, Any]


class QuoteTax(pw.Model):
    """A tax of a quote."""

    BELONGS_TO = "quote"

    quote_id = pw.IntegerField()
    code = CodeColumn("tax")

    class Meta:
        database = database
        table_name = "quote_tax"


class TaxLinesColumn(Column, pw.TextField):
    """Taxes as a list of code, rate and amount; they follow from the lines and are never given."""

    structured = True

    def tidy(self, value: Any) -> list[TaxLine]:
        """The list as it is."""
        return list(value) if isinstance(value, list | tuple) else []


def tax_lines(taxes: Iterable[TaxAmount]) -> list[TaxLine]:
    """The taxes as JSON has them: numbers as texts."""
    return [
        {"code": tax.code, "rate": f"{tax.rate:f}", "amount": f"{tax.amount:f}"} for tax in taxes
    ]


def taxes_of(quotes: Sequence[int]) -> dict[int, tuple[TaxAmount, ...]]:
    """The taxes of many quotes by id, each in their order."""
    found: dict[int, list[TaxAmount]] = {key: [] for key in quotes}
    marks = ", ".join("?" * len(quotes))
    for key, code, fr, en, rate, amount in rows(
        "SELECT quote_id, code, description_fr, description_en, rate, amount FROM quote_tax"
        f" WHERE quote_id IN ({marks}) ORDER BY quote_id, position",
        tuple(quotes),
    ):
        percent = Decimal(_rate.read(rate) or 0)
        money = _money.read(amount) or Decimal("0.00")
        found[key].append(TaxAmount(code, fr, en, percent, money))
    return {key: tuple(taxes) for key, taxes in found.items()}


def write_taxes(tx: Change, quote: int, taxes: Sequence[TaxLine], party: int, day: dt.date) -> None:
    """Write the taxes of a quote to a party in place of those kept."""
    for (key,) in rows("SELECT id FROM quote_tax WHERE quote_id = ?", (quote,)):
        tx.delete("quote_tax", key, row("quote_tax", key))
    tx.insert_all("quote_tax", list(_columns(quote, taxes, taxes_for(party, day))))


def _columns(
    quote: int, taxes: Sequence[TaxLine], rates: Iterable[TaxRate]
) -> Iterable[Mapping[str, Any]]:
    names = {tax.code: (tax.fr, tax.en) for tax in rates}
    for position, tax in enumerate(taxes, 1):
        fr, en = names.get(tax["code"], ("", ""))
        yield {
            "quote_id": quote,
            "position": position,
            "code": tax["code"],
            "description_fr": fr,
            "description_en": en,
            "rate": _rate.stored(tax["rate"]),
            "amount": _money.stored(Decimal(tax["amount"])),
        }
