"""What one can do, each declared once: its keys, its words, its place in the footer.

Nothing here knows Textual, so that the command line can print the key sheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from screens.commands.command import Command, key_names

__all__ = ["Command", "key_names", "key_sheet", "unknown_commands"]


def key_sheet() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """All keys by theme: (title's key, [(keys, label's key, help's key)])."""
    from screens.commands import activities, calendars, everywhere, lists, records

    return [
        (f"keys.{name}", [(key_names(c.keys), c.label, c.help) for c in module.ALL])
        for name, module in (
            ("everywhere", everywhere),
            ("lists", lists),
            ("records", records),
            ("activities", activities),
            ("calendars", calendars),
        )
    ]


def unknown_commands(keys: Iterable[str]) -> list[str]:
    """The ids of a keymap that no command has."""
    from screens.commands import activities, calendars, everywhere, lists, records

    known = (
        *everywhere.ALL,
        *everywhere.FIRST_RUN,
        *lists.ALL,
        *records.ALL,
        *activities.ALL,
        *calendars.ALL,
    )
    ids = {command.id for command in (*known, records.LOOKUP_FILTERS)}
    return [name for name in keys if name not in ids]
