"""What one is told of a series before an act and after it, and what then is so (spec 7.3, 7.7)."""

from typing import Any

import pytest
from activity_story import DAY, MONDAY, WEEK, open_activity, put, run, starts, text_in, weekly
from activity_story import told as below

from models import series
from models.activity import Activity
from models.journal import act_as
from models.user import User
from screens import occurrences

THIRD = MONDAY + 2 * WEEK
LAST = MONDAY + 5 * WEEK


def _make(story, login: str = "marie", rrule: str = "FREQ=WEEKLY;BYDAY=MO;COUNT=6") -> int:
    """A series with one date completed and one moved by a day."""
    if login not in story.ask(User.all):
        story.ask(User.make, {"login": login, "role": "editor"})
    given = {"subject": "Suivi", "start": MONDAY, "duration": 60, "rrule": rrule, "owner": login}
    key: int = story.ask(Activity.make, given).id
    story.ask(series.complete, key, MONDAY, "this", "fait")
    story.ask(series.move, key, MONDAY + WEEK, "this", 24 * 60)
    return key


def _hide(story, key: int, login: str) -> None:
    """Let a user make the last date private, and whoever is at the keyboard go on."""
    story.ask(act_as, story.ask(User.id_of, login))
    story.ask(series.change, key, LAST, "this", {"public": False, "subject": "SECRET"})
    story.ask(act_as, story.app.user["id"])


def _words(story) -> str:
    return " ".join(story.text.replace("│", " ").split())


async def _act(story, name: str, *args: Any) -> None:
    await run(story, lambda screen: getattr(occurrences, name)(screen, *args))


async def test_changing_all_keeps_what_is_completed_and_where_a_date_was_moved(begin) -> None:
    async with begin() as story:
        key = _make(story)
        await open_activity(story, key, THIRD)
        await put(story, "subject", "Point")
        await put(story, "time", "11h", then="f2")
        assert "change 5 dates, du mar. 10 nov. 2026 au lun. 7 déc. 2026" in _words(story)
        assert "1 d'entre elles garde ce qu'elle a à part, garde 1 exception" in _words(story)
        await story.press("t")
        assert "5 dates changées, du mar. 10 nov. 2026" in story.status
        later = weekly(THIRD.replace(hour=11), 4)
        assert starts(story) == ["x 11-02 09:00", "11-10 09:00", *later]
        done = story.ask(series.occurrence_values, key, MONDAY.replace(hour=11))
        assert (done["subject"], done["start"]) == ("Suivi", MONDAY)
        moved = story.ask(series.occurrence_values, key, (MONDAY + WEEK).replace(hour=11))
        assert (moved["subject"], moved["start"]) == ("Point", MONDAY + WEEK + DAY)


async def test_changing_all_says_so_in_english(begin) -> None:
    async with begin(language="en") as story:
        key = _make(story)
        await open_activity(story, key, THIRD)
        await put(story, "time", "11h", then="f2")
        assert "changes 4 dates, from Mon, Nov 16, 2026 to Mon, Dec 7, 2026" in _words(story)
        assert "keeps 2 exceptions" in _words(story)
        await story.press("t")
        assert "4 dates changed, from Mon, Nov 16, 2026" in story.status


async def test_deleting_a_series_leaves_what_is_completed_and_says_so(begin) -> None:
    async with begin() as story:
        key = _make(story)
        await _act(story, "delete", key, THIRD)
        told = "supprime 5 dates, du mar. 10 nov. 2026 au lun. 7 déc. 2026, 1 date faite ou annulée"
        assert told in _words(story)
        await story.press("t")
        assert starts(story) == ["x 11-02 09:00"]
        assert "5 dates supprimées" in story.status


async def test_completing_all_of_an_endless_series_goes_till_today(begin) -> None:
    async with begin() as story:
        key = _make(story, rrule="FREQ=WEEKLY;BYDAY=MO")
        await _act(story, "complete", key, THIRD)
        assert "complète 3 dates, du mar. 10 nov. 2026 au lun. 23 nov. 2026" in _words(story)
        assert "ce qui vient après le mar. 24 nov. 2026 reste à faire" in _words(story)
        await story.press("t")
        await story.type("vendu")
        await story.press("enter")
        assert "3 dates complétées" in story.status
        assert [s for s in starts(story) if s.startswith("x")] == [
            "x 11-02 09:00",
            "x 11-10 09:00",
            "x 11-16 09:00",
            "x 11-23 09:00",
        ]
        assert story.one("SELECT status FROM activity") == "open"


async def test_what_is_all_to_come_is_not_offered_to_be_completed_at_once(begin) -> None:
    async with begin() as story:
        key = _make(story)
        await _act(story, "complete", key, MONDAY + 4 * WEEK)
        assert "aucune date à faire jusqu’à aujourd’hui" in _words(story)
        await story.press("s")
        assert story.place == "AskScope"
        await story.press("escape")


async def test_a_completed_date_is_not_said_to_be_moved_with_the_others(begin) -> None:
    async with begin() as story:
        key = _make(story)
        await _act(story, "move", key, MONDAY, 15)
        await story.press("t")
        assert "Déplacée" not in story.status and "4 dates changées" in story.status
        assert starts(story)[0] == "x 11-02 09:00"


async def test_a_series_opened_whole_says_what_its_change_did(begin) -> None:
    async with begin() as story:
        key = _make(story)
        await open_activity(story, key, None)
        await put(story, "time", "11h", then="f2")
        assert "Enregistré" in story.status and "4 dates changées" in story.status
        assert starts(story)[:2] == ["x 11-02 09:00", "11-10 09:00"]


async def test_nobody_takes_over_a_series_of_another(begin) -> None:
    async with begin(user="bob") as story:
        key = _make(story, "alice")
        await open_activity(story, key, THIRD)
        await put(story, "owner", "bob", then="f2")
        assert story.place == "ActivityForm" and "seul alice ou un administrateur" in story.status
        await put(story, "owner", "alice")
        await story.go("public")
        await story.press("space", "f2")
        assert story.place == "ActivityForm" and "seul alice peut rendre privée" in story.status
        assert text_in(story, "subject") == "Suivi"
        assert story.rows("SELECT DISTINCT owner_id, public FROM activity") == [
            (story.ask(User.id_of, "alice"), 1)
        ]


@pytest.mark.parametrize("letter", ["s", "t"])
async def test_the_private_date_of_another_stays_and_nothing_hints_at_it(begin, letter) -> None:
    async with begin(user="bob") as story:
        told = []
        for hidden in (True, False):
            key = _make(story, "alice")
            if hidden:
                _hide(story, key, "alice")
            else:
                story.ask(series.delete, key, LAST, "this")
            await open_activity(story, key, THIRD)
            shown = [*below(story)]
            await put(story, "time", "11h", then="f2")
            shown.append(story.text)
            await story.press(letter)
            shown.append(story.status)
            await story.press("escape")
            told.append(shown)
        assert told[0] == told[1]
        assert "SECRET" not in str(told)
        story.ask(act_as, story.ask(User.id_of, "alice"))
        [secret] = story.rows(
            "SELECT activity_id, original FROM activity_exception WHERE public = 0"
        )
        kept = story.ask(series.occurrence_values, secret[0], LAST.replace(hour=11))
        assert (kept["subject"], kept["start"]) == ("SECRET", LAST)
