"""The few signs that are drawn, in Unicode or in ASCII."""

from __future__ import annotations

_UNICODE = {
    "cursor": "›",
    "path": "›",
    "rule": "─",
    "choice": "▾",
    "bullet": "·",
    "more": "…",
    "mark": "◆",
    "arrow": "→",
    "empty": "_",
    "again": "↻",
    "top": "┌",
    "bar": "│",
    "now": "◄",
    "hour": "·",
    "late": "!",
    "full": "█",
    "light": "░",
}
_ASCII = {
    "cursor": ">",
    "path": ">",
    "rule": "-",
    "choice": "v",
    "bullet": "-",
    "more": "~",
    "mark": "#",
    "arrow": "->",
    "empty": "_",
    "again": "~",
    "top": "+",
    "bar": "|",
    "now": "<",
    "hour": ".",
    "late": "!",
    "full": "#",
    "light": ".",
}

_state = {"ascii": False}


def draw_ascii(wanted: bool) -> None:
    """Draw with ASCII signs from here on."""
    _state["ascii"] = wanted


def is_ascii() -> bool:
    """Whether only ASCII is drawn."""
    return _state["ascii"]


def sign(name: str) -> str:
    """A sign by its name."""
    return (_ASCII if _state["ascii"] else _UNICODE)[name]
