"""What a new quote starts with: its customer, its dates, the lines of what it comes from (9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from models.checks import clean
from models.contact import Contact
from models.database import rows
from models.entity import Values
from models.journal import actor
from models.party import Party
from models.rules import Missing, RuleBroken
from models.sale_line import Line
from models.setting import setting, today
from models.user import User

BILLED = ("customer", "prospect")

# What is looked at before the record's own fields are tidied.
_KEYS = ("opportunity", "contact", "date")

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
    keys = {n: quote.entity.field(n).tidy(given[n]) for n in _KEYS if n in given}
    given = {**given, **keys}
    elsewhere = bool(given.get("bill_to"))
    if given.get("revises"):
        old = _revised(quote, str(given["revises"]))
        found = {name: old[name] for name in (*_REVISED, "bill_to_id")}
        found |= {"revises": old["number"], "lines": quote.copied_lines(old["id"])}
        if found["contact"] and not _is_active(found["contact"]):
            found["contact"] = None
    elif given.get("opportunity"):
        found = _from_opportunity(given["opportunity"], elsewhere)
    elif given.get("contact"):
        found = _party_of(given["contact"], elsewhere)
    if elsewhere:
        party, kind = billed(str(given["bill_to"]), str(given.get("bill_to_kind") or ""))
        if found.get("bill_to_id", party) != party:
            found.pop("contact", None)
        found |= {"bill_to": str(given["bill_to"]), "bill_to_kind": kind}
        if "contact" not in found and "contact" not in given:
            found["contact"] = (Contact.purchaser(party) or (None,))[0]
    found.pop("bill_to_id", None)
    day = given.get("date") or today()
    found |= {"date": day, "valid_until": valid_until_for(day)}
    found["salesperson"] = found.get("salesperson") or _salesperson(found)
    return found | {n: v for n, v in given.items() if n not in ("revises", "bill_to_kind")}


def source_lines(quote: Any, values: Values) -> Sequence[Line]:
    """The lines of what a new quote revises, or of its opportunity."""
    from models.opportunity import Opportunity

    if values.get("revises"):
        key = id_of(str(values["revises"]))
        return cast(Sequence[Line], quote.lines_of([key])[key])
    key = values.get("opportunity") or 0
    return Opportunity.lines_of([key])[key]


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


def _revised(quote: Any, number: str) -> Values:
    try:
        old: Values = quote.values_of(id_of(number))
    except Missing as missing:
        raise missing.at("revises") from None
    return old


def _from_opportunity(key: int, elsewhere: bool) -> Values:
    from models.opportunity import Opportunity

    try:
        old = Opportunity.values_of(key)
    except Missing:
        raise Missing("rule.no_such_id", field="opportunity", text=str(key)) from None
    return _party_of(old["contact"], elsewhere) | {
        "opportunity": old["id"],
        "salesperson": old["owner"],
        "lines": Opportunity.copied_lines(old["id"]),
    }


def _party_of(contact: int, elsewhere: bool) -> Values:
    """The contact, and the party that is billed for it unless another one is.

    A supplier is billed for nothing.
    """
    found = rows(
        "SELECT c.id, p.id, p.code, p.kind FROM contact c JOIN party p ON p.id = c.party_id"
        " WHERE c.id = ?",
        (contact,),
    )
    if not found:
        raise Missing("rule.no_such_id", field="contact", text=str(contact))
    key, party, code, kind = found[0]
    if kind not in BILLED and not elsewhere:
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
