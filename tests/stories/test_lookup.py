"""The lookup, by keys (spec 2)."""

from pathlib import Path

from story import session

from models.party import Party
from models.user import User


async def test_the_list_narrows_at_each_key(begin) -> None:
    async with begin() as story:
        await story.type("tremb")
        assert "4 trouvés" in story.status
        await story.type(" roy")
        assert "1 trouvé" in story.status
        assert "Marie Roy" in story.text


async def test_accents_ligatures_and_case_do_not_count(begin) -> None:
    for typed in ("cote oeuvres", "CÔTÉ ŒUVRES", "oeuvres d art", "damours cote art"[8:]):
        async with begin() as story:
            await story.type(typed)
            assert "Côté Œuvres d'art" in story.text, typed


async def test_digits_of_a_phone_find_it(begin) -> None:
    async with begin() as story:
        await story.type("450 555")
        assert "COTE01" in story.text
        await story.press("escape")
        await story.type("0199")
        assert "COTE01" in story.text


async def test_enter_opens_the_party_or_the_contact_under_the_cursor(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter")
        assert story.place == "PartyCardScreen"
        await story.press("escape")
        assert story.place == "Lookup"
        await story.press("escape")
        await story.type("marie roy")
        await story.press("enter")
        assert story.place == "ContactCardScreen"
        assert "Roy, Marie" in story.lines[0]


async def test_esc_comes_back_to_the_same_row(begin) -> None:
    async with begin() as story:
        await story.type("tremb")
        await story.press("down", "down", "enter", "escape")
        assert story.lines[6].startswith(" ›")


async def test_with_nothing_typed_it_shows_what_was_opened_last(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "escape", "escape")
        assert "TREMB01" in story.lines[4]
        assert "dernièrement" in story.status


async def test_filters_are_kept_for_the_user(begin) -> None:
    async with begin() as story:
        await story.type("tremblay")
        assert "Tremblay & Fils" in story.text and "Grossiste" not in story.text
        await story.press("f4")
        await story.fill("fournisseur")
        await story.press("f2")
        assert "Grossiste" in story.text and "Tremblay & Fils" not in story.text
    async with begin() as story:
        assert "Fournisseurs" in story.lines[1]


async def test_a_filter_that_can_not_be_is_told_and_keeps_the_dialog(begin) -> None:
    async with begin() as story:
        await story.press("f4", "tab")
        await story.fill("nobody")
        await story.press("f2")
        assert story.place == "FilterDialog"
        assert "nobody" in story.status
        await story.press("escape")
        assert story.place == "Lookup"


async def test_f7_and_f8_go_to_the_neighbours_in_the_list(begin) -> None:
    async with begin() as story:
        await story.type("tremb")
        await story.press("enter", "f8")
        assert story.place == "ContactCardScreen"
        await story.press("f7")
        assert story.place == "PartyCardScreen"
        await story.press("f7")
        assert "premier" in story.status
        await story.press("escape")
        assert story.place == "Lookup"


async def test_nothing_found_says_which_key_makes_it(begin) -> None:
    async with begin() as story:
        await story.type("zzzz")
        assert "F6" in story.text
        assert "0 trouvé" in story.status


async def test_more_than_five_hundred_are_not_counted(begin, tmp_path: Path) -> None:
    from models.journal import change

    def many() -> None:
        with change("test") as tx:
            made = [{"kind": "customer", "code": f"Z{i}", "name": f"Zoo {i}"} for i in range(600)]
            Party.make_all(tx, made)

    async with begin() as story:
        story.ask(many)
        await story.type("zoo")
        assert "500+" in story.status
        await story.press("pagedown", "pagedown")
        assert "›" in story.text


async def test_f6_makes_a_party_of_the_kind_that_is_looked_up(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        assert story.place == "PartyForm"
        assert story.field == "name"


async def test_an_empty_database_greets_then_says_how_to_begin(tmp_path: Path) -> None:
    async with session(tmp_path / "new.db", user="paul") as story:
        assert story.place == "FirstRun"
        await story.press("tab")
        await story.type("Ma boutique")
        await story.press("tab")
        await story.type("Paul B.")
        await story.press("enter")
        assert story.place == "Lookup"
        assert "crmtui import customers" in story.text
        assert story.one("SELECT value FROM setting WHERE name = 'CompanyName'") == "Ma boutique"
        assert story.one("SELECT name FROM user WHERE login = 'paul'") == "Paul B."


async def test_the_greeting_can_be_skipped(tmp_path: Path) -> None:
    async with session(tmp_path / "new.db", user="paul") as story:
        await story.press("escape")
        assert story.place == "Lookup"
        assert story.rows("SELECT 1 FROM setting") == []


async def test_the_greeting_changes_the_language_at_once(tmp_path: Path) -> None:
    async with session(tmp_path / "new.db", user="paul") as story:
        await story.fill("en")
        await story.press("f2")
        assert "Lookup" in story.lines[0]
        assert story.one("SELECT language FROM user WHERE login = 'paul'") == "en"


async def test_the_city_is_chosen_of_those_that_there_are(begin) -> None:
    async with begin() as story:
        await story.press("f4", "tab", "tab", "f4")
        assert story.place == "Choose"
        assert "Laval" in story.text and "Montréal" in story.text
        await story.type("lav")
        await story.press("enter", "f2")
        assert story.place == "Lookup" and "Laval" in story.lines[1]
        await story.type("cote")
        assert "COTE01" in story.text and "TREMB01" not in story.text


async def test_somebody_elses_customer_is_not_shown_by_its_exact_code_and_it_is_said_why(
    begin,
) -> None:
    async with begin() as story:
        story.ask(Party.alter, 2, {"salesperson": "marie"})
        story.ask(User.enter, "luc")
        await story.press("f4", "tab")
        await story.fill("luc")
        await story.press("f2")
        await story.type("cote01")
        assert "COTE01" not in story.text
        assert story.status == "0 trouvé · 1 hors du filtre (F4)"
        assert "F4 change les filtres" in story.text
        await story.press("f4", "f6")
        assert "COTE01" in story.text


async def test_whoever_is_outside_the_filter_is_told_beside_those_found(begin) -> None:
    async with begin() as story:
        await story.type("tremb")
        assert story.status == "4 trouvés · 1 hors du filtre (F4)"


async def test_what_was_opened_last_keeps_to_the_filter_and_hides_the_inactive(begin) -> None:
    async with begin() as story:
        for code in ("cote01", "tremb01"):
            await story.type(code)
            await story.press("enter", "escape", "escape")
        assert "COTE01" in story.text and "TREMB01" in story.text
        story.ask(Party.alter, 1, {"active": False})
        await story.press("f5")
        assert "COTE01" in story.text and "TREMB01" not in story.text
        assert "1 hors du filtre (F4)" in story.status
        await story.press("f4", "tab", "tab")
        await story.fill("Québec")
        await story.press("f2")
        assert "COTE01" not in story.text
        assert story.status == "2 hors du filtre (F4)"


async def test_contacts_of_an_inactive_customer_are_hidden_or_called_inactive(begin) -> None:
    async with begin() as story:
        story.ask(Party.alter, 1, {"active": False})
        await story.press("ctrl+g", "k")
        assert story.place == "ContactList" and "Roy, Marie" not in story.text
        await story.press("f")
        assert "Roy, Marie (in" in story.text
        await story.press("escape", "f4")
        await story.press("end", "tab", "tab", "tab", "tab", "space", "f2")
        await story.type("marie roy")
        assert "Marie Roy (TREMB01) (inactif)" in story.text


async def test_a_contact_is_found_in_its_own_city(begin) -> None:
    async with begin() as story:
        await story.press("f4", "tab", "tab")
        await story.fill("québec")
        await story.press("f2")
        await story.type("tremblay")
        assert "Chloé Abel" in story.text and "Marie Roy" not in story.text
