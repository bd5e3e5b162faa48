"""What of a user's sales is due: opportunities that close, quotes that expire (spec 9.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from models.database import rows


class SaleDue(NamedTuple):
    """An open opportunity or a quote in progress, on the day that counts."""

    kind: str
    day: dt.date
    subject: str
    contact_id: int | None
    contact: str
    party: str
    party_name: str
    key: int


_OPPORTUNITIES = (
    "SELECT o.closes_key, o.description, c.id, trim(c.first_name || ' ' || c.last_name),"
    " p.code, p.name, o.id FROM opportunity o INDEXED BY opportunity_owner"
    " JOIN contact c ON c.id = o.contact_id JOIN party p ON p.id = c.party_id"
    " WHERE o.owner_id = ? AND o.status = 'open' AND o.closes_key >= ? AND o.closes_key < ?"
    " ORDER BY o.closes_key DESC, o.id DESC LIMIT ?"
)
_QUOTES = (
    "SELECT q.valid_until, trim(q.number || ' ' || q.reference), c.id,"
    " trim(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')),"
    " p.code, p.name, q.id FROM quote q INDEXED BY quote_expiring"
    " JOIN party p ON p.id = q.bill_to_id LEFT JOIN contact c ON c.id = q.contact_id"
    " WHERE q.salesperson_id = ? AND q.status IN ('draft', 'sent')"
    " AND q.valid_until >= ? AND q.valid_until < ?"
    " ORDER BY q.valid_until DESC, q.id DESC LIMIT ?"
)
_KINDS = {"opportunity": _OPPORTUNITIES, "quote": _QUOTES}


def sales_due(user: int, today: dt.date, until: dt.date, most: int) -> Iterator[SaleDue]:
    """What closes or expires before a day; of what did so before today, the latest ones."""
    for kind, query in _KINDS.items():
        for since, before in (("0001-01-01", today), (str(today), until)):
            for day, *facts in rows(query, (user, since, str(before), most)):
                yield SaleDue(kind, dt.date.fromisoformat(day), *facts)
