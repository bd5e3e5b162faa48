"""A command: keys, action, words and footer in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screens.symbols import is_ascii

_keymap: dict[str, str] = {}

_NAMES = {
    "escape": "Esc",
    "enter": "↵",
    "space": "␣",
    "delete": "Del",
    "insert": "Ins",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "plus": "+",
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


_ASCII_NAMES = {
    "enter": "Enter",
    "space": "Space",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}


@dataclass(frozen=True)
class Command:
    """Something a key does: `id` names its action, its words and its place in a keymap.

    `where` says when it acts: anywhere, in a `list`, a `form` or the `grid` of lines. `shown` is
    what the footer calls its keys, where that is not the first of them. F-keys and ctrl with a
    letter act before the widget that has the focus, other keys only if `first` says so; letters
    act in lists.
    """

    id: str
    usual: str
    where: str = ""
    footer: bool = False
    action: str = ""
    shown: str = ""
    first: bool = False
    own: bool = False

    @property
    def keys(self) -> str:
        """Its keys with commas between: those of the keymap, else the usual ones."""
        return _keymap.get(self.id, self.usual)

    @property
    def label(self) -> str:
        """The key of its short name."""
        return f"command.{self.id}"

    @property
    def help(self) -> str:
        """The key of the sentence that explains it."""
        return f"command.{self.id}.help"

    @property
    def run(self) -> str:
        """The action's name on the screen."""
        return "" if self.own else self.action or self.id.replace("-", "_")


def use_keymap(keys: Mapping[str, str]) -> None:
    """Use other keys for the commands named, before any screen is made."""
    _keymap.clear()
    _keymap.update(keys)


def comes_first(command: Command, key: str) -> bool:
    """Whether a key acts before the widget that has the focus: F-keys and ctrl with a letter."""
    return command.first or key.startswith("ctrl+") or (key[0] == "f" and key[1:].isdigit())


def key_names(keys: str) -> str:
    """Keys as a reader knows them: `F2 ^S`."""
    return " ".join(key_name(key) for key in keys.split(","))


def key_name(key: str) -> str:
    """One key as a reader knows it."""
    key = key.strip()
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper() if len(key) == 6 else key_name(key[5:])}"
    if key.startswith("shift+"):
        return f"⇧{key_name(key[6:])}"
    if key[0] == "f" and key[1:].isdigit():
        return key.upper()
    if is_ascii() and key in _ASCII_NAMES:
        return _ASCII_NAMES[key]
    return _NAMES.get(key, key)
