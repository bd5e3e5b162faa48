"""What follows from a quote's lines, date and status (spec 9.2, 9.3)."""

from __future__ import annotations

from models.entity import Values
from models.quote_start import valid_until_for
from models.quote_taxes import tax_lines
from models.setting import today
from models.tax import taxes_for
from models.totals import refuse_too_much, totals

CLOSED = ("won", "lost", "cancelled")


def settled(values: Values, old: Values | None) -> Values:
    """The values with the dates that they leave open, their taxes and sums.

    What is taxed otherwise today was not when the quote was saved: only other lines, another date
    or another customer are taxed anew. Raises `RuleBroken`.
    """
    values = dict(values)
    if values["valid_until"] is None:
        values["valid_until"] = valid_until_for(values["date"])
    closed = values["status"] in CLOSED
    values["closed_on"] = (values["closed_on"] or today()) if closed else None
    if values["status"] != "lost":
        values["lost_reason"] = ""
    if old and all(old[name] == values[name] for name in ("lines", "date", "bill_to_id")):
        return values
    sums = totals(values["lines"], taxes_for(values.get("bill_to_id"), values["date"]))
    refuse_too_much(sums.total)
    return values | {
        "subtotal": sums.subtotal,
        "taxes": sums.tax,
        "total": sums.total,
        "tax_amounts": sums.taxes,
        "tax_lines": tax_lines(sums.taxes),
    }
