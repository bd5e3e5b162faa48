"""What ends a session from outside: the line hangs up, a signal, the end of the input."""

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

ENDING = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})
HANG_UP = 128 + signal.SIGHUP
# A process must be gone two seconds after its line; this leaves half of one to the system.
_PATIENCE = 1.5


def _nothing() -> None:
    pass


class _Session:
    """The one session of this process."""

    def __init__(self) -> None:
        self.on_end: Callable[[], None] = _nothing
        self.restore: Callable[[], None] = _nothing
        self.guarded_by = 0
        self._ending = threading.Lock()

    def end(self, status: int) -> NoReturn:
        """Save, give the terminal back, and be gone; whatever those two do, within time."""
        if not self._ending.acquire(blocking=False):
            threading.Event().wait()
        try:
            _run_for(_PATIENCE, self.on_end, self.restore)
        finally:
            os._exit(status)


_session = _Session()


def _run_for(seconds: float, *jobs: Callable[[], None]) -> None:
    """Run the jobs at once, each in a thread: one may wait for a lock or a stalled terminal."""
    limit = time.monotonic() + seconds
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, limit - time.monotonic()))


def _wait_for_signal() -> None:
    _session.end(128 + signal.sigwait(ENDING))


def guard_session(on_end: Callable[[], None] | None = None) -> None:
    """Make every ending signal run `on_end` and leave with status 128 + signal.

    Call it in the main thread before any other thread is started. `on_end` runs in a thread of
    its own, at most once, and has a second and a half; the event loop may be blocked meanwhile.
    """
    if on_end is not None:
        _session.on_end = on_end
    if _session.guarded_by == os.getpid():
        return
    _session.guarded_by = os.getpid()
    # Blocked in all threads, also where it was ignored (nohup), so that sigwait gets it.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    for number in ENDING:
        # For a moment in which a child is started (see child_signals).
        signal.signal(number, lambda received, _frame: _session.end(128 + received))
    threading.Thread(target=_wait_for_signal, name="crmtui-signals", daemon=True).start()


def set_on_end(on_end: Callable[[], None] | None) -> None:
    """Say what must be saved when the session ends from outside, or nothing."""
    _session.on_end = on_end or _nothing


def set_restore(restore: Callable[[], None] | None) -> None:
    """Say how the terminal is given back, while a driver holds it."""
    _session.restore = restore or _nothing


def save_now() -> None:
    """Run what `set_on_end` named, in this thread, for an end that comes from inside."""
    _session.on_end()


def end_session(status: int = HANG_UP) -> NoReturn:
    """Save and leave at once, from any thread."""
    _session.end(status)


def leave(status: int) -> NoReturn:
    """End the program from inside, after everything is closed, without taking it apart first.

    The interpreter's own ending frees each object and takes ten times as long.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue
    os._exit(status)


@contextmanager
def child_signals() -> Iterator[None]:
    """Start programs inside this, or they inherit the blocked signals and can't be ended."""
    before = signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
