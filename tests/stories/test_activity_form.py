"""The form of an activity, by keys (spec 7.2, 7.4, 7.5)."""

import datetime as dt
from typing import Any

import pytest
from activity_story import new_activity, open_activity, put, text_in

from models.activity import Activity
from models.contact import Contact
from models.setting import change_setting
from screens.widgets.layout import Place

TUESDAY = dt.datetime(2026, 11, 24, 9, 0)


async def _new(story, **context: Any) -> None:
    """A new activity of Tuesday 24 November 2026, from 9:00 on."""
    await new_activity(story, TUESDAY, **context)


def _texts(story, *fields: str) -> list[str]:
    return [text_in(story, field) for field in fields]


def _kept(story, columns: str) -> Any:
    return story.rows(f"SELECT {columns} FROM activity")[-1]


class TestWhen:
    async def test_a_new_one_is_made_from_the_keyboard_alone(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            assert story.field == "subject"
            await story.type("Visite\t")
            assert story.field == "day"
            await story.fill("2026-11-26")
            await story.fill("14h")
            await story.fill("1h30")
            await story.press("f2")
            assert _kept(story, "subject, start, end, all_day, public, status") == (
                *("Visite", "2026-11-26T14:00", "2026-11-26T15:30"),
                *(0, 1, "open"),
            )
            assert "Enregistré" in story.status

    async def test_the_end_follows_start_and_duration(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await put(story, "time", "23h")
            assert _texts(story, "end_day", "end_time") == ["2026-11-24", "23:30"]
            await put(story, "duration", "2h")
            assert _texts(story, "end_day", "end_time") == ["2026-11-25", "01:00"]
            await put(story, "day", "2026-12-31")
            assert _texts(story, "end_day", "end_time") == ["2027-01-01", "01:00"]

    async def test_the_duration_follows_the_end(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await put(story, "end_time", "10h15")
            assert text_in(story, "duration") == "1 h 15"
            await put(story, "end_day", "2026-11-25")
            assert text_in(story, "duration") == "1 j 1 h 15"

    async def test_the_others_follow_at_each_key(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.go("duration")
            await story.burst("4")
            assert text_in(story, "end_time") == "09:04"
            await story.burst("5")
            assert text_in(story, "end_time") == "09:45"
            assert "45 minutes" in story.status

    async def test_an_end_before_the_start_is_told_and_refused(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await put(story, "end_time", "8h", then="home")
            assert "la fin est avant le début" in story.status
            await story.press("f2")
            assert "! la fin est avant le début" in story.text and story.field == "end_time"
            assert text_in(story, "end_time") == "8h"
            assert story.one("SELECT count(*) FROM activity") == 0
            await put(story, "duration", "1h", then="f2")
            assert _kept(story, "start, end") == ("2026-11-24T09:00", "2026-11-24T10:00")

    async def test_whole_days_have_no_times(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Congrès")
            await story.go("all_day")
            await story.press("space")
            assert "Heure" not in story.text and text_in(story, "duration") == "1 j"
            await put(story, "end_day", "2026-11-26")
            assert text_in(story, "duration") == "3 j"
            await story.press("f2")
            assert _kept(story, "start, end, all_day") == (
                *("2026-11-24T00:00", "2026-11-26T00:00"),
                1,
            )
            await story.go("all_day")
            await story.press("space", "f2")
            assert _kept(story, "start, end, all_day") == (
                *("2026-11-24T09:00", "2026-11-26T17:00"),
                0,
            )

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("day", "31/02", "n'est pas une date"),
            ("time", "25h", "n'est pas une heure"),
            ("duration", "beaucoup", "n'est pas une durée"),
            ("end_time", "9h75", "n'est pas une heure"),
            ("day", "", "obligatoire"),
            ("time", "", "obligatoire"),
        ],
    )
    async def test_what_is_no_date_or_time_is_refused_and_stays(
        self, begin, field: str, typed: str, said: str
    ) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await put(story, field, typed, then="f2")
            assert said in story.text and story.field == field
            assert text_in(story, field) == typed
            assert story.one("SELECT count(*) FROM activity") == 0

    async def test_a_time_that_the_clock_skips_or_shows_twice_is_told(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await put(story, "day", "2026-03-08")
            await put(story, "time", "2h30", then="home")
            assert "02:30 n'existe pas ce jour-là" in story.status and "03:30" in story.status
            await put(story, "day", "2026-11-01")
            await put(story, "time", "1h30", then="home")
            assert "01:30 revient deux fois ce jour-là" in story.status

    async def test_what_is_done_tells_when_by_whom_and_what_came_of_it(self, begin) -> None:
        async with begin() as story:
            made = {"subject": "Appel", "start": TUESDAY}
            key = story.ask(Activity.make, made).id
            story.ask(Activity.complete, key, "Rappeler jeudi")
            await open_activity(story, key)
            assert "Complétée le" in story.text and "par marie" in story.text
            assert "Rappeler jeudi" in story.text
            await put(story, "completion_note", "Rappeler vendredi", then="f2")
            assert _kept(story, "completion_note") == ("Rappeler vendredi",)


class TestWho:
    async def test_a_contact_is_looked_up_by_typing_and_brings_its_party(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await story.go("contact")
            await story.type("beno")
            assert story.place == "FindContact"
            assert "Côté, Benoît" in story.text and "Abel" not in story.text
            await story.press("enter")
            assert story.place == "ActivityForm"
            assert "Benoît Côté · TREMB01 Tremblay & Fils inc." in story.text
            await story.press("f2")
            name = "SELECT last_name FROM contact JOIN activity ON contact.id = contact_id"
            assert story.one(name) == "Côté"

    async def test_it_is_found_by_its_party_and_may_be_taken_away(self, begin) -> None:
        async with begin() as story:
            key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
            await _new(story, contact=key)
            assert "Marie Roy · TREMB01" in story.text
            await story.type("Visite")
            await story.go("contact")
            await story.press("f4")
            await story.type("tremb abel")
            await story.press("enter")
            assert "Chloé Abel · TREMB01" in story.text
            await story.press("delete")
            assert "TREMB01" not in story.text
            await story.press("f2")
            assert _kept(story, "contact_id") == (None,)

    async def test_leaving_the_lookup_leaves_the_contact_as_it_was(self, begin) -> None:
        async with begin() as story:
            key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
            await _new(story, contact=key)
            await story.go("contact")
            await story.type("zzz")
            assert "Aucun" in story.text or "Rien" in story.text
            await story.press("enter", "escape")
            assert "Marie Roy · TREMB01" in story.text and not story.app.screen.form.dirty

    async def test_a_hostile_name_of_a_contact_is_shown_as_text(self, begin) -> None:
        async with begin() as story:
            key = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
            story.ask(Contact.alter, key, {"last_name": "[red]Roy{0}%s"})
            await _new(story, contact=key)
            assert "Marie [red]Roy{0}%s · TREMB01" in story.text

    async def test_it_is_public_unless_one_says_otherwise(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            assert "[x] Publique" in story.text
            await story.type("Dentiste")
            await story.go("public")
            await story.press("space", "f2")
            assert _kept(story, "public") == (0,)

    async def test_its_owner_is_chosen_among_the_users(self, begin) -> None:
        from models.user import User

        async with begin() as story:
            story.ask(User.make, {"login": "paul", "name": "Paul B.", "role": "editor"})
            await _new(story)
            await story.type("Visite")
            await story.go("owner")
            await story.press("f4")
            await story.type("paul")
            await story.press("enter", "f2")
            assert _kept(story, "owner_id") == (
                story.one("SELECT id FROM user WHERE login = 'paul'"),
            )

    async def test_times_and_lengths_may_be_chosen(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.go("time")
            await story.press("f4")
            assert "9 h" in story.text
            await story.press("down", "enter")
            assert _texts(story, "time", "end_time") == ["09:30", "10:00"]
            await story.go("duration")
            await story.press("f4", "down", "down", "enter")
            assert _texts(story, "duration", "end_time") == ["1 h", "10:30"]


class TestPages:
    async def test_keys_lead_from_page_to_page(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            assert "[Général]─ Périodicité ─" in story.text
            await story.press("pagedown")
            assert "─ Général ─[Périodicité]" in story.text and story.field == "repeats"
            await story.press("pagedown")
            assert story.field == "repeats"
            await story.press("pageup")
            assert story.field == "subject"
            await story.press("ctrl+g", "2")
            assert story.field == "repeats"
            await story.press("ctrl+g", "1")
            assert story.field == "subject"

    async def test_the_last_field_of_a_page_leads_to_the_next(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.go("detail")
            await story.press("tab")
            assert story.field == "repeats" and "[Périodicité]" in story.text
            await story.press("up")
            assert story.field == "detail" and "[Général]" in story.text
            await story.go("repeats")
            await story.press("shift+tab")
            assert story.field == "detail"

    async def test_a_long_text_is_turned_by_its_own_page_keys(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.go("detail")
            await story.paste("\n".join(f"ligne {n}" for n in range(30)))
            await story.press("pageup")
            assert "[Général]" in story.text and "ligne 25" in story.text
            await story.press("pagedown")
            assert "[Général]" in story.text and "ligne 29" in story.text
            await story.go("subject")
            await story.press("pagedown")
            assert "[Périodicité]" in story.text

    async def test_an_error_shows_its_page_and_field(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await story.press("pagedown")
            await put(story, "repeats", "chaque jour")
            await put(story, "every", "0", then="pageup")
            await story.press("f2")
            assert "[Périodicité]" in story.text and story.field == "every"
            assert "un nombre entier de 1 à 999" in story.text
            await story.fill("2", then="pageup")
            await put(story, "subject", "", then="pagedown")
            await story.press("f2")
            assert "[Général]" in story.text and story.field == "subject"

    async def test_another_is_opened_at_its_first_field_whatever_was_edited(self, begin) -> None:
        async with begin() as story:
            key = story.ask(Activity.make, {"subject": "Appel", "start": TUESDAY}).id
            await open_activity(story, key)
            await put(story, "location", "Laval", then="f2")
            await story.press("escape")
            await open_activity(story, key)
            assert story.field == "subject"
            await put(story, "repeats", "chaque jour", then="f2")
            await story.press("escape")
            await open_activity(story, key)
            assert "[Général]" in story.text and story.field == "subject"

    async def test_enter_in_the_very_last_field_saves(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await story.go("repeats")
            await story.press("enter")
            assert _kept(story, "subject, rrule") == ("Visite", "")

    async def test_what_was_begun_in_a_field_that_is_put_away_is_no_error(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await story.go("repeats")
            await put(story, "repeats", "chaque jour")
            await put(story, "every", "beaucoup")
            await put(story, "repeats", "une seule fois", then="f2")
            assert _kept(story, "subject, rrule") == ("Visite", "")

    async def test_leaving_asks_what_becomes_of_what_is_typed(self, begin) -> None:
        async with begin() as story:
            await _new(story)
            await story.type("Visite")
            await story.press("escape")
            assert story.place == "Ask"
            await story.press("escape")
            assert story.place == "ActivityForm" and text_in(story, "subject") == "Visite"


class TestPlaces:
    @pytest.mark.parametrize(
        ("when", "values", "shown"),
        [
            ("", {}, True),
            ("payable", {"payable": "true"}, True),
            ("payable", {}, False),
            ("!all_day", {"all_day": "true"}, False),
            ("!all_day", {}, True),
            ("repeats=weekly|monthly", {"repeats": "monthly"}, True),
            ("repeats=weekly|monthly", {"repeats": "month"}, False),
            ("repeats=daily & !workdays", {"repeats": "daily", "workdays": "true"}, False),
            ("repeats=weekly ; repeats=daily & !workdays", {"repeats": "weekly"}, True),
            ("repeats=weekly ; repeats=daily & !workdays", {"repeats": "daily"}, True),
            ("repeats=weekly ; repeats=daily & !workdays", {"repeats": "yearly"}, False),
        ],
    )
    def test_a_field_is_shown_as_others_say(
        self, when: str, values: dict[str, str], shown: bool
    ) -> None:
        place = Place("any", when=when)
        assert place.is_met(lambda name: values.get(name, "")) is shown
        assert all(place.hangs_on(name) for name in values) and not place.hangs_on("other")


class TestOthers:
    async def test_what_another_changed_meanwhile_is_told(self, begin) -> None:
        async with begin() as story:
            key = story.ask(Activity.make, {"subject": "Appel", "start": TUESDAY}).id
            await open_activity(story, key)
            await put(story, "location", "Laval")
            story.ask(Activity.alter, key, {"start": TUESDAY.replace(hour=11)})
            await put(story, "time", "8h", then="f2")
            assert story.place == "Ask"
            await story.press("escape")
            assert "Un autre a changé entre-temps : Début : 2026-11-24 11:00" in story.status
            await story.press("f5", "f2", "m")
            assert _kept(story, "start, location") == ("2026-11-24T08:00", "Laval")

    async def test_another_zone_has_other_clocks(self, begin) -> None:
        async with begin() as story:
            story.ask(change_setting, "BusinessTimeZone", "Europe/Paris")
            await _new(story)
            await put(story, "day", "2026-03-29")
            await put(story, "time", "2h30", then="home")
            assert "02:30 n'existe pas ce jour-là" in story.status
