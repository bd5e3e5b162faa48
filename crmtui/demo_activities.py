"""Writes the demo company's activities, and what differs on single dates of its series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from models import activity_exception as exceptions
from models.activity import Activity
from models.journal import Change
from models.recurrence import expand, parse

Row = dict[str, Any]

# Dates of a series that are looked at: no exception is further ahead.
_AHEAD = dt.timedelta(days=800)


def write_activities(tx: Change, planned: Sequence[tuple[Row, int | None]], today: dt.date) -> None:
    """Write activities, each with its contact's id or none, and the exceptions of series."""
    rows = [
        {n: v for n, v in row.items() if n not in ("gone_by", "dates")} | {"contact": contact}
        for row, contact in planned
    ]
    made = Activity.make_all(tx, rows)
    found = [
        columns
        for saved, (row, _) in zip(made, planned, strict=True)
        if row["rrule"]
        for columns in _exceptions(saved.id, row, today)
    ]
    tx.insert_all(exceptions.TABLE, found)


def _exceptions(key: int, row: Row, today: dt.date) -> Iterator[Row]:
    """The columns of a series' exceptions; a date that it does not have is passed over."""
    series = Activity.unguarded(key)
    start, now = series["start"], dt.datetime.combine(today, dt.time())
    dates = expand(parse(series["rrule"]), start, start, now + _AHEAD)
    past = sum(date < now for date in dates)
    own: dict[int, Row] = {}
    for place in range(-past, 0) if row["gone_by"] else ():
        note = row["gone_by"][(-1 - place) % len(row["gone_by"])]
        own[place] = {"status": "done", "completion_note": note}
    own |= {date["date"]: date for date in row["dates"]}
    for place, values in own.items():
        if 0 <= past + place < len(dates):
            original = dates[past + place]
            columns = _columns(series, original, values)
            if not exceptions.is_empty(columns):
                stored = original.isoformat(timespec="minutes")
                yield {"activity_id": key, "original": stored} | columns


def _columns(series: Row, original: dt.datetime, own: Row) -> Row:
    usual = exceptions.resolved(series, original, None)
    shift = dt.timedelta(minutes=own.get("moved", 0))
    values = usual | {n: own[n] for n in own if n in usual}
    values |= {"start": usual["start"] + shift, "end": usual["end"] + shift}
    if values["status"] == "done":
        end = values["end"]
        said = end.replace(hour=16) if values["all_day"] else end
        values |= {"completed_on": said, "completed_by": series["owner"]}
    return exceptions.columns_of(series, original, values) | {
        "removed": int(own.get("removed", False))
    }
