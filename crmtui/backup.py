"""A backup of the database: one file, whole or not there at all, and its documents beside it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from models.document import copy_all
from models.rules import RuleBroken
from models.upkeep import copy_into


def back_up(target: Path) -> int:
    """Copy the open database into a new file and return its size. Raises `RuleBroken`.

    Others may write meanwhile; the copy is the database as of one moment.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        if target.exists() or target.is_symlink():
            raise RuleBroken("backup.exists", path=str(target))
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        raise _cannot(target, error) from None
    try:
        copy_into(part)
        _put(part, target)
    except OSError as error:
        raise _cannot(target, error) from None
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def back_up_documents(target: Path) -> tuple[int, Sequence[str]]:
    """Copy the documents beside a backup; how many, and the names of those that are damaged.

    Raises `RuleBroken` where they can't be written.
    """
    try:
        return copy_all(target)
    except OSError as error:
        raise _cannot(target, error) from None


def _put(part: Path, target: Path) -> None:
    """Give the finished copy its name, never over a file that came meanwhile."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, target)
    except FileExistsError:
        raise RuleBroken("backup.exists", path=str(target)) from None
    except OSError:
        # A file system without links; there the name is only looked at.
        if target.exists():
            raise RuleBroken("backup.exists", path=str(target)) from None
        part.rename(target)


def _cannot(target: Path, error: Exception) -> RuleBroken:
    reason = getattr(error, "strerror", None) or str(error)
    return RuleBroken("backup.cannot", path=str(target), reason=reason)
