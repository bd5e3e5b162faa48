"""From the command line to the interface; imports as little as can be before the first frame."""

from __future__ import annotations

import os
from typing import Any

from crmtui.opening import speak_before
from crmtui.settings import Settings
from models.database import is_there, path_of
from models.rules import DatabaseUnusable
from screens.commands.command import use_keymap
from screens.commands.presets import keymap

REFUSED, NO_TERMINAL = 1, 2


def open_asked(args: Any) -> int:
    """Open the interface where the arguments name no command."""
    settings: Settings = args.settings
    return open_interface(settings)


def open_interface(settings: Settings) -> int:
    """Show the interface, or say in one line why there is no terminal for it."""
    from crmtui.terminal.environment import NoTerminal, prepare

    speak_before(settings)
    if settings.escape_delay:
        # The environment has the last word over the configuration.
        os.environ.setdefault("ESCDELAY", str(settings.escape_delay))
    try:
        prepare()
    except NoTerminal as missing:
        from crmtui.failures import say
        from crmtui.i18n import t

        say(t(missing.key, **missing.facts))
        return NO_TERMINAL
    make = _nothing_there(settings)
    if make and not _wants_one(settings):
        return REFUSED
    # Screens take their keys from the keymap when they are imported.
    use_keymap(keymap(settings.keymap, settings.keys))
    from crmtui.app import run

    return int(run(settings, make=make))


def _nothing_there(settings: Settings) -> bool:
    """Whether the database that was named is not there; what is wrong with it is said later."""
    try:
        path = path_of(settings.url)
        return bool(settings.database) and path != ":memory:" and not is_there(path)
    except DatabaseUnusable:
        return False


def _wants_one(settings: Settings) -> bool:
    from crmtui.i18n import t
    from crmtui.terminal.question import agreed

    known = t("first_run.no_database", path=path_of(settings.url))
    return agreed(known, t("first_run.make_database"))
