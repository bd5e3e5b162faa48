"""A contact copied into another party, by keys (spec 5)."""

import pytest

from models.contact import Contact
from models.party import Party

COPIES = (
    "SELECT p.kind, p.code, c.first_name, c.last_name FROM contact_copy k"
    " JOIN contact c ON c.id = k.contact_id JOIN party p ON p.id = c.party_id ORDER BY k.id"
)


def make_targets() -> None:
    for kind in ("prospect", "group"):
        Party.make(Party.blank(kind) | {"code": "CIBLE", "name": f"Cible {kind}"})


async def to_roy(story) -> None:
    """Open the customer's card, the cursor on Marie Roy, whose types are not to be copied."""
    await story.type("tremb01\n")
    await story.press("down", "down")
    assert "Roy, Marie" in story.text


@pytest.mark.parametrize(
    ("letter", "typed", "kind", "code"),
    [
        ("c", "cote", "customer", "COTE01"),
        ("f", "tremb gross", "supplier", "TREMS"),
        ("p", "cible", "prospect", "CIBLE"),
        ("g", "CIBLE", "group", "CIBLE"),
    ],
)
async def test_a_letter_the_targets_name_and_f2_copy_into_each_kind(
    begin, letter: str, typed: str, kind: str, code: str
) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.press("c", letter)
        await story.type(f"{typed}\n")
        assert story.place == "CopyForm"
        assert f"{code} › Roy, Marie" in story.lines[0]
        assert "[ ] Achats" in story.text
        assert "Copie de Marie Roy (TREMB01)" in story.status and "Achats 1" in story.status
        await story.press("f2")
        assert story.place == "PartyCardScreen"
        assert "Marie Roy : copié dans" in story.status and code in story.status
        assert story.rows(COPIES) == [(kind, code, "Marie", "Roy")]
        assert story.one("SELECT count(*) FROM contact_role") == 4


