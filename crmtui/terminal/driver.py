"""The driver: terminal modes in and out, keys that can't harm, an end that is at once."""

import os
import selectors
import signal
import termios
import tty
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual import constants, events
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from crmtui.terminal import environment, session
from crmtui.terminal.keyboard import ASK_STATUS, Keyboard

if TYPE_CHECKING:
    from textual.app import App

_READ = 64 * 1024
# Alternate screen, no cursor, bracketed paste, no wrapping at the last column.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
_LEAVE = "\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h"
_MOUSE = ("1000", "1003", "1015", "1006")
_KITTY = "\x1b[>25u"
_KITTY_OFF = "\x1b[<u"
_ASK_SYNC = "\x1b[?2026$p"


class Raw(str):
    """A text each of whose letters is a byte for the terminal, whatever the screen's encoding."""


class SafeWriter(WriterThread):
    """Writes to the terminal; when that is gone, the session ends instead of the thread."""

    muted = False

    def run(self) -> None:
        """Write what is queued, flushing when nothing more waits."""
        file, queue = self._file, self._queue
        while (text := queue.get()) is not None:
            try:
                if not self.muted and isinstance(text, Raw):
                    file.flush()
                    cast(TextIO, file).buffer.write(text.encode("latin-1"))
                elif not self.muted:
                    file.write(text)
                    if queue.empty():
                        file.flush()
            except (OSError, ValueError):
                session.end_session()


