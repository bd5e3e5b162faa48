"""A contact's opportunities in the third tab of its card, by keys (spec 8.1)."""

from sales_rows import contact_of, listed, make_opportunity, some_opportunities, to_tab

from models.opportunity import Opportunity
from models.user import preferences


class TestTab:
    async def test_a_contacts_own_with_their_outcomes(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            make_opportunity(story, "D'un autre", contact=contact_of(story, "Abel"))
            await to_tab(story, "y")
            assert "[3 Opportunités 4]" in story.text and "En cours" in story.text
            assert listed(story, "description") == ["Passée", "Celle d'Alice", "Tard", "Sans date"]
            await story.press("w")
            assert listed(story, "description") == ["Belle"] and story.status == "Gagnées"
            await story.press("a")
            assert len(listed(story, "description")) == 7 and story.app.screen.in_list()

    async def test_the_outcome_is_kept_for_the_user(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await to_tab(story, "y", "l")
            assert story.ask(preferences, story.app.user["id"])["contact.opportunities"]
        async with begin() as story:
            await to_tab(story, "y")
            assert listed(story, "description") == ["Ratée"]

    async def test_letters_of_outcomes_do_nothing_among_notes(self, begin) -> None:
        async with begin() as story:
            await to_tab(story, "y", "1", "w", "l", "a", "o")
            assert "[1 Notes 1]" in story.text
            assert "contact.opportunities" not in story.ask(preferences, story.app.user["id"])
            assert "o w l a" not in story.lines[-1] and "i Dates" in story.lines[-1]
            await story.press("3")
            assert "o w l a" in story.lines[-1] and "i Dates" not in story.lines[-1]

    async def test_three_and_four_go_from_list_to_list(self, begin) -> None:
        async with begin() as story:
            await to_tab(story, "y", "1", "3")
            assert "[3 Opportunités 0]" in story.text
            await story.press("4")
            assert "[4 Occasions de vente 0]" in story.text and story.app.screen.in_list()

    async def test_f6_makes_one_with_the_contact_whatever_was_shown(self, begin) -> None:
        async with begin() as story:
            some_opportunities(story)
            await to_tab(story, "y", "w")
            assert "F6 Opportunité" in story.lines[-1]
            await story.press("n")
            assert story.place == "OpportunityForm"
            await story.go("description")
            await story.fill("Toute neuve", then="f2")
            await story.press("escape")
            sql = "SELECT contact_id FROM opportunity WHERE description = 'Toute neuve'"
            assert story.one(sql) == contact_of(story)
            assert "[3 Opportunités 5]" in story.text and story.app.screen.in_list()
            await story.press("y")
            assert story.app.clipboard.startswith("Toute neuve")

    async def test_x_closes_it_on_the_card_and_enter_opens_it(self, begin) -> None:
        async with begin() as story:
            key = make_opportunity(story, "Belle")
            await to_tab(story, "y")
            assert "x Clore" in story.lines[-1]
            await story.press("x", "w")
            assert story.ask(Opportunity.values_of, key)["status"] == "won"
            assert "[3 Opportunités 0]" in story.text
            await story.press("w", "x")
            assert "est close" in story.status
            await story.press("enter")
            assert story.place == "OpportunityForm"

    async def test_what_was_refused_in_one_list_is_not_said_of_another(self, begin) -> None:
        async with begin() as story:
            story.ask(Opportunity.close, make_opportunity(story, "Belle"), "won")
            await to_tab(story, "y", "w", "x")
            assert "est close" in story.status
            await story.press("4")
            assert story.status == ""

    async def test_deleted_from_the_card(self, begin) -> None:
        async with begin() as story:
            make_opportunity(story, "Adieu")
            await to_tab(story, "y", "d", "o")
            assert story.one("SELECT count(*) FROM opportunity") == 0
            assert "[3 Opportunités 0]" in story.text

    async def test_a_card_whose_names_of_tabs_do_not_fit_cuts_those_not_chosen(self, begin) -> None:
        async with begin(language="en") as story:
            for size in ((80, 24), (60, 20), (132, 40)):
                await story.resize(*size)
                if story.place == "Lookup":
                    await to_tab(story, "y")
                assert "[3 Opportunities 0]" in story.text
                assert "4 Quo" in story.text
