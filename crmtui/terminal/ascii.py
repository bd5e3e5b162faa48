"""Paints in ASCII alone, cell for cell, for terminals that know nothing else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = {
    "œ": "o",
    "Œ": "O",
    "æ": "a",
    "Æ": "A",
    "ø": "o",
    "Ø": "O",
    "ß": "s",
    "đ": "d",
    "Đ": "D",
    "ł": "l",
    "Ł": "L",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "─": "-",
    "…": "~",
    "·": "-",
    "•": "*",
    "›": ">",
    "▾": "v",
    "◆": "#",
    "→": ">",
    "↑": "^",
    "↓": "v",
    "×": "x",
    "€": "E",
}


class AsciiFilter(LineFilter):
    """Replaces each character by one of ASCII that is as wide."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII, the same list where they are already."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(ascii_text(text), style, control) for text, style, control in segments]


def ascii_text(text: str) -> str:
    """A text in ASCII, in as many cells."""
    return text if text.isascii() else "".join(map(_ascii, text))


@lru_cache(maxsize=2048)
def _ascii(char: str) -> str:
    if char.isascii():
        return char
    if char in _SIGNS:
        return _SIGNS[char]
    plain = unicodedata.normalize("NFKD", char)[:1]
    width = cell_len(char)
    return plain if plain.isascii() and plain.isprintable() and width == 1 else "?" * width
