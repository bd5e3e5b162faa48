"""Contacts and their notes, by keys (spec 3, 4)."""

from models.party import Party
from models.setting import change_setting


async def _open(story, name: str = "marie roy") -> None:
    await story.type(name)
    await story.press("enter")
    assert story.place == "ContactCardScreen"


async def _go(story, field: str) -> None:
    story.app.screen.form.widgets[field].focus()
    await story.settle()


async def test_a_new_contact_is_filled_from_its_party(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "f6")
        assert story.field == "first_name"
        assert "=Adresse" in story.text and "1250, rue Sainte-Catherine O." in story.text
        await story.type("Luc")
        await story.press("tab")
        await story.type("Morin")
        await _go(story, "city")
        await story.fill("Sorel")
        assert "=Ville" not in story.text
        await story.press("f2")
        assert story.rows(
            "SELECT first_name, city, address1, phone FROM contact WHERE last_name = 'Morin'"
        ) == [("Luc", "Sorel", "1250, rue Sainte-Catherine O.", "514 555-0142")]


async def test_one_of_the_two_names_is_needed(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "f6", "f2")
        assert "le prénom ou le nom est obligatoire" in story.text
        assert story.one("SELECT count(*) FROM contact") == 3


async def test_a_rank_that_is_taken_pushes_down_and_says_so(begin) -> None:
    async with begin() as story:
        await _open(story, "chloé abel")
        await _go(story, "purchasing_rank")
        await story.type("1")
        await story.press("f2")
        assert "Le rang 1 de Marie Roy est devenu 2." in story.status
        assert "Le rang 2 de Benoît Côté est devenu 3." in story.status
        ranks = "SELECT rank FROM contact_role WHERE role = 'purchasing' ORDER BY rank"
        assert story.rows(ranks) == [(1,), (2,), (3,)]
        made = story.one("SELECT max(id) FROM journal")
        assert (
            story.one(
                "SELECT count(*) FROM journal_entry"
                " WHERE journal_id = ? AND record = 'contact_role'",
                made,
            )
            >= 3
        )


async def test_rank_zero_is_refused(begin) -> None:
    async with begin() as story:
        await _open(story, "chloé abel")
        await _go(story, "purchasing_rank")
        await story.type("0")
        await story.press("f2")
        assert "un nombre entier de 1 à 999" in story.text


async def test_ticking_a_type_shows_its_rank_and_unticking_takes_it_away(begin) -> None:
    async with begin() as story:
        await _open(story)
        assert story.text.count("Rang") == 2
        await _go(story, "payable")
        await story.press("space")
        assert story.text.count("Rang") == 1
        await story.press("f2")
        assert story.rows("SELECT role FROM contact_role WHERE role = 'payable'") == []


async def test_groupings_are_ticked_in_a_list(begin) -> None:
    async with begin() as story:
        codes = [
            c
            for (c,) in story.rows(
                "SELECT code FROM code WHERE \"table\" = 'contacttype' ORDER BY position LIMIT 2"
            )
        ]
        await _open(story)
        await _go(story, "groupings")
        await story.press("f4", "enter", "down", "enter", "f2")
        await story.press("f2")
        assert story.rows("SELECT code FROM contact_grouping ORDER BY id") == [
            (c,) for c in sorted(codes, key=codes.index)
        ]


async def test_a_birth_date_may_have_no_year(begin) -> None:
    async with begin() as story:
        await _open(story)
        await _go(story, "birth_date")
        await story.type("29 février")
        await story.press("f2")
        assert story.rows("SELECT birth_day, birth_year FROM contact WHERE last_name = 'Roy'") == [
            ("02-29", None)
        ]
        await story.fill("31 février", then="f2")
        assert "n'est pas une date ni un jour de l'année" in story.text
        await story.fill("14 mars 1980", then="f2")
        assert story.rows("SELECT birth_day, birth_year FROM contact WHERE last_name = 'Roy'") == [
            ("03-14", 1980)
        ]


