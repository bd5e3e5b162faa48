"""What an act on a series is told to do is what it does, whatever its dates are (spec 7.3, 7.7)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from sample_records import contact, party

from models.activity import Activity
from models.agenda import window
from models.database import database as database_
from models.database import rows
from models.journal import act_as
from models.rules import RuleBroken
from models.series import change, complete, delete, move, occurrence_values
from models.series_plan import Plan, plan
from models.user import User

# A Monday; today is the Tuesday two weeks later.
MONDAY = dt.datetime(2026, 11, 9, 9, 0)
DAY = dt.timedelta(days=1)
MOVED = dt.timedelta(days=1, hours=3)
NOW = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
TODAY = NOW.date()

RULES = (
    "FREQ=WEEKLY;BYDAY=MO;COUNT=6",
    "FREQ=DAILY;COUNT=20",
    "FREQ=WEEKLY;UNTIL=20261231T235959",
    "FREQ=WEEKLY;BYDAY=MO",
)
NEW_RULES = ("", "FREQ=WEEKLY;COUNT=3", "FREQ=DAILY;INTERVAL=7;COUNT=4", "FREQ=DAILY;INTERVAL=2")

SHOWN = (
    *("start", "end", "all_day", "subject", "location", "priority", "public", "status"),
    *("completion_note", "completed_on", "completed_by", "contact", "owner"),
)


@pytest.fixture
def users(database: object) -> Iterator[dict[str, int]]:
    """An administrator, the owner of the series and another user; what is today."""
    with time_machine.travel(NOW, tick=False):
        made = {name: User.make({"login": name, "role": "editor"}).id for name in ("alice", "bob")}
        contact(party())
        yield {"marie": 1, **made}


@dataclass(frozen=True)
class Case:
    """A series, what differs on its dates by their place, and what is asked of it by whom."""

    rule: str
    differs: dict[int, str]
    user: str
    act: str
    scope: str
    at: int
    values: dict[str, Any]


def make(case: Case, private: str = "private") -> int:
    """The series of a case, alice's and public."""
    act_as(User.id_of("alice"))
    key = Activity.make(
        {"subject": "Suivi", "start": MONDAY, "duration": 60, "rrule": case.rule}
    ).id
    for place, what in case.differs.items():
        _differ(key, nth(case.rule, place), private if what == "private" else what)
    return key


def nth(rule: str, place: int) -> dt.datetime:
    return MONDAY + place * (DAY if "DAILY" in rule else 7 * DAY)


def _differ(key: int, date: dt.datetime, what: str) -> None:
    if what == "removed":
        delete(key, date, "this")
    elif what == "done":
        complete(key, date, "this", "fait")
    else:
        moved = {"start": date + MOVED}
        own: dict[str, dict[str, Any]] = {
            "moved": moved,
            "changed": {"subject": "Autre"},
            "cancelled": {"status": "cancelled"},
            "private": moved | {"public": False, "subject": "secret"},
            "unmoved": {"public": False},
            "moved and done": moved | {"status": "done"},
        }
        change(key, date, "this", own[what])


def seen(since: int, login: str) -> Counter[tuple[Any, ...]]:
    """What a user sees of the activities from an id on, Busy left out."""
    viewer = User.id_of(login)
    act_as(viewer)
    found = window(dt.date(2026, 10, 1), dt.date(2027, 1, 31), viewer=viewer, completed=True)
    return Counter(
        tuple(occurrence_values(o.key, o.original)[name] for name in SHOWN)
        for o in found
        if o.key >= since and not o.busy
    )


def do(case: Case, key: int, original: dt.datetime | None) -> None:
    act_as(User.id_of(case.user))
    if case.act == "delete":
        delete(key, original, case.scope)
    elif case.act == "complete":
        complete(key, original, case.scope, "vu")
    elif case.act == "move":
        move(key, original, case.scope, 45)
    else:
        change(key, original, case.scope, case.values)


def announced(case: Case, key: int, original: dt.datetime | None) -> Plan | str:
    """What is told of an act beforehand, or why it is refused."""
    act_as(User.id_of(case.user))
    try:
        values = case.values
        if case.act == "move":
            start = occurrence_values(key, original)["start"]
            values = {"start": start + dt.timedelta(minutes=45)}
        act = "change" if case.act == "move" else case.act
        return plan(key, original, case.scope, act, values)
    except RuleBroken as broken:
        return broken.key


def cases() -> st.SearchStrategy[Case]:
    kinds = ("removed", "done", "moved", "changed", "cancelled", "private", "moved and done")
    places = st.integers(0, 5)
    values = st.fixed_dictionaries(
        {},
        optional={
            "subject": st.sampled_from(("Bilan", "Suivi")),
            "location": st.just("Laval"),
            "priority": st.just("HIGH"),
            "rrule": st.sampled_from(NEW_RULES),
            "contact": st.sampled_from((None, 1)),
            "owner": st.sampled_from(("alice", "bob")),
            "public": st.booleans(),
            "status": st.sampled_from(("open", "done", "cancelled")),
        },
    )
    made = st.builds(
        Case,
        st.sampled_from(RULES),
        st.dictionaries(places, st.sampled_from((*kinds, "unmoved")), max_size=4),
        st.sampled_from(("alice", "bob", "marie")),
        st.sampled_from(("change", "change", "change", "move", "complete", "delete")),
        st.sampled_from(("following", "all")),
        st.integers(-1, 5),
        values,
    )
    return made.map(_asked)


