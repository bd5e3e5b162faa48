"""The list of quotes, and a contact's « Occasions de vente » in the fourth tab (spec 9.1)."""

import pytest
from sales_rows import A_LINE, DAY, TODAY, contact_of, go_to, listed, make_quote, press, to_tab

from models.contact import Contact
from models.party import Party
from models.quote import Quote
from models.user import User, preferences


def _some(story) -> None:
    """A draft, one sent that is expired, one won, one lost, one cancelled."""
    make_quote(story, "brouillon", date=TODAY - 4 * DAY)
    sent = make_quote(story, "vieille", date=TODAY - 9 * DAY, valid_until=TODAY - DAY)
    story.ask(Quote.alter, sent, {"status": "sent"})
    for status, reason in (("won", ""), ("lost", "PRICE"), ("cancelled", "")):
        story.ask(Quote.close, make_quote(story, status), status, reason)


def _numbers(*serials: int) -> list[str]:
    return [f"Q{TODAY.year}-{serial:05}" for serial in serials]


class TestList:
    async def test_those_in_progress_come_first_the_latest_on_top(self, begin) -> None:
        async with begin() as story:
            _some(story)
            await go_to(story, "q")
            assert listed(story, "number") == _numbers(2, 1)
            line = next(line for line in story.lines if "vieille" in line)
            assert "TREMB01 Roy" in line and "!envoyée" in line and "34,84" in line
            line = next(line for line in story.lines if _numbers(1)[0] in line)
            assert " brouillon" in line and "!" not in line
            assert "Occasions en cours" in story.status

    @pytest.mark.parametrize(
        ("letter", "serials", "words"),
        [
            ("o", (2, 1), "Occasions en cours"),
            ("w", (3,), "Contrat obtenu"),
            ("l", (4,), "Perdu"),
            ("a", (5, 4, 3, 2, 1), "Toutes"),
        ],
    )
    async def test_the_four_letters(self, begin, letter, serials, words) -> None:
        async with begin() as story:
            _some(story)
            await go_to(story, "q")
            await story.press(letter)
            assert listed(story, "number") == _numbers(*serials)
            assert story.status.startswith(words)

    async def test_f4_asks_for_the_outcome_and_it_is_kept(self, begin) -> None:
        async with begin() as story:
            _some(story)
            await go_to(story, "q")
            await story.press("f4")
            for words in ("Occasions en cours", "Contrat obtenu", "Perdu", "Toutes"):
                assert words in story.text
            # The letters are those that show it in the list itself.
            await story.press("w")
            assert listed(story, "number") == _numbers(3)
        async with begin() as story:
            await go_to(story, "q")
            assert listed(story, "number") == _numbers(3)

    async def test_m_shows_ones_own(self, begin) -> None:
        async with begin() as story:
            story.ask(User.make, {"login": "alice", "role": "editor"})
            make_quote(story, "à elle", salesperson="alice")
            make_quote(story, "à moi", salesperson="marie")
            await go_to(story, "q")
            await story.press("m")
            assert listed(story, "reference") == ["à moi"]
            await story.press("m")
            assert listed(story, "reference") == ["à moi", "à elle"]

    async def test_sorted_by_any_of_its_orders(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "b", date=TODAY - DAY, valid_until=TODAY + DAY)
            make_quote(story, "a", date=TODAY, valid_until=TODAY + 9 * DAY, bill_to="COTE01")
            await go_to(story, "q")
            found = {}
            for key in "23451":
                await story.press("s", key)
                found[story.app.screen.sort] = "".join(listed(story, "reference"))
                await story.press("s", key)
                assert "".join(listed(story, "reference")) == found[story.app.screen.sort][::-1]
            assert found == {
                "number": "ba",
                "date": "ba",
                "valid_until": "ba",
                "bill_to": "ab",
                "total": "ba",
            }

    async def test_what_is_narrowed_to_nothing_says_so(self, begin) -> None:
        async with begin() as story:
            _some(story)
            await go_to(story, "q")
            await story.press("slash")
            await story.type("zzz")
            assert "Rien ne correspond à « zzz »" in story.text and "F6" not in story.lines[5]
            await story.press("escape")
            await story.press("l", "a", "m")
            assert "Rien ne correspond" not in story.text

    async def test_narrowed_by_number_and_reference_and_copied(self, begin) -> None:
        async with begin() as story:
            _some(story)
            await go_to(story, "q")
            await story.press("slash")
            await story.type("vieil")
            await story.press("enter", "y")
            number = _numbers(2)[0]
            assert listed(story, "number") == [number]
            assert story.app.clipboard.startswith(f"{number}, {TODAY - 9 * DAY}, Tremblay & Fils")
            assert story.app.clipboard.endswith("!envoyée, 34,84\N{NO-BREAK SPACE}$")

    async def test_f9_marks_a_draft_as_sent(self, begin) -> None:
        async with begin() as story:
            key = make_quote(story, "x")
            await go_to(story, "q")
            await story.press("f9")
            assert "Marquer envoyée" in story.text
            await story.press("e")
            assert story.ask(Quote.values_of, key)["status"] == "sent"
            assert "est envoyée" in story.status and "envoyée" in story.lines[4]
            await story.press("f9")
            assert "Marquer envoyée" not in story.text

    async def test_a_closed_one_is_revised_not_closed_again(self, begin) -> None:
        async with begin() as story:
            key = make_quote(story, "x")
            story.ask(Quote.close, key, "won")
            await go_to(story, "q")
            await story.press("w", "x")
            assert "révision" in story.status
            await story.press("f9")
            assert "Réviser" in story.text and "Clore" not in story.text.rpartition("Esc Retour")[0]

    async def test_f9_revises_it(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "x")
            await go_to(story, "q")
            await story.press("f9", "r", "o")
            assert story.place == "QuoteForm" and _numbers(2)[0] in story.text
            await story.press("escape")
            assert listed(story, "number") == _numbers(2)
            assert story.rows("SELECT status FROM quote ORDER BY id") == [
                ("cancelled",),
                ("draft",),
            ]

    async def test_enter_opens_it_f6_makes_one_x_closes_it(self, begin) -> None:
        async with begin() as story:
            key = make_quote(story, "x")
            await go_to(story, "q")
            await story.press("enter")
            assert story.place == "QuoteForm" and _numbers(1)[0] in story.lines[0]
            await story.press("escape", "f6")
            assert story.place == "QuoteForm"
            await story.press("escape", "x", "a")
            assert story.ask(Quote.values_of, key)["status"] == "cancelled"
            assert listed(story, "number") == []

    async def test_f9_opens_the_contacts_card_at_it(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "une")
            make_quote(story, "deux")
            await go_to(story, "q")
            await story.press("down", "f9", "c")
            assert "[4 Occasions de vente 2]" in story.text
            await story.press("y")
            assert "une" in story.app.clipboard

    async def test_a_quote_without_a_contact_has_no_card_to_open(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "x", bill_to="COTE01")
            await go_to(story, "q")
            await story.press("f9")
            assert "Fiche du contact" not in story.text

    async def test_d_deletes_no_quote(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "x")
            await go_to(story, "q")
            await story.press("d", "delete", "space")
            assert story.place == "QuoteList" and story.one("SELECT count(*) FROM quote") == 1

    async def test_none_says_which_key_makes_one(self, begin) -> None:
        async with begin() as story:
            await go_to(story, "q")
            assert "F6 en fait une" in story.text
            await story.press("enter", "x", "p", "y", "f9", "e")
            assert story.place == "QuoteList"

    @pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 43), (40, 10)])
    async def test_in_english_whatever_the_size(self, begin, size) -> None:
        async with begin(language="en", size=size) as story:
            _some(story)
            await go_to(story, "q")
            assert max(map(len, story.lines)) <= size[0]
            assert _numbers(2)[0] in story.text and "In progress" in story.text
            assert ("Valid" in story.text) == (size[0] > 100)


