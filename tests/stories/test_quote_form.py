"""The form of a quote, by keys (spec 9.2, 9.3)."""

import datetime as dt
from decimal import Decimal

import pytest
from business_day import business_today
from line_story import make_items
from sales_rows import A_LINE, contact_of, make_opportunity, make_quote, press, shown

from models.code import Code
from models.contact import Contact
from models.party import Party
from models.quote import Quote
from models.setting import change_setting
from screens.commands import themes

TABLES = ("quote", "quote_line", "quote_tax", "opportunity", "journal_entry", "sequence")


async def new(story) -> None:
    """A new quote from the list of all."""
    await press(story, "ctrl+g", "q", "f6")
    assert story.place == "QuoteForm"


async def opened(story, **values) -> int:
    """A quote of 3 × 10.10, open in its form."""
    key = make_quote(story, "PO-118", **values)
    story.ask(lambda: None)
    await press(story, "ctrl+g", "q", "a", "enter")
    assert story.place == "QuoteForm"
    return key


def kept(story, key: int, *names: str) -> tuple:
    values = story.ask(Quote.values_of, key)
    return tuple(values[name] for name in names)


def everything(story) -> list:
    order = {"sequence": "name, year"}
    return [story.rows(f"SELECT * FROM {t} ORDER BY {order.get(t, 'id')}") for t in TABLES]


class TestWhoIsBilled:
    async def test_choosing_the_customer_fills_the_purchaser_of_rank_1(self, begin) -> None:
        async with begin() as s:
            await new(s)
            await press(s, "@bill_to", "=t", "=remb", "enter")
            assert "TREMB01 Tremblay & Fils inc." in s.text
            assert "Marie Roy (Achats 1)" in s.text
            assert "Marie Roy" in s.status and "rang 1" in s.status
            await press(s, *A_LINE, "f2")
            assert s.rows("SELECT contact_id, number FROM quote") == [
                (contact_of(s), f"Q{business_today().year}-00001")
            ]

    async def test_without_a_purchaser_one_is_chosen_among_its_contacts(self, begin) -> None:
        async with begin() as s:
            s.ask(Contact.alter, contact_of(s), {"active": False})
            await new(s)
            await press(s, "@bill_to", "=t", "=remb01", "enter")
            assert "F4 choisit un contact" in s.status
            await press(s, "@contact", "f4")
            names = [line for line in s.lines if "Côté, Benoît" in line or "Abel, Chloé" in line]
            # By rank: 2, then who has none.
            assert "Côté" in names[0] and "Abel" in names[1]
            await press(s, "enter", *A_LINE, "f2")
            assert s.one("SELECT contact_id FROM quote") == contact_of(s, "Côté")

    async def test_a_prospect_is_found_as_well_and_a_supplier_is_not(self, begin) -> None:
        async with begin() as s:
            s.ask(Party.make, {"kind": "prospect", "code": "PRO1", "name": "Tremblement"})
            await new(s)
            await press(s, "@bill_to", "=t", "=rem")
            assert "PRO1" in s.text and "TREMB01" in s.text and "TREMS" not in s.text

    async def test_a_contact_is_chosen_only_once_somebody_is_billed(self, begin) -> None:
        async with begin() as s:
            await new(s)
            await press(s, "@contact", "f4")
            assert s.place == "QuoteForm"
            assert "d'abord" in s.status
            await press(s, "f2")
            assert s.rows("SELECT 1 FROM quote") == []

    async def test_from_a_contacts_tab_the_contact_is_that_one(self, begin) -> None:
        async with begin() as s:
            await press(s, "=chloe abel", "enter", "ctrl+g", "e", "f6")
            assert "Chloé Abel" in s.text and "TREMB01" in s.text
            await press(s, *A_LINE, "f2", "escape")
            assert s.one("SELECT contact_id FROM quote") == contact_of(s, "Abel")
            assert "Q" in s.text


class TestWithoutLines:
    async def test_enter_on_the_empty_first_line_of_a_new_quote_takes_no_number(
        self, begin
    ) -> None:
        async with begin() as s:
            s.ask(make_items)
            await new(s)
            await press(s, "@bill_to", "=t", "=remb01", "enter", "@salesperson", "enter")
            assert s.app.screen.in_lines() and "Enregistre" not in s.lines[-1]
            await press(s, "enter")
            assert s.rows("SELECT 1 FROM quote") == s.rows("SELECT 1 FROM sequence") == []
            assert "au moins une ligne" in s.status and "F4" in s.status
            # The hands are where a line is typed.
            await press(s, "=chai", "enter")
            assert "ligne" not in s.status
            await press(s, "=2", "enter", "f2")
            assert kept(s, 1, "number", "subtotal")[1] == Decimal("20.20")

    @pytest.mark.parametrize("language, said", [("fr", "au moins une ligne"), ("en", "one line")])
    async def test_no_key_saves_a_quote_of_nothing(self, begin, language, said) -> None:
        async with begin(language=language) as s:
            await new(s)
            await press(s, "@bill_to", "=t", "=remb01", "enter", "f2")
            assert said in s.status and s.app.screen.in_lines()
            assert s.rows("SELECT 1 FROM quote") == s.rows("SELECT 1 FROM sequence") == []

    async def test_the_last_line_of_a_draft_stays(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "@salesperson", "enter", "up", "ctrl+y", "f2")
            assert "au moins une ligne" in s.status
            await press(s, "enter")
            assert "au moins une ligne" in s.status
            assert len(kept(s, key, "lines")[0]) == 1


