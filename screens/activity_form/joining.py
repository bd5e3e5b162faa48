"""An activity's values as the fields of its form, and what was typed there as values again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from models.activity import Activity
from models.activity_times import Times
from models.contact import Contact
from models.entity import Values
from models.party import Party
from models.recurrence_rule import parse
from models.repeating import choices_of, rule_of
from models.rules import Missing, RuleBroken
from models.series import absent_dates, occurrence_values
from models.setting import setting
from screens.activity_form.fields import OPTIONS, PLAIN, RULE


def read_activity(key: int, original: dt.datetime | None) -> Values:
    """An activity, or one date of it, as the form's values. Raises `Missing`."""
    return form_values(occurrence_values(key, original))


def new_values(**context: Any) -> Values:
    """A new activity's values as the form's."""
    return form_values(Activity.blank(**context) | {"original": None, "series_start": None})


def form_values(values: Values) -> Values:
    """The form's values, and beside them what it needs to know: the zone, who the contact is."""
    begins = values["series_start"] or values["start"]
    choices = _choices(values["rrule"], begins)
    return {
        **(usual_choices(begins) if choices is None else choices),
        **values,
        "day": values["start"].date(),
        "begins": values["start"].date(),
        "time": values["start"].time(),
        "end_day": values["end"].date(),
        "end_time": values["end"].time(),
        "readable": choices is not None,
        "contact_words": contact_words(values["contact"]),
        "week_start": 6 if setting("WeekStart") == "sunday" else 0,
        "zone": str(setting("BusinessTimeZone")),
        "removed": absent_dates(values["id"]) if values["rrule"] else frozenset(),
    }


def contact_words(key: int | None) -> str:
    """A contact with its party: `Marie Roy · TREMB01 Tremblay & Fils inc.`."""
    if key is None:
        return ""
    try:
        contact = Contact.values_of(key)
    except Missing:
        return f"? {key}"
    name = f"{contact['first_name']} {contact['last_name']}".strip()
    return f"{name} · {contact['party']} {Party.values_of(contact['party_id'])['name']}"


def usual_choices(day: dt.date) -> Values:
    """What the choices of a rule are before anyone chooses: those of the day itself."""
    return _choices("", day) or {}


def _choices(rrule: str, start: dt.date) -> Values | None:
    """The choices that make a rule, as the form names them; none where it can't express it."""
    found = choices_of(rrule, start)
    if found is None:
        return None
    return {n: OPTIONS[n][v] if n in OPTIONS else v for n, v in found.items()}


def rule_typed(typed: Mapping[str, Any], day: dt.date) -> str:
    """The rule that the choices make. Raises `RuleBroken`, naming a field of the form."""
    choices = {name: typed[name] for name in RULE}
    for name, options in OPTIONS.items():
        back = {said: option for option, said in options.items()}
        choices[name] = back.get(choices[name], choices[name])
    try:
        rrule = rule_of(choices, day, typed["week_start"])
    except RuleBroken as broken:
        raise broken.at("repeats") from None
    return parse(rrule).text_of(bool(typed["all_day"])) if rrule else ""


def times_typed(typed: Mapping[str, Any]) -> Times:
    """Start and end as they are typed. Raises `RuleBroken`, naming a field of the form."""
    whole = bool(typed["all_day"])
    start, end = (_moment(typed, day, time, whole) for day, time in (_START, _END))
    try:
        return Times(start, start, whole).ending(end)
    except RuleBroken as broken:
        broken.field = form_field(broken.field, whole)
        raise


_START, _END = ("day", "time"), ("end_day", "end_time")


def _moment(typed: Mapping[str, Any], day: str, time: str, whole: bool) -> dt.datetime:
    for name in (day,) if whole else (day, time):
        if typed[name] is None:
            raise RuleBroken("rule.required", field=name)
    return dt.datetime.combine(typed[day], dt.time() if whole else typed[time])


def form_field(name: str | None, whole_days: bool) -> str | None:
    """The field of the form that shows what is wrong with a value of the activity."""
    shown = {"start": "day" if whole_days else "time", "rrule": "repeats"}
    shown["end"] = "end_day" if whole_days else "end_time"
    return shown.get(name or "", name)


def activity_values(typed: Mapping[str, Any], names: set[str]) -> Values:
    """The activity's values for the fields named, of all that the form holds.

    Raises `RuleBroken`, naming a field of the form.
    """
    made: Values = {name: typed[name] for name in PLAIN if name in names}
    times = times_typed(typed)
    made |= {"start": times.start, "end": times.end, "all_day": times.all_day}
    if names & set(RULE) and typed["readable"]:
        made["rrule"] = rule_typed(typed, times.start.date())
    return made
