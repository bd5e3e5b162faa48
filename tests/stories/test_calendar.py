"""The calendar of a month, by keys, and whose calendar it is (spec 11.1, 11.4)."""

import datetime as dt

import pytest
import time_machine
from calendar_story import NOW, activity, cursor_day, month, start_of

from models.activity import Activity
from models.code import Code
from models.setting import change_setting
from screens.calendar import base, days
from screens.widgets.month_grid import MonthGrid
from screens.widgets.record_table import RecordTable


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


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
