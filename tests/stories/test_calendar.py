"""Calendars, by keys: the month, the week, the day (spec 11)."""

import datetime as dt

import pytest
import time_machine

from models.activity import Activity
from models.code import Code
from models.setting import change_setting
from models.user import User
from screens.calendar import base, days
from screens.widgets.month_grid import MonthGrid
from screens.widgets.record_table import RecordTable

# Nine in the morning in Montréal.
NOW = dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def _make(login, start, minutes, named):
    User.enter(login)
    values = {"subject": "Réunion", "start": dt.datetime.fromisoformat(start)} | named
    if not values.get("all_day"):
        values["duration"] = minutes
    key = Activity.make(values).id
    User.enter("marie")
    return key


def activity(story, start, subject="Réunion", *, minutes=60, login="marie", **named):
    return story.ask(_make, login, start, minutes, {"subject": subject} | named)


async def month(story):
    await story.press("ctrl+g", "a")
    assert story.place == "MonthScreen"


def start_of(story, key):
    return story.one("SELECT start FROM activity WHERE id = ?", key)


def cursor_day(story):
    return story.app.screen.day


# The month.


async def test_arrows_walk_over_the_months_ends_and_the_grid_follows(begin):
    async with begin() as story:
        await month(story)
        assert "novembre 2026 · le mien" in story.lines[0]
        assert "[24]auj." in story.text
        await story.press("down")
        assert "décembre 2026" in story.lines[0] and "[ 1]" in story.text
        await story.press("left")
        assert "novembre 2026" in story.lines[0] and "[30]" in story.text
        await story.press("k", "h", "l", "j")
        assert cursor_day(story) == dt.date(2026, 11, 30)


async def test_pages_are_months_and_a_short_month_has_its_last_day(begin):
    async with begin() as story:
        await month(story)
        await story.press("g")
        await story.type("2027-01-31")
        await story.press("enter", "pagedown")
        assert cursor_day(story) == dt.date(2027, 2, 28)
        await story.press("pageup", "pageup", "t")
        assert cursor_day(story) == dt.date(2026, 11, 24)
        await story.press("down", "home")
        assert cursor_day(story) == dt.date(2026, 11, 24)


async def test_a_date_is_typed_and_one_that_is_none_is_refused(begin):
    async with begin() as story:
        await month(story)
        await story.press("g")
        await story.type("99 brumaire")
        await story.press("enter")
        assert story.place == "GoToDay"
        await story.fill("9999-12-31", then="enter")
        assert story.place == "GoToDay" and "2199" in story.status
        await story.fill("25 déc", then="home")
        assert "ven. 25 déc. 2026" in story.status
        await story.press("enter")
        assert cursor_day(story) == dt.date(2026, 12, 25)
        assert "ven. 25 déc. 2026" in story.status
        assert "Noël" in story.text


async def test_the_first_and_the_last_day_of_calendars_are_ends(begin):
    async with begin() as story:
        await month(story)
        for typed, keys in (
            ("2199-12-31", "right down pagedown"),
            ("1900-01-01", "left up pageup"),
        ):
            await story.press("g")
            await story.type(typed)
            await story.press("enter", *keys.split(), "w", *keys.split(), "d", *keys.split(), "m")
            assert cursor_day(story) == dt.date.fromisoformat(typed)


async def test_the_list_is_that_of_the_day_under_the_cursor(begin):
    async with begin() as story:
        roy = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
        activity(story, "2026-11-24T14:00", "Appel de suivi", contact=roy)
        activity(story, "2026-11-25T08:30", "Inventaire")
        await month(story)
        assert "14:00–15:00" in story.text and "Tremblay & Fils" in story.text
        assert "Appel de suivi" in story.text and "mar. 24 nov. 2026 · 1 activité" in story.text
        await story.press("right")
        assert "08:30–09:30" in story.text and "Appel de suivi" not in story.text
        await story.press("right")
        assert "n fait une activité" in story.text


async def test_a_day_with_too_many_says_how_many_more(begin):
    async with begin() as story:
        for hour in range(9, 14):
            activity(story, f"2026-11-18T{hour:02}:00")
        await month(story)
        week = next(n for n, line in enumerate(story.lines) if " 18 " in line)
        assert "+4" in story.lines[week]
        assert "09:00" in story.lines[week + 1]
        await story.resize(132, 43)
        assert "+2" in story.text and "11:00" in story.text


