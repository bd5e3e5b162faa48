"""The list of opportunities, by keys (spec 8.1)."""

import pytest
from sales_rows import DAY, TODAY, go_to, listed, make_opportunity, some_opportunities

from models.opportunity import Opportunity
from models.quote import Quote
from models.user import keep_preferences
from screens.commands.command import use_keymap
from screens.commands.presets import keymap


class TestList:
    async def test_open_ones_come_first_by_closing_with_the_late_ones_flagged(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            assert listed(story, "description") == ["Passée", "Celle d'Alice", "Tard", "Sans date"]
            assert f"!{TODAY - 3 * DAY}" in story.text and f"!{TODAY + 40 * DAY}" not in story.text
            line = next(line for line in story.lines if "Passée" in line)
            assert "Qualification" in line and " 20 " in line
            assert line.endswith("1\N{NO-BREAK SPACE}200,00")
            assert story.status == "En cours · Par clôture prévue"

    async def test_four_letters_show_the_outcomes(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("w")
            assert listed(story, "description") == ["Belle"] and "gagnée" in story.text
            await story.press("l")
            assert listed(story, "description") == ["Ratée"] and "Perdues" in story.status
            await story.press("a")
            assert len(listed(story, "description")) == 7 and "suspendue" in story.text
            await story.press("o")
            assert len(listed(story, "description")) == 4

    async def test_m_shows_ones_own_only_and_all_again(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("m")
            assert "Celle d'Alice" not in story.text and "à moi" in story.status
            await story.press("m")
            assert "Celle d'Alice" in story.text

    async def test_filters_are_asked_told_and_kept_for_the_user(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("f")
            await story.go("stage")
            await story.fill("proposal")
            await story.go("since")
            await story.fill("+1j")
            await story.press("f2")
            assert listed(story, "description") == ["Tard"]
            assert f"En cours · Proposition · clôture dès le {TODAY + DAY}" in story.status
            await story.press("ctrl+g", "o")
            assert listed(story, "description") == ["Tard"]
        async with begin() as story:
            await go_to(story, "o")
            assert listed(story, "description") == ["Tard"]
            await story.press("f4", "f6")
            assert len(listed(story, "description")) == 4

    async def test_of_one_owner_between_two_days(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("f4")
            await story.go("owner")
            await story.fill("alice")
            await story.go("until")
            await story.fill(str(TODAY + 2 * DAY))
            await story.press("f2")
            assert listed(story, "description") == ["Celle d'Alice"]
            assert f"à alice · clôture jusqu'au {TODAY + 2 * DAY}" in story.status

    async def test_those_without_a_date_are_asked_for(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("f4")
            await story.go("undated")
            await story.press("space", "f2")
            assert listed(story, "description") == ["Sans date"]
            assert "sans date de clôture" in story.status

    @pytest.mark.parametrize(
        ("field", "text", "said"),
        [
            ("stage", "zzz", "n'est pas dans la liste"),
            ("owner", "personne", "personne"),
            ("status", "zut", "zut"),
            ("since", "hier ou pas", "hier ou pas"),
        ],
    )
    async def test_what_is_no_filter_is_refused_under_its_field(
        self, begin, field: str, text: str, said: str
    ) -> None:
        async with begin() as story:
            await go_to(story, "o")
            await story.press("f4")
            await story.go(field)
            await story.fill(text, then="f2")
            assert story.place == "OpportunityFilterDialog"
            assert said in story.text
            await story.press("escape")
            assert "En cours" in story.status

    async def test_days_the_wrong_way_round_are_refused(self, begin) -> None:
        async with begin() as story:
            await go_to(story, "o")
            await story.press("f4")
            await story.go("since")
            await story.fill("2026-02-02")
            await story.fill("2026-02-01")
            await story.press("f2")
            assert "la seconde date est avant la première" in story.text

    @pytest.mark.parametrize(
        "kept",
        [
            "",
            "[]",
            "nul",
            '{"status": "zut"}',
            '{"stage": "GONE"}',
            '{"since": "x"}',
            '{"owner": "gone"}',
        ],
    )
    async def test_filters_that_mean_nothing_any_more_are_as_usual(self, begin, kept: str) -> None:
        async with begin() as story:
            make_opportunity(story, "Là")
            story.ask(keep_preferences, story.app.user["id"], {"opportunities": kept})
            await go_to(story, "o")
            assert listed(story, "description") == ["Là"]
            assert story.status == "En cours · Par clôture prévue"

    async def test_sorted_by_any_of_its_orders_and_turned_around(self, begin) -> None:
        async with begin() as story:
            make_opportunity(story, "b", of=10, probability=90, closes_on=TODAY + DAY)
            make_opportunity(story, "a", of=300, probability=1, closes_on=TODAY + 3 * DAY)
            make_opportunity(story, "c", of=20, probability=20, closes_on=TODAY + 2 * DAY)
            await go_to(story, "o")
            found = {}
            for key in "123456":
                await story.press("s", key)
                up = listed(story, "description")
                await story.press("s", key)
                assert listed(story, "description") == up[::-1]
                found[story.app.screen.sort] = "".join(up)
            assert found == {
                "closes_on": "acb",
                "opened_on": "bac",
                "description": "abc",
                "stage": "bac",
                "amount": "bca",
                "weighted": "acb",
            }
            assert "à l'envers" in story.status

    async def test_a_slash_narrows(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("slash")
            await story.type("pass")
            assert listed(story, "description") == ["Passée"]
            await story.press("f4")
            assert story.place == "OpportunityFilterDialog"
            await story.press("escape")
            assert story.app.screen.in_list() and listed(story, "description") == ["Passée"]

    async def test_deleted_once_agreed_and_copied(self, begin) -> None:
        async with begin() as story:
            make_opportunity(story, "Adieu", of=5)
            await go_to(story, "o")
            await story.press("y")
            assert story.app.clipboard.startswith("Adieu, Tremblay & Fils inc., Prospection, ")
            assert story.app.clipboard.endswith("5,00\N{NO-BREAK SPACE}$")
            await story.press("d", "o")
            assert story.one("SELECT count(*) FROM opportunity") == 0
            assert "Aucune opportunité ici" in story.text

    async def test_one_with_a_quote_is_not_deleted(self, begin) -> None:
        async with begin() as story:
            key = make_opportunity(story, "Offerte")
            story.ask(_offer, key)
            await go_to(story, "o")
            await story.press("d", "o")
            assert "1 soumission" in story.status
            assert listed(story, "description") == ["Offerte"]

    async def test_enter_opens_it_and_back_to_the_same_row(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            for key in ("enter", "e"):
                await story.press("home", "down", "down", key)
                assert story.place == "OpportunityForm" and "Tard" in story.lines[0]
                await story.press("escape")
                assert story.place == "OpportunityList"
                assert story.app.screen.row_name(story.app.screen.table.cells) == "Tard"

    async def test_f6_makes_one_and_the_cursor_is_on_it(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("f6")
            assert story.place == "OpportunityForm"
            await story.go("contact")
            await story.type("roy")
            await story.press("enter")
            await story.go("description")
            await story.fill("Toute neuve", then="f2")
            await story.press("escape")
            assert story.place == "OpportunityList"
            assert story.app.screen.row_name(story.app.screen.table.cells) == "Toute neuve"

    async def test_x_says_that_it_is_won_or_lost_and_why(self, begin) -> None:
        async with begin() as story:
            won = make_opportunity(story, "Belle", closes_on=TODAY)
            lost = make_opportunity(story, "Ratée", closes_on=TODAY + DAY)
            await go_to(story, "o")
            await story.press("x")
            assert story.place == "Choose" and "Gagnée" in story.text
            await story.press("w")
            assert story.ask(Opportunity.values_of, won)["status"] == "won"
            assert listed(story, "description") == ["Ratée"] and "gagn" in story.status.lower()
            await story.press("x", "escape")
            assert listed(story, "description") == ["Ratée"]
            await story.press("x", "l")
            await story.type("prix")
            await story.press("enter")
            values = story.ask(Opportunity.values_of, lost)
            assert (values["status"], values["lost_reason"]) == ("lost", "PRICE")
            assert listed(story, "description") == []

    async def test_f9_makes_a_quote_of_it(self, begin) -> None:
        async with begin() as story:
            key = make_opportunity(story, "Une", of=12)
            await go_to(story, "o")
            await story.press("f9", "q")
            assert story.place == "QuoteForm"
            await story.press("f2", "escape")
            assert story.rows("SELECT opportunity_id, subtotal FROM quote") == [(key, 1200)]
            assert story.place == "OpportunityList"

    async def test_f9_opens_again_what_was_closed(self, begin) -> None:
        async with begin() as story:
            key = make_opportunity(story, "Belle")
            story.ask(Opportunity.close, key, "lost", "PRICE")
            await go_to(story, "o")
            await story.press("l", "x")
            assert "close" in story.status and "F9" in story.status
            await story.press("f9", "r")
            assert story.ask(Opportunity.values_of, key)["status"] == "open"
            assert "de nouveau en cours" in story.status
            assert listed(story, "description") == []

    async def test_f9_opens_the_contacts_card_at_it(self, begin) -> None:
        async with begin() as story:
            make_opportunity(story, "Une")
            make_opportunity(story, "Deux", closes_on=TODAY)
            await go_to(story, "o")
            await story.press("down", "full_stop", "c")
            assert story.place == "ContactCardScreen" and "[3 Opportunités 2]" in story.text
            await story.press("y")
            assert story.app.clipboard.startswith("Une")

    @pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 43), (40, 10)])
    async def test_in_english_whatever_the_size(self, begin, size) -> None:
        async with begin(language="en", size=size) as story:
            some_opportunities(story)
            await go_to(story, "o")
            assert max(map(len, story.lines)) <= size[0]
            assert "Passée" in story.text
            assert ("marie" in story.text.partition("Passée")[2]) == (size[0] > 100)
            await story.press("f4")
            assert "Closing from" in story.text


def _offer(key: int) -> None:
    Quote.make(Quote.blank(opportunity=key, lines=[{"description": "x"}]))


async def test_the_footer_shows_the_key_of_a_keymap_instead_of_the_usual_ones(begin) -> None:
    use_keymap(keymap("vim", {}))
    try:
        async with begin() as story:
            some_opportunities(story)
            await go_to(story, "o")
            await story.press("w")
            assert "r Issue" in story.lines[-1]
    finally:
        use_keymap({})
