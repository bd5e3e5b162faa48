"""The fields of the activity's form, and where they stand on its two pages.

Start and end are typed as a date and a time each, the rule as choices: `joining.py` makes the
activity's own values of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.activity import Activity
from models.columns import ChoiceColumn, DayColumn, NumberColumn, TimeColumn, YesNoColumn
from models.entity import Entity, Field
from models.recurrence_rule import MOST_COUNT, MOST_INTERVAL
from screens.widgets.layout import Place
from screens.widgets.record_field import RecordColumn

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

# What the form names otherwise than `models/repeating.py`, since each option has its own word.
OPTIONS: dict[str, dict[Any, str]] = {
    "month_by": {"day": "month_day", "last": "month_end", "weekday": "month_weekday"},
    "short": {"skip": "short_skip", "last": "short_last"},
    "nth": {n: f"nth_{n}" for n in ("first", "second", "third", "fourth", "last")},
    "month": dict(enumerate(MONTHS, 1)),
}

# The fields that the activity has as such, the times, the choices of a rule.
PLAIN = (
    *("contact", "subject", "type", "priority", "status", "location", "public", "owner"),
    *("detail", "completion_note"),
)
# `begins` is the day once more, beside the end of what recurs.
TIMES = ("day", "time", "duration", "all_day", "end_day", "end_time", "begins")
RULE = (
    *("repeats", "every", "workdays", *(f"on_{day}" for day in WEEKDAYS)),
    *("month_by", "month_day", "short", "nth", "weekday", "month", "ends", "until", "count"),
)


def _own(column: Any, name: str, **options: Any) -> Field:
    return Field(column, name=name, kept=False, **options)


def _shared(name: str) -> Field:
    return replace(Activity.entity.field(name), kept=False, name=name)


ACTIVITY_FORM = Entity(
    "activity_form",
    "activity_forms",
    None,
    (
        _own(RecordColumn("contact"), "contact"),
        *(_shared(name) for name in PLAIN[1:]),
        _own(DayColumn(), "day", required=True),
        _own(TimeColumn(), "time", required=True),
        _shared("duration"),
        _shared("all_day"),
        _own(DayColumn(), "end_day", required=True),
        _own(TimeColumn(), "end_time", required=True),
        _own(
            ChoiceColumn(("none", "daily", "weekly", "monthly", "yearly")), "repeats", required=True
        ),
        _own(NumberColumn(1, MOST_INTERVAL), "every", required=True),
        _own(YesNoColumn(), "workdays"),
        *(_own(YesNoColumn(), f"on_{day}") for day in WEEKDAYS),
        _own(ChoiceColumn(tuple(OPTIONS["month_by"].values())), "month_by", required=True),
        _own(NumberColumn(1, 31), "month_day", required=True),
        _own(ChoiceColumn(tuple(OPTIONS["short"].values())), "short", required=True),
        _own(ChoiceColumn(tuple(OPTIONS["nth"].values())), "nth", required=True),
        _own(ChoiceColumn(WEEKDAYS), "weekday", required=True),
        _own(ChoiceColumn(MONTHS), "month", required=True),
        _own(DayColumn(), "begins", required=True),
        _own(ChoiceColumn(("never", "until", "count")), "ends", required=True),
        _own(DayColumn(), "until", required=True),
        _own(NumberColumn(1, MOST_COUNT), "count", required=True),
    ),
    {},
    words="activity",
)

GENERAL = (
    Place("contact", 0, first=True),
    Place("subject", 0, first=True),
    Place("day", 12, first=True),
    Place("time", 8, when="!all_day"),
    Place("duration", 10),
    Place("all_day"),
    Place("end_day", 12, first=True),
    Place("end_time", 8, when="!all_day"),
    Place("type", 9, first=True),
    Place("priority", 8),
    Place("status", 12),
    Place("location", 0, first=True),
    Place("public", first=True),
    Place("owner", 14),
    Place("detail", 0, first=True, height=4),
    Place("completion_note", 0, first=True, height=2, when="status=done"),
)

_RECURS = "repeats=daily|weekly|monthly|yearly"
_MONTHLY = "repeats=monthly|yearly"
RECURRENCE = (
    Place("repeats", 22, first=True, page=1),
    Place("every", 5, page=1, when="repeats=weekly|monthly|yearly ; repeats=daily & !workdays"),
    Place("workdays", page=1, when="repeats=daily"),
    *(Place(f"on_{d}", first=d == "mon", page=1, when="repeats=weekly") for d in WEEKDAYS),
    Place("month", 12, first=True, page=1, when="repeats=yearly"),
    Place("month_by", 24, first=True, page=1, when=_MONTHLY),
    Place("month_day", 4, first=True, page=1, when=f"{_MONTHLY} & month_by=month_day"),
    Place("short", 26, page=1, when=f"{_MONTHLY} & month_by=month_day"),
    Place("nth", 12, first=True, page=1, when=f"{_MONTHLY} & month_by=month_weekday"),
    Place("weekday", 12, page=1, when=f"{_MONTHLY} & month_by=month_weekday"),
    Place("begins", 12, first=True, page=1, when=_RECURS),
    Place("ends", 18, page=1, when=_RECURS),
    Place("until", 12, page=1, when=f"{_RECURS} & ends=until"),
    Place("count", 6, page=1, when=f"{_RECURS} & ends=count"),
)

PAGES = (("1", "activity.page_general"), ("2", "activity.page_recurrence"))
