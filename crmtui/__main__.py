"""The program's entry: the interface where no command is given, else the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence

INTERRUPTED = 128 + signal.SIGINT
# What a shell shows for a program that a closed pipe ended; Windows has no such signal.
PIPE_CLOSED = 128 + 13

_WITH_VALUE = {"--database": "database", "--user": "user", "--lang": "language"}
_FLAGS = {"--ascii": "ascii", "--mouse": "mouse"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments; returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _unforeseen(error)


def interface_options(arguments: Sequence[str]) -> dict[str, str | bool] | None:
    """The options of a run without a command; None where there is anything else.

    So that opening the interface never waits for argparse.
    """
    options: dict[str, str | bool] = {}
    left = list(arguments)
    while left:
        name, equals, value = left.pop(0).partition("=")
        if name in _FLAGS and not equals:
            options[_FLAGS[name]] = True
        elif name in _WITH_VALUE and (equals or left):
            value = value if equals else left.pop(0)
            if (
                not value
                or value.startswith("-")
                or (name == "--lang" and value not in ("fr", "en"))
            ):
                return None
            options[_WITH_VALUE[name]] = value
        else:
            return None
    return options


def _run(arguments: list[str]) -> int:
    options = interface_options(arguments)
    if options is None:
        from crmtui.cli.dispatch import run

        return run(arguments)
    # What is imported stays, and makes more objects than the collector's steps are meant for.
    gc.disable()
    from crmtui.cli.interface import open_interface
    from crmtui.cli.keymap import checked
    from crmtui.settings import load

    try:
        return open_interface(checked(load(options)))
    finally:
        gc.enable()


def _drop_output() -> None:
    """Let nothing be written at exit to a reader that has gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def _unforeseen(error: Exception) -> int:
    from crmtui.failures import unforeseen

    status = unforeseen(error)
    _drop_output()
    return status


if __name__ == "__main__":
    sys.exit(main())