async def test_days_of_a_month_are_shown_from_memory_and_only_two_are_painted(begin, monkeypatch):
    async with begin() as story:
        activity(story, "2026-11-25T09:00")
        await month(story)
        read, painted = [], []
        monkeypatch.setattr(days, "read_days", lambda *args: read.append(args))
        grid = story.app.screen.query_one(MonthGrid)
        refresh = grid.refresh
        monkeypatch.setattr(
            grid, "refresh", lambda *regions, **named: painted.append(regions) or refresh(*regions)
        )
        await story.press("right", "left", "up")
        assert read == [] and cursor_day(story) == dt.date(2026, 11, 17)
        assert [len(regions) for regions in painted] == [2, 2, 2]
        assert all(r.width <= 12 and r.height == 2 for regions in painted for r in regions)


async def test_the_months_beside_are_at_hand_until_somebody_writes(begin, monkeypatch):
    async with begin() as story:
        activity(story, "2026-12-25T09:00", "Noël au bureau")
        await month(story)
        read, really = [], days.read_days
        monkeypatch.setattr(
            days, "read_days", lambda span, *args: read.append(span) or really(span, *args)
        )
        await story.press("pagedown")
        # Only the month after the next one was read, ahead again.
        assert [span.first for span in read] == [dt.date(2026, 12, 27)]
        assert "09:00 Noël" in story.text
        activity(story, "2026-11-24T10:00", "Imprévu")
        await story.press("pageup")
        assert "Imprévu" in story.text


async def test_what_others_did_is_there_after_f5_and_on_coming_back(begin):
    async with begin() as story:
        await month(story)
        activity(story, "2026-11-24T10:00", "Imprévu")
        assert "Imprévu" not in story.text
        await story.press("f5")
        assert "Imprévu" in story.text
        await story.press("enter")
        key = activity(story, "2026-11-24T11:00", "Autre chose")
        await story.press("escape")
        assert "Autre chose" in story.text
        story.ask(Activity.remove, key)
        await story.press("f1", "escape")
        assert "Autre chose" not in story.text


async def test_several_days_and_nights_are_on_each_of_their_days(begin):
    async with begin() as story:
        activity(story, "2026-11-24T00:00", "Congrès", all_day=True, end=dt.datetime(2026, 11, 26))
        activity(story, "2026-11-25T22:00", "Sauvegarde", minutes=300)
        await month(story)
        for subjects in (("Congrès",), ("Congrès", "Sauvegarde"), ("Congrès", "Sauvegarde"), ()):
            title = next(n for n, line in enumerate(story.lines) if line.startswith("─"))
            listed = "\n".join(story.lines[title:])
            for subject in ("Congrès", "Sauvegarde"):
                assert (subject in listed) == (subject in subjects), story.text
            await story.press("right")
        await story.press("left", "left", "enter", "tab")
        assert "Congrès" in story.text and "… Sauvegarde" in story.text
        await story.press("w")
        assert story.text.count("Congr") == 3


async def test_weeks_begin_on_sunday_or_monday(begin):
    async with begin() as story:
        await month(story)
        assert story.lines[1].split()[0] == "dimanche"
        await story.press("w")
        assert "sem. du dim. 22 nov." in story.lines[0]
        story.ask(change_setting, "WeekStart", "monday")
        await story.press("f5")
        assert "sem. du lun. 23 nov." in story.lines[0]
        await story.press("m")
        assert story.lines[1].split()[0] == "lundi"


async def test_in_english(begin):
    async with begin(language="en") as story:
        activity(story, "2026-11-24T10:00", "Lunch")
        await month(story)
        assert "Calendar › November 2026 · mine" in story.lines[0]
        assert story.lines[1].split()[0] == "Sunday" and "[24]today" in story.text
        assert "1 activity" in story.text and "n New" in story.lines[-1]
        await story.press("f1")
        assert "Enter" in story.text or "↵" in story.text


async def test_tab_goes_into_the_list_and_back_and_the_last_line_says_so(begin):
    async with begin() as story:
        activity(story, "2026-11-24T10:00", "Première")
        activity(story, "2026-11-24T11:00", "Deuxième")
        await month(story)
        assert "Tab Liste" in story.lines[-1] and "Jour" in story.lines[-1]
        await story.press("tab", "down")
        assert isinstance(story.app.focused, RecordTable)
        assert "Tab Mois" in story.lines[-1] and "Ouvrir" in story.lines[-1]
        assert story.app.screen.entry.occurrence.subject == "Deuxième"
        await story.press("right")
        assert cursor_day(story) == dt.date(2026, 11, 25)
        await story.press("tab")
        assert isinstance(story.app.focused, MonthGrid)


