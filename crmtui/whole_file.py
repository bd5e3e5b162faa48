"""Files that are there only once they are whole, whatever stops their writing."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from crmtui.safe_text import visible
from crmtui.user_files import user_path
from models.database import refuse_own_file
from models.rules import RuleBroken


def refuse_replacing(path: str | Path, replace: bool) -> None:
    """Refuse to write where a file is, unless it is to be replaced. Raises `RuleBroken`."""
    target = user_path(path)
    if not replace and (target.is_file() or target.is_symlink()):
        raise RuleBroken("file.exists", path=visible(str(path)))


@contextmanager
def whole_file(path: str | Path) -> Iterator[BinaryIO]:
    """Write a file under another name, which is put in its place once all is written.

    It is its owner's alone. Raises `RuleBroken` where it can't be written, or is the open
    database's own.
    """
    part: Path | None = None
    try:
        target = user_path(path)
        refuse_own_file(target)
        if target.exists() and not target.is_file() and not target.is_dir():
            # A pipe or a device is written to, not replaced.
            with target.open("wb") as opened:
                yield opened
            return
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        private = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(private, "wb") as opened:
            yield cast(BinaryIO, opened)
        with part.open("rb") as whole:
            # Whoever is told that it is written may lose power next.
            os.fsync(whole.fileno())
        os.replace(part, target)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RuleBroken("backup.cannot", path=visible(str(path)), reason=reason) from None
    finally:
        if part is not None:
            with suppress(OSError, ValueError):
                part.unlink(missing_ok=True)
