"""Documents between the store and the files that a user names (spec 6)."""

from __future__ import annotations

from pathlib import Path

from crmtui.safe_text import visible
from crmtui.user_files import user_path
from crmtui.whole_file import whole_file
from models.document import Document
from models.rules import RuleBroken, Saved

OF = {
    "contacts": "contact",
    "activities": "activity",
    "opportunities": "opportunity",
    "quotes": "quote",
}


def attach(of: str, key: int, path: str, name: str = "") -> Saved:
    """Attach the file that a user names to a record. Raises `RuleBroken`."""
    return Document.attach(of, key, user_path(path), name)


def target_of(name: str, path: str) -> Path:
    """The file that a copy of a document is saved as: in a folder under the document's own name.

    Raises `RuleBroken` where that is outside of where files may be, or can be no file: a pipe
    would be waited for for ever, a terminal would obey, and both get bytes before they are
    known to be right.
    """
    target = user_path(path)
    if target.is_dir() or path.endswith("/"):
        # The name is safe by itself: it has no slash, and begins with no dot.
        target = user_path(target / name)
    if target.exists() and not target.is_file():
        raise RuleBroken("document.not_a_file", path=visible(str(target)))
    return target


def save_copy(key: int, path: str, *, replace: bool = False) -> Path:
    """Save a copy of a document, whole and as it was attached, or not at all.

    Raises `RuleBroken`, with `document.exists` for a file that is there and not to be replaced.
    """
    target = target_of(Document.seen(key)["name"], path)
    if not replace and (target.exists() or target.is_symlink()):
        raise RuleBroken("document.exists", path=visible(str(target)))
    with whole_file(target) as file:
        Document.copy(key, file)
    return target
