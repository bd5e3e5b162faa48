"""Make a prospect a customer, or a customer a prospect (spec 1.2)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.entity import Values
from models.party import Party
from models.party_conversion import CONVERTED
from models.rules import RuleBroken
from screens.dialogs.type_text import TypeText


class OtherCode(TypeText):
    """Another code, where the one tried can't be."""

    WIDTH = 76

    def __init__(self, broken: RuleBroken, code: str) -> None:
        super().__init__(t("copying.other_code"), text=code)
        self.broken = broken

    async def on_mount(self) -> None:
        """Say what is wrong with the one tried."""
        self.problem(self.broken)


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
            code = await screen.app.push_screen_wait(OtherCode(broken, free))
            if not code:
                return False
        else:
            now = await screen.ask(Party.values_of, party["id"])
            screen.call_later(screen.say, t(f"copying.converted.{kind}", code=now["code"]))
            return True
