"""What a calendar shows of a window of days, and to whom (spec 7.3, 11)."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from sample_records import contact, party

from models.activity import Activity
from models.agenda import of_contact, window
from models.database import rows
from models.journal import act_as
from models.occurrence import Occurrence
from models.series import change, complete
from models.user import User

pytestmark = pytest.mark.usefixtures("database")

DAY = dt.date(2026, 11, 24)
NINE = dt.datetime(2026, 11, 24, 9, 0)
ONE = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def make(subject: str = "Appel", start: dt.datetime = NINE, **values: Any) -> int:
    return Activity.make({"subject": subject, "start": start, **values}).id


def on(
    first: dt.date = DAY, last: dt.date | None = None, *, viewer: int = 1, **asked: Any
) -> list[Occurrence]:
    return window(first, last or first, viewer=viewer, **asked)


def subjects(found: list[Occurrence]) -> list[str]:
    return [occurrence.subject for occurrence in found]


class TestWindow:
    def test_all_day_first_then_by_time(self) -> None:
        make("C", NINE + HOUR)
        make("B")
        make("A", all_day=True)
        assert subjects(on()) == ["A", "B", "C"]

    def test_both_days_are_in_it_and_no_other(self) -> None:
        for n in range(-1, 4):
            make(str(n), NINE + n * ONE)
        assert subjects(on(DAY, DAY + ONE)) == ["0", "1"]

    def test_the_edges_of_a_day(self) -> None:
        make("minuit", dt.datetime(2026, 11, 24), duration=0)
        make("avant", dt.datetime(2026, 11, 23, 23, 0), duration=60)
        make("fin", dt.datetime(2026, 11, 24, 23, 59), duration=0)
        make("après", dt.datetime(2026, 11, 25), duration=0)
        assert subjects(on()) == ["minuit", "fin"]

    def test_past_midnight_it_is_on_both_days(self) -> None:
        make(start=NINE + 14 * HOUR, duration=180)
        assert subjects(on()) == subjects(on(DAY + ONE)) == ["Appel"]
        assert on(DAY + 2 * ONE) == []

    def test_several_days_long_it_is_on_each(self) -> None:
        make(start=NINE - 2 * ONE, end=NINE + 2 * ONE)
        make("Congé", all_day=True, end=dt.datetime(2026, 11, 25))
        assert [len(on(DAY + n * ONE)) for n in range(-3, 4)] == [0, 1, 1, 2, 2, 1, 0]
        assert list(on()[1].days()) == [DAY, DAY + ONE]

    def test_a_night_series_lasts_into_the_window(self) -> None:
        make(start=NINE + 14 * HOUR, duration=120, rrule="FREQ=WEEKLY;BYDAY=TU")
        assert subjects(on(DAY + 8 * ONE)) == ["Appel"]
        assert on(DAY + 9 * ONE) == []

    def test_weekly_at_nine_stays_at_nine_when_clocks_change(self) -> None:
        make(start=dt.datetime(2026, 10, 30, 9), rrule="FREQ=WEEKLY;BYDAY=FR")
        found = on(dt.date(2026, 10, 26), dt.date(2026, 11, 14))
        assert [f"{o.start:%m-%d %H:%M}" for o in found] == [
            "10-30 09:00",
            "11-06 09:00",
            "11-13 09:00",
        ]

    def test_done_and_cancelled_only_if_asked(self) -> None:
        make("fait", status="done")
        make("annulé", status="cancelled")
        make("ouvert")
        assert subjects(on()) == ["ouvert"]
        assert sorted(subjects(on(completed=True))) == ["annulé", "fait", "ouvert"]

    def test_it_names_contact_and_party(self) -> None:
        person = contact(party("TREMB01", name="Tremblay & Fils"), "Roy", first_name="Marie")
        make(contact=person, type="CALL", location="Leurs bureaux")
        [shown] = on()
        assert (shown.contact, shown.party, shown.party_name) == (
            "Marie Roy",
            "TREMB01",
            "Tremblay & Fils",
        )
        assert (shown.type, shown.location, shown.owner) == ("CALL", "Leurs bureaux", "marie")

    def test_a_date_moved_into_the_window_from_far_away(self) -> None:
        start = dt.datetime(2026, 1, 5, 9)
        key = make(start=start, rrule="FREQ=YEARLY;COUNT=2")
        change(key, start, "this", {"start": NINE})
        [shown] = on()
        assert (shown.original, shown.start) == (start, NINE)
        assert on(dt.date(2026, 1, 5)) == []

    @pytest.mark.parametrize("first", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
    def test_the_ends_of_time(self, first: dt.date) -> None:
        make(rrule="FREQ=DAILY")
        assert len(on(first)) == (1 if first > DAY else 0)


class TestWhose:
    def test_mine_anothers_everybodys(self) -> None:
        benoit = User.make({"login": "benoit"}).id
        make("à moi")
        make("à lui", owner="benoit")
        make("sa série", owner="benoit", rrule="FREQ=DAILY")
        assert subjects(on(owner=1)) == ["à moi"]
        assert sorted(subjects(on(owner=benoit))) == ["sa série", "à lui"]
        assert len(on()) == 3


class TestPrivate:
    @pytest.fixture
    def secret(self) -> int:
        """Private ones of marie's, with all that one can tell; the viewer is benoit."""
        person = contact(party("SECRET", name="Secret inc."), "Secret")
        told = {
            "contact": person,
            "location": "secret",
            "detail": "secret",
            "type": "CALL",
            "priority": "HIGH",
            "public": False,
        }
        make("secret", **told)
        make("secret", NINE + 2 * HOUR, rrule="FREQ=DAILY", **told)
        make("secret", NINE + 4 * HOUR, status="done", completion_note="secret", **told)
        return User.make({"login": "benoit"}).id

    def test_others_see_that_one_is_busy_and_nothing_else(self, secret: int) -> None:
        found = on(viewer=secret, completed=True)
        assert len(found) == 3
        for shown in found:
            assert shown == Occurrence(
                shown.key,
                shown.original,
                shown.start,
                shown.end,
                False,
                True,
                owner="marie",
                public=False,
            )

    def test_its_owner_sees_it_whole(self, secret: int) -> None:
        assert subjects(on(completed=True)) == ["secret"] * 3

    def test_a_contacts_list_does_not_have_them(self, secret: int) -> None:
        person = rows("SELECT max(id) FROM contact")[0][0]
        assert of_contact(person, None, None, viewer=secret, completed=True) == []
        assert of_contact(person, None, None, viewer=1, completed=True)

    def test_one_date_of_a_public_series_may_be_private(self) -> None:
        key = make(rrule="FREQ=DAILY")
        change(key, NINE + ONE, "this", {"public": False, "subject": "secret"})
        benoit = User.make({"login": "benoit"}).id
        act_as(benoit)
        found = on(DAY, DAY + 2 * ONE, viewer=benoit)
        assert [(o.busy, o.subject) for o in found] == [
            (False, "Appel"),
            (True, ""),
            (False, "Appel"),
        ]


