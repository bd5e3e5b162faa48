"""The lists of quotes: filtered, sorted, searched (spec 9.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import peewee as pw

from models.contact import Contact
from models.listing import Listing
from models.narrowing import sales_between, sales_narrowing
from models.party import Party
from models.rules import RuleBroken

_OWN = ("number", "date", "valid_until", "status", "reference", "subtotal", "taxes", "total")


def listing(
    quote: Any,
    *,
    contact: int | None = None,
    party: int | None = None,
    opportunity: int | None = None,
    group: str = "",
    status: str = "",
    owner: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    search: str = "",
    sort: str = "number",
    descending: bool = True,
) -> Listing:
    """Quotes by one of `SORTS`, the latest first; the interval is that of their dates.

    Raises `RuleBroken`.
    """
    from models.quote import GROUPS, SORTS

    if sort not in SORTS:
        raise RuleBroken("rule.sort", text=sort, choices=", ".join(SORTS))
    if group and group not in GROUPS:
        raise RuleBroken("rule.choice", text=group, choices=", ".join(GROUPS))
    query = (
        quote.select()
        .join(Party, on=(Party.id == quote.bill_to_id))
        .join_from(quote, Contact, pw.JOIN.LEFT_OUTER, on=(Contact.id == quote.contact))
    )
    wanted = {
        quote.contact: contact,
        quote.bill_to_id: party,
        quote.opportunity: opportunity,
        quote.status: status or None,
        quote.salesperson: owner,
    }
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == value)
    if group:
        query = query.where(quote.status.in_(GROUPS[group]))
    if since is not None or until is not None:
        # By number the dates are told by that order's own index: a quarter may be thousands.
        day = quote.date.concat("") if sort == "number" else quote.date
        query = query.where(sales_between(quote, "date", since, until, day))
    if search:
        query = query.where(sales_narrowing(search, quote))
    own = [getattr(quote, name) for name in _OWN]
    others = (Party.code, Party.name, Contact.first_name, Contact.last_name)
    columns = (*own, *others, quote.salesperson)
    names = (*_OWN, "bill_to", "bill_to_name", "first_name", "last_name", "salesperson")
    orders = {"number": (quote.year, quote.serial), "bill_to": (quote.bill_to_key,)}
    order = (*orders.get(sort, (getattr(quote, sort, None),)), quote.id)
    return Listing(query, quote.id, names, columns, order, descending)
