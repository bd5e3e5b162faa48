"""`config show|check|init`."""

from __future__ import annotations

import argparse
import os

from crmtui.cli.output import write_table
from crmtui.failures import DONE, REFUSED, say, say_all
from crmtui.i18n import t
from crmtui.safe_text import visible
from crmtui.settings import NAMES, SECRETS, Settings, exposed


def show(args: argparse.Namespace) -> int:
    """What holds for this run, and where each value comes from."""
    settings: Settings = args.settings
    rows = [(name, _text(settings, name), _origin(settings, name)) for name in NAMES]
    rows += [(f"keys.{name}", keys, t("cli.origin.file")) for name, keys in settings.keys.items()]
    print(visible(str(settings.file)))
    write_table([t(f"cli.column.{n}") for n in ("setting", "value", "origin")], rows)
    return DONE


def check(args: argparse.Namespace) -> int:
    """Refuse a configuration that has anything wrong in it; most of it is told already."""
    settings: Settings = args.settings
    secret = exposed(settings)
    if secret is not None:
        say_all([secret])
    if settings.warnings or secret is not None:
        return REFUSED
    print(t("cli.config.good", path=visible(str(settings.file))))
    return DONE


def init(args: argparse.Namespace) -> int:
    """Write a configuration file in which every line is a comment."""
    file = args.settings.file
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with open(os.open(file, flags, 0o600), "w", encoding="utf-8") as opened:
            opened.write(t("config.template"))
    except FileExistsError:
        say(t("cli.config.exists", path=str(file)))
        return REFUSED
    except OSError as error:
        say(t("cli.config.cannot", path=str(file), reason=error.strerror))
        return REFUSED
    print(visible(str(file)))
    return DONE


def _text(settings: Settings, name: str) -> str:
    if name == "database":
        return settings.url
    if name == "user":
        return settings.login
    value = getattr(settings, name)
    if name in SECRETS:
        return t("cli.config.secret") if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value or "")


def _origin(settings: Settings, name: str) -> str:
    origin = settings.origins.get(name, "default")
    return origin if origin.isupper() else t(f"cli.origin.{origin}")
