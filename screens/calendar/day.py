"""The day: its hours down, what overlaps side by side (spec 11.2)."""

from __future__ import annotations

from crmtui.values import long_date
from screens.calendar.hours import HoursScreen


class DayScreen(HoursScreen):
    """A day, hour by hour."""

    VIEW = "day"

    def what(self) -> str:
        """The date."""
        return long_date(self.day)
