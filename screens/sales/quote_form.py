"""The screen of a quote (spec 9.2): whom it is for, its lines, taxes and total."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.i18n import language, t
from crmtui.number_words import money_text, percent_text
from crmtui.values import parse, show
from models.columns import DayColumn
from models.entity import Values
from models.quote import Quote
from models.quote_settled import CLOSED
from models.rules import RuleBroken
from models.sale_line import Line
from models.tax import taxes_for
from models.totals import TaxAmount, totals
from screens.letters import LETTERS
from screens.record_form import Editing
from screens.sales import opening
from screens.sales.form_fields import QUOTE_FORM, QUOTE_PLACES
from screens.sales.reading import chosen_party, purchaser_words, read_quote, save_quote
from screens.sales.sale_form import SaleForm
from screens.symbols import sign

_day = DayColumn()


class QuoteForm(SaleForm):
    """An offer; once it is won, lost or cancelled it is only read."""

    record = Quote
    FIRST_LINE = "quote_form.first_line"

    def __init__(self, values: Values) -> None:
        super().__init__(
            Editing(
                entity=QUOTE_FORM,
                places=QUOTE_PLACES,
                values=values,
                save=save_quote,
                read=read_quote,
                path=(t("go.quotes"),),
                title=quote_title,
                key=values.get("id"),
            )
        )
        self._rates = values["tax_rates"]
        self._holds_usual = values["holds_usual"]

    @property
    def closed(self) -> bool:
        """Whether it is won, lost or cancelled."""
        return self.editing.values["status"] in CLOSED

    def closed_words(self) -> str:
        """Why nothing is saved."""
        values = self.editing.values
        status, letter = t(f"choice.{values['status']}"), LETTERS["revise"]
        facts = {"number": values["number"], "status": status, "letter": letter}
        return t("quote_form.closed", **facts)

    async def on_mount(self) -> None:
        """Say that nothing may be changed, where that is so; else which one it revises."""
        if self.closed:
            self.call_later(self.say, self.closed_words())
        elif self.editing.values["revises"] and not self.news:
            self.news = t("quote_form.revises", number=self.editing.values["revises"])

    def sums(self, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """Subtotal, each tax, total."""
        values = self.editing.values
        if values.get("id") and not self.lines_edited and self._is_taxed_as_kept:
            # As it was saved, whatever the taxes of that day are today.
            taxes: Sequence[TaxAmount] = values["tax_amounts"]
            whole, total = values["subtotal"], values["total"]
        else:
            found = totals(lines, self._rates)
            taxes, whole, total = found.taxes, found.subtotal, found.total
        return [
            (t("quote.subtotal"), money_text(whole)),
            *((_tax_name(tax), money_text(tax.amount)) for tax in taxes),
            (t("quote.total"), money_text(total)),
        ]

    @property
    def _is_taxed_as_kept(self) -> bool:
        return self.is_kept("date") and self.is_kept("bill_to")

    def contact_words(self, contact: int | None) -> str:
        """A contact with its rank among those who buy."""
        return purchaser_words(contact)

    # What follows from what is edited.

    def edited(self, name: str) -> None:
        """Let contact and taxes follow customer, the end of its validity and taxes the date."""
        super().edited(name)
        if name == "bill_to":
            self.follow(self._follow_party, "party")
        elif name == "date":
            self.follow(self._follow_date, "date")
        elif name == "valid_until":
            self._holds_usual = False

    async def _follow_party(self) -> None:
        field, contact = self.form.widgets["bill_to"], self.form.widgets["contact"]
        await self._follow_taxes()
        if not field.text:
            return
        found = await self.ask(chosen_party, int(field.text))
        field.name_it(found["bill_to_words"])
        self.form.fill({"contact": str(found["contact"] or "")})
        contact.name_it(found["contact_words"])
        self.grid.language = found["language"]
        key = "quote_form.contact_filled" if found["contact"] else "quote_form.no_purchaser"
        self.say(t(key, name=found["contact_name"], party=found["name"]))

    async def _follow_date(self) -> None:
        day = self._typed_day()
        if day is None:
            return
        if self._holds_usual:
            until = await self.ask(Quote.valid_until_for, day)
            self.form.fill({"valid_until": show(_day, until)})
        await self._follow_taxes()

    def _typed_day(self) -> dt.date | None:
        """The date that is typed; nothing where it is none yet."""
        try:
            day: dt.date | None = parse(_day, self.form.widgets["date"].text, self.host.today)
        except RuleBroken:
            return None
        return day

    async def _follow_taxes(self) -> None:
        """Let the sums follow who is billed, and when."""
        party = self.form.widgets["bill_to"].text
        day = self._typed_day() or self.editing.values["date"]
        self._rates = await self.ask(taxes_for, int(party) if party else None, day)
        self.show_sums()

    def show_kept(self) -> None:
        """Show the record as it is kept."""
        if self._is_taxed_as_kept:
            self._rates = self.editing.values["tax_rates"]
        if self.is_kept("valid_until"):
            self._holds_usual = self.editing.values["holds_usual"]
        super().show_kept()

    async def choose(self, name: str, text: str, typed: str) -> str | None:
        """Look up who is billed, and a contact among those of that party."""
        title = t(QUOTE_FORM.label_key(name))
        chosen: str | None
        if name == "bill_to":
            from screens.dialogs.find_party import FindParty

            chosen = await self.app.push_screen_wait(FindParty(title, typed))
            return chosen
        if name == "contact":
            from screens.dialogs.find_contact import FindContact

            party = self.form.widgets["bill_to"].text
            if not party:
                self.say(t("quote_form.party_first"), error=True)
                return None
            chosen = await self.app.push_screen_wait(FindContact(title, typed, int(party)))
            return chosen
        return await super().choose(name, text, typed)

    # Actions.

    def actions(self) -> list[str]:
        """What can be done with it as it is."""
        values = self.editing.values
        names = {"draft": ["sent"], "sent": ["draft"]}.get(values["status"], [])
        if not self.closed:
            names += ["win", "lose", "cancel"]
        names += ["revise", "print", "documents"]
        names += ["opportunity"] if values["opportunity"] else []
        return [*names, "contact"] if values["contact"] else names

    async def act(self, name: str, key: int) -> None:
        """Do one of the actions. Raises `RuleBroken`."""
        if name in ("sent", "draft"):
            saved = await self.ask(Quote.alter, key, {"status": name})
            await self.read_again()
            self.tell_done(t(f"sale.done.{name}"), saved)
        elif name in ("win", "lose", "cancel"):
            status = {"win": "won", "lose": "lost", "cancel": "cancelled"}[name]
            await self.ended(status, await opening.end_quote(self, key, status))
        elif name == "revise":
            made = await opening.revised(self, key)
            if made is not None:
                await self.show_other(made.id)
                self.tell_done(opening.revised_words(self.editing.values), made)
        elif name == "print":
            await opening.print_record(self, "quote", key)
        elif name == "opportunity":
            await opening.open_opportunity(self, self.editing.values["opportunity"])
        else:
            from screens.opening import open_contact

            await open_contact(self, self.editing.values["contact"], at=("quotes", key))


def quote_title(values: Mapping[str, Any]) -> str:
    """A quote's number with its status, expired ones marked."""
    if not values.get("number"):
        return t("quote_form.new")
    status = t(f"choice.{values['status']}")
    if values.get("expired"):
        status = f"{status} {sign('late')} {t('quote_form.expired')}"
    return f"{values['number']} · {status}"


def _tax_name(tax: TaxAmount) -> str:
    return f"{tax.text(language())} {percent_text(tax.rate)}"
