"""Types of contact « Type de contact » and their ranks (spec 3.4, 3.6)."""

from __future__ import annotations

from typing import Any

import peewee as pw

from models.columns import ChoiceColumn, CodeColumn, NumberColumn
from models.database import database, rows
from models.entity import Values
from models.journal import Change, change, row
from models.rules import Notice, RuleBroken

ROLES = ("payable", "purchasing")
LAST_RANK = 999


class ContactRole(pw.Model):
    """That a contact has a type in its party, with a rank or without."""

    contact_id = pw.IntegerField()
    party_id = pw.IntegerField()
    role = ChoiceColumn(ROLES)
    rank = NumberColumn(1, LAST_RANK, null=True)

    class Meta:
        database = database
        table_name = "contact_role"


class ContactGrouping(pw.Model):
    """That a contact belongs to a grouping."""

    BELONGS_TO = "contact"

    contact_id = pw.IntegerField()
    code = CodeColumn("contacttype")

    class Meta:
        database = database
        table_name = "contact_grouping"


def roles_of(contacts: list[int]) -> dict[int, Values]:
    """The types and ranks of many contacts, as their fields' values."""
    empty = {n: v for role in ROLES for n, v in ((role, False), (f"{role}_rank", None))}
    found: dict[int, Values] = {key: dict(empty) for key in contacts}
    marks = ", ".join("?" * len(contacts))
    for contact, role, rank in rows(
        f"SELECT contact_id, role, rank FROM contact_role WHERE contact_id IN ({marks})",
        tuple(contacts),
    ):
        found[contact] |= {role: True, f"{role}_rank": rank}
    return found


def write_groupings(tx: Change, contact: int, new: list[str], old: list[str]) -> None:
    """Write which groupings a contact belongs to."""
    for code in set(old) - set(new):
        sql = "SELECT id FROM contact_grouping WHERE contact_id = ? AND code = ?"
        found = rows(sql, (contact, code))[0][0]
        tx.delete("contact_grouping", found, row("contact_grouping", found))
    added = [c for c in new if c not in old]
    tx.insert_all(
        "contact_grouping", [{"contact_id": contact, "code": c, "version": 1} for c in added]
    )


def write_role(
    tx: Change, contact: int, party: int, role: str, ticked: bool, rank: int | None
) -> list[Notice]:
    """Tick or untick a type and set its rank; a rank that is taken pushes its holder down.

    Returns what was pushed. Raises `RuleBroken` where no rank is left below.
    """
    held = rows(
        "SELECT id, rank FROM contact_role WHERE contact_id = ? AND role = ?", (contact, role)
    )
    if not ticked:
        if held:
            tx.delete("contact_role", held[0][0], row("contact_role", held[0][0]))
        return []
    if held and held[0][1] == rank:
        return []
    # The own rank is given up first, so that it counts as the gap that ends a push.
    if held and held[0][1] is not None:
        _set_rank(tx, held[0][0], None)
    notices = _push_down(tx, party, role, rank) if rank is not None else []
    if held:
        _set_rank(tx, held[0][0], rank)
    else:
        tx.insert(
            "contact_role",
            {"contact_id": contact, "party_id": party, "role": role, "rank": rank, "version": 1},
        )
    return notices


def _push_down(tx: Change, party: int, role: str, rank: int) -> list[Notice]:
    held = rows(
        "SELECT r.id, r.rank, c.first_name, c.last_name FROM contact_role r"
        " JOIN contact c ON c.id = r.contact_id"
        " WHERE r.party_id = ? AND r.role = ? AND r.rank >= ? ORDER BY r.rank",
        (party, role, rank),
    )
    chain = []
    for expected, holder in enumerate(held, start=rank):
        if holder[1] != expected:
            break
        chain.append(holder)
    if chain and chain[-1][1] >= LAST_RANK:
        raise RuleBroken("rule.rank_full", field=f"{role}_rank", rank=rank)
    notices = []
    # From the last one up, since two never hold one rank, not even for a moment.
    for key, old, first, last in reversed(chain):
        _set_rank(tx, key, old + 1)
        facts = {"name": f"{first} {last}".strip(), "old": old, "new": old + 1}
        notices.append(Notice("notice.rank_pushed", facts))
    return notices[::-1]


def _set_rank(tx: Change, key: int, rank: int | None) -> None:
    old: dict[str, Any] = row("contact_role", key)
    tx.update("contact_role", key, old, {"rank": rank})


def move_rank(contact: int, role: str, step: int) -> list[Notice]:
    """Move a contact one rank up (-1) or down (+1); who holds that rank takes this one.

    A contact without a rank gets the first free one after the last.
    """
    with change("contact.rank") as tx:
        found = rows(
            "SELECT id, party_id, rank FROM contact_role WHERE contact_id = ? AND role = ?",
            (contact, role),
        )
        if not found:
            raise RuleBroken("rule.not_of_type")
        key, party, rank = found[0]
        if rank is None:
            last = rows(
                "SELECT coalesce(max(rank), 0) FROM contact_role WHERE party_id = ? AND role = ?",
                (party, role),
            )[0][0]
            if last >= LAST_RANK:
                raise RuleBroken("rule.rank_full", rank=LAST_RANK)
            _set_rank(tx, key, last + 1)
            return [Notice("notice.rank_set", {"rank": last + 1})]
        wanted = rank + step
        if not 1 <= wanted <= LAST_RANK:
            raise RuleBroken("rule.rank_end")
        return _swap(tx, party, role, key, rank, wanted)


def _swap(tx: Change, party: int, role: str, key: int, rank: int, wanted: int) -> list[Notice]:
    holder = rows(
        "SELECT r.id, c.first_name, c.last_name FROM contact_role r"
        " JOIN contact c ON c.id = r.contact_id"
        " WHERE r.party_id = ? AND r.role = ? AND r.rank = ?",
        (party, role, wanted),
    )
    notices = [Notice("notice.rank_set", {"rank": wanted})]
    _set_rank(tx, key, None)
    if holder:
        other, first, last = holder[0]
        _set_rank(tx, other, rank)
        facts = {"name": f"{first} {last}".strip(), "old": wanted, "new": rank}
        notices.append(Notice("notice.rank_pushed", facts))
    _set_rank(tx, key, wanted)
    return notices
