"""The pipeline: how many open opportunities there are, how much they come to (spec 8.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.code import Code
from models.database import rows
from models.decimals import MoneyColumn
from models.rules import RuleBroken

BY = ("stage", "owner", "month")

# No more months and owners than these are shown, those of the most money.
MOST_BARS = 60

_money = MoneyColumn()

_KEYS = {
    "stage": "o.stage",
    "owner": "u.login",
    "month": "coalesce(substr(o.closes_on, 1, 7), '')",
}


@dataclass(frozen=True)
class Bar:
    """The open opportunities of a stage, an owner or a month of closing."""

    key: str
    count: int
    amount: Decimal
    weighted: Decimal


def pipeline(by: str = "stage", owner: int | None = None) -> list[Bar]:
    """Bars by stage in the order of their table, by owner, or by month of closing (`2026-11`).

    Stages that have none are there as well; those without a date are the month `""`, the last.
    Raises `RuleBroken`.
    """
    if by not in BY:
        raise RuleBroken("rule.choice", text=by, choices=", ".join(BY))
    found = {
        key: Bar(key, n, _read(amount), _read(weighted))
        for key, n, amount, weighted in rows(
            f"SELECT {_KEYS[by]} AS key, count(*), sum(o.amount), sum(o.weighted)"
            " FROM opportunity o JOIN user u ON u.id = o.owner_id"
            " WHERE o.status = 'open' AND (? IS NULL OR o.owner_id = ?)"
            " GROUP BY key ORDER BY sum(o.amount) DESC, key LIMIT ?",
            (owner, owner, MOST_BARS),
        )
    }
    if by == "stage":
        return _by_stage(found)
    return sorted(found.values(), key=lambda bar: (not bar.key, bar.key))


def _by_stage(found: dict[str, Bar]) -> list[Bar]:
    empty = Decimal("0.00")
    bars = [
        found.pop(stage.code, Bar(stage.code, 0, empty, empty))
        for stage in Code.table_of("stage").values()
        if stage.code in found or (stage.active and stage.code not in ("WON", "LOST"))
    ]
    return [*bars, *found.values()]


def _read(content: int) -> Decimal:
    return _money.read(content) or Decimal("0.00")
