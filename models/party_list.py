"""The lists of parties: filtered, sorted, searched (spec 1, 2.2)."""

from __future__ import annotations

from typing import Any

import peewee as pw

from models.checks import clean, sort_key
from models.listing import Listing
from models.narrowing import narrowing
from models.party import Party
from models.rules import RuleBroken
from models.user import User

SORTS: dict[str, Any] = {"name": Party.name_key, "code": Party.code, "city": Party.city_key}


def listing(
    kind: str,
    *,
    code: str = "",
    inactive: bool = False,
    salesperson: str = "",
    city: str = "",
    grouping: str = "",
    search: str = "",
    sort: str = "name",
    descending: bool = False,
) -> Listing:
    """The parties of a kind, sorted by one of `SORTS`."""
    query = Party.select()
    of_kind = Party.kind == kind
    if search:
        narrowed = narrowing(search, Party, [Party.search_text])
        query = query.where(narrowed.condition)
        if narrowed.few:
            # The sign keeps the kind's index from being preferred to the few.
            of_kind = pw.NodeList((pw.SQL("+"), Party.kind)) == kind
    query = query.where(of_kind)
    if code:
        query = query.where(Party.code == clean(code).upper())
    if not inactive:
        query = query.where(Party.active == True)  # noqa: E712
    if salesperson:
        query = query.where(Party.salesperson == User.id_of(salesperson))
    if city:
        # From the bare words to just past their accents' key: as the lookup's filter has it.
        bare = sort_key(city).partition("\x01")[0]
        query = query.where(Party.city_key >= bare, Party.city_key < bare + "\x02")
        query = query.where(Party.city != "")
    if grouping:
        query = query.where(Party.grouping == clean(grouping).upper())
    columns = (Party.code, Party.name, Party.city, Party.phone, Party.active)
    if sort not in SORTS:
        raise RuleBroken("rule.sort", text=sort, choices=", ".join(SORTS))
    order = (SORTS[sort], Party.id)
    return Listing(query, Party.id, tuple(c.name for c in columns), columns, order, descending)
