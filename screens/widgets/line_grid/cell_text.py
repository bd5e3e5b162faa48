"""The text of one cell while it is typed: a line of characters and a cursor among them."""

from __future__ import annotations

import unicodedata

from screens.widgets.paint import cells

# Longer than any column takes, so that what is too long is said and not cut.
MOST = 1000
# What joins signs, or keeps them apart: typed with them, though nothing is drawn.
JOINER = "\u200d"
JOINERS = ("\u200c", JOINER)


class CellText:
    """A text and where one types in it; what is drawn as one sign is passed and deleted as one."""

    def __init__(self, text: str = "", at: int | None = None) -> None:
        self.text = text
        self.at = len(text) if at is None else at

    def insert(self, text: str) -> None:
        """Type a text at the cursor."""
        text = text[: max(0, MOST - len(self.text))]
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def delete_before(self) -> None:
        """Delete the sign before the cursor."""
        self._cut(self._before(), self.at)

    def delete_after(self) -> None:
        """Delete the sign under the cursor."""
        self._cut(self.at, self._after(self.at))

    def delete_word(self) -> None:
        """Delete the word before the cursor."""
        kept = self.text[: self.at].rstrip()
        self._cut(kept.rfind(" ") + 1, self.at)

    def delete_start(self) -> None:
        """Delete all before the cursor."""
        self._cut(0, self.at)

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.at = start

    def step(self, step: int) -> None:
        """Go a sign to the right or to the left."""
        self.at = self._after(self.at) if step > 0 else self._before()

    def go(self, end: bool) -> None:
        """Go to the end or to the start."""
        self.at = len(self.text) if end else 0

    def _after(self, at: int) -> int:
        """Where the sign that begins here ends."""
        # Two letters of a country make one flag.
        pair = all(map(_is_flag, self.text[at : at + 2])) and at + 1 < len(self.text)
        at = min(at + (2 if pair else 1), len(self.text))
        while at < len(self.text) and (_hangs_on(self.text[at]) or self.text[at - 1] == JOINER):
            at += 1
        return at

    def _before(self) -> int:
        """Where the sign before the cursor begins."""
        at = start = 0
        while at < self.at:
            start, at = at, self._after(at)
        return start

    def window(self, width: int) -> tuple[str, str, str]:
        """What is seen in a width: the text before the cursor, what is under it, the rest."""
        end = self._after(self.at)
        under = self.text[self.at : end] or " "
        start = 0
        while start < self.at and cells(self.text[start : self.at]) + cells(under) > width:
            start = self._after(start)
        return self.text[start : self.at], under, self.text[end:]


def _hangs_on(char: str) -> bool:
    """Whether a character is drawn on the one before it."""
    return char in JOINERS or unicodedata.category(char) in ("Mn", "Me", "Mc") or _modifies(char)


def _modifies(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
