"""`demo`: the interface on a company made up for trying."""

from __future__ import annotations

import argparse
from dataclasses import replace

from crmtui import demo_database, paths
from crmtui.cli.interface import NO_TERMINAL, open_interface
from crmtui.cli.progress import bar
from crmtui.failures import refused, say
from crmtui.i18n import system_language, t
from crmtui.settings import Settings
from crmtui.terminal.environment import NoTerminal, prepare
from models.rules import RuleBroken


def open_demo(args: argparse.Namespace) -> int:
    """Open the interface on the demo company, made first where it is not there yet."""
    settings: Settings = args.settings
    try:
        # Before anything is made, since it would be made for nothing.
        prepare()
    except NoTerminal as missing:
        say(t(missing.key, **missing.facts))
        return NO_TERMINAL
    path = paths.demo_database()
    if args.fresh or not path.exists():
        size = args.size or demo_database.DEFAULT_SIZE
        try:
            with bar(t("cli.demo.making"), size) as progress:
                demo_database.make(path, size, progress)
        except RuleBroken as broken:
            return refused(broken, None)
    elif args.size:
        say(t("cli.demo.kept"))
    chosen = settings.user if settings.origins.get("user") == "option" else demo_database.user()
    # The made-up users have languages of their own, which are not those of whoever tries it.
    spoken = settings.language or system_language()
    return open_interface(replace(settings, database=str(path), user=chosen, language=spoken))