class TestContact:
    @time_machine.travel(dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC), tick=False)
    def test_the_latest_first_series_expanded_for_a_year(self) -> None:
        person = contact(party())
        make("série", contact=person, rrule="FREQ=MONTHLY;BYMONTHDAY=24")
        make("loin", NINE + 3000 * ONE, contact=person)
        make("à d’autres")
        found = of_contact(person, None, None, viewer=1)
        assert subjects(found) == ["loin", *["série"] * 13]
        assert found[-1].start == NINE

    def test_between_two_days(self) -> None:
        person = contact(party())
        key = make(contact=person, rrule="FREQ=DAILY")
        complete(key, NINE + ONE, "this", "fait")
        found = of_contact(person, DAY, DAY + 2 * ONE, viewer=1)
        assert [o.start for o in found] == [NINE + 2 * ONE, NINE]
        found = of_contact(person, DAY, DAY + 2 * ONE, viewer=1, completed=True)
        assert [o.completion_note for o in found] == ["", "fait", ""]


def test_each_question_of_a_window_has_its_index() -> None:
    plans = [
        rows("EXPLAIN QUERY PLAN " + sql, params)
        for sql, params in _statements(lambda: on(owner=1))
    ]
    told = [step[3] for plan in plans for step in plan]
    assert not [step for step in told if step.startswith("SCAN")], told


def _statements(call: Any) -> list[tuple[str, tuple[Any, ...]]]:
    import models.agenda

    asked: list[tuple[str, tuple[Any, ...]]] = []
    real = models.agenda.rows

    def noted(sql: str, params: Any = ()) -> Any:
        asked.append((sql, tuple(params)))
        return real(sql, params)

    models.agenda.rows = noted
    try:
        call()
    finally:
        models.agenda.rows = real
    return asked
