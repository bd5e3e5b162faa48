"""F4: what a field may hold, chosen from its list or its calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crmtui import values as text_values
from crmtui.i18n import language, t
from models.code import Code
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    DayColumn,
    DurationColumn,
    PartialDateColumn,
    TimeColumn,
    UserColumn,
)
from models.database import rows
from models.entity import Entity
from models.rules import RuleBroken
from models.setting import setting
from screens.dialogs.choose import Choose, Option
from screens.dialogs.pick_date import PickDate
from screens.widgets.record_field import RecordColumn

# How long things usually take.
USUAL_MINUTES = (15, 30, 45, 60, 90, 120, 180, 240, 480, 1440, 2880)


async def prompt(
    screen: Any,
    entity: Entity,
    name: str,
    text: str,
    options: Sequence[Option] | None = None,
    typed: str = "",
) -> str | None:
    """The text chosen for a field, or nothing; says so where the field has no list.

    `options` are those of a field that has no list of its own, `typed` what to look for.
    """
    column = entity.field(name).column
    title = t(entity.label_key(name))
    if isinstance(column, DayColumn | PartialDateColumn):
        return await _date(screen, column, title, text)
    if isinstance(column, RecordColumn):
        return await _record(screen, title, typed)
    found = options if options is not None else await _options(screen, column, text)
    if found is None:
        screen.say(t("prompt.none"))
        return None
    dialog = Choose(
        title,
        found,
        chosen=_chosen(text, found),
        several=isinstance(column, CodesColumn),
        codes=isinstance(
            column, CodeColumn | CodesColumn | UserColumn | TimeColumn | DurationColumn
        ),
    )
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is not None and isinstance(column, ChoiceColumn):
        return text_values.show(column, chosen)
    return None if chosen is None else str(chosen)


async def _record(screen: Any, title: str, typed: str) -> str | None:
    from screens.dialogs.find_contact import FindContact

    chosen: str | None = await screen.app.push_screen_wait(FindContact(title, typed))
    return chosen


async def _options(screen: Any, column: Any, text: str) -> Sequence[Option] | None:
    """What a column's own list offers beside what stands in it; nothing where it has none."""
    if isinstance(column, CodeColumn | CodesColumn):
        present = text.replace(",", " ").split()
        options: Sequence[Option] = await screen.ask(
            code_options, column.table, language(), present
        )
        return options
    if isinstance(column, ChoiceColumn):
        return [Option(o, t(column.words(o))) for o in column.options]
    if isinstance(column, TimeColumn):
        return [_time(half_hour) for half_hour in range(48)]
    if isinstance(column, DurationColumn):
        return [
            Option(text_values.duration_text(m), text_values.duration_words(m))
            for m in USUAL_MINUTES
        ]
    if isinstance(column, UserColumn):
        options = await screen.ask(user_options)
        return options
    return None


def _time(half_hour: int) -> Option:
    time = dt.time(half_hour // 2, half_hour % 2 * 30)
    return Option(text_values.time_text(time), text_values.clock_words(time))


def _chosen(text: str, options: Sequence[Option]) -> str:
    """The value that a field's text stands for, or several with blanks between."""
    if "," in text:
        return text.replace(",", " ")
    for option in options:
        if text in (option.value, option.text):
            return option.value
    return text


async def _date(screen: Any, column: Any, title: str, text: str) -> str | None:
    today = screen.host.today
    day = today
    try:
        value = text_values.parse(column, text, today)
        if isinstance(column, DayColumn) and value:
            day = value
        elif value:
            year = today.year if value.startswith("--") else int(value[:4])
            day = today.replace(year=year, month=int(value[-5:-3]), day=int(value[-2:]))
    except (RuleBroken, ValueError):
        day = today
    first = 6 if await screen.ask(setting, "WeekStart") == "sunday" else 0
    picked = await screen.app.push_screen_wait(PickDate(title, day, today, first))
    if picked is None:
        return None
    if isinstance(column, PartialDateColumn) and column.yearless:
        return text_values.show(column, f"--{picked:%m-%d}")
    return text_values.show(column, column.tidy(picked.isoformat()))


def code_options(table: str, spoken: str, present: Sequence[str] = ()) -> list[Option]:
    """A code table's active codes and those present, found by their description in any language."""
    return [
        Option(c.code, c.text(spoken), words=f"{c.fr} {c.en}")
        for c in Code.table_of(table).values()
        if c.active or c.code in present
    ]


def user_options() -> list[Option]:
    """The active users."""
    found = rows("SELECT login, name FROM user WHERE active ORDER BY login")
    return [Option(login, name or login) for login, name in found]
