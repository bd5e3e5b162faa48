"""`agenda`, `complete`, `due`: what is on when, what is done of it, what waits."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.activity_words import mark_of, times_text, with_whom
from crmtui.cli.output import marks, write_csv, write_json, write_table
from crmtui.cli.records import key_in
from crmtui.failures import DONE, say, say_all
from crmtui.i18n import language, t
from crmtui.typed_dates import typed_day
from crmtui.typed_times import typed_moment
from crmtui.values import moment_text
from models.activity import Activity
from models.agenda import Occurrence, window
from models.code import Code
from models.due import MOST_OVERDUE, Due, due
from models.entity import Values
from models.next_date import dates_on, next_open
from models.rules import Missing, RuleBroken
from models.series import complete, occurrence_values
from models.setting import today
from models.user import User

# Some five years: what is expanded is held whole.
MOST_DAYS = 1827

_AGENDA = (
    "id",
    "on",
    "start",
    "end",
    "all_day",
    "type",
    "priority",
    "subject",
    "location",
    "contact",
    "party",
    "owner",
    "public",
    "status",
    "completion_note",
    "busy",
    "recurs",
)
# All that is said of another's private activity (spec 7.3).
_BUSY = frozenset({"start", "end", "all_day", "owner", "busy"})
_DUE = (
    "kind",
    "when",
    "id",
    "on",
    "day",
    "start",
    "end",
    "all_day",
    "type",
    "priority",
    "subject",
    "contact",
    "party",
)


def agenda(args: argparse.Namespace) -> int:
    """What is on in a window of days, the dates of series each on its line."""
    first, last = _window(args)
    owner = None
    if not args.everybody:
        owner = User.key_of(args.agenda_user) if args.agenda_user else args.session.user["id"]
    found = window(
        first, last, viewer=args.session.user["id"], owner=owner, completed=args.completed
    )
    if args.format == "json":
        write_json(map(_occurrence, found))
    elif args.format == "csv":
        write_csv(_AGENDA, (_texts(_occurrence(o)) for o in found))
    elif not _write_agenda(found, args):
        say(t("cli.nothing_on"))
    return DONE


def complete_activity(args: argparse.Namespace) -> int:
    """Complete an activity, or one date of a series, with a note."""
    args.entity = Activity.entity
    key = key_in(Activity.entity, args.key)
    activity = Activity.values_of(key)
    original = _date_of_series(activity, args.on) if activity["rrule"] else None
    if original is None and args.on:
        _same_start(activity, args.on)
    values = occurrence_values(key, original)
    if values["status"] == "done":
        raise RuleBroken("cli.done_already", subject=values["subject"])
    say_all(complete(key, original, "this", args.note or "").notices)
    return DONE


def list_due(args: argparse.Namespace) -> int:
    """What waits for the user, one line for each thing and nothing where there is none."""
    found = due(args.session.user["id"], today(), args.days)
    if args.format == "json":
        write_json(map(_due, found))
    elif args.format == "csv":
        write_csv(_DUE, (_texts(_due(item)) for item in found))
    else:
        types = _types()
        write_table(
            (),
            (_due_cells(item, types) for item in found),
            marks(args.settings.ascii)[0],
            titled=False,
        )
    if sum(item.when == "overdue" for item in found) >= MOST_OVERDUE:
        say(t("cli.many_overdue", n=MOST_OVERDUE))
    return DONE


# The window.


def _window(args: argparse.Namespace) -> tuple[dt.date, dt.date]:
    """The days asked for: today, unless a first or a last one is named. Raises `RuleBroken`."""
    first = typed_day(args.agenda_from, today()) if args.agenda_from else None
    last = typed_day(args.agenda_to, today()) if args.agenda_to else None
    first = first or today()
    last = last or first
    if last < first:
        raise RuleBroken("rule.interval")
    if (last - first).days > MOST_DAYS:
        raise RuleBroken("cli.window_too_long", years=MOST_DAYS // 365)
    return first, last


def _write_agenda(found: Sequence[Occurrence], args: argparse.Namespace) -> int:
    names = ["date", "time", "mark", "type", "subject", "contact"]
    names += ["owner"] if args.everybody else []
    headings = [t(f"occurrence.{name}") if name != "mark" else "" for name in names]
    types = _types()
    mark, again = marks(args.settings.ascii)
    rows = (_cells(o, types, again, args.everybody) for o in found)
    return write_table(headings, rows, mark)


def _cells(
    o: Occurrence, types: Mapping[str, str], again: str, with_owner: bool
) -> tuple[str, ...]:
    cells = (
        o.start.date().isoformat(),
        times_text(o.start, o.end, o.all_day),
        (again if o.recurs and not o.busy else " ") + mark_of(o._asdict()),
        t("occurrence.busy") if o.busy else types.get(o.type, o.type),
        o.subject,
        with_whom(o._asdict()),
    )
    return (*cells, o.owner) if with_owner else cells


def _occurrence(o: Occurrence) -> dict[str, Any]:
    told = o._asdict() | {
        "id": o.key,
        "on": _moment(o.original),
        "start": _moment(o.start),
        "end": _moment(o.end),
        "contact": o.contact_id,
    }
    return {name: told[name] if not o.busy or name in _BUSY else None for name in _AGENDA}


# Which date of a series.


def _date_of_series(activity: Values, text: str | None) -> dt.datetime:
    """The original start of the date that `--on` names. Raises `RuleBroken`."""
    if not text:
        raise RuleBroken("cli.which_date", next=_next(activity))
    on = _typed_on(text)
    found = dates_on(activity, on)
    if not found:
        raise Missing("cli.no_date", text=text, next=_next(activity))
    if len(found) > 1:
        raise RuleBroken("cli.several_dates", dates=", ".join(map(moment_text, found)))
    return found[0]


def _typed_on(text: str) -> dt.date | dt.datetime:
    try:
        return typed_day(text, today())
    except RuleBroken:
        return typed_moment(text, today())


def _next(activity: Values) -> str:
    coming = next_open(activity["id"])
    return moment_text(coming) if coming else t("cli.no_open_date")


def _same_start(activity: Values, text: str) -> None:
    """Refuse a date that is not that of an activity that does not recur."""
    on, start = _typed_on(text), activity["start"]
    if on != (start if isinstance(on, dt.datetime) else start.date()):
        raise Missing("cli.not_on", text=text, start=moment_text(start))


# What is due.


def _due(item: Due) -> dict[str, Any]:
    told = item._asdict() | {
        "id": item.key,
        "on": _moment(item.original),
        "day": item.day.isoformat(),
        "start": _moment(item.start),
        "end": _moment(item.end),
        "contact": item.contact_id,
    }
    return {name: told[name] for name in _DUE}


def _due_cells(item: Due, types: Mapping[str, str]) -> tuple[str, ...]:
    urgent = item.when == "overdue" or item.priority == "URGENT"
    timed = item.start is not None and not item.all_day
    kind = types.get(item.type, item.type) or t(f"due.{item.kind}")
    whom = with_whom({"busy": False, "party_name": item.party_name, "contact": item.contact})
    return (
        "!" if urgent else " ",
        item.day.isoformat(),
        f"{item.start:%H:%M}" if timed else "",
        kind,
        item.subject,
        whom,
    )


# What both share.


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _types() -> dict[str, str]:
    return {c.code: c.text(language()) for c in Code.table_of("activitytype").values()}


def _texts(told: Mapping[str, Any]) -> list[str]:
    return [_text(value) for value in told.values()]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
