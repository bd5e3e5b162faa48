"""What is shown of activities: the columns of lists of their dates, the line about one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.i18n import language, t
from models.agenda import Occurrence
from models.code import Code
from models.listing import FixedList, Row
from screens.symbols import sign
from screens.widgets.columns import Column

NAMES = (*Occurrence._fields, "type_words", "late")


def occurrence_columns(
    *, with_date: bool, with_contact: bool, with_owner: bool = False
) -> list[Column]:
    """The columns of a list of occurrences: when, done or urgent, what, with whom."""
    columns = [
        Column(t("occurrence.time"), 13, lambda c: times_text(c["start"], c["end"], c["all_day"])),
        Column("", 2, _marks),
        Column(t("occurrence.type"), 9, _type),
        Column(t("occurrence.subject"), 0, _subject),
    ]
    if with_date:
        columns.insert(0, Column(t("occurrence.date"), 10, lambda c: f"{c['start']:%Y-%m-%d}"))
    if with_contact:
        columns.insert(-1, Column(t("occurrence.contact"), 0, with_whom))
    if with_owner:
        columns.append(Column(t("occurrence.owner"), 8, lambda c: str(c["owner"])))
    return columns


def occurrence_rows(occurrences: Sequence[Occurrence], today: dt.date | None = None) -> FixedList:
    """The rows of a list of occurrences, each known by its place in it.

    Run on the database's thread, for types are described by their table; from `today` on nothing
    open is late.
    """
    types = Code.table_of("activitytype")
    return FixedList.of(
        NAMES,
        [
            (
                i,
                (
                    *o,
                    types[o.type].text(language()) if o.type in types else o.type,
                    _late(o, today),
                ),
            )
            for i, o in enumerate(occurrences)
        ],
    )


def occurrence_in(row: Row) -> Occurrence:
    """The occurrence that a row shows."""
    return Occurrence(*row.cells[: len(Occurrence._fields)])


def _late(occurrence: Occurrence, today: dt.date | None) -> bool:
    if today is None or occurrence.busy or occurrence.status != "open":
        return False
    return occurrence.ends_before <= dt.datetime.combine(today, dt.time())


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
    if cells["status"] in ("done", "cancelled"):
        return "x" if cells["status"] == "done" else "-"
    return "!" if cells["priority"] == "URGENT" or cells.get("late") else " "


def with_whom(cells: Mapping[str, Any]) -> str:
    """The party and the contact of an occurrence; of another's private one, whose it is."""
    if cells["busy"]:
        return f"({cells['owner']})"
    return f" {sign('bullet')} ".join(p for p in (cells["party_name"], cells["contact"]) if p)


def _marks(cells: Mapping[str, Any]) -> str:
    return (sign("again") if cells["recurs"] else " ") + mark_of(cells)


def _type(cells: Mapping[str, Any]) -> str:
    return t("occurrence.busy") if cells["busy"] else str(cells["type_words"])


def _subject(cells: Mapping[str, Any]) -> str:
    return str(cells["subject"])


def occurrence_note(occurrence: Occurrence) -> str:
    """The line about the occurrence under the cursor: how it was completed, else where it is."""
    if occurrence.status == "done":
        note = occurrence.completion_note
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
