"""The part of the audience's screen that judges everybody, some at a time, while one works."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual import work

from crmtui.i18n import t
from models.mailing_audience import BATCH, Audience
from screens.mailings.background import Background
from screens.mailings.people import People
from screens.mailings.words import reasons_words
from screens.widgets.bars import Lines

# So often at the most are the numbers painted while people are judged.
_PAINTED_EVERY = 0.25
# So long do keys wait for those few who are judged at once.
_MOMENT = 0.3


class Judges:
    """A screen with the people of a mailing, judged in the background."""

    key: Any
    ask: Any
    table: Any
    query_one: Any
    show_people: Any

    def begin_judging(self) -> None:
        """Begin with nobody."""
        self.people = People()
        self.total = 0
        self.judging = True
        self.background = Background(self)

    @work(exclusive=True, group="judge")
    async def judge(self) -> None:
        """Judge everybody; keys wait for that only where it takes no time."""
        await asyncio.wait([self.background.begin(self.judge_all())], timeout=_MOMENT)

    def on_unmount(self) -> None:
        """Judge no more."""
        self.background.stop()

    async def judge_all(self) -> None:
        """The list grows the first time, and is replaced by the next ones."""
        first = not self.people.all
        people = self.people if first else People(self.people.shown)
        self.judging = True
        try:
            audience = await self.ask(Audience, self.key)
            self.total = audience.total
            painted = monotonic()
            while batch := await self.ask(audience.next, BATCH):
                people.add(batch)
                if first and monotonic() - painted >= _PAINTED_EVERY:
                    painted = monotonic()
                    await self._grown()
        finally:
            self.judging = False
        # What was typed meanwhile counts for those who were judged meanwhile.
        people.show(self.people.shown)
        self.people = people
        await self.show_people(keep=True)
        self.show_numbers()

    async def _grown(self) -> None:
        self.show_numbers()
        if len(self.table.rows) - self.table.cursor <= self.table.page_size:
            await self.show_people(keep=True)

    def show_numbers(self) -> None:
        """Show how many are in, how many out and why."""
        people = self.people
        out = people.reasons.total()
        counted = t("mailings.in_out", n=people.n_in, out=out)
        if self.judging:
            counted = t("mailings.judging", counted=counted, done=len(people.all), n=self.total)
        self.query_one(Lines).show([(counted, ""), (reasons_words(people.reasons), "")])
