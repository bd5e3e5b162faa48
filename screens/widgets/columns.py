"""The columns of a list: what each shows, and how wide it is in the room there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.segment import Segment
from textual.strip import Strip

from crmtui.safe_text import visible
from screens.widgets.paint import DIM, cells, fit, strip

# The cells before the first column: the cursor and the mark.
MARGIN = 3
LEAST_FLEXIBLE = 10


@dataclass(frozen=True)
class Column:
    """A column of a list: its title, its width (0 takes what is left) and what it shows.

    One that `spans` takes the room of the column before it where that shows nothing. One that
    takes what is left has at `least` so much, before columns after it have their place. A `whole`
    one is never cut: it is as wide as the `longest` text that it shows, and where room is short,
    others go before it, and those that take what is left are narrowed down to `spare`.
    """

    title: str
    width: int
    show: Callable[[dict[str, Any]], str]
    right: bool = False
    spans: bool = False
    least: int = LEAST_FLEXIBLE
    whole: bool = False
    longest: int = 0
    spare: int = LEAST_FLEXIBLE

    def measured(self, rows: Iterable[Mapping[str, Any]]) -> Column:
        """The column, wide enough for what it shows of these rows."""
        if not self.whole:
            return self
        longest = max((cells(self.show(dict(row))) for row in rows), default=0)
        return replace(self, longest=longest) if longest > self.longest else self

    @property
    def wide(self) -> int:
        """How wide it is, 0 where it takes what is left."""
        return max(self.width, self.longest) if self.width else 0


def money_column(title: str, width: int, show: Callable[[dict[str, Any]], str]) -> Column:
    """A column of amounts, which are never cut."""
    return Column(title, width, show, right=True, whole=True)


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """The width of each column in a room; those that don't fit have -1, the last ones first."""
    usual = {i: column.least for i, column in enumerate(columns) if column.wide == 0}
    grown = sum(column.wide - column.width for column in columns if column.wide)
    least = _given_way(columns, usual, grown)
    found = _fitted(columns, room, least)
    if any(column.whole and wide < 0 for column, wide in zip(columns, found, strict=True)):
        least = {i: min(wide, columns[i].spare) for i, wide in usual.items()}
        found = _fitted(columns, room, least, firm=True)
    left = max(0, room - sum(wide + 1 for wide in found if wide > 0) - len(least) + 1)
    for n, i in enumerate(least):
        later = sum(list(least.values())[n + 1 :])
        share = left // (len(least) - n)
        found[i] = min(max(share, least[i]), max(share, left - later))
        left -= found[i]
    return found


def _given_way(columns: Sequence[Column], least: Mapping[int, int], by: int) -> dict[int, int]:
    """What takes what is left, narrowed by so many cells, the widest first."""
    narrowed = dict(least)
    for _ in range(by):
        loose = [i for i, wide in narrowed.items() if wide > columns[i].spare]
        if not loose:
            break
        narrowed[max(loose, key=narrowed.__getitem__)] -= 1
    return narrowed


def _fitted(
    columns: Sequence[Column], room: int, least: Mapping[int, int], *, firm: bool = False
) -> list[int]:
    """The columns that have room beside what takes what is left; the whole ones first if firm."""
    found = [column.wide for column in columns]
    fixed, wanted = sum(found) + len(found) - 1, sum(least.values())
    leaving = [i for i in reversed(range(1, len(found))) if found[i] != 0]
    if firm:
        # An amount that is cut reads as another one, so the last ones rather go whole.
        amounts = [i for i in leaving if columns[i].whole]
        leaving = [*(i for i in leaving if not columns[i].whole), *amounts[:-1]]
    for i in leaving:
        if room - fixed < wanted:
            fixed -= found[i] + 1
            found[i] = -1
    return found


def shown_cells(columns: Sequence[Column], width: int, row: dict[str, Any]) -> list[str]:
    """What the columns show of a row, each as wide as it is."""
    shown: list[str] = []
    room = 0
    for column, wide in zip(columns, widths(columns, width - MARGIN), strict=True):
        if wide < 0:
            continue
        text = visible(column.show(row))
        if column.spans and shown and not shown[-1].strip():
            shown.pop()
            wide += room + 1
        shown.append(fit(text, wide, right=column.right))
        room = wide
    return shown


def header_line(columns: Sequence[Column], width: int) -> Strip:
    """The titles of the columns."""
    titles = [
        fit(column.title, wide, right=column.right)
        for column, wide in zip(columns, widths(columns, width - MARGIN), strict=True)
        if wide >= 0
    ]
    return strip([Segment(" " * MARGIN + " ".join(titles), DIM)], width)
