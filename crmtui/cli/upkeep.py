"""`init`, `backup`, `check`, `keys`."""

from __future__ import annotations

import argparse
from pathlib import Path

from crmtui import backup
from crmtui.cli.output import write_pairs
from crmtui.failures import DONE, UNUSABLE, refused, say
from crmtui.i18n import t
from crmtui.opening import make_database
from crmtui.safe_text import visible
from crmtui.values import number
from models.database import SCHEMA_VERSION, close_database
from models.document import left_over, sweep
from models.rules import RuleBroken
from models.upkeep import CHECKS, faults


def init(args: argparse.Namespace) -> int:
    """Make an empty database where none is, and print its path."""
    try:
        path = make_database(args.settings)
    except RuleBroken as broken:
        return refused(broken, None)
    finally:
        close_database()
    print(visible(path))
    return DONE


def back_up(args: argparse.Namespace) -> int:
    """Copy the database into a new file, and its documents beside it."""
    target = Path(args.file)
    size = backup.back_up(target)
    say(t("backup.done", path=str(target), size=number(size)))
    copied, lost = backup.back_up_documents(target)
    if copied:
        say(t("backup.documents", n=copied))
    for name in lost:
        say(t("backup.document_lost", name=visible(name)))
    return UNUSABLE if lost else DONE


def check(args: argparse.Namespace) -> int:
    """Say of each thing that can be damaged whether it is; clear away first what is left over."""
    if args.sweep:
        files, size = sweep()
        say(t("cli.check.swept", n=files, size=number(size)))
    damaged = False
    for name in CHECKS:
        found = faults(name)
        damaged = damaged or bool(found)
        print(t("cli.check.bad" if found else "cli.check.good", what=t(f"cli.check.{name}")))
        for text in found:
            say(f"  {text}")
    files, size = left_over()
    if files:
        say(t("cli.check.left_over", n=files, size=number(size)))
    print(t("cli.check.good", what=t("cli.check.schema", version=SCHEMA_VERSION)))
    print(visible(args.session.path))
    return UNUSABLE if damaged else DONE


def keys(args: argparse.Namespace) -> int:
    """The key sheet, made from the bindings."""
    from screens.commands import key_sheet

    for n, (title, commands) in enumerate(key_sheet()):
        print(("\n" if n else "") + t(title))
        write_pairs([(f"  {pressed}", t(label)) for pressed, label, _ in commands])
    return DONE
