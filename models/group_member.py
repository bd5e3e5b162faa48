"""Members of contact groups by reference: the same person may be in several (spec 1.5)."""

from __future__ import annotations

from typing import Any

import peewee as pw

from models.contact import Contact
from models.contact_list import is_active, listing
from models.database import rows
from models.journal import actor, change, row
from models.listing import Listing
from models.rules import Missing, RuleBroken, Saved


def add_member(group: int, contact: int) -> Saved:
    """Make a contact of another party a member of a group. Raises `RuleBroken`."""
    with change("group.add") as tx:
        party, found = row("party", group), row("contact", contact)
        if party["kind"] != "group":
            raise RuleBroken("rule.no_group", code=party["code"])
        if found["party_id"] == group or _membership(group, contact) is not None:
            name = f"{found['first_name']} {found['last_name']}".strip()
            raise RuleBroken("rule.member_already", name=name, code=party["code"])
        columns = {"group_id": group, "contact_id": contact, "at": tx.at, "version": 1}
        tx.insert("group_member", columns | {"user_id": actor()})
        return Saved(contact)


def remove_member(group: int, contact: int) -> None:
    """Take a member by reference out of a group; the contact stays. Raises `Missing`."""
    with change("group.remove") as tx:
        key = _membership(group, contact)
        if key is None:
            raise Missing("rule.no_member")
        tx.delete("group_member", key, row("group_member", key))


def groups_of(contact: int) -> list[tuple[int, str, str]]:
    """The groups that a contact is a member of by reference: id, code, name."""
    return rows(
        "SELECT p.id, p.code, p.name FROM group_member m JOIN party p ON p.id = m.group_id"
        " WHERE m.contact_id = ? ORDER BY p.name_key, p.id",
        (contact,),
    )


def members(group: int, role: str = "", *, inactive: bool = False, **asked: Any) -> Listing:
    """A group's contacts and its members by reference together, by name or by rank.

    The cell `reference` tells those by reference, `party` and `party_name` whose they are.
    A rank is that within one's own party. `asked` is as for `contact_list.listing`.
    """
    found = listing(role=role, inactive=True, **asked)
    both = "SELECT id FROM contact WHERE party_id = ? UNION ALL"
    both += " SELECT contact_id FROM group_member WHERE group_id = ?"
    query = found.query.where(Contact.id.in_(pw.SQL(f"({both})", [group, group])))
    if not inactive:
        query = query.where(is_active(group))
    reference = (Contact.party_id != group).alias("reference")
    return Listing(
        query,
        found.key,
        (*found.names, "reference"),
        (*found.columns, reference),
        found.order,
        found.descending,
    )


def _membership(group: int, contact: int) -> int | None:
    sql = "SELECT id FROM group_member WHERE group_id = ? AND contact_id = ?"
    found = rows(sql, (group, contact))
    return int(found[0][0]) if found else None