class TestEnterSaves:
    async def test_the_empty_line_after_the_others_says_that_enter_saves(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "@reference")
            await s.fill("PO-119", then="enter")
            await press(s, "@salesperson")
            assert "Enregistre" not in s.lines[-1]
            await press(s, "enter")
            assert "↵ Enregistre" in s.lines[-1]
            await press(s, "=x")
            assert "↵ Enregistre" not in s.lines[-1]
            await press(s, "escape")
            assert "↵ Enregistre" in s.lines[-1]
            await press(s, "enter")
            assert kept(s, key, "reference") == ("PO-119",)

    async def test_once_the_setting_is_off_enter_neither_saves_nor_says_so(self, begin) -> None:
        async with begin() as s:
            s.ask(change_setting, "EnterSavesForm", False)
            key = await opened(s)
            await press(s, "@reference")
            await s.fill("PO-119", then="enter")
            await press(s, "@salesperson", "enter")
            assert "Enregistre" not in s.lines[-1]
            await press(s, "enter")
            assert kept(s, key, "reference") == ("PO-118",)


class TestSums:
    @pytest.mark.parametrize(
        "language, sums",
        [
            ("fr", ["30,30 $", "TPS 5 %", "1,52 $", "TVQ 9,975 %", "3,02 $", "34,84 $"]),
            ("en", ["$30.30", "GST 5%", "$1.52", "QST 9.975%", "$3.02", "$34.84"]),
        ],
    )
    async def test_three_times_10_10(self, begin, language: str, sums: list[str]) -> None:
        async with begin(language=language) as s:
            s.ask(make_items)
            await new(s)
            await press(s, "@bill_to", "=t", "=remb01", "enter", "@salesperson", "enter")
            await press(s, "=chai", "enter", "=3")
            assert [part for part in sums if part not in shown(s)] == []
            await press(s, "enter", "f2")
            assert kept(s, 1, "total") == (Decimal("34.84"),)
            assert sums[-1] in shown(s)

    async def test_taxes_and_validity_follow_the_date(self, begin) -> None:
        async with begin() as s:
            await opened(s)
            await press(s, "@date")
            await s.fill("1996-07-04")
            assert "TPS" not in s.text
            assert s.app.screen.form.widgets["valid_until"].text == "1996-08-03"
            await press(s, "@valid_until")
            await s.fill("1997-01-01")
            await press(s, "@date")
            await s.fill("1996-08-01")
            assert s.app.screen.form.widgets["valid_until"].text == "1997-01-01"
            await press(s, "f2")
            assert kept(s, 1, "taxes", "total") == (Decimal("0.00"), Decimal("30.30"))

    @pytest.mark.parametrize(
        "language, quebec, scotia",
        [
            ("fr", ("TPS 5 %", "TVQ 9,975 %", "34,84 $"), ("TVH 14 %", "4,24 $", "34,54 $")),
            ("en", ("GST 5%", "QST 9.975%", "$34.84"), ("HST 14%", "$4.24", "$34.54")),
        ],
    )
    async def test_taxes_follow_the_customers_province_as_soon_as_it_is_chosen(
        self, begin, language, quebec, scotia
    ) -> None:
        async with begin(language=language) as s:
            s.ask(make_items)
            halifax = {"kind": "customer", "code": "HFX", "name": "Halifax", "province": "NS"}
            s.ask(Party.make, halifax)
            await new(s)
            await press(s, "@salesperson", "enter", "=chai", "enter", "=3", "enter", "enter")
            # Nobody is billed yet: the taxes are the company's own.
            assert [part for part in quebec if part not in shown(s)] == []
            await press(s, "@bill_to", "=h", "=fx", "enter")
            assert [part for part in scotia if part not in shown(s)] == []
            assert quebec[1] not in shown(s)
            await press(s, "@date")
            await s.fill("2025-03-31")
            assert scotia[0].replace("14", "15") in shown(s)
            await press(s, "f2")
            assert [tax["rate"] for tax in kept(s, 1, "tax_lines")[0]] == ["15"]
            await press(s, "@bill_to", "=t", "=remb01", "enter")
            assert [part for part in quebec if part not in shown(s)] == []
            await press(s, "f2")
            assert [tax["code"] for tax in kept(s, 1, "tax_lines")[0]] == ["GST", "QST"]

    async def test_a_saved_quote_shows_the_taxes_that_it_was_saved_with(self, begin) -> None:
        async with begin() as s:
            make_quote(s, "PO-1")
            s.ask(Code.alter, s.ask(Code.key_of, "QST", table="tax"), {"rate": "12"})
            await press(s, "ctrl+g", "q", "enter")
            assert "3,02" in s.text and "34,84" in s.text

    async def test_in_a_low_window_the_sums_are_on_one_line(self, begin) -> None:
        async with begin(size=(60, 20)) as s:
            await opened(s)
            assert any("30,30" in line and "34,84" in line for line in s.lines), s.text


