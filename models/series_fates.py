"""What becomes of the single dates of a series that is changed, completed or deleted (spec 7.7).

Whoever tells it beforehand and whoever writes it ask here, so that what is told is what happens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from models import activity_exception as exceptions
from models.activity_exception import COMPLETION, TEXTS, TIMES, Columns
from models.entity import Values
from models.journal import Change, actor
from models.recurrence import MOST, expand, occurs, parse
from models.rules import Notice, RuleBroken
from models.setting import today
from models.user import User

# What a date shows, and so what a change of it changes.
_SHOWN = (*TIMES, *TEXTS, *COMPLETION, "contact", "owner")

# What an exception can't keep for itself where the series has something else from now on.
_OF_SERIES = ("contact", "owner", "public")

# Inserts activities of whole values.
Insert = Callable[[Change, Sequence[Values]], Any]

_MINUTE = dt.timedelta(minutes=1)


class Fate(NamedTuple):
    """What becomes of an exception: `changed`, `kept`, `own`, `dropped`, or `none` of it is told.

    It has `columns` from now on, or is no more; `alone` are the values of the activity that it
    becomes, if it does. One that is changed `partly` keeps something that others do not.
    """

    exception: Columns
    what: str
    columns: Columns | None = None
    alone: Values | None = None
    partly: bool = False


def is_hidden(series: Values, exception: Mapping[str, Any]) -> bool:
    """Whether a date alone is private, and another user's (spec 7.3)."""
    return exception["public"] == 0 and User.id_of(series["owner"]) != actor()


def is_open(series: Values, exception: Mapping[str, Any]) -> bool:
    """Whether a date that differs is there for the user, and still to be done."""
    there = not exception["removed"] and not is_hidden(series, exception)
    return bool(there and exception["status"] == "open" and series["status"] == "open")


def refuse_history(series: Values, mine: Mapping[str, Any]) -> None:
    """Refuse to change a series that is done or cancelled whole, but to reopen it.

    Raises `RuleBroken`.
    """
    if series["rrule"] and series["status"] != "open" and mine.get("status") != "open":
        raise RuleBroken("rule.series_is_history")


def fates(old: Values, new: Values | None, found: Iterable[Columns]) -> list[Fate]:
    """What becomes of exceptions where a series is other than it was, or goes."""
    if new is None:
        return [_without_series(old, exception) for exception in found]
    return [_in_series(old, new, exception) for exception in found]


def shift_of(old: Values, new: Values) -> dt.timedelta:
    """By how much the dates of a series go with its start."""
    shift: dt.timedelta = new["start"] - old["start"]
    return shift if new["rrule"] else dt.timedelta()


def take_along(
    tx: Change, found: Iterable[Columns], old: Values, key: int, new: Values, insert: Insert
) -> int:
    """Give exceptions of a series to another that took its place, or to its changed self.

    Those that can't stay are inserted as activities; returns how many of them are told.
    """
    decided = fates(old, new, found)
    # Away from the side they come from, so that no two meet on the way.
    ordered = decided if shift_of(old, new) < dt.timedelta() else decided[::-1]
    return _carry_out(tx, ordered, key, insert)


def leave_alone(tx: Change, found: Iterable[Columns], old: Values, insert: Insert) -> None:
    """Delete exceptions whose dates go; what is history, or others' own, is inserted by itself."""
    _carry_out(tx, fates(old, None, found), old["id"], insert)


def told_own(n: int) -> tuple[Notice, ...]:
    """What to tell of exceptions that became activities of their own."""
    return (Notice("activity.own", {"n": n}),) if n else ()


def _carry_out(tx: Change, decided: list[Fate], key: int, insert: Insert) -> int:
    for each in decided:
        if each.columns is None:
            exceptions.drop(tx, [each.exception])
        else:
            columns = each.columns | {"activity_id": key}
            tx.update(exceptions.TABLE, each.exception["id"], each.exception, columns)
    insert(tx, [each.alone | {"rrule": ""} for each in decided if each.alone is not None])
    return sum(each.what == "own" for each in decided)


# Each date.


def _without_series(old: Values, exception: Columns) -> Fate:
    hidden = is_hidden(old, exception)
    if exception["removed"]:
        return Fate(exception, "none")
    if not hidden and exception["status"] == "open":
        return Fate(exception, "dropped")
    alone = exceptions.resolved(old, exceptions.original_of(exception), exception)
    return Fate(exception, "none" if hidden else "own", None, alone)


