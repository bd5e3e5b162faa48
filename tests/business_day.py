"""The date at the companies of the tests, which their machine's clock may not have yet."""

import datetime as dt

from models import clock
from models.setting import definition


def business_today() -> dt.date:
    """The date in the business zone that a new database has."""
    return clock.now(str(definition("BusinessTimeZone").default)).date()
