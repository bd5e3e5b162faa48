"""The rows of the tax table: which may stand beside each other, and which one a text names.

Several rows of one code follow one another in time, or hold in different provinces (spec 9.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from models.checks import clean
from models.columns import KeptCodesColumn
from models.database import rows
from models.entity import Values
from models.rules import Missing, RuleBroken

FIRST, LAST = dt.date.min.isoformat(), dt.date.max.isoformat()

_provinces = KeptCodesColumn("province")


@dataclass(frozen=True)
class TaxRow:
    """A row of one code; where it names no province, it holds in all of the company's country."""

    id: int
    since: str
    until: str
    provinces: tuple[str, ...]
    active: bool

    def shares(self, provinces: list[str]) -> list[str] | None:
        """The provinces in common with others; none in the list where that is all of them."""
        if not self.provinces or not provinces:
            return list(self.provinces or provinces)
        return [each for each in self.provinces if each in provinces] or None


def rows_of(code: str) -> Iterator[TaxRow]:
    """The rows of a code in the order of their table."""
    for key, since, until, provinces, active in rows(
        "SELECT id, valid_from, valid_to, provinces, active FROM code"
        " WHERE \"table\" = 'tax' AND code = ? ORDER BY position, id",
        (code,),
    ):
        named = tuple(_provinces.read(provinces))
        yield TaxRow(key, since or FIRST, until or LAST, named, bool(active))


def check_row(values: Values, key: int | None) -> None:
    """Refuse a row without a rate, one that ends before it begins, and two that hold at once.

    Raises `RuleBroken`.
    """
    if values["rate"] is None:
        raise RuleBroken("rule.required", field="rate")
    since = _text(values["valid_from"], FIRST)
    until = _text(values["valid_to"], LAST)
    if until < since:
        raise RuleBroken("rule.tax_ends_before", field="valid_to", day=since)
    for other in rows_of(values["code"]):
        common = other.shares(values["provinces"])
        if other.id == key or common is None or other.until < since or until < other.since:
            continue
        same = other.since == since and set(other.provinces) == set(values["provinces"])
        # What nobody is charged stands in no one's way, but for a row that is quite the same.
        if same or (values["active"] and other.active):
            raise _overlap(values["code"], other, common)


def _text(day: dt.date | None, otherwise: str) -> str:
    return day.isoformat() if day else otherwise


def _overlap(code: str, other: TaxRow, common: list[str]) -> RuleBroken:
    key = "rule.tax_overlaps" if common else "rule.tax_overlaps_everywhere"
    since = "…" if other.since == FIRST else other.since
    until = "…" if other.until == LAST else other.until
    facts = {"code": code, "provinces": ", ".join(common), "since": since, "until": until}
    return RuleBroken(key, field="valid_from", **facts)


def id_of(text: str) -> int:
    """The id of the row that a text names, with a province, a day or both where there are several.

    `HST@NS@2025-04-01` is the row of HST that holds in NS on that day. Raises `RuleBroken`.
    """
    code, *said = (part.strip() for part in clean(text).upper().split("@"))
    found = list(rows_of(code))
    for part in said:
        found = [row for row in found if _holds(row, part)]
    if not found:
        raise Missing("rule.unknown_code", code=text)
    if len(found) > 1:
        names = ", ".join(name_of(code, row) for row in found)
        raise RuleBroken("rule.tax_rows", code=code, n=len(found), names=names)
    return found[0].id


def _holds(row: TaxRow, part: str) -> bool:
    try:
        day = dt.date.fromisoformat(part).isoformat()
    except ValueError:
        return not row.provinces or part in row.provinces
    return row.since <= day <= row.until


def name_of(code: str, row: TaxRow) -> str:
    """What names a row among those of its code."""
    parts = (code, *row.provinces[:1], "" if row.since == FIRST else row.since)
    return "@".join(part for part in parts if part)


def used_by(key: int) -> int:
    """How many quotes have a row's tax: its code at its rate within its dates.

    The only row of a code is used by all that have the code, whatever was changed in it since.
    """
    found = rows(
        "SELECT count(DISTINCT t.quote_id) FROM code c JOIN quote_tax t ON t.code = c.code"
        " JOIN quote q ON q.id = t.quote_id WHERE c.id = ? AND ((t.rate = c.rate"
        " AND q.date BETWEEN coalesce(c.valid_from, '') AND coalesce(c.valid_to, '9999-12-31'))"
        " OR NOT EXISTS (SELECT 1 FROM code o"
        ' WHERE o."table" = c."table" AND o.code = c.code AND o.id <> c.id))',
        (key,),
    )
    return int(found[0][0])
