"""What one can do, each declared once: its keys, its words, its place in the footer.

Nothing here knows Textual, so that the command line can print the key sheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from screens.commands.command import Command, key_names

__all__ = ["Command", "key_names", "key_sheet", "unknown_commands"]


def key_sheet() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """All keys by theme: (title's key, [(keys, label's key, help's key)])."""
    from screens.commands import (
        activities,
        calendars,
        everywhere,
        lines,
        lists,
        records,
        sales_lists,
    )

    return [
        (f"keys.{name}", [(key_names(c.keys), c.label, c.help) for c in module.ALL])
        for name, module in (
            ("everywhere", everywhere),
            ("lists", lists),
            ("records", records),
            ("lines", lines),
            ("activities", activities),
            ("calendars", calendars),
            ("sales_lists", sales_lists),
        )
    ]


def unknown_commands(keys: Iterable[str]) -> list[str]:
    """The ids of a keymap that no command has."""
    from screens.commands import (
        activities,
        calendars,
        everywhere,
        lines,
        lists,
        records,
        sales_lists,
    )

    known = (
        *everywhere.ALL,
        *everywhere.FIRST_RUN,
        *lists.ALL,
        *records.ALL,
        *lines.ALL,
        *activities.ALL,
        *calendars.ALL,
        *sales_lists.ALL,
    )
    ids = {command.id for command in (*known, records.LOOKUP_FILTERS)}
    return [name for name in keys if name not in ids]
