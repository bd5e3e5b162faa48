"""Whose a row is: a contact named by its id, its e-mail, or its name in its party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange.companies import Parties
from crmtui.interchange.headings import PARTY_NAME
from crmtui.interchange.items import Item
from crmtui.interchange.notes import find_contacts, no_contact
from crmtui.interchange.report import Report
from models.entity import Values
from models.journal import Change, rows_by_id
from models.party import name_base
from models.rules import RuleBroken
from models.same_person import with_email

OF_CONTACT = ("first_name", "last_name", "email")
NAMING = ("id", "party", "party_kind", PARTY_NAME, *OF_CONTACT)


def say_who(values: Values) -> None:
    """What stands in a column called contact: an id, an e-mail address or a name."""
    text = str(values.get("contact") or "").strip()
    if any(c.isalpha() for c in text):
        del values["contact"]
        values.setdefault("email" if "@" in text else "full_name", text)


def find_named(parties: Parties, tx: Change, items: Sequence[Item], report: Report) -> list[Item]:
    """Find the contacts that items name, and return those that name a party alone.

    One that names nobody keeps nobody; one that names somebody who is not there is rejected.
    """
    anywhere: list[Item] = []
    in_party: list[Item] = []
    alone: list[Item] = []
    for item in items:
        placed = parties.fixed is not None or _party_named(item)
        if item.given.get("contact"):
            continue
        if names_somebody(item):
            (in_party if placed else anywhere).append(item)
        elif _party_named(item):
            alone.append(item)
    _find_by_email(anywhere)
    find_contacts(parties.of(tx, in_party, report), in_party)
    found = {id(item) for item in (*anywhere, *in_party)}
    _refuse_other_party([i for i in items if i.given.get("contact") and id(i) not in found])
    return alone


def names_somebody(item: Item) -> bool:
    """Whether it has a name or an e-mail address of a contact."""
    return any((item.texts or {})[name] for name in OF_CONTACT)


def _party_named(item: Item) -> bool:
    texts = item.texts or {}
    return bool(texts["party"] or texts[PARTY_NAME])


def _find_by_email(items: Sequence[Item]) -> None:
    """Contacts named without their party: the one that has the e-mail address."""
    emails = [str((item.texts or {})["email"] or "") for item in items]
    for item, ids in zip(items, with_email(emails), strict=True):
        if len(ids) == 1:
            item.given["contact"] = ids[0]
        elif (item.texts or {})["email"]:
            item.reject(no_contact(item, len(ids)))
        else:
            item.reject(RuleBroken("rule.required", field="party"))


def _refuse_other_party(items: Sequence[Item]) -> None:
    """An id beside a party must be that of one of its contacts: other databases have other ids."""
    named = [item for item in items if not item.what and _party_named(item)]
    contacts = _by_id("contact", [item.given["contact"] for item in named])
    parties = _by_id("party", [contact["party_id"] for contact in contacts.values()])
    for item in named:
        contact = contacts.get(item.given["contact"])
        party = parties[contact["party_id"]] if contact else None
        text = str((item.texts or {})["party"] or (item.texts or {})[PARTY_NAME]).strip()
        if party and text.upper() != party["code"] and name_base(text) != name_base(party["name"]):
            facts = {"id": item.given["contact"], "text": text}
            item.reject(RuleBroken("import.other_party", field="contact", **facts))


def _by_id(table: str, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    wanted = list(dict.fromkeys(keys))
    return rows_by_id(table, wanted) if wanted else {}
