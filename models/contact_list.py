"""The lists of contacts: filtered, sorted by name or by rank, searched (spec 3.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import peewee as pw

from models.checks import clean
from models.contact import Contact
from models.contact_role import LAST_RANK, ROLES, ContactRole
from models.listing import Listing
from models.narrowing import has_filter, narrowing
from models.party import Party, city_word, kind_word, salesperson_word
from models.rules import RuleBroken
from models.user import User


def listing(
    *,
    party: int | None = None,
    role: str = "",
    kind: str = "",
    salesperson: str = "",
    city: str = "",
    grouping: str = "",
    inactive: bool = False,
    search: str = "",
    descending: bool = False,
) -> Listing:
    """Contacts by name; within a type by rank, then name.

    A contact counts by its own city and grouping, and by its party's kind and salesperson.
    """
    payable, purchasing = ContactRole.alias("ap"), ContactRole.alias("ac")
    query = Contact.select().join(Party, on=(Party.id == Contact.party_id))
    for alias, name in ((payable, "payable"), (purchasing, "purchasing")):
        on = (alias.contact_id == Contact.id) & (alias.role == name)
        joined = pw.JOIN.INNER if role == name else pw.JOIN.LEFT_OUTER
        query = query.join_from(Contact, alias, joined, on=on)
    if party is not None:
        query = query.where(Contact.party_id == party)
    if not inactive:
        query = query.where(is_active(party))
    if grouping:
        query = query.where(_in_grouping(grouping))
    filters = _filters(kind, salesperson, city)
    if search or filters:
        texts = [Contact.search_text, Party.search_text]
        query = query.where(narrowing(search, Contact, texts, filters).condition)
    columns, names = _list_columns(payable, purchasing, is_active(party).alias("active"))
    order: tuple[Any, ...] = (Contact.name_key, Contact.id)
    if role:
        if role not in ROLES:
            raise RuleBroken("rule.choice", text=role, choices=", ".join(ROLES))
        ranked = payable if role == "payable" else purchasing
        if party is not None:
            query = query.where(ranked.party_id == party)
        order = (pw.fn.COALESCE(ranked.rank, LAST_RANK + 1), *order)
    return Listing(query, Contact.id, names, columns, order, descending)


def is_active(within: int | None = None) -> Any:
    """The condition that a contact is active, which is that it and its party both are.

    Whoever looks within one party has chosen that party, whether it is active or not.
    """
    # Peewee makes the conditions of these comparisons.
    of_party = Party.active == True  # noqa: E712
    if within is not None:
        of_party |= Party.id == within
    return (Contact.active == True) & of_party  # noqa: E712


def _filters(kind: str, salesperson: str, city: str) -> dict[str, Any]:
    """The words that the index has for filters, and the conditions that say the same."""
    made: dict[str, Any] = {}
    if kind:
        made[kind_word(kind)] = _in_order(Party.kind) == kind
    if salesperson:
        key = User.id_of(salesperson)
        made[salesperson_word(key)] = _in_order(Party.salesperson) == key
    if city:
        made[city_word(city)] = has_filter(Contact.search_text, city_word(city))
    return made


def _in_order(column: Any) -> Any:
    """A column whose index is not preferred to that of the list's own order."""
    return pw.NodeList((pw.SQL("+"), column))


def by_rank(party: int) -> Listing:
    """A party's active contacts, those of purchasing by rank before the others."""
    found = listing(party=party)
    place = found.columns[found.names.index("purchasing_rank")]
    ticked = found.columns[found.names.index("purchasing")].unalias()
    rank = pw.fn.COALESCE(place, LAST_RANK + 1)
    first = pw.Case(None, [(ticked.is_null(), LAST_RANK + 2)], rank)
    return replace(found, order=(first, *found.order))


def _list_columns(
    payable: Any, purchasing: Any, active: Any
) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    plain = (
        Contact.first_name,
        Contact.last_name,
        Contact.job_title,
        Contact.phone,
        Contact.extension,
        Contact.mobile,
        Contact.email,
    )
    columns = (
        *plain,
        active,
        Contact.city,
        Party.code,
        Party.name,
        Party.kind,
        payable.contact_id.alias("payable"),
        payable.rank,
        purchasing.contact_id.alias("purchasing"),
        purchasing.rank,
    )
    names = (
        *(c.name for c in plain),
        "active",
        "city",
        "party",
        "party_name",
        "party_kind",
        "payable",
        "payable_rank",
        "purchasing",
        "purchasing_rank",
    )
    return columns, names


def _in_grouping(code: str) -> Any:
    sql = "SELECT contact_id FROM contact_grouping WHERE code = ?"
    return Contact.id.in_(pw.SQL(f"({sql})", [clean(code).upper()]))