async def test_the_whole_of_it_in_one_burst_of_keys(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.burst("c", "g", *"cible", "enter", "f2")
        assert story.rows(COPIES) == [("group", "CIBLE", "Marie", "Roy")]


async def test_what_is_edited_in_the_preview_is_in_the_copy_alone(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.press("c", "p", "enter")
        await story.go("job_title")
        await story.fill("Présidente")
        await story.go("purchasing")
        await story.press("space", "f2")
        jobs = story.rows("SELECT job_title FROM contact WHERE last_name = 'Roy' ORDER BY id")
        assert jobs == [("",), ("Présidente",)]
        found = "SELECT count(*) FROM contact_role r JOIN party p ON p.id = r.party_id"
        assert story.one(f"{found} WHERE p.code = 'CIBLE'") == 1


async def test_a_target_is_made_on_the_spot(begin) -> None:
    async with begin() as story:
        await to_roy(story)
        await story.press("c", "g")
        await story.type("Cartes de Noël")
        await story.press("f6")
        assert story.place == "TargetForm" and "Cartes de Noël" in story.text
        await story.press("f2")
        assert story.place == "CopyForm"
        await story.press("f2")
        assert story.rows(COPIES) == [("group", "CARTES01", "Marie", "Roy")]
        assert "CARTES01 (Cartes de Noël)" in story.status


async def test_leaving_at_any_step_copies_nothing_and_goes_back(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.press("c", "escape")
        assert story.place == "PartyCardScreen"
        await story.press("c", "g", "escape")
        assert story.place == "PartyCardScreen"
        await story.press("c", "g", "enter", "escape")
        assert story.place == "PartyCardScreen"
        await story.press("c", "g", "f6", "escape")
        assert story.place == "FindTarget"
        await story.press("escape")
        assert story.rows(COPIES) == []
        assert story.one("SELECT count(*) FROM party WHERE kind = 'group'") == 1


async def test_copying_twice_warns_and_enter_copies_nothing(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.burst("c", "g", *"cible", "enter", "f2")
        await story.burst("c", "g", *"cible", "enter")
        assert story.place == "Ask"
        assert "Marie Roy a déjà été copié dans CIBLE le" in story.text
        await story.press("enter")
        assert story.place == "Ask"
        await story.press("escape")
        assert story.place == "PartyCardScreen" and len(story.rows(COPIES)) == 1
        await story.burst("c", "g", *"cible", "enter", "o", "f2")
        assert len(story.rows(COPIES)) == 2


async def test_who_looks_the_same_in_the_target_is_told_with_the_reason(begin) -> None:
    def twins() -> None:
        other = Party.named("customer", "COTE01")
        same = {"last_name": "Autre", "email": "marie.roy@tremblay.example"}
        Contact.make(Contact.blank_for(other) | same)

    async with begin() as story:
        story.ask(twins)
        await to_roy(story)
        await story.burst("c", "c", *"cote01", "enter")
        assert "Autre de COTE01 a le même courriel." in story.text
        await story.press("escape")
        await story.burst("c", "c", *"tremb01", "enter")
        assert "Marie Roy est un contact de TREMB01." in story.text
        await story.press("escape")
        assert story.rows(COPIES) == []


async def test_both_cards_show_where_it_came_from_and_lead_there(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.burst("c", "g", *"cible", "enter", "f2")
        await story.press("enter")
        assert story.place == "ContactCardScreen" and "1 copie : CIBLE" in story.text
        await story.press("f9", "k", "enter")
        assert "CIBLE › Roy, Marie" in story.lines[0]
        assert "Copié de Marie Roy (TREMB01) le" in story.text
        await story.press("f9", "k", "enter")
        assert "TREMB01 › Roy, Marie" in story.lines[0]


async def test_a_contact_with_no_source_says_nothing_of_it(begin) -> None:
    async with begin() as story:
        await to_roy(story)
        await story.press("enter")
        assert "Copié" not in story.text
        await story.press("f9", "k")
        assert "Ni source, ni copie" in story.status


async def test_from_the_card_but_not_over_what_is_unsaved(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.press("enter")
        await story.go("job_title")
        await story.type("Chef")
        await story.press("f9", "c")
        assert story.place == "ContactCardScreen" and "enregistr" in story.status.lower()
        await story.press("f2", "f9", "c", "p", "enter", "f2")
        assert story.place == "ContactCardScreen"
        assert "copié dans le prospect CIBLE" in story.status
        assert "1 copie : CIBLE" in story.text


async def test_from_the_list_of_all_contacts_and_from_the_lookup(begin) -> None:
    async with begin() as story:
        story.ask(make_targets)
        await story.press("ctrl+g", "k")
        await story.burst("c", "p", "enter", "f2")
        assert story.place == "ContactList" and "copié dans le prospect CIBLE" in story.status
        await story.press("escape")
        await story.type("roy")
        await story.press("f9", "c", "g", "enter", "f2")
        assert story.place == "Lookup" and "copié dans le groupe CIBLE" in story.status
        assert [row[0] for row in story.rows(COPIES)] == ["prospect", "group"]


async def test_y_copies_to_the_clipboard_and_c_in_a_calendar_shows_what_is_done(begin) -> None:
    async with begin() as story:
        await to_roy(story)
        await story.press("y")
        assert story.app.clipboard.startswith("Marie Roy")
        await story.press("ctrl+g", "a", "c")
        assert story.place == "MonthScreen"


async def test_in_english(begin) -> None:
    async with begin(language="en") as story:
        story.ask(make_targets)
        await to_roy(story)
        await story.press("c")
        assert "Contact group" in story.text
        await story.press("f", "enter")
        assert "Purchasing 1" in story.status
        await story.press("f2")
        assert "Marie Roy: copied into the supplier TREMS" in story.status


async def test_a_name_with_markup_is_said_as_it_is(begin) -> None:
    def bad() -> None:
        group = Party.make({"kind": "group", "code": "MAL", "name": "[b]{x}\\"}).id
        Contact.make(Contact.blank_for(group) | {"last_name": "[red]{0}%s"})

    async with begin() as story:
        story.ask(bad)
        story.ask(make_targets)
        await story.press("ctrl+g", "g", "down", "up", "up", "enter")
        if "MAL" not in story.lines[0]:
            await story.press("f8")
        await story.burst("c", "g", *"mal", "enter")
        assert "[red]{0}%s est un contact de MAL." in story.text
        await story.press("o", "f2")
        assert "[red]{0}%s : copié dans le groupe MAL ([b]{x}\\)." in story.status
