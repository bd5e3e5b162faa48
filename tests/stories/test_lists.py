"""Lists, by keys: marking, deleting, narrowing, reading again."""

from models.party import Party


def _make(code: str, named: dict[str, object]) -> None:
    Party.make(Party.blank("customer") | {"code": code, "name": f"Maison {code}"} | named)


def _party(story, code: str, **named: object) -> None:
    story.ask(_make, code, named)


CODES = "SELECT code FROM party WHERE kind = 'customer' ORDER BY code"


async def test_marked_rows_are_deleted_together(begin) -> None:
    async with begin() as story:
        for code in ("AA", "BB", "CC"):
            _party(story, code)
        await story.press("ctrl+g", "c", "s", "2")
        assert "AA" in story.lines[4]
        await story.press("space", "space")
        assert "2 marqués" in story.status and story.text.count("◆") == 2
        await story.press("d")
        assert "2 marqués" in story.text
        await story.press("enter")
        assert story.place == "Ask"
        await story.press("o")
        assert story.rows(CODES) == [("CC",), ("COTE01",), ("TREMB01",)]
        assert "◆" not in story.text and "AA" not in story.text


async def test_a_mark_is_taken_away_again(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c", "space", "up", "space")
        assert "◆" not in story.text
        await story.press("up", "d", "escape")
        assert story.one("SELECT count(*) FROM party WHERE kind = 'customer'") == 2


async def test_f5_shows_what_others_did(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c")
        _party(story, "NEUF")
        assert "NEUF" not in story.text
        await story.press("f5")
        assert "Maison NEUF" in story.text


async def test_f5_on_a_card_shows_what_others_did(begin) -> None:
    async with begin() as story:
        key = story.one("SELECT id FROM party WHERE code = 'TREMB01'")
        await story.type("tremb01")
        await story.press("enter")
        story.ask(Party.alter, key, {"name": "Tremblay Frères"})
        await story.press("f5")
        assert "Tremblay Frères" in story.lines[1]


async def test_f5_in_a_changed_form_loses_nothing(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "e")
        await story.fill("Tremblay Frères", then="f5")
        assert "Tremblay Frères" in story.text
        assert "ce que vous avez changé est gardé" in story.status


async def test_contacts_of_everybody_are_narrowed_and_opened(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "k", "slash")
        await story.type("cote")
        await story.press("enter")
        assert "Côté, Benoît" in story.text and "Roy, Marie" not in story.text
        await story.press("enter")
        assert story.place == "ContactCardScreen" and "Côté, Benoît" in story.lines[0]
        await story.press("escape")
        assert story.place == "ContactList" and "Roy, Marie" not in story.text


async def test_inactive_records_are_shown_when_asked_for(begin) -> None:
    async with begin() as story:
        _party(story, "VIEUX", active=False)
        await story.press("ctrl+g", "c")
        assert "VIEUX" not in story.text
        await story.press("f")
        assert "Maison VIEUX (inactif)" in story.text
        await story.press("f")
        assert "VIEUX" not in story.text


async def test_a_row_is_copied_to_the_clipboard(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c", "y")
        assert story.app.clipboard == "COTE01, Côté Œuvres d'art, Laval, 450 555-0199"
        assert "Copié" in story.status


async def test_the_neighbours_of_a_list_are_reached_from_a_card(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c", "enter")
        assert "COTE01" in story.lines[0]
        await story.press("f8")
        assert "TREMB01" in story.lines[0]
        await story.press("f8")
        assert "dernier" in story.status
        await story.press("left_square_bracket")
        assert "COTE01" in story.lines[0]
        await story.press("escape")
        assert story.place == "PartyList"


async def test_a_long_list_is_gone_through_to_its_end_and_back(begin) -> None:
    async with begin() as story:
        story.ask(_many, 350)
        await story.press("ctrl+g", "c", "end")
        assert "TREMB01" in story.text
        await story.press("home")
        assert "COTE01" in story.lines[4]
        await story.press(*["pagedown"] * 30)
        assert "TREMB01" in story.text
        await story.press(*["pageup"] * 30)
        assert "COTE01" in story.lines[4]


def _many(count: int) -> None:
    from models.journal import change

    with change("test"):
        for n in range(count):
            _make(f"M{n:04}", {})
