"""What follows from the values given of an activity: its times, its first date, its completion."""

from __future__ import annotations

import datetime as dt

from models.activity_times import Times
from models.entity import Values
from models.journal import actor
from models.recurrence import first, moved, parse
from models.recurrence_rule import without_times
from models.rules import RuleBroken
from models.setting import now
from models.user import User

USUAL_MINUTES = 30


def meant(given: Values, old: Values) -> frozenset[str]:
    """Which of the values given count as named, by whoever changes an activity.

    Those that are others than before; and a start and an end that are given together, even where
    one of them stays, so that it does not follow from the other. Of an end and a duration the
    one that stays is none that was meant.
    """
    changed = {n for n, v in given.items() if v not in ("", None) and old[n] != v}
    if "rrule" in changed and old["rrule"] and parse(given["rrule"]) == parse(old["rrule"]):
        changed.remove("rrule")
    both = {"start", "end"} if given.get("start") and given.get("end") else set()
    if "duration" in changed and "end" not in changed:
        both = set()
    return frozenset(changed | both)


def settled(values: Values, named: frozenset[str], old: Values | None = None) -> Values:
    """The values with what follows from those named: end, duration, first date, completion.

    Raises `RuleBroken` where they contradict each other.
    """
    values = values | _timed(values, named, old)
    if not values["owner"]:
        values["owner"] = User.login_of(actor() or 0)
    if values["rrule"]:
        values |= _on_its_first_date(values, named, old)
    return values | _completed(values, named, old)


def _timed(values: Values, named: frozenset[str], old: Values | None) -> Values:
    """Start, end and duration: what is not named follows from what is (spec 7.2)."""
    if old is None:
        start = values["start"]
        times = Times(start, start, False).starting(start).lasting(USUAL_MINUTES)
    else:
        times = Times(old["start"], old["end"], old["all_day"])
    if values["all_day"] != times.all_day:
        times = times.whole_days(values["all_day"])
    if "start" in named:
        times = times.starting(values["start"])
    if "duration" in named:
        times = times.lasting(values["duration"])
    if "end" in named:
        lasting = times
        times = times.ending(values["end"])
        if "duration" in named and times != lasting:
            raise RuleBroken("rule.end_and_duration", field="duration")
    return {"start": times.start, "end": times.end, "duration": times.minutes}


def begun(
    rrule: str, start: dt.datetime, all_day: bool, before: dt.datetime | None = None
) -> tuple[str, dt.datetime]:
    """A series' rule as it is kept, and its first date from the start asked for on.

    The rule follows where the series is moved, from its start `before`. Raises `RuleBroken`.
    """
    rule = parse(rrule)
    if all_day:
        rule = without_times(rule)
    if before is not None:
        rule = moved(rule, before, start)
    begins = first(rule, start)
    if begins is None:
        raise RuleBroken("rule.rrule_never", field="rrule")
    return rule.text_of(all_day), begins


def _on_its_first_date(values: Values, named: frozenset[str], old: Values | None) -> Values:
    """A series begins on a date of its rule, and its rule follows where it is moved."""
    follows = old is not None and old["rrule"] and "rrule" not in named
    before = old["start"] if old is not None and follows else None
    rrule, begins = begun(values["rrule"], values["start"], values["all_day"], before)
    if old is not None and not old["rrule"] and values["status"] != "open":
        raise RuleBroken("rule.series_of_done", field="rrule")
    return {
        "rrule": rrule,
        "start": begins,
        "end": values["end"] + (begins - values["start"]),
    }


def _completed(values: Values, named: frozenset[str], old: Values | None) -> Values:
    """What is done says when and by whom; what is open again says nothing of that (spec 7.4)."""
    if values["status"] == "done":
        stamped = values["completed_on"] or now()
        by = values["completed_by"] or User.login_of(actor() or 0)
        return {"completed_on": stamped, "completed_by": by}
    reopened = old is not None and old["status"] != "open" and values["status"] == "open"
    note = "" if reopened and "completion_note" not in named else values["completion_note"]
    return {"completed_on": None, "completed_by": "", "completion_note": note}
