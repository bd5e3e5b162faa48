"""What a new quote starts with: its customer, its dates, the lines of what it comes from (9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from models.checks import clean
from models.contact import Contact
from models.database import rows
from models.entity import Values
from models.journal import actor
from models.party import Party
from models.rules import Missing, RuleBroken
from models.setting import setting, today
from models.user import User

# What a revised quote has of the old one; its dates and status are its own.
_REVISED = (
    "bill_to",
    "bill_to_kind",
    "contact",
    "reference",
    "salesperson",
    "terms",
    "opportunity",
    "note",
)


def start(quote: Any, given: Mapping[str, Any]) -> Values:
    """The values that what is given leads to. Raises `RuleBroken`."""
    found: Values = {}
    if given.get("revises"):
        old = quote.values_of(id_of(str(given["revises"])))
        found = {name: old[name] for name in _REVISED}
        found |= {"revises": old["number"], "lines": quote.copied_lines(old["id"])}
        if found["contact"] and not _is_active(found["contact"]):
            found["contact"] = None
    elif given.get("opportunity"):
        found = _from_opportunity(given["opportunity"])
    elif given.get("contact"):
        found = _party_of(given["contact"])
    if given.get("bill_to"):
        party, kind = billed(str(given["bill_to"]), str(given.get("bill_to_kind") or ""))
        if found.get("bill_to_id", party) != party:
            found.pop("contact", None)
        found |= {"bill_to": str(given["bill_to"]), "bill_to_kind": kind}
        if "contact" not in found and "contact" not in given:
            found["contact"] = (Contact.purchaser(party) or (None,))[0]
    found.pop("bill_to_id", None)
    day = _day(given.get("date")) or today()
    found |= {"date": day, "valid_until": valid_until_for(day)}
    found["salesperson"] = found.get("salesperson") or _salesperson(found)
    return found | {n: v for n, v in given.items() if n not in ("revises", "bill_to_kind")}


def valid_until_for(day: dt.date) -> dt.date:
    """Until when a quote of a day is valid, by the setting."""
    try:
        return day + dt.timedelta(days=int(setting("QuoteValidityDays")))
    except OverflowError:
        return dt.date.max


def billed(code: str, kind: str = "") -> tuple[int, str]:
    """The id and kind of who is billed: a customer, else a prospect.

    Raises `RuleBroken`.
    """
    kinds = (kind, "prospect") if kind in ("", "customer") else (kind,)
    text = clean(code).upper()
    for each in [k or "customer" for k in kinds]:
        found = rows("SELECT id FROM party WHERE kind = ? AND code = ?", (each, text))
        if found:
            return found[0][0], each
    if not text:
        raise RuleBroken("rule.required", field="bill_to")
    raise Missing("rule.no_such_code", field="bill_to", code=text)


def id_of(text: str) -> int:
    """The id of a quote by its number. Raises `Missing`."""
    found = rows("SELECT id FROM quote WHERE number = ?", (clean(text).upper(),))
    if not found:
        raise Missing("rule.no_such_quote", text=clean(text))
    return int(found[0][0])


def _from_opportunity(key: Any) -> Values:
    from models.opportunity import Opportunity

    old = Opportunity.values_of(int(key))
    return _party_of(old["contact"]) | {
        "opportunity": old["id"],
        "salesperson": old["owner"],
        "lines": Opportunity.copied_lines(old["id"]),
    }


def _party_of(contact: Any) -> Values:
    """The contact, and the party that is billed for it; a supplier is billed for nothing."""
    found = rows(
        "SELECT c.id, p.id, p.code, p.kind FROM contact c JOIN party p ON p.id = c.party_id"
        " WHERE c.id = ?",
        (contact,),
    )
    if not found:
        raise Missing("rule.no_such_id", field="contact", text=str(contact))
    key, party, code, kind = found[0]
    if kind not in ("customer", "prospect"):
        raise RuleBroken("rule.not_billed", field="bill_to", code=code)
    return {"contact": key, "bill_to_id": party, "bill_to": code, "bill_to_kind": kind}


def _is_active(contact: int) -> bool:
    return bool(rows("SELECT 1 FROM contact WHERE id = ? AND active", (contact,)))


def _salesperson(values: Values) -> str:
    """The party's, else the user."""
    if values.get("bill_to"):
        key = billed(values["bill_to"], values.get("bill_to_kind", ""))[0]
        found = str(Party.values_of(key)["salesperson"])
        if found:
            return found
    return User.login_of(actor() or 0)


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
