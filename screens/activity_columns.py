"""What is shown of activities: the columns of lists of their dates, the line about one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.activity_words import mark_of, occurrence_note, times_text, with_whom
from crmtui.i18n import language, t
from models.agenda import Occurrence
from models.code import Code
from models.listing import FixedList, Row
from screens.symbols import sign
from screens.widgets.columns import Column

__all__ = [
    "NAMES",
    "mark_of",
    "occurrence_columns",
    "occurrence_in",
    "occurrence_note",
    "occurrence_rows",
    "times_text",
    "with_whom",
]

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
        columns.insert(-1, Column(t("occurrence.contact"), 0, _whom))
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


def _whom(cells: Mapping[str, Any]) -> str:
    return with_whom(cells, sign("bullet"))


def _marks(cells: Mapping[str, Any]) -> str:
    return (sign("again") if cells["recurs"] else " ") + mark_of(cells)


def _type(cells: Mapping[str, Any]) -> str:
    return t("occurrence.busy") if cells["busy"] else str(cells["type_words"])


def _subject(cells: Mapping[str, Any]) -> str:
    return str(cells["subject"])
