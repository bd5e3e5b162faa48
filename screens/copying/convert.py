"""Make a prospect a customer, or a customer a prospect (spec 1.2)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from crmtui.messages import sentence
from models.entity import Values
from models.party import Party
from models.party_conversion import CONVERTED
from models.rules import RuleBroken
from screens.dialogs.type_text import TypeText


async def convert_party(screen: Any, party: Values) -> bool:
    """Convert a party, asking for another code where its own is taken; whether it was done."""
    kind, code = CONVERTED[party["kind"]], ""
    while True:
        try:
            await screen.ask(Party.convert, party["id"], kind, code)
        except RuleBroken as broken:
            if broken.field != "code":
                raise
            free = code or await screen.ask(Party.code_for, kind, party["name"])
            title = t("copying.other_code", problem=sentence(broken))
            code = await screen.app.push_screen_wait(TypeText(title, text=free))
            if not code:
                return False
        else:
            now = await screen.ask(Party.values_of, party["id"])
            screen.call_later(screen.say, t(f"copying.converted.{kind}", code=now["code"]))
            return True
