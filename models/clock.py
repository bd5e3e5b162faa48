"""Wall-clock times and the business zone: when they are, where a clock skips or repeats an hour."""

from __future__ import annotations

import datetime as dt
import zoneinfo


def instant(moment: dt.datetime, zone: str) -> dt.datetime:
    """The moment as an instant of the zone (RFC 5545, 3.3.5).

    A time that the clock skips is read with the offset before the gap, so 2:30 is 3:30; one
    that it shows twice is the first.
    """
    aware = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0)
    # Through UTC, so that a time that is not there becomes the one that is.
    return aware.astimezone(dt.UTC).astimezone(aware.tzinfo)


def clock_trouble(moment: dt.datetime, zone: str) -> str:
    """`skipped` where the zone's clock never shows that time, `twice`, or nothing."""
    first = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return ""
    there = instant(moment, zone).replace(tzinfo=None, fold=0) == moment.replace(fold=0)
    return "twice" if there else "skipped"


def now(zone: str) -> dt.datetime:
    """What the zone's clock shows, to the minute."""
    shown = dt.datetime.now(zoneinfo.ZoneInfo(zone))
    return shown.replace(tzinfo=None, second=0, microsecond=0, fold=0)


def local(at: str, zone: str) -> dt.datetime:
    """What the zone's clock showed at an instant that is kept in UTC."""
    shown = dt.datetime.fromisoformat(at).astimezone(zoneinfo.ZoneInfo(zone))
    return shown.replace(tzinfo=None, second=0, fold=0)