class TestTab:
    async def test_a_contacts_own_by_the_same_letters(self, begin) -> None:
        async with begin() as story:
            _some(story)
            make_quote(story, "d'un autre", contact=contact_of(story, "Abel"))
            await to_tab(story, "e")
            assert "[4 Occasions de vente 2]" in story.text and "Occasions en cours" in story.text
            assert listed(story, "number") == _numbers(2, 1)
            await story.press("w")
            assert listed(story, "number") == _numbers(3)
            await story.press("l")
            assert listed(story, "number") == _numbers(4) and "Perdu" in story.status
            await story.press("a")
            assert listed(story, "number") == _numbers(5, 4, 3, 2, 1)
            await story.press("o")
            assert listed(story, "number") == _numbers(2, 1)

    async def test_the_outcome_is_the_same_for_the_next_contact_and_kept(self, begin) -> None:
        async with begin() as story:
            _some(story)
            await to_tab(story, "e", "w", "escape")
            assert story.ask(preferences, story.app.user["id"])["contact.quotes"]
            await story.fill("marie roy")
            await story.press("enter")
            assert listed(story, "number") == _numbers(3)

    @pytest.mark.parametrize(
        ("language", "name", "said"),
        [("fr", "4 Occasions de vente 1", "Soumission"), ("en", "4 Quotes 1", "Quote")],
    )
    async def test_the_fourth_tab_says_that_these_are_the_quotes(
        self, begin, language, name, said
    ) -> None:
        async with begin(language=language) as story:
            make_quote(story, "x")
            await to_tab(story, "e")
            assert f"[{name}]" in story.text
            assert story.status.startswith(f"{said} Q{TODAY.year}-00001")
            await story.press("f1")
            help_text = " ".join(story.text.split())
            told = "occasions de vente, c'est-à-dire ses soumissions"
            assert (told if language == "fr" else "quotes (what it was offered") in help_text

    async def test_f6_makes_one_to_the_contact(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "x")
            await to_tab(story, "e", "w")
            assert "F6 Soumission" in story.lines[-1]
            await story.press("f6")
            assert story.place == "QuoteForm" and "TREMB01" in story.text
            await story.go("reference")
            await story.fill("neuve", then="enter")
            await press(story, *A_LINE, "f2")
            await story.press("escape")
            assert listed(story, "reference") == ["neuve", "x"]
            contacts = story.rows("SELECT DISTINCT contact_id FROM quote")
            assert contacts == [(contact_of(story),)]
            assert "[4 Occasions de vente 2]" in story.text and story.app.screen.in_list()

    async def test_x_and_enter_are_about_the_quote(self, begin) -> None:
        async with begin() as story:
            key = make_quote(story, "x")
            await to_tab(story, "e", "x", "w")
            assert story.ask(Quote.values_of, key)["status"] == "won"
            assert "[4 Occasions de vente 0]" in story.text
            await story.press("w", "enter")
            assert story.place == "QuoteForm"

    async def test_numbers_stay(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "x")
            await to_tab(story, "e", "d")
            assert "garde son numéro" in story.status
            assert story.one("SELECT count(*) FROM quote") == 1

    async def test_f9_is_about_the_quote_without_leaving_the_card(self, begin) -> None:
        async with begin() as story:
            key = make_quote(story, "x")
            await to_tab(story, "e", "f9")
            assert "Marquer envoyée" in story.text and "Fiche du contact" not in story.text
            await story.press("e")
            assert story.ask(Quote.values_of, key)["status"] == "sent"
            assert "envoyée" in story.text


async def test_a_partys_card_counts_what_is_open_with_a_contact(begin) -> None:
    async with begin() as story:
        _some(story)
        await story.type("tremb01")
        await story.press("enter", "end")
        assert "Roy, Marie" in story.text
        assert "0 opportunité   2 soumissions" in story.text


async def test_any_prospect_is_billed_to_as_well(begin) -> None:
    async with begin() as story:
        story.ask(_prospect)
        make_quote(story, "x", bill_to="ESPOIR", bill_to_kind="prospect")
        await go_to(story, "q")
        assert "ESPOIR Lafleur" in story.text


def _prospect() -> None:
    key = Party.make(Party.blank("prospect") | {"code": "ESPOIR", "name": "Espoir"}).id
    Contact.make(
        Contact.blank_for(key) | {"last_name": "Lafleur", "purchasing": True, "purchasing_rank": 1}
    )
