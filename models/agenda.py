"""What is on in a window of days, recurrences expanded: the one way to read a calendar (spec 11).

Everything that calendars, the contact's tab and the command line show of activities is read
here, so that what is private is left out, or made Busy, in one place (spec 7.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from models.activity_times import LONGEST_DAYS
from models.database import rows, snapshot
from models.occurrence import Occurrence, day_order, ends_before
from models.recurrence import expand, parse
from models.setting import today
from models.user import User

__all__ = ["Occurrence", "of_contact", "open_dates", "window"]

# A series without end is shown so far ahead where no date is asked for.
AHEAD = dt.timedelta(days=366)

_LONGEST = dt.timedelta(days=LONGEST_DAYS)
_DAY = dt.timedelta(days=1)

_COLUMNS = (
    "a.id, a.start, a.end, a.all_day, a.public, a.owner_id, a.subject, a.type, a.priority,"
    " a.location, a.status, a.completion_note, a.contact_id,"
    " trim(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')), c.party_id,"
    " coalesce(p.code, ''), coalesce(p.name, ''), a.detail <> '', a.rrule"
)
_JOINS = " LEFT JOIN contact c ON c.id = a.contact_id LEFT JOIN party p ON p.id = c.party_id"

_EXCEPTION = (
    "e.activity_id, e.original, e.removed, e.start, e.end, e.all_day, e.public, e.subject,"
    " e.type, e.priority, e.location, e.status, e.completion_note, e.detail <> ''"
)


@dataclass(frozen=True)
class _Asked:
    """What is asked for: from when to before when, for whom, completed ones or not, whose."""

    begin: dt.datetime
    finish: dt.datetime
    viewer: int
    completed: bool
    whose: str = "TRUE"
    params: tuple[Any, ...] = ()
    owner: bool = False

    @property
    def since(self) -> str:
        """The first moment, as it is kept."""
        return self.begin.isoformat(timespec="minutes")

    @property
    def until(self) -> str:
        """The first moment after it, as it is kept."""
        return self.finish.isoformat(timespec="minutes")


@dataclass(frozen=True)
class _Own:
    """What an exception has instead of its series' own; nothing where it has none."""

    removed: bool
    times: tuple[dt.datetime, dt.datetime, bool] | None
    public: bool | None
    texts: tuple[str | None, ...]
    status: str
    completion_note: str
    has_detail: bool | None


def window(
    first: dt.date,
    last: dt.date,
    *,
    viewer: int,
    owner: int | None = None,
    completed: bool = False,
) -> list[Occurrence]:
    """What is on from a day to a day, both included: one user's, or everybody's (spec 11.4).

    Others' private activities are there as Busy. All that is done or cancelled is left out
    unless `completed`.
    """
    asked = _Asked(_midnight(first), _midnight_after(last), viewer, completed)
    if owner is not None:
        asked = replace(asked, whose="a.owner_id = ?", params=(owner,), owner=True)
    with snapshot():
        found = [*_once(asked), *_dates(asked)]
    return sorted(found, key=day_order)


def open_dates(first: dt.date, last: dt.date, *, owner: int) -> list[Occurrence]:
    """The dates of a user's own series from a day to a day that are not done, in no order."""
    asked = _Asked(
        _midnight(first), _midnight_after(last), owner, False, "a.owner_id = ?", (owner,), True
    )
    with snapshot():
        return list(_dates(asked))


def of_contact(
    contact: int,
    since: dt.date | None,
    until: dt.date | None,
    *,
    viewer: int,
    completed: bool = False,
) -> list[Occurrence]:
    """A contact's activities between two days, the latest first, without others' private ones.

    Where no last day is asked for, a series goes on for a year from today (spec 7.1).
    """
    ahead = today() + AHEAD
    asked = _Asked(
        _midnight(since or dt.date.min),
        _midnight_after(until or ahead),
        viewer,
        completed,
        "a.contact_id = ?",
        (contact,),
    )
    with snapshot():
        once = replace(asked, finish=dt.datetime.max) if until is None else asked
        found = [*_of_contact_once(once), *_dates(asked)]
    return sorted((o for o in found if not o.busy), key=_latest, reverse=True)


