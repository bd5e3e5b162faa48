"""The log: what went wrong and when, never whose data it was."""

from __future__ import annotations

import io
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from crmtui import paths
from crmtui.safe_text import escaped

_MOST_BYTES = 1_000_000
_KEPT = 3


class _PrivateFile(RotatingFileHandler):
    """A log that only its user can read, and that never stops the program."""

    def _open(self) -> io.TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        return io.TextIOWrapper(
            open(os.open(self.baseFilename, flags, 0o600), "ab"),  # noqa: SIM115
            encoding="utf-8",
            errors="backslashreplace",
        )

    def format(self, record: logging.LogRecord) -> str:
        return escaped(super().format(record))

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing: a log that can't be written is no reason to stop."""


def logger(file: Path | None = None) -> logging.Logger:
    """The program's log, opened at the first word; `file` is the user's own log if not given."""
    log = logging.getLogger(paths.NAME)
    if not log.handlers:
        handler = _PrivateFile(
            file or paths.log_file(), maxBytes=_MOST_BYTES, backupCount=_KEPT, delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    return log
