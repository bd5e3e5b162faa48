"""What a rule means, below its choices: in words, and the next five dates (spec 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import groupby
from textwrap import wrap

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.rule_words import rule_words
from crmtui.values import long_date, moment_words, time_text
from models.activity_settled import begun
from models.activity_times import Times
from models.recurrence import coming, parse
from screens.symbols import sign
from screens.widgets.paint import BOLD, ERROR, PLAIN, blank, strip

DATES = 5
# A blank at which no line is broken.
KEPT = "\u00a0"


class Coming(Widget):
    """A rule in words and its next dates, or why there are none; painted, of a fixed height."""

    LINES = 6
    DEFAULT_CSS = "Coming { height: 6; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.told: tuple[tuple[str, Style], ...] = ()

    def show(self, *told: tuple[str, Style]) -> None:
        """Show sentences, each wrapped to the room there is."""
        if told != self.told:
            self.told = told
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the rule above, or one line of what is told."""
        width = self.size.width
        if y == 0:
            return strip([Segment(" " + sign("rule") * (width - 2))], width)
        lines = list(self._lines(width))
        if y > len(lines):
            return blank(width)
        text, style = lines[y - 1]
        return strip([Segment(f" {text}", style)], width)

    def _lines(self, width: int) -> Iterator[tuple[str, Style]]:
        for text, style in self.told:
            for line in wrap(text, max(10, width - 2)):
                yield line.replace(KEPT, " "), style


def rule_told(
    rrule: str, start: dt.datetime, since: dt.datetime, removed: Collection[dt.datetime] = ()
) -> tuple[tuple[str, Style], ...]:
    """A rule in words, and its next dates since a moment. Raises `RuleBroken`."""
    rule = parse(rrule)
    found = coming(rule, start, since, DATES + len(removed))
    dates = [day for day in found if day not in removed][:DATES]
    timed = rule.times_a_day > 1
    told = (
        t("activity.coming", dates=day_list(dates, timed)) if dates else t("activity.none_coming")
    )
    words = rule_words(rrule, start)
    return (f"{words[:1].upper()}{words[1:]}.", BOLD), (told, PLAIN)


def series_told(
    rrule: str, times: Times, before: dt.datetime | None = None
) -> tuple[tuple[str, Style], ...]:
    """What a rule will be once it is saved, and its first date where that is not the start.

    A series that began at `before` takes its rule along. Raises `RuleBroken`.
    """
    if not rrule:
        return ((t("activity.once"), PLAIN),)
    kept, begins = begun(rrule, times.start, times.all_day, before)
    words, dates = rule_told(kept, begins, begins)
    if begins == times.start:
        return words, dates
    say = long_date if begins.time() == times.start.time() else moment_words
    moves = t("activity.first_moves", first=say(begins).replace(" ", KEPT))
    return words, (moves, PLAIN), dates


def refused(text: str) -> tuple[tuple[str, Style], ...]:
    """Why there is no rule."""
    return ((f"! {text}", ERROR),)


def day_list(dates: Collection[dt.datetime], timed: bool = False) -> str:
    """Dates with their weekdays, the year where it changes: `mar. 24 nov. 2026 · mar. 1 déc.`.

    Those of one day stand together where their times are told.
    """
    said, year = [], None
    for _, (day, *others) in groupby(dates, dt.datetime.date):
        words = long_date(day) if day.year != year else _without_year(day)
        if timed:
            words = f"{words} {', '.join(map(time_text, (day, *others)))}"
        said.append(words.replace(" ", KEPT))
        year = day.year
    return f"{KEPT}{sign('bullet')} ".join(said)


def _without_year(day: dt.date) -> str:
    return t(
        "activity.weekday_day_month",
        weekday=t(f"value.weekday_short.{day.isoweekday()}"),
        day=day.day,
        month=t(f"value.month_short.{day.month}"),
    )
