"""One date of a series, it and those that follow, or all of them (spec 7.5 to 7.7)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sample_records import contact, party
from sample_series import MONDAY, WEEK, on_24_november, series

from models.activity import Activity
from models.agenda import window
from models.database import rows
from models.journal import act_as
from models.rules import Conflict, Missing, RuleBroken
from models.series import (
    change,
    complete,
    delete,
    move,
    occurrence_values,
    removed_dates,
    reopen,
    restore,
)
from models.series_plan import plan
from models.user import User

pytestmark = pytest.mark.usefixtures("database")

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with on_24_november():
        yield


def shown(*, completed: bool = True) -> list[tuple[str, str]]:
    """What a calendar of the whole time shows: start and subject, with `x` for what is done."""
    found = window(dt.date(2026, 1, 1), dt.date(2027, 12, 31), viewer=1, completed=completed)
    return [
        (f"{o.start:%m-%d %H:%M}", ("x " if o.status == "done" else "") + o.subject) for o in found
    ]


def starts() -> list[str]:
    return [start for start, _ in shown()]


def broken(call: Any, *args: Any, **named: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call(*args, **named)
    return caught.value


SIX = [f"{MONDAY + n * WEEK:%m-%d %H:%M}" for n in range(6)]


class TestRule:
    def test_it_is_kept_as_one_text_and_expanded(self) -> None:
        key = series("rrule:freq=weekly;byday=mo;count=6")
        assert Activity.values_of(key)["rrule"] == "FREQ=WEEKLY;COUNT=6;BYDAY=MO"
        assert rows("SELECT count(*) FROM activity") == [(1,)]
        assert starts() == SIX

    def test_it_begins_on_its_first_date(self) -> None:
        key = series(start=MONDAY - 3 * DAY)
        assert Activity.values_of(key)["start"] == MONDAY
        assert Activity.values_of(key)["end"] == MONDAY + HOUR

    def test_a_rule_without_any_date_is_refused(self) -> None:
        assert broken(series, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").key == "rule.rrule_never"

    def test_what_is_done_does_not_recur(self) -> None:
        key = Activity.make({"subject": "Appel", "start": MONDAY, "status": "done"}).id
        assert broken(Activity.alter, key, {"rrule": "FREQ=DAILY"}).key == "rule.series_of_done"

    def test_moving_it_to_another_weekday_takes_the_rule_along(self) -> None:
        key = series()
        Activity.alter(key, {"start": MONDAY + DAY})
        assert Activity.values_of(key)["rrule"] == "FREQ=WEEKLY;COUNT=6;BYDAY=TU"
        assert starts()[0] == "11-03 09:00"


class TestThis:
    def test_a_change_is_that_dates_own(self) -> None:
        key = series()
        change(key, MONDAY + WEEK, "this", {"subject": "Chez eux"})
        assert [s for _, s in shown()] == ["Suivi", "Chez eux", *["Suivi"] * 4]
        Activity.alter(key, {"location": "Bureau"})
        assert occurrence_values(key, MONDAY + WEEK)["location"] == "Bureau"

    def test_changed_back_it_is_like_the_others(self) -> None:
        key = series()
        change(key, MONDAY, "this", {"subject": "Chez eux"})
        change(key, MONDAY, "this", {"subject": "Suivi"})
        assert rows("SELECT count(*) FROM activity_exception") == [(0,)]

    def test_moved_it_leaves_its_place(self) -> None:
        key = series()
        move(key, MONDAY + WEEK, "this", 24 * 60)
        assert starts() == [SIX[0], "11-10 09:00", *SIX[2:]]
        move(key, MONDAY + WEEK, "this", 15)
        assert starts()[1] == "11-10 09:15"

    def test_moved_beyond_the_series_end_it_is_still_there(self) -> None:
        key = series()
        change(key, MONDAY, "this", {"start": MONDAY + 20 * WEEK})
        assert starts()[-1] == f"{MONDAY + 20 * WEEK:%m-%d %H:%M}"
        assert len(starts()) == 6

    def test_completed_the_series_goes_on(self) -> None:
        key = series()
        complete(key, MONDAY, "this", "Ils hésitent")
        assert shown()[0] == (SIX[0], "x Suivi")
        assert [start for start, _ in shown(completed=False)] == SIX[1:]
        values = occurrence_values(key, MONDAY)
        assert (values["completion_note"], values["completed_by"]) == ("Ils hésitent", "marie")
        assert Activity.values_of(key)["status"] == "open"
        reopen(key, MONDAY)
        assert [start for start, _ in shown(completed=False)] == SIX

    def test_deleted_it_can_be_restored(self) -> None:
        key = series()
        delete(key, MONDAY + WEEK, "this")
        assert starts() == [SIX[0], *SIX[2:]]
        assert removed_dates(key) == [MONDAY + WEEK]
        with pytest.raises(Missing):
            occurrence_values(key, MONDAY + WEEK)
        restore(key, MONDAY + WEEK)
        assert starts() == SIX
        assert broken(restore, key, MONDAY).key == "rule.no_occurrence"

    def test_contact_owner_and_rule_are_the_series(self) -> None:
        key = series()
        for values in ({"contact": contact(party())}, {"rrule": "FREQ=DAILY"}):
            assert broken(change, key, MONDAY, "this", values).key == "rule.of_series"

    def test_a_date_that_the_series_does_not_have(self) -> None:
        key = series()
        for call in (change, plan):
            assert (
                broken(call, key, MONDAY + DAY, "following", {} if call is change else "change").key
                == "rule.no_occurrence"
            )
        assert broken(change, key, MONDAY + DAY, "this", {}).key == "rule.no_occurrence"

    def test_two_who_change_the_same_field_of_a_date(self) -> None:
        key = series()
        mine = occurrence_values(key, MONDAY)["version"]
        change(key, MONDAY, "this", {"subject": "Leur", "location": "Ici"})
        change(key, MONDAY, "this", {"detail": "Le mien"}, version=mine)
        theirs = occurrence_values(key, MONDAY)
        assert (theirs["subject"], theirs["detail"]) == ("Leur", "Le mien")
        version = theirs["version"]
        change(key, MONDAY, "this", {"subject": "Encore"})
        with pytest.raises(Conflict) as caught:
            change(key, MONDAY, "this", {"subject": "Le mien"}, version=version)
        assert caught.value.theirs == {"subject": "Encore"}


class TestFollowing:
    def test_the_series_is_cut_and_another_takes_over(self) -> None:
        key = series()
        new = change(key, MONDAY + 2 * WEEK, "following", {"subject": "Bilan"}).id
        assert new != key
        assert shown() == [
            *[(start, "Suivi") for start in SIX[:2]],
            *[(start, "Bilan") for start in SIX[2:]],
        ]
        assert Activity.values_of(key)["rrule"] == "FREQ=WEEKLY;COUNT=2;BYDAY=MO"
        assert Activity.values_of(new)["rrule"] == "FREQ=WEEKLY;COUNT=4;BYDAY=MO"

    def test_an_endless_one_ends_with_the_date_before(self) -> None:
        key = series("FREQ=WEEKLY;BYDAY=MO")
        change(key, MONDAY + 2 * WEEK, "following", {"start": MONDAY + 2 * WEEK + HOUR})
        assert starts()[:4] == [SIX[0], SIX[1], "11-16 10:00", "11-23 10:00"]

    def test_later_exceptions_go_along_moved_like_their_dates(self) -> None:
        key = series()
        complete(key, MONDAY, "this", "fait")
        complete(key, MONDAY + 3 * WEEK, "this", "fait")
        delete(key, MONDAY + 4 * WEEK, "this")
        new = move(key, MONDAY + 2 * WEEK, "following", 24 * 60).id
        assert shown() == [
            (SIX[0], "x Suivi"),
            (SIX[1], "Suivi"),
            ("11-17 09:00", "Suivi"),
            ("11-23 09:00", "x Suivi"),
            ("12-08 09:00", "Suivi"),
        ]
        assert removed_dates(new) == [MONDAY + 4 * WEEK + DAY]
        assert Activity.values_of(new)["rrule"] == "FREQ=WEEKLY;COUNT=4;BYDAY=TU"

    def test_from_the_first_date_it_is_the_whole_series(self) -> None:
        key = series()
        assert change(key, MONDAY, "following", {"subject": "Bilan"}).id == key
        assert [s for _, s in shown()] == ["Bilan"] * 6

    def test_another_shape_keeps_the_number_that_is_left(self) -> None:
        key = series()
        new = change(
            key, MONDAY + 2 * WEEK, "following", {"rrule": "FREQ=WEEKLY;COUNT=6;BYDAY=MO,WE"}
        ).id
        assert Activity.values_of(new)["rrule"] == "FREQ=WEEKLY;COUNT=4;BYDAY=MO,WE"

    def test_what_was_done_and_has_no_date_any_more_is_kept(self) -> None:
        key = series()
        complete(key, MONDAY + 3 * WEEK, "this", "fait")
        told = change(
            key, MONDAY + 2 * WEEK, "following", {"rrule": "FREQ=MONTHLY;BYMONTHDAY=16"}
        ).notices
        assert [notice.key for notice in told] == ["activity.own"]
        assert ("11-23 09:00", "x Suivi") in shown()
        assert rows("SELECT count(*) FROM activity WHERE rrule = ''") == [(1,)]

    def test_deleted_the_series_ends_before(self) -> None:
        key = series()
        move(key, MONDAY + 4 * WEEK, "this", 15)
        delete(key, MONDAY + 2 * WEEK, "following")
        assert starts() == SIX[:2]
        assert rows("SELECT count(*) FROM activity_exception") == [(0,)]
        delete(key, MONDAY, "following")
        assert rows("SELECT count(*) FROM activity") == [(0,)]

    def test_completed_those_before_stay_open_and_what_is_to_come(self) -> None:
        key = series()
        complete(key, MONDAY + 2 * WEEK, "following", "vendu")
        assert [s for _, s in shown()] == [*["Suivi"] * 2, *["x Suivi"] * 2, *["Suivi"] * 2]
        assert rows("SELECT count(*) FROM activity") == [(1,)]


class TestAll:
    def test_a_change_reaches_every_date_but_what_a_date_has_of_its_own(self) -> None:
        key = series()
        change(key, MONDAY + WEEK, "this", {"subject": "Chez eux"})
        change(key, MONDAY + 2 * WEEK, "all", {"subject": "Bilan"})
        assert [s for _, s in shown()] == ["Bilan", "Chez eux", *["Bilan"] * 4]

    def test_moved_by_one_date_all_move_as_far(self) -> None:
        key = series()
        delete(key, MONDAY + WEEK, "this")
        complete(key, MONDAY + 2 * WEEK, "this", "fait")
        move(key, MONDAY + 3 * WEEK, "all", 60)
        assert shown()[:3] == [
            ("11-02 10:00", "Suivi"),
            ("11-16 09:00", "x Suivi"),
            ("11-23 10:00", "Suivi"),
        ]
        assert removed_dates(key) == [MONDAY + WEEK + HOUR]

    def test_moved_by_a_week_no_exception_falls_on_another(self) -> None:
        for minutes in (7 * 24 * 60, -7 * 24 * 60):
            key = series()
            for n in range(6):
                complete(key, MONDAY + n * WEEK, "this", str(n))
            move(key, MONDAY, "all", minutes)
            notes = rows(
                "SELECT completion_note FROM activity_exception WHERE activity_id = ?"
                " ORDER BY original",
                (key,),
            )
            assert notes == [(str(n),) for n in range(6)]

    def test_one_that_is_no_series_any_more_keeps_what_was_done(self) -> None:
        key = series()
        complete(key, MONDAY + WEEK, "this", "fait")
        change(key, MONDAY, "all", {"rrule": ""})
        assert shown() == [(SIX[0], "Suivi"), (SIX[1], "x Suivi")]

    def test_completed_and_reopened(self) -> None:
        key = series()
        complete(key, MONDAY + WEEK, "all", "vendu")
        assert [start for start, _ in shown(completed=False)] == SIX[4:]
        reopen(key, MONDAY + 2 * WEEK)
        assert [start for start, _ in shown(completed=False)] == [SIX[2], *SIX[4:]]

    def test_one_that_is_done_whole_is_reopened_whole(self) -> None:
        assert broken(series, status="done").key == "rule.series_of_done"
        made = {"subject": "Suivi", "start": MONDAY, "rrule": "FREQ=WEEKLY;COUNT=6"}
        key = Activity.make(made | {"status": "done"}, lenient=True).id
        assert shown(completed=False) == []
        for act in (
            lambda: change(key, MONDAY, "all", {"subject": "Bilan"}),
            lambda: change(key, MONDAY + WEEK, "following", {"subject": "Bilan"}),
            lambda: complete(key, MONDAY, "all"),
            lambda: delete(key, MONDAY, "all"),
            lambda: delete(key, MONDAY + WEEK, "following"),
            lambda: plan(key, MONDAY, "all", "delete"),
            lambda: Activity.alter(key, {"subject": "Bilan"}),
            lambda: Activity.remove(key),
        ):
            assert broken(act).key == "rule.series_is_history"
        reopen(key, MONDAY + 2 * WEEK)
        assert shown(completed=False) == [(start, "Suivi") for start in SIX]

    def test_deleted(self) -> None:
        key = series()
        move(key, MONDAY, "this", 15)
        delete(key, MONDAY + WEEK, "all")
        assert rows("SELECT count(*) FROM activity_exception") == [(0,)]
        assert shown() == []


class TestPrivacy:
    def test_nobody_else_touches_a_private_series(self) -> None:
        key = series(public=False)
        act_as(User.make({"login": "benoit"}).id)
        for call in (
            lambda: occurrence_values(key, MONDAY),
            lambda: change(key, MONDAY, "this", {"subject": "x"}),
            lambda: complete(key, MONDAY, "all"),
            lambda: delete(key, MONDAY, "this"),
            lambda: removed_dates(key),
            lambda: restore(key, MONDAY),
            lambda: plan(key, MONDAY, "all", "change"),
        ):
            with pytest.raises(Missing):
                call()

    def test_one_private_date_of_a_public_series_is_nobody_elses_either(self) -> None:
        key = series()
        change(key, MONDAY, "this", {"public": False, "subject": "secret"})
        act_as(User.make({"login": "benoit"}).id)
        for call in (
            lambda: occurrence_values(key, MONDAY),
            lambda: complete(key, MONDAY, "this"),
            lambda: delete(key, MONDAY, "following"),
        ):
            with pytest.raises(Missing):
                call()
        assert occurrence_values(key, MONDAY + WEEK)["subject"] == "Suivi"

    def test_nobody_else_makes_one_date_private(self) -> None:
        key = series()
        act_as(User.make({"login": "benoit"}).id)
        refused = broken(change, key, MONDAY, "this", {"public": False})
        assert refused.key == "rule.private_of_other"


class TestImported:
    def test_a_rule_that_the_form_cannot_express_is_kept_and_expanded(self) -> None:
        key = series("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3")
        assert starts() == ["11-30 09:00", "12-31 09:00", "01-29 09:00"]
        change(key, dt.datetime(2026, 11, 30, 9), "all", {"subject": "Clôture"})
        assert shown()[0] == ("11-30 09:00", "Clôture")

    def test_its_time_of_day_can_be_moved_but_not_its_day(self) -> None:
        key = series("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3")
        move(key, dt.datetime(2026, 11, 30, 9), "all", 60)
        assert starts()[0] == "11-30 10:00"
        refused = broken(move, key, dt.datetime(2026, 11, 30, 10), "all", 24 * 60)
        assert refused.key == "rule.rrule_cant_move"
