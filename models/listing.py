"""A long ordered list as a question: read a window at a time by key, never whole, never counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import peewee as pw

from models.database import snapshot

Position = tuple[Any, ...]


class Row(NamedTuple):
    """One row of a list: the record's id, its place in the order, what it shows."""

    key: int
    position: Position
    cells: tuple[Any, ...]


class Source(Protocol):
    """Anything a list can be read from."""

    @property
    def names(self) -> Sequence[str]:
        """What the cells of its rows are called."""

    def after(self, position: Position | None, limit: int) -> list[Row]:
        """The rows that follow a position; from the start where there is none."""

    def before(self, position: Position | None, limit: int) -> list[Row]:
        """The rows just before a position, in order; the last ones where there is none."""

    def at(self, position: Position, limit: int) -> list[Row]:
        """The rows from a position on, its own included."""


# Neither list is compared or shown as such, and making the methods for it delays the start.
@dataclass(frozen=True, eq=False, repr=False)
class Listing:
    """A query with its order: `order` ends in a column that is unique."""

    query: Any
    key: Any
    names: tuple[str, ...]
    columns: tuple[Any, ...]
    order: tuple[Any, ...]
    descending: bool = False

    def after(self, position: Position | None, limit: int) -> list[Row]:
        """The rows that follow a position; from the start where there is none."""
        return self._page(position, limit, forward=True)

    def before(self, position: Position | None, limit: int) -> list[Row]:
        """The rows just before a position, in order; the last ones where there is none."""
        return self._page(position, limit, forward=False)[::-1]

    def at(self, position: Position, limit: int) -> list[Row]:
        """The rows from a position on, its own included."""
        return self._page(position, limit, forward=True, inclusive=True)

    def place_of(self, key: int) -> Position | None:
        """The place of a record in the order, if it is in the list."""
        found = self.query.select(*self.order).where(self.key == key).limit(1).tuples()
        return next((tuple(row) for row in found), None)

    def keys(self, limit: int | None = None, chunk: int = 500) -> Iterator[list[int]]:
        """The ids in order, some hundreds at a time."""
        position: Position | None = None
        left = limit
        while left is None or left > 0:
            size = chunk if left is None else min(chunk, left)
            with snapshot():
                page = self.after(position, size)
            if page:
                yield [row.key for row in page]
            if len(page) < size:
                return
            position = page[-1].position
            left = None if left is None else left - size

    def count(self, at_most: int) -> int:
        """How many rows there are, counted no further than `at_most`."""
        inner = self.query.select(self.key).limit(at_most)
        return int(inner.count())

    def _page(
        self, position: Position | None, limit: int, *, forward: bool, inclusive: bool = False
    ) -> list[Row]:
        query = self.query.select(self.key, *self.columns, *self.order)
        downward = self.descending == forward
        if position is not None:
            place = pw.Tuple(*self.order)
            if inclusive:
                query = query.where(place <= position if downward else place >= position)
            else:
                query = query.where(place < position if downward else place > position)
        ordered = [c.desc() if downward else c for c in self.order]
        width = len(self.order)
        return [
            Row(r[0], tuple(r[-width:]), tuple(r[1:-width]))
            for r in query.order_by(*ordered).limit(limit).tuples()
        ]


@dataclass(frozen=True, eq=False, repr=False)
class FixedList:
    """A short list that is in memory already."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, names: tuple[str, ...], rows: Sequence[tuple[int, tuple[Any, ...]]]) -> FixedList:
        """A list of (id, cells)."""
        made = tuple(Row(key, (i,), cells) for i, (key, cells) in enumerate(rows))
        return cls(names, made)

    def after(self, position: Position | None, limit: int) -> list[Row]:
        """The rows that follow a position; from the start where there is none."""
        start = 0 if position is None else position[0] + 1
        return list(self.rows[start : start + limit])

    def before(self, position: Position | None, limit: int) -> list[Row]:
        """The rows just before a position, in order; the last ones where there is none."""
        end = len(self.rows) if position is None else position[0]
        return list(self.rows[max(0, end - limit) : end])

    def at(self, position: Position, limit: int) -> list[Row]:
        """The rows from a position on, its own included."""
        return list(self.rows[position[0] : position[0] + limit])
