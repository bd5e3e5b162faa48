"""Nothing that was typed in a form of sales is lost on the way (spec 8.3, 9.2, 15)."""

from decimal import Decimal
from typing import Any

from activity_story import run, text_in
from line_story import make_items
from sales_rows import A_LINE, contact_of, make_opportunity, make_quote, press
from story import Story

from models.code import Code
from models.contact import Contact
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.setting import change_setting
from screens.sales import opening


async def opened(story: Story, **values: Any) -> int:
    """An opportunity of one line, open in its form."""
    story.ask(make_items)
    key = make_opportunity(story, "Vis et écrous", of="100", **values)
    await run(story, lambda screen: opening.open_opportunity(screen, key))
    assert story.place == "OpportunityForm"
    return key


async def quoted(story: Story, **values: Any) -> int:
    """A quote of 3 × 10.10, open in its form."""
    key = make_quote(story, "PO-118", **values)
    await run(story, lambda screen: opening.open_quote(screen, key))
    assert story.place == "QuoteForm"
    return key


async def into_lines(story: Story) -> None:
    """Go to the empty line after the last."""
    form: Any = story.app.screen
    form.grid.focus_first_empty()
    await story.settle()


class TestSaid:
    async def test_what_was_saved_is_not_said_of_what_is_edited_since(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await into_lines(story)
            await story.type("chai\n")
            for keys in (("9",), ("shift+tab", "shift+tab", "x")):
                await story.press("f2")
                assert story.status == "Enregistré."
                await story.press(*keys, "enter")
                assert story.app.screen.dirty and story.status == ""

    async def test_a_quote_made_from_an_opportunity_says_that_it_is_still_to_be_saved(
        self, begin
    ) -> None:
        async with begin() as story:
            await opened(story)
            await story.press("f9", "q")
            assert story.place == "QuoteForm"
            assert "Vis et écrous" in story.status and "F2" in story.status
            await story.press("f2")
            assert story.status == "Enregistré."

    async def test_winning_both_tells_both(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await story.press("f9", "q", "f2", "f9", "w", "o")
            assert "Vis et écrous" in story.status and story.status.startswith("Gagnée")

    async def test_nothing_offers_to_save_what_is_closed(self, begin) -> None:
        async with begin() as story:
            key = await quoted(story)
            assert "F2" in story.lines[-1]
            story.ask(Quote.close, key, "won")
            await story.press("f5")
            assert "F2" not in story.lines[-1] and "F9" in story.lines[-1]
            await story.press("f2")
            assert "révision" in story.status or "nouvelle" in story.status


class TestDialogs:
    async def test_what_is_chosen_over_an_unchanged_record_stays_chosen(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await story.go("stage")
            await story.press("f4", "down", "down", "enter")
            assert text_in(story, "stage") == "PROPOSAL"

    async def test_an_item_found_for_a_record_as_it_is_kept_stays_in_its_line(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await into_lines(story)
            await story.type("vis\n")
            assert story.place == "FindItem"
            await story.press("enter", "f2")
            assert story.rows("SELECT item FROM opportunity_line") == [("",), ("VIS-100",)]

    async def test_a_unit_that_was_emptied_stays_empty(self, begin) -> None:
        async with begin(size=(120, 24)) as story:
            key = await opened(story)
            await into_lines(story)
            await story.type("chai\n")
            await story.press("right", "delete", "f2")
            lines = story.ask(Opportunity.values_of, key)["lines"]
            assert [(line["item"], line["unit"]) for line in lines] == [("", ""), ("CHAI", "")]

    async def test_help_takes_nothing_away_from_a_cell(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await into_lines(story)
            await story.type("po")
            await story.press("f1", "escape")
            grid: Any = story.app.screen
            assert grid.grid.edit.text == "po"


class TestLeaving:
    async def test_a_cell_that_is_half_typed_is_asked_about(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await into_lines(story)
            await story.type("po")
            await story.press("f3")
            assert story.place == "Ask"


class TestReadAgain:
    async def test_who_was_chosen_is_named_whatever_others_did(self, begin) -> None:
        async with begin() as story:
            key = await quoted(story)
            await story.go("bill_to")
            await story.type("cote01\n")
            story.ask(Quote.alter, key, {"reference": "PO-119"})
            await story.press("f5")
            assert "COTE01" in story.text and "TREMB01" not in story.text
            assert text_in(story, "reference") == "PO-119"
            await story.press("f2")
            assert story.ask(Quote.values_of, key)["bill_to"] == "COTE01"

    async def test_a_probability_that_was_typed_is_not_proposed_away(self, begin) -> None:
        async with begin() as story:
            key = await opened(story)
            await story.go("probability")
            await story.fill("35")
            story.ask(Opportunity.alter, key, {"description": "Boulons"})
            await story.press("f5")
            assert text_in(story, "description") == "Boulons"
            await story.go("stage")
            await story.fill("PROPOSAL")
            assert text_in(story, "probability") == "35"

    async def test_what_another_screen_did_is_shown_on_coming_back(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await story.press("f1")
            story.ask(Contact.alter, contact_of(story), {"first_name": "Marianne"})
            await story.press("escape")
            assert "Marianne Roy" in story.text


class TestTaxes:
    async def test_those_of_a_quote_stay_as_they_were_while_only_words_are_edited(
        self, begin
    ) -> None:
        async with begin() as story:
            key = make_quote(story, "PO-118")
            gst = next(c for c in story.ask(Code.table_of, "tax").values() if c.code == "GST")
            story.ask(Code.alter, _id(story, gst.code), {"rate": Decimal(7)})
            await run(story, lambda screen: opening.open_quote(screen, key))
            await story.go("reference")
            await story.type("x")
            assert "TPS 5\u00a0%" in story.text and "34,84" in story.text
            await story.press("f2")
            assert story.ask(Quote.values_of, key)["total"] == Decimal("34.84")
            assert "TPS 5\u00a0%" in story.text


def _id(story: Story, code: str) -> int:
    return int(story.one("""SELECT id FROM code WHERE "table" = 'tax' AND code = ?""", code))


class TestLinesEnd:
    async def test_enter_after_the_lines_saves_and_stays_in_them(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await into_lines(story)
            await story.press("enter")
            assert story.app.screen.in_lines()

    async def test_enter_after_the_lines_begins_anew_where_it_does_not_save(self, begin) -> None:
        async with begin() as story:
            story.ask(change_setting, "EnterSavesForm", False)
            await opened(story)
            await into_lines(story)
            await story.press("enter")
            assert not story.app.screen.in_lines()

    async def test_tab_after_the_lines_begins_anew(self, begin) -> None:
        async with begin() as story:
            await opened(story)
            await into_lines(story)
            form: Any = story.app.screen
            await story.press(*["tab"] * len(form.grid.columns))
            assert story.field == "contact"


class TestRevising:
    async def test_a_quote_made_from_the_card_is_revised_in_its_place(self, begin) -> None:
        async with begin() as story:
            await story.type("marie roy\n")
            await press(story, "ctrl+g", "e", "f6", *A_LINE, "f2")
            await story.press("f9", "r", "o")
            assert "-00002" in story.lines[0]
            await story.press("escape")
            assert story.place == "ContactCardScreen"
            assert "-00002" in story.text
            await story.press("f6")
            assert story.place == "QuoteForm"

    async def test_one_in_progress_is_not_cancelled_unasked(self, begin) -> None:
        async with begin() as story:
            key = await quoted(story, status="sent")
            await story.press("f9", "r", "escape")
            assert story.ask(Quote.values_of, key)["status"] == "sent"
            assert story.one("SELECT count(*) FROM quote") == 1

    async def test_one_that_was_closed_opens_its_draft_to_keys(self, begin) -> None:
        async with begin() as story:
            await quoted(story, status="won")
            await story.press("f9", "r")
            assert "brouillon" in story.lines[0]
            await story.go("reference")
            await story.fill("PO-120")
            await story.press("f2")
            assert story.rows("SELECT reference, status FROM quote ORDER BY id") == [
                ("PO-118", "won"),
                ("PO-120", "draft"),
            ]


class TestWhoIsBilled:
    async def test_a_code_is_found_among_ever_so_many_whose_name_begins_so(self, begin) -> None:
        async with begin() as story:
            blank = story.ask(Party.blank, "customer")
            for n in range(120):
                story.ask(Party.make, blank | {"code": f"AB{n}", "name": f"AB {n:03}"})
            story.ask(Party.make, blank | {"code": "AB", "name": "Zénith"})
            await story.press("ctrl+g", "q", "f6")
            await story.type("ab\n")
            assert "Zénith" in story.text

    async def test_a_code_that_is_pasted_is_looked_up(self, begin) -> None:
        async with begin() as story:
            await story.press("ctrl+g", "q", "f6")
            await story.go("bill_to")
            await story.paste("tremb01\n")
            assert story.place == "FindParty"
            await story.press("enter")
            assert "Tremblay & Fils inc." in story.text


class TestNeighbours:
    async def test_f8_goes_on_in_the_list_one_came_from(self, begin) -> None:
        async with begin() as story:
            for reference in ("PO-1", "PO-2", "PO-3"):
                make_quote(story, reference)
            await story.press("ctrl+g", "q", "down", "enter")
            assert text_in(story, "reference") == "PO-2"
            await story.press("f8")
            assert text_in(story, "reference") == "PO-1"
            await story.press("f7", "f7", "f7")
            assert text_in(story, "reference") == "PO-3"
            assert story.status
            await story.press("escape")
            assert story.place == "QuoteList"

    async def test_what_was_typed_is_asked_about_on_the_way(self, begin) -> None:
        async with begin() as story:
            for day in (10, 20):
                make_opportunity(story, f"Vis {day}")
            await story.press("ctrl+g", "o", "enter")
            await story.go("description")
            await story.type("x")
            await story.press("f8")
            assert story.place == "Ask"
