"""Parties, by keys (spec 1, 3.1, 3.3)."""

from models.party import Party


async def test_a_new_customer_gets_a_code_made_from_its_name(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.type("Boulangerie Roy")
        await story.press("f2")
        assert "Enregistré" in story.status
        assert story.rows("SELECT kind, code FROM party WHERE name = 'Boulangerie Roy'") == [
            ("customer", "BOULAN01")
        ]
        await story.press("escape")
        assert story.place == "PartyCardScreen"
        assert "BOULAN01" in story.lines[0]


async def test_enter_goes_from_field_to_field_and_saves_in_the_last(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.type("Quai 12")
        await story.press("enter")
        await story.type("quai12")
        for _ in range(40):
            if story.field == "remarks":
                break
            await story.press("enter")
        await story.press("tab")
        await story.press("f2")
        assert story.one("SELECT code FROM party WHERE name = 'Quai 12'") == "QUAI12"


async def test_every_error_is_under_its_field_and_nothing_typed_is_lost(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.press("f2")
        assert "! obligatoire" in story.text
        assert story.field == "name"
        await story.type("Quincaillerie du Nord")
        await story.press("tab")
        await story.fill("tremb01")
        await story.press("f2")
        assert "TREMB01 est déjà pris : Tremblay & Fils inc." in story.text
        assert "Quincaillerie du Nord" in story.text
        await story.fill("TROP-LONGUE-1", then="f2")
        assert "trop long" in story.text
        await story.fill("NORD", then="f2")
        assert "Enregistré" in story.status


async def test_a_wrong_email_and_an_unknown_country_are_refused(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.type("Essai")
        form = story.app.screen.form
        form.widgets["country"].focus()
        await story.settle()
        await story.fill("XX")
        form.widgets["email"].focus()
        await story.settle()
        await story.fill("pas@", then="f2")
        assert "courriel" in story.status
        await story.fill("", then="f2")
        assert "« XX » n'est pas dans la liste" in story.text
        assert story.rows("SELECT 1 FROM party WHERE name = 'Essai'") == []


async def test_a_country_may_be_named_in_words(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.type("Essai")
        story.app.screen.form.widgets["country"].focus()
        await story.settle()
        await story.fill("france", then="f2")
        assert story.one("SELECT country FROM party WHERE name = 'Essai'") == "FR"


async def _edit_address(story, answer: str) -> None:
    await story.type("tremb01")
    await story.press("enter", "e")
    story.app.screen.form.widgets["city"].focus()
    await story.settle()
    await story.fill("Longueuil", then="f2")
    assert "Doivent-ils suivre ?" in story.text
    assert "Chloé Abel" not in story.text
    await story.press(answer)
    assert "Enregistré" in story.status


CITIES = "SELECT first_name, city FROM contact ORDER BY first_name"


async def test_contacts_that_have_the_partys_address_follow_it(begin) -> None:
    async with begin() as story:
        await _edit_address(story, "o")
        assert dict(story.rows(CITIES)) == {
            "Benoît": "Longueuil",
            "Chloé": "Québec",
            "Marie": "Longueuil",
        }


async def test_contacts_stay_where_they_are_if_one_says_so(begin) -> None:
    async with begin() as story:
        await _edit_address(story, "n")
        assert dict(story.rows(CITIES))["Marie"] == "Montréal"
        assert story.one("SELECT city FROM party WHERE code = 'TREMB01'") == "Longueuil"


async def test_esc_at_the_question_saves_nothing(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "e")
        story.app.screen.form.widgets["city"].focus()
        await story.settle()
        await story.fill("Longueuil", then="f2")
        await story.press("escape")
        assert story.place == "PartyForm"
        assert story.one("SELECT city FROM party WHERE code = 'TREMB01'") == "Montréal"


async def test_leaving_a_changed_form_asks(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "e")
        await story.fill("Tremblay Frères")
        assert "*" in story.lines[0]
        await story.press("escape")
        assert story.place == "Ask"
        await story.press("enter")
        assert story.place == "Ask"
        await story.press("escape")
        assert story.place == "PartyForm" and "Tremblay Frères" in story.text
        await story.press("escape", "a")
        assert story.place == "PartyCardScreen"
        assert story.one("SELECT name FROM party WHERE code = 'TREMB01'") == "Tremblay & Fils inc."
        await story.press("e")
        await story.fill("Tremblay Frères")
        await story.press("escape", "e")
        assert story.place == "PartyCardScreen"
        assert story.one("SELECT name FROM party WHERE code = 'TREMB01'") == "Tremblay Frères"


async def test_contacts_by_type_and_rank(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter")
        assert "1 Tous 3" in story.text
        await story.press("3")
        names = [line[9:25].strip() for line in story.lines[6:9]]
        assert names == ["Roy, Marie", "Côté, Benoît", "Abel, Chloé"]
        await story.press("2")
        assert "Roy, Marie" in story.lines[6] and story.lines[7].strip() == ""
        await story.press("1")
        assert "Abel, Chloé" in story.lines[6]


async def test_the_rank_moves_by_less_and_greater(begin) -> None:
    ranks = (
        "SELECT first_name, rank FROM contact_role JOIN contact ON contact.id = contact_id"
        " WHERE role = 'purchasing' ORDER BY rank IS NULL, rank"
    )
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "3", "greater_than_sign")
        assert story.rows(ranks)[:2] == [("Benoît", 1), ("Marie", 2)]
        assert "Benoît Côté" in story.status
        assert "Facturé à → Benoît Côté" in story.text
        await story.press("less_than_sign", "less_than_sign")
        assert "pas de rang de ce côté" in story.status
        assert story.rows(ranks)[:2] == [("Marie", 1), ("Benoît", 2)]


async def test_a_party_with_contacts_is_not_deleted_but_deactivated(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "f9", "d", "o")
        assert "3 contacts" in story.status
        assert story.rows("SELECT 1 FROM party WHERE code = 'TREMB01'")
        await story.press("f9", "i")
        assert story.one("SELECT active FROM party WHERE code = 'TREMB01'") == 0
        await story.press("escape")
        await story.settle()
        assert "0 trouvé" in story.status


async def test_deleting_asks_by_its_own_letter(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c")
        assert story.place == "PartyList"
        await story.press("d")
        assert story.place == "Ask"
        await story.press("enter", "d", "delete")
        assert story.place == "Ask"
        await story.press("o")
        assert story.rows("SELECT 1 FROM party WHERE code = 'COTE01'") == []


async def test_marked_rows_are_deleted_together_or_not_at_all(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c", "space", "space")
        assert "2 marqués" in story.status
        await story.press("d", "o")
        assert "dépendent" in story.status
        assert story.one("SELECT count(*) FROM party WHERE kind = 'customer'") == 2


async def test_a_list_is_sorted_turned_around_and_narrowed(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c")
        assert "COTE01" in story.lines[4]
        await story.press("s", "1")
        assert "TREMB01" in story.lines[4] and "à l'envers" in story.status
        await story.press("slash")
        await story.type("laval")
        assert "COTE01" in story.lines[4] and "TREMB01" not in story.text
        await story.press("escape")
        assert "TREMB01" in story.text
        await story.press("q")
        assert story.place == "Lookup"


async def test_two_sessions_change_other_fields_and_both_are_kept(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "e")
        await story.fill("Tremblay Frères")
        key = story.one("SELECT id FROM party WHERE code = 'TREMB01'")
        story.ask(Party.alter, key, {"phone": "514 555-0100"})
        await story.press("f2")
        assert "Enregistré" in story.status
        assert story.rows("SELECT name, phone FROM party WHERE id = ?", key) == [
            ("Tremblay Frères", "514 555-0100")
        ]


async def test_two_sessions_change_the_same_field_and_the_second_is_told(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "e")
        await story.fill("Tremblay Frères")
        key = story.one("SELECT id FROM party WHERE code = 'TREMB01'")
        story.ask(Party.alter, key, {"name": "Tremblay et associés"})
        await story.press("f2")
        assert story.place == "Ask"
        await story.press("escape")
        assert "Un autre a changé entre-temps : Nom" in story.status
        assert "Tremblay Frères" in story.text
        assert story.one("SELECT name FROM party WHERE id = ?", key) == "Tremblay et associés"
        assert "Tremblay et associés" in story.status
        await story.press("f5")
        assert "Tremblay Frères" in story.text and "*" in story.lines[0]
        await story.press("f2", "m")
        assert "Enregistré" in story.status
        assert story.one("SELECT name FROM party WHERE id = ?", key) == "Tremblay Frères"
