"""Numbers without gaps or doubles, a row of them taken in the saving transaction (spec 9.2)."""

from __future__ import annotations

from models.database import rows


def take(name: str, year: int) -> int:
    """The next number of a year; whoever is taken back gives it back with all else.

    Only inside a transaction that has begun IMMEDIATE, so that nobody else takes the same.
    """
    found = rows(
        "INSERT INTO sequence (name, year, last) VALUES (?, ?, 1)"
        " ON CONFLICT (name, year) DO UPDATE SET last = last + 1 RETURNING last",
        (name, year),
    )
    return int(found[0][0])
