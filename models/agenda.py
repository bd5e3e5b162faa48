"""What is on in a window of days, recurrences expanded: the one way to read a calendar (spec 11).

Everything that calendars, the contact's tab and the command line show of activities is read
here, so that what is private is left out, or made Busy, in one place (spec 7.3).
"""

from __future__ import annotations

from models.occurrence import Occurrence

__all__ = ["Occurrence"]
