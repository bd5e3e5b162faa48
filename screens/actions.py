"""What F9 offers, and what several screens do with a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crmtui.i18n import t
from crmtui.messages import listed
from models.entity import Values
from models.rules import RuleBroken
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.letters import LETTERS


def sale_action(name: str) -> str:
    """The key of what can be done with an opportunity or a quote."""
    return f"sale.action.{name}"


def _action(name: str) -> str:
    return f"action.{name}"


async def choose_action(
    screen: Any,
    actions: Sequence[str],
    key: Callable[[str], str] = _action,
    title: str = "action.title",
    facts: Mapping[str, Mapping[str, Any]] | None = None,
) -> str | None:
    """The action chosen, by its letter, of those that can be done now.

    `key` gives their words, `facts` what some of them say.
    """
    letters = [LETTERS[name] for name in actions]
    said = facts or {}
    options = [
        Option(letter, t(key(name), **said.get(name, {})))
        for letter, name in zip(letters, actions, strict=True)
    ]
    chosen = await screen.app.push_screen_wait(Choose(t(title), options, letters=True))
    return actions[letters.index(chosen)] if chosen in letters else None


async def delete_record(screen: Any, record: Any, keys: int | list[int], name: str) -> bool:
    """Delete one record or several once the user agrees to that and to what goes along.

    Says why where that can't be.
    """
    chosen = [keys] if isinstance(keys, int) else keys
    text = t("delete.text", name=name)
    if along := await screen.ask(record.along, chosen):
        text += "\n" + t("delete.along", counted=listed(along))
    if not await confirmed(screen, t("delete.title"), text, t("delete.act")):
        return False
    try:
        await screen.ask(record.remove_all, chosen)
    except RuleBroken as broken:
        screen.problem(broken)
        return False
    screen.say(t("delete.done", name=name))
    return True


async def set_active(screen: Any, record: Any, values: Values, active: bool) -> None:
    """Activate or deactivate a record. Raises `RuleBroken`."""
    await screen.ask(record.alter, values["id"], {"active": active})
    screen.say(t("active.done" if active else "inactive.done"))
