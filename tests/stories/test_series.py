"""Series by keys: how they recur, and which of their dates an act is for (spec 7.5 to 7.7)."""

import datetime as dt
from typing import Any

import pytest

from models import series
from models.activity import Activity

# A Monday; six of them in a row are the series of most stories.
MONDAY = dt.datetime(2026, 11, 2, 9, 0)
WEEK = dt.timedelta(weeks=1)
THIRD = MONDAY + 2 * WEEK


def _make(story, rrule: str = "FREQ=WEEKLY;BYDAY=MO;COUNT=6", **values: Any) -> int:
    given = {"subject": "Suivi", "start": MONDAY, "duration": 60, "rrule": rrule}
    key: int = story.ask(Activity.make, given | values).id
    return key


async def _run(story, act: Any) -> None:
    story.app.screen.run_worker(act(story.app.screen))
    await story.until(lambda: not story.app._at_work(), "the end of an act, or its question")
    await story.until(lambda: bool(story.text.strip()), "the screen")
    await story.settle()


async def _new(story, start: dt.datetime) -> None:
    from screens import occurrences

    day, at = start.date(), start.time()
    await _run(story, lambda screen: occurrences.new_activity(screen, day=day, at=at))
    await story.type("Suivi")
    await story.press("pagedown")
    assert story.field == "repeats"


async def _open(story, key: int, original: dt.datetime | None) -> None:
    from screens import occurrences

    await _run(story, lambda screen: occurrences.open_activity(screen, key, original))
    assert story.place == "ActivityForm"


async def _put(story, field: str, text: str, then: str = "tab") -> None:
    await story.go(field)
    await story.fill(text, then=then)


async def _choose(story, field: str, steps: int) -> None:
    """Choose an option so many below the first of a field's list."""
    await story.go(field)
    await story.press("f4", *["up"] * 9, *["down"] * steps, "enter")


def _told(story) -> list[str]:
    """What is told below the form: the rule in words, its dates."""
    from screens.activity_form.coming import Coming

    return [text.replace("\u00a0", " ") for text, _ in story.app.screen.query_one(Coming).told]


def _starts(story) -> list[str]:
    """When everything is, as a calendar of the whole time shows it; `x` for what is done."""
    from models.agenda import window

    first, last = dt.date(2026, 1, 1), dt.date(2027, 12, 31)
    found = story.ask(lambda: window(first, last, viewer=1, owner=None, completed=True))
    return [f"{'x ' if o.status == 'done' else ''}{o.start:%m-%d %H:%M}" for o in found]


def _days(first: dt.datetime, n: int) -> list[str]:
    return [f"{first + i * WEEK:%m-%d %H:%M}" for i in range(n)]


