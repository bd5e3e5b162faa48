"""The people of an audience as a list in memory, which grows while they are judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from models.checks import typed_words, words
from models.listing import Position, Row
from models.mailing_audience import Judged

NAMES = ("name", "party", "language", "address", "reason", "detail", "choice")


@dataclass(frozen=True)
class Shown:
    """Which of them are shown: all, those `in` or `out`, of a reason; and what was typed."""

    which: str = ""
    reason: str = ""
    search: str = ""


class People:
    """Those judged so far, and which of them are shown; a source of rows.

    Texts are not kept: of a hundred thousand people they would fill the memory.
    """

    names = NAMES

    def __init__(self, shown: Shown | None = None) -> None:
        self.shown = shown or Shown()
        self.all: list[Judged] = []
        self._folded: list[str] = []
        self._at: list[int] = []
        self._place: dict[int, int] = {}
        self.n_in = 0
        self.reasons: Counter[str] = Counter()

    def add(self, judged: Iterable[Judged]) -> None:
        """Take some more."""
        for each in judged:
            lean = replace(each, subject="", body="")
            self._place[lean.contact] = len(self.all)
            self.all.append(lean)
            self._folded.append(f" {' '.join(words(f'{lean.name} {lean.party} {lean.address}'))}")
            self._count(lean, 1)
            if self._fits(len(self.all) - 1):
                self._at.append(len(self.all) - 1)

    def change(self, contact: int, **what: Any) -> None:
        """Say otherwise of one, until all are judged again."""
        at = self._place[contact]
        self._count(self.all[at], -1)
        self.all[at] = replace(self.all[at], **what)
        self._count(self.all[at], 1)

    def of(self, contact: int) -> Judged | None:
        """What was judged of somebody, if anything."""
        at = self._place.get(contact)
        return None if at is None else self.all[at]

    def show(self, shown: Shown) -> None:
        """Show others of them."""
        self.shown = shown
        self._at = [at for at in range(len(self.all)) if self._fits(at)]

    def place_of(self, contact: int) -> Position | None:
        """Where somebody is among those shown."""
        at = self._place.get(contact)
        return None if at is None or not self._fits(at) else (self._index(at),)

    def _index(self, at: int) -> int:
        from bisect import bisect_left

        return bisect_left(self._at, at)

    def _count(self, judged: Judged, by: int) -> None:
        if judged.reason:
            self.reasons[judged.reason] += by
        else:
            self.n_in += by

    def _fits(self, at: int) -> bool:
        judged, shown = self.all[at], self.shown
        if shown.which and (shown.which == "in") == bool(judged.reason):
            return False
        if shown.reason and judged.reason != shown.reason:
            return False
        return all(f" {word}" in self._folded[at] for word in typed_words(shown.search))

    # What a list reads.

    def after(self, position: Position | None, limit: int) -> list[Row]:
        """The rows that follow a position; from the start where there is none."""
        start = 0 if position is None else position[0] + 1
        return self._rows(start, start + limit)

    def before(self, position: Position | None, limit: int) -> list[Row]:
        """The rows just before a position, in order; the last ones where there is none."""
        end = len(self._at) if position is None else position[0]
        return self._rows(max(0, end - limit), end)

    def at(self, position: Position, limit: int) -> list[Row]:
        """The rows from a position on, its own included."""
        return self._rows(position[0], position[0] + limit)

    def _rows(self, start: int, end: int) -> list[Row]:
        found = []
        for index, at in enumerate(self._at[start:end], start):
            each = self.all[at]
            cells = tuple(getattr(each, name) for name in NAMES)
            found.append(Row(each.contact, (index,), cells))
        return found
