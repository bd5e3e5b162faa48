"""Where documents' contents are: one file each, named by its SHA-256, beside the database (spec 6).

`ab/<sha256>` are the contents that documents have, `removed/` those that none has any more,
`incoming/` those that are being written. A content is put in its place within the transaction
that names it, so that a kill leaves at most one that nothing names.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.database import database, refuse_own_file
from models.rules import RuleBroken

CHUNK = 1 << 20
# How long what was removed can still be taken back.
KEPT_DAYS = 30
# A file that is being written is older than this only where whoever wrote it is gone.
_WRITING_SECONDS = 3600

_NAME = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Incoming:
    """A content that is written whole and not in its place yet."""

    path: Path
    sha256: str
    size: int


def folder() -> Path:
    """The store's folder. Raises `RuleBroken` for a database that is no file."""
    path = str(database.database or "")
    if not path or path == ":memory:":
        raise RuleBroken("document.no_store")
    return folder_of(Path(path))


def folder_of(path: Path) -> Path:
    """The folder of the documents of a database file."""
    return path.with_name(f"{path.name}.documents")


def _place(sha256: str) -> Path:
    return folder() / sha256[:2] / sha256


def _removed(sha256: str) -> Path:
    return folder() / "removed" / sha256


def _made(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def source_file(path: Path) -> Iterator[BinaryIO]:
    """A regular file to be attached, open. Raises `RuleBroken`."""
    try:
        # Closing another handle of the database would drop SQLite's locks on it.
        refuse_own_file(path)
        # Not waiting: a pipe that nobody writes to would be waited for for ever.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RuleBroken("document.unreadable", path=str(path), reason=reason) from None
    if not _regular(number):
        raise RuleBroken("document.not_a_file", path=str(path))
    with os.fdopen(number, "rb") as file:
        yield file


def _regular(number: int) -> bool:
    """Whether an open file is a regular one; anything else is closed."""
    if stat.S_ISREG(os.fstat(number).st_mode):
        return True
    os.close(number)
    return False


@contextmanager
def incoming(source: BinaryIO, most: int) -> Iterator[Incoming]:
    """Write a content into the store, to be put in its place; gone at the end if it was not.

    Raises `RuleBroken` where it is more than `most` bytes, or can't be written.
    """
    path = None
    try:
        path = _made(_made(folder()) / "incoming") / secrets.token_hex(8)
        yield _written(source, path, most)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RuleBroken("document.cannot_store", reason=reason) from None
    finally:
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _written(source: BinaryIO, path: Path, most: int) -> Incoming:
    digest = hashlib.sha256()
    size = 0
    number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(number, "wb") as file:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise RuleBroken("document.too_big", n=most >> 20)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Incoming(path, digest.hexdigest(), size)


def put(content: Incoming) -> None:
    """Put a content in its place; called within the transaction that names it."""
    place = _place(content.sha256)
    _made(place.parent)
    # Over one that is there already: this one was written and hashed just now.
    os.replace(content.path, place)
    _settle(place.parent)
    # Nobody needs the one that was put aside any more.
    _removed(content.sha256).unlink(missing_ok=True)


def _settle(path: Path) -> None:
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def put_aside(sha256: str) -> None:
    """Put aside a content that no document has any more; it can still be read."""
    _made(folder() / "removed")
    with suppress(FileNotFoundError):
        os.replace(_place(sha256), _removed(sha256))
    with suppress(FileNotFoundError):
        # Its age is that of the removal.
        os.utime(_removed(sha256))


def copy(sha256: str, size: int, target: BinaryIO) -> None:
    """Write a content into a file whose name is given only once this has returned.

    Raises `RuleBroken` with `document.missing` or `document.altered`, which is known at the end.
    """
    for chunk in _checked(sha256, size):
        target.write(chunk)


def beginning(sha256: str, size: int, most: int) -> bytes:
    """The first bytes of a content, all of which was read and is what it was.

    Raises `RuleBroken` with `document.missing` or `document.altered`.
    """
    kept = bytearray()
    for chunk in _checked(sha256, size):
        kept += chunk[: most - len(kept)]
    return bytes(kept)


def _checked(sha256: str, size: int) -> Iterator[bytes]:
    """A content's bytes; refused at the end where they are not what they were."""
    digest = hashlib.sha256()
    left = size
    with _opened(sha256) as file:
        while chunk := _chunk(file):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            yield chunk
    if left or digest.hexdigest() != sha256:
        raise RuleBroken("document.altered")


def _chunk(file: BinaryIO) -> bytes:
    try:
        return file.read(CHUNK)
    except OSError:
        raise RuleBroken("document.altered") from None


@contextmanager
def _opened(sha256: str) -> Iterator[BinaryIO]:
    for path in (_place(sha256), _removed(sha256)):
        try:
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        except OSError:
            raise RuleBroken("document.altered") from None
        if not _regular(number):
            raise RuleBroken("document.altered")
        with os.fdopen(number, "rb") as file:
            yield file
        return
    raise RuleBroken("document.missing")


# What `check` finds, and clears away.


def problem(sha256: str, size: int) -> str:
    """`missing` or `altered`, or nothing where a content is what it was."""
    try:
        beginning(sha256, size, 0)
        return ""
    except RuleBroken as broken:
        return broken.key.removeprefix("document.")


def copy_into(other: Path, sha256: str, size: int) -> None:
    """Copy a content into the store of another database, over whatever is there.

    Raises `RuleBroken` where it is not what it was, `OSError` where it can't be written.
    """
    place = other / sha256[:2] / sha256
    _made(_made(other) / "incoming")
    part = other / "incoming" / secrets.token_hex(8)
    try:
        number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "wb") as file:
            copy(sha256, size, file)
            file.flush()
            os.fsync(number)
        _made(place.parent)
        os.replace(part, place)
    finally:
        part.unlink(missing_ok=True)


def stored() -> Iterator[str]:
    """The contents that are in their places, whether a document has them or not."""
    for path in _files("??"):
        if _NAME.fullmatch(path.name) and path.name.startswith(path.parent.name):
            yield path.name


def size_of(sha256: str) -> int:
    """The bytes that a content in its place takes."""
    return _place(sha256).lstat().st_size


def sweep(wanted: Iterable[str]) -> tuple[int, int]:
    """Clear away what no document has: how many files, and of how many bytes.

    What was removed less than `KEPT_DAYS` ago stays, and so does what is being written now.
    """
    named = set(wanted)
    now = time.time()
    count = size = 0
    for path in list(_files("??")):
        if path.name not in named:
            count, size = count + 1, size + _unlinked(path)
    for part, seconds in (("removed", KEPT_DAYS * 86_400), ("incoming", _WRITING_SECONDS)):
        for path in _files(part):
            if path.name not in named and now - path.lstat().st_mtime > seconds:
                count, size = count + 1, size + _unlinked(path)
    return count, size


def _files(pattern: str) -> Iterator[Path]:
    for path in sorted(folder().glob(f"{pattern}/*")):
        if path.is_symlink() or path.is_file():
            yield path


def _unlinked(path: Path) -> int:
    size = path.lstat().st_size
    path.unlink()
    return size
