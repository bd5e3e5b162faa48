"""What went wrong, as one line on standard error and an exit status."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable

from crmtui.i18n import t
from crmtui.messages import sentence, told
from crmtui.safe_text import visible
from models.entity import Entity
from models.rules import DatabaseUnusable, Notice, RuleBroken

DONE, REFUSED, USAGE, SOME_REJECTED, UNUSABLE, CRASHED = 0, 1, 2, 3, 4, 70

# What a full disk or a failing one does to standard output is no fault of the program.
_OF_THE_SYSTEM = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)


class UsageError(Exception):
    """A command that was not understood; its text is translated already."""


def say(text: str) -> None:
    """Write one line to standard error."""
    print(visible(text), file=sys.stderr)


def say_all(notices: Iterable[Notice]) -> None:
    """Write what there is to tell beside the result to standard error."""
    for notice in notices:
        say(told(notice))


def refused(broken: RuleBroken, entity: Entity | None) -> int:
    """Say why something was refused; returns the exit status."""
    say(sentence(broken, entity))
    return UNUSABLE if isinstance(broken, DatabaseUnusable) else REFUSED


def unforeseen(error: Exception) -> int:
    """Keep what no code foresaw for whoever mends it, and say where; returns the exit status."""
    from crmtui import paths
    from crmtui.terminal import crash

    if isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM:
        say(t("cli.system", reason=error.strerror))
        return REFUSED
    try:
        folder = paths.log_folder()
    except (OSError, RuntimeError):
        folder = None
    reference = crash.report(error, folder)
    try:
        say(t("cli.unforeseen", reference=reference))
    except (LookupError, OSError, ValueError):
        # The catalogue may be what is broken.
        say(f"crmtui: {reference}")
    return CRASHED
