"""Where the files that a user names may be: anywhere, or in one folder alone.

Whoever has this program and no shell must read no file of others, nor write one that another
program obeys.
"""

from __future__ import annotations

from pathlib import Path

from crmtui.safe_text import visible
from models.rules import RuleBroken

_state: dict[str, Path | None] = {"folder": None}


def confine_to(folder: str) -> None:
    """Let users name files in a folder alone from here on; without any, wherever they may.

    Raises `RuleBroken` where there is no such folder.
    """
    if not folder:
        _state["folder"] = None
        return
    try:
        found = Path(folder).expanduser().resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise RuleBroken("files.no_folder", path=visible(folder)) from None
    if not found.is_dir():
        raise RuleBroken("files.no_folder", path=visible(folder))
    _state["folder"] = found


def confined() -> bool:
    """Whether users name files in one folder alone."""
    return _state["folder"] is not None


def user_path(text: str | Path) -> Path:
    """The file or folder that a user names, from the folder if there is one.

    Raises `RuleBroken` where it is no path, or is outside, by whatever links lead there.
    """
    folder = _state["folder"]
    try:
        # Only what is typed so is somebody's home: a file may be called `~`.
        path = Path(text).expanduser() if str(text).startswith("~") else Path(text)
        if folder is None:
            return path.absolute()
        # The last part may not be there yet, and is a link to nowhere at the most.
        whole = (folder / path).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RuleBroken("files.no_path", path=visible(str(text)), reason=reason) from None
    if not whole.is_relative_to(folder):
        raise RuleBroken("files.outside", path=visible(str(text)), folder=visible(str(folder)))
    return whole
