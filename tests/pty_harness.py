"""A program in a real pseudo-terminal, its screen, and what it sent byte by byte.

Nothing here sleeps for a guess: every wait looks until what is awaited is there, or a limit.
"""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0
GONE = 2.0
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def terminal_env(**more: str) -> dict[str, str]:
    """Return a clean environment: xterm with 256 colours, UTF-8, the sources importable."""
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    env |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    env |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "PYTHONDONTWRITEBYTECODE": "1"}
    return env | more


class PtyProgram:
    """One program and the terminal it believes to be in.

    `answers` makes the terminal reply to questions, as real ones do; without it, it is mute.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        columns: int = 80,
        rows: int = 24,
        answers: bool = False,
        ignore_hang_up: bool = False,
    ) -> None:
        self.raw = b""
        self.answers = answers
        self._answered = 0
        self.display = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.display)
        self._master, slave = os.openpty()
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(slave)
        # Python restores no signal that its parent ignored: the child starts like under nohup.
        before = signal.getsignal(signal.SIGHUP)
        if ignore_hang_up:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=dict(env if env is not None else terminal_env()),
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            )
        finally:
            signal.signal(signal.SIGHUP, before)
            os.close(slave)

    def __enter__(self) -> "PtyProgram":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def lines(self) -> list[str]:
        """The screen, row by row, without the blanks at the end."""
        return [line.rstrip() for line in self.display.display]

    @property
    def screen(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def is_hung_up(self) -> bool:
        """Whether the terminal has been closed."""
        return self._master < 0

    def send(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def pump(self, seconds: float = 0.0) -> bytes:
        """Read what comes within `seconds`, show it, and answer; return it."""
        if self.is_hung_up or not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""
        self.raw += data
        # What is private is not for pyte, which would show some of it.
        self._stream.feed(data.replace(b"\x1b[5n", b"").replace(b"\x1b[?2026$p", b""))
        self._answer()
        return data

    def _answer(self) -> None:
        asked = self.raw.count(b"\x1b[5n")
        if self.answers and asked > self._answered:
            self.send(b"\x1b[0n" * (asked - self._answered))
        self._answered = asked

    def wait_until(
        self, there: Callable[[], bool], what: str = "", patience: float = PATIENCE
    ) -> None:
        """Read until `there()`; an AssertionError with the screen tells that it never was."""
        limit = time.monotonic() + patience
        while not there():
            if time.monotonic() > limit or (self.process.poll() is not None and not self.pump()):
                assert there(), f"{what or there} never came. Screen:\n{self.screen}"
                return
            self.pump(0.02)

    def wait_for(self, text: str, patience: float = PATIENCE) -> None:
        """Read until `text` is on the screen."""
        self.wait_until(lambda: text in self.screen, repr(text), patience)

    def wait_quiet(self, seconds: float = 0.3) -> None:
        """Read until nothing has come for `seconds`."""
        while self.pump(seconds):
            pass

    def wait_still(self, seconds: float = 0.1) -> None:
        """Wait, without reading, until the program has used no processor time for a while."""
        before = -1.0
        while (used := self.cpu_seconds()) != before:
            before = used
            select.select([], [], [], seconds)

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""
        self._set_size(columns, rows)
        self.display.resize(rows, columns)
        os.kill(self.process.pid, signal.SIGWINCH)

    def _set_size(self, columns: int, rows: int) -> None:
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def signal(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        os.kill(self.process.pid, number)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        if not self.is_hung_up:
            os.close(self._master)
            self._master = -1

    def wait_gone(self, patience: float = PATIENCE, *, reading: bool = True) -> int:
        """Return the exit status (minus a signal's number); AssertionError where it stays.

        With `reading=False` the terminal stays stalled meanwhile.
        """
        limit = time.monotonic() + patience
        while self.process.poll() is None:
            assert time.monotonic() < limit, f"still there. Screen:\n{self.screen}"
            if reading and not self.is_hung_up:
                self.pump(0.02)
            else:
                select.select([], [], [], 0.01)
        while reading and self.pump():
            pass
        return int(self.process.returncode)

    def modes(self) -> list[object]:
        """Return the terminal's modes as the next program would find them."""
        return list(termios.tcgetattr(self._master))

    def cpu_seconds(self) -> float:
        """Return the processor time the program has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End what is left."""
        self.hang_up()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
