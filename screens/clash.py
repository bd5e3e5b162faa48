"""What others changed while a form was edited: told, and decided before it is written over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models.entity import Values
from models.rules import Conflict
from screens.dialogs.confirm import Ask
from screens.letters import LETTERS
from screens.widgets.paint import fit

MINE, THEIRS = LETTERS["mine"], LETTERS["theirs"]

# So much of a content is told that one knows which it is.
LONGEST = 50


def clashing(
    before: Mapping[str, Any], fresh: Mapping[str, Any], edited: set[str], undecided: set[str]
) -> set[str]:
    """The fields edited here that another has changed too, or that were so before already."""
    return {n for n in edited if n in undecided or fresh.get(n) != before.get(n)}


def told(form: Any, theirs: Values) -> str:
    """The fields that another changed, each with what it is now."""
    return ", ".join(
        t("problem.at_field", field=t(form.entity_label(name)), problem=form.content(name, value))
        for name, value in theirs.items()
    )


async def which_to_keep(form: Any, clash: Conflict) -> str | None:
    """Whose version the user keeps of what both changed: mine, theirs, or no answer yet."""
    lines = [
        t(
            "form.clash_line",
            field=t(form.entity_label(name)),
            mine=_short(form.content(name, clash.mine.get(name))),
            theirs=_short(form.content(name, value)),
        )
        for name, value in form.own_fields(clash.theirs).items()
    ]
    question = Ask(
        t("form.clash"),
        "\n".join((t("form.clash_text"), *lines)),
        [(MINE, t("form.keep_mine")), (THEIRS, t("form.take_theirs"))],
        back="ask.go_on",
    )
    answer: str | None = await form.app.push_screen_wait(question)
    return answer


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else fit(text, LONGEST)
