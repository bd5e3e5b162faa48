"""The date of the business zone, where the machine that runs the tests may have another."""

import datetime as dt

from models import clock
from models.setting import definition


def business_today() -> dt.date:
    """The date in the business zone that a new database has."""
    return clock.now(str(definition("BusinessTimeZone").default)).date()
