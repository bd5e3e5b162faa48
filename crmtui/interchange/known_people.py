"""Contacts that a file's rows mean by their id, or by their e-mail where no company is named.

Ids are those of a database, and a file may come from another: the contact of an id is the row's
only where something else says so too, else the row is read as if it had none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.interchange.companies import Pair, Parties, named_party
from crmtui.interchange.items import Item, as_id
from models.checks import digits
from models.journal import rows_by_id
from models.party import name_base
from models.rules import Notice, RuleBroken
from models.same_person import people_with_email

_NAMES = ("first_name", "last_name")


def find_known(parties: Parties, items: Sequence[Item], exported: bool) -> list[Pair]:
    """Find whom items mean, and return those found with their party.

    What was `exported` has ids of contacts, though maybe another database's; in other files any
    numbers may be called so. Somebody of the same party whose name alone differs is kept in mind
    (`maybe`), for where nobody else answers to the row.
    """
    pairs = _by_id(parties, [item for item in items if _id(item)], exported)
    if parties.fixed is None:
        nowhere = [item for item in items if item.key is None and not named_party(item)]
        pairs += _by_email(nowhere)
    return pairs


def _id(item: Item) -> int:
    return as_id((item.texts or {}).get("id") or "")


def _by_id(parties: Parties, items: Sequence[Item], exported: bool) -> list[Pair]:
    if not items:
        return []
    records = rows_by_id("contact", list({_id(item) for item in items}))
    named = parties.known(items)
    pairs: list[Pair] = []
    for item in items:
        record = records.get(_id(item))
        if record is None:
            continue
        party = named[id(item)]
        if party == record["party_id"] and _named_alike(item, record):
            _take(item, record, pairs)
        elif party == record["party_id"] and _may_be(item, record, exported):
            item.maybe = record["id"]
        elif party is None and _same_person(item, record):
            _take(item, record, pairs)
        elif party is not None and _same_person(item, record):
            facts = {"id": record["id"], "text": named_party(item)}
            item.moved = RuleBroken("import.other_party", field="party", **facts)
        else:
            item.notes += (Notice("import.other_id", {"id": record["id"]}),)
    return pairs


def _take(item: Item, record: Mapping[str, Any], pairs: list[Pair]) -> None:
    item.key = record["id"]
    item.notes += (Notice("import.by_id", {"id": record["id"]}),)
    pairs.append((record["party_id"], item))


def _named_alike(item: Item, record: Mapping[str, Any]) -> bool:
    """Whether the name is the same, or the e-mail address."""
    email = str(item.given.get("email", "")).lower()
    mine = [name_base(item.given.get(name, "")) for name in _NAMES]
    return mine == [name_base(record[name]) for name in _NAMES] or (
        bool(email) and email == record["email_key"]
    )


def _same_person(item: Item, record: Mapping[str, Any]) -> bool:
    """Whether somebody whose party is not the row's is who it means all the same."""
    return _named_alike(item, record) and all(_compared(item, record))


def _may_be(item: Item, record: Mapping[str, Any], exported: bool) -> bool:
    """Whether somebody of the same party may have had another name when the row was written."""
    own = _compared(item, record)
    mine = [name_base(item.given.get(name, "")) for name in _NAMES]
    one_name = any(m and m == name_base(record[n]) for m, n in zip(mine, _NAMES, strict=True))
    if exported:
        return one_name or any(own) or not own
    return any(own) or (one_name and not own)


def _compared(item: Item, record: Mapping[str, Any]) -> list[bool]:
    """Of what is a person's alone, as far as both have it: whether it is the same."""
    given = item.given
    pairs = (
        (str(given.get("email", "")).lower(), record["email_key"]),
        (digits(given.get("mobile", "")), record["mobile_digits"]),
        (str(given.get("birth_date", ""))[-5:], record["birth_day"]),
    )
    return [mine == theirs for mine, theirs in pairs if mine and theirs]


def _by_email(items: Sequence[Item]) -> list[Pair]:
    """People without a company who are known at one: the only one of the address, alike by name."""
    emails = [str(item.given.get("email") or "") for item in items]
    pairs: list[Pair] = []
    for item, people in zip(items, people_with_email(emails), strict=True):
        alike = [(key, party) for key, party, *names in people if _alike(item, names)]
        if len(people) == len(alike) == 1:
            item.key = alike[0][0]
            pairs.append((alike[0][1], item))
    return pairs


def _alike(item: Item, theirs: Sequence[str]) -> bool:
    mine = [name_base(item.given.get(name, "")) for name in _NAMES]
    return item.shown or mine == [name_base(name) for name in theirs]
