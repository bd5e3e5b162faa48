"""What a contact had outside its own row at an earlier version: for who changed the same (15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from models.database import rows
from models.entity import Values
from models.journal import row


def birth_date(columns: Mapping[str, Any]) -> str:
    """The birth date of its two columns, with its year or without."""
    day, year = columns["birth_day"], columns["birth_year"]
    if not day:
        return ""
    return f"{year:04}-{day}" if year else f"--{day}"


def others_since(contact: int, version: int, now: Values) -> Values:
    """Birth date, types, ranks and groupings as they were, where they have changed since.

    A rank that was only pushed down by another contact's is nobody's change.
    """
    columns = row("contact", contact)
    roles = dict(rows("SELECT id, role FROM contact_role WHERE contact_id = ?", (contact,)))
    past: Values = {}
    groupings = list(now["groupings"])
    for record, key, what, text in _entries(contact, version):
        fields = json.loads(text)
        if record == "contact" and key == contact:
            columns |= {name: old for name, (old, _) in fields.items()}
        elif contact in fields.get("contact_id", ()):
            was = what == "delete"
            if record == "contact_role":
                roles[key] = role = fields["role"][not was]
                past[role] = was
                past[f"{role}_rank"] = fields.get("rank", [None])[0] if was else None
            elif was:
                groupings.append(fields["code"][0])
            else:
                groupings.remove(fields["code"][1])
        elif record == "contact_role" and key in roles:
            past[f"{roles[key]}_rank"] = fields["rank"][0]
    past |= {"groupings": sorted(groupings), "birth_date": birth_date(columns)}
    return {name: value for name, value in past.items() if now[name] != value}


def _entries(contact: int, version: int) -> list[tuple[Any, ...]]:
    """What the transactions that changed the contact since then have written, newest first."""
    return rows(
        "SELECT record, record_id, change, fields FROM journal_entry WHERE journal_id IN"
        " (SELECT journal_id FROM journal_entry"
        " WHERE record = 'contact' AND record_id = ? AND version > ?)"
        " AND record IN ('contact', 'contact_role', 'contact_grouping') ORDER BY id DESC",
        (contact, version),
    )
