"""The tabs of a contact, and its activities in the second, by keys (spec 4.1, 7.1, 7.3)."""

import datetime as dt
from typing import Any

import pytest
from business_day import business_today

from models.activity import Activity
from models.journal import act_as
from models.series import complete
from models.user import User, keep_preferences, preferences

DAY = dt.timedelta(days=1)


def _at(days: int, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(business_today() + days * DAY, dt.time(hour))


def _contact(story) -> int:
    return story.one("SELECT id FROM contact WHERE last_name = 'Roy'")


def _make(story, subject: str, days: int, **values: Any) -> int:
    given = {"subject": subject, "start": _at(days), "contact": _contact(story)}
    return story.ask(Activity.make, given | values).id


async def _open(story, *keys: str) -> None:
    await story.type("marie roy")
    await story.press("enter")
    assert story.place == "ContactCardScreen"
    await story.press(*keys)


async def _activities(story) -> None:
    await _open(story, "ctrl+g", "v")


def _listed(story) -> list[str]:
    """The subjects that the list shows, in order."""
    return [
        str(story.app.screen.tab.text(row)).split(", ")[1] for row in story.app.screen.table.rows
    ]


class TestTabs:
    async def test_the_letters_after_go_to_lead_to_the_tabs(self, begin) -> None:
        async with begin() as story:
            await _open(story, "ctrl+g")
            assert "Notes de ce contact" in story.text and "Activités de ce contact" in story.text
            await story.press("v")
            assert "[2 Activités 0]" in story.text
            await story.press("ctrl+g", "n")
            assert "[1 Notes 1]" in story.text and "Premier appel" in story.text

    async def test_one_and_two_go_from_list_to_list(self, begin) -> None:
        async with begin() as story:
            await _open(story, "ctrl+g", "n", "2")
            assert "[2 Activités 0]" in story.text and "Aucune activité" in story.text
            await story.press("1")
            assert "[1 Notes 1]" in story.text and story.app.screen.in_list()

    async def test_arrows_choose_on_the_bar_of_the_tabs(self, begin) -> None:
        async with begin() as story:
            await _open(story)
            await story.go("remarks")
            await story.press("tab", "right")
            assert "[2 Activités 0]" in story.text and not story.app.screen.in_list()
            await story.press("right")
            assert "[3 Opportunités 0]" in story.text
            await story.press("right", "right")
            assert "[1 Notes 1]" in story.text
            await story.press("left", "left", "left", "enter")
            assert "[2 Activités 0]" in story.text and story.app.screen.in_list()

    async def test_the_tab_is_the_same_for_the_next_contact(self, begin) -> None:
        async with begin() as story:
            await _activities(story)
            await story.press("escape")
            await story.fill("abel")
            await story.press("enter")
            assert "[2 Activités 0]" in story.text and not story.app.screen.in_list()

    async def test_f6_in_the_form_makes_what_the_tab_has(self, begin) -> None:
        async with begin() as story:
            await _open(story)
            assert "F6 Note" in story.lines[-1]
            await story.press("f6")
            assert story.place == "RecordForm"
            await story.press("escape", "ctrl+g", "v")
            await story.go("last_name")
            assert "F6 Activité" in story.lines[-1]
            await story.press("f6")
            assert story.place == "ActivityForm"

    async def test_a_new_contact_has_empty_tabs(self, begin) -> None:
        async with begin() as story:
            await story.type("tremb01")
            await story.press("enter", "f6", "ctrl+g", "v", "enter", "x", "d", "y", "c", "f9")
            assert "enregistrez" in story.status.lower()
            assert story.place == "ContactCardScreen"


class TestActivities:
    async def test_a_new_one_has_the_contact_and_is_shown(self, begin) -> None:
        async with begin() as story:
            await _activities(story)
            await story.press("n")
            await story.type("Renouvellement")
            await story.press("f2", "escape")
            contact = story.one("SELECT contact_id FROM activity WHERE subject = 'Renouvellement'")
            assert contact == _contact(story)
            assert _listed(story) == ["Renouvellement"]
            assert "[2 Activités 1]" in story.text and story.app.screen.in_list()

    async def test_the_latest_is_first_and_the_cursor_on_what_comes_next(self, begin) -> None:
        async with begin() as story:
            for days in (-200, -3, 2, 40):
                _make(story, f"dans {days}", days)
            await _activities(story)
            assert _listed(story) == ["dans 40", "dans 2", "dans -3"]
            await story.press("y")
            assert "dans 2" in story.status

    async def test_the_dates_are_chosen(self, begin) -> None:
        async with begin() as story:
            _make(story, "ancienne", -200)
            await _activities(story)
            assert _listed(story) == []
            await story.press("i", "1")
            assert _listed(story) == ["ancienne"]

    async def test_each_date_of_a_series_has_its_line(self, begin) -> None:
        async with begin() as story:
            _make(story, "Point", -14, rrule="FREQ=WEEKLY;COUNT=4")
            await _activities(story)
            assert _listed(story) == ["Point"] * 4
            assert "↻" in story.text and "2 Activités 1" in story.text
            assert all(str(_at(days).date()) in story.text for days in (-14, -7, 0, 7))

    async def test_a_long_series_begins_at_today(self, begin) -> None:
        async with begin() as story:
            _make(story, "Tous les jours", -10, rrule="FREQ=DAILY")
            await _activities(story)
            await story.press("y")
            assert str(business_today()) in story.status
            await story.press("up", "y")
            assert str(business_today() + DAY) in story.status

    async def test_x_completes_with_a_note_and_c_shows_it(self, begin) -> None:
        async with begin() as story:
            key = _make(story, "Appel", 0)
            _make(story, "Visite", 3)
            await _activities(story)
            await story.press("x")
            await story.type("rappeler jeudi")
            await story.press("enter")
            values = story.ask(Activity.values_of, key)
            assert (values["status"], values["completion_note"]) == ("done", "rappeler jeudi")
            assert (values["completed_by"], values["completed_on"] is not None) == ("marie", True)
            assert _listed(story) == ["Visite"]
            await story.press("c")
            assert _listed(story) == ["Visite", "Appel"]
            assert "complétées" in story.status
            await story.press("up", "down")
            assert story.status == "Complétée : rappeler jeudi"
            await story.press("up")
            assert "rappeler" not in story.status
            await story.press("down", "x")
            assert story.ask(Activity.values_of, key)["status"] == "open"

    async def test_a_date_of_a_series_is_completed_alone(self, begin) -> None:
        async with begin() as story:
            key = _make(story, "Point", 0, rrule="FREQ=WEEKLY;COUNT=3")
            await _activities(story)
            await story.press("x", "c", "enter")
            print(story.text)
            assert story.ask(Activity.values_of, key)["status"] == "open"
            assert len(_listed(story)) == 2

    async def test_the_last_of_a_long_list_completed_leaves_the_cursor_beside_it(
        self, begin
    ) -> None:
        async with begin() as story:
            _make(story, "Suivi", 1, rrule="FREQ=DAILY;COUNT=40")
            _make(story, "Appel", 0)
            await _activities(story)
            await story.press("end", "x", "enter")
            row = story.app.screen.table.row
            assert story.app.screen.tab.identity(row)[1] == _at(1)

    async def test_what_is_left_of_a_series_is_shown_from_where_it_was_cut(self, begin) -> None:
        async with begin() as story:
            _make(story, "Suivi", 0, rrule="FREQ=DAILY")
            await _activities(story)
            await story.press("k", "k", "k", "d", "s")
            await story.until(lambda: len(story.app.screen.table.rows) == 3, "three dates left")
            table = story.app.screen.table
            assert (table.top, table.cursor) == (0, 0)
            assert story.app.screen.tab.identity(table.row)[1] == _at(2)

    async def test_showing_completed_ones_is_kept_for_the_user(self, begin) -> None:
        async with begin() as story:
            _make(story, "Faite", 0, status="done")
            await _activities(story)
            await story.press("c")
            user = story.app.user["id"]
            assert story.ask(preferences, user)["activities.completed"] == "yes"
        async with begin() as story:
            await _activities(story)
            assert _listed(story) == ["Faite"]
            assert "+ complétées" in story.text

    async def test_letters_of_activities_do_nothing_among_notes(self, begin) -> None:
        async with begin() as story:
            await _open(story, "ctrl+g", "n", "c")
            assert "Complétées" not in story.lines[-1]
            assert "activities.completed" not in story.ask(preferences, story.app.user["id"])

    async def test_enter_opens_and_d_deletes(self, begin) -> None:
        async with begin() as story:
            _make(story, "Appel", 1)
            await _activities(story)
            await story.press("enter")
            assert story.place == "ActivityForm"
            await story.press("escape", "d", "o")
            assert story.one("SELECT count(*) FROM activity") == 0
            assert _listed(story) == []

    async def test_f9_in_the_list_is_about_the_activity(self, begin) -> None:
        async with begin() as story:
            _make(story, "Appel", 1)
            await _activities(story)
            await story.press("f9")
            assert story.place == "Choose" and "Désactiver" not in story.text
            await story.press("escape")
            await story.go("last_name")
            await story.press("f9")
            assert "Désactiver" in story.text

    async def test_f9_in_the_form_makes_an_activity_as_well(self, begin) -> None:
        async with begin() as story:
            await _open(story, "f9", "a")
            assert story.place == "ActivityForm"
            await story.press("escape")
            assert "[2 Activités" in story.text

    async def test_in_english_and_in_a_small_window(self, begin) -> None:
        async with begin(language="en", size=(60, 20)) as story:
            _make(story, "Renewal", 1, type="CALL")
            await _activities(story)
            assert "[2 Activities 1]" in story.text and "Call" in story.text
            assert "Renewal" in story.text


class TestPrivate:
    @pytest.fixture
    def secret(self, begin):
        """Begin a session where Alice has private activities with the contact, one a series."""

        def make(story) -> None:
            story.ask(User.make, {"login": "alice", "role": "editor"})
            story.ask(act_as, story.ask(User.id_of, "alice"))
            _make(story, "Secret", 1, public=False)
            _make(story, "Secrets", -3, rrule="FREQ=DAILY", public=False)
            done = _make(story, "Secret fait", -1, public=False)
            story.ask(complete, done, None, "all", "note secrète")
            story.ask(act_as, story.app.user["id"])

        return make

    async def test_they_are_in_no_list_and_no_count(self, begin, secret) -> None:
        async with begin() as story:
            secret(story)
            await _activities(story)
            await story.press("c", "i", "t")
            assert _listed(story) == []
            assert "[2 Activités 0]" in story.text and "ecret" not in story.text

    async def test_nor_in_the_partys_card(self, begin, secret) -> None:
        async with begin() as story:
            secret(story)
            _make(story, "Publique", 2, type="CALL")
            await story.type("tremb01")
            await story.press("enter", "end")
            assert "Roy, Marie" in story.text
            day = _at(2)
            assert "1 activité (" in story.text and f"{day.day} " in story.text
            assert "ecret" not in story.text and "09:00 Appel)" in story.text

    async def test_their_owner_sees_them(self, begin, secret) -> None:
        async with begin() as story:
            secret(story)
            story.ask(keep_preferences, story.ask(User.id_of, "alice"), {"x": "y"})
        async with begin(user="alice") as story:
            await _activities(story)
            assert "Secret" in _listed(story) and "Secrets" in _listed(story)
