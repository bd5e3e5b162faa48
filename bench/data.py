"""The databases that are measured: a demo world of any size, made once and kept in the cache.

`python -m bench.data --size 1000000` makes the largest; `python -m bench` makes what it needs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import sys
import time
from pathlib import Path

from platformdirs import user_cache_path

import models.migrations
from bench.figures import say
from bench.load import Progress, load
from bench.sale_rows import write_sales
from models.database import close_database, execute, open_database, rows
from models.search import rebuild

SIZE = 100_000
SMALL = 1_000
DAY = dt.date(2026, 11, 2)


def folder() -> Path:
    """Where the databases are kept between runs."""
    return user_cache_path("crmtui", appauthor=False) / "bench"


def database_path(size: int, where: Path | None = None) -> Path:
    """The file of a size, under another name once the schema is another one."""
    return (where or folder()) / f"{size}-{_schema()}.db"


def _schema() -> str:
    steps = sorted(Path(models.migrations.__file__).parent.glob("0*.py"))
    return hashlib.sha256(b"".join(step.read_bytes() for step in steps)).hexdigest()[:8]


def ready(size: int, where: Path | None = None) -> Path:
    """The database of a size, made first where there is none."""
    path = database_path(size, where)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in path.parent.glob(f"{size}-*.db*"):
            old.unlink(missing_ok=True)
        began = time.perf_counter()
        make(path, size, _bar(size) if sys.stderr.isatty() else lambda done: None)
        say(f"{size:,} contacts made in {time.perf_counter() - began:.0f} s: {_megabytes(path)}")
    return path


def make(path: Path, size: int, progress: Progress = lambda done: None) -> None:
    """Write a world through the models, its indexes made at the end in one go."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        open_database(str(part), make=True)
        _hurry()
        written = ("activity", "opportunity%", "quote%")
        taken = [*_take("trigger", "%"), *(sql for name in written for sql in _take("index", name))]
        load(size, DAY, progress)
        write_sales(size, DAY)
        rebuild()
        for sql in taken:
            execute(sql)
        execute("PRAGMA journal_mode = DELETE")
        close_database()
        os.replace(part, path)
    finally:
        close_database()
        for end in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + end).unlink(missing_ok=True)


def _hurry() -> None:
    """Give up safety, which a file that can be made again does not need, for speed."""
    execute("PRAGMA synchronous = OFF")
    execute("PRAGMA cache_size = -500000")


def _take(kind: str, table: str) -> list[str]:
    """Take triggers or indexes away; returns what makes them again."""
    found = rows(
        "SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name LIKE ? AND sql NOTNULL",
        (kind, table),
    )
    for name, _ in found:
        execute(f'DROP {kind} "{name}"')
    return [sql for _, sql in found]


def _bar(size: int) -> Progress:
    def show(done: int) -> None:
        print(f"\r{done:>12,} / {size:,}", end="\n" if done >= size else "", file=sys.stderr)

    return show


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.0f} MB, {path}"


def main() -> None:
    """Make the database that is asked for, and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m bench.data", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="contacts (default %(default)s)")
    print(ready(parser.parse_args().size))


if __name__ == "__main__":
    main()
