"""What follows from a field of the activity's form while it is typed (spec 7.2, 7.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmtui import values as text_values
from crmtui.i18n import t
from crmtui.messages import reason
from crmtui.values import time_text
from models.activity_times import Times
from models.clock import clock_trouble, instant
from models.entity import Values
from models.rules import RuleBroken
from screens.activity_form.fields import ACTIVITY_FORM, RULE, TIMES
from screens.activity_form.joining import usual_choices
from screens.widgets.form import Form


class Following:
    """Start, duration and end, each following the one edited last; a rule's usual choices."""

    def __init__(self, values: Values) -> None:
        self.begin(values)

    def begin(self, values: Values) -> None:
        """Follow from the values of a record as it is kept."""
        self.times = Times(values["start"], values["end"], values["all_day"])
        self.zone = values["zone"]
        # The choices of a rule that is kept already are somebody's own.
        self._usual = {} if values["rrule"] else _texts(usual_choices(values["day"]))
        self.trouble = ""

    def edited(self, form: Form, name: str) -> None:
        """Fill in what follows from a field that was edited."""
        self.trouble = ""
        if name not in TIMES:
            return
        try:
            self.times = self._times(form, name)
        except RuleBroken as broken:
            self.trouble = reason(broken)
            return
        shown = {n: text for n, text in self._texts().items() if n in form.widgets}
        form.fill({n: text for n, text in shown.items() if n not in _typed_with(name)})
        self._follow_day(form)

    def _times(self, form: Form, name: str) -> Times:
        if name == "all_day":
            return self.times.whole_days(form.chosen("all_day") == "true")
        if name == "duration":
            minutes = typed(form, name)
            return self.times if minutes is None else self.times.lasting(minutes)
        begins = name in _START
        day_field, time_field = ("day", "time") if begins else ("end_day", "end_time")
        day = typed(form, "begins" if name == "begins" else day_field)
        time = typed(form, time_field)
        if day is None or (time is None and not self.times.all_day):
            return self.times
        at = dt.datetime.combine(day, dt.time() if self.times.all_day else time)
        return self.times.starting(at) if begins else self.times.ending(at)

    def _texts(self) -> dict[str, str]:
        times = self.times
        values: Values = {
            "day": times.start.date(),
            "begins": times.start.date(),
            "time": times.start.time(),
            "end_day": times.end.date(),
            "end_time": times.end.time(),
            "duration": times.minutes,
        }
        return _texts(values)

    def _follow_day(self, form: Form) -> None:
        """Let the choices of a rule that nobody made follow the day."""
        usual = _texts(usual_choices(self.times.start.date())) if self._usual else {}
        form.fill(
            {
                name: text
                for name, text in usual.items()
                if text != self._usual[name] and form.widgets[name].text == self._usual[name]
            }
        )
        self._usual = usual

    def clock_words(self, name: str) -> str:
        """What is odd about a time that the clock skips or shows twice that day."""
        if self.times.all_day or name not in TIMES:
            return ""
        for moment in (self.times.start, self.times.end):
            trouble = clock_trouble(moment, self.zone)
            if trouble:
                real = time_text(instant(moment, self.zone))
                return t(f"activity.clock_{trouble}", time=time_text(moment), real=real)
        return ""


_START, _END = ("day", "time", "begins"), ("end_day", "end_time")


def _typed_with(name: str) -> set[str]:
    """The fields that nothing follows into while one of them is typed."""
    if name == "begins":
        return {"begins", "time"}
    return {"day", "time"} if name in _START else set(_END) if name in _END else {name}


def typed(form: Form, name: str) -> Any:
    """What a field holds, or nothing while it can't be understood."""
    try:
        return text_values.parse(
            ACTIVITY_FORM.field(name).column, form.widgets[name].text, form.today
        )
    except RuleBroken:
        return None


def _texts(values: Values) -> dict[str, str]:
    return {
        name: ("true" if value else "false")
        if isinstance(value, bool)
        else text_values.show(ACTIVITY_FORM.field(name).column, value)
        for name, value in values.items()
    }


def is_of_rule(name: str) -> bool:
    """Whether a field is one of the choices that make a rule."""
    return name in RULE