def _latest(occurrence: Occurrence) -> tuple[dt.datetime, int]:
    return occurrence.start, occurrence.key


# Those that do not recur.


# By whether it is one owner's, and whether it has what is done.
_INDEXES = {
    (True, True): "activity_owner",
    (True, False): "activity_open",
    (False, True): "activity_start",
    (False, False): "activity_waiting",
}


def _once(asked: _Asked) -> Iterator[Occurrence]:
    """Those that begin in the window, and those that last into it from the day before.

    Whatever lasts into a day from the one before crosses midnight, and is few.
    """
    index = _INDEXES[asked.owner, asked.completed]
    overnight = "activity_owner_overnight" if asked.owner else "activity_overnight"
    for source, where, params in (
        (index, "a.start >= ? AND a.start < ?", (asked.since, asked.until)),
        (
            overnight,
            "a.overnight AND a.start < ? AND a.ends_before > ?",
            (asked.since, asked.since),
        ),
    ):
        yield from _read(f"activity a INDEXED BY {source}", where, params, asked)


def _of_contact_once(asked: _Asked) -> Iterator[Occurrence]:
    where = "a.start < ? AND a.ends_before > ?"
    yield from _read("activity a", where, (asked.until, asked.since), asked)


def _read(source: str, where: str, params: tuple[Any, ...], asked: _Asked) -> Iterator[Occurrence]:
    open_only = "" if asked.completed else " AND a.status = 'open'"
    found = rows(
        f"SELECT {_COLUMNS} FROM {source}{_JOINS}"
        f" WHERE a.rrule = '' AND {asked.whose} AND {where}{open_only}",
        (*asked.params, *params),
    )
    logins = _logins()
    for row in found:
        yield _shown(row, None, _moment(row[1]), None, asked.viewer, logins)


# Dates of series.


def _dates(asked: _Asked) -> Iterator[Occurrence]:
    series = rows(
        f"SELECT {_COLUMNS} FROM activity a{_JOINS} WHERE {_series(asked)}",
        (*asked.params, asked.since, asked.until),
    )
    logins = _logins()
    lengths = [_length(row) for row in series]
    exceptions = _exceptions(asked, max(lengths, default=dt.timedelta()))
    for row, length in zip(series, lengths, strict=True):
        start = _moment(row[1])
        own = exceptions.pop(row[0], {})
        for original in expand(parse(row[18]), start, _before(asked.begin, length), asked.finish):
            if original not in own and original + length > asked.begin:
                own[original] = None
        yield from _own_dates(row, own, asked, logins)
    yield from _moved_elsewhere(exceptions, asked, logins)


def _length(row: tuple[Any, ...]) -> dt.timedelta:
    """How long a series' dates take, whole days to their end."""
    start, end = _moment(row[1]), _moment(row[2])
    return ends_before(start, end, bool(row[3])) - start


def _series(asked: _Asked) -> str:
    """The series that may have dates in the window."""
    return f"a.rrule <> '' AND {asked.whose} AND a.series_over > ? AND a.start < ?"


def _own_dates(
    row: tuple[Any, ...],
    dates: dict[dt.datetime, _Own | None],
    asked: _Asked,
    logins: dict[int, str],
) -> Iterator[Occurrence]:
    """A series' dates, each with its exception, as far as they are in the window and wanted."""
    for original, own in dates.items():
        if own is not None and own.removed:
            continue
        shown = _shown(row, original, original, own, asked.viewer, logins)
        inside = shown.start < asked.finish and shown.ends_before > asked.begin
        if inside and (asked.completed or shown.status == "open"):
            yield shown


