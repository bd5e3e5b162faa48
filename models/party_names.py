"""Parties by what people call them, whatever their kind."""

from __future__ import annotations

from collections.abc import Sequence

from models.database import rows
from models.party import KINDS, name_base


def parties_called(texts: Sequence[str]) -> dict[str, list[tuple[str, bool, int]]]:
    """The parties of every kind that some hundreds of texts name, by code or by name.

    Each as its kind, whether by its code, and its id; case and accents don't count.
    """
    codes = list(dict.fromkeys(text.upper() for text in texts))
    bases = list(dict.fromkeys(name_base(text) for text in texts))
    by_code: dict[str, list[tuple[str, bool, int]]] = {}
    by_name: dict[str, list[tuple[str, bool, int]]] = {}
    for code, kind, key in rows(
        "SELECT code, kind, id FROM party"
        f" WHERE code IN ({', '.join('?' * len(codes))}) ORDER BY id",
        tuple(codes),
    ):
        by_code.setdefault(code, []).append((kind, True, key))
    kinds = ", ".join(f"('{kind}')" for kind in KINDS)
    for name, kind, key in rows(
        f"WITH wanted(base, past) AS (VALUES {', '.join(['(?, ?)'] * len(bases))}),"
        f" kinds(kind) AS (VALUES {kinds})"
        " SELECT wanted.base, party.kind, party.id FROM wanted CROSS JOIN kinds"
        " CROSS JOIN party ON party.kind = kinds.kind"
        " AND party.name_key >= wanted.base AND party.name_key < wanted.past"
        " ORDER BY party.id",
        tuple(text for base in bases for text in (base, base + "\x02")),
    ):
        by_name.setdefault(name, []).append((kind, False, key))
    return {
        text: [*by_code.get(text.upper(), ()), *by_name.get(name_base(text), ())] for text in texts
    }
