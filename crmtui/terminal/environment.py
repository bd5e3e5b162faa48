"""What terminal this is, looked at and settled before Textual is imported."""

import codecs
import os
import sys
from collections.abc import Mapping, MutableMapping

from crmtui.safe_text import visible

# Milliseconds to wait after an Esc for the rest of a key, where the terminal can't be asked.
LOCAL_ESCAPE_DELAY = 15
REMOTE_ESCAPE_DELAY = 300
_LONGEST_ESCAPE_DELAY = 2000
_COLOUR_SYSTEMS = {"16": "standard", "256": "256", "true": "truecolor"}
_KEPT = {"TEXTUAL_COLOR_SYSTEM": frozenset(_COLOUR_SYSTEMS.values())}
# BROWSER names a program that a link would run; COLUMNS and LINES hide a resize.
_REMOVED = ("BROWSER", "COLUMNS", "LINES")
_REMOTE = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
_PLAIN = ("linux", "vt", "screen", "dumb", "ansi", "cons25", "sun", "wyse")


class NoTerminal(Exception):
    """The interface can't be shown here; `key` is the message, `facts` what it names."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Refuse what is no terminal, then settle the environment that Textual reads on import.

    Raises NoTerminal.
    """
    _refuse_without_terminal(environ)
    settle(environ)


def _refuse_without_terminal(environ: Mapping[str, str]) -> None:
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        if stream is None or stream.closed or not stream.isatty():
            raise NoTerminal("terminal.not_a_terminal", stream=name)
    term = environ.get("TERM", "")
    if not term:
        raise NoTerminal("terminal.term_unset")
    if term == "dumb":
        raise NoTerminal("terminal.term_dumb")


def settle(environ: MutableMapping[str, str] = os.environ) -> None:
    """Remove what lets the environment press keys, run code or write files, and set our own."""
    for name in [name for name in environ if name.startswith("TEXTUAL") or name in _REMOVED]:
        if environ[name] not in _KEPT.get(name, ()):
            del environ[name]
    # Frames wait for a timer: a slow line gains from fewer, a local one from none.
    environ["TEXTUAL_FPS"] = "250" if is_remote(environ) else "1000"
    environ["TEXTUAL_ANIMATIONS"] = "none"
    # Under that protocol F13 types a space and F3 with NumLock is lost.
    environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    environ["ESCDELAY"] = str(escape_delay(environ))
    # COLORTERM alone may come from another terminal, through tmux or a session that moved.
    if system := _COLOUR_SYSTEMS.get(colours(environ)):
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", system)


def is_remote(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether the keys come over a line that can split them."""
    return any(environ.get(name) for name in _REMOTE)


def is_plain(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether the terminal is one that newer sequences are not sent to."""
    return environ.get("TERM", "").startswith(_PLAIN) or not environ.get("TERM")


def escape_delay(environ: Mapping[str, str] = os.environ) -> int:
    """Return the milliseconds after which an Esc alone is the key, ESCDELAY where it is set."""
    try:
        wanted = int(environ["ESCDELAY"])
    except (KeyError, ValueError):
        return REMOTE_ESCAPE_DELAY if is_remote(environ) else LOCAL_ESCAPE_DELAY
    return min(max(wanted, 1), _LONGEST_ESCAPE_DELAY)


def encoding() -> str:
    """Return the encoding in which the screen is written."""
    stream = sys.__stderr__
    return (stream.encoding if stream is not None else None) or "ascii"


def ascii_wanted(flag: bool = False) -> bool:
    """Say whether only ASCII may be drawn: asked for, or the screen is not UTF-8."""
    return flag or codecs.lookup(encoding()).name != "utf-8"


def colours(environ: Mapping[str, str] = os.environ) -> str:
    """Return `none`, `16`, `256` or `true`."""
    term = environ.get("TERM", "")
    if "NO_COLOR" in environ or term in ("", "dumb"):
        return "none"
    if is_plain(environ):
        return "256" if "256" in term else "16"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "true"
    return "256" if term.endswith(("-256color", "-kitty")) else "16"


def size() -> tuple[int, int]:
    """Return columns and rows, 80 by 24 where the terminal doesn't say."""
    for stream in (sys.__stdout__, sys.__stdin__, sys.__stderr__):
        try:
            columns, rows = os.get_terminal_size(stream.fileno()) if stream else (0, 0)
        except (OSError, ValueError):
            continue
        if columns and rows:
            return columns, rows
    return 80, 24


def _multiplexer(environ: Mapping[str, str]) -> str:
    if environ.get("TMUX"):
        return "tmux"
    return "screen" if environ.get("STY") else ""


def facts(environ: Mapping[str, str] = os.environ, *, mouse: bool = False) -> dict[str, str]:
    """Return what this terminal is and can do, in the order `doctor` shows it.

    The labels are `terminal.fact.` and the name; `yes` and `no` are not translated here.
    """
    columns, rows = size()
    return {
        "term": visible(environ.get("TERM", "")),
        "size": f"{columns}x{rows}",
        "colours": colours(environ),
        "no_color": _yes("NO_COLOR" in environ),
        "colorterm": visible(environ.get("COLORTERM", "")),
        "encoding": encoding(),
        "utf8": _yes(not ascii_wanted()),
        "ascii": _yes(ascii_wanted()),
        "plain": _yes(is_plain(environ)),
        "multiplexer": _multiplexer(environ),
        "ssh": _yes(is_remote(environ)),
        "mouse": _yes(mouse),
        "escape_delay": f"{escape_delay(environ)} ms",
        "terminal_in": _yes(os.isatty(0)),
        "terminal_out": _yes(os.isatty(1) and os.isatty(2)),
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"
