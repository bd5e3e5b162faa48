"""A screen with a field and the grid of lines, and the items that its stories sell."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any, ClassVar

from story import Story
from textual.widget import Widget
from textual.widgets import Input

from models.item import Item
from models.sale_line import blank_line
from screens.commands import lines, records
from screens.commands.command import Command
from screens.line_keys import HasLines
from screens.widgets.line_grid import LineGrid

ITEMS = (
    ("CHAI", "Thé Chai, 10 boîtes", "Chai tea, 10 boxes", "BOX", "10.10"),
    ("KONBU", "Konbu, 2 kg", "Konbu, 2 kg", "BOX", "6"),
    ("VIS-100", "Vis à bois, 100", "Wood screws, 100", "BAG", "0.125"),
    ("VIS-500", "Vis à bois, 500", "Wood screws, 500", "BAG", "0.5"),
    ("POMME", "Pommes", "Apples", "KG", "3"),
)


def make_items() -> None:
    """Make the items in the database that is open."""
    for code, fr, en, unit, price in ITEMS:
        Item.make(
            {
                "code": code,
                "description_fr": fr,
                "description_en": en,
                "unit": unit,
                "price": Decimal(price),
                "taxable": code != "POMME",
                "active": True,
            }
        )


def line(item: str = "", description: str = "", **others: Any) -> dict[str, Any]:
    """A line with what is given, otherwise as a new one."""
    return blank_line() | {"item": item, "description": description} | others


CHAI = line("CHAI", "Thé Chai, 10 boîtes", unit="BOX", unit_price=Decimal("10.10"))
KONBU = line("KONBU", "Konbu, 2 kg", unit="BOX", unit_price=Decimal("6.00"))
FREE = line("", "Transport", quantity=Decimal(2), unit_price=Decimal("25.00"))


class Host(HasLines):
    """A field, and lines below it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (records.PROMPT, *lines.ALL)

    def __init__(self, given: list[dict[str, Any]], **named: Any) -> None:
        super().__init__()
        self.given = given
        self.named = named
        self.left: list[int] = []
        self.changes = 0

    def body(self) -> Iterator[Widget]:
        """A field and the grid."""
        yield Input(compact=True)
        yield LineGrid(self.given, self.ask, **self.named)

    async def on_mount(self) -> None:
        """Begin in the grid."""
        await super().on_mount()
        self.grid.focus_first_empty()

    def on_line_grid_left(self, event: LineGrid.Left) -> None:
        """Note where the hands went."""
        self.left.append(event.step)

    def on_line_grid_changed(self) -> None:
        """Count the changes."""
        self.changes += 1


class LineStory:
    """A user in the grid."""

    def __init__(self, story: Story, host: Host) -> None:
        self.story = story
        self.host = host

    @property
    def grid(self) -> LineGrid:
        """The grid."""
        return self.host.grid

    @property
    def cell(self) -> tuple[int, str]:
        """Where the cursor is: the line from 1 on, and the column."""
        return self.grid.row + 1, self.grid.column

    @property
    def typed(self) -> str | None:
        """What is being typed in the cell, nothing where it is only ready for it."""
        return self.grid.edit.text if self.grid.edit else None

    def facts(self, *names: str) -> list[Any]:
        """What the lines hold in some columns, numbers as texts; one column alone as it is."""
        rows = [tuple(_plain(line[name]) for name in names) for line in self.grid.lines]
        return [row[0] if len(row) == 1 else row for row in rows]

    @property
    def painted(self) -> list[str]:
        """The lines of the grid as they are seen."""
        top = self.grid.region.y
        return self.story.lines[top : top + self.grid.size.height]

    async def press(self, *keys: str) -> None:
        """Press keys; what begins with `=` is text to type."""
        for key in keys:
            if key.startswith("="):
                await self.story.type(key[1:])
            else:
                await self.story.press(key)


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


@asynccontextmanager
async def lines_in(
    session: Any, given: list[dict[str, Any]] | None = None, **named: Any
) -> AsyncIterator[LineStory]:
    """The grid with some lines, in a session of the program."""
    async with session as story:
        story.ask(make_items)
        host = Host(given or [], **named)
        await story.app.push_screen(host)
        await story.settle()
        yield LineStory(story, host)
