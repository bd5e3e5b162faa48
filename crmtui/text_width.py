"""How many cells a text takes where all cells are alike: on a terminal, on a line printer."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def width_of(text: str) -> int:
    """The cells that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=4096)
def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
