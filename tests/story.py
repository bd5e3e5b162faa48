"""A user at the keyboard: keys in, the screen and the database out."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from crmtui.app import CrmApp
from crmtui.i18n import set_language
from crmtui.opening import open_session
from crmtui.settings import Settings
from models.database import DatabaseThread, rows

KEYS = {" ": "space", ".": "full_stop", ",": "comma", "-": "minus", "@": "at", "'": "apostrophe"}
PATIENCE = 400


class Story:
    """One session of the program in a window, and what it left in the database."""

    def __init__(self, app: CrmApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until the program has done all they ask for."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, a key for each character."""
        await self.pilot.press(*(KEYS.get(char, char) for char in text))
        await self.settle()

    async def fill(self, text: str, *, then: str = "tab") -> None:
        """Type over what a field holds, and go on."""
        await self.pilot.press("home", "shift+end", "delete")
        await self.type(text)
        await self.press(then)

    async def settle(self) -> None:
        """Wait until neither the screens nor the database's thread have anything to do."""
        for _ in range(2):
            await self.pilot.pause()
            await asyncio.wrap_future(self.app.database.submit(int))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        for _ in range(PATIENCE):
            if holds():
                return
            await self.settle()
        raise AssertionError(f"never came: {what}\n{self.text}")

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        screen = self.app.screen
        strips = screen._compositor.render_strips(self.app.size)
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """What the status line says."""
        from screens.widgets.bars import StatusLine

        return str(self.app.screen.query_one(StatusLine).text)

    @property
    def place(self) -> str:
        """The name of the screen that is shown."""
        return type(self.app.screen).__name__

    @property
    def field(self) -> str:
        """The name of the form's field that has the focus."""
        return str(getattr(self.app.focused, "field", None) and self.app.focused.field.name)

    def ask(self, call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Run a call on the database's thread."""
        return self.app.database.submit(call, *args, **named).result()

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        found: list[tuple[Any, ...]] = self.ask(rows, sql, params)
        return found

    def one(self, sql: str, *params: Any) -> Any:
        """The only value that a query finds."""
        return self.rows(sql, *params)[0][0]


@asynccontextmanager
async def session(
    path: Path, *, size: tuple[int, int] = (80, 24), language: str = "fr", user: str = "marie"
) -> AsyncIterator[Story]:
    """The program at work on a database, as a user, in a language."""
    database = DatabaseThread()
    settings = Settings(database=str(path), user=user, language=language)
    try:
        opened = database.submit(open_session, settings).result()
        app = CrmApp(opened, database)
        async with app.run_test(size=size) as pilot:
            story = Story(app, pilot)
            await story.settle()
            yield story
    finally:
        database.stop()
        set_language("fr")


def copy_of(path: Path, folder: Path) -> Path:
    """A copy of a database that nobody has open."""
    target = folder / "story.db"
    shutil.copy(path, target)
    return target
