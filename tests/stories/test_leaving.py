"""Ways out: whatever key is pressed, nothing typed is lost without a question."""

import pytest

from crmtui.i18n import t
from screens.letters import LETTERS


async def _edited(story) -> None:
    """A contact's card with a change that is not saved."""
    await story.type("marie roy")
    await story.press("enter")
    await story.go("job_title")
    await story.fill("Directrice")


def _asks(story) -> bool:
    return story.place == "Ask" and t("ask.unsaved") in story.text


async def _quits(story, *keys: str) -> None:
    """Press keys, of which the last ones end the program."""
    for key in keys:
        story.send(key)
        await story.settle()
    assert story.app._exit


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "escape", "f3", "f12", "ctrl+f", "ctrl+t"])
async def test_quitting_with_unsaved_changes_asks_first(begin, key: str) -> None:
    async with begin() as story:
        await _edited(story)
        await story.press(key)
        assert _asks(story), story.text
        await story.press("escape")
        assert story.place == "ContactCardScreen" and "Directrice" in story.text
        assert story.one("SELECT count(*) FROM contact WHERE job_title = 'Directrice'") == 0


async def test_going_elsewhere_with_unsaved_changes_asks_first(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await story.press("ctrl+g", "c")
        assert _asks(story), story.text
        await story.press("escape", "ctrl+p", *"quitter", "enter")
        assert _asks(story), story.text


async def test_q_in_the_list_below_an_edited_form_asks_first(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await story.press("ctrl+g", "n", "q")
        assert _asks(story), story.text


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_quitting_from_a_dialog_above_unsaved_changes_asks_first(begin, key: str) -> None:
    async with begin() as story:
        await _edited(story)
        await story.press("ctrl+g")
        await story.press(key)
        assert _asks(story), story.text
        await story.press("escape")
        assert story.place == "Choose"
        await story.press("escape")
        assert "Directrice" in story.text


async def test_the_question_is_asked_once(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await story.burst("ctrl+q", "ctrl+q", "ctrl+c")
        assert _asks(story)
        await story.press("escape")
        assert story.place == "ContactCardScreen"


async def test_what_is_saved_on_the_way_out_is_saved(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await _quits(story, "ctrl+q", LETTERS["save"])
    async with begin() as story:
        assert story.one("SELECT count(*) FROM contact WHERE job_title = 'Directrice'") == 1


async def test_what_is_discarded_on_the_way_out_is_gone(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await _quits(story, "ctrl+c", LETTERS["discard"])
    async with begin() as story:
        assert story.one("SELECT count(*) FROM contact WHERE job_title = 'Directrice'") == 0


async def test_what_cannot_be_saved_on_the_way_out_is_shown(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await story.go("email")
        await story.fill("not an address")
        await story.press("ctrl+g", "ctrl+q", LETTERS["save"])
        assert story.place == "ContactCardScreen" and story.field == "email"
        assert not story.app._exit


async def test_nothing_is_asked_where_nothing_would_be_lost(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await _quits(story, "ctrl+c")


async def test_ctrl_c_copies_what_is_selected(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("home", "shift+end", "ctrl+c")
        assert story.app.clipboard == "marie roy" and not story.app._exit
        assert "marie roy" in story.status and "^Q" in story.status


async def test_ctrl_c_says_nothing_that_is_not_ours(begin) -> None:
    async with begin() as story:
        await _edited(story)
        await story.press("ctrl+c")
        assert not story.app._notifications and "Quit" not in story.text


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_last_line_says_that_esc_quits(begin, language: str) -> None:
    async with begin(language=language) as story:
        assert f"Esc {t('command.quit')}" in story.lines[-1], story.lines[-1]
        await story.type("mar")
        assert f"Esc {t('lookup.clear_field')}" in story.lines[-1], story.lines[-1]
        await story.press("escape")
        assert f"Esc {t('command.quit')}" in story.lines[-1], story.lines[-1]
        await _quits(story, "escape")