async def test_the_setting_shows_the_anniversary_instead(begin) -> None:
    async with begin() as story:
        story.ask(change_setting, "ContactAnniversaryDate", True)
        await _open(story)
        assert "Anniv." in story.text and "Naissance" not in story.text
        await _go(story, "anniversary")
        await story.type("20 juin")
        await story.press("f2")
        assert story.one("SELECT anniversary FROM contact WHERE last_name = 'Roy'") == "--06-20"


async def test_a_possible_duplicate_is_told_and_does_not_block(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter", "f6")
        await story.type("Marie-Ève")
        await _go(story, "email")
        await story.type("MARIE.ROY@tremblay.example")
        await story.press("f2")
        assert "Doublon possible : Marie Roy (TREMB01) a ce courriel." in story.status
        assert story.one("SELECT count(*) FROM contact") == 4


async def test_a_note_just_made_is_shown_whatever_the_dates(begin) -> None:
    async with begin() as story:
        await _open(story)
        await story.press("f6")
        assert story.field == "subject"
        await story.type("Vieille visite")
        await story.press("tab")
        await story.fill("2001-05-06")
        await story.type("+3j")
        await story.press("f2", "escape")
        assert story.place == "ContactCardScreen"
        assert "Vieille visite" in story.text
        assert "Toutes les dates" in story.text
        assert story.one("SELECT date FROM note WHERE subject = 'Vieille visite'") == "2001-05-06"
        assert (
            story.one("SELECT reminder_state FROM note WHERE subject = 'Vieille visite'")
            == "pending"
        )


async def test_a_note_needs_a_subject_and_a_date_that_is_one(begin) -> None:
    async with begin() as story:
        await _open(story)
        await story.press("f6", "f2")
        assert "! obligatoire" in story.text
        await story.type("Appel")
        await story.press("tab")
        await story.fill("31/02")
        await story.press("f2")
        assert "n'est pas une date" in story.text
        assert story.one("SELECT count(*) FROM note") == 1


async def test_dates_of_the_notes_are_chosen(begin) -> None:
    async with begin() as story:
        await _open(story)
        key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
        from models.note import Note

        story.ask(Note.make, {"contact": key, "subject": "Jadis", "date": "2019-02-03"})
        await story.press("f5")
        assert "Jadis" not in story.text
        await story.press("ctrl+g", "n", "i", "t")
        assert "Jadis" in story.text
        await story.press("i", "u")
        await story.type("2019-02-01")
        await story.press("enter")
        await story.type("2019-02-28")
        await story.press("enter")
        assert "Jadis" in story.text and "Premier appel" not in story.text


async def test_x_says_that_a_reminder_is_done(begin) -> None:
    async with begin() as story:
        await _open(story)
        await story.press("ctrl+g", "n", "x")
        assert story.one("SELECT reminder_state FROM note") == "done"
        assert "Le rappel est fait." in story.status


async def test_a_note_is_opened_changed_and_deleted(begin) -> None:
    async with begin() as story:
        await _open(story)
        await story.press("ctrl+g", "n", "enter")
        await story.fill("Premier appel, 10 h")
        await story.press("f2", "escape")
        assert story.one("SELECT subject FROM note") == "Premier appel, 10 h"
        await story.press("ctrl+g", "n", "d", "o")
        assert story.one("SELECT count(*) FROM note") == 0


async def test_letters_do_nothing_while_a_field_has_the_focus(begin) -> None:
    async with begin() as story:
        await _open(story)
        await _go(story, "first_name")
        await story.press("home")
        await story.type("dnxq?")
        assert story.place == "ContactCardScreen"
        assert story.app.screen.form.widgets["first_name"].value.startswith("dnxq?")
        assert story.one("SELECT count(*) FROM note") == 1


async def test_f4_picks_a_date_in_a_month(begin) -> None:
    async with begin() as story:
        await _open(story)
        await story.press("f6", "tab")
        await story.fill("2026-03-14", then="f4")
        assert story.place == "PickDate"
        await story.press("right", "down", "pagedown", "enter")
        assert story.app.screen.form.widgets["date"].value == "2026-04-22"


async def test_a_changed_party_shows_what_still_follows(begin) -> None:
    async with begin() as story:
        key = story.one("SELECT id FROM party WHERE code = 'TREMB01'")
        story.ask(Party.alter, key, {"city": "Laval"})
        await _open(story)
        assert "=Adresse" in story.text and "=Ville" not in story.text


async def test_who_opted_out_is_told_on_the_card(begin) -> None:
    async with begin() as story:
        await _open(story)
        await _go(story, "opted_out")
        await story.type("2026-02-03")
        await story.press("tab")
        await story.type("Ne veut plus rien")
        await story.press("f2", "escape", "escape")
        assert story.rows(
            "SELECT opted_out, opted_out_reason, in_mailing FROM contact WHERE last_name = 'Roy'"
        ) == [("2026-02-03", "Ne veut plus rien", 1)]
        await story.type("tremb01")
        await story.press("enter", "end")
        assert "Roy, Marie" in story.lines[-6] and "2026-02-03" in story.lines[-6]


async def test_the_usual_intervals_of_notes(begin) -> None:
    import datetime as dt

    from models.note import Note

    async with begin() as story:
        key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
        for days in (10, 60, 200, 800):
            day = story.app.today - dt.timedelta(days=days)
            story.ask(Note.make, {"contact": key, "subject": f"Il y a {days}", "date": day})
        await _open(story)
        await story.press("ctrl+g", "n")
        for letter, seen in (("3", 1), ("m", 2), ("1", 3), ("t", 4)):
            await story.press("i", letter)
            assert story.text.count("Il y a ") == seen, (letter, story.text)


async def test_dates_the_wrong_way_round_are_refused(begin) -> None:
    async with begin() as story:
        await _open(story)
        await story.press("ctrl+g", "n", "i", "u")
        await story.type("2026-02-28")
        await story.press("enter")
        await story.type("2026-02-01")
        await story.press("enter")
        assert story.place == "TypeText" and "avant la première" in story.status
        await story.press("escape")
        assert "3 derniers mois" in story.text


async def test_a_contact_is_left_only_when_one_says_what_becomes_of_it(begin) -> None:
    async with begin() as story:
        await story.press("ctrl+g", "k", "enter")
        await _go(story, "first_name")
        await story.fill("Maria")
        await story.press("f8")
        assert story.place == "Ask"
        await story.press("a")
        assert "Côté" in story.lines[0]
        assert story.one("SELECT count(*) FROM contact WHERE first_name = 'Maria'") == 0


async def test_a_field_that_another_session_changed_is_told(begin) -> None:
    from models.contact import Contact

    async with begin() as story:
        await _open(story)
        key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
        await _go(story, "job_title")
        await story.type("Directrice")
        story.ask(Contact.alter, key, {"job_title": "Présidente"})
        await story.press("f2")
        assert story.place == "Ask"
        await story.press("escape")
        assert "Un autre a changé entre-temps : Fonction" in story.status
        assert "Directrice" in story.text
        assert story.one("SELECT job_title FROM contact WHERE id = ?", key) == "Présidente"


async def test_what_was_said_of_a_field_goes_when_another_has_the_focus(begin) -> None:
    async with begin() as story:
        await _open(story, "marie roy")
        await story.go("country")
        await story.fill("CA", then="f2")
        await story.go("province")
        await story.go("country")
        assert "Canada" in story.status
        await story.go("city")
        assert story.status == ""
        await story.press("f2")
        assert story.status != ""
        await story.go("phone")
        assert story.status == ""


async def test_a_rank_begun_and_put_away_is_no_contradiction(begin) -> None:
    async with begin() as story:
        await _open(story, "marie roy")
        await story.go("purchasing_rank")
        await story.fill("7", then="f2")
        await story.go("purchasing_rank")
        await story.fill("9")
        await story.go("purchasing")
        await story.press("space", "f2")
        held = "SELECT count(*) FROM contact_role WHERE contact_id = 1 AND role = 'purchasing'"
        assert story.one(held) == 0


async def test_the_question_before_a_deletion_says_what_goes_along(begin) -> None:
    async with begin() as story:
        await story.type("tremb01")
        await story.press("enter")
        await story.press("d")
        assert "Supprimés du même coup : 1 type" in story.text
        await story.press("escape")
        assert story.one("SELECT count(*) FROM contact") == 3