def _asked(case: Case) -> Case:
    """A case that is asked as the program asks it."""
    values = case.values if case.act == "change" else {}
    return replace(case, scope="all" if case.at < 0 else case.scope, values=values)


def _original(case: Case) -> dt.datetime | None:
    """The date that an act is asked of; none where it is asked of the series whole."""
    return nth(case.rule, case.at) if case.at >= 0 else None


FAST = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written in here is not there afterwards."""
    with database_.atomic() as transaction:
        yield
        transaction.rollback()


@given(cases())
@settings(FAST, max_examples=60)
def test_what_is_told_is_what_happens(users: dict[str, int], case: Case) -> None:
    with taken_back():
        _tell_and_do(users, case)


def _tell_and_do(users: dict[str, int], case: Case) -> None:
    key, original = make(case), _original(case)
    before = {login: seen(key, login) for login in users}
    told = announced(case, key, original)
    note(str(told))
    try:
        do(case, key, original)
        refused = ""
    except RuleBroken as broken:
        refused = broken.key
    after = {login: seen(key, login) for login in users}
    if isinstance(told, str):
        assert (refused, after) == (told, before)
        return
    assert not refused
    # What is completed is history, what is private its owner's own, whoever asks.
    assert _still_there(_history(before[case.user]), after[case.user])
    if case.user != "alice" or set(case.values) == {"owner"}:
        assert _still_there(_private(before["alice"]), after["alice"])
    if case.user != "alice" and case.values.get("public") is False:
        # An administrator does not see what it became.
        return
    _check(case, told, before[case.user], after[case.user])
    single = told.split and case.values.get("rrule") == ""
    assert told.own == _alone(case, key) - int(single)
    assert case.act == "delete" or _moved(case) <= {date[0] for date in after[case.user]}


def _check(case: Case, told: Plan, before: Counter[Any], after: Counter[Any]) -> None:
    """Compare what was told with what one saw before and sees now."""
    gone, come = before - after, after - before
    if case.act == "complete":
        assert gone.total() == come.total() == told.n
        assert all(_status(date) == "done" and date[0].date() <= TODAY for date in come)
        starts = {date[0] for date in come}
        assert {told.first, told.last} == {min(starts), max(starts)}
        later = [date for date in after if _status(date) == "open" and date[0].date() > TODAY]
        assert told.until == (TODAY if later else None)
    elif case.act == "delete":
        assert not come
        assert told.endless or gone.total() == told.n
    elif not told.endless:
        # What becomes an activity of its own, or is completed too, may be among those changed.
        more = told.own + told.completed
        assert 0 <= gone.total() - told.n - told.gone <= more
        assert 0 <= come.total() - told.n - told.added <= more
        done = sum(n for date, n in come.items() if _status(date) == "done")
        assert told.completed <= done <= told.completed + told.n


def _alone(case: Case, key: int) -> int:
    """How many activities of their own have come of a series, of those that the user sees."""
    found = rows(
        "SELECT count(*) FROM activity WHERE id > ? AND rrule = '' AND (public OR owner_id = ?)",
        (key, User.id_of(case.user)),
    )
    return int(found[0][0])


def _still_there(dates: Counter[Any], after: Counter[Any]) -> bool:
    return all(after[date] >= n for date, n in dates.items())


def _history(dates: Counter[Any]) -> Counter[Any]:
    return Counter({date: n for date, n in dates.items() if _status(date) != "open"})


def _private(dates: Counter[Any]) -> Counter[Any]:
    return Counter({date: n for date, n in dates.items() if not date[SHOWN.index("public")]})


def _moved(case: Case) -> set[dt.datetime]:
    """Where dates were moved to, but that which is moved again."""
    return {
        nth(case.rule, place) + MOVED
        for place, what in case.differs.items()
        if what in ("moved", "moved and done") and place != case.at
    }


def _status(date: tuple[Any, ...]) -> str:
    return str(date[SHOWN.index("status")])


@given(cases())
@settings(FAST, max_examples=30)
def test_others_are_told_the_same_with_a_private_date_and_without(
    users: dict[str, int], case: Case
) -> None:
    user = "bob" if case.user == "alice" else case.user
    case = replace(case, user=user, differs={1: "private", **case.differs})
    told, left = [], []
    for private in ("private", "removed"):
        with taken_back():
            key, original = make(case, private), _original(case)
            told.append(announced(case, key, original))
            with suppress(RuleBroken):
                do(case, key, original)
            left.append(seen(key, case.user))
    assert told[0] == told[1]
    assert left[0] == left[1]
