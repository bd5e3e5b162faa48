"""Asks which dates of a series an act is for, telling beforehand what each choice will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from crmtui.i18n import t
from crmtui.messages import reason
from crmtui.plan_words import plan_words
from models.rules import Missing, RuleBroken
from models.series import SCOPES
from models.series_plan import Plan, plan
from screens.dialogs.confirm import Ask
from screens.letters import LETTERS

# Where what a scope will do begins, below its name.
INDENT = "   "


class Chosen(NamedTuple):
    """The scope that was chosen, and what it will do."""

    scope: str
    plan: Plan


async def ask_scope(
    screen: Any,
    key: int,
    original: dt.datetime | None,
    act: str,
    values: Mapping[str, Any] | None = None,
    *,
    scopes: tuple[str, ...] = SCOPES,
) -> Chosen | None:
    """The scope chosen for an act on a date of a series, or nothing.

    Raises `Missing`, and `RuleBroken` where no scope is left.
    """
    refused: RuleBroken | None = None
    offered: dict[str, Chosen] = {}
    told: list[tuple[str, str, str]] = []
    for scope in scopes:
        letter, name = LETTERS[scope], t(f"activity.scope.{scope}")
        try:
            planned = await screen.ask(plan, key, original, scope, act, values)
        except Missing:
            raise
        except RuleBroken as broken:
            refused = broken
            told.append((" ", name, f"! {reason(broken)}"))
            continue
        offered[letter] = Chosen(scope, planned)
        told.append((letter, name, plan_words(planned)))
    if refused is not None and not offered:
        raise refused
    answers = [(letter, t(f"activity.scope.{c.scope}.short")) for letter, c in offered.items()]
    dialog = AskScope(t(f"activity.scope.{act}"), told, answers, screen.app.size.width)
    answer = await screen.app.push_screen_wait(dialog)
    return offered.get(answer or "")


class AskScope(Ask):
    """The scopes, each with what it will do, chosen by their letters."""

    WIDTH = 72

    def __init__(
        self,
        title: str,
        told: Sequence[tuple[str, str, str]],
        answers: Sequence[tuple[str, str]],
        width: int,
    ) -> None:
        room = max(20, min(self.WIDTH, width) - 2)
        lines: list[str] = []
        for letter, name, words in told:
            lines += [f"{letter}  {name}"]
            lines += wrap(words, room, initial_indent=INDENT, subsequent_indent=INDENT)
        super().__init__(title, "\n".join(lines), answers)
        self.HEIGHT = min(20, len(lines) + 5)
