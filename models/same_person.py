"""Who may be the same person: by name, e-mail or telephone (spec 3.9, 14.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.checks import digits
from models.database import rows
from models.journal import row
from models.rules import Notice

MOST_DUPLICATES = 5


def possible_duplicates(contact: int) -> list[tuple[int, str, str, str]]:
    """Contacts that may be the same person: id, name, party's code, reason (spec 3.9).

    The reason is the last part of a message key: `email`, `phone` or `name`.
    """
    own = row("contact", contact)
    same = (*_reached_alike(own), ("name", _SAME_NAME, (own["party_id"], *_names(own))))
    found: dict[int, tuple[int, str, str, str]] = {}
    for other, name, code, reason in _found(same, contact):
        found.setdefault(other, (other, name, code, reason))
    return list(found.values())[:MOST_DUPLICATES]


def duplicates_in(
    party: int, own: Mapping[str, Any], *, itself: bool = False
) -> list[tuple[int, str, str]]:
    """Contacts of a party that may be the same person as a contact: id, name, reason.

    The contact's own row tells who it is; it is found only where `itself` says so.
    """
    same = [
        (reason, f"c.party_id = ? AND {where}", (party, *params))
        for reason, where, params in _reached_alike(own)
    ]
    same.append(("name", _SAME_NAME, (party, *_names(own))))
    found: dict[int, tuple[int, str, str]] = {}
    for other, name, _, reason in _found(same, 0 if itself else own["id"]):
        found.setdefault(other, (other, name, reason))
    return list(found.values())[:MOST_DUPLICATES]


Same = tuple[str, str, tuple[Any, ...]]

_SAME_NAME = "c.party_id = ? AND c.name_key >= ? AND c.name_key < ?"


def _reached_alike(own: Mapping[str, Any]) -> list[Same]:
    """The reasons why whoever is reached alike may be the same: by e-mail, mobile or phone.

    A phone that is the party's own, without an extension, is the switchboard and nobody's; so a
    new contact, which has it from its party, is no duplicate of its colleagues.
    """
    reasons: list[Same] = []
    if own["email_key"]:
        # The index has none that are empty.
        reasons.append(("email", "c.email_key = ? AND c.email_key <> ''", (own["email_key"],)))
    if own["mobile_digits"]:
        mobile = "c.mobile_digits = ? AND c.mobile_digits <> ''"
        reasons.append(("phone", mobile, (own["mobile_digits"],)))
    switchboard = row("party", own["party_id"])["phone_digits"]
    if own["phone_digits"] not in ("", switchboard):
        phone = "c.phone_digits = ? AND c.phone_digits <> '' AND c.phone_digits <> p.phone_digits"
        reasons.append(("phone", phone, (own["phone_digits"],)))
    return reasons


def _found(same: Sequence[Same], but: int) -> Iterator[tuple[int, str, str, str]]:
    """The contacts that each reason finds, but one: id, name, party's code, reason."""
    for reason, where, params in same:
        for other, first, last, code in rows(
            "SELECT c.id, c.first_name, c.last_name, p.code FROM contact c"
            f" JOIN party p ON p.id = c.party_id WHERE {where} AND c.id <> ? ORDER BY c.id LIMIT ?",
            (*params, but, MOST_DUPLICATES),
        ):
            yield other, f"{first} {last}".strip(), code, reason


def _names(own: Mapping[str, Any]) -> tuple[str, str]:
    base = own["name_key"].partition("\x01")[0]
    # From the bare words to just past their accents' key: the same letters, however accented.
    return base, base + "\x02"


