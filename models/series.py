"""One date of a series, this one and those that follow, or all: changed, done, deleted (spec 7.7).

A date is named by the activity's id and its original start; an activity that does not recur by
its id alone, its original start being None. `models/series_plan.py` tells beforehand what an act
will do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models import activity_exception as exceptions
from models import coded, series_fates
from models.activity import Activity
from models.activity_exception import COMPLETION
from models.activity_settled import meant, settled
from models.activity_times import Times
from models.entity import Values
from models.journal import Change, changed_since
from models.journal import change as transaction
from models.recurrence import before, cut, moved, occurs, parse, rest
from models.rules import Conflict, Missing, RuleBroken, Saved

SCOPES = ("this", "following", "all")

# What belongs to the whole series and to none of its dates alone.
OF_SERIES = ("contact", "owner", "rrule")

_TIMES = frozenset({"start", "end", "duration", "all_day"})
_KEPT = frozenset(field.name for field in Activity.entity.kept)


def occurrence_values(key: int, original: dt.datetime | None) -> Values:
    """One date whole: the activity's values with its exception's over them. Raises `Missing`.

    Its `version` is that of the activity and that of the exception, since both make it up.
    """
    series = Activity.values_of(key)
    if original is None:
        return series | {"original": None, "series_start": None}
    exception = exception_of(series, original)
    return date_values(series, original, exception) | {
        "original": original,
        "series_start": series["start"],
        "version": (series["version"], exception["version"] if exception else 0),
    }


def change(
    key: int,
    original: dt.datetime | None,
    scope: str,
    values: Mapping[str, Any],
    version: Any = None,
) -> Saved:
    """Change a date, it and those that follow, or the whole series.

    Raises `Conflict` where others changed the same fields since `version`, `RuleBroken`.
    """
    with transaction("activity.alter") as tx:
        series = Activity.values_of(key)
        own = version[0] if isinstance(version, tuple) else version
        if original is None or not series["rrule"]:
            return Activity.alter(key, values, version=own)
        tidied = coded.named(Activity.entity, Activity.entity.tidy(values))
        coded.check_chosen(
            Activity.entity,
            tidied,
            lambda: date_values(series, original, exception_of(series, original)),
        )
        if scope == "this":
            return _change_one(tx, series, original, tidied, version)
        return _change_many(tx, course_of(series, original, scope, tidied), own)


def move(key: int, original: dt.datetime | None, scope: str, minutes: int) -> Saved:
    """Move a date, it and those that follow, or all of them by so many minutes.

    Raises `RuleBroken` where an all-day one is moved by less than a day.
    """
    values = occurrence_values(key, original)
    if values["all_day"] and minutes % (24 * 60):
        raise RuleBroken("rule.all_day_moves")
    start = values["start"] + dt.timedelta(minutes=minutes)
    return change(key, original, scope, {"start": start})


def complete(key: int, original: dt.datetime | None, scope: str, note: str = "") -> Saved:
    """Say that a date is done; or it and those that follow, or all, till today (spec 7.4)."""
    return change(key, original, scope, {"status": "done", "completion_note": note})


def reopen(key: int, original: dt.datetime | None) -> Saved:
    """Say that a date is still to be done; with a series that is done whole, all of it is."""
    with transaction("activity.alter"):
        if original is None or Activity.values_of(key)["status"] != "open":
            Activity.reopen(key)
        return change(key, original, "this", {"status": "open"})


def delete(key: int, original: dt.datetime | None, scope: str) -> None:
    """Delete a date, it and those that follow, or the whole activity. Raises `RuleBroken`.

    What is completed, or private and another user's, goes with no other date than its own.
    """
    with transaction("activity.remove") as tx:
        series = Activity.values_of(key)
        if original is not None and series["rrule"]:
            exception_of(series, original)
        if original is None or scope == "all" or not series["rrule"]:
            Activity.remove(key)
        elif scope == "this":
            exceptions.remove_date(tx, key, original)
        elif is_first(series, original):
            Activity.remove(key)
        else:
            series_fates.refuse_history(series, {})
            found = exceptions.exceptions_of(key, since=original)
            series_fates.leave_alone(tx, found, series, Activity.insert_whole)
            _end_before(series, original)


def restore(key: int, original: dt.datetime) -> Saved:
    """Give a series back a date that was removed. Raises `Missing`."""
    with transaction("activity.alter") as tx:
        Activity.refuse_hidden(key)
        exception = exceptions.exception_at(key, original)
        if exception is None or not exception["removed"]:
            raise Missing("rule.no_occurrence", start=original)
        exceptions.drop(tx, [exception])
    return Saved(key)


def removed_dates(key: int) -> list[dt.datetime]:
    """The dates of a series that were removed, and can be restored."""
    Activity.refuse_hidden(key)
    found = exceptions.exceptions_of(key)
    return [exceptions.original_of(exception) for exception in found if exception["removed"]]


def absent_dates(key: int) -> frozenset[dt.datetime]:
    """The dates of a series' rule that are none to the user."""
    series = Activity.values_of(key)
    return frozenset(
        exceptions.original_of(exception)
        for exception in exceptions.exceptions_of(key)
        if exception["removed"] or series_fates.is_hidden(series, exception)
    )


