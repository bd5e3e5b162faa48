"""What the commands of records do for activities alone: times as they are typed, series as read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crmtui import values
from crmtui.failures import say
from crmtui.i18n import language, t
from crmtui.plan_words import beside, done_words
from crmtui.rule_words import rule_words
from crmtui.typed_times import typed_moment, typed_time
from models.activity import Activity
from models.code import Code
from models.columns import MomentColumn, YesNoColumn
from models.contact import Contact
from models.entity import Values
from models.journal import change
from models.recurrence import coming, parse
from models.rules import Missing, Notice, RuleBroken, Saved
from models.series import absent_dates, occurrence_values
from models.series_plan import plan
from models.setting import now, today

NEXT_DATES = 5

_moment = MomentColumn()
_yes_no = YesNoColumn()


def spelled_out(texts: Mapping[str, str], old: Values | None) -> list[str]:
    """FIELD=VALUE arguments whose start and end are moments, seen from the activity as it is.

    A time alone is on the day that it starts, a date alone at the time that it has. What is not
    understood is left for its field to refuse.
    """
    said = dict(texts)
    start = _said(said.get("start", ""), old["start"] if old else None)
    if start:
        said["start"] = start.isoformat(timespec="minutes")
    on = start or (old["start"] if old else None)
    end = _said(said.get("end", ""), old["end"] if old else None, on)
    if end:
        said["end"] = end.isoformat(timespec="minutes")
    return [f"{name}={text}" for name, text in said.items()]


def _said(text: str, old: dt.datetime | None, on: dt.datetime | None = None) -> dt.datetime | None:
    on = on or old
    try:
        day = on.date() if on else today()
        return dt.datetime.combine(day, typed_time(text))
    except RuleBroken:
        pass
    try:
        return typed_moment(text, dt.datetime.combine(today(), old.time()) if old else today())
    except RuleBroken:
        return None


def refuse_party(typed: Values) -> None:
    """An activity's party is that of its contact. Raises `RuleBroken`."""
    if "party" in typed:
        raise RuleBroken("cli.party_of_contact", field="party")


def edit(old: Values, typed: Values) -> Saved:
    """Change an activity, or a series whole, telling what that does. Raises `RuleBroken`."""
    with change("activity.alter"):
        planned = plan(old["id"], None, "all", "change", typed) if old["rrule"] else None
        saved = Activity.alter(old["id"], typed)
    if planned is None:
        return saved
    say(done_words(planned))
    return Saved(saved.id, beside(saved))


def delete(key: int) -> None:
    """Delete an activity, or a series whole, telling what that does. Raises `RuleBroken`."""
    with change("activity.remove"):
        series = Activity.values_of(key)
        planned = plan(key, None, "all", "delete") if series["rrule"] else None
        Activity.remove(key)
    if planned is not None:
        say(done_words(planned))


def first_date(key: int, asked: dt.datetime) -> list[Notice]:
    """What to tell of a series whose rule has no date where it was to start."""
    made = Activity.values_of(key)
    start = made["start"]
    same = start.date() == asked.date() and (made["all_day"] or start.time() == asked.time())
    if not made["rrule"] or same:
        return []
    return [Notice("cli.activities.first_date", {"start": _when(start, made["all_day"])})]


def _start(cells: Mapping[str, Any]) -> str:
    """When it starts, its day alone where it is whole, and whether it recurs."""
    start = _moment.read(cells["start"])
    text = _when(start, _yes_no.read(cells["all_day"])) if start else ""
    return f"{text} {cells['again']}" if cells["rrule"] else text


def _type(cells: Mapping[str, Any]) -> str:
    found = Code.table_of("activitytype").get(cells["type"])
    return found.text(language()) if found else str(cells["type"])


# The cells of a list that say more than their column alone.
CELLS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"start": _start, "type": _type}


def _when(start: dt.datetime, all_day: bool) -> str:
    return start.date().isoformat() if all_day else values.moment_text(start)


def told(record: Values, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """An activity's labels and texts: days without midnights, whom it is with, its rule in words.

    A series has its next dates as well, those that were moved where they are now.
    """
    names = ["id", *Activity.entity.by_name]
    said = dict(zip(names, pairs, strict=True))
    for name in ("start", "end") if record["all_day"] else ():
        said[name] = said[name][0], _when(record[name], True)
    if record["contact"]:
        contact = Contact.values_of(record["contact"])
        name = f"{contact['first_name']} {contact['last_name']}".strip()
        said["contact"] = said["contact"][0], f"{record['contact']} ({name})"
    lines = list(said.values())
    if record["rrule"]:
        words = rule_words(record["rrule"], record["start"])
        dates = [_when(start, all_day) for start, all_day in _next_dates(record)]
        lines.append((t("cli.activities.rule"), words))
        lines.append((t("cli.activities.next"), "\n".join(dates) or t("cli.activities.over")))
    return lines


def _next_dates(series: Values) -> list[tuple[dt.datetime, bool]]:
    absent = absent_dates(series["id"])
    rule, most = parse(series["rrule"]), NEXT_DATES + len(absent)
    found: list[tuple[dt.datetime, bool]] = []
    for original in coming(rule, series["start"], now(), most):
        if original not in absent and len(found) < NEXT_DATES:
            found.append(_date(series["id"], original))
    return sorted(found)


def _date(key: int, original: dt.datetime) -> tuple[dt.datetime, bool]:
    try:
        date = occurrence_values(key, original)
    except Missing:
        return original, False
    return date["start"], date["all_day"]
