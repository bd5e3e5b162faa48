"""Values as people read and type them, in their language; and as files and programs do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmtui.i18n import language, t
from models.checks import fold
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    Column,
    DayColumn,
    DurationColumn,
    MomentColumn,
    PartialDateColumn,
    RateColumn,
    TimeColumn,
    YesNoColumn,
)
from models.holiday_rule import HolidayRuleColumn
from models.rules import RuleBroken

LOCALES = {"fr": "fr_CA", "en": "en_CA"}


def show(column: Column, value: Any) -> str:
    """A value as its user reads it; what is not there is an empty text."""
    if isinstance(column, YesNoColumn):
        return t("value.yes" if value else "value.no")
    if value is None or value == "":
        return ""
    if isinstance(column, ChoiceColumn):
        return t(column.words(value))
    if isinstance(column, PartialDateColumn):
        return partial_date(str(value))
    if isinstance(column, RateColumn):
        return t("value.rate", rate=str(value).replace(".", t("value.decimal_mark")))
    if isinstance(column, MomentColumn):
        return moment_text(value)
    if isinstance(column, DurationColumn):
        return duration_text(value)
    if column.exact:
        return _exact(column, value)
    return export_text(column, value)


def parse(column: Column, text: str, today: dt.date) -> Any:
    """The value that a person typed in a form, as it is kept. Raises `RuleBroken`."""
    text = text.strip()
    if not text:
        return column.tidy("")
    if isinstance(column, DayColumn | PartialDateColumn):
        return column.tidy(_day(column, text, today))
    if isinstance(column, TimeColumn | MomentColumn | DurationColumn):
        return column.tidy(_time(column, text, today))
    if column.exact:
        from crmtui.number_words import typed_number

        return column.tidy(typed_number(text))
    if isinstance(column, ChoiceColumn):
        return column.tidy(_option(column, text))
    if isinstance(column, CodeColumn):
        return column.tidy(_code(column, text))
    return column.tidy(text)


def _day(column: Column, text: str, today: dt.date) -> dt.date | str:
    # Not needed before the first frame.
    from crmtui.typed_dates import typed_day, typed_partial

    return typed_day(text, today) if isinstance(column, DayColumn) else typed_partial(text)


def _time(column: Column, text: str, today: dt.date) -> dt.time | dt.datetime | int:
    from crmtui.typed_times import typed_duration, typed_moment, typed_time

    if isinstance(column, TimeColumn):
        return typed_time(text)
    return typed_duration(text) if isinstance(column, DurationColumn) else typed_moment(text, today)


def understood(column: Column, value: Any) -> str:
    """The value in words, to show beside its field; empty where that tells nothing more."""
    if value is None or value == "":
        return ""
    if isinstance(column, TimeColumn):
        return clock_words(value)
    if isinstance(column, MomentColumn):
        return moment_words(value)
    if isinstance(column, DurationColumn):
        return duration_words(value)
    if isinstance(column, DayColumn):
        return long_date(value)
    if isinstance(column, HolidayRuleColumn):
        return _holiday_words(str(value))
    if isinstance(column, PartialDateColumn):
        return partial_date(str(value))
    if column.exact:
        return _exact(column, value)
    return ""


def _exact(column: Column, value: Any) -> str:
    # Not needed before the first frame.
    from crmtui.number_words import number_text

    return number_text(column, value)


def _holiday_words(rule: str) -> str:
    from crmtui.holiday_words import holiday_words

    return holiday_words(rule)


def export_text(column: Column, value: Any) -> str:
    """A value as a text that any program reads and `tidy` takes back, whatever the language."""
    if isinstance(column, YesNoColumn):
        return "yes" if value else "no"
    if value is None:
        return ""
    if column.exact:
        return str(column.json(value))
    if column.structured:
        import json

        return json.dumps(column.json(value), ensure_ascii=False)
    if isinstance(value, dt.datetime | dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def json_value(column: Column, value: Any) -> Any:
    """A value as JSON has it: ISO dates, yes or no, lists, whole numbers, exact ones as texts."""
    if isinstance(column, YesNoColumn):
        return bool(value)
    if column.exact or column.structured:
        return column.json(value)
    if isinstance(value, dt.datetime | dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def long_date(day: dt.date) -> str:
    """A date with its weekday, short: `mar. 24 nov. 2026`."""
    return t(
        "value.long_date",
        weekday=t(f"value.weekday_short.{day.isoweekday()}"),
        day=day.day,
        month=t(f"value.month_short.{day.month}"),
        year=day.year,
    )


def partial_date(text: str) -> str:
    """A day of the year in words, with the year if it is known: `14 mars`, `14 mars 1980`."""
    year, month, day = text[:-6], int(text[-5:-3]), int(text[-2:])
    facts = {
        "day": t("value.first_day") if day == 1 else str(day),
        "month": t(f"value.month.{month}"),
    }
    if year in ("", "-"):
        return t("value.day_month", **facts)
    return t("value.day_month_year", **facts, year=year)


def time_text(time: dt.time | dt.datetime) -> str:
    """A time of day as lists have it: `09:00`."""
    return f"{time.hour:02}:{time.minute:02}"


def moment_text(moment: dt.datetime) -> str:
    """A date and time as a field has it: `2026-11-24 14:00`."""
    return moment.isoformat(" ", "minutes")


def moment_words(moment: dt.datetime) -> str:
    """A date with its weekday and the time: `mar. 24 nov. 2026, 14:00`."""
    return t("value.moment", day=long_date(moment), time=time_text(moment))


def clock_words(time: dt.time) -> str:
    """A time of day as it is said: `14 h 30`, `2:30 p.m.`."""
    hour = time.hour if t("value.clock_hours") == "24" else (time.hour - 1) % 12 + 1
    key = "value.am" if time.hour < 12 else "value.pm"
    whole = "value.am_whole" if time.hour < 12 else "value.pm_whole"
    return t(key, hour=hour, minute=f"{time.minute:02}") if time.minute else t(whole, hour=hour)


def duration_text(minutes: int) -> str:
    """A length of time, short: `45 min`, `1 h 30` or `1:30`, `2 h`, `3 j` or `3 d`."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    said = [t("value.days_short", days=days)] if days else []
    if hours and left:
        said.append(t("value.hours_minutes", hours=hours, minutes=f"{left:02}"))
    elif hours:
        said.append(t("value.hours_short", hours=hours))
    elif left or not days:
        said.append(t("value.minutes_short", minutes=left))
    return " ".join(said)


