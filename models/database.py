"""The SQLite database: opening, what it is checked for, its thread, its faults in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import peewee as pw

from models.rules import DatabaseUnusable, RuleBroken

APPLICATION_ID = 0x43524D54  # "CRMT"
SCHEMA_VERSION = 6
BUSY_MILLISECONDS = 10_000

P = ParamSpec("P")
T = TypeVar("T")

database = pw.SqliteDatabase(
    None,
    lock_type="IMMEDIATE",
    autoconnect=False,
    timeout=BUSY_MILLISECONDS / 1000,
    pragmas=[
        ("busy_timeout", BUSY_MILLISECONDS),
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
        ("synchronous", "FULL"),
        ("wal_autocheckpoint", 1000),
        ("temp_store", 2),
    ],
)


_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"})

_FAULTS = {
    "SQLITE_FULL": "database.full",
    "SQLITE_BUSY": "database.locked",
    "SQLITE_LOCKED": "database.locked",
    "SQLITE_READONLY": "database.read_only",
    "SQLITE_IOERR": "database.io",
    "SQLITE_CORRUPT": "database.damaged",
    "SQLITE_NOTADB": "database.not_ours",
    "SQLITE_CANTOPEN": "database.cannot_open",
    "SQLITE_PERM": "database.read_only",
}


def path_of(url: str) -> str:
    """The path in a `--database` value: a path, `sqlite:///path` or `:memory:`."""
    if url.startswith(("postgresql:", "postgres:", "psycopg3:")):
        raise DatabaseUnusable("database.postgresql")
    for prefix in ("sqlite:///", "sqlite://"):
        if url.startswith(prefix):
            url = url.removeprefix(prefix)
            break
    else:
        if "://" in url:
            raise DatabaseUnusable("database.url", url=url.partition("://")[0])
    try:
        return url if url == ":memory:" else str(Path(url).expanduser())
    except RuntimeError:
        raise DatabaseUnusable("database.cannot_open", path=url) from None


def open_database(url: str, backup_folder: Path | None = None, *, make: bool = False) -> None:
    """Open the database of this thread and bring its schema up to date; `make` it where none is.

    Raises `DatabaseUnusable` where that can't be done.
    """
    from models.migrations import bring_up_to_date

    path = path_of(url)
    close_database()
    with plain_faults(path):
        if path != ":memory:":
            if not make and not is_there(path):
                raise DatabaseUnusable("database.missing", path=path)
            _check_file(Path(path), make)
        database.init(path)
        bring_up_to_date(database, backup_folder)
        database.connect(reuse_if_open=True)
        _opened[:] = [os.path.abspath(path), _identity(path)]
        # One undecodable byte in a damaged row must not take a whole list down.
        raw_connection().text_factory = lambda raw: raw.decode(errors="replace")


def is_there(path: str) -> bool:
    """Whether anything is at a database's path; an empty file is nothing yet.

    Raises `DatabaseUnusable` where that can't be told.
    """
    try:
        return os.stat(path).st_size > 0
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        raise DatabaseUnusable("database.cannot_open", path=path) from None


# The path that was opened, and which file was there.
_opened: list[Any] = ["", None]


def _identity(path: str) -> tuple[int, int] | None:
    """Which file is at a path; never by opening it, which would drop SQLite's locks."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes, begun IMMEDIATE.

    Raises `DatabaseUnusable` where another file, or none, is where the database was opened: what
    is written to a file that has no name any more is lost.
    """
    with database.atomic("IMMEDIATE"):
        path, file = _opened
        if file is not None and _identity(path) != file:
            raise DatabaseUnusable("database.gone", path=str(database.database))
        yield


def close_database() -> None:
    """Close this thread's connection, if any."""
    forget_cached()
    if not database.is_closed():
        write_waiting()
        database.close()
    _waiting.clear()


def refuse_own_file(path: Path) -> None:
    """Refuse to write where the open database is, or a file of SQLite beside it."""
    own = str(database.database or "")
    if not own or own == ":memory:":
        return
    for beside in (Path(own), Path(f"{own}-wal"), Path(f"{own}-shm"), Path(f"{own}-journal")):
        same = path.resolve() == beside.resolve()
        if same or (path.exists() and beside.exists() and path.samefile(beside)):
            raise RuleBroken("database.own_file", path=str(path))


def _check_file(path: Path, make: bool) -> None:
    folder = path.parent
    try:
        if path.is_dir():
            raise DatabaseUnusable("database.cannot_open", path=str(path))
        if make:
            _make_file(path)
    except OSError:
        raise DatabaseUnusable("database.cannot_open", path=str(path)) from None
    if _file_system(folder) in _NETWORK_FILE_SYSTEMS:
        raise DatabaseUnusable("database.network", path=str(path))


