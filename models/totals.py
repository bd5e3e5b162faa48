"""What lines come to: subtotal, each tax on the whole, total (spec 9.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.rules import RuleBroken
from models.sale_line import rounded
from models.tax import TaxRate

# What a document may come to, so that sums of millions of them still fit.
MOST = Decimal("9999999999.99")


@dataclass(frozen=True)
class TaxAmount(TaxRate):
    """A tax and what it comes to."""

    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """A document's sums; `tax` is that of all taxes together."""

    subtotal: Decimal
    taxes: tuple[TaxAmount, ...]
    tax: Decimal
    total: Decimal


def subtotal(lines: Iterable[Mapping[str, Any]]) -> Decimal:
    """The sum of the lines' amounts."""
    return sum((line["amount"] for line in lines), Decimal("0.00"))


def totals(lines: Sequence[Mapping[str, Any]], taxes: Iterable[TaxRate]) -> Totals:
    """The sums of lines; each tax is rounded once, on all that is taxable."""
    taxable = subtotal(line for line in lines if line["taxable"])
    amounts = tuple(
        TaxAmount(tax.code, tax.fr, tax.en, tax.rate, rounded(taxable * tax.rate / 100))
        for tax in taxes
    )
    whole, tax = subtotal(lines), sum((each.amount for each in amounts), Decimal("0.00"))
    return Totals(whole, amounts, tax, whole + tax)


def refuse_too_much(amount: Decimal) -> None:
    """Refuse what no document comes to. Raises `RuleBroken`."""
    if amount > MOST:
        raise RuleBroken("rule.amount_most", field="lines", most=f"{MOST:f}")
