"""What is said of an activity or one of its dates, in lists, notes and on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models.occurrence import Occurrence

MARKS = {"done": "x", "cancelled": "-"}


def times_text(start: dt.datetime, end: dt.datetime, all_day: bool) -> str:
    """When an occurrence is, in a few cells: `09:00–10:00`, `22:00–01:00+1`, all day, 3 days."""
    days = (end.date() - start.date()).days
    if all_day:
        return t("occurrence.days", n=days + 1) if days else t("occurrence.whole_day")
    if start == end:
        return f"{start:%H:%M}"
    return f"{start:%H:%M}–{end:%H:%M}" + (f"+{days}" if days else "")


def next_text(start: dt.datetime, all_day: bool) -> str:
    """When something begins, as short as may be: `27 nov. 10:00`."""
    day = t("occurrence.short_day", day=start.day, month=t(f"value.month_short.{start.month}"))
    return day if all_day else f"{day} {start:%H:%M}"


def mark_of(cells: Mapping[str, Any]) -> str:
    """`x` done, `-` cancelled, `!` urgent or late, else a blank."""
    if cells["status"] in MARKS:
        return MARKS[cells["status"]]
    return "!" if cells["priority"] == "URGENT" or cells.get("late") else " "


def with_whom(cells: Mapping[str, Any], bullet: str = "·") -> str:
    """The party and the contact of an occurrence; of another's private one, whose it is."""
    if cells["busy"]:
        return f"({cells['owner']})"
    return f" {bullet} ".join(p for p in (cells["party_name"], cells["contact"]) if p)


def occurrence_note(occurrence: Occurrence) -> str:
    """The line about the occurrence under the cursor: how it was completed, else where it is."""
    if occurrence.status == "done":
        note = " ".join(occurrence.completion_note.split())
        return t("occurrence.done_note", note=note) if note else t("occurrence.done_no_note")
    if occurrence.status == "cancelled":
        return t("occurrence.is_cancelled")
    return occurrence.location


def occurrence_text(occurrence: Occurrence) -> str:
    """An occurrence as one line to paste elsewhere."""
    when = times_text(occurrence.start, occurrence.end, occurrence.all_day)
    whom = with_whom(occurrence._asdict())
    parts = (f"{occurrence.start:%Y-%m-%d} {when}", occurrence.subject, whom, occurrence.location)
    return ", ".join(p for p in parts if p)
