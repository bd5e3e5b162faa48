"""Asks which dates of a series an act is for, telling beforehand what each choice will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from crmtui.i18n import t
from crmtui.messages import reason
from crmtui.values import long_date
from models.rules import Missing, RuleBroken
from models.series import SCOPES
from models.series_plan import Plan, plan
from screens.dialogs.confirm import Ask

# Where what a scope will do begins, below its name.
INDENT = "   "


class Chosen(NamedTuple):
    """The scope that was chosen, and what it will do."""

    scope: str
    plan: Plan


async def ask_scope(
    screen: Any,
    key: int,
    original: dt.datetime,
    act: str,
    values: Mapping[str, Any] | None = None,
    *,
    scopes: tuple[str, ...] = SCOPES,
) -> Chosen | None:
    """The scope chosen for an act on a date of a series, or nothing. Raises `Missing`."""
    offered: dict[str, Chosen] = {}
    told: list[tuple[str, str, str]] = []
    for scope in scopes:
        letter, name = t(f"activity.scope.{scope}.letter"), t(f"activity.scope.{scope}")
        try:
            planned = await screen.ask(plan, key, original, scope, act, values)
        except Missing:
            raise
        except RuleBroken as broken:
            told.append((" ", name, f"! {reason(broken)}"))
            continue
        offered[letter] = Chosen(scope, planned)
        told.append((letter, name, plan_words(planned, act)))
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


def plan_words(planned: Plan, act: str) -> str:
    """What an act will do: `change 14 dates, du … au …, garde 2 exceptions`."""
    return ", ".join(_parts(planned, f"activity.will.{act}"))


def done_words(planned: Plan, act: str) -> str:
    """What an act has done, told afterwards."""
    text = ", ".join(_parts(planned, f"activity.did.{act}"))
    return f"{text[:1].upper()}{text[1:]}."


def _parts(planned: Plan, words: str) -> Iterator[str]:
    if planned.endless:
        assert planned.first is not None
        yield t(f"{words}_endless", first=long_date(planned.first))
    else:
        yield t(words, n=planned.n)
        if planned.first is not None and planned.last is not None:
            yield _between(planned.first, planned.last)
    for fate in ("kept", "own", "dropped"):
        n = getattr(planned, fate)
        if n:
            yield t(f"activity.exceptions_{fate}", n=n)


def _between(first: dt.datetime, last: dt.datetime) -> str:
    if first == last:
        return t("activity.on_date", day=long_date(first))
    return t("activity.between", first=long_date(first), last=long_date(last))
