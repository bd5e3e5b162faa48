"""An app that data, the environment and its own errors can't turn against its user."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from rich.console import RenderableType
from textual.app import SuspendNotSupported
from textual.dom import DOMNode
from textual.driver import Driver
from textual.widget import Widget

from crmtui.safe_text import visible
from crmtui.terminal import crash, session
from crmtui.terminal.driver import SafeDriver
from crmtui.terminal.filter import ControlFilter
from crmtui.terminal.in_turn import InTurn

Result = TypeVar("Result")


class SafeApp(InTurn[Result]):
    """The part of the program that stands between Textual and the terminal.

    An unforeseen error runs what `session.set_on_end` named, is written to `log_directory`,
    and ends the program with one line and status 70.
    """

    ENABLE_COMMAND_PALETTE = False
    log_directory: Path | None = None
    mouse_wanted = False

    def __init__(self, **named: Any) -> None:
        super().__init__(driver_class=SafeDriver, **named)
        self._filters.append(ControlFilter())
        self._last_words = ""

    def redraw(self) -> None:
        """Paint all again, over whatever another program left on the screen."""
        self.refresh(layout=True)

    def send_to_printer(self, job: bytes) -> None:
        """Send a terminal what it passes on to its printer, and paint over what it may show."""
        if isinstance(self._driver, SafeDriver):
            self._driver.write_bytes(job)
        self.redraw()

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        return super()._build_driver(headless, False, mouse and self.mouse_wanted, size)

    def _set_pointer_shape(self, shape: str) -> None:
        if self.mouse_wanted:
            super()._set_pointer_shape(shape)

    def _register_child(
        self, parent: DOMNode, child: Widget, before: int | None, after: int | None
    ) -> None:
        # A blinking cursor sends for ever, and hides from sshd that its client is gone.
        if hasattr(child, "cursor_blink"):
            child.cursor_blink = False
        super()._register_child(parent, child, before, after)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Do nothing: a browser would run where the program does, perhaps on a server."""

    def deliver_text(self, *args: Any, **named: Any) -> str | None:
        """Refuse to write a file that no command of the program asked for."""
        return None

    def deliver_binary(self, *args: Any, **named: Any) -> str | None:
        """Refuse to write a file that no command of the program asked for."""
        return None

    def deliver_screenshot(self, *args: Any, **named: Any) -> str | None:
        """Refuse: a picture holds people's data."""
        return None

    def save_screenshot(self, *args: Any, **named: Any) -> str:
        """Refuse: a picture holds people's data."""
        return ""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Refuse: no other program gets the terminal."""
        raise SuspendNotSupported("crmtui lends its terminal to no other program")
        yield

    def action_suspend_process(self) -> None:
        """Do nothing: a stopped program would keep its locks."""

    def exit(
        self,
        result: Result | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, saying at most one plain message."""
        if message is not None:
            self._last_words = visible(str(message), multiline=True)
        super().exit(result, return_code)

    async def _process_messages(self, *args: Any, **named: Any) -> None:
        asyncio.get_running_loop().set_exception_handler(self._stray_error)
        await super()._process_messages(*args, **named)

    def _stray_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            crash.report(error, self.log_directory)

    def _handle_exception(self, error: Exception) -> None:
        self._note_first(error)
        self._return_code = crash.CRASH_STATUS
        self._close_messages_no_wait()

    def _note_first(self, error: Exception) -> None:
        """Save and report, for the first error only: the ones after it are its shadow."""
        if self._exception is not None:
            return
        self._exception = error
        self._exception_event.set()
        self._last_words = crash.last_words(crash.report(error, self.log_directory))
        try:
            session.save_now()
        except Exception as second:  # noqa: BLE001 - the first error must still be told
            crash.report(second, self.log_directory)

    def _fatal_error(self) -> None:
        error = sys.exc_info()[1]
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError())

    def panic(self, *renderables: RenderableType) -> None:
        """Leave as after any unforeseen error; what would be shown is not."""
        self._fatal_error()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
        line, self._last_words = self._last_words, ""
        if line and sys.__stderr__ is not None:
            print(line, file=sys.__stderr__, flush=True)
