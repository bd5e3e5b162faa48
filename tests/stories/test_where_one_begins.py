"""The place where hands begin: the same each time, where a stray letter does no harm."""

from typing import Any

import pytest
from activity_story import run, text_in

from screens import opening
from screens.letters import LETTERS
from screens.sales import opening as sales


def _field(story: Any) -> Any:
    return story.app.screen.field


@pytest.mark.parametrize("keys", [("ctrl+f",), ("ctrl+g", "r")], ids=["^F", "^G r"])
async def test_typing_after_ctrl_f_replaces_the_words_searched_before(begin, keys) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", *keys)
        assert story.place == "Lookup" and _field(story).selected_text == "tremb01"
        await story.type("cote01")
        assert _field(story).value == "cote01" and "Laval" in story.text


async def test_typing_after_ctrl_f_in_the_lookup_itself_replaces_the_words(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.burst("ctrl+f", *"cote01")
        assert _field(story).value == "cote01"


@pytest.mark.parametrize(("key", "words"), [("end", "tremb012"), ("left", "2tremb01")])
async def test_an_arrow_or_end_after_ctrl_f_keeps_the_words(begin, key: str, words: str) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "ctrl+f", key)
        await story.type("2")
        assert _field(story).value == words


async def test_a_card_opens_at_its_first_field_whatever_was_edited_last(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        first = story.field
        await story.go("email")
        await story.fill("m.roy@tremblay.example", then="f2")
        await story.press("escape", "enter")
        assert story.place == "ContactCardScreen" and story.field == first
        await story.press("f8")
        assert story.field == first


async def test_a_stray_letter_in_a_card_just_opened_replaces_nothing(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("salutation")
        await story.fill("MRS", then="f2")
        await story.press("escape", "enter")
        before = text_in(story, "salutation")
        await story.type("x")
        assert text_in(story, "salutation") == f"{before}x"
        assert "*" in story.lines[0]
        await story.press("escape")
        assert story.place == "Ask"


async def test_a_field_gone_back_to_is_replaced_as_usual(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("salutation")
        await story.fill("MRS", then="f2")
        await story.press("escape", "enter", "tab", "shift+tab")
        await story.type("x")
        assert text_in(story, "salutation") == "x"


async def test_every_form_of_an_old_record_opens_at_its_first_field(begin) -> None:
    from sales_rows import make_opportunity, make_quote

    async with begin() as story:
        key = story.one("SELECT id FROM party WHERE code = 'TREMB01'")
        opportunity, quote = make_opportunity(story, "Vis"), make_quote(story, "PO-118")
        openings = (
            lambda screen: opening.edit_party(screen, key),
            lambda screen: sales.open_opportunity(screen, opportunity),
            lambda screen: sales.open_quote(screen, quote),
        )
        for open_it in openings:
            found = []
            for edited in ("tab", "shift+tab"):
                await run(story, open_it)
                found.append(story.field)
                await story.press(edited)
                await story.type("x")
                await story.press("f12")
                if story.place == "Ask":
                    await story.press(LETTERS["discard"])
            assert found[0] == found[1]
