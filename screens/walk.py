"""The list that a record was opened from, so that one can go on to its neighbours (spec 2.5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from textual import work

from crmtui.i18n import t
from models.listing import Position, Row, Source
from models.rules import RuleBroken


@dataclass(frozen=True)
class Walk:
    """A place in a list, and how its rows are opened instead of the screen that is there."""

    source: Source
    position: Position
    open: Callable[[Any, Row, Walk], Awaitable[None]]

    async def neighbour(self, ask: Callable[..., Awaitable[Any]], step: int) -> Row | None:
        """The row after (1) or before (-1) this place, if there is one."""
        read = self.source.after if step > 0 else self.source.before
        found = await ask(read, self.position, 1)
        return found[0] if found else None

    def to(self, row: Row) -> Walk:
        """The same list at another row."""
        return replace(self, position=row.position)


class Walks:
    """A screen of one record, from which F7 and F8 go to its neighbours."""

    walk_from: Walk | None = None

    @work
    async def action_previous(self: Any) -> None:
        """Go to the record before in the list one came from."""
        await _go(self, -1)

    @work
    async def action_next(self: Any) -> None:
        """Go to the next record of the list one came from."""
        await _go(self, 1)


async def _go(screen: Any, step: int) -> None:
    walk: Walk | None = screen.walk_from
    row = await walk.neighbour(screen.ask, step) if walk else None
    if row is None or walk is None:
        screen.say(t("walk.end" if step > 0 else "walk.start"))
    elif await screen.may_leave():
        try:
            await walk.open(screen, row, walk.to(row))
        except RuleBroken as broken:
            screen.problem(broken)
