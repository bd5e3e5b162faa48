"""Keys that come faster than they are done are done in their order, none lost."""

import pytest

from screens.letters import LETTERS


def _keys(*parts: str) -> list[str]:
    """Keys, where what begins with `=` is text to type."""
    keys = [key for part in parts for key in (part[1:] if part.startswith("=") else (part,))]
    return ["space" if key == " " else key for key in keys]


async def _burst(story, *parts: str) -> None:
    await story.burst(*_keys(*parts))


async def test_text_goes_into_the_field_that_tab_led_to(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "f6")
        await _burst(story, "=Luc", "tab", "=Morin", "enter", "tab", "=Acheteur", "f2")
        assert story.rows(
            "SELECT first_name, last_name, job_title FROM contact WHERE last_name = 'Morin'"
        ) == [("Luc", "Morin", "Acheteur")]


async def test_enter_opens_what_all_the_letters_found(begin) -> None:
    async with begin() as story:
        await _burst(story, "=cote01", "enter")
        assert "COTE01" in story.lines[0], story.text


async def test_a_whole_visit_in_one_burst(begin) -> None:
    async with begin() as story:
        await _burst(story, "=marie roy", "enter", "f6", "=Rappeler", "tab", "=2026-12-24", "f2")
        assert story.rows("SELECT subject, date FROM note WHERE subject = 'Rappeler'") == [
            ("Rappeler", "2026-12-24")
        ]
        await _burst(story, "escape", "escape", "ctrl+g", "c", "slash", "=laval", "enter", "enter")
        assert "COTE01" in story.lines[0], story.text


async def test_a_question_is_there_before_its_answer(begin) -> None:
    async with begin() as story:
        await _burst(story, "ctrl+g", "c", "d", "o", "ctrl+g", "f")
        assert story.one("SELECT count(*) FROM party WHERE code = 'COTE01'") == 0
        assert "Fournisseurs" in story.lines[0]


@pytest.mark.parametrize("first", ["ctrl+g", "ctrl+p", "f1", "f4", "f6", "enter"])
async def test_no_two_keys_in_a_row_end_the_program(begin, first: str) -> None:
    async with begin() as story:
        for second in ("ctrl+g", "ctrl+p", "ctrl+f", "f1", "f4", "f6", "enter", "f5", "ctrl+l"):
            await _burst(story, first, second, first, second, "ctrl+f")
            await story.press("f12", "f12", "a")
            assert story.app._exception is None, second


async def test_editing_keys_act_between_the_letters(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await _burst(story, "=aurice", "home", "=M", "end", "=x", "backspace", "=!")
        assert story.app.screen.form.widgets["name"].text == "Maurice!"


async def test_a_command_that_asked_is_done_before_the_next_key(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.burst("ctrl+g", "n", "n")
        assert story.place == "RecordForm"
        await story.press("escape")
        assert not story.app.screen.form.dirty


async def test_keys_typed_ahead_of_a_list_to_choose_from_choose_in_it(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("province")
        await _burst(story, "f4", "=ontario", "enter", "tab", "=US", "f2")
        assert story.rows("SELECT province, country FROM contact WHERE last_name = 'Roy'") == [
            ("ON", "US")
        ]


async def test_keys_typed_ahead_of_a_question_answer_it(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("job_title")
        await _burst(story, "=Acheteuse", "escape", f"={LETTERS['save']}")
        assert story.place == "Lookup"
        assert story.one("SELECT job_title FROM contact WHERE last_name = 'Roy'") == "Acheteuse"
