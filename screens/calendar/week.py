"""The week: seven days side by side, by their hours (spec 11.3)."""

from __future__ import annotations

import datetime as dt

from crmtui.i18n import t
from crmtui.values import long_date
from screens.base import tells
from screens.calendar.hours import HoursScreen


class WeekScreen(HoursScreen):
    """A week, hour by hour."""

    VIEW = "week"

    def shown_days(self) -> list[dt.date]:
        """All seven."""
        return self.span().days()

    def what(self) -> str:
        """The week, by its first day."""
        return t("calendar.week_of", day=long_date(self.span().first))

    @tells
    async def action_open(self) -> None:
        """Open the activity under the cursor; where there is none, the day."""
        if self.entry is None:
            await self.open_day()
        else:
            self.action_edit()
