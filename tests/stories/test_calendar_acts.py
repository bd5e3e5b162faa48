"""What is done from calendars, and the hours of a day and a week, by keys (spec 11.2, 11.3)."""

import datetime as dt

import pytest
import time_machine
from calendar_story import NOW, activity, cursor_day, month, start_of


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


# What is done.


async def test_a_new_one_is_made_on_the_day_under_the_cursor(begin):
    async with begin() as story:
        await month(story)
        await story.press("right", "right", "n")
        assert story.place == "ActivityForm"
        await story.go("subject")
        await story.type("Livraison")
        await story.press("f2", "escape")
        assert story.place == "MonthScreen" and "Livraison" in story.text
        start = story.one("SELECT start FROM activity WHERE subject = 'Livraison'")
        assert start.startswith("2026-11-26")


async def test_a_new_one_is_made_at_the_time_under_the_cursor(begin):
    async with begin() as story:
        await month(story)
        await story.press("right", "enter", "down", "n")
        await story.go("subject")
        await story.type("Livraison")
        await story.press("f2", "escape")
        assert story.place == "DayScreen" and "Livraison" in story.text
        start = story.one("SELECT start FROM activity WHERE subject = 'Livraison'")
        assert start == "2026-11-25T08:30"


@pytest.mark.parametrize("view", ["m", "w", "d"])
async def test_an_activity_is_moved_by_minutes_and_days(begin, view):
    async with begin() as story:
        key = activity(story, "2026-11-24T10:00", "Mobile")
        await month(story)
        await story.press(view)
        if view != "m":
            await story.press("tab")
        for press, start in (
            ("greater_than_sign", "2026-11-24T10:15"),
            ("right_square_bracket", "2026-11-25T10:15"),
            ("less_than_sign", "2026-11-25T10:00"),
            ("less_than_sign", "2026-11-25T09:45"),
            ("left_square_bracket", "2026-11-24T09:45"),
            ("left_square_bracket", "2026-11-23T09:45"),
        ):
            await story.press(press)
            assert start_of(story, key) == start
            assert story.app.screen.entry.occurrence.subject == "Mobile"
            assert cursor_day(story).isoformat() == start[:10]


@pytest.mark.parametrize("view", ["m", "d"])
async def test_one_date_of_a_series_is_moved_or_all_of_them(begin, view):
    async with begin() as story:
        key = activity(story, "2026-11-03T10:00", "Suivi", rrule="FREQ=WEEKLY")
        await month(story)
        await story.press(view)
        if view == "d":
            await story.press("tab")
        await story.press("greater_than_sign", "c")
        assert story.app.screen.entry.occurrence.start == dt.datetime(2026, 11, 24, 10, 15)
        assert story.rows("SELECT original, start FROM activity_exception") == [
            ("2026-11-24T10:00", "2026-11-24T10:15")
        ]
        await story.press("pagedown" if view == "d" else "down")
        assert story.app.screen.entry.occurrence.start == dt.datetime(2026, 12, 1, 10)
        await story.press("less_than_sign", "t")
        assert start_of(story, key) == "2026-11-03T09:45"
        assert story.app.screen.entry.occurrence.start == dt.datetime(2026, 12, 1, 9, 45)


async def test_it_is_completed_with_a_note_and_reopened(begin):
    async with begin() as story:
        key = activity(story, "2026-11-24T10:00", "À faire")
        await month(story)
        await story.press("c", "x")
        await story.type("Tout est réglé")
        await story.press("enter")
        found = "SELECT status, completion_note FROM activity WHERE id = ?"
        assert story.rows(found, key) == [("done", "Tout est réglé")]
        assert "Tout est réglé" in story.text
        await story.press("x")
        assert story.rows(found, key)[0][0] == "open"


async def test_completed_one_after_the_other_the_next_is_under_the_cursor(begin):
    async with begin() as story:
        for hour, subject in ((9, "Une"), (10, "Deux"), (11, "Trois")):
            activity(story, f"2026-11-24T{hour:02}:00", subject)
        await month(story)
        await story.press("tab", "down")
        for subject in ("Deux", "Trois", "Une"):
            assert story.app.screen.entry.occurrence.subject == subject
            await story.press("x", "enter")
        assert story.app.screen.entry is None


async def test_a_calendar_left_on_another_day_begins_today_again(begin):
    async with begin() as story:
        await month(story)
        await story.press("pagedown", "escape")
        await month(story)
        await story.press("f1", "escape")
        assert cursor_day(story) == dt.date(2026, 11, 24)


async def test_it_is_deleted_once_one_agrees(begin):
    async with begin() as story:
        activity(story, "2026-11-24T10:00", "De trop")
        await month(story)
        await story.press("delete", "escape")
        assert story.one("SELECT count(*) FROM activity") == 1
        await story.press("delete", "o")
        assert story.one("SELECT count(*) FROM activity") == 0
        assert "De trop" not in "\n".join(story.lines[:-2])


async def test_where_there_is_none_nothing_is_done(begin):
    async with begin() as story:
        await month(story)
        for view in ("m", "w", "d"):
            await story.press(view)
            for press in ("x", "delete", "e", "f9", "greater_than_sign"):
                await story.press(press)
                assert "pas d'activité ici" in story.status
            await story.press("left")
            assert story.status == ""