def named_in(wanted: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """For each of some hundreds of (party, name's base): the ids and e-mail keys there.

    A name's base is `name_base` of last and first name: case and accents don't count.
    """
    found: list[list[tuple[int, str]]] = [[] for _ in wanted]
    if wanted:
        marks = ", ".join(["(?, ?, ?, ?)"] * len(wanted))
        params = [(n, party, base, base + "\x02") for n, (party, base) in enumerate(wanted)]
        for n, key, email in rows(
            f"WITH wanted(n, party, base, past) AS (VALUES {marks})"
            " SELECT wanted.n, c.id, c.email_key FROM wanted JOIN contact c"
            " ON c.party_id = wanted.party"
            " AND c.name_key >= wanted.base AND c.name_key < wanted.past ORDER BY c.id",
            tuple(param for each in params for param in each),
        ):
            found[n].append((key, email))
    return found


def with_email_in(wanted: Sequence[tuple[int, str]]) -> list[list[tuple[int, str, str]]]:
    """For each of some hundreds of (party, e-mail): the ids, first and last names there."""
    found: list[list[tuple[int, str, str]]] = [[] for _ in wanted]
    if wanted:
        marks = ", ".join(["(?, ?, ?)"] * len(wanted))
        params = [(n, party, email.lower()) for n, (party, email) in enumerate(wanted)]
        for n, key, first, last in rows(
            f"WITH wanted(n, party, email) AS (VALUES {marks})"
            " SELECT wanted.n, c.id, c.first_name, c.last_name FROM wanted JOIN contact c"
            " ON c.email_key = wanted.email AND c.party_id = wanted.party"
            " AND c.email_key <> '' ORDER BY c.id",
            tuple(param for each in params for param in each),
        ):
            found[n].append((key, first, last))
    return found


def namesakes_in(wanted: Sequence[tuple[int, str]]) -> list[list[dict[str, Any]]]:
    """For each of some hundreds of (party, name's base): how the people of the name are reached.

    A party without one is there once, with what it has itself.
    """
    found: list[list[dict[str, Any]]] = [[] for _ in wanted]
    if wanted:
        marks = ", ".join(["(?, ?, ?, ?)"] * len(wanted))
        params = [(n, party, base, base + "\x02") for n, (party, base) in enumerate(wanted)]
        for n, email, phone, *own in rows(
            f"WITH wanted(n, party, base, past) AS (VALUES {marks})"
            " SELECT wanted.n, p.email, p.phone, c.email_key, c.phone, c.mobile,"
            " CASE c.birth_day WHEN '' THEN '' ELSE"
            " coalesce(c.birth_year, '-') || '-' || c.birth_day END"
            " FROM wanted JOIN party p ON p.id = wanted.party"
            " LEFT JOIN contact c ON c.party_id = wanted.party"
            " AND c.name_key >= wanted.base AND c.name_key < wanted.past",
            tuple(param for each in params for param in each),
        ):
            found[n].append(
                {
                    "emails": {text.lower() for text in (email, own[0]) if text},
                    "phones": {digits(text) for text in (phone, own[1], own[2]) if text},
                    "birth": own[3] or "",
                }
            )
    return found


def with_email(emails: Sequence[str]) -> list[list[int]]:
    """For each of some hundreds of e-mails: the ids of the contacts that have it."""
    return [[key for key, *_ in people] for people in people_with_email(emails)]


def people_with_email(emails: Sequence[str]) -> list[list[tuple[int, int, str, str]]]:
    """For each of some hundreds of e-mails: ids, parties, first and last names of who has it."""
    wanted = list(dict.fromkeys(email.lower() for email in emails if email))
    found: dict[str, list[tuple[int, int, str, str]]] = {email: [] for email in wanted}
    marks = ", ".join("?" * len(wanted))
    for email, *person in rows(
        "SELECT email_key, id, party_id, first_name, last_name FROM contact"
        f" WHERE email_key <> '' AND email_key IN ({marks}) ORDER BY id",
        tuple(wanted),
    ):
        found[email].append((person[0], person[1], person[2], person[3]))
    return [found.get(email.lower(), []) for email in emails]


def duplicate_notices(key: int) -> list[Notice]:
    """What to tell of the contacts that may be the same person, each with the reason."""
    return [
        Notice(f"notice.duplicate_{reason}", {"name": name, "party": code})
        for _, name, code, reason in possible_duplicates(key)
    ]