def _exceptions(asked: _Asked, longest: dt.timedelta) -> dict[int, dict[dt.datetime, _Own | None]]:
    """The exceptions of dates in the window, and of those that were moved into it."""
    by_series: dict[int, dict[dt.datetime, _Own | None]] = {}
    # A date as long as its series reaches into the window from no further back than that.
    reach = _before(asked.begin, longest).isoformat(timespec="minutes")
    bounds = (_before(asked.begin, _LONGEST).isoformat(timespec="minutes"), asked.until)
    found = rows(
        f"SELECT {_EXCEPTION} FROM activity a CROSS JOIN activity_exception e"
        f" ON e.activity_id = a.id WHERE {_series(asked)} AND e.original >= ? AND e.original < ?",
        (*asked.params, asked.since, asked.until, reach, asked.until),
    )
    moved = rows(
        f"SELECT {_EXCEPTION} FROM activity_exception e INDEXED BY activity_exception_moved"
        " CROSS JOIN activity a ON a.id = e.activity_id"
        f" WHERE {asked.whose} AND e.start >= ? AND e.start < ? AND e.ends_before > ?",
        (*asked.params, *bounds, asked.since),
    )
    for row in (*found, *moved):
        by_series.setdefault(row[0], {})[_moment(row[1])] = _own(row)
    return by_series


def _moved_elsewhere(
    exceptions: dict[int, dict[dt.datetime, _Own | None]],
    asked: _Asked,
    logins: dict[int, str],
) -> Iterator[Occurrence]:
    """Dates that were moved to where their series has none, after its end say."""
    keys = tuple(exceptions)
    if not keys:
        return
    marks = ", ".join("?" * len(keys))
    for row in rows(f"SELECT {_COLUMNS} FROM activity a{_JOINS} WHERE a.id IN ({marks})", keys):
        yield from _own_dates(row, exceptions[row[0]], asked, logins)


def _own(row: tuple[Any, ...]) -> _Own:
    times = None
    if row[3] is not None:
        times = _moment(row[3]), _moment(row[4]), bool(row[5])
    return _Own(
        bool(row[2]),
        times,
        None if row[6] is None else bool(row[6]),
        row[7:11],
        row[11],
        row[12],
        None if row[13] is None else bool(row[13]),
    )


# One of them, as the viewer may see it.


def _shown(
    row: tuple[Any, ...],
    original: dt.datetime | None,
    start: dt.datetime,
    own: _Own | None,
    viewer: int,
    logins: dict[int, str],
) -> Occurrence:
    end, all_day = start + (_moment(row[2]) - _moment(row[1])), bool(row[3])
    public, owner = bool(row[4]), logins.get(row[5], "")
    if own is not None and own.times is not None:
        start, end, all_day = own.times
    if own is not None and own.public is not None:
        public = own.public
    if not public and row[5] != viewer:
        return Occurrence(row[0], original, start, end, all_day, True, owner=owner, public=False)
    texts, status, note, has_detail = row[6:10], row[10], row[11], bool(row[17])
    if own is not None:
        texts = _over(texts, own.texts)
        if own.status != "open":
            status, note = own.status, own.completion_note
        has_detail = has_detail if own.has_detail is None else own.has_detail
    subject, kind, priority, location = texts
    contact_id, contact, party_id, party, party_name = row[12:17]
    return Occurrence(
        row[0],
        original,
        start,
        end,
        all_day,
        False,
        subject,
        kind,
        priority,
        location,
        status,
        note,
        contact_id,
        contact,
        party_id,
        party,
        party_name,
        owner,
        public,
        original is not None,
        has_detail,
    )


def _over(texts: Iterable[str], own: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(o if o is not None else t for t, o in zip(texts, own, strict=True))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _midnight_after(day: dt.date) -> dt.datetime:
    return _midnight(day) + _DAY if day < dt.date.max else dt.datetime.max


def _before(moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
    return moment - length if moment - dt.datetime.min > length else dt.datetime.min


def _moment(content: str) -> dt.datetime:
    return dt.datetime.fromisoformat(content)


def _logins() -> dict[int, str]:
    return {key: login for login, key in User.all().items()}