# The day and the week.


async def test_what_overlaps_is_side_by_side_and_gone_through_by_left_and_right(begin):
    async with begin() as story:
        for subject in ("Une", "Deux", "Trois"):
            activity(story, "2026-11-25T10:00", subject)
        await month(story)
        await story.press("right", "enter")
        line = next(line for line in story.lines if "10:00" in line and "Une" in line)
        assert line.index("Une") < line.index("Deux") < line.index("Trois")
        subjects = []
        for _ in range(3):
            subjects.append(story.app.screen.entry.occurrence.subject)
            await story.press("right")
        assert subjects == ["Une", "Deux", "Trois"]
        assert cursor_day(story) == dt.date(2026, 11, 26)
        await story.press("left")
        assert story.app.screen.entry.occurrence.subject == "Trois"
        await story.press("h", "h", "h")
        assert cursor_day(story) == dt.date(2026, 11, 24)


async def test_more_than_there_is_room_for_are_counted_and_still_reached(begin):
    async with begin() as story:
        for n in range(9):
            activity(story, "2026-11-25T10:00", f"Numéro {n}")
        await month(story)
        await story.press("right", "enter")
        assert "+4" in story.text and "Numé" in story.text
        for n in range(9):
            assert story.app.screen.entry.occurrence.subject == f"Numéro {n}"
            await story.press("right")
        await story.press("left", "w")
        assert story.app.screen.entry.occurrence.subject == "Numéro 8"


async def test_the_day_opens_where_something_is_to_be_seen(begin):
    async with begin() as story:
        activity(story, "2026-11-25T06:30", "Tôt")
        await month(story)
        await story.press("enter")
        assert "›09:00◄" in story.text and "───" in story.text
        await story.press("right", "escape", "enter")
        assert "06:30–07:30 Tôt" in story.text and "›06:30" in story.text
        await story.press("escape", "right", "enter")
        assert "›08:00" in story.text
        await story.press("t")
        assert "›09:00◄" in story.text


async def test_tab_goes_through_the_activities_of_the_week(begin):
    async with begin() as story:
        activity(story, "2026-11-22T00:00", "Dimanche", all_day=True)
        activity(story, "2026-11-24T10:00", "Mardi")
        activity(story, "2026-11-28T23:30", "Samedi", minutes=20)
        await month(story)
        await story.press("w")
        assert story.app.screen.entry.occurrence.subject == "Mardi"
        await story.press("tab")
        assert story.app.screen.entry.occurrence.subject == "Samedi"
        assert "Samedi" in story.text
        await story.press("tab")
        assert "pas d'autre activité" in story.status
        await story.press("shift+tab", "shift+tab")
        assert story.app.screen.entry.occurrence.subject == "Dimanche"


async def test_hours_go_on_into_the_neighbouring_days(begin):
    async with begin() as story:
        await month(story)
        await story.press("d", *["up"] * 19)
        assert cursor_day(story) == dt.date(2026, 11, 23) and "›23:30" in story.text
        await story.press("down")
        assert cursor_day(story) == dt.date(2026, 11, 24) and "›00:00" in story.text


async def test_what_lasts_all_day_is_reached_above_midnight(begin):
    async with begin() as story:
        activity(story, "2026-11-25T00:00", "Foire", all_day=True)
        await month(story)
        await story.press("right", "d", "shift+tab")
        assert story.app.screen.entry.occurrence.subject == "Foire"
        await story.press("down")
        assert story.app.screen.entry is None
        await story.press(*["up"] * 17)
        assert story.app.screen.entry.occurrence.subject == "Foire"
        await story.press("up")
        assert cursor_day(story) == dt.date(2026, 11, 24)


async def test_the_date_is_kept_from_one_calendar_to_the_other(begin):
    async with begin() as story:
        await month(story)
        await story.press("right", "enter", "right")
        assert story.place == "DayScreen" and cursor_day(story) == dt.date(2026, 11, 26)
        await story.press("escape")
        assert story.place == "MonthScreen" and cursor_day(story) == dt.date(2026, 11, 26)
        await story.press("w", "down", "right", "pagedown")
        assert story.place == "WeekScreen" and cursor_day(story) == dt.date(2026, 12, 4)
        await story.press("enter")
        assert story.place == "DayScreen" and cursor_day(story) == dt.date(2026, 12, 4)
        await story.press("w")
        assert story.place == "WeekScreen" and len(story.app.screen_stack) == 2
        await story.press("m")
        assert story.place == "MonthScreen" and "décembre" in story.lines[0]
        await story.press("escape")
        assert story.place == "Lookup"


async def test_small_windows_still_show_the_day(begin):
    async with begin(size=(40, 10)) as story:
        activity(story, "2026-11-24T10:00", "Petite")
        await month(story)
        assert "[24]" in story.text and "10:00" in story.text
        await story.press("up", "up", "up")
        assert "[ 3]" in story.text
        await story.press("t", "d", "tab")
        assert "Petite" in story.text
        await story.press("w")
        assert "[24]" in story.text