def _make_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made by us, so that no other user of the host reads it whatever the umask.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _file_system(folder: Path) -> str:
    """The type of the file system that holds a folder, or nothing where it can't be told."""
    best, kind = "", ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    where = str(folder.resolve())
    for line in mounts.splitlines():
        _, mount, fs, *_ = line.split(" ")
        inside = where == mount or where.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, fs
    return kind


@contextmanager
def plain_faults(path: str = "") -> Iterator[None]:
    """Turn what SQLite raises into `DatabaseUnusable` with a message's key."""
    try:
        yield
    except (pw.DatabaseError, sqlite3.Error) as error:
        raise _explained(error, path or str(database.database or "")) from error


def _explained(error: BaseException, path: str) -> BaseException:
    key = _fault_of(error)
    return DatabaseUnusable(key, path=path) if key else error


def _fault_of(error: BaseException) -> str:
    """The key of what is wrong with the database, empty where it is something else."""
    cause: BaseException | None = error
    while cause is not None:
        name = getattr(cause, "sqlite_errorname", "")
        for start, key in _FAULTS.items():
            if name.startswith(start):
                return key
        cause = cause.__cause__ or cause.__context__
    return ""


@contextmanager
def snapshot() -> Iterator[None]:
    """Several reads that see one state of the database."""
    if database.in_transaction():
        yield
        return
    with database.atomic("DEFERRED"):
        yield


# What is written once no other writer is in the way, by what it replaces.
_waiting: dict[Hashable, Callable[[], None]] = {}


def write_unhurried(name: Hashable, write: Callable[[], None]) -> None:
    """Write something small that must hold nobody up, now or once no other writer is in the way.

    What waits under the same name is replaced. What can't be written at all is forgotten.
    """
    _waiting.pop(name, None)
    _waiting[name] = write
    write_waiting()


def write_waiting() -> None:
    """Try again to write what waits, without waiting for another writer."""
    while _waiting:
        name, write = next(iter(_waiting.items()))
        execute("PRAGMA busy_timeout = 0")
        try:
            with writing():
                write()
        except (pw.DatabaseError, DatabaseUnusable) as error:
            if _fault_of(error) == "database.locked":
                return
        finally:
            execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        del _waiting[name]


class DatabaseThread:
    """The one thread that owns the interface's connection; each call is done whole, in turn."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    def submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a call on the thread; its faults come back in plain words."""

        def run() -> T:
            with plain_faults():
                if _waiting and not database.is_closed():
                    write_waiting()
                return call(*args, **kwargs)

        return self._pool.submit(run)

    def stop(self) -> None:
        """Close the connection and let the thread end."""
        self._pool.submit(close_database)
        self._pool.shutdown(wait=True)


def execute(sql: str, params: Sequence[Any] = ()) -> Any:
    """Run one statement and return its cursor."""
    return database.execute_sql(sql, params)  # type: ignore[no-untyped-call]


def execute_many(sql: str, params: Sequence[Sequence[Any]]) -> None:
    """Run one statement for each set of parameters."""
    raw_connection().executemany(sql, params)


def raw_connection() -> sqlite3.Connection:
    """This thread's SQLite connection."""
    connection: sqlite3.Connection = database.connection()  # type: ignore[no-untyped-call]
    return connection


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a constant statement, fetched at once so that no read stays open."""
    found: list[tuple[Any, ...]] = execute(sql, params).fetchall()
    return found


_cache: dict[str, tuple[tuple[int, int], Any]] = {}
_own_writes = [0]


_held: list[tuple[int, int] | None] = [None]


@contextmanager
def held_still() -> Iterator[None]:
    """Ask once only whether small tables have changed, while some hundred rows are judged."""
    _held[0] = (_own_writes[0], data_version())
    try:
        yield
    finally:
        _held[0] = None


def forget_cached() -> None:
    """Read small tables anew from here on: this process has written to one."""
    _own_writes[0] += 1


def cached(name: str, load: Callable[[], T]) -> T:
    """What `load` gives, kept until this process or another has written."""
    stamp = _held[0] or (_own_writes[0], data_version())
    kept = _cache.get(name)
    if kept is None or kept[0] != stamp:
        kept = _cache[name] = (stamp, load())
    return cast(T, kept[1])


def last_write() -> tuple[int, int]:
    """What differs once this connection or another has written."""
    return raw_connection().total_changes, data_version()


def data_version() -> int:
    """A number that changes when another connection has committed."""
    return int(rows("PRAGMA data_version")[0][0])