# Whose, and what.


async def test_the_private_one_of_another_is_busy_and_nothing_else(begin):
    async with begin() as story:
        key = activity(
            story,
            "2026-11-24T10:00",
            "SECRET",
            login="benoit",
            public=False,
            location="SECRET",
            detail="SECRET",
        )
        activity(story, "2026-11-24T00:00", "SECRET", login="benoit", public=False, all_day=True)
        await month(story)
        await story.press("o")
        await story.type("*")
        await story.press("enter")
        for keys in ((), ("tab", "down"), ("enter",)):
            await story.press(*keys)
        assert "activité privée" in story.status.lower() or "occup" in story.status.lower()
        for keys in (("tab",), ("w",), ("tab",), ("tab",), ("x",), ("d",), ("tab",), ("tab",)):
            await story.press(*keys)
            assert "SECRET" not in story.text and "Occup" in story.text, story.text
        for keys in ("x", "greater_than_sign", "right_square_bracket", "delete", "e", "f9"):
            await story.press("shift+tab", keys)
            assert story.place == "DayScreen" and "SECRET" not in story.text
        assert start_of(story, key) == "2026-11-24T10:00"
        assert story.rows("SELECT DISTINCT status FROM activity") == [("open",)]


async def test_whose_calendar_is_chosen_and_kept(begin):
    async with begin() as story:
        activity(story, "2026-11-24T10:00", "La mienne")
        activity(story, "2026-11-24T11:00", "Celle de Benoît", login="benoit")
        await month(story)
        assert "La mienne" in story.text and "Celle de" not in story.text
        await story.press("o")
        await story.type("benoit")
        await story.press("enter")
        assert "La mienne" not in story.text and "Celle de" in story.text
        assert "· benoit" in story.lines[0]
    async with begin() as story:
        await month(story)
        assert "La mienne" not in story.text and "Celle de" in story.text
        await story.press("o")
        await story.type("*")
        await story.press("enter")
        assert "La mienne" in story.text and "Celle de" in story.text
        assert "· tous" in story.lines[0]
    async with begin(user="benoit") as story:
        await month(story)
        assert "La mienne" not in story.text, story.text
        assert "· le mien" in story.lines[0]


async def test_completed_ones_are_shown_when_asked_for_and_that_is_kept(begin):
    async with begin() as story:
        key = activity(story, "2026-11-24T10:00", "Finie")
        story.ask(Activity.complete, key, "Elle rappelle jeudi")
        await month(story)
        assert "Finie" not in story.text
        await story.press("c")
        assert "Finie" in story.text and "complétées sont montrées" in story.status
        assert "Elle rappelle jeudi" in story.text
    async with begin() as story:
        await month(story)
        assert "Finie" in story.text
        for view in ("d", "w"):
            await story.press(view)
            assert "x Finie" in story.text and "Elle rappelle jeudi" in story.text
            await story.press("left")
            assert "Elle rappelle jeudi" not in story.text
            await story.press("right", "tab", "shift+tab")
            assert "Elle rappelle jeudi" in story.text
        await story.press("c")
        assert "Finie" not in story.text
    async with begin() as story:
        await month(story)
        assert "Finie" not in story.text
        await story.press("c")
    async with begin(user="benoit") as story:
        assert story.ask(base.read_habits, story.app.user["id"]).completed is False


async def test_holidays_are_marked_until_their_code_is_no_longer_active(begin):
    async with begin() as story:
        await month(story)
        await story.press("pagedown", "right")
        assert "[25]Noël" in story.text and "ven. 25 déc. 2026 · Noël" in story.text
        await story.press("enter")
        assert "(Noël)" in story.text
        await story.press("w")
        assert "(Noël)" in story.text
        code = story.one(
            "SELECT id FROM code WHERE \"table\" = 'holiday' AND description_fr = 'Noël'"
        )
        story.ask(Code.alter, code, {"active": False})
        await story.press("f5")
        assert "Noël" not in story.text
        await story.press("m")
        assert "Noël" not in story.text


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
