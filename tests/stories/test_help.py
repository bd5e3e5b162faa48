"""Help and the keys that act where one is (spec 17.2)."""

from pathlib import Path

from story import session

from models.contact import Contact
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


LONG = "Enregistré. " + " ".join(
    f"Le rang {n} de Benoît Côté est devenu {n + 1}." for n in range(6)
)


async def test_a_message_longer_than_its_line_is_read_whole_by_f1_twice(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("city")
        story.app.screen.say(LONG)
        await story.settle()
        assert story.lines[22].endswith("… (F1 F1)") and story.lines[22].startswith(" Enregistré.")
        await story.press("f1", "f1")
        assert story.place == "WholeMessage"
        assert "devenu 6." in story.text.replace("\n", " ")
        await story.press("escape")
        assert (story.place, story.field) == ("ContactCardScreen", "city")
        assert story.lines[22].endswith("… (F1 F1)")
        # What is said of the next field takes the line; the message can still be read.
        await story.press("tab")
        assert "Benoît" not in story.lines[22]
        await story.press("f1", "f1")
        assert "devenu 6." in story.text.replace("\n", " ")


async def test_a_capital_m_shows_the_whole_message_in_a_list_and_types_in_a_field(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c")
        story.app.screen.say(LONG, error=True)
        await story.settle()
        assert story.lines[22].startswith(" ! ") and story.lines[22].endswith("… (M)")
        await story.press("M")
        assert story.place == "WholeMessage"
        await story.press("q")
        assert story.place == "PartyList"
        await story.press("slash", "M")
        assert (story.place, story.app.focused.value) == ("PartyList", "M")


async def test_a_long_message_scrolls_in_a_small_window(begin) -> None:
    async with begin() as story:
        await story.resize(60, 20)
        await story.press("ctrl+g", "c")
        text = " ".join(f"Mot{n}" for n in range(400))
        story.app.screen.say(text)
        await story.press("M")
        assert "Mot0 " in story.text and "Mot399" not in story.text
        for _ in range(5):
            await story.press("pagedown")
        assert "Mot399" in story.text
        assert max(len(line) for line in story.lines) <= 60
        await story.press("pageup", "up", "down", "f1", "escape")
        assert story.place == "PartyList"


async def test_the_palette_shows_the_whole_message_too(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c")
        story.app.screen.say(LONG)
        await story.press("ctrl+p")
        await story.type("whole message")
        await story.press("enter")
        assert story.place == "WholeMessage"
        assert "devenu 6." in story.text.replace("\n", " ")


async def test_where_nothing_was_said_help_asked_for_twice_stays(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c", "enter")
        story.app.screen.say("")
        await story.press("f1", "f1")
        assert story.place == "HelpScreen"
        assert "aucun message" in story.status


async def test_two_possible_duplicates_are_named_whole(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter", "escape", "escape")
        values = {"party": "TREMB01", "last_name": "Roy", "first_name": "Marie", "active": True}
        for _ in range(2):
            story.ask(Contact.make, values)
        await story.type("benoit cote")
        await story.press("enter")
        await story.go("first_name")
        await story.fill("Marie")
        await story.fill("Roy")
        await story.press("f2")
        assert story.status.count("Doublon possible : Marie Roy (TREMB01)") == 3
        assert story.lines[22].endswith("… (F1 F1)")
        await story.press("f1", "f1")
        assert story.text.count("Doublon possible") >= 3


async def test_what_is_wrong_with_a_field_is_read_whole_however_long(begin) -> None:
    async with begin() as story:
        await story.resize(60, 20)
        await story.type("marie roy")
        await story.press("enter")
        await story.go("language")
        await story.fill("x" * 70)
        (cut,) = (line for line in story.lines[1:18] if "(F1 F1)" in line)
        assert cut.endswith("… (F1 F1)")
        await story.press("f1", "f1")
        assert "français" in story.text.split("Message en entier")[1]


async def test_a_dialogs_own_message_is_read_whole_by_f1(begin) -> None:
    async with begin() as story:
        await story.press("f4", "tab")
        await story.fill("y" * 90)
        await story.press("f2")
        assert story.place == "FilterDialog"
        assert "(F1)" in story.text
        await story.press("f1")
        assert story.place == "WholeMessage"
        assert story.text.count("y") >= 90
        await story.press("escape")
        assert story.place == "FilterDialog"
