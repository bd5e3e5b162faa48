"""Producing a mailing: everybody judged once more, the numbers, and the audience frozen (10.3)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.mailing_audience import BATCH, Audience, Judged
from models.mailing_outbox import freeze
from screens.dialogs.confirm import confirmed
from screens.mailings.words import reasons_words


async def produce(screen: Any, key: int) -> bool:
    """Judge all, ask with the numbers, and freeze them; whether it is produced.

    Raises `RuleBroken`.
    """
    audience = await screen.ask(Audience, key)
    judged: list[Judged] = []
    while batch := await screen.ask(audience.next, BATCH):
        judged += batch
        screen.say(t("mailings.counting", done=len(judged), n=audience.total))
    name = audience.values["name"]
    audience.refuse_nobody()
    text = t("mailings.produce_text", name=name, n=audience.n_in, out=audience.n_out)
    if audience.reasons:
        text += f"\n{reasons_words(audience.reasons)}"
    text += f"\n{t('mailings.produce_frozen')}"
    screen.say("")
    if not await confirmed(screen, t("mailings.action.produce"), text, t("mailings.produce_act")):
        return False
    done = await screen.ask(freeze, audience, judged)
    screen.call_later(screen.say, t("mailings.produced", name=name, n=done.n_in, out=done.n_out))
    return True
