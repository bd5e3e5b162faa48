"""Mailings and people for the tests of mailings."""

from typing import Any

from models.contact import Contact
from models.mailing import Mailing
from models.mailing_audience import Audience, Judged
from models.party import Party


def mailing(**given: Any) -> int:
    """A mailing to customers, by e-mail, in French; whatever is given otherwise."""
    values = {"name": "Bulletin", "subject_fr": "Bonjour", "text_fr": "Bonjour à tous"}
    return Mailing.make({**values, **given}).id


def person(party: int, name: str, **given: Any) -> int:
    """A contact of a party, who has a first name only unless a last one is given."""
    return Contact.make(Contact.blank_for(party) | {"first_name": name} | given).id


def everybody(mailing: int) -> list[Judged]:
    """Everybody whom a mailing may be for, judged."""
    return list(Audience(mailing).all())


def reasons(mailing: int) -> dict[str, str]:
    """Why each person whom a mailing may be for gets nothing, by name; empty for who is in."""
    return {judged.name: judged.reason for judged in everybody(mailing)}


def company(n: int, **given: Any) -> int:
    """A customer with so many contacts, each with an e-mail address."""
    party = Party.make(Party.blank("customer") | {"name": "Acme"} | given).id
    for i in range(n):
        person(party, f"Personne{i:03}", email=f"p{i}@acme.example")
    return party
