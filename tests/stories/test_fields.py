"""Fields of forms, by keys: going through them, pasting, choosing, being wrong."""

import pytest

from models.setting import change_setting


def _text(story, field: str) -> str:
    return str(story.app.screen.form.widgets[field].text)


async def _new_user(story) -> None:
    await story.press("ctrl+g", "u", "f6")
    assert story.field == "login"


async def test_enter_goes_through_the_fields_and_saves_in_the_last(begin) -> None:
    async with begin() as story:
        await _new_user(story)
        for field, text in (("login", "paul"), ("name", "Paul B."), ("role", "")):
            assert story.field == field
            await story.type(text)
            await story.press("enter")
        assert story.rows("SELECT 1 FROM user WHERE login = 'paul'") == []
        await story.press("enter")
        assert story.field == "active"
        await story.press("enter")
        assert story.one("SELECT name FROM user WHERE login = 'paul'") == "Paul B."


async def test_enter_in_the_last_field_does_nothing_where_the_setting_says_so(begin) -> None:
    async with begin() as story:
        story.ask(change_setting, "EnterSavesForm", False)
        await _new_user(story)
        await story.type("paul")
        await story.go("active")
        await story.press("enter")
        assert story.rows("SELECT 1 FROM user WHERE login = 'paul'") == []
        assert "paul" in story.text


@pytest.mark.parametrize("language, said", [("fr", "↵ Enregistre"), ("en", "↵ Saves")])
async def test_where_enter_saves_the_line_says_so_beforehand(begin, language, said) -> None:
    async with begin(language=language) as story:
        await _new_user(story)
        for field in ("login", "name", "role", "language"):
            assert story.field == field and said not in story.lines[-1]
            await story.press("down")
        assert story.field == "active" and said in story.lines[-1]
        await story.press("up")
        assert said not in story.lines[-1]
        story.ask(change_setting, "EnterSavesForm", False)
        await story.press("escape", "f6")
        await story.go("active")
        assert said not in story.lines[-1]


async def test_a_text_of_several_lines_is_never_saved_by_enter(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter", "enter")
        await story.go("remarks")
        assert story.app.screen.form.within_reach()[-1] == "remarks"
        assert "↵ Enregistre" not in story.lines[-1]


async def test_tab_and_the_arrows_go_through_the_fields(begin) -> None:
    async with begin() as story:
        await _new_user(story)
        await story.press("tab", "down")
        assert story.field == "role"
        await story.press("shift+tab", "up")
        assert story.field == "login"
        await story.press("up")
        assert story.field == "login"


async def test_pasted_lines_become_one_in_a_line_and_stay_lines_in_a_text(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.paste("Boulangerie\nRoy\r\n")
        assert _text(story, "name") == "Boulangerie Roy"
        await story.go("remarks")
        await story.paste("Livrer tôt\r\nSonner\tdeux fois")
        await story.press("f2")
        assert story.rows("SELECT name, remarks FROM party WHERE code = 'BOULAN01'") == [
            ("Boulangerie Roy", "Livrer tôt\nSonner\tdeux fois")
        ]


async def test_pasted_controls_are_no_part_of_the_text(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.paste("Rou\x1bge\x07 \x9b31mvif\x00\u202e")
        assert _text(story, "name") == "Rouge 31mvif"
        await story.go("remarks")
        await story.paste("un\x1b[2J\x07 deux")
        await story.press("f2")
        assert story.rows("SELECT name, remarks FROM party WHERE name LIKE 'Rouge%'") == [
            ("Rouge 31mvif", "un[2J deux")
        ]


async def test_a_paste_runs_no_command_of_a_list(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "c")
        await story.paste("d\no\nqqq")
        assert story.place == "PartyList"
        assert story.one("SELECT count(*) FROM party") == 3


async def test_a_question_mark_alone_asks_for_the_list_and_is_text_elsewhere(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.type("Qui ?")
        assert _text(story, "name") == "Qui ?"
        await story.go("country")
        await story.press("question_mark")
        assert story.place == "Choose"
        await story.type("suisse")
        await story.press("enter")
        assert _text(story, "country") == "CH"


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("postal_code", "h3g1p1", "H3G 1P1"),
        ("phone", "5145550142", "514 555-0142"),
        ("language", "anglais", "anglais"),
        ("code", "neuf", "NEUF"),
    ],
)
async def test_a_field_is_tidied_when_one_leaves_it(begin, field, typed, shown) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.go(field)
        await story.fill(typed)
        assert _text(story, field) == shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("t", 0), ("auj", 0), ("+3d", 3), ("+3j", 3), ("+2w", 14), ("+2s", 14), ("+0j", 0)],
)
async def test_a_date_is_typed_in_short_and_understood_in_words(begin, typed, kept) -> None:
    import datetime as dt

    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter", "f6")
        await story.type("Rappeler")
        await story.go("date")
        await story.fill(typed, then="f2")
        day = story.app.today + dt.timedelta(days=kept)
        assert story.one("SELECT date FROM note WHERE subject = 'Rappeler'") == day.isoformat()


async def test_what_was_understood_is_said_while_it_is_typed(begin) -> None:
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter", "f6")
        await story.go("date")
        await story.fill("2026-12-24", then="home")
        assert "24 déc" in story.status
        await story.fill("pas une date", then="home")
        assert "n'est pas une date" in story.status


async def test_an_error_goes_away_once_its_field_is_edited(begin) -> None:
    async with begin() as story:
        await story.press("f6", "f2")
        assert "! obligatoire" in story.text
        await story.type("R")
        assert "! obligatoire" not in story.text
