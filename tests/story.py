"""A user at the keyboard: keys in, the screen and the database out."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot

from crmtui.app import CrmApp
from crmtui.i18n import set_language
from crmtui.opening import open_session
from crmtui.settings import Settings
from models.database import DatabaseThread, rows

KEYS = {"\n": "enter", "\t": "tab", " ": "space"}
PATIENCE = 400
QUIET = 2


CHARACTERS = {
    "enter": "\r",
    "tab": "\t",
    "space": " ",
    "slash": "/",
    "plus": "+",
    "colon": ":",
    "question_mark": "?",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


class Counter:
    """Counts what goes on in the app, but for the questions whether anything does."""

    messages = 0

    def hook(self, message: Message) -> None:
        """Count a message that reached any part of the app."""
        if not isinstance(message, events.Callback):
            self.messages += 1


class Story:
    """One session of the program in a window, and what it left in the database."""

    def __init__(self, app: CrmApp, pilot: Pilot[None], counter: Counter) -> None:
        self.app = app
        self.pilot = pilot
        self.counter = counter

    async def press(self, *keys: str) -> None:
        """Press keys, and wait after each until the program has done all it asks for."""
        for key in keys:
            self.send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as fast as a terminal can send it."""
        await self.burst(*(KEYS.get(char, char) for char in text))

    async def burst(self, *keys: str) -> None:
        """Press keys at once, as a slow line or a macro does, and wait until all are done."""
        for key in keys:
            self.send(key)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal does that marks what is pasted."""
        self._deliver(events.Paste(text))
        await self.settle()

    def send(self, key: str) -> None:
        """Send a key, by Textual's name for it or as its character."""
        char = key if len(key) == 1 else CHARACTERS.get(key)
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        self._deliver(events.Key(name, char))

    def _deliver(self, event: events.Event) -> None:
        event.set_sender(self.app)
        driver: Any = self.app._driver
        driver.send_message(event)

    async def fill(self, text: str, *, then: str = "tab") -> None:
        """Type over what a field holds, and go on."""
        await self.burst("home", "shift+end", "delete", *(KEYS.get(char, char) for char in text))
        await self.press(then)

    async def go(self, field: str) -> None:
        """Put the focus on a field of the form that is shown."""
        form: Any = self.app.screen
        form.form.focus_on(field)
        await self.settle()

    async def settle(self) -> None:
        """Wait until neither the screens nor the database's thread have anything to do."""
        quiet = 0
        for _ in range(PATIENCE):
            before = self.counter.messages
            await self.pilot._wait_for_screen()
            if self.app._exit:
                return
            await asyncio.wrap_future(self.app.database.submit(int))
            self.app.screen._on_timer_update()
            rests = self.counter.messages == before and self.app.at_rest
            quiet = quiet + 1 if rests else 0
            await asyncio.sleep(0 if self.app.at_rest else 0.002)
            if quiet > QUIET:
                return
        raise AssertionError(f"never at rest\n{self.text}")

    async def resize(self, width: int, height: int) -> None:
        """Make the window another size."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

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
        opened = database.submit(open_session, settings, make=True).result()
        app = CrmApp(opened, database)
        counter = Counter()
        async with app.run_test(size=size, message_hook=counter.hook) as pilot:
            story = Story(app, pilot, counter)
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
