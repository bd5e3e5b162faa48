"""What a change of a series leaves alone: what is completed, moved, another's own (spec 7.7)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sample_records import contact, party

from models.activity import Activity
from models.agenda import window
from models.database import rows
from models.journal import act_as
from models.rules import Missing, RuleBroken
from models.series import (
    absent_dates,
    change,
    complete,
    delete,
    move,
    occurrence_values,
    reopen,
)
from models.series_plan import plan
from models.user import User

# Mondays: 2 to 30 November and 7 December 2026. Today is Tuesday 24 November.
MONDAY = dt.datetime(2026, 11, 2, 9, 0)
WEEK = dt.timedelta(weeks=1)
HOUR = dt.timedelta(hours=1)
DONE, MOVED, SECRET = MONDAY, MONDAY + WEEK, MONDAY + 3 * WEEK
TODAY = dt.date(2026, 11, 24)

SHOWN = ("start", "end", "subject", "location", "status", "completion_note", "contact", "owner")


@pytest.fixture(autouse=True)
def _users(database: object) -> Iterator[None]:
    """alice, whose the series are, and bob; marie administers."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        for login in ("alice", "bob"):
            User.make({"login": login, "role": "editor"})
        as_user("alice")
        yield


def as_user(login: str) -> None:
    act_as(User.id_of(login))


def series(rrule: str = "FREQ=WEEKLY;BYDAY=MO;COUNT=6") -> int:
    """A series of alice's with one date completed, one moved by a day, one private."""
    key = Activity.make(
        {"subject": "Suivi", "start": MONDAY, "duration": 60, "rrule": rrule, "location": "Ici"}
    ).id
    complete(key, DONE, "this", "fait")
    move(key, MOVED, "this", 24 * 60)
    change(key, SECRET, "this", {"public": False, "subject": "secret"})
    return key


def dates(login: str, *, of: str = "") -> list[dict[str, Any]]:
    """What a user sees of everything; of one subject or status alone, if one is given."""
    as_user(login)
    found = window(
        dt.date(2026, 1, 1), dt.date(2027, 12, 31), viewer=User.id_of(login), completed=True
    )
    seen = [occurrence_values(o.key, o.original) for o in found if not o.busy]
    return [
        {name: values[name] for name in SHOWN}
        for values in seen
        if of in ("", values["subject"], values["status"])
    ]


def starts(login: str = "alice") -> list[dt.datetime]:
    return [date["start"] for date in dates(login)]


def busy(login: str) -> list[dt.datetime]:
    """When others' private activities are, of whom one sees no more."""
    viewer = User.id_of(login)
    found = window(dt.date(2026, 1, 1), dt.date(2027, 12, 31), viewer=viewer, completed=True)
    return [o.start for o in found if o.busy]


