"""Keys one after the other, each done before the next, however fast they come."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import Any, TypeVar
from weakref import WeakSet

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.worker import WorkerState

# Done means: what has the focus and all that holds it have seen the key and what came of it.
ROUNDS = 2
# A key that takes longer lets the next ones go: no fault may make a program deaf.
PATIENCE = 2.0
# How often to look whether a command that waits for the database has gone on.
LOOK = 0.005

Result = TypeVar("Result")
_RUNNING = (WorkerState.PENDING, WorkerState.RUNNING)


class InTurn(App[Result]):
    """An app whose keys are done in the order in which they were typed.

    Textual hands a key to the widget that has the focus when it *arrives*: after a quick Tab or
    Enter, text goes to the field before, and Enter opens what was found before the last letters.
    Letters for one field follow each other freely; any other key waits, and makes others wait.
    """

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._kept: deque[events.Event] = deque()
        self._turn = self._step = 0
        self._at: MessagePump = self
        self._rest: tuple[int, int, Iterator[MessagePump]] = (0, 0, iter(()))
        self._busy = False
        self._typed = False
        self._before = 0
        # Nothing has had the focus yet: the program is starting.
        self._starting = True
        self._awaited: WeakSet[asyncio.Future[Any]] = WeakSet()

    @property
    def at_rest(self) -> bool:
        """Whether every key that came is done."""
        return not self._busy and not self._kept

    def push_screen(self, *given: Any, **named: Any) -> Any:
        """Show a screen; where its answer is awaited, whoever awaits it waits for the user."""
        answer = super().push_screen(*given, **named)
        if isinstance(answer, asyncio.Future):
            self._awaited.add(answer)
        return answer

    async def on_event(self, event: events.Event) -> None:
        """Do a key at once, or keep it until its turn comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._busy or self._kept:
            self._kept.append(event)
        elif self._starting:
            self._kept.append(event)
            self._await_focus(asyncio.get_running_loop().time() + PATIENCE)
        else:
            await self._begin(event)

    def _await_focus(self, limit: float) -> None:
        """Keep what was typed ahead of the first screen until something there can take it."""
        self._busy = True
        loop = asyncio.get_running_loop()
        if loop.time() < limit and not self._can_take():
            loop.call_later(LOOK, self._await_focus, limit)
        else:
            self._starting = False
            self._wait(ROUNDS)

    def _can_take(self) -> bool:
        """Whether something has the focus, or the screen has nothing that could ever have it."""
        if not self._screen_stack or self.focused is not None:
            return bool(self._screen_stack)
        return self.screen.is_mounted and not self.screen.focus_chain

    async def _begin(self, event: events.Event) -> None:
        if self._is_text(event):
            self._typed = True
            await super().on_event(event)
        elif self._typed:
            # First what the letters before it brought about.
            self._typed = False
            self._kept.appendleft(event)
            self._wait(ROUNDS)
        else:
            self._before = self._at_work()
            self._busy = True
            await super().on_event(event)
            self._wait(ROUNDS)

    def _is_text(self, event: events.Event) -> bool:
        """Whether an event goes into a field as it is, after what went there before."""
        if isinstance(event, events.Paste):
            return True
        focused = self.focused
        return (
            isinstance(event, events.Key)
            and event.is_printable
            and focused is not None
            and focused.check_consume_key(event.key, event.character)
        )

    def _wait(self, rounds: int) -> None:
        self._busy = True
        self._turn += 1
        loop = asyncio.get_running_loop()
        loop.call_later(LOOK, self._look, self._turn, self._step, loop.time() + PATIENCE)
        self._pass(self._turn, rounds, iter(()))

    def _pass(self, turn: int, rounds: int, pumps: Iterator[MessagePump]) -> None:
        """Go through the queues from the focus up to the app, `rounds` times."""
        if turn != self._turn:
            return
        self._step += 1
        pump = next(pumps, None)
        if pump is not None:
            self._at = pump
            self._rest = (turn, rounds, pumps)
            if not pump.call_later(self._pass, *self._rest):
                self._pass(*self._rest)
        elif rounds:
            self._pass(turn, rounds - 1, iter(self._chain()))
        elif self._at_work() > self._before:
            asyncio.get_running_loop().call_later(LOOK, self._pass, turn, 1, iter(()))
        else:
            self._over(turn)

    def _look(self, turn: int, step: int, limit: float) -> None:
        """Go on where a queue was closed before it came to its turn, or where it takes too long."""
        if turn != self._turn:
            return
        loop = asyncio.get_running_loop()
        if loop.time() > limit:
            self._over(turn)
            return
        if step == self._step and (self._at._closing or self._at._closed):
            self._pass(*self._rest)
        loop.call_later(LOOK, self._look, turn, self._step, limit)

    def _chain(self) -> list[MessagePump]:
        if not self._screen_stack:
            return [self]
        focus: MessagePump = self.focused or self.screen
        chain = [focus]
        while chain[-1]._parent is not None and chain[-1] is not self:
            chain.append(chain[-1]._parent)
        return chain

    def _at_work(self) -> int:
        """How many commands go on without waiting for the user's answer to a dialog."""
        running = sum(worker.state in _RUNNING for worker in self.workers)
        answers = [c.future for screen in self._screen_stack for c in screen._result_callbacks]
        # Textual gives a future to every screen, also to those whose answer nobody awaits.
        asked = sum(a is not None and a in self._awaited and not a.done() for a in answers)
        return max(0, running - asked)

    def _over(self, turn: int) -> None:
        if turn == self._turn:
            self._turn += 1
            self._busy = False
            self.call_later(self._go_on)

    async def _go_on(self) -> None:
        while self._kept and not self._busy:
            await self._begin(self._kept.popleft())
