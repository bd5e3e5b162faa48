"""Help and the keys that act where one is (spec 17.2)."""

from pathlib import Path

from story import session

from screens.commands import everywhere


async def test_a_long_help_is_read_to_its_end(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter", "f1")
        lines = story.app.screen.lines()
        assert lines[-1].strip() not in story.text
        await story.press("pagedown", "pagedown", "pagedown")
        assert lines[-1].strip() in story.text
        await story.press("pageup", "pageup", "pageup", "down", "up")
        assert lines[0].strip() in story.text
        await story.press("enter")
        assert story.place == "ContactCardScreen"


async def test_a_question_mark_asks_for_help_in_a_list(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c", "question_mark")
        assert story.place == "HelpScreen"
        await story.press("q")
        assert story.place == "PartyList"


async def test_keys_that_a_list_does_not_offer_do_nothing(begin) -> None:
    async with begin() as story:
        for letter, place in (("b", "TablesScreen"), ("u", "UsersScreen"), ("k", "ContactList")):
            await story.press("ctrl+g", letter)
            offered = {c.id for c in story.app.screen.commands()}
            for key, command in (("slash", "narrow"), ("s", "sort"), ("e", "edit"), ("n", "new")):
                if command not in offered:
                    await story.press(key)
                    assert story.place == place, key


async def test_the_first_run_has_nowhere_else_to_go(tmp_path: Path) -> None:
    async with session(tmp_path / "new.db", user="paul") as story:
        for command in everywhere.ALL:
            if command.id in ("go-to", "lookup", "palette", "language"):
                await story.press(*command.keys.split(","))
                assert story.place == "FirstRun", command.id
        await story.press("f1")
        assert story.place == "HelpScreen"
        await story.press("escape", "ctrl+q")
        assert story.app._exit
