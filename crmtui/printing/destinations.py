"""Where a print goes: a file, the printer that `lp` knows, the terminal's own printer."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from crmtui.safe_text import visible
from crmtui.settings import Settings
from crmtui.whole_file import whole_file
from models.rules import RuleBroken

# How long `lp` may take to hand a print over.
_PATIENCE = 30

# Media copy: from the one to the other, a terminal sends what it gets to its printer.
_PRINTER_ON, _PRINTER_OFF = b"\x1b[5i", b"\x1b[4i"


def write_file(path: str, data: bytes) -> Path:
    """Write a print to a file that is there only once it is whole. Raises `RuleBroken`."""
    with whole_file(path) as opened:
        opened.write(data)
    return Path(path).expanduser()


def refuse_without_lp() -> str:
    """The path of `lp`. Raises `RuleBroken` where there is none."""
    found = shutil.which("lp")
    if found is None:
        raise RuleBroken("print.no_lp")
    return found


def send_to_printer(data: bytes, title: str, queue: str = "") -> None:
    """Hand a print to `lp`, for a queue or for its default one. Raises `RuleBroken`."""
    named = ["-d", queue] if queue else []
    command = [refuse_without_lp(), *named, "-t", title]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = getattr(error, "strerror", None) or f"{_PATIENCE} s"
        raise RuleBroken("print.lp_failed", reason=reason) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RuleBroken("print.lp_failed", reason=visible(said) or f"{done.returncode}")


def refuse_terminal_printer(settings: Settings, environ: Mapping[str, str] = os.environ) -> None:
    """Refuse where the terminal has no printer, or where none is reached. Raises `RuleBroken`."""
    if not settings.terminal_printer:
        raise RuleBroken("print.terminal_off")
    term = environ.get("TERM", "")
    # The Linux console knows no such sequence either.
    for name, variable in (("tmux", "TMUX"), ("screen", "STY"), ("linux", "")):
        # TERM alone tells of one that is on the near side of an SSH connection.
        if environ.get(variable) or term.startswith(name):
            raise RuleBroken("print.in_multiplexer", name=name)


def terminal_job(text: str, charset: str) -> bytes:
    """What makes a terminal print a text: no control but line ends and form feeds is in it."""
    data = _bare(text).encode(charset, "replace")
    # As a byte it begins a sequence to a terminal of eight bits, even one that could end the print.
    data = data.replace(b"\x9b", {"cp850": b"o", "cp1252": b">"}.get(charset, b"\x9b"))
    return _PRINTER_ON + data + b"\f" + _PRINTER_OFF


def _bare(text: str) -> str:
    """A text without controls other than the ends of lines and pages."""
    pages = text.split("\f")
    return "\f".join(visible(page, multiline=True).replace("\t", " ") for page in pages)
