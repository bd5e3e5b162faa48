"""What goes on while one works: a task that no key waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from models.rules import RuleBroken


class Background:
    """A task of a screen at a time; a broken rule is said, any other fault is the app's.

    A worker would be waited for by the keys that follow the one that began it.
    """

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.task: asyncio.Task[None] | None = None

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin a task instead of the one before, if that still goes on."""
        self.stop()
        self.task = asyncio.get_running_loop().create_task(work)
        self.task.add_done_callback(self._over)
        return self.task

    def stop(self) -> None:
        """Let the task go no further."""
        if self.task is not None:
            self.task.cancel()

    def _over(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, RuleBroken):
            self.screen.problem(error)
        elif isinstance(error, Exception):
            self.screen.app._handle_exception(error)
