"""The demo company and its world, of any size."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from crmtui.demo.days import Days
from crmtui.demo.parties import PartyMaker
from crmtui.demo.shapes import PartyRow, UserRow
from crmtui.demo.showcase import showcase
from crmtui.demo.stock import read_toml

SEED = 20_260_105


def world(
    size: int, today: date, seed: int = SEED, *, activities: bool = True, sales: bool = True
) -> Iterator[PartyRow]:
    """Make parties that have `size` contacts among them, one party at a time.

    The ten written by hand come first; the same size, day and seed give the same world, and
    a larger one starts as a smaller one does. Without `activities` or `sales`, only those
    written by hand are there.
    """
    first = showcase(today)
    maker = PartyMaker(seed, Days(today), first, activities, sales)
    for party in first:
        if party["kind"] != "group":
            maker.remember(party)
    left = size
    for party in chain(first, maker.parties()):
        if left <= 0:
            return
        del party["contacts"][left:]
        left -= len(party["contacts"])
        yield party


def users() -> list[UserRow]:
    """List the people who work at the demo company, the administrator first."""
    return [
        {
            "login": row["login"],
            "name": row["name"],
            "role": row["role"],
            "language": row["language"],
        }
        for row in read_toml("company.toml")["users"]
    ]


def company() -> dict[str, str]:
    """Give the demo company's name, address, phone and tax numbers, all made up."""
    table: dict[str, Any] = read_toml("company.toml")["company"]
    return {key: str(value) for key, value in table.items()}
