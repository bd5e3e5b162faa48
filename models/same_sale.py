"""Which item, opportunity or quote a file's row means, where it does not say the key (14.1)."""

from __future__ import annotations

from collections.abc import Sequence

from models.checks import sort_key
from models.database import rows

Pair = tuple[int, str]


def items_called(texts: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """The ids and codes of the items that have each of some hundreds of descriptions.

    Case doesn't count, nor in which language.
    """
    wanted = {text: key for text in texts if (key := sort_key(text))}
    found: dict[str, dict[int, str]] = {key: {} for key in wanted.values()}
    marks = ", ".join("?" * len(found))
    for column in ("fr_key", "en_key"):
        for same, key, code in rows(
            f"SELECT {column}, id, code FROM item WHERE {column} IN ({marks}) ORDER BY id",
            tuple(found),
        ):
            found[same][key] = code
    return {text: list(found[key].items()) for text, key in wanted.items()}


def opportunities_called(wanted: Sequence[Pair]) -> list[list[tuple[int, str]]]:
    """For each of some hundreds of (contact, description): the ids and when they were opened."""
    found: list[list[tuple[int, str]]] = [[] for _ in wanted]
    if wanted:
        marks = ", ".join(["(?, ?, ?)"] * len(wanted))
        params = [(n, contact, sort_key(text)) for n, (contact, text) in enumerate(wanted)]
        for n, key, opened_on in rows(
            f"WITH wanted(n, contact, description) AS (VALUES {marks})"
            " SELECT wanted.n, o.id, o.opened_on FROM wanted JOIN opportunity o"
            " ON o.contact_id = wanted.contact AND o.description_key = wanted.description"
            " ORDER BY o.id",
            tuple(param for each in params for param in each),
        ):
            found[n].append((key, opened_on))
    return found


def quotes_referred(wanted: Sequence[Pair]) -> list[list[int]]:
    """For each of some hundreds of (party billed, reference): the ids of its quotes.

    Those that revise another are left out: they took its reference over.
    """
    condition = "q.reference <> '' AND q.reference = wanted.text AND q.revises_id IS NULL"
    return _quotes_of(condition, wanted)


def quotes_of_day(wanted: Sequence[Pair]) -> list[list[int]]:
    """For each of some hundreds of (party billed, ISO date): its quotes without a reference."""
    return _quotes_of("q.date = wanted.text AND q.reference = ''", wanted)


def _quotes_of(condition: str, wanted: Sequence[Pair]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in wanted]
    if wanted:
        marks = ", ".join(["(?, ?, ?)"] * len(wanted))
        params = [(n, party, text) for n, (party, text) in enumerate(wanted)]
        for n, key in rows(
            f"WITH wanted(n, party, text) AS (VALUES {marks})"
            " SELECT wanted.n, q.id FROM wanted JOIN quote q"
            f" ON q.bill_to_id = wanted.party AND {condition} ORDER BY q.id",
            tuple(param for each in params for param in each),
        ):
            found[n].append(key)
    return found
