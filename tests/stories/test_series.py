"""Series by keys: which of their dates an act is for, told beforehand and afterwards (spec 7.7)."""

import datetime as dt
from typing import Any

import pytest
from activity_story import MONDAY, WEEK, open_activity, put, run, starts, weekly

from models import series
from models.activity import Activity
from screens import occurrences

THIRD = MONDAY + 2 * WEEK


def _make(story, rrule: str = "FREQ=WEEKLY;BYDAY=MO;COUNT=6", **values: Any) -> int:
    given = {"subject": "Suivi", "start": MONDAY, "duration": 60, "rrule": rrule}
    key: int = story.ask(Activity.make, given | values).id
    return key


class TestChange:
    async def test_one_date(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await open_activity(story, key, THIRD)
            await put(story, "time", "11h", then="f2")
            assert story.place == "AskScope"
            assert "change 1 date, le lun. 16 nov. 2026" in story.text
            assert "change 4 dates, du lun. 16 nov. 2026 au lun. 7 déc. 2026" in story.text
            assert "change 6 dates, du lun. 2 nov. 2026 au lun. 7 déc. 2026" in story.text
            await story.press("c")
            assert "1 date changée, le lun. 16 nov. 2026." in story.status
            moved = weekly(MONDAY, 6)
            moved[2] = "11-16 11:00"
            assert starts(story) == moved

    async def test_it_and_those_that_follow_with_their_exceptions(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.complete, key, MONDAY + 4 * WEEK, "this", "Vu")
            await open_activity(story, key, THIRD)
            await put(story, "time", "11h", then="f2")
            assert "change 3 dates" in story.text and "garde 1" in story.text
            await story.press("s")
            late = weekly(THIRD.replace(hour=11), 4)
            late[2] = "x 11-30 09:00"
            assert starts(story) == [*weekly(MONDAY, 2), *late]
            assert story.place == "ActivityForm" and not story.app.screen.form.dirty

    async def test_all_of_them(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await open_activity(story, key, THIRD)
            await put(story, "subject", "Point")
            await put(story, "time", "8h", then="f2")
            await story.press("t")
            assert starts(story) == weekly(MONDAY.replace(hour=8), 6)
            assert story.rows("SELECT subject, count(*) FROM activity") == [("Point", 1)]
            await put(story, "time", "7h", then="f2")
            await story.press("t")
            assert starts(story) == weekly(MONDAY.replace(hour=7), 6)

    async def test_one_without_end_says_so(self, begin) -> None:
        async with begin() as story:
            key = _make(story, "FREQ=WEEKLY;BYDAY=MO")
            await open_activity(story, key, THIRD)
            await put(story, "subject", "Point", then="f2")
            assert "à partir du lun. 16 nov. 2026, sans fin" in story.text

    async def test_leaving_the_question_keeps_what_is_typed(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await open_activity(story, key, THIRD)
            await put(story, "time", "11h", then="f2")
            await story.press("escape")
            assert story.place == "ActivityForm" and "reste" in story.status
            assert story.app.screen.form.widgets["time"].text == "11h"
            assert starts(story) == weekly(MONDAY, 6)

    async def test_a_new_rule_is_not_offered_to_one_date(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await open_activity(story, key, THIRD)
            await story.press("pagedown")
            await put(story, "every", "2", then="f2")
            assert story.place == "AskScope" and "Cette date seulement" not in story.text
            await story.press("c")
            assert story.place == "AskScope"
            await story.press("s")
            assert starts(story)[:3] == weekly(MONDAY, 3)
            assert starts(story)[3] == f"{THIRD + 2 * WEEK:%m-%d %H:%M}"

    async def test_a_series_opened_whole_never_asks(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await open_activity(story, key, None)
            await put(story, "time", "11h", then="f2")
            assert story.place == "ActivityForm" and "Enregistré" in story.status
            assert starts(story) == weekly(MONDAY.replace(hour=11), 6)

    async def test_opening_and_saving_untouched_changes_nothing(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await open_activity(story, key, THIRD)
            before = story.rows("SELECT * FROM activity")
            await story.press("f2")
            assert story.rows("SELECT * FROM activity") == before
            assert story.place == "ActivityForm"

    async def test_an_exception_that_another_made_meanwhile_is_told(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.change, key, THIRD, "this", {"location": "Laval"})
            await open_activity(story, key, THIRD)
            story.ask(series.change, key, THIRD, "this", {"location": "Sorel"})
            await put(story, "location", "Lévis", then="f2")
            await story.press("c")
            assert story.place == "Ask"
            await story.press("escape")
            assert "Un autre a changé entre-temps : Lieu : Sorel" in story.status
            assert story.app.screen.form.widgets["location"].text == "Lévis"


class TestActs:
    async def _act(self, story, name: str, *args: Any) -> None:
        if story.place == "Lookup":
            await story.press("ctrl+g", "k")
        await run(story, lambda screen: getattr(occurrences, name)(screen, *args))

    async def test_completing_asks_the_dates_then_the_note(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "complete", key, THIRD)
            assert "complète 1 date, le lun. 16 nov. 2026" in story.text
            await story.press("c")
            await story.type("Tout va bien")
            await story.press("enter")
            assert "1 date complétée" in story.status and "Suivi" in story.status
            done = weekly(MONDAY, 6)
            done[2] = f"x {done[2]}"
            assert starts(story) == done
            note = "SELECT completion_note FROM activity_exception"
            assert story.one(note) == "Tout va bien"
            await self._act(story, "complete", key, THIRD)
            assert "de nouveau à faire" in story.status
            assert starts(story) == weekly(MONDAY, 6)

    async def test_completing_without_a_note_and_leaving_the_question(self, begin) -> None:
        async with begin() as story:
            key = story.ask(Activity.make, {"subject": "Appel", "start": MONDAY}).id
            await self._act(story, "complete", key, None)
            await story.press("escape")
            assert starts(story) == ["11-02 09:00"]
            await self._act(story, "complete", key, None)
            await story.press("enter")
            assert "« Appel » est complétée" in story.status
            assert starts(story) == ["x 11-02 09:00"]

    @pytest.mark.parametrize(("letter", "left"), [("c", [0, 1, 3, 4, 5]), ("s", [0, 1]), ("t", [])])
    async def test_deleting_dates(self, begin, letter: str, left: list[int]) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "delete", key, THIRD)
            assert "supprime 4 dates, du lun. 16 nov. 2026 au lun. 7 déc. 2026" in story.text
            await story.press("enter")
            assert story.place == "AskScope" and starts(story) == weekly(MONDAY, 6)
            await story.press(letter)
            assert starts(story) == [weekly(MONDAY, 6)[n] for n in left]
            assert "supprimée" in story.status

    async def test_deleting_one_that_does_not_recur_asks_first(self, begin) -> None:
        async with begin() as story:
            key = story.ask(Activity.make, {"subject": "Appel", "start": MONDAY}).id
            await self._act(story, "delete", key, None)
            assert story.place == "Ask"
            await story.press("o")
            assert "« Appel » est supprimée" in story.status and starts(story) == []

    @pytest.mark.parametrize("letter", ["c", "s", "t"])
    async def test_moving_dates(self, begin, letter: str) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "move", key, THIRD, 15)
            assert story.place == "AskScope"
            await story.press(letter)
            assert "lun. 16 nov. 2026, 09:00 → lun. 16 nov. 2026, 09:15" in story.status
            later = {"c": {2}, "s": {2, 3, 4, 5}, "t": set(range(6))}[letter]
            assert starts(story) == [
                day.replace("09:00", "09:15") if n in later else day
                for n, day in enumerate(weekly(MONDAY, 6))
            ]

    async def test_moving_to_a_date(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "move_to", key, THIRD, dt.date(2026, 11, 18))
            await story.press("s")
            tuesday = THIRD + dt.timedelta(days=2)
            assert starts(story) == [*weekly(MONDAY, 2), *weekly(tuesday, 4)]
            await self._act(story, "move_to", key, MONDAY, MONDAY.date())
            assert "déjà ce jour-là" in story.status

    async def test_whole_days_are_moved_by_days_alone(self, begin) -> None:
        async with begin() as story:
            made = {"subject": "Congrès", "start": MONDAY, "all_day": True}
            key = story.ask(Activity.make, made).id
            await self._act(story, "move", key, None, 15)
            assert starts(story) == ["11-02 00:00"] and story.status
            await self._act(story, "move", key, None, 24 * 60)
            assert starts(story) == ["11-03 00:00"]
            assert "lun. 2 nov. 2026 → mar. 3 nov. 2026" in story.status

    async def test_a_removed_date_is_restored(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.delete, key, THIRD, "this")
            await self._act(story, "restore", key)
            assert "lun. 16 nov. 2026" in story.text
            await story.press("enter")
            assert "La date du lun. 16 nov. 2026 est rétablie" in story.status
            assert starts(story) == weekly(MONDAY, 6)
            await self._act(story, "restore", key)
            assert "Aucune date" in story.status

    async def test_actions_of_a_date_from_its_form(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await story.press("ctrl+g", "k")
            await open_activity(story, key, THIRD)
            await story.press("f9", "x", "c", "enter")
            assert story.place == "ActivityForm" and "Complétée le" in story.text
            await story.press("f9", "r")
            assert "Complétée le" not in story.text
            await story.press("f9", "d", "c")
            assert story.place == "ContactList" and len(starts(story)) == 5
            assert "1 date supprimée" in story.status

    async def test_a_whole_series_is_completed_and_deleted_knowingly(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.delete, key, MONDAY, "this")
            await self._act(story, "complete", key, None)
            assert "complète 3 dates" in story.text and "Cette date" not in story.text
            assert "ce qui vient après le mar. 24 nov. 2026 reste" in " ".join(story.text.split())
            await story.press("escape")
            assert starts(story) == weekly(MONDAY + WEEK, 5)
            await self._act(story, "delete", key, None)
            assert "supprime 5 dates" in story.text
            await story.press("t")
            assert starts(story) == [] and "5 dates supprimées" in story.status

    async def test_what_is_gone_is_told(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.delete, key, THIRD, "this")
            for name in ("complete", "delete", "open_activity"):
                await self._act(story, name, key, THIRD)
                assert story.place == "ContactList" and story.status