def _in_series(old: Values, new: Values, exception: Columns) -> Fate:
    original = exceptions.original_of(exception)
    place = _place(old, new, original)
    at = {"original": exceptions.stored_moment(place)} if place else {}
    if exception["removed"]:
        return Fate(exception, "none", exception | at if place else None)
    date = exceptions.resolved(old, original, exception)
    if not _stays_as_it_is(old, new, exception):
        return _following_series(old, new, exception, date, place)
    hidden = is_hidden(old, exception)
    if place is None:
        return Fate(exception, "none" if hidden else "own", None, date)
    if _cannot_stay(old, new, exception):
        columns = exceptions.blank() | {"removed": 1} | at
        return Fate(exception, "none" if hidden else "own", columns, date)
    columns = exceptions.columns_of(new, place, date) | exceptions.completion_columns(exception)
    return Fate(exception, "none" if hidden else "kept", columns | at)


def _place(old: Values, new: Values, original: dt.datetime) -> dt.datetime | None:
    """The date that the series has now in the place of one that it had."""
    if not new["rrule"]:
        return None
    place = original + shift_of(old, new)
    return place if occurs(parse(new["rrule"]), new["start"], place) else None


def _stays_as_it_is(old: Values, new: Values, exception: Columns) -> bool:
    """Whether a date is history, or its owner's own business: nothing of it changes."""
    handed_over = exception["public"] == 0 and old["owner"] != new["owner"]
    return handed_over or exception["status"] != "open" or is_hidden(old, exception)


def _cannot_stay(old: Values, new: Values, exception: Columns) -> bool:
    """Whether the series has something else now that a date of it can't keep for itself."""
    completed = exception["status"] == "open" and old["status"] != new["status"]
    return completed or any(old[name] != new[name] for name in _OF_SERIES)


def _following_series(
    old: Values, new: Values, exception: Columns, date: Values, place: dt.datetime | None
) -> Fate:
    """A date that has what it has of its own, and follows its series in all else."""
    if place is None:
        kept = {n for n in TEXTS if exception[n] is not None} | {*TIMES, "rrule"}
        follows = {n: new[n] for n in _SHOWN if n not in kept and old[n] != new[n]}
        return Fate(exception, "own", None, date | follows)
    columns = exception | {"original": exceptions.stored_moment(place)}
    after = exceptions.resolved(new, place, columns)
    if all(date[name] == after[name] for name in _SHOWN):
        return Fate(exception, "kept", columns)
    usual = exceptions.resolved(old, exceptions.original_of(exception), None)
    others = exceptions.resolved(new, place, None)
    own = [name for name in (*TIMES, *TEXTS) if exception[name] is not None]
    partly = any(usual[name] != others[name] for name in own)
    return Fate(exception, "changed", columns, partly=partly)


# Completing many.


def to_complete(
    series: Values, found: Sequence[Columns], since: dt.datetime | None
) -> tuple[list[dt.datetime], list[Columns]]:
    """The open dates till today, from a moment on: those of the rule, those that differ.

    `found` are the exceptions from that moment on.
    """
    if series["status"] != "open":
        return [], []
    tomorrow = dt.datetime.combine(today() + dt.timedelta(days=1), dt.time())
    own = {exceptions.original_of(exception) for exception in found}
    begins = max(since or series["start"], series["start"])
    dates = [date for date in _dates(series, begins, tomorrow) if date not in own]
    differing = [
        exception
        for exception in found
        if is_open(series, exception) and start_of(series, exception) < tomorrow
    ]
    return dates, differing


def start_of(series: Values, exception: Columns) -> dt.datetime:
    """When a date that differs starts."""
    start: dt.datetime = exceptions.resolved(series, exceptions.original_of(exception), exception)[
        "start"
    ]
    return start


def _dates(series: Values, since: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    rule = parse(series["rrule"])
    found: list[dt.datetime] = []
    while some := expand(rule, series["start"], since, until):
        found += some
        if len(some) < MOST:
            break
        since = some[-1] + _MINUTE
    return found


def complete_dates(
    tx: Change, series: Values, since: dt.datetime | None, completion: Values
) -> None:
    """Complete the open dates till today, from a moment on. Raises `RuleBroken` if none is."""
    found = exceptions.exceptions_of(series["id"], since=since)
    dates, differing = to_complete(series, found, since)
    if not dates and not differing:
        raise RuleBroken("rule.none_to_complete")
    said = exceptions.completion_stored(completion)
    own = {"activity_id": series["id"]} | exceptions.blank() | said
    stored = [own | {"original": exceptions.stored_moment(date)} for date in dates]
    tx.insert_all(exceptions.TABLE, stored)
    for exception in differing:
        tx.update(exceptions.TABLE, exception["id"], exception, said)