# What the plan of an act needs as well.


def is_first(series: Values, original: dt.datetime) -> bool:
    """Whether a date is the first of its series, so that those that follow are all."""
    return before(parse(series["rrule"]), series["start"], original) == 0


def exception_of(series: Values, original: dt.datetime) -> exceptions.Columns | None:
    """A date's exception, if it has any. Raises `Missing` where the series has no such date."""
    exception = exceptions.exception_at(series["id"], original)
    is_date = exception is not None or (
        series["rrule"] and occurs(parse(series["rrule"]), series["start"], original)
    )
    hidden = exception is not None and (
        exception["removed"] or series_fates.is_hidden(series, exception)
    )
    if not is_date or hidden:
        raise Missing("rule.no_occurrence", start=original)
    return exception


def date_values(
    series: Values, original: dt.datetime, exception: Mapping[str, Any] | None
) -> Values:
    """One date's values, its duration among them."""
    values = exceptions.resolved(series, original, exception)
    minutes = Times(values["start"], values["end"], values["all_day"]).minutes
    return values | {"duration": minutes}


@dataclass(frozen=True)
class Course:
    """What a change of more than one date comes to.

    The dates of `before` become those of `after`, the same where nothing but `completion` is
    asked for. Where the series is `split`, `before` begins at the date from which another takes
    over. `opened` is the exception of the date that was edited, with what was edited of it.
    """

    series: Values
    before: Values
    after: Values
    rest: Values
    completion: Values
    since: dt.datetime | None
    opened: exceptions.Columns | None = None

    @property
    def split(self) -> bool:
        """Whether the series is cut in two."""
        return self.since is not None and self.differs

    @property
    def differs(self) -> bool:
        """Whether anything changes but that dates are completed."""
        return any(self.before.get(n) != v for n, v in self.after.items() if n in _KEPT)


def course_of(series: Values, original: dt.datetime | None, scope: str, tidied: Values) -> Course:
    """What a change of one date's values makes of its series. Raises `RuleBroken`.

    Without a date the values are those of the series itself.
    """
    series_fates.refuse_history(series, tidied)
    Activity.refuse_strangers(series, tidied)
    done = tidied.get("status") == "done"
    completion = {n: v for n, v in tidied.items() if n in COMPLETION} if done else {}
    if original is None:
        rest = {n: v for n, v in tidied.items() if n not in completion}
        after = Activity.changed_to(series, rest)
        return Course(series, series, after, rest, completion, None)
    exception = exception_of(series, original)
    of_dates = {n: v for n, v in tidied.items() if n not in COMPLETION}
    if tidied.get("status") == "cancelled":
        of_dates = tidied
    if tidied and not of_dates and not done:
        raise RuleBroken("rule.of_one_date", field=next(iter(tidied)))
    opened = _opened(series, original, exception, of_dates)
    split = scope != "all" and not is_first(series, original)
    rest = aim(series, original, of_dates, "following" if split else "all")
    if not split:
        after = Activity.changed_to(series, rest)
        return Course(series, series, after, rest, completion, None, opened)
    length = series["end"] - series["start"]
    before = series | {"start": original, "end": original + length}
    changes = any(before[n] != v for n, v in rest.items())
    after = Activity.whole_of(following_values(series, original, rest)) if changes else before
    return Course(series, before, after, rest, completion, original, opened)


def _opened(
    series: Values,
    original: dt.datetime,
    exception: exceptions.Columns | None,
    edited: Values,
) -> exceptions.Columns | None:
    """A date's exception once what it has of its own was edited there, if anything was."""
    if exception is None or not series_fates.is_open(series, exception):
        return None
    of_date = {n: v for n, v in edited.items() if n not in COMPLETION}
    date = _settled_date(date_values(series, original, exception), of_date)
    columns = exceptions.edited(exception, date)
    return columns if columns != exception else None


