"""Copies of contacts into other parties, and where they came from (spec 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models import clock, coded
from models.contact import Contact
from models.contact_role import ROLES
from models.database import rows
from models.entity import Values
from models.journal import Change, actor, change, row
from models.rules import Notice, Saved
from models.same_person import duplicates_in
from models.setting import setting

# So many copies of one contact, or in one party, are told of.
MOST_COPIES = 100

# What a copy keeps from its source whatever is said of it: nobody consented anew.
_OPTED_OUT = ("opted_out", "opted_out_reason")


@dataclass(frozen=True)
class Provenance:
    """Where a contact came from, and where copies of it are.

    The source's id is nothing once it is deleted; days are ISO dates.
    """

    source: tuple[int | None, str, str] | None
    copies: tuple[tuple[int, str, str, str], ...]


def preview(contact: int, party: int, *, roles: bool = False) -> Values:
    """A contact's values as its copy in a party will have them. Raises `Missing`."""
    values = Contact.values_of(contact)
    target = row("party", party)
    for name in ("id", "version"):
        del values[name]
    if not roles:
        values |= {name: empty for role in ROLES for name, empty in _no_role(role)}
    return values | {"party_id": party, "party": target["code"], "party_kind": target["kind"]}


def _no_role(role: str) -> tuple[tuple[str, Any], ...]:
    return (role, False), (f"{role}_rank", None)


def copy_into(
    contact: int, party: int, values: Mapping[str, Any] | None = None, *, roles: bool = False
) -> Saved:
    """Copy a contact into a party, with values that differ from `preview` where some are given.

    Tells what was pushed down and who in the party looks the same. Raises `RuleBroken`.
    """
    with change("contact.copy") as tx:
        source = row("contact", contact)
        code = rows("SELECT code FROM party WHERE id = ?", (source["party_id"],))[0][0]
        whole = preview(contact, party, roles=roles)
        edited = {n: v for n, v in (values or {}).items() if n in whole and v != whole[n]}
        kept = [Notice("notice.opt_out_kept")] if _takes_back(edited, whole) else []
        # What the source has was once let in by a file; only what is typed now is checked anew.
        typed = Contact.tidied(edited)
        coded.check_active(Contact.entity, typed, lambda: whole)
        saved = Contact.make(whole | typed, lenient=True)
        same = duplicates_in(party, row("contact", saved.id))
        tx.insert(
            "contact_copy",
            {
                "contact_id": saved.id,
                "source_id": contact,
                "source_name": f"{_name(source['first_name'], source['last_name'])} ({code})",
                "at": tx.at,
                "user_id": actor(),
                "version": 1,
            },
        )
        target = whole["party"]
        told = [
            Notice(f"notice.duplicate_{reason}", {"name": name, "party": target})
            for _, name, reason in same
        ]
        return Saved(saved.id, (*saved.notices, *kept, *told))


def _takes_back(edited: Values, whole: Values) -> bool:
    """Take an end of the opt-out out of what was edited; whether there was one."""
    if not whole["opted_out"] or "opted_out" not in edited or edited["opted_out"]:
        return False
    for name in _OPTED_OUT:
        edited.pop(name, None)
    return True


def earlier(contact: int, party: int) -> list[tuple[int, str, str]]:
    """The copies of a contact that are in a party already: id, name, day, the latest first."""
    return [
        (key, _name(first, last), _day(at))
        for key, first, last, at in rows(
            "SELECT c.id, c.first_name, c.last_name, k.at FROM contact_copy k"
            " JOIN contact c ON c.id = k.contact_id"
            " WHERE k.source_id = ? AND c.party_id = ? ORDER BY k.id DESC LIMIT ?",
            (contact, party, MOST_COPIES),
        )
    ]


def same_in(contact: int, party: int) -> list[tuple[int, str, str]]:
    """Who in a party may be the same person as a contact: id, name, reason.

    The reason is the last part of a message key: `email`, `phone`, `name`, or `member` where the
    contact is in a group by reference. A contact of that very party is one of them.
    """
    own = row("contact", contact)
    sql = "SELECT 1 FROM group_member WHERE group_id = ? AND contact_id = ?"
    member = [(contact, _name(own["first_name"], own["last_name"]), "member")]
    found = member if rows(sql, (party, contact)) else []
    return [*found, *duplicates_in(party, own, itself=True)]


def provenance(contact: int) -> Provenance:
    """Where a contact came from, and where copies of it are, the latest first."""
    source = rows(
        "SELECT source_id, source_name, at FROM contact_copy WHERE contact_id = ?", (contact,)
    )
    copies = rows(
        "SELECT c.id, c.first_name, c.last_name, p.code, k.at FROM contact_copy k"
        " JOIN contact c ON c.id = k.contact_id JOIN party p ON p.id = c.party_id"
        " WHERE k.source_id = ? ORDER BY k.id DESC LIMIT ?",
        (contact, MOST_COPIES),
    )
    return Provenance(
        (source[0][0], source[0][1], _day(source[0][2])) if source else None,
        tuple((key, _name(first, last), code, _day(at)) for key, first, last, code, at in copies),
    )


def forget(tx: Change, contact: int) -> None:
    """Take a contact that goes out of its copies: they keep the words for where they came from."""
    for (key,) in rows("SELECT id FROM contact_copy WHERE source_id = ?", (contact,)):
        tx.update("contact_copy", key, row("contact_copy", key), {"source_id": None})


def _name(first: str, last: str) -> str:
    return f"{first} {last}".strip()


def _day(at: str) -> str:
    return clock.local(at, str(setting("BusinessTimeZone"))).date().isoformat()
