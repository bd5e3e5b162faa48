"""Codes made from names, where a party comes without one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.checks import words
from models.database import rows


class MakesCodes:
    """What a party adds to a record: free codes of a kind, made from names."""

    @classmethod
    def code_for(cls, kind: str, name: str, taken: frozenset[str] = frozenset()) -> str:
        """A free code made from a name: the first letters of its words and a number."""
        return cls.codes_for(kind, [name], taken)[0]

    @classmethod
    def codes_for(cls, kind: str, names: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
        """A free code for each of some hundreds of names, made as one is."""
        stems = [_stem(name) for name in names]
        used = set(taken) | set(cls._taken(kind, [_numbered(stem, 1) for stem in set(stems)]))
        codes: list[str] = []
        last: dict[str, int] = {}
        for stem in stems:
            number = last.get(stem, 1)
            if number == 1 and _numbered(stem, 1) in used:
                used |= cls._beginning(kind, stem)
            while (code := _numbered(stem, number)) in used:
                number += 1
            last[stem] = number
            used.add(code)
            codes.append(code)
        return codes

    @classmethod
    def _taken(cls, kind: str, codes: Sequence[str]) -> list[str]:
        marks = ", ".join("?" * len(codes))
        sql = f"SELECT code FROM party WHERE kind = ? AND code IN ({marks})"
        return [code for (code,) in rows(sql, (kind, *codes))]

    @classmethod
    def _beginning(cls, kind: str, stem: str) -> set[str]:
        # A long number shortens its stem, so codes of shorter ones count as well.
        sql = "SELECT code FROM party WHERE kind = ? AND code >= ? AND code < ?"
        return {code for (code,) in rows(sql, (kind, stem[:5], stem[:5] + "~"))}


def _stem(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", "".join(words(name)).upper())[:6] or "X"


def _numbered(stem: str, number: int) -> str:
    digits = f"{number:02}"
    return stem[: 10 - len(digits)] + digits
