"""The days around today as ISO text, so that a million notes need no date arithmetic."""

from datetime import date, timedelta

_BEFORE, _AFTER = 800, 200


class Days:
    """Working days by their distance from `today`."""

    def __init__(self, today: date) -> None:
        self.today = today
        days = [_working(today, offset) for offset in range(-_BEFORE, _AFTER)]
        self._iso = tuple(day.isoformat() for day in days)
        self._months = tuple(day.month for day in days)

    def iso(self, offset: int) -> str:
        """Give the working day that is `offset` days from today."""
        return self._iso[offset + _BEFORE]

    def month(self, offset: int) -> int:
        """Give the month, 1 to 12, of the day `offset` days from today."""
        return self._months[offset + _BEFORE]


def _working(today: date, offset: int) -> date:
    """Move a weekend away from today, but leave today where it is."""
    day = today + timedelta(days=offset)
    if offset < 0:
        return day - timedelta(days=max(0, day.weekday() - 4))
    return day + timedelta(days=7 - day.weekday()) if offset and day.weekday() > 4 else day


def month_days() -> tuple[str, ...]:
    """List the days of a year as `MM-DD`, with 29 February."""
    first = date(2024, 1, 1)
    return tuple((first + timedelta(days=n)).strftime("%m-%d") for n in range(366))
