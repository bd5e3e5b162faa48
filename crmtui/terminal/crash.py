"""What is kept of a crash, and the little that is shown of it."""

import os
import platform
import signal
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from crmtui.i18n import t
from crmtui.safe_text import escaped, visible
from crmtui.terminal import session

CRASH_STATUS = 70
_LONGEST_REPORT = 256 * 1024


def report(error: BaseException, directory: Path | None) -> str:
    """Write the traceback of `error`, without any value, to a file of its own; name it shortly.

    What can't be written is lost, but the reference is returned: this must not fail.
    """
    import secrets

    reference = secrets.token_hex(4)
    if directory is not None:
        _write(directory / f"crash-{reference}.txt", _text(error, reference))
    return reference


def last_words(reference: str) -> str:
    """Return the one line that the user sees."""
    try:
        return visible(t("terminal.crashed", reference=reference))
    except (LookupError, OSError, ValueError):
        # The catalogue may be what is broken.
        return f"crmtui: {reference}"


def _text(error: BaseException, reference: str) -> str:
    # A worker's failure wraps the error that matters, with the traceback that matters.
    cause = getattr(error, "error", None)
    error = cause if isinstance(cause, BaseException) else error
    lines = traceback.TracebackException.from_exception(error, capture_locals=False).format()
    head = (
        f"crmtui {reference} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        f"Python {platform.python_version()}, {sys.platform}, TERM={os.environ.get('TERM', '')}\n"
    )
    return escaped(head + "".join(lines))[:_LONGEST_REPORT]


def _write(path: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError:
        return


def catch_strays(directory: Path | None) -> None:
    """Report what no code catches (a thread, a destructor, the start) instead of printing it.

    Only what ends the program is said to the user, in one line; its status is then 70.
    """

    def of_program(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            session.leave(128 + signal.SIGINT)
        line = last_words(report(error.with_traceback(trace), directory))
        if sys.__stderr__ is not None:
            print(line, file=sys.__stderr__)
        session.leave(CRASH_STATUS)

    def of_thread(stray: threading.ExceptHookArgs) -> None:
        if stray.exc_value is not None:
            report(stray.exc_value, directory)

    def unraisable(stray: "sys.UnraisableHookArgs") -> None:
        if stray.exc_value is not None:
            report(stray.exc_value, directory)

    sys.excepthook = of_program
    threading.excepthook = of_thread
    sys.unraisablehook = unraisable