class SafeDriver(LinuxDriver):
    """A Linux driver that no input, hang-up or old terminal can hurt."""

    def __init__(
        self,
        app: "App[Any]",
        *,
        debug: bool = False,
        mouse: bool = False,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Take the terminal's file numbers; nothing is sent before start_application_mode."""
        super().__init__(app, debug=False, mouse=mouse, size=size)
        self._plain = environment.is_plain()
        self._kitty = not (self._plain or constants.DISABLE_KITTY_KEY)
        self._wake_read, self._wake_write = os.pipe()
        self._signal_read, self._signal_write = os.pipe()
        self._pipes = [self._wake_read, self._wake_write, self._signal_read, self._signal_write]
        # A stopped process would keep its locks while nobody looks at it.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    @property
    def can_suspend(self) -> bool:
        """Say that no suspending is possible, here and for the app."""
        return False

    def suspend_application_mode(self) -> None:
        """Do nothing: the terminal is not lent."""

    def resume_application_mode(self) -> None:
        """Do nothing: it was never lent."""

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Do nothing: a browser would run where the program does, perhaps on a server."""

    def write_bytes(self, data: bytes) -> None:
        """Send bytes to the terminal in one piece, between two frames."""
        self.write(Raw(data, "latin-1"))

    def start_application_mode(self) -> None:
        """Take the terminal and begin to read it."""
        assert self._file is not None, "prepare() refuses to start without a terminal"
        self._writer_thread = SafeWriter(self._file)
        self._writer_thread.start()
        self.attrs_before = _attributes(self.fileno)
        # A program before may have left it so that a full terminal loses what is written.
        os.set_blocking(self.fileno, True)
        os.set_blocking(self._file.fileno(), True)
        self._set_raw()
        session.set_restore(self._give_back_now)
        self._hear_signals()
        self._send_size()
        self.write(self._entering())
        self._key_thread = Thread(target=self._run_input_thread, name="crmtui-input", daemon=True)
        self._key_thread.start()

    def _hear_signals(self) -> None:
        """Let the loop do what a signal asks for, whichever thread the system gives it to.

        The loop's own pipe is shared with every key: behind a terminal that stalls it is full,
        and a signal written there is lost. This one only wakes the loop; what is to be done is
        kept by the interpreter, so that a full pipe loses nothing.
        """
        for number in (self._signal_read, self._signal_write):
            os.set_blocking(number, False)
        self._loop.add_reader(self._signal_read, self._drain)
        signal.set_wakeup_fd(self._signal_write, warn_on_full_buffer=False)
        for heard, do in ((signal.SIGWINCH, self._send_size), (signal.SIGCONT, self._continue)):
            signal.signal(heard, partial(self._soon, do))

    def _soon(self, do: Callable[[], None], *_: Any) -> None:
        self._loop.call_soon_threadsafe(do)

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._signal_read, _READ)

    def _ignore_signals(self) -> None:
        for heard in (signal.SIGWINCH, signal.SIGCONT):
            signal.signal(heard, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        self._loop.remove_reader(self._signal_read)

    def _entering(self) -> str:
        text = _ENTER
        if self._mouse:
            text += "".join(f"\x1b[?{mode}h" for mode in _MOUSE)
        if self._kitty:
            text += _KITTY
        if not self._plain and os.environ.get("TERM_PROGRAM") != "Apple_Terminal":
            text += _ASK_SYNC
        return text + ASK_STATUS

    def _leaving(self) -> str:
        text = _KITTY_OFF if self._kitty else ""
        if self._mouse:
            text += "".join(f"\x1b[?{mode}l" for mode in _MOUSE)
        return text + _LEAVE

    def _set_raw(self) -> None:
        raw = _attributes(self.fileno)
        if raw is not None:
            raw[tty.LFLAG] = self._patch_lflag(raw[tty.LFLAG])
            raw[tty.IFLAG] = self._patch_iflag(raw[tty.IFLAG])
            raw[tty.CC][termios.VMIN] = 1
            _set_attributes(self.fileno, raw)

    def _continue(self) -> None:
        """Take the terminal back after the system stopped the process, which none can refuse."""
        self._set_raw()
        self.write(self._entering())
        redraw = getattr(self._app, "redraw", self._app.refresh)
        self._app.call_later(redraw)

    def _get_terminal_size(self) -> tuple[int, int]:
        return environment.size()

    def _send_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self.send_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """Stop reading at once; what was typed ahead is dropped."""
        if self._key_thread is None:
            return
        self._ignore_signals()
        os.write(self._wake_write, b".")
        self._key_thread.join()
        self._key_thread = None
        try:
            termios.tcflush(self.fileno, termios.TCIFLUSH)
        except termios.error:
            return

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self.disable_input()
        _set_attributes(self.fileno, self.attrs_before)
        self.write(self._leaving())

    def close(self) -> None:
        """Wait until all is written."""
        super().close()
        session.set_restore(None)
        while self._pipes:
            os.close(self._pipes.pop())

    def _give_back_now(self) -> None:
        """Give the terminal back past a queue that may be stuck, from another thread."""
        if isinstance(self._writer_thread, SafeWriter):
            self._writer_thread.muted = True
        _set_attributes(self.fileno, self.attrs_before)
        if self._file is not None:
            # The terminal may be gone already, which is why this runs.
            with suppress(OSError):
                os.write(self._file.fileno(), self._leaving().encode("ascii"))

    def _run_input_thread(self) -> None:
        # Stock code answers with a traceback on the screen.
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - told to the app, which reports and leaves
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until told to stop, sleeping without a clock while there are none."""
        keyboard = Keyboard(
            ask=lambda: self.write(ASK_STATUS), escape_delay=environment.escape_delay() / 1000
        )
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_read, selectors.EVENT_READ)
            while True:
                ready = {key.fd for key, _ in selector.select(keyboard.timeout())}
                if self._wake_read in ready:
                    return
                messages = keyboard.feed(self._read()) if ready else keyboard.tick()
                for message in messages:
                    self.process_message(message)

    def _read(self) -> bytes:
        try:
            data = os.read(self.fileno, _READ)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            session.end_session()
        return data


def _attributes(number: int) -> list[Any] | None:
    try:
        return termios.tcgetattr(number)
    except termios.error:
        return None


def _set_attributes(number: int, attributes: list[Any] | None) -> None:
    if attributes is not None:
        try:
            termios.tcsetattr(number, termios.TCSANOW, attributes)
        except termios.error:
            return
