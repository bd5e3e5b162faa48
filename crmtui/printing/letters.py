"""Letters that what prints does not know: their nearest ones, or a question mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

# What is written in another way without anything being lost.
_SPELLED = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "…": "...",
    "•": "*",
    "·": "-",
    "×": "x",
    "€": "EUR",
    "°": "o",
    "™": "TM",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\u00ad": "",
}
_NEAREST = {"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "þ": "th"}
_LOST = "?"


def fitted(charset: str) -> Callable[[str], str]:
    """What makes a text one that a charset can write."""
    if charset == "utf-8":
        return str

    def fit(text: str) -> str:
        if text.isascii():
            return text
        whole = unicodedata.normalize("NFC", text)
        if _can_write(whole, charset):
            return whole
        return "".join(_known(char, charset) for char in whole)

    return fit


def replaced(text: str, charset: str) -> str:
    """The letters of a text that a charset can only write as others, each once."""
    whole = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(
        char
        for char in whole
        if not (char.isspace() or char in _SPELLED or _can_write(char, charset))
    )


@lru_cache(maxsize=4096)
def _known(char: str, charset: str) -> str:
    if char.isascii() or _can_write(char, charset):
        return char
    if char.isspace():
        return " "
    spelled = _SPELLED.get(char, _NEAREST.get(char))
    if spelled is not None:
        return spelled
    parts = unicodedata.normalize("NFKD", char)
    bare = "".join(part for part in parts if not unicodedata.category(part).startswith("M"))
    if bare and bare != char:
        return "".join(_known(part, charset) for part in bare)
    # A mark alone stands for nothing once its letter has lost it.
    return "" if unicodedata.category(char).startswith("M") else _LOST


def _can_write(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
