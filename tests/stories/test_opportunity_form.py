"""The form of an opportunity, by keys (spec 8.2, 8.3, 8.5)."""

from decimal import Decimal

import pytest
from line_story import make_items
from sales_rows import contact_of, make_opportunity, press, shown

from models.opportunity import Opportunity
from models.quote import Quote

MARIE = ("=marie roy", "enter")


async def opened(story, description: str = "Thés", **values) -> int:
    """An opportunity of Roy's, open in its form."""
    key = make_opportunity(story, description, **values)
    await press(story, *MARIE, "ctrl+g", "y", "enter")
    assert story.place == "OpportunityForm"
    return key


def kept(story, key: int, *names: str) -> tuple:
    values = story.ask(Opportunity.values_of, key)
    return tuple(values[name] for name in names)


class TestByKeys:
    async def test_ten_items_in_under_60_keys_beyond_the_text(self, begin) -> None:
        async with begin() as s:
            s.ask(make_items)
            await press(s, *MARIE)
            pressed = await press(s, "ctrl+g", "y", "f6", "=Renouvellement", "enter")
            # Stage, probability, status, opened; closes; owner.
            pressed += await press(s, *["enter"] * 4, "=+3s", "enter", "enter")
            for n in range(1, 11):
                code = ("chai", "konbu", "pomme")[n % 3]
                pressed += await press(s, f"={code}", "enter", f"={n}", *["enter"] * 3)
            pressed += await press(s, "enter")
            assert pressed < 60
            key = s.one("SELECT id FROM opportunity")
            values = s.ask(Opportunity.values_of, key)
            assert [line["quantity"] for line in values["lines"]] == [*map(Decimal, range(1, 11))]
            assert values["description"] == "Renouvellement"
            assert values["contact"] == contact_of(s)
            assert "Enregistré" in s.status

    async def test_enter_passes_the_note_by_and_tab_reaches_it(self, begin) -> None:
        async with begin() as s:
            await opened(s)
            await s.go("owner")
            await s.press("tab")
            assert s.field == "note"
            await s.go("owner")
            await s.press("enter")
            assert s.app.screen.in_lines()
            await s.press("ctrl+home", "shift+tab")
            assert s.field == "note"

    async def test_from_the_list_of_all_the_contact_is_looked_up(self, begin) -> None:
        async with begin() as s:
            await press(s, "ctrl+g", "o", "f6", "@contact", "=m", "=arie", "enter")
            assert "Marie Roy · TREMB01" in s.text
            await press(s, "@description", "=Thés", "f2")
            assert s.rows("SELECT contact_id, description FROM opportunity") == [
                (contact_of(s), "Thés")
            ]

    async def test_without_contact_or_description_nothing_is_saved(self, begin) -> None:
        async with begin() as s:
            await press(s, "ctrl+g", "o", "f6", "f2")
            assert s.rows("SELECT 1 FROM opportunity") == []
            assert "obligatoire" in s.text or "requis" in s.text


class TestStage:
    async def test_a_stage_proposes_its_probability_until_one_is_typed(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "@stage", "f4", "=propo", "enter")
            assert s.app.screen.form.widgets["probability"].text == "50"
            await press(s, "@probability")
            await s.fill("65")
            await press(s, "@stage", "f4", "=nég", "enter")
            assert s.app.screen.form.widgets["probability"].text == "65"
            await press(s, "f2")
            assert kept(s, key, "stage", "probability") == ("NEGOTIATE", 65)

    async def test_the_stage_lost_asks_why_at_once(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "@stage", "f4", "=perdue", "enter")
            assert "Raison" in s.text
            await press(s, "f2")
            assert s.field == "lost_reason"
            assert kept(s, key, "status") == ("open",)
            await press(s, "f4", "=prix", "enter", "f2")
            assert kept(s, key, "status", "stage", "lost_reason") == ("lost", "LOST", "PRICE")

    async def test_won_lost_held_and_reopened_by_its_actions(self, begin) -> None:
        async with begin() as s:
            key = await opened(s, stage="PROPOSAL")
            await press(s, "f9", "u")
            assert kept(s, key, "status") == ("hold",)
            assert s.status == "Suspendue."
            await press(s, "f9", "w")
            assert kept(s, key, "status", "probability") == ("won", 100)
            assert s.status == "Gagnée."
            await press(s, "f9", "r")
            assert kept(s, key, "status", "stage", "probability") == ("open", "PROPOSAL", 50)
            await press(s, "f9", "l", "=prix", "enter")
            assert kept(s, key, "status", "lost_reason") == ("lost", "PRICE")

    async def test_losing_is_given_up_where_no_reason_is_chosen(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "f9", "l", "escape")
            assert kept(s, key, "status") == ("open",)

    async def test_the_history_of_its_stages(self, begin) -> None:
        async with begin() as s:
            key = await opened(s, stage="PROPOSAL")
            s.ask(Opportunity.alter, key, {"stage": "NEGOTIATE"})
            await press(s, "f9", "h")
            stages = [line for line in s.lines if "Négociation" in line or "Proposition" in line]
            assert "Négociation" in stages[0] and "Proposition" in stages[1]
            assert "marie" in stages[0]
            await press(s, "escape")
            assert s.place == "OpportunityForm"