def duration_words(minutes: int) -> str:
    """A length of time in words: `1 heure 30 minutes`."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    said = [t("value.days", n=days)] if days else []
    said += [t("value.hours", n=hours)] if hours else []
    said += [t("value.minutes", n=left)] if left or not said else []
    return " ".join(said)


def number(n: int) -> str:
    """A whole number, its thousands set apart."""
    if -1000 < n < 1000:
        return str(n)
    # Babel costs more than all else that a first screen imports, and few numbers need it.
    from babel.numbers import format_decimal

    return format_decimal(n, locale=LOCALES[language()])


def _option(column: ChoiceColumn, text: str) -> str:
    """The option that a text names: by itself, by its words, or by the beginning of one of them.

    A beginning that several options have names none.
    """
    wanted = fold(text)
    begun = []
    for option in column.options:
        words = fold(t(column.words(option)))
        if wanted in (option, words):
            return option
        if any(word.startswith(wanted) for word in (option, words, *words.split())):
            begun.append(option)
    if len(begun) == 1:
        return begun[0]
    raise RuleBroken(
        "rule.choice", text=text, choices=", ".join(t(column.words(o)) for o in column.options)
    )


def _code(column: CodeColumn, text: str) -> str:
    """A code as its table writes it; in an open list a longer text may be no code at all."""
    is_code = not column.open_list or (len(text) <= 3 and text.isascii() and text.isalpha())
    return text.upper() if is_code else text
