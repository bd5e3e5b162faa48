"""The configuration's own keys, held against the commands there are."""

from __future__ import annotations

from dataclasses import replace

from crmtui.settings import Settings, line_of
from models.rules import Notice
from screens.commands import unknown_commands


def checked(settings: Settings) -> Settings:
    """The settings, with a warning for each key that is given to no command."""
    unknown = unknown_commands(settings.keys)
    if not unknown or settings.file is None:
        return settings
    text = settings.file.read_text(encoding="utf-8-sig")
    found = tuple(
        Notice("config.unknown_command", {"name": name, "line": line_of(text, name, "keys")})
        for name in unknown
    )
    return replace(settings, warnings=(*settings.warnings, *found))