class TestLines:
    async def test_the_sums_follow_every_key(self, begin) -> None:
        async with begin() as s:
            s.ask(make_items)
            await opened(s, stage="PROPOSAL")
            await press(s, "@owner", "enter", "=chai", "enter", "=3")
            assert "30,30 $" in shown(s) and "15,15 $" in shown(s)
            await press(s, "=0")
            assert "303,00 $" in shown(s)

    async def test_probability_typed_changes_what_it_is_weighted_at(self, begin) -> None:
        async with begin() as s:
            await opened(s, of="100")
            await press(s, "@probability")
            await s.fill("30")
            assert "30,00 $" in shown(s)

    async def test_a_bad_cell_keeps_the_focus_and_nothing_is_saved(self, begin) -> None:
        async with begin() as s:
            key = await opened(s, of="5")
            await press(s, "@owner", "enter", "up", "tab", "tab", "=douze", "f2")
            assert "n'est pas un nombre" in s.status
            assert s.app.screen.in_lines()
            assert kept(s, key, "amount") == (Decimal("5.00"),)
            assert "douze" in s.text

    async def test_what_was_typed_in_lines_is_not_lost_by_leaving(self, begin) -> None:
        async with begin() as s:
            s.ask(make_items)
            key = await opened(s)
            await press(s, "@owner", "enter", "=chai", "enter", "escape")
            assert s.place == "Ask"
            assert "Thés *" in s.text
            await press(s, "e")
            assert kept(s, key, "amount") == (Decimal("10.10"),)

    async def test_lines_that_another_changed_are_told_and_kept(self, begin) -> None:
        async with begin() as s:
            s.ask(make_items)
            key = await opened(s, of="5")
            await press(s, "@owner", "enter", "=chai", "enter")
            s.ask(Opportunity.alter, key, {"lines": []})
            await press(s, "f2")
            assert s.place == "Ask"
            await press(s, "escape")
            assert "0 ligne" in s.status
            assert kept(s, key, "lines") == ([],)
            assert "CHAI" in s.text

    async def test_line_actions_are_under_f9_in_the_grid(self, begin) -> None:
        async with begin() as s:
            key = await opened(s, of="5")
            await press(s, "@owner", "enter", "up", "f9", "i")
            assert "Supprimer" in s.text or "Suppr." in s.text
            await press(s, "escape", "ctrl+y", "f2")
            assert kept(s, key, "lines") == ([],)


class TestOnwards:
    async def test_from_opportunity_to_quote_to_both_won(self, begin) -> None:
        async with begin() as s:
            s.ask(make_items)
            lines = [{"item": "CHAI", "quantity": "3"}]
            key = s.ask(
                Opportunity.make,
                {"contact": contact_of(s), "description": "Thés", "lines": lines},
            ).id
            await press(s, *MARIE, "ctrl+g", "y", "enter", "f9", "q")
            assert s.place == "QuoteForm"
            await press(s, "f2")
            assert "Q" in s.lines[0] and "brouillon" in s.lines[0]
            await press(s, "f9", "w", "o")
            assert kept(s, key, "status") == ("won",)
            assert s.ask(Quote.values_of, 1)["status"] == "won"
            await press(s, "escape")
            assert s.place == "OpportunityForm"
            assert "gagnée" in s.text

    async def test_its_quotes_are_listed_and_opened(self, begin) -> None:
        async with begin() as s:
            key = await opened(s)
            await press(s, "f9", "s")
            assert "Aucune soumission" in s.status
            s.ask(Quote.make, {"opportunity": key, "lines": [{"description": "x"}]})
            await press(s, "f9", "s", "enter")
            assert s.place == "QuoteForm"

    @pytest.mark.parametrize("edited", [True, False])
    async def test_actions_wait_until_what_was_typed_is_saved(self, begin, edited: bool) -> None:
        async with begin() as s:
            key = await opened(s)
            if edited:
                await press(s, "@description", "end", "=!")
            await press(s, "f9", "w")
            assert kept(s, key, "status") == ("open" if edited else "won",)

    async def test_deleted_once_confirmed(self, begin) -> None:
        async with begin() as s:
            await opened(s)
            await press(s, "f9", "d", "o")
            assert s.rows("SELECT 1 FROM opportunity") == []
            assert s.place == "ContactCardScreen"
