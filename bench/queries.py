"""The questions to the database that screens wait for: the lookup, lists, cards."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.figures import Call, Figure, timed
from models.agenda import of_contact
from models.card import brief, contact_card, party_card
from models.checks import digits, words
from models.contact import Contact
from models.database import rows
from models.listing import Listing, Position
from models.note import Note
from models.party import Party
from models.party_list import SORTS
from models.search import Filters, find

PAGE = 100
HITS = 60
SEED = 5

Texts = dict[str, list[str]]


def lookups(samples: int, rounds: int) -> Iterator[Figure]:
    """The lookup by each kind of text, then narrowed by each kind of filter."""
    texts = _texts(samples)
    for kind, typed in texts.items():
        yield timed(f"lookup, {kind}", _finds(typed, Filters()), 20, rounds)
    mixed = [text for typed in texts.values() for text in typed[: max(2, samples // 8)]]
    for name, filters in _filters().items():
        yield timed(f"lookup, {name}", _finds(mixed, filters), 20, rounds)


def _finds(typed: Sequence[str], filters: Filters) -> list[Call]:
    def look(text: str) -> Call:
        return lambda: find(text, filters).after(None, HITS)

    return [look(text) for text in typed]


def _texts(samples: int) -> Texts:
    """What people type of contacts and parties drawn at random."""
    people = _people(samples)
    last = [_letters(c["last_name"]) for c in people]
    begun = [f"{_letters(c['first_name'])[:3]} {_letters(c['last_name'])[:5]}" for c in people]
    phones = [digits(c["phone"]) for c in people if c["phone"]]
    accented = [c["last_name"].upper() for c in people if not c["last_name"].isascii()]
    return {
        "one letter": [name[:1] for name in last],
        "two letters": [name[:2] for name in last],
        "three letters": [name[:3] for name in last],
        "a word": last + [_letters(c["name"].split()[-1]) for c in people],
        "two beginnings": begun,
        "three beginnings": [f"{b} {p[:3]}" for b, p in zip(begun, phones, strict=False)],
        "an e-mail": [c["email"] for c in people if c["email"]],
        "a phone's start": [phone[:6] for phone in phones],
        "a phone's last four": [phone[-4:] for phone in phones],
        "accents": accented or ["CÔTÉ"],
        "a party's name": [c["name"] for c in people],
        "a code": [c["code"] for c in people],
        "no hit": ["zzqx", "qxqx tremb", "mar zzqx", "5149999zz"],
    }


def _letters(text: str) -> str:
    return "".join(words(text)[:1])


def _people(samples: int) -> list[dict[str, Any]]:
    names = ("first_name", "last_name", "email", "phone", "name", "code")
    return [
        dict(zip(names, found, strict=True))
        for key in ids("contact", samples)
        for found in rows(
            "SELECT c.first_name, c.last_name, c.email, c.phone, p.name, p.code"
            " FROM contact c JOIN party p ON p.id = c.party_id WHERE c.id = ?",
            (key,),
        )
    ]


def ids(table: str, samples: int) -> list[int]:
    """Some of a table's ids, drawn at random."""
    most = rows(f"SELECT max(id) FROM {table}")[0][0]
    return random.Random(SEED).sample(range(1, most + 1), min(samples, most))


def _filters() -> dict[str, Filters]:
    seller = rows(
        "SELECT login FROM user WHERE id = (SELECT salesperson_id FROM party"
        " WHERE salesperson_id NOTNULL AND kind = 'customer' LIMIT 1)"
    )
    return {
        "of all kinds": Filters(kind=""),
        "with the inactive": Filters(kind="", inactive=True),
        "of groups, which are few": Filters(kind="group"),
        "of a salesperson": Filters(salesperson=seller[0][0] if seller else ""),
        "of a city": Filters(city="Rimouski"),
        "of a grouping": Filters(grouping="VIP"),
    }


def pages(samples: int, rounds: int) -> Iterator[Figure]:
    """A page of each list by each order, anywhere in it, both ways, with the inactive and not."""
    for sort in SORTS:
        calls = [
            call
            for inactive in (False, True)
            for descending in (False, True)
            for call in _pages(
                Party.listing("customer", sort=sort, inactive=inactive, descending=descending),
                _places("party", str(SORTS[sort].name), samples),
            )
        ]
        yield timed(f"page of customers by {sort}", calls, 10, rounds)
    places = _places("contact", "name_key", samples)
    for name, text in (
        ("contacts", ""),
        ("contacts narrowed to many", "montreal"),
        ("contacts narrowed to few", "marie tremb"),
    ):
        calls = _pages(Contact.listing(search=text), places)
        yield timed(f"page of {name}", calls, 10, rounds)


def _pages(listing: Listing, places: Sequence[Position]) -> list[Call]:
    def read(how: Callable[..., Any], place: Position | None) -> Call:
        return lambda: how(place, PAGE)

    return [
        read(how, place) for how in (listing.after, listing.before) for place in (None, *places)
    ]


def _places(table: str, column: str, samples: int) -> list[Position]:
    marks = ", ".join(map(str, ids(table, samples)))
    return rows(f"SELECT {column}, id FROM {table} WHERE id IN ({marks})")


def records(samples: int, rounds: int) -> Iterator[Figure]:
    """A party's contacts by type and rank; cards whole."""
    parties = [p for (p,) in rows("SELECT party_id FROM contact_role LIMIT ?", (samples,))]
    contacts = ids("contact", samples)
    ranked = [
        asked(Contact.of_type(party, role).after, None, PAGE)
        for party in parties
        for role in ("payable", "purchasing")
    ]
    yield timed("a party's contacts of a type by rank", ranked, 2, rounds)
    yield timed("a party's card", [asked(party_card, p) for p in parties], 10, rounds)
    yield timed("a contact whole, with its tabs", [_whole(c) for c in contacts], 10, rounds)


def asked(call: Callable[..., object], *args: Any) -> Call:
    """A call that waits to be made."""
    return lambda: call(*args)


def _whole(contact: int) -> Call:
    def read() -> None:
        contact_card(contact)
        brief(contact)
        Note.listing(contact=contact).after(None, 20)
        of_contact(contact, None, None, viewer=0)

    return read
