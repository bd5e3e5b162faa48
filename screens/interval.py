"""An interval of dates: the usual ones, or two dates typed (spec 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from crmtui.i18n import t
from crmtui.typed_dates import typed_day
from models.rules import RuleBroken
from screens.dialogs.choose import Choose, Option
from screens.dialogs.type_text import TypeText
from screens.letters import LETTERS

DAYS = {"days30": 30, "quarter": 91, "year": 365}


@dataclass(frozen=True)
class Interval:
    """From a day to a day, either of which may be open; `name` is that of a usual one."""

    since: dt.date | None = None
    until: dt.date | None = None
    name: str = "all"

    @classmethod
    def all(cls) -> Interval:
        """All dates."""
        return cls()

    @classmethod
    def usual(cls, name: str, today: dt.date) -> Interval:
        """One of the usual intervals, up to today and all that is to come."""
        if name == "all":
            return cls()
        return cls(today - dt.timedelta(days=DAYS[name]), None, name)

    @classmethod
    def quarter(cls, today: dt.date | None) -> Interval:
        """The last three months, and all that is to come."""
        return cls.usual("quarter", today) if today else cls()

    def holds(self, day: dt.date) -> bool:
        """Whether a day is in it."""
        after = self.since is None or day >= self.since
        return after and (self.until is None or day <= self.until)

    def words(self) -> str:
        """The interval in words."""
        if self.name != "dates":
            return t(f"interval.{self.name}")
        return t("interval.from_to", since=self.since or "…", until=self.until or "…")


async def ask_interval(screen: Any, now: Interval) -> Interval | None:
    """The interval chosen, or nothing."""
    options = [Option(LETTERS[name], t(f"interval.{name}")) for name in (*DAYS, "all", "dates")]
    names = (*DAYS, "all", "dates")
    dialog = Choose(t("interval.title"), options, letters=True)
    chosen = await screen.app.push_screen_wait(dialog)
    letters = [option.value for option in options]
    if chosen not in letters:
        return None
    name = names[letters.index(chosen)]
    if name != "dates":
        return Interval.usual(name, screen.host.today)
    return await _two_dates(screen, now)


async def _two_dates(screen: Any, now: Interval) -> Interval | None:
    days: list[dt.date] = []
    for key in ("interval.since", "interval.until"):

        def check(text: str) -> str:
            day = typed_day(text, screen.host.today)
            if days and day < days[0]:
                raise RuleBroken("rule.interval")
            return day.isoformat()

        text = await screen.app.push_screen_wait(TypeText(t(key), check))
        if not text:
            return None
        days.append(dt.date.fromisoformat(text))
    return Interval(days[0], days[1], "dates")
