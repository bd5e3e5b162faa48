"""Code tables, settings, users, help, palette and going about, by keys (spec 12, 17)."""

import pytest

from models.code import TABLES


async def test_a_code_is_added_changed_and_kept_while_in_use(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "b", "enter", "f6")
        await story.type("club")
        await story.press("tab")
        await story.type("Membre du club")
        await story.press("f2", "escape")
        assert story.one("SELECT description_fr FROM code WHERE code = 'CLUB'") == "Membre du club"
        key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
        from models.contact import Contact

        story.ask(Contact.alter, key, {"groupings": ["CLUB"]})
        await story.press("slash")
        await story.type("club")
        await story.press("enter", "d", "o")
        assert "désactivez plutôt" in story.status
        assert story.rows("SELECT 1 FROM code WHERE code = 'CLUB'")


async def test_a_holiday_is_added_told_in_words_and_deactivated(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "b", "end", "enter")
        assert "Lundi de Pâques" in story.text
        await story.press("f6")
        await story.type("fondation")
        await story.go("description_fr")
        await story.type("Fondation")
        await story.go("rule")
        await story.type("lu<02-30")
        assert "ne dit pas de jour" in story.status
        await story.press("ctrl+u")
        await story.type("ma<02-20")
        assert story.status == "mardi avant le 20 février"
        await story.press("f2")
        of_rule = "SELECT rule, active FROM code WHERE code = 'FONDATION'"
        assert story.rows(of_rule) == [("TU<02-20", 1)]
        await story.go("active")
        await story.press("space", "f2")
        assert story.rows(of_rule) == [("TU<02-20", 0)]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_tax_has_a_row_for_each_of_its_rates(begin, size: tuple[int, int]) -> None:
    async with begin(size=size) as story:
        await story.press("ctrl+g", "b", *["down"] * TABLES.index("tax"), "enter")
        rows = [line for line in story.lines if "TVH" in line]
        assert len(rows) == 5
        if size == (80, 24):
            assert [line.split()[-2:] for line in rows[-2:]] == [["NS", "oui"]] * 2
            assert "2025-03-31" in rows[3] and "14" in rows[4]


async def test_a_tax_is_given_provinces_of_the_list_and_another_rate_later(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "b", *["down"] * TABLES.index("tax"), "enter", "f6")
        await story.type("hst")
        for field, text in (
            ("description_fr", "TVH"),
            ("rate", "16"),
            ("valid_from", "2030-01-01"),
        ):
            await story.go(field)
            await story.fill(text)
        await story.go("provinces")
        await story.fill("ns zz", then="f2")
        assert "ZZ" in story.status
        await story.fill("ns", then="f2")
        assert "vaut déjà en NS" in story.status and "2025-04-01" in story.status
        assert story.one("SELECT count(*) FROM code WHERE rate = 16000") == 0
        await story.go("provinces")
        await story.fill("qc, ns")
        await story.go("active")
        await story.press("space", "f2")
        of_rate = "SELECT provinces, active FROM code WHERE rate = 16000"
        assert story.rows(of_rate) == [("QC NS", 0)]
        await story.go("provinces")
        await story.press("f4", "escape")
        assert "QC, NS" in story.text


async def test_settings_are_typed_and_refused(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "s")
        story.app.screen.form.widgets["BusinessTimeZone"].focus()
        await story.settle()
        await story.fill("Mars/Olympus", then="f2")
        assert "n'est pas un fuseau horaire" in story.text
        await story.fill("America/Halifax", then="f2")
        assert "Enregistré" in story.status
        assert story.one("SELECT value FROM setting WHERE name = 'BusinessTimeZone'") == (
            "America/Halifax"
        )


async def test_the_last_administrator_stays_one(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "u", "enter")
        story.app.screen.form.widgets["role"].focus()
        await story.settle()
        await story.fill("lecteur", then="f2")
        assert "au moins un administrateur" in story.text
        assert story.one("SELECT role FROM user WHERE login = 'marie'") == "administrator"


async def test_a_user_is_added(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "u", "f6")
        await story.type("Paul")
        await story.press("tab")
        await story.type("Paul Bédard")
        await story.press("f2")
        assert story.rows("SELECT login, role FROM user WHERE name = 'Paul Bédard'") == [
            ("paul", "editor")
        ]


