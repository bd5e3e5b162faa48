"""Chance that falls the same way on every Python, and pools to draw from at once."""

import unicodedata
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from `random()` alone, the one method whose sequence Python promises to keep."""

    __slots__ = ("random",)

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def chance(self, part: float) -> bool:
        """Say yes in `part` of the cases, 0 to 1."""
        return self.random() < part

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, pool: Sequence[T]) -> T:
        """Draw one of the pool."""
        return pool[int(self.random() * len(pool))]


def spread(weighted: Iterable[tuple[T, float]], size: int = 1000) -> tuple[T, ...]:
    """Repeat each thing by its weight, so that a plain draw is a weighted one."""
    pairs = [(thing, weight) for thing, weight in weighted if weight > 0]
    total = sum(weight for _, weight in pairs)
    pool: list[T] = []
    for thing, weight in pairs:
        pool.extend([thing] * max(1, round(weight / total * size)))
    return tuple(pool)


def plain(text: str) -> str:
    """Take accents and ligatures off: `Cœur de Lévesque` gives `coeur de levesque`."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """Make the part of an address that stands for a name: `Café D'Amours` gives `cafe-damours`."""
    words = plain(text).replace("'", "").replace("&", " ")
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in words)
    return "-".join(letters.split())
