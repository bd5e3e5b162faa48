"""Pick a date in a month, by keys."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.values import long_date
from screens.commands.command import key_name
from screens.dialogs.base import Dialog
from screens.widgets.paint import BOLD, PLAIN, blank, fit, strip

REVERSE = Style(reverse=True, bold=True)


class MonthView(Widget):
    """One month, seven columns, painted line by line."""

    DEFAULT_CSS = "MonthView { height: 8; width: 1fr; }"

    def __init__(self, day: dt.date, today: dt.date, first_weekday: int) -> None:
        super().__init__()
        self.day = day
        self.today = today
        self.calendar = calendar.Calendar(first_weekday)

    def show(self, day: dt.date) -> None:
        """Put the cursor on a day."""
        self.day = day
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the month's name, the weekdays, or a week."""
        width = self.size.width
        if y == 0:
            name = f"  {t(f'value.month.{self.day.month}')} {self.day.year}"
            return strip([Segment(name, BOLD)], width)
        if y == 1:
            days = [t(f"value.weekday_short.{d + 1}") for d in self.calendar.iterweekdays()]
            text = "".join(fit(name[:3], 5, right=True) for name in days)
            return strip([Segment(text)], width)
        weeks = self.calendar.monthdatescalendar(self.day.year, self.day.month)
        if y - 2 >= len(weeks):
            return blank(width)
        return strip([s for d in weeks[y - 2] for s in self._day(d)], width)

    def _day(self, day: dt.date) -> list[Segment]:
        if day.month != self.day.month:
            return [Segment("     ")]
        if day == self.day:
            return [Segment(" "), Segment(f"[{day.day:>2}]", REVERSE)]
        return [Segment(f"{day.day:>4}", BOLD if day == self.today else PLAIN), Segment(" ")]


class PickDate(Dialog[dt.date]):
    """Pick a date: arrows by day and week, PgUp and PgDn by month, t today."""

    WIDTH = 40
    HEIGHT = 13
    BINDINGS = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l", "step(1)", show=False),
        Binding("up,k", "step(-7)", show=False),
        Binding("down,j", "step(7)", show=False),
        Binding("pageup", "month(-1)", show=False),
        Binding("pagedown", "month(1)", show=False),
        Binding("t,home", "today", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, title: str, day: dt.date, today: dt.date, first_weekday: int) -> None:
        super().__init__(title)
        self.day = day
        self.today = today
        self.first_weekday = first_weekday

    def body(self) -> Iterator[Widget]:
        """The month."""
        yield MonthView(self.day, self.today, self.first_weekday)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return (
            (key_name("enter"), t("choose.choose")),
            ("t", t("pick.today")),
            ("PgUp PgDn", t("pick.month")),
        )

    async def on_mount(self) -> None:
        """Say which day the cursor is on."""
        await super().on_mount()
        self._show(self.day)

    def _show(self, day: dt.date) -> None:
        self.day = day
        self.query_one(MonthView).show(day)
        self.say(long_date(day))

    def action_step(self, days: int) -> None:
        """Move by days."""
        self._show(self.day + dt.timedelta(days=days))

    def action_month(self, months: int) -> None:
        """Move by months."""
        self._show(self.day + relativedelta(months=months))

    def action_today(self) -> None:
        """Go to today."""
        self._show(self.today)

    def action_choose(self) -> None:
        """Answer with the day under the cursor."""
        self.dismiss(self.day)
