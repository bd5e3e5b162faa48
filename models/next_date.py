"""Which date of a series is meant by a day, and which open one comes next."""

from __future__ import annotations

import datetime as dt

from models.activity import Activity
from models.agenda import window
from models.entity import Values
from models.journal import actor
from models.recurrence import coming, expand, parse
from models.rules import Missing
from models.series import occurrence_values
from models.setting import today
from models.user import User

# So many dates of a series are looked at for an open one.
MOST_LOOKED_AT = 60

_DAY = dt.timedelta(days=1)


def dates_on(series: Values, on: dt.date) -> list[dt.datetime]:
    """The original starts of a series' dates that are on a day, or start at a moment.

    Where it has none now, those that were there before they were moved.
    """
    day = on.date() if isinstance(on, dt.datetime) else on
    seen = window(day, day, viewer=actor() or 0, owner=User.id_of(series["owner"]), completed=True)
    starts = {
        o.original: o.start
        for o in seen
        if o.key == series["id"] and not o.busy and o.original is not None and o.start.date() == day
    }
    if not any(_is_on(start, on) for start in starts.values()):
        midnight = dt.datetime.combine(day, dt.time())
        rule = parse(series["rrule"])
        starts = {s: s for s in expand(rule, series["start"], midnight, midnight + _DAY)}
    return sorted(o for o, start in starts.items() if _is_on(start, on) and _is_there(series, o))


def next_open(key: int) -> dt.datetime | None:
    """The original start of a series' next open date from today on, if there is one."""
    series = Activity.values_of(key)
    midnight = dt.datetime.combine(today(), dt.time())
    rule = parse(series["rrule"])
    for original in coming(rule, series["start"], midnight, MOST_LOOKED_AT):
        if _is_there(series, original) and (occurrence_values(key, original)["status"] == "open"):
            return original
    return None


def _is_on(start: dt.datetime, on: dt.date) -> bool:
    return start == on if isinstance(on, dt.datetime) else start.date() == on


def _is_there(series: Values, original: dt.datetime) -> bool:
    try:
        occurrence_values(series["id"], original)
    except Missing:
        return False
    return True