def refused(call: Any, *args: Any, **named: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call(*args, **named)
    return caught.value


CHANGES: list[dict[str, Any]] = [
    {"subject": "Bilan"},
    {"location": "Laval", "detail": "x", "priority": "HIGH"},
    {"start": MONDAY + 2 * WEEK + HOUR},
    {"start": MONDAY + 2 * WEEK + dt.timedelta(days=2)},
    {"duration": 15},
    {"all_day": True},
    {"status": "cancelled"},
    {"rrule": "FREQ=DAILY"},
    {"rrule": "FREQ=MONTHLY;BYMONTHDAY=16"},
    {"rrule": ""},
    {"owner": "bob"},
    {"public": False},
]


class TestCompleted:
    @pytest.mark.parametrize("values", CHANGES, ids=str)
    @pytest.mark.parametrize("scope", ["all", "following"])
    def test_no_scope_changes_what_is_completed(self, scope: str, values: dict[str, Any]) -> None:
        key = series()
        complete(key, MONDAY + 4 * WEEK, "this", "d'avance")
        before = dates("alice", of="done")
        as_user("alice")
        told = plan(key, MONDAY + 2 * WEEK, scope, "change", values)
        change(key, MONDAY + 2 * WEEK, scope, values)
        assert dates("alice", of="done") == before
        assert told.kept + told.own >= 1

    def test_its_contact_stays_that_of_then(self) -> None:
        key = series()
        luc = contact(party())
        change(key, MONDAY + 2 * WEEK, "all", {"contact": luc})
        [done] = dates("alice", of="done")
        assert done["contact"] is None
        assert {date["contact"] for date in dates("alice", of="open")} == {luc}
        assert DONE in absent_dates(key)

    def test_opened_by_itself_it_changes(self) -> None:
        key = series()
        change(key, DONE, "this", {"completion_note": "vu et revu", "location": "Laval"})
        [done] = dates("alice", of="done")
        assert (done["completion_note"], done["location"]) == ("vu et revu", "Laval")

    def test_its_outcome_is_no_other_dates(self) -> None:
        key = series()
        for scope in ("all", "following"):
            for act in (change, lambda *a: plan(*a[:3], "change", a[3])):
                given = {"completion_note": "x"}
                assert refused(act, key, DONE, scope, given).key == "rule.of_one_date"

    @pytest.mark.parametrize("scope", ["all", "following"])
    def test_deleting_the_series_leaves_it_by_itself(self, scope: str) -> None:
        key = series()
        complete(key, MONDAY + 4 * WEEK, "this", "d'avance")
        before = dates("alice", of="done")
        as_user("alice")
        told = plan(key, MOVED, scope, "delete")
        delete(key, MOVED, scope)
        assert dates("alice", of="done") == before
        assert (told.own, told.dropped) == (2 if scope == "all" else 1, 2)

    def test_reopened_it_is_a_date_like_others_again(self) -> None:
        key = series()
        reopen(key, DONE)
        assert dates("alice", of="done") == []
        move(key, DONE, "all", 60)
        assert starts()[0] == DONE + HOUR


class TestMoved:
    @pytest.mark.parametrize("scope", ["all", "following"])
    def test_it_keeps_its_time_and_gets_what_else_is_changed(self, scope: str) -> None:
        key = series()
        told = plan(key, DONE, scope, "change", {"start": DONE + HOUR, "subject": "Bilan"})
        change(key, DONE, scope, {"start": DONE + HOUR, "subject": "Bilan"})
        moved = [date for date in dates("alice") if date["start"] == MOVED + dt.timedelta(days=1)]
        assert [date["subject"] for date in moved] == ["Bilan"]
        # The moved one has another subject now, the private one another time.
        assert (told.n, told.partly, told.kept) == (5, 2, 1)

    def test_where_only_the_time_is_changed_it_is_kept(self) -> None:
        key = series()
        told = plan(key, MONDAY + 2 * WEEK, "all", "change", {"duration": 15})
        assert (told.n, told.kept) == (4, 2)

    def test_itself_moved_with_all_the_others_it_goes_along(self) -> None:
        key = series()
        move(key, MOVED, "all", 60)
        assert starts() == [
            DONE,
            MOVED + dt.timedelta(days=1) + HOUR,
            *(MONDAY + n * WEEK + HOUR for n in (2, 3, 4, 5)),
        ]


class TestPrivate:
    """A date that its owner made private, when others change its series (spec 7.3, 7.8)."""

    @pytest.mark.parametrize("login", ["bob", "marie"])
    @pytest.mark.parametrize("scope", ["all", "following"])
    @pytest.mark.parametrize("values", CHANGES[:-2], ids=str)
    def test_changing_its_series_leaves_it(
        self, values: dict[str, Any], scope: str, login: str
    ) -> None:
        key = series()
        before = dates("alice", of="secret")
        as_user(login)
        change(key, MONDAY + 2 * WEEK, scope, values)
        assert dates("alice", of="secret") == before
        assert dates(login, of="secret") == []
        assert busy(login) == [SECRET]

    @pytest.mark.parametrize("scope", ["all", "following"])
    def test_deleting_its_series_leaves_it(self, scope: str) -> None:
        key = series()
        before = dates("alice", of="secret")
        as_user("bob")
        delete(key, MONDAY + 2 * WEEK, scope)
        assert dates("alice", of="secret") == before
        assert busy("bob") == [SECRET]

    def test_completing_its_series_leaves_it_open(self) -> None:
        key = series()
        as_user("bob")
        complete(key, MONDAY + 2 * WEEK, "all", "vu")
        assert [date["status"] for date in dates("alice", of="secret")] == ["open"]

    @pytest.mark.parametrize("login", ["alice", "marie"])
    def test_whoever_takes_the_series_over_never_reads_it(self, login: str) -> None:
        key = series()
        before = dates("alice", of="secret")
        as_user(login)
        Activity.alter(key, {"owner": "bob"})
        assert dates("alice", of="secret") == before
        assert dates("bob", of="secret") == dates("marie", of="secret") == []
        assert busy("bob") == [SECRET]

    @pytest.mark.parametrize("act", ["change", "complete", "delete"])
    @pytest.mark.parametrize("scope", ["all", "following"])
    def test_nothing_told_says_that_there_is_one(self, scope: str, act: str) -> None:
        """The same is told as of a date that was taken out of the series."""
        told = []
        for taken_out in (False, True):
            as_user("alice")
            key = series()
            if taken_out:
                change(key, SECRET, "this", {"public": True})
                delete(key, SECRET, "this")
            as_user("bob")
            told.append(plan(key, MONDAY + 2 * WEEK, scope, act, {"subject": "Bilan"}))
            told.append(refused(plan, key, SECRET, scope, act).facts)
            told.append(sorted(absent_dates(key)))
        assert told[:3] == told[3:]

    def test_no_act_begins_at_it(self) -> None:
        key = series()
        as_user("bob")
        for act in (
            lambda: change(key, SECRET, "all", {"subject": "x"}),
            lambda: complete(key, SECRET, "following"),
            lambda: delete(key, SECRET, "all"),
            lambda: delete(key, SECRET, "following"),
        ):
            with pytest.raises(Missing):
                act()


class TestWhose:
    def test_nobody_else_takes_a_public_activity_over_or_makes_it_private(self) -> None:
        key = series()
        once = Activity.make({"subject": "Appel", "start": MONDAY}).id
        as_user("bob")
        for act in (
            lambda values: Activity.alter(key, values),
            lambda values: Activity.alter(once, values),
            lambda values: change(key, MONDAY + 2 * WEEK, "following", values),
            lambda values: change(key, MONDAY + 2 * WEEK, "all", values),
            lambda values: plan(key, MONDAY + 2 * WEEK, "all", "change", values),
        ):
            assert refused(act, {"owner": "bob"}).key == "rule.owner_of_other"
            assert refused(act, {"public": False}).key == "rule.private_of_other"
            assert refused(act, {"owner": "bob", "public": False}).key == "rule.owner_of_other"
        for act in (change, lambda *a: plan(*a[:3], "change", a[3])):
            given = {"public": False}
            answer = refused(act, key, MONDAY + 2 * WEEK, "this", given)
            assert answer.key == "rule.private_of_other"

    def test_an_administrator_does(self) -> None:
        once = Activity.make({"subject": "Appel", "start": MONDAY}).id
        as_user("marie")
        Activity.alter(once, {"owner": "bob"})
        assert Activity.values_of(once)["owner"] == "bob"
        Activity.alter(once, {"public": False})
        assert busy("marie") == [MONDAY]

    def test_anybody_changes_what_else_a_public_one_says(self) -> None:
        key = series()
        as_user("bob")
        change(key, MONDAY + 2 * WEEK, "following", {"subject": "Bilan"})
        assert {date["owner"] for date in dates("bob", of="Bilan")} == {"alice"}


class TestCompletingMany:
    def test_of_an_endless_series_what_is_past_or_today_is_completed(self) -> None:
        key = series("FREQ=WEEKLY;BYDAY=MO")
        told = plan(key, MONDAY + 2 * WEEK, "all", "complete")
        complete(key, MONDAY + 2 * WEEK, "all", "vendu")
        done = dates("alice", of="done")
        assert [date["start"] for date in done] == [
            DONE,
            MOVED + dt.timedelta(days=1),
            MONDAY + 2 * WEEK,
            MONDAY + 3 * WEEK,
        ]
        assert [date["completion_note"] for date in done] == ["fait", "vendu", "vendu", "vendu"]
        assert (told.n, told.endless, told.kept, told.until) == (3, False, 1, TODAY)
        assert (told.first, told.last) == (MOVED + dt.timedelta(days=1), MONDAY + 3 * WEEK)
        assert Activity.values_of(key)["status"] == "open"
        assert rows("SELECT count(*) FROM activity") == [(1,)]
        assert MONDAY + 4 * WEEK in starts()

    def test_by_the_series_itself_as_well(self) -> None:
        key = series("FREQ=WEEKLY;BYDAY=MO")
        Activity.alter(key, {"status": "done", "completion_note": "vendu", "subject": "Bilan"})
        assert Activity.values_of(key)["status"] == "open"
        notes = {date["completion_note"] for date in dates("alice", of="done")}
        assert notes == {"fait", "vendu"}
        assert {date["subject"] for date in dates("alice", of="open")} == {"Bilan"}

    def test_what_is_to_come_alone_is_not_completed(self) -> None:
        key = series()
        assert refused(complete, key, MONDAY + 4 * WEEK, "following").key == "rule.none_to_complete"
        assert refused(plan, key, MONDAY + 4 * WEEK, "following", "complete").key == (
            "rule.none_to_complete"
        )
        complete(key, MONDAY + 4 * WEEK, "this", "d'avance")

    def test_a_date_put_off_to_a_day_to_come_stays_open(self) -> None:
        key = series()
        move(key, MONDAY + 2 * WEEK, "this", 14 * 24 * 60)
        complete(key, MONDAY, "all", "vendu")
        put_off = occurrence_values(key, MONDAY + 2 * WEEK)
        assert put_off["status"] == "open"

    def test_one_of_them_is_reopened_alone(self) -> None:
        key = series()
        complete(key, MOVED, "following", "vendu")
        reopen(key, SECRET)
        assert [date["status"] for date in dates("alice")].count("done") == 3
