"""F4: what a field may hold, chosen from its list or its calendar."""

from __future__ import annotations

from typing import Any

from crmtui import values as text_values
from crmtui.i18n import language, t
from models.code import Code
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    DayColumn,
    PartialDateColumn,
    UserColumn,
)
from models.database import rows
from models.entity import Entity
from models.rules import RuleBroken
from models.setting import setting
from screens.dialogs.choose import Choose, Option
from screens.dialogs.pick_date import PickDate


async def prompt(screen: Any, entity: Entity, name: str, text: str) -> str | None:
    """The text chosen for a field, or nothing; says so where the field has no list."""
    column = entity.field(name).column
    title = t(entity.label_key(name))
    if isinstance(column, DayColumn | PartialDateColumn):
        return await _date(screen, column, title, text)
    if isinstance(column, CodeColumn | CodesColumn):
        options = await screen.ask(code_options, column.table, language())
    elif isinstance(column, ChoiceColumn):
        options = [Option(o, t(f"choice.{o}")) for o in column.options]
    elif isinstance(column, UserColumn):
        options = await screen.ask(user_options)
    else:
        screen.say(t("prompt.none"))
        return None
    dialog = Choose(
        title,
        options,
        chosen=_chosen(text, options),
        several=isinstance(column, CodesColumn),
        codes=not isinstance(column, ChoiceColumn),
    )
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is not None and isinstance(column, ChoiceColumn):
        return text_values.show(column, chosen)
    return None if chosen is None else str(chosen)


def _chosen(text: str, options: list[Option]) -> str:
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


def code_options(table: str, spoken: str) -> list[Option]:
    """A code table's active codes, found by their description in either language."""
    return [
        Option(c.code, c.text(spoken), words=f"{c.fr} {c.en}")
        for c in Code.table_of(table).values()
        if c.active
    ]


def user_options() -> list[Option]:
    """The active users."""
    found = rows("SELECT login, name FROM user WHERE active ORDER BY login")
    return [Option(login, name or login) for login, name in found]
