"""The columns of a list: what each shows, and how wide it is in the room there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual.strip import Strip

from crmtui.safe_text import visible
from screens.widgets.paint import DIM, fit, strip

# The cells before the first column: the cursor and the mark.
MARGIN = 3
LEAST_FLEXIBLE = 10


@dataclass(frozen=True)
class Column:
    """A column of a list: its title, its width (0 takes what is left) and what it shows.

    One that `spans` takes the room of the column before it where that shows nothing. One that
    takes what is left has at `least` so much, before columns after it have their place.
    """

    title: str
    width: int
    show: Callable[[dict[str, Any]], str]
    right: bool = False
    spans: bool = False
    least: int = LEAST_FLEXIBLE


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """The width of each column in a room; those that don't fit have -1, the last ones first."""
    found = [column.width for column in columns]
    fixed = sum(found) + len(found) - 1
    flexible = [i for i, w in enumerate(found) if w == 0]
    wanted = sum(columns[i].least for i in flexible)
    for i in reversed(range(1, len(found))):
        if room - fixed < wanted and found[i] != 0:
            fixed -= found[i] + 1
            found[i] = -1
    left = max(0, room - fixed)
    for n, i in enumerate(flexible):
        later = sum(columns[j].least for j in flexible[n + 1 :])
        share = left // (len(flexible) - n)
        found[i] = min(max(share, columns[i].least), max(share, left - later))
        left -= found[i]
    return found


def shown_cells(columns: Sequence[Column], width: int, cells: dict[str, Any]) -> list[str]:
    """What the columns show of a row, each as wide as it is."""
    shown: list[str] = []
    room = 0
    for column, wide in zip(columns, widths(columns, width - MARGIN), strict=True):
        if wide < 0:
            continue
        text = visible(column.show(cells))
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
