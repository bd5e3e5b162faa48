"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Moved(Protocol):
    """Called with how much is done, and with how much there is once that is known."""

    def __call__(self, done: int, total: int | None = None, /) -> None: ...


def _silent(done: int, total: int | None = None, /) -> None:
    pass


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Moved]:
    """Show a bar while the block runs, which is given a function to move it with."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(Text(what).plain, total=total)

        def moved(done: int, total: int | None = total, /) -> None:
            progress.update(task, completed=done, total=total)

        yield moved
