"""Ask for the date that a calendar goes to."""

from __future__ import annotations

import datetime as dt

from crmtui.typed_dates import typed_day
from screens.calendar.days import checked
from screens.dialogs.type_day import TypeDay


class GoToDay(TypeDay):
    """Any date that calendars reach; what is understood is told as it is typed."""

    def _day(self, text: str) -> dt.date:
        return checked(typed_day(text, self.today))
