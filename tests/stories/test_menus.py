"""The letters of menus: the same in both languages, each once in a menu, `d` for nothing but
deleting."""

from pathlib import Path

import pytest
from places import CONTACT, ITEM, LINES, MAILINGS, PLACES, PRODUCED, QUOTE, WEEKLY, YES, Place
from story import copy_of, session

from crmtui.i18n import LANGUAGES
from screens.letters import DELETING, LETTERS

ENDING = ("f9", *["down"] * 2, "enter")
MORE = (
    Place("hit actions", ("=tremb01", "f9"), "Choose"),
    Place("contact hit actions", ("=marie roy", "f9"), "Choose"),
    Place("inactive contact", (*CONTACT, "f9", "i", "f9"), "Choose"),
    Place(
        "group actions",
        ("ctrl+g", "g", "n", "=NOEL", "enter", "=N", "f2", "escape", "f9"),
        "Choose",
    ),
    Place("copy into", (*CONTACT, "escape", "f9", "c"), "Choose"),
    Place("line actions", (*LINES, "f9", "i"), "Choose"),
    Place("item back again", (*ITEM, "f", "f9", "i", "f9"), "Choose"),
    Place("series actions", (*WEEKLY, "f2", "f9"), "Choose"),
    Place("sent quote", (*QUOTE, "enter", "f9", "e", "f9"), "Choose"),
    Place("cancelled quote", (*QUOTE, "enter", "f9", "a", "f9"), "Choose"),
    Place("a quote's outcome", (*QUOTE, "x"), "Choose"),
    Place("mailing of nobody", (*MAILINGS, "n", "f9"), "MailingForm"),
    Place("recipients' actions", (*PRODUCED, "f9"), "Choose"),
    Place("produced mailing", (*PRODUCED, "escape", "f9"), "Choose"),
    Place("whether to delete a party", (*CONTACT, "f9", "d"), "Ask"),
    Place("contact's places", (*CONTACT, "ctrl+g"), "Choose"),
)
MENUS = [p for p in (*PLACES, *MORE) if p.shown in ("Choose", "Ask", "AskScope")]


async def _letters(company: Path, folder: Path, place: Place, language: str) -> list[str]:
    """The letters of a menu, in order; none where one chooses by typing."""
    async with session(copy_of(company, folder), language=language) as story:
        await place.reach(story)
        screen = story.app.screen
        if place.shown == "Choose":
            return [option.value for option in screen.options] if screen.letters else []
        return [letter for letter, _ in screen.answers if letter not in YES]


@pytest.mark.parametrize("place", MENUS, ids=str)
async def test_a_letter_does_the_same_in_french_and_in_english(
    company: Path, tmp_path: Path, place: Place
) -> None:
    found = []
    for language in LANGUAGES:
        folder = tmp_path / language
        folder.mkdir()
        found.append(await _letters(company, folder, place, language))
    french, english = found
    assert french == english
    assert len(french) == len(set(french))


def test_d_deletes_and_nothing_else_does() -> None:
    assert {name for name, letter in LETTERS.items() if letter == "d"} == DELETING


async def test_what_opened_documents_in_one_language_deletes_in_none(begin) -> None:
    for language in LANGUAGES:
        async with begin(language=language) as story:
            await story.type("marie roy")
            await story.press("enter", "f9", "m")
            assert story.place == "DocumentList"
            await story.press("escape", "f9", "d")
            assert story.place == "Ask"
            await story.press("escape")
            assert story.one("SELECT count(*) FROM contact WHERE last_name = 'Roy'") == 1
