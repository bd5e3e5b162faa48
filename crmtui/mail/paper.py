"""What letters and labels of a mailing share: whom they are for, read some at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from crmtui.printing.letters import fitted, replaced
from models import mailing_paper
from models.mailing_paper import Sender, Written

# So many are read at once: what is in memory is theirs alone.
_BATCH = 200

# Runs what reads the database: elsewhere than on its own thread it is handed over to that.
Ask = Callable[..., Any]


def here(function: Callable[..., Any], *args: Any) -> Any:
    """Ask the database on this very thread."""
    return function(*args)


@dataclass
class Printed:
    """What came of printing: whom it was for, how many pages, which letters became others."""

    recipients: list[int] = field(default_factory=list)
    pages: int = 0
    replaced: str = ""

    def fitting(self, text: str, charset: str) -> None:
        """Note which letters of a text a charset can't write."""
        try:
            text.encode(charset)
        except UnicodeEncodeError:
            found = self.replaced + replaced(text, charset)
            self.replaced = "".join(dict.fromkeys(found))


class Run:
    """One printing of a produced postal mailing. Raises `RuleBroken`."""

    def __init__(
        self,
        mailing: int,
        *,
        charset: str,
        only: Collection[int] | None = None,
        ask: Ask = here,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        """Begin; `progress` is told how many are done, of how many."""
        self.charset = charset
        self.fit = fitted(charset)
        self.sender: Sender = ask(mailing_paper.sender, mailing)
        self.done = Printed()
        self._keys: list[int] = ask(mailing_paper.printed, mailing, only)
        self._ask, self._progress = ask, progress

    def __iter__(self) -> Iterator[Written]:
        for start in range(0, len(self._keys), _BATCH):
            found: list[Written] = self._ask(
                mailing_paper.written, self._keys[start : start + _BATCH]
            )
            for each in found:
                yield each
                self.done.recipients.append(each.id)
            self._progress(start + len(found), len(self._keys))
