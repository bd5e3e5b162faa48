"""What an activity says beside the hours it takes: its text, line by line."""

from __future__ import annotations

import datetime as dt
from textwrap import wrap

from crmtui.safe_text import visible
from screens.activity_columns import times_text, with_whom
from screens.symbols import sign
from screens.widgets.lanes import SLOT_MINUTES, Block

# The narrowest lane that is worth showing, of a day alone and of one among seven.
LEAST_LANE = 14
LEAST_NARROW_LANE = 4
# From which width on the time and the whole of what it is have room in one line.
TIMES_FROM = 26
# From which width on lines end between words.
WORDS_FROM = 8


def shown_lanes(of: int, width: int, narrow: bool) -> int:
    """How many of some lanes are shown side by side in a width."""
    least = LEAST_NARROW_LANE if narrow else LEAST_LANE
    return max(1, min(of, width // least))


def block_lines(block: Block, day: dt.date, width: int, narrow: bool) -> list[str]:
    """The lines of a block, as many as it takes half hours, each with its edge before it."""
    rows = block.last - block.first
    room = max(1, width - 1)
    words = _narrow_words(block, day, room, rows) if narrow else _words(block, day, room, rows)
    begun = block.entry.continues(day)
    edges = [sign("bar") if begun else sign("top"), *[sign("bar")] * (rows - 1)]
    words += [""] * (rows - len(words))
    return [edge + text for edge, text in zip(edges, words, strict=True)]


def _head(block: Block, day: dt.date, start: str) -> str:
    """The beginning of a block: its time, its mark, what it is."""
    entry = block.entry
    if entry.continues(day):
        start = sign("more")
    mark = entry.mark.strip()
    again = sign("again") if entry.occurrence.recurs else ""
    return " ".join(part for part in (start, mark, visible(entry.words), again) if part)


def _words(block: Block, day: dt.date, room: int, rows: int) -> list[str]:
    occurrence = block.entry.occurrence
    if room >= TIMES_FROM:
        start = times_text(occurrence.start, occurrence.end, occurrence.all_day)
    else:
        start = f"{occurrence.start:%H:%M}"
    whom = "" if occurrence.busy else with_whom(occurrence._asdict())
    parts = [_head(block, day, start), visible(whom), visible(occurrence.location)]
    parts = [part for part in parts if part]
    if len(parts) <= rows:
        return parts
    last = f" {sign('bullet')} ".join(parts[rows - 1 :])
    return [*parts[: rows - 1], last]


def _narrow_words(block: Block, day: dt.date, room: int, rows: int) -> list[str]:
    start = block.entry.occurrence.start
    time = f"{start:%H:%M}" if start.minute % SLOT_MINUTES else ""
    head = _head(block, day, time)
    if room < WORDS_FROM:
        return [head[n * room : (n + 1) * room] for n in range(rows)]
    lines = wrap(head, room)
    return [*lines[: rows - 1], " ".join(lines[rows - 1 :])] if len(lines) > rows else lines
