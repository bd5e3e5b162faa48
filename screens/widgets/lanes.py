"""How the activities of a day are laid beside one another, in half hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from screens.calendar.days import Entry

# A line of a day is half an hour.
SLOT_MINUTES = 30
SLOTS = 24 * 60 // SLOT_MINUTES

# Where those are that last all day: above the hours.
ALL_DAY = -1

_DAY_MINUTES = 24 * 60


class Lane(NamedTuple):
    """Where something stands among what overlaps it: in which lane, of how many.

    Those that hang together by overlapping are a `cluster`, which has as many lanes throughout.
    """

    nth: int
    of: int
    cluster: int


def lanes(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """The lane of each span (from, to before), in their order.

    No two in a lane overlap. Spans that hang together by overlapping have as many lanes as
    overlap at most at one moment, which is the least there can be.
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0], -spans[i][1]))
    found: dict[int, Lane] = {}
    cluster: list[tuple[int, int]] = []
    over: list[int] = []
    number = 0
    for i in order:
        start, end = spans[i]
        if over and start >= max(over):
            found |= _closed(cluster, len(over), number)
            cluster, over, number = [], [], number + 1
        free = next((n for n, until in enumerate(over) if until <= start), len(over))
        over[free : free + 1] = [end]
        cluster.append((i, free))
    found |= _closed(cluster, len(over), number)
    return [found[i] for i in range(len(spans))]


def _closed(cluster: Sequence[tuple[int, int]], of: int, number: int) -> dict[int, Lane]:
    return {i: Lane(index, of, number) for i, index in cluster}


class Block(NamedTuple):
    """An activity on a day: from which line to before which, and in which lane."""

    entry: Entry
    first: int
    last: int
    lane: Lane


class DayLayout:
    """One day's activities: those above the hours, and the blocks beside the hours."""

    def __init__(self, day: dt.date, entries: Sequence[Entry]) -> None:
        self.day = day
        self.all_day = [entry for entry in entries if _is_all_day(entry, day)]
        timed = [entry for entry in entries if not _is_all_day(entry, day)]
        spans = [_slots(entry, day) for entry in timed]
        self.blocks = [
            Block(entry, *span, lane)
            for entry, span, lane in zip(timed, spans, lanes(spans), strict=True)
        ]
        self._at: list[list[Block]] = [[] for _ in range(SLOTS)]
        for block in sorted(self.blocks, key=lambda b: b.lane.nth):
            for slot in range(block.first, block.last):
                self._at[slot].append(block)

    def blocks_at(self, slot: int) -> list[Block]:
        """The blocks at a line, from the first lane to the last."""
        return self._at[slot]

    def at(self, slot: int) -> list[Entry]:
        """What is on at a line, or all day."""
        return self.all_day if slot == ALL_DAY else [block.entry for block in self._at[slot]]

    def places(self) -> list[tuple[int, int]]:
        """The line and the place in it of each activity, in the order of the day."""
        found = [(ALL_DAY, i) for i in range(len(self.all_day))]
        ordered = sorted(self.blocks, key=lambda b: (b.first, b.lane.nth))
        return found + [(b.first, self._at[b.first].index(b)) for b in ordered]

    def place_of(self, key: tuple[int, dt.datetime | None]) -> tuple[int, int] | None:
        """The line and the place in it of an activity, if it is on that day."""
        for slot, index in self.places():
            if self.at(slot)[index].identity == key:
                return slot, index
        return None


def _minutes(moment: dt.datetime, day: dt.date) -> int:
    return int((moment - dt.datetime.combine(day, dt.time())).total_seconds() // 60)


def _is_all_day(entry: Entry, day: dt.date) -> bool:
    """Whether an activity takes the whole of a day."""
    occurrence = entry.occurrence
    whole = _minutes(occurrence.start, day) <= 0
    return occurrence.all_day or (whole and _minutes(occurrence.ends_before, day) >= _DAY_MINUTES)


def _slots(entry: Entry, day: dt.date) -> tuple[int, int]:
    """The lines that an activity touches on a day."""
    start = max(0, _minutes(entry.occurrence.start, day))
    end = min(_DAY_MINUTES, _minutes(entry.occurrence.ends_before, day))
    return start // SLOT_MINUTES, -(-end // SLOT_MINUTES)
