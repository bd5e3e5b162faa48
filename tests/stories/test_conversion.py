"""Prospects made customers and back, by keys (spec 1.2)."""

from models.contact import Contact
from models.party import Party

KINDS = "SELECT kind FROM party WHERE name = 'Neuf inc.'"


def make_prospect(code: str = "NEUF") -> None:
    key = Party.make(Party.blank("prospect") | {"code": code, "name": "Neuf inc."}).id
    Contact.make(Contact.blank_for(key) | {"last_name": "Lavoie"})


async def test_f9_makes_a_prospect_a_customer_and_a_customer_a_prospect(begin) -> None:
    async with begin() as story:
        story.ask(make_prospect)
        await story.press("ctrl+g", "p", "enter", "f9")
        assert "Convertir en client" in story.text and "Convertir en prospect" not in story.text
        await story.press("v")
        assert "NEUF est maintenant un client." in story.status
        assert "Clients › NEUF" in story.lines[0] and "Lavoie" in story.text
        assert story.one(KINDS) == "customer"
        await story.press("f9")
        assert "Convertir en prospect" in story.text
        await story.press("v")
        assert "Prospects › NEUF" in story.lines[0]
        assert story.one(KINDS) == "prospect"


async def test_another_code_is_asked_for_where_its_own_is_taken(begin) -> None:
    async with begin() as story:
        story.ask(make_prospect, "TREMB01")
        await story.press("ctrl+g", "p", "enter", "f9", "v")
        assert "Le code TREMB01 est déjà pris" in story.text and "NEUFIN01" in story.text
        await story.fill("a b", then="enter")
        assert "n'est pas un code" in story.text and story.one(KINDS) == "prospect"
        await story.fill("cote01", then="enter")
        assert "COTE01 est déjà pris" in story.text
        await story.fill("neuf2", then="enter")
        assert "NEUF2 est maintenant un client." in story.status
        assert story.rows("SELECT kind, code FROM party WHERE name = 'Neuf inc.'") == [
            ("customer", "NEUF2")
        ]


async def test_esc_at_the_code_changes_nothing(begin) -> None:
    async with begin() as story:
        story.ask(make_prospect, "TREMB01")
        await story.press("ctrl+g", "p", "enter", "f9", "v", "escape")
        assert story.place == "PartyCardScreen"
        assert story.one(KINDS) == "prospect"


async def test_from_the_lookup(begin) -> None:
    async with begin() as story:
        await story.type("cote01")
        await story.press("f9", "v")
        assert "COTE01 est maintenant un prospect." in story.status
        assert story.one("SELECT kind FROM party WHERE code = 'COTE01'") == "prospect"


async def test_suppliers_and_groups_are_not_converted(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "f", "enter", "f9")
        assert "Convertir" not in story.text
