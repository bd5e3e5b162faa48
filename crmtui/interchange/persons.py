"""People who are a party of their own (spec 1.6), told from their namesakes.

Who shares an e-mail address or a telephone with somebody of the same name is that person; who has
others, or another birth date, is somebody else; where nothing tells, the name does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui.interchange.items import Item
from models.checks import digits
from models.party import name_base
from models.party_names import parties_called
from models.same_person import namesakes_in

Signs = dict[str, Any]


class People:
    """The parties that are people, found for a batch of items and by those made meanwhile."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, int, Signs]]] = {}

    def look_up(self, items: Sequence[Item]) -> None:
        """Find the parties that are called as the people of items."""
        base_of = {item.name: name_base(contact_name(item)) for item in items if item.name}
        named = list(base_of)
        called = parties_called(named) if named else {}
        found = [
            (name, kind, key)
            for name in named
            for kind, by_code, key in called[name]
            if not by_code
        ]
        signs = namesakes_in([(key, base_of[name]) for name, _, key in found])
        self._known = {}
        for (name, kind, key), theirs in zip(found, signs, strict=True):
            known = self._known.setdefault(name_base(name), [])
            known += [(kind, key, each) for each in theirs if (kind, key, each) not in known]

    def party_of(self, item: Item, kind: str, *, only: bool = False) -> int | None:
        """The party that is the item's person, those of a kind first, or alone."""
        known = self._known.get(name_base(item.name), ())
        ordered = sorted(known, key=lambda each: each[0] != kind)
        asked = [(key, signs) for k, key, signs in ordered if k == kind or not only]
        return pick(asked, signs_of(item))

    def learn(self, item: Item, kind: str, party: int) -> None:
        """Know the party that was made of an item's person."""
        self._known.setdefault(name_base(item.name), []).append((kind, party, signs_of(item)))


def contact_name(item: Item) -> str:
    """Last and first name of an item's person, as contacts are found by them."""
    given = (item.person or item).given
    return f"{given.get('last_name', '')} {given.get('first_name', '')}"


def signs_of(item: Item) -> Signs:
    """What is an item's person's alone."""
    given = (item.person.given if item.person else {}) | item.given
    mobile = given.get("mobile") or (item.person.given.get("mobile") if item.person else "")
    phones = {digits(text) for text in (given.get("phone"), mobile) if text}
    email = given.get("email", "").lower()
    birth = given.get("birth_date") or ""
    return {"emails": {email} - {""}, "phones": phones, "birth": birth}


def identities_of(item: Item, base: str) -> tuple[str, ...]:
    """What stands for a person without a company: each of their signs, and their name at last."""
    signs = signs_of(item)
    found = [*sorted(signs["emails"]), *sorted(signs["phones"]), signs["birth"]]
    return (*(f"{base}\n{sign}" for sign in found if sign), f"{base}\n")


def meant_by(identities: tuple[str, ...]) -> tuple[str, ...]:
    """Of such identities those that may be another row's: a name alone where there is no sign."""
    return identities[:-1] or identities


def sign_of(item: Item) -> str:
    """The surest thing that is an item's person's alone, as a text."""
    signs = signs_of(item)
    return str(min(signs["emails"] or signs["phones"] or {signs["birth"]}))


def pick(known: Sequence[tuple[int, Signs]], mine: Signs) -> int | None:
    """The namesake that somebody is: one alike, else one that nothing tells apart."""
    judged = [(_alike(mine, theirs), key) for key, theirs in known]
    for wanted in (True, None):
        for alike, key in judged:
            if alike is wanted:
                return key
    return None


def _alike(mine: Signs, theirs: Signs) -> bool | None:
    """Whether two namesakes are one person; nothing where they have nothing to compare."""
    told: list[bool] = []
    if not _may_be_one(mine["birth"], theirs["birth"]):
        return False
    for name in ("emails", "phones"):
        if mine[name] and theirs[name]:
            told.append(not mine[name].isdisjoint(theirs[name]))
    return any(told) if told else None


def _may_be_one(birth: str, other: str) -> bool:
    """Whether two birth dates may be of one person, as far as both are known."""
    if not birth or not other:
        return True
    full = birth[0] != "-" and other[0] != "-"
    return birth == other if full else birth[-5:] == other[-5:]
