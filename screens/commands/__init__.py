"""What one can do, each declared once: its keys, its words, its place in the footer.

Nothing here knows Textual, so that the command line can print the key sheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from screens.commands.command import Command, key_names

__all__ = ["Command", "key_names", "key_sheet", "themes", "unknown_commands"]


def themes() -> dict[str, tuple[Command, ...]]:
    """All commands by theme, in the order of the key sheet."""
    from screens.commands import (
        activities,
        calendars,
        documents,
        everywhere,
        lines,
        lists,
        mailings,
        records,
        sales_lists,
    )

    return {
        "everywhere": everywhere.ALL,
        "lists": lists.ALL,
        "records": records.ALL,
        "lines": lines.ALL,
        "activities": activities.ALL,
        "calendars": calendars.ALL,
        "sales_lists": sales_lists.ALL,
        "mailings": mailings.ALL,
        "documents": documents.ALL,
    }


def key_sheet() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """All keys by theme: (title's key, [(keys, label's key, help's key)])."""
    return [
        (f"keys.{name}", [(key_names(c.keys), c.label, c.help) for c in commands])
        for name, commands in themes().items()
    ]


def unknown_commands(keys: Iterable[str]) -> list[str]:
    """The ids of a keymap that no command has."""
    from screens.commands import everywhere, records

    known = [command for commands in themes().values() for command in commands]
    ids = {c.id for c in (*known, *everywhere.FIRST_RUN, records.LOOKUP_FILTERS)}
    return [name for name in keys if name not in ids]
