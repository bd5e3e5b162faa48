"""What differs on single dates of a series: moved, changed, completed or removed (spec 7.6).

An exception is a row keyed by the date's original start. What it leaves empty is the series' own,
so that a change of the series reaches it too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import peewee as pw

from models.columns import CodeColumn, MomentColumn, UserColumn, YesNoColumn
from models.database import database, execute
from models.entity import Values
from models.journal import Change
from models.occurrence import ends_before
from models.user import User

TABLE = "activity_exception"

# What a date may have of its own; the times go together.
TIMES = ("start", "end", "all_day")
TEXTS = ("type", "priority", "subject", "detail", "location", "public")
COMPLETION = ("status", "completion_note", "completed_on", "completed_by")

_COMPLETION_COLUMNS = ("status", "completion_note", "completed_on", "completed_by_id")

Columns = dict[str, Any]


class ActivityException(pw.Model):
    """A row of the exceptions, as far as it holds codes and users."""

    BELONGS_TO = "activity"

    activity_id = pw.IntegerField()
    type = CodeColumn("activitytype", null=True)
    priority = CodeColumn("priority", null=True)
    public = YesNoColumn(null=True)
    completed_by = UserColumn(User, column_name="completed_by_id", null=True)

    class Meta:
        database = database
        table_name = TABLE


_moment = MomentColumn()
_yes_no = YesNoColumn()
_user = UserColumn(User, null=True)


def exceptions_of(activity: int, *, since: dt.datetime | None = None) -> list[Columns]:
    """The exceptions of a series, by original start; those from a moment on, if one is given."""
    cursor = execute(
        f"SELECT * FROM {TABLE} WHERE activity_id = ? AND original >= ? ORDER BY original",
        (activity, _moment.stored(since) if since else ""),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def exception_at(activity: int, original: dt.datetime) -> Columns | None:
    """The exception of one date of a series, if it has any."""
    return next(
        (e for e in exceptions_of(activity, since=original) if original_of(e) == original), None
    )


def original_of(exception: Mapping[str, Any]) -> dt.datetime:
    """The start that the series' rule gives the date."""
    return moment(exception["original"])


def moment(content: str) -> dt.datetime:
    """A column's content as a moment."""
    return dt.datetime.fromisoformat(content)


def stored_moment(moment: dt.datetime) -> str:
    """A moment as a column's content."""
    return str(_moment.stored(moment))


def resolved(series: Values, original: dt.datetime, exception: Mapping[str, Any] | None) -> Values:
    """One date's values: the series' own, and over them those of its exception."""
    length = series["end"] - series["start"]
    values = dict(series) | {"start": original, "end": original + length}
    if exception is None:
        return values
    if exception["start"] is not None:
        values |= {"start": moment(exception["start"]), "end": moment(exception["end"])}
        values["all_day"] = bool(exception["all_day"])
    for name in TEXTS:
        if exception[name] is not None:
            values[name] = bool(exception[name]) if name == "public" else exception[name]
    if exception["status"] != "open":
        values |= completion_of(exception)
    return values


def completion_of(exception: Mapping[str, Any]) -> Values:
    """How a date was completed or cancelled, when and by whom."""
    return {
        "status": exception["status"],
        "completion_note": exception["completion_note"],
        "completed_on": _moment.read(exception["completed_on"]),
        "completed_by": _user.read(exception["completed_by_id"]),
    }


def columns_of(series: Values, original: dt.datetime, values: Values) -> Columns:
    """What an exception keeps of a date's values: only what differs from the series."""
    usual = resolved(series, original, None)
    moved = any(values[name] != usual[name] for name in TIMES)
    start, end, all_day = (values[name] for name in TIMES)
    columns: Columns = {
        "removed": 0,
        "start": _moment.stored(start) if moved else None,
        "end": _moment.stored(end) if moved else None,
        "all_day": _yes_no.stored(all_day) if moved else None,
        "ends_before": _moment.stored(ends_before(start, end, all_day)) if moved else None,
    }
    for name in TEXTS:
        own = values[name] if values[name] != usual[name] else None
        columns[name] = int(own) if isinstance(own, bool) else own
    return columns | _completion_columns(series, values)


def _completion_columns(series: Values, values: Values) -> Columns:
    if all(values[name] == series[name] for name in COMPLETION):
        values = {"status": "open", "completion_note": "", "completed_on": None, "completed_by": ""}
    return completion_stored(values)


def completion_stored(values: Mapping[str, Any]) -> Columns:
    """How a date was completed, as an exception keeps it."""
    return {
        "status": values["status"],
        "completion_note": values["completion_note"],
        "completed_on": _moment.stored(values["completed_on"]),
        "completed_by_id": _user.stored(values["completed_by"]),
    }


def completion_columns(exception: Mapping[str, Any]) -> Columns:
    """How a date was completed, as its exception has it."""
    return {name: exception[name] for name in _COMPLETION_COLUMNS}


def edited(exception: Columns, date: Values) -> Columns:
    """An exception once its date was edited: what it had of its own is what it is there now."""
    start, end, all_day = (date[name] for name in TIMES)
    said: Columns = {
        "start": _moment.stored(start),
        "end": _moment.stored(end),
        "all_day": _yes_no.stored(all_day),
        "ends_before": _moment.stored(ends_before(start, end, all_day)),
        **{n: int(date[n]) if isinstance(date[n], bool) else date[n] for n in TEXTS},
    }
    return exception | {n: v for n, v in said.items() if exception[n] is not None}


def is_empty(columns: Mapping[str, Any]) -> bool:
    """Whether an exception says nothing that the series does not say itself."""
    said = any(columns[name] is not None for name in (*TIMES, *TEXTS))
    return not (said or columns["removed"] or columns["status"] != "open")


def keep(tx: Change, activity: int, original: dt.datetime, columns: Columns) -> None:
    """Write a date's exception, or take it away where it says nothing any more."""
    old = exception_at(activity, original)
    if old is None:
        if not is_empty(columns):
            key = {"activity_id": activity, "original": _moment.stored(original)}
            tx.insert(TABLE, key | columns)
    elif is_empty(columns):
        tx.delete(TABLE, old["id"], old)
    else:
        tx.update(TABLE, old["id"], old, columns)


def remove_date(tx: Change, activity: int, original: dt.datetime) -> None:
    """Take a date out of its series; nothing else of it is kept."""
    keep(tx, activity, original, blank() | {"removed": 1})


def drop(tx: Change, exceptions: Iterable[Columns]) -> None:
    """Delete exceptions."""
    for exception in exceptions:
        tx.delete(TABLE, exception["id"], exception)


def blank() -> Columns:
    """The columns of an exception that says nothing."""
    return {
        "removed": 0,
        **dict.fromkeys((*TIMES, "ends_before", *TEXTS)),
        "status": "open",
        "completion_note": "",
        "completed_on": None,
        "completed_by_id": None,
    }
