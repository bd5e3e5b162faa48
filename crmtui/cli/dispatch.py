"""From arguments to a command, and from its failures to lines and exit statuses."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from crmtui.cli.keymap import checked
from crmtui.cli.parser import build
from crmtui.failures import USAGE, UsageError, refused, say, say_all
from crmtui.i18n import language, set_language
from crmtui.opening import open_session, speak_before
from crmtui.settings import load
from models.catalogue import KINDS_BY_PLURAL
from models.database import close_database, plain_faults
from models.rules import RuleBroken

Command = Callable[[argparse.Namespace], int]


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    speak_before(load({"language": _asked_language(arguments)}))
    try:
        args = build().parse_args(arguments)
        return _run(args)
    except UsageError as wrong:
        say(str(wrong))
        return USAGE
    except SystemExit as done:
        # argparse leaves in this way after --help and --version.
        return int(done.code or 0)


def _asked_language(arguments: Sequence[str]) -> str | None:
    """The language to say even the first error in, before the arguments are understood."""
    for name, following in zip(arguments, [*arguments[1:], ""], strict=True):
        value = following if name == "--lang" else name.removeprefix("--lang=")
        if name.startswith("--lang") and value in ("fr", "en"):
            return value
    return None


def _run(args: argparse.Namespace) -> int:
    names = ("database", "user", "language", "ascii", "mouse")
    args.settings = checked(load({name: getattr(args, name) for name in names}))
    say_all(args.settings.warnings)
    args.entity = KINDS_BY_PLURAL.get(getattr(args, "kind_of_record", ""))
    command = _command(args.command_at)
    if not args.needs_database:
        return command(args)
    before = language()
    try:
        args.session = open_session(args.settings)
        with plain_faults(args.session.path):
            return command(args)
    except RuleBroken as broken:
        return refused(broken, args.entity)
    finally:
        close_database()
        set_language(before)


def _command(place: tuple[str, str]) -> Command:
    module, name = place
    command: Command = getattr(import_module(f"crmtui.cli.{module}"), name)
    return command