class TestRule:
    async def test_every_third_day(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 1)
            await _put(story, "every", "3")
            assert _told(story)[1] == (
                "Prochaines dates : lun. 2 nov. 2026 · jeu. 5 nov. · dim. 8 nov."
                " · mer. 11 nov. · sam. 14 nov."
            )
            await story.press("f2")
            assert story.one("SELECT rrule FROM activity") == "FREQ=DAILY;INTERVAL=3"

    async def test_every_weekday(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY + dt.timedelta(days=3))
            await _choose(story, "repeats", 1)
            await story.go("workdays")
            await story.press("space")
            assert "Intervalle" not in story.text
            assert "jeu. 5 nov. 2026 · ven. 6 nov. · lun. 9 nov." in _told(story)[1]

    async def test_every_second_week_on_chosen_days(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 2)
            assert "[x] lun" in story.text
            await _put(story, "every", "2")
            await story.go("on_wed")
            await story.press("space")
            assert "lun. 2 nov. 2026 · mer. 4 nov. · lun. 16 nov." in _told(story)[1]
            await story.press("f2")
            rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU"
            assert story.one("SELECT rrule FROM activity") == rule

    async def test_short_months_are_skipped_or_end_it_as_one_chooses(self, begin) -> None:
        async with begin() as story:
            await _new(story, dt.datetime(2026, 1, 31, 9))
            await _choose(story, "repeats", 3)
            assert "31" in story.app.screen.form.widgets["month_day"].text
            assert "sam. 31 janv. 2026 · mar. 31 mars · dim. 31 mai" in _told(story)[1]
            await _choose(story, "short", 1)
            assert "sam. 31 janv. 2026 · sam. 28 févr. · mar. 31 mars" in _told(story)[1]

    async def test_the_last_day_and_the_nth_weekday_of_a_month(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 3)
            await _choose(story, "month_by", 1)
            assert "lun. 30 nov. 2026 · jeu. 31 déc." in _told(story)[1]
            await _choose(story, "month_by", 2)
            assert "lun. 2 nov. 2026 · lun. 7 déc. · lun. 4 janv. 2027" in _told(story)[1]
            await _choose(story, "nth", 4)
            await _choose(story, "weekday", 4)
            assert "ven. 27 nov. 2026 · ven. 25 déc." in _told(story)[1]

    async def test_a_date_of_the_year_and_a_weekday_of_one_month(self, begin) -> None:
        async with begin() as story:
            await _new(story, dt.datetime(2024, 2, 29, 9))
            await _choose(story, "repeats", 4)
            assert "jeu. 29 févr. 2024" in _told(story)[1]
            assert "mar. 29 févr. 2028" in _told(story)[1]
            await _choose(story, "month", 4)
            await _choose(story, "month_by", 2)
            await _choose(story, "nth", 0)
            assert "jeu. 2 mai 2024 · jeu. 1 mai 2025" in _told(story)[1]

    async def test_it_ends_on_a_date_or_after_so_many_times(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 2)
            await _choose(story, "ends", 1)
            assert "! obligatoire" in _told(story)[0]
            await _put(story, "until", "2026-11-16")
            assert _told(story)[1].endswith("lun. 2 nov. 2026 · lun. 9 nov. · lun. 16 nov.")
            await _choose(story, "ends", 2)
            await _put(story, "count", "2")
            assert _told(story)[1].endswith("lun. 2 nov. 2026 · lun. 9 nov.")
            await story.press("f2")
            assert _starts(story) == _days(MONDAY, 2)

    async def test_the_rule_is_told_in_words_of_the_language(self, begin) -> None:
        for language, words, dates in (
            ("fr", "lundi", "Prochaines dates : lun. 2 nov. 2026 · lun. 9 nov."),
            ("en", "Monday", "Next dates: Mon, Nov 2, 2026 · Mon, Nov 9"),
        ):
            async with begin(language=language) as story:
                await _new(story, MONDAY)
                await _choose(story, "repeats", 2)
                assert words in _told(story)[0] and dates in _told(story)[1]

    async def test_its_usual_choices_follow_the_day_until_they_are_made(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 2)
            await story.press("pageup")
            await _put(story, "day", "2026-11-05", then="pagedown")
            assert "[ ] lun" in story.text and "[x] jeu" in story.text
            await story.go("on_mon")
            await story.press("space", "pageup")
            await _put(story, "day", "2026-11-06", then="pagedown")
            assert "[x] lun" in story.text and "[x] ven" in story.text

    @pytest.mark.parametrize(
        ("field", "typed"), [("every", "99999"), ("count", "1000000000"), ("every", "0")]
    )
    async def test_numbers_without_measure_are_refused_in_their_field(
        self, begin, field: str, typed: str
    ) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 1)
            await _choose(story, "ends", 2)
            await _put(story, "count", "5")
            await _put(story, field, typed, then="f2")
            assert story.field == field and "un nombre entier de 1 à" in story.text
            assert story.app.screen.form.widgets[field].text == typed
            assert story.one("SELECT count(*) FROM activity") == 0

    async def test_a_rule_that_is_never_is_refused_and_said(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await _choose(story, "repeats", 2)
            await _choose(story, "ends", 1)
            await _put(story, "until", "2026-10-01", then="f2")
            assert story.one("SELECT count(*) FROM activity") == 0
            assert story.place == "ActivityForm" and _told(story)[0].startswith("! ")

    async def test_a_rule_that_the_form_cannot_express_is_kept(self, begin) -> None:
        rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"
        async with begin() as story:
            key = _make(story, rule, start=dt.datetime(2026, 11, 27, 9))
            await _open(story, key, None)
            assert "Périodicité" not in story.lines[1]
            assert "Prochaines dates : ven. 27 nov. 2026 · mer. 30 déc." in _told(story)[1]
            await _put(story, "subject", "Rapport", then="f2")
            assert story.rows("SELECT subject, rrule FROM activity") == [("Rapport", rule)]
            await story.press("pagedown")
            assert story.place == "ActivityForm" and story.field == "subject"


class TestChange:
    async def test_one_date(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await _open(story, key, THIRD)
            await _put(story, "time", "11h", then="f2")
            assert story.place == "AskScope"
            assert "change 1 date, le lun. 16 nov. 2026" in story.text
            assert "change 4 dates, du lun. 16 nov. 2026 au lun. 7 déc. 2026" in story.text
            assert "change 6 dates, du lun. 2 nov. 2026 au lun. 7 déc. 2026" in story.text
            await story.press("c")
            assert "1 date changée, le lun. 16 nov. 2026." in story.status
            moved = _days(MONDAY, 6)
            moved[2] = "11-16 11:00"
            assert _starts(story) == moved

    async def test_it_and_those_that_follow_with_their_exceptions(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.complete, key, MONDAY + 4 * WEEK, "this", "Vu")
            await _open(story, key, THIRD)
            await _put(story, "time", "11h", then="f2")
            assert "change 3 dates" in story.text and "garde 1" in story.text
            await story.press("s")
            late = _days(THIRD.replace(hour=11), 4)
            late[2] = f"x {late[2]}"
            assert _starts(story) == [*_days(MONDAY, 2), *late]
            assert story.place == "ActivityForm" and not story.app.screen.form.dirty

    async def test_all_of_them(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await _open(story, key, THIRD)
            await _put(story, "subject", "Point")
            await _put(story, "time", "8h", then="f2")
            await story.press("t")
            assert _starts(story) == _days(MONDAY.replace(hour=8), 6)
            assert story.rows("SELECT subject, count(*) FROM activity") == [("Point", 1)]
            await _put(story, "time", "7h", then="f2")
            await story.press("t")
            assert _starts(story) == _days(MONDAY.replace(hour=7), 6)

    async def test_one_without_end_says_so(self, begin) -> None:
        async with begin() as story:
            key = _make(story, "FREQ=WEEKLY;BYDAY=MO")
            await _open(story, key, THIRD)
            await _put(story, "subject", "Point", then="f2")
            assert "à partir du lun. 16 nov. 2026, sans fin" in story.text

    async def test_leaving_the_question_keeps_what_is_typed(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await _open(story, key, THIRD)
            await _put(story, "time", "11h", then="f2")
            await story.press("escape")
            assert story.place == "ActivityForm" and "reste" in story.status
            assert story.app.screen.form.widgets["time"].text == "11h"
            assert _starts(story) == _days(MONDAY, 6)

    async def test_a_new_rule_is_not_offered_to_one_date(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await _open(story, key, THIRD)
            await story.press("pagedown")
            await _put(story, "every", "2", then="f2")
            assert story.place == "AskScope" and "Cette date seulement" not in story.text
            await story.press("c")
            assert story.place == "AskScope"
            await story.press("s")
            assert _starts(story)[:3] == _days(MONDAY, 3)
            assert _starts(story)[3] == f"{THIRD + 2 * WEEK:%m-%d %H:%M}"

    async def test_a_series_opened_whole_never_asks(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await _open(story, key, None)
            await _put(story, "time", "11h", then="f2")
            assert story.place == "ActivityForm" and "Enregistré" in story.status
            assert _starts(story) == _days(MONDAY.replace(hour=11), 6)

    async def test_opening_and_saving_untouched_changes_nothing(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await _open(story, key, THIRD)
            before = story.rows("SELECT * FROM activity")
            await story.press("f2")
            assert story.rows("SELECT * FROM activity") == before
            assert story.place == "ActivityForm"

    async def test_an_exception_that_another_made_meanwhile_is_told(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.change, key, THIRD, "this", {"location": "Laval"})
            await _open(story, key, THIRD)
            story.ask(series.change, key, THIRD, "this", {"location": "Sorel"})
            await _put(story, "location", "Lévis", then="f2")
            await story.press("c")
            assert "Un autre a changé entre-temps : Lieu : Sorel" in story.status
            assert story.app.screen.form.widgets["location"].text == "Lévis"


class TestActs:
    async def _act(self, story, name: str, *args: Any) -> None:
        from screens import occurrences

        if story.place == "Lookup":
            await story.press("ctrl+g", "k")
        await _run(story, lambda screen: getattr(occurrences, name)(screen, *args))

    async def test_completing_asks_the_dates_then_the_note(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "complete", key, THIRD)
            assert "complète 1 date, le lun. 16 nov. 2026" in story.text
            await story.press("c")
            await story.type("Tout va bien")
            await story.press("enter")
            assert "1 date complétée" in story.status and "Suivi" in story.status
            done = _days(MONDAY, 6)
            done[2] = f"x {done[2]}"
            assert _starts(story) == done
            note = "SELECT completion_note FROM activity_exception"
            assert story.one(note) == "Tout va bien"
            await self._act(story, "complete", key, THIRD)
            assert "de nouveau à faire" in story.status
            assert _starts(story) == _days(MONDAY, 6)

    async def test_completing_without_a_note_and_leaving_the_question(self, begin) -> None:
        async with begin() as story:
            key = story.ask(Activity.make, {"subject": "Appel", "start": MONDAY}).id
            await self._act(story, "complete", key, None)
            await story.press("escape")
            assert _starts(story) == ["11-02 09:00"]
            await self._act(story, "complete", key, None)
            await story.press("enter")
            assert "« Appel » est complétée" in story.status
            assert _starts(story) == ["x 11-02 09:00"]

    @pytest.mark.parametrize(("letter", "left"), [("c", [0, 1, 3, 4, 5]), ("s", [0, 1]), ("t", [])])
    async def test_deleting_dates(self, begin, letter: str, left: list[int]) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "delete", key, THIRD)
            assert "supprime 4 dates, du lun. 16 nov. 2026 au lun. 7 déc. 2026" in story.text
            await story.press("enter")
            assert story.place == "AskScope" and _starts(story) == _days(MONDAY, 6)
            await story.press(letter)
            assert _starts(story) == [_days(MONDAY, 6)[n] for n in left]
            assert "supprimée" in story.status

    async def test_deleting_one_that_does_not_recur_asks_first(self, begin) -> None:
        async with begin() as story:
            key = story.ask(Activity.make, {"subject": "Appel", "start": MONDAY}).id
            await self._act(story, "delete", key, None)
            assert story.place == "Ask"
            await story.press("o")
            assert "« Appel » est supprimée" in story.status and _starts(story) == []

    @pytest.mark.parametrize("letter", ["c", "s", "t"])
    async def test_moving_dates(self, begin, letter: str) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "move", key, THIRD, 15)
            assert story.place == "AskScope"
            await story.press(letter)
            assert "lun. 16 nov. 2026, 09:00 → lun. 16 nov. 2026, 09:15" in story.status
            later = {"c": {2}, "s": {2, 3, 4, 5}, "t": set(range(6))}[letter]
            assert _starts(story) == [
                day.replace("09:00", "09:15") if n in later else day
                for n, day in enumerate(_days(MONDAY, 6))
            ]

    async def test_moving_to_a_date(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await self._act(story, "move_to", key, THIRD, dt.date(2026, 11, 18))
            await story.press("s")
            tuesday = THIRD + dt.timedelta(days=2)
            assert _starts(story) == [*_days(MONDAY, 2), *_days(tuesday, 4)]
            await self._act(story, "move_to", key, MONDAY, MONDAY.date())
            assert "déjà ce jour-là" in story.status

    async def test_whole_days_are_moved_by_days_alone(self, begin) -> None:
        async with begin() as story:
            made = {"subject": "Congrès", "start": MONDAY, "all_day": True}
            key = story.ask(Activity.make, made).id
            await self._act(story, "move", key, None, 15)
            assert _starts(story) == ["11-02 00:00"] and story.status
            await self._act(story, "move", key, None, 24 * 60)
            assert _starts(story) == ["11-03 00:00"]
            assert "lun. 2 nov. 2026 → mar. 3 nov. 2026" in story.status

    async def test_a_removed_date_is_restored(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.delete, key, THIRD, "this")
            await self._act(story, "restore", key)
            assert "lun. 16 nov. 2026" in story.text
            await story.press("enter")
            assert "La date du lun. 16 nov. 2026 est rétablie" in story.status
            assert _starts(story) == _days(MONDAY, 6)
            await self._act(story, "restore", key)
            assert "Aucune date" in story.status

    async def test_actions_of_a_date_from_its_form(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            await story.press("ctrl+g", "k")
            await _open(story, key, THIRD)
            await story.press("f9", "x", "c", "enter")
            assert story.place == "ActivityForm" and "Complétée le" in story.text
            await story.press("f9", "r")
            assert "Complétée le" not in story.text
            await story.press("f9", "s", "c")
            assert story.place == "ContactList" and len(_starts(story)) == 5
            assert "1 date supprimée" in story.status

    async def test_a_whole_series_is_completed_and_deleted_knowingly(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.delete, key, MONDAY, "this")
            await self._act(story, "complete", key, None)
            assert "complète 5 dates" in story.text and "Cette date" not in story.text
            await story.press("escape")
            assert _starts(story) == _days(MONDAY + WEEK, 5)
            await self._act(story, "delete", key, None)
            assert "supprime 5 dates" in story.text
            await story.press("t")
            assert _starts(story) == [] and "5 dates supprimées" in story.status

    async def test_what_is_gone_is_told(self, begin) -> None:
        async with begin() as story:
            key = _make(story)
            story.ask(series.delete, key, THIRD, "this")
            for name in ("complete", "delete", "open_activity"):
                await self._act(story, name, key, THIRD)
                assert story.place == "ContactList" and story.status
