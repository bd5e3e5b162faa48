"""A program in a pseudo-terminal: when its bytes came, how many, and what they show."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 80, 24
PATIENCE = 30.0

Shows = Callable[[str], bool]

# What terminals answer: the status, the cursor's place, what they are (ECMA-48, DEC).
_ANSWERS = {b"\x1b[5n": b"\x1b[0n", b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62;22c"}
# What pyte would show some of.
_PRIVATE = (b"\x1b[5n", b"\x1b[?2026$p", b"\x1b[?2048$p", b"\x1b[?1u", b"\x1b[>25u", b"\x1b[<u")


@dataclass(frozen=True)
class Repaint:
    """What one key led to: seconds until its last byte, and how many bytes."""

    seconds: float
    size: int
    data: bytes


def environment(**more: str) -> dict[str, str]:
    """A plain terminal's environment: 256 colours, UTF-8, no variable of Python or Textual."""
    kept = {n: os.environ[n] for n in ("PATH", "HOME", "XDG_CACHE_HOME") if n in os.environ}
    return kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"} | more


class Program:
    """A command in a terminal of 80 by 24 that answers what it is asked."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=dict(env if env is not None else environment()),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def screen(self) -> str:
        """What is shown now."""
        for _, data in self.chunks[self._fed :]:
            self._stream.feed(_shown(data))
        self._fed = len(self.chunks)
        return "\n".join(self._screen.display)

    def read(self, seconds: float) -> bytes:
        """Read what comes next, at most so long, and answer it."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        if data:
            self.chunks.append((time.perf_counter(), data))
            self._answer(data)
        return data

    def _answer(self, data: bytes) -> None:
        for question, answer in _ANSWERS.items():
            if count := data.count(question):
                os.write(self.master, answer * count)

    def settle(self, quiet: float) -> None:
        """Read until nothing has come for so long."""
        while self.read(quiet):
            pass

    def wait(self, there: Shows, quiet: float) -> None:
        """Read until the screen shows what is awaited, and then until nothing more comes."""
        limit = time.perf_counter() + PATIENCE
        while not there(self.screen):
            if time.perf_counter() > limit:
                raise TimeoutError(f"never came; the screen is\n{self.screen}")
            self.read(0.05)
        self.settle(quiet)

    def press(self, keys: str, quiet: float, there: Shows | None = None) -> Repaint:
        """Type a key; what came of it before so much silence, and what is awaited before that."""
        first = len(self.chunks)
        began = time.perf_counter()
        os.write(self.master, keys.encode())
        if there is not None:
            self.wait(there, quiet)
        self.settle(quiet)
        came = self.chunks[first:]
        seconds = came[-1][0] - began if came else 0.0
        return Repaint(seconds, sum(len(d) for _, d in came), b"".join(d for _, d in came))

    def whole_after(self) -> float:
        """Seconds from the start until the screen first read as it does now."""
        end = self.screen
        replayed = pyte.Screen(COLUMNS, ROWS)
        stream = pyte.ByteStream(replayed)
        for at, data in self.chunks:
            stream.feed(_shown(data))
            if "\n".join(replayed.display) == end:
                return at - self.began
        return self.chunks[-1][0] - self.began

    def bytes_so_far(self) -> int:
        """How many bytes have come."""
        return sum(len(data) for _, data in self.chunks)

    def proportional_memory(self) -> float:
        """The megabytes the process has, those shared with others counted in part (PSS)."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        line = next(line for line in text.splitlines() if line.startswith("Pss:"))
        return int(line.split()[1]) / 1024

    def processor_time(self) -> float:
        """The seconds of the processor that all its threads have had."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return sum(int((t / "schedstat").read_text().split()[0]) for t in tasks.iterdir()) / 1e9

    def leave(self, keys: str) -> float:
        """Type what ends the program; seconds until the process is gone."""
        began = time.perf_counter()
        os.write(self.master, keys.encode())
        limit = began + PATIENCE
        while self.process.poll() is None:
            self.read(0.001)
            if time.perf_counter() > limit:
                raise TimeoutError("the program stays")
        return time.perf_counter() - began

    def close(self) -> None:
        """End the program and close its terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)
            self.master = -1


def _shown(data: bytes) -> bytes:
    for sequence in _PRIVATE:
        data = data.replace(sequence, b"")
    return data


def baseline(name: str) -> list[str]:
    """The command of a baseline of this folder."""
    return [sys.executable, str(ROOT / "bench" / f"{name}.py")]


def crmtui(*arguments: str) -> list[str]:
    """The command of the program itself, as it is installed beside this Python."""
    script = Path(sys.executable).with_name("crmtui")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "crmtui"]
    return [*start, *arguments]
