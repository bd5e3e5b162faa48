"""Keymaps: the keys of this program, of mc and of vim, each changed further by the user."""

from __future__ import annotations

from collections.abc import Mapping

# What a preset adds to the keys that a command has anyway, by the command's id.
PRESETS: dict[str, dict[str, str]] = {
    "default": {},
    "mc": {"edit": "e,f4", "delete": "d,delete,f8", "leave": "escape,f3"},
    "vim": {
        "edit": "e,i",
        "new-here": "n,o,plus,insert",
        "delete": "d,x,delete",
        "sales-current": "r",
    },
}


def keymap(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """The keys by command, the user's own over those of a preset."""
    return {**PRESETS.get(preset, {}), **own}
