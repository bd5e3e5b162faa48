"""Taxes: the rates of the code table that hold on a day, where somebody is billed (spec 9.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from models.columns import KeptCodesColumn, RateColumn
from models.database import cached, rows
from models.setting import setting

_rate = RateColumn()
_provinces = KeptCodesColumn("province")


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


@dataclass(frozen=True)
class _Held:
    """A tax, from when to when it holds, and in which provinces; in all where none is named."""

    tax: TaxRate
    since: str
    until: str
    provinces: frozenset[str]


def taxes_for(party: int | None, day: dt.date) -> tuple[TaxRate, ...]:
    """The taxes on what a party is billed on a day; where nobody is yet, the company's own."""
    found = rows("SELECT country, province FROM party WHERE id = ?", (party,)) if party else []
    return taxes_on(day, *(found[0] if found else ()))


def taxes_on(day: dt.date, country: str = "", province: str = "") -> tuple[TaxRate, ...]:
    """The taxes that hold on a day in a place, in the order of their table.

    A country or province that is not named, or a province that no list has, is the company's own.
    Outside the company's country there are none.
    """
    own = setting("DefaultCountry")
    if own and country and country != own:
        return ()
    known = cached("code.tax.provinces", _known_provinces)
    place = province if province in known else setting("CompanyProvince")
    return tuple(
        held.tax
        for held in cached("code.tax.rates", _load)
        if held.since <= day.isoformat() <= held.until
        and (not held.provinces or place in held.provinces)
    )


def _known_provinces() -> frozenset[str]:
    return frozenset(code for (code,) in rows("SELECT code FROM code WHERE \"table\" = 'province'"))


def _load() -> tuple[_Held, ...]:
    found = rows(
        "SELECT code, description_fr, description_en, rate, coalesce(valid_from, ''),"
        " coalesce(valid_to, '9999-12-31'), provinces FROM code"
        " WHERE \"table\" = 'tax' AND active AND rate IS NOT NULL ORDER BY position, id"
    )
    return tuple(
        _Held(
            TaxRate(code, fr, en, Decimal(_rate.read(rate) or 0)),
            since,
            until,
            frozenset(_provinces.read(provinces)),
        )
        for code, fr, en, rate, since, until, provinces in found
    )
