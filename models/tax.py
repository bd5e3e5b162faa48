"""Taxes: the rates of the code table that hold on a day (spec 9.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from models.columns import RateColumn
from models.database import cached, rows

_rate = RateColumn()


@dataclass(frozen=True)
class TaxRate:
    """A tax as it holds on some day; the rate is in percent."""

    code: str
    fr: str
    en: str
    rate: Decimal

    def text(self, language: str) -> str:
        """Its name in a language, the other's where it has none."""
        first, second = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return first or second or self.code


def taxes_on(day: dt.date) -> tuple[TaxRate, ...]:
    """The taxes that hold on a day, in the order of their table."""

    def load() -> tuple[tuple[TaxRate, str, str], ...]:
        found = rows(
            "SELECT code, description_fr, description_en, rate, coalesce(valid_from, ''),"
            " coalesce(valid_to, '9999-12-31') FROM code"
            " WHERE \"table\" = 'tax' AND active AND rate IS NOT NULL ORDER BY position, id"
        )
        return tuple(
            (TaxRate(code, fr, en, Decimal(_rate.read(rate) or 0)), since, until)
            for code, fr, en, rate, since, until in found
        )

    held = cached("code.tax.rates", load)
    return tuple(tax for tax, since, until in held if since <= day.isoformat() <= until)
