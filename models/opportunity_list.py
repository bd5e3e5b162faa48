"""The lists of opportunities: filtered, sorted, searched (spec 8.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.contact import Contact
from models.listing import Listing
from models.narrowing import sales_between, sales_narrowing
from models.party import Party
from models.rules import RuleBroken

_OWN = (
    "description",
    "stage",
    "probability",
    "status",
    "opened_on",
    "closes_on",
    "amount",
    "weighted",
)


def listing(
    opportunity: Any,
    *,
    contact: int | None = None,
    party: int | None = None,
    status: str = "",
    stage: str = "",
    owner: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    search: str = "",
    sort: str = "closes_on",
    descending: bool = False,
) -> Listing:
    """Opportunities by one of `SORTS`; the interval is that of closing.

    Since the last day that there is are those that close on no day. Raises `RuleBroken`.
    """
    from models.opportunity import NO_STAGE, SORTS

    if sort not in SORTS:
        raise RuleBroken("rule.sort", text=sort, choices=", ".join(SORTS))
    query = (
        opportunity.select()
        .join(Contact, on=(Contact.id == opportunity.contact))
        .join(Party, on=(Party.id == Contact.party_id))
    )
    # By dates of closing and by stages each status has its own index; another order is read as
    # it is, its index telling the status, since what is open may be thousands to sort.
    own_index = sort in ("closes_on", "stage") or contact is not None
    told = opportunity.status if own_index else opportunity.status.concat("")
    for column, value in (
        (opportunity.contact, contact),
        (Contact.party_id, party),
        (opportunity.owner, owner),
        (told, status or None),
        (opportunity.stage, "" if stage == NO_STAGE else stage or None),
    ):
        if value is not None:
            query = query.where(column == value)
    if since is not None or until is not None:
        day = opportunity.closes_key
        if until is None and since != dt.date.max:
            # What closes on no day stands at the end of time.
            until = dt.date.max - dt.timedelta(days=1)
        query = query.where(sales_between(opportunity, "closes_key", since, until, day))
    if search:
        query = query.where(sales_narrowing(search, opportunity))
    own = [getattr(opportunity, name) for name in _OWN]
    others = (Contact.first_name, Contact.last_name, Party.code, Party.name)
    names = (*_OWN, "first_name", "last_name", "party", "party_name", "owner")
    keys = {"closes_on": opportunity.closes_key, "description": opportunity.description_key}
    order = (keys[sort] if sort in keys else getattr(opportunity, sort), opportunity.id)
    columns = (*own, *others, opportunity.owner)
    return Listing(query, opportunity.id, names, columns, order, descending)