def aim(series: Values, original: dt.datetime, tidied: Values, scope: str) -> Values:
    """What a change of one date's values asks of the series (`all`), or of the one that follows.

    Times are those of the date; the series is moved by as much as the date is.
    """
    aimed = {n: v for n, v in tidied.items() if n not in _TIMES}
    if not _TIMES & set(tidied):
        return aimed
    current = date_values(series, original, exception_of(series, original))
    date = _settled_date(current, tidied)
    shift = date["start"] - current["start"]
    start = (series["start"] if scope == "all" else original) + shift
    length = date["end"] - date["start"]
    return aimed | {"start": start, "end": start + length, "all_day": date["all_day"]}


def following_values(series: Values, original: dt.datetime, aimed: Values) -> Values:
    """The values of the series that takes over from a date on."""
    old = parse(series["rrule"])
    start = aimed.get("start", original)
    if "rrule" not in aimed:
        text = moved(rest(old, series["start"], original), original, start).text
    else:
        text = _with_the_rest(aimed["rrule"], series, original)
    length = series["end"] - series["start"]
    kept = {field.name: series[field.name] for field in Activity.entity.kept}
    return kept | {"start": start, "end": start + length} | aimed | {"rrule": text}


def _with_the_rest(text: str, series: Values, original: dt.datetime) -> str:
    """A rule with another shape whose number of times was left as it was: only the rest of it."""
    old = parse(series["rrule"])
    rule = parse(text) if text else None
    if rule is None or rule.count is None or rule.count != old.count:
        return text
    return replace(rule, count=rest(old, series["start"], original).count).text


def _change_one(
    tx: Change, series: Values, original: dt.datetime, tidied: Values, version: Any
) -> Saved:
    exception = exception_of(series, original)
    current = date_values(series, original, exception)
    mine = {n: v for n, v in tidied.items() if current.get(n) != v}
    for name in OF_SERIES:
        if name in mine:
            raise RuleBroken("rule.of_series", field=name)
    if isinstance(version, tuple):
        _refuse_clash(series, exception, version, mine, current)
    Activity.refuse_strangers(current, mine)
    date = _settled_date(current, tidied)
    exceptions.keep(tx, series["id"], original, exceptions.columns_of(series, original, date))
    return Saved(series["id"])


def _settled_date(current: Values, tidied: Values) -> Values:
    """A date's values with those given over them; what is the series' is none of its own."""
    alone = current | {"rrule": ""}
    given = {n: v for n, v in tidied.items() if n not in OF_SERIES}
    return settled(alone | given, meant(given, current), alone)


def _refuse_clash(
    series: Values,
    exception: Mapping[str, Any] | None,
    version: tuple[int, int],
    mine: Values,
    theirs: Values,
) -> None:
    changed = changed_since("activity", series["id"], version[0])
    if exception is not None:
        changed |= changed_since(exceptions.TABLE, exception["id"], version[1])
    clash = {
        f.name: f.column.read(changed[f.column_name])
        for f in Activity.entity.kept
        if f.column_name in changed and f.name in mine
    }
    if clash:
        raise Conflict({n: mine[n] for n in clash}, {n: theirs[n] for n in clash}, clash)


def _change_many(tx: Change, course: Course, version: Any) -> Saved:
    """Change those dates and complete them, as the course says."""
    saved = Saved(course.series["id"])
    if course.opened is not None:
        found = exceptions.exception_at(saved.id, exceptions.original_of(course.opened))
        assert found is not None
        tx.update(exceptions.TABLE, found["id"], found, course.opened)
    if course.split:
        saved = _change_following(tx, course)
    elif course.rest:
        saved = Activity.alter(saved.id, course.rest, version=version)
    if course.completion:
        since = None if course.split else course.since
        Activity.complete_dates(tx, saved.id, since, course.completion)
    return saved


def _change_following(tx: Change, course: Course) -> Saved:
    """End the series before a date, and let another take over with the exceptions from there."""
    assert course.since is not None
    [key] = Activity.insert_whole(tx, [course.after])
    found = exceptions.exceptions_of(course.series["id"], since=course.since)
    insert = Activity.insert_whole
    own = series_fates.take_along(tx, found, course.before, key, course.after, insert)
    _end_before(course.series, course.since)
    return Saved(key, series_fates.told_own(own))


def _end_before(series: Values, original: dt.datetime) -> None:
    """Let a series end with the date before one."""
    rule = cut(parse(series["rrule"]), series["start"], original)
    Activity.alter(series["id"], {"rrule": rule.text})
