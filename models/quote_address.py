"""Whom a quote is addressed to: live while it is a draft, as it was once it is out (spec 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.checks import sort_key
from models.database import rows
from models.entity import Values
from models.postal_address import postal_lines
from models.sale_words import quote_words

Columns = Mapping[str, Any]


def address_of(values: Values, billed: int) -> dict[str, Any]:
    """What a quote keeps of the party billed and its contact, what sorts and finds it."""
    party = _parties([billed])[billed]
    text, name = "", ""
    if values["status"] != "draft":
        text = "\n".join(party["addressed"])
        name = _names([values["contact"]])[values["contact"]]
        if values.get("kept_for") == (billed, values["contact"]):
            text, name = values["kept_address"] or text, values["kept_name"] or name
    return {
        "bill_to_id": billed,
        "bill_to_key": sort_key(party["bill_to_name"]),
        "addressed": text,
        "contact_name": name,
        "search_text": quote_words(
            values["number"], values["reference"], billed, values["contact"]
        ),
    }


def addressed(found: Mapping[int, Columns]) -> dict[int, Values]:
    """Who is billed by each of many quotes, and which one it revises or is revised by."""
    parties = _parties({columns["bill_to_id"] for columns in found.values()})
    names = _names({columns["contact_id"] for columns in found.values()})
    revised = _numbers({columns["revises_id"] for columns in found.values()})
    revisions = _revisions(list(found))
    made: dict[int, Values] = {}
    for key, columns in found.items():
        own = parties[columns["bill_to_id"]] | {"bill_to_id": columns["bill_to_id"]}
        own |= {"contact_name": names[columns["contact_id"]]}
        own |= {"kept_address": columns["addressed"], "kept_name": columns["contact_name"]}
        own |= {"kept_for": (columns["bill_to_id"], columns["contact_id"])}
        if columns["status"] != "draft":
            lines = columns["addressed"].split("\n")
            own |= {"addressed": lines, "contact_name": columns["contact_name"]}
        own |= {"revises": revised.get(columns["revises_id"], "")}
        made[key] = own | {"revised_by": revisions.get(key, [])}
    return made


def address_lines(party: int) -> list[str]:
    """A party's name and address as they are now, line by line."""
    found: list[str] = _parties([party])[party]["addressed"]
    return found


def _parties(keys: Any) -> dict[int, Values]:
    marks = ", ".join("?" * len(keys))
    names = "name, address1, address2, city, province, postal_code, country, language"
    return {
        key: {
            "bill_to": code,
            "bill_to_kind": kind,
            "bill_to_name": name,
            "addressed": [name, *postal_lines(*address[:-1], language=address[-1])],
        }
        for key, code, kind, name, *address in rows(
            f"SELECT id, code, kind, {names} FROM party WHERE id IN ({marks})", tuple(keys)
        )
    }


def _names(keys: Any) -> dict[int | None, str]:
    known = [key for key in keys if key]
    marks = ", ".join("?" * len(known))
    found = rows(
        f"SELECT id, trim(first_name || ' ' || last_name) FROM contact WHERE id IN ({marks})",
        tuple(known),
    )
    return {None: "", **dict(found)}


def _numbers(keys: Any) -> dict[int, str]:
    known = [key for key in keys if key]
    marks = ", ".join("?" * len(known))
    return dict(rows(f"SELECT id, number FROM quote WHERE id IN ({marks})", tuple(known)))


def _revisions(keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    marks = ", ".join("?" * len(keys))
    for old, number in rows(
        f"SELECT revises_id, number FROM quote WHERE revises_id IN ({marks}) ORDER BY id",
        tuple(keys),
    ):
        found.setdefault(old, []).append(number)
    return found
