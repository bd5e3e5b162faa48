"""What a template may say of a contact: plain texts by name, in the contact's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.code import Code
from models.database import rows
from models.postal_address import postal_lines
from models.setting import setting, today

Facts = Mapping[str, Mapping[str, str] | str]

_CONTACT = (
    "salutation",
    "first_name",
    "last_name",
    "name",
    "formal_name",
    "job_title",
    "department",
    "email",
    "phone",
    "mobile",
    "city",
    "province",
    "postal_code",
)
_PARTY = ("name", "code", "city", "province", "phone", "email", "web", "salesperson")
_COMPANY = ("name", "phone", "email")

# Every field that a template may name.
FIELDS = (
    *(f"contact.{name}" for name in _CONTACT),
    *(f"party.{name}" for name in _PARTY),
    *(f"company.{name}" for name in _COMPANY),
    "mailing.name",
    "date",
)

_ADDRESS = ("address1", "address2", "city", "province", "postal_code", "country")


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody who may be written to: what a mailing judges, and what its texts say of them.

    `address` are the lines of an envelope below the name; of the party where the contact has
    none of its own, and empty where neither is whole.
    """

    id: int
    name: str
    party: str
    party_name: str
    language: str
    email: str
    email_key: str
    active: bool
    in_mailing: bool
    opted_out: bool
    address: tuple[str, ...]
    facts: Facts


def people(keys: Sequence[int], mailing: str = "") -> dict[int, Person]:
    """What is known of some hundreds of contacts, by id; `mailing` is the name of what is sent."""
    marks = ", ".join("?" * len(keys))
    columns = [f"c.{name}" for name in _OF_CONTACT] + [f"p.{name}" for name in _OF_PARTY]
    shared = _shared(mailing)
    found = rows(
        f"SELECT c.id, {', '.join(columns)} FROM contact c JOIN party p ON p.id = c.party_id"
        f" WHERE c.id IN ({marks})",
        tuple(keys),
    )
    return {row[0]: _person(row, shared) for row in found}


_OF_CONTACT = (
    *("salutation", "first_name", "last_name", "job_title", "department", "email", "phone"),
    *("mobile", "language", "email_key", "active", "in_mailing", "opted_out"),
    *_ADDRESS,
)
_OF_PARTY = (
    *("code", "name", "phone", "email", "web", "language", "salesperson_id", "active"),
    *_ADDRESS,
)


def _shared(mailing: str) -> dict[str, Any]:
    company = {name: str(setting(f"Company{name.capitalize()}")) for name in _COMPANY}
    names = dict(rows("SELECT id, CASE name WHEN '' THEN login ELSE name END FROM user"))
    return {
        "facts": {"company": company, "mailing": {"name": mailing}, "date": today().isoformat()},
        "language": str(setting("DefaultLanguage")),
        "users": names,
        "salutations": Code.table_of("salutation"),
    }


def _person(row: tuple[Any, ...], shared: Mapping[str, Any]) -> Person:
    middle = 1 + len(_OF_CONTACT)
    contact = dict(zip(_OF_CONTACT, row[1:middle], strict=True))
    party = dict(zip(_OF_PARTY, row[middle:], strict=True))
    language = contact["language"] or party["language"] or shared["language"]
    said = shared["salutations"].get(contact["salutation"])
    salutation = said.text(language) if said else contact["salutation"]
    name = _joined(contact["first_name"], contact["last_name"])
    formal = f"{salutation} {contact['last_name']}" if salutation and contact["last_name"] else name
    facts = {
        "contact": {n: str(contact[n]) for n in _CONTACT if n in contact}
        | {"salutation": salutation, "name": name, "formal_name": formal},
        "party": {n: str(party[n]) for n in _PARTY if n in party}
        | {"salesperson": shared["users"].get(party["salesperson_id"], "")},
        **shared["facts"],
    }
    return Person(
        id=row[0],
        name=name,
        party=party["code"],
        party_name=party["name"],
        language=language,
        email=contact["email"],
        email_key=contact["email_key"],
        active=bool(contact["active"] and party["active"]),
        in_mailing=bool(contact["in_mailing"]),
        opted_out=contact["opted_out"] is not None,
        address=_address(_joined(salutation, name), contact, party, language),
        facts=facts,
    )


def _address(
    name: str, contact: Mapping[str, Any], party: Mapping[str, Any], language: str
) -> tuple[str, ...]:
    for place in (contact, party):
        if place["address1"] and (place["city"] or place["postal_code"]):
            above = [line for line in (name, party["name"]) if line]
            lines = postal_lines(*(place[n] for n in _ADDRESS), language=language)
            return (*dict.fromkeys(above), *lines)
    return ()


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