class TestOutcome:
    async def test_sent_and_a_draft_again(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "f9", "e")
            assert kept(s, key, "status") == ("sent",)
            assert "envoyée" in s.lines[0]
            await press(s, "f9", "b")
            assert kept(s, key, "status") == ("draft",)

    async def test_losing_asks_why_and_offers_the_opportunity(self, begin) -> None:
        async with begin() as s:
            deal = make_opportunity(s, "Thés")
            key = await opened(s, opportunity=deal)
            await press(s, "f9", "l", "=prix", "enter", "n")
            assert kept(s, key, "status", "lost_reason") == ("lost", "PRICE")
            assert s.one("SELECT status FROM opportunity") == "open"

    async def test_going_back_from_the_offer_leaves_all_as_it_was(self, begin) -> None:
        async with begin() as s:
            deal = make_opportunity(s, "Thés")
            key = await opened(s, opportunity=deal)
            await press(s, "f9", "w", "escape")
            assert kept(s, key, "status") == ("draft",)

    async def test_revising_shows_the_new_draft_that_names_the_old(self, begin) -> None:
        async with begin() as s:
            key = await opened(s, status="sent")
            await press(s, "f9", "r", "o")
            assert "00002" in s.lines[0] and "brouillon" in s.lines[0]
            assert "00001" in s.status
            assert kept(s, key, "status") == ("cancelled",)
            await press(s, "escape")
            assert s.place == "QuoteList"

    async def test_an_expired_one_is_flagged(self, begin) -> None:
        async with begin() as s:
            await opened(s, date=dt.date(2020, 1, 1), status="sent")
            assert "échue" in s.lines[0]


class TestClosed:
    @pytest.mark.parametrize("status", ["won", "lost", "cancelled"])
    async def test_no_key_changes_a_closed_quote(self, begin, status: str) -> None:
        async with begin() as s:
            s.ask(make_items)
            deal = make_opportunity(s, "Thés")
            await opened(s, status=status, opportunity=deal)
            before = everything(s)
            # Everything that is bound, but for what makes a new draft or leaves for good.
            bound = [command for commands in themes().values() for command in commands]
            keys = dict.fromkeys(key for c in bound for key in c.keys.split(","))
            for key in (*keys, *"x9,-", "delete", "backspace", "space", "tab", "ctrl+k"):
                if key in ("ctrl+q", "ctrl+t", "ctrl+g", "ctrl+p", "ctrl+f"):
                    continue
                await s.press(key)
                for _ in range(4):
                    if s.place == "QuoteForm":
                        break
                    if s.place == "QuoteList":
                        await s.press("enter")
                    else:
                        await s.press("escape")
                assert s.place == "QuoteForm", key
                await s.paste("CHAI\t3\t10.10")
            await s.press("f2")
            assert "ne change plus" in s.status
            assert everything(s) == before

    async def test_it_says_so_when_it_is_opened(self, begin) -> None:
        async with begin() as s:
            await opened(s, status="won")
            assert "gagnée" in s.lines[0]
            assert "ne change plus" in s.status
            # What can be done is to revise, to print, to look.
            await press(s, "f9")
            assert "Réviser" in s.text and "Gagnée" not in s.text.split("Actions", 1)[1]


class TestActions:
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("status", ["draft", "sent", "won"])
    async def test_each_action_has_a_letter_of_its_own(self, begin, language, status) -> None:
        async with begin(language=language) as s:
            deal = make_opportunity(s, "Thés")
            make_quote(s, "x", opportunity=deal, status=status)
            for letter in ("q", "o"):
                await press(s, "ctrl+g", letter, "a", "enter", "f9")
                letters = [option.value for option in s.app.screen.options]
                assert len(letters) >= 4
                assert len(set(letters)) == len(letters)
                await press(s, "escape", "escape")
