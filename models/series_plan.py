"""What an act on a date of a series will do, told before it is done (spec 7.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models import activity_exception as exceptions
from models.activity import Activity
from models.activity_settled import settled
from models.entity import Values
from models.recurrence import coming, last, occurs, parse
from models.series import aim, exception_of, following_values, is_first

ACTS = ("change", "complete", "delete")

# No more dates than this are counted.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Plan:
    """How many dates an act touches, and what becomes of the exceptions.

    Those `kept` stay as they are, those in `own` become activities of their own, those `dropped`
    go with their dates. Dates without end are `endless` and have no number.
    """

    n: int
    endless: bool
    first: dt.datetime | None
    last: dt.datetime | None
    kept: int = 0
    own: int = 0
    dropped: int = 0
    split: bool = False


def plan(
    key: int,
    original: dt.datetime | None,
    scope: str,
    act: str,
    values: Mapping[str, Any] | None = None,
) -> Plan:
    """What an act on a date, those that follow or all will do. Raises `RuleBroken`."""
    series = Activity.values_of(key)
    if original is None or not series["rrule"] or scope == "this":
        start = original or series["start"]
        return Plan(1, False, start, start)
    exception_of(series, original)
    split = scope == "following" and not is_first(series, original)
    since = original if split else series["start"]
    found = exceptions.exceptions_of(key, since=since)
    live = [exception for exception in found if not exception["removed"]]
    kept, own, dropped = _fates(series, original, split, act, values, live)
    rule = parse(series["rrule"])
    end = last(rule, series["start"])
    dates = coming(rule, series["start"], since, MOST_COUNTED) if end else []
    n = len(dates) - (len(found) - len(live)) - kept - own
    return Plan(max(0, n), end is None, since, end, kept, own, dropped, split)


def _fates(
    series: Values,
    original: dt.datetime,
    split: bool,
    act: str,
    values: Mapping[str, Any] | None,
    live: list[exceptions.Columns],
) -> tuple[int, int, int]:
    """How many exceptions stay, become activities of their own, go."""
    if act == "delete":
        return 0, 0, len(live)
    if act == "complete":
        return sum(exception["status"] != "open" for exception in live), 0, 0
    own = _homeless(series, original, split, dict(values or {}), live)
    return len(live) - own, own, 0


def _homeless(
    series: Values,
    original: dt.datetime,
    split: bool,
    values: Values,
    live: list[exceptions.Columns],
) -> int:
    """How many exceptions have no date in what the series will be."""
    tidied = Activity.entity.tidy(values)
    aimed = aim(series, original, tidied, "following" if split else "all")
    if not {"start", "rrule"} & set(aimed):
        return 0
    if split:
        start = original
        new = following_values(series, original, aimed)
        new = settled(new, frozenset({"start", "end", "rrule"}))
    else:
        start = series["start"]
        new = settled(series | aimed, frozenset(aimed), series)
    if not new["rrule"]:
        return len(live)
    rule, shift = parse(new["rrule"]), new["start"] - start
    return sum(
        not occurs(rule, new["start"], exceptions.original_of(exception) + shift)
        for exception in live
    )
