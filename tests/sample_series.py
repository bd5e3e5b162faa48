"""A series of six Mondays, of which four are past and two are to come."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import time_machine

from models.activity import Activity

# Mondays: 2 to 30 November and 7 December 2026.
MONDAY = dt.datetime(2026, 11, 2, 9, 0)
WEEK = dt.timedelta(weeks=1)


def on_24_november() -> AbstractContextManager[Any]:
    """Tuesday 24 November 2026, where the clock stands still."""
    return time_machine.travel("2026-11-24T15:00:00Z", tick=False)


def series(rrule: str = "FREQ=WEEKLY;BYDAY=MO;COUNT=6", **values: Any) -> int:
    return Activity.make(
        {"subject": "Suivi", "start": MONDAY, "duration": 60, "rrule": rrule, **values}
    ).id