@pytest.mark.parametrize("words", ["configurations", "settings", "reglages config"[9:]])
async def test_the_palette_finds_by_words_of_either_language(begin, words: str) -> None:
    async with begin() as story:
        await story.press("ctrl+p")
        await story.type(words)
        await story.press("enter")
        await story.until(lambda: story.place == "RecordForm", "the settings")
        assert "Configurations" in story.lines[0]


async def test_help_tells_of_the_field_and_of_every_key(begin) -> None:
    async with begin() as story:
        await story.press("f6", "tab", "f1")
        assert story.place == "HelpScreen"
        assert "1 à 10 caractères" in story.text
        for command in story.app.screen.about.commands():
            from crmtui.i18n import t

            assert t(command.help) in "\n".join(story.app.screen.lines()), command.id
        await story.press("escape")
        assert story.place == "PartyForm"


async def test_going_elsewhere_never_passes_over_what_would_be_lost(begin) -> None:
    async with begin() as story:
        await story.press("f6")
        await story.type("Pas encore")
        await story.press("ctrl+g", "f")
        await story.until(lambda: story.place == "Ask", "the question")
        await story.press("escape")
        assert story.place == "PartyForm"
        assert "Pas encore" in story.text
        await story.press("ctrl+q", "a")
        await story.until(lambda: story.app._exit, "the end")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 43), (40, 10)])
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_list_fits(begin, size: tuple[int, int], language: str) -> None:
    async with begin(size=size, language=language) as story:
        for letter in "cfpgkbus":
            await story.press("ctrl+g", letter)
            await story.settle()
            assert max(map(len, story.lines)) <= size[0]
            assert story.place != "Lookup"
        await story.press("ctrl+f")
        assert story.place == "Lookup"


@pytest.mark.parametrize("size", [(20, 5), (1, 200), (200, 1), (39, 9), (40, 10)])
async def test_a_window_too_small_says_so_and_comes_back(begin, size: tuple[int, int]) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter")
        await story.pilot.resize_terminal(*size)
        await story.settle()
        await story.press("down", "pagedown", "end", "f6", "escape")
        await story.pilot.resize_terminal(80, 24)
        await story.settle()
        assert story.place in ("PartyCardScreen", "Lookup", "ContactCardScreen")


async def test_a_code_is_edited_and_one_that_nobody_uses_deleted(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "b", "enter", "enter")
        code = story.app.screen.form.widgets["code"].text
        await story.go("description_fr")
        await story.fill("Très important", then="f2")
        await story.press("escape")
        of_code = "SELECT description_fr FROM code WHERE code = ? AND \"table\" = 'contacttype'"
        assert story.one(of_code, code) == "Très important"
        assert "Très important" in story.text
        await story.press("d", "o")
        assert story.rows(of_code, code) == []


async def test_a_code_that_is_taken_is_refused(begin) -> None:
    async with begin() as story:
        taken = story.one("SELECT code FROM code WHERE \"table\" = 'contacttype' LIMIT 1")
        await story.press("ctrl+g", "b", "enter", "f6")
        await story.type(taken.lower())
        await story.press("f2")
        assert "déjà" in story.text
        assert story.place == "RecordForm"


async def test_the_other_language_is_spoken_at_a_key_and_kept(begin) -> None:
    async with begin(language="") as story:
        assert "Recherche" in story.lines[0]
        await story.press("ctrl+t")
        assert "Lookup" in story.lines[0] and "Search" in story.lines[1]
        assert story.one("SELECT language FROM user WHERE login = 'marie'") == "en"
    async with begin(language="") as story:
        assert "Lookup" in story.lines[0]


@pytest.mark.parametrize(
    ("letter", "title"),
    [
        ("c", "Clients"),
        ("f", "Fournisseurs"),
        ("p", "Prospects"),
        ("g", "Groupes"),
        ("k", "Contacts"),
        ("b", "Codes des descriptions"),
        ("u", "Utilisateurs"),
        ("s", "Configurations"),
        ("r", "Recherche"),
    ],
)
async def test_one_goes_anywhere_from_anywhere(begin, letter: str, title: str) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "ctrl+g")
        assert title in story.text
        await story.press(letter)
        assert title in story.lines[0]
        await story.press("ctrl+f")
        assert story.place == "Lookup"


async def test_deleting_oneself_or_the_last_administrator_is_refused(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "u", "d", "o")
        assert story.one("SELECT count(*) FROM user") == 1
        assert story.place == "UsersScreen" and story.status
