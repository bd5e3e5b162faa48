"""The screen of an opportunity (spec 8.2 to 8.5)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crmtui.i18n import t
from crmtui.number_words import money_text
from crmtui.values import show
from models.code import Code
from models.columns import NumberColumn
from models.entity import Values
from models.opportunity import Opportunity
from models.opportunity_settled import STAGE_OF
from models.rules import RuleBroken
from models.sale_line import Line, rounded
from models.totals import subtotal
from screens.actions import delete_record
from screens.record_form import Editing
from screens.sales import opening
from screens.sales.form_fields import OPPORTUNITY_FORM, OPPORTUNITY_PLACES
from screens.sales.history import StageHistory
from screens.sales.reading import read_opportunity, save_opportunity, whose
from screens.sales.sale_form import SaleForm

_percent = NumberColumn(0, 100)


class OpportunityForm(SaleForm):
    """What may be sold, to whom, how likely; its items, and what they come to."""

    record = Opportunity

    def __init__(self, values: Values) -> None:
        super().__init__(
            Editing(
                entity=OPPORTUNITY_FORM,
                places=OPPORTUNITY_PLACES,
                values=values,
                save=save_opportunity,
                read=read_opportunity,
                path=(t("go.opportunities"),),
                title=lambda v: str(v.get("description") or t("opportunity_form.new")),
                key=values.get("id"),
            )
        )
        self._typed = values["probability"] != values["proposed"]

    def sums(self, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """The amount, and what it comes to as likely as it is."""
        amount = subtotal(lines)
        try:
            likely = _percent.tidy(self.form.widgets["probability"].text) or 0
        except RuleBroken:
            likely = self.editing.values["probability"]
        weighted = rounded(amount * Decimal(likely) / 100)
        return [
            (t("opportunity.amount"), money_text(amount)),
            (t("opportunity.weighted"), money_text(weighted)),
        ]

    def contact_words(self, contact: int | None) -> str:
        """A contact with its party."""
        return whose(contact)

    # What follows from what is edited.

    def edited(self, name: str) -> None:
        """Let the probability follow the stage, and the stage's outcome be the status."""
        super().edited(name)
        if name == "stage":
            self.follow(self._follow_stage, "stage")
        elif name == "probability":
            self._typed = bool(self.form.widgets[name].text.strip())
            self.show_sums()

    async def _follow_stage(self) -> None:
        text = self.form.widgets["stage"].text
        code = await self.ask(Code.guess, "stage", text) or ""
        ended = {stage: status for status, stage in STAGE_OF.items()}.get(code)
        column = Opportunity.entity.field("status").column
        if ended:
            self.form.fill({"status": show(column, ended)})
        elif code and self.form.chosen("status") in STAGE_OF:
            self.form.fill({"status": show(column, "open")})
        proposed = await self.ask(Opportunity.proposed, code)
        if proposed is not None and (ended or not self._typed):
            self.form.fill({"probability": str(proposed)})
            self.show_sums()

    def show_kept(self) -> None:
        """Show the record as it is kept."""
        if self.is_kept("probability"):
            self._typed = self.editing.values["probability"] != self.editing.values["proposed"]
        super().show_kept()

    # Actions.

    def actions(self) -> list[str]:
        """What can be done with it as it is."""
        status = self.editing.values["status"]
        ending = ("reopen",) if status in STAGE_OF else ("win", "lose", "hold")
        ending = ("win", "lose", "resume") if status == "hold" else ending
        return ["quote", *ending, "quotes", "history", "print", "documents", "contact", "delete"]

    async def act(self, name: str, key: int) -> None:
        """Do one of the actions. Raises `RuleBroken`."""
        if name in ("win", "lose"):
            status = "won" if name == "win" else "lost"
            await self.ended(status, await opening.end_opportunity(self, key, status))
        elif name in ("hold", "resume", "reopen"):
            status = "hold" if name == "hold" else "open"
            saved = await self.ask(Opportunity.alter, key, {"status": status})
            await self.read_again()
            self.tell_done(t(f"sale.done.{name}"), saved)
        elif name == "quote":
            await opening.new_quote(self, opportunity=key)
        elif name == "quotes":
            await opening.quotes_of(self, key)
        elif name == "history":
            changes = await self.ask(Opportunity.stage_history, key)
            stages = await self.ask(Code.table_of, "stage")
            await self.app.push_screen_wait(StageHistory(changes, stages))
        elif name == "print":
            await opening.print_record(self, "opportunity", key)
        else:
            await self._act_beyond(name, key)

    async def _act_beyond(self, name: str, key: int) -> None:
        values: Any = self.editing.values
        if name == "contact":
            from screens.opening import open_contact

            await open_contact(self, values["contact"], at=("opportunities", key))
        elif await delete_record(self, Opportunity, key, values["description"]):
            self.dismiss(None)
