"""Activities: times that follow each other, completion, what is private (spec 7.1 to 7.4)."""

import datetime as dt
from typing import Any

import pytest

from models.activity import Activity
from models.contact import Contact
from models.database import rows
from models.journal import act_as
from models.party import Party
from models.record import Record
from models.rules import Missing, RuleBroken
from models.user import User

NINE = dt.datetime(2026, 11, 24, 9, 0)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def contact(database: object) -> int:
    """Marie Roy of TREMB01."""
    party = Party.make(Party.blank("customer") | {"code": "TREMB01", "name": "Tremblay"}).id
    return Contact.make({"party_id": party, "last_name": "Roy", "first_name": "Marie"}).id


@pytest.fixture
def benoit(database: object) -> int:
    """Another user."""
    return User.make({"login": "benoit", "name": "Benoît"}).id


def make(**values: Any) -> int:
    return Activity.make({"subject": "Appel", "start": NINE, **values}).id


def as_user(key: int) -> None:
    act_as(key)


def broken(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        call(*args, **named)
    return caught.value.key


class TestTimes:
    def test_a_start_alone_takes_half_an_hour(self, database: object) -> None:
        values = Activity.values_of(make())
        assert values["end"] == NINE + HOUR / 2
        assert values["duration"] == 30

    def test_start_and_duration_give_the_end(self, database: object) -> None:
        assert Activity.values_of(make(duration=90))["end"] == NINE + 1.5 * HOUR

    def test_start_and_end_give_the_duration(self, database: object) -> None:
        assert Activity.values_of(make(end=NINE + 2 * HOUR))["duration"] == 120

    def test_a_new_start_keeps_the_duration(self, database: object) -> None:
        key = make(duration=45)
        Activity.alter(key, {"start": NINE + DAY})
        assert Activity.values_of(key)["end"] == NINE + DAY + 0.75 * HOUR

    def test_a_new_end_changes_the_duration(self, database: object) -> None:
        key = make(duration=45)
        Activity.alter(key, {"end": NINE + 3 * HOUR})
        assert Activity.values_of(key)["duration"] == 180

    def test_start_and_end_may_move_together(self, database: object) -> None:
        key = make(duration=45)
        Activity.alter(key, {"start": NINE + DAY, "end": NINE + DAY + HOUR})
        assert Activity.values_of(key)["duration"] == 60

    def test_an_end_given_with_another_start_stays_where_it_is(self, database: object) -> None:
        key = make(duration=60)
        Activity.alter(key, {"start": NINE - HOUR, "end": NINE + HOUR})
        assert Activity.values_of(key)["duration"] == 120

    def test_a_new_duration_moves_an_end_that_was_given_as_it_was(self, database: object) -> None:
        key = make(duration=60)
        Activity.alter(key, {"start": NINE, "end": NINE + HOUR, "duration": 90})
        assert Activity.values_of(key)["end"] == NINE + 1.5 * HOUR

    def test_an_end_before_the_start_is_refused(self, database: object) -> None:
        assert broken(make, end=NINE - HOUR) == "rule.ends_before_start"

    def test_an_end_and_another_duration_are_refused(self, database: object) -> None:
        assert broken(make, end=NINE + HOUR, duration=30) == "rule.end_and_duration"
        assert make(end=NINE + HOUR, duration=60)

    def test_past_midnight_and_several_days(self, database: object) -> None:
        key = make(start=NINE + 14 * HOUR, duration=180)
        assert Activity.values_of(key)["end"] == dt.datetime(2026, 11, 25, 2, 0)
        key = make(end=NINE + 3 * DAY)
        assert Activity.values_of(key)["duration"] == 3 * 24 * 60

    def test_all_day_runs_from_midnight_to_its_last_day(self, database: object) -> None:
        values = Activity.values_of(make(all_day=True))
        assert (values["start"], values["end"]) == (dt.datetime(2026, 11, 24),) * 2
        assert values["duration"] == 24 * 60
        values = Activity.values_of(make(all_day=True, end=NINE + 2 * DAY))
        assert (values["end"], values["duration"]) == (dt.datetime(2026, 11, 26), 3 * 24 * 60)

    def test_all_day_can_be_ticked_and_unticked(self, database: object) -> None:
        key = make()
        Activity.alter(key, {"all_day": True})
        assert Activity.values_of(key)["start"] == dt.datetime(2026, 11, 24)
        Activity.alter(key, {"all_day": False, "start": NINE, "duration": 30})
        assert Activity.values_of(key)["end"] == NINE + HOUR / 2

    def test_a_start_is_required(self, database: object) -> None:
        assert broken(Activity.make, {"subject": "Appel"}) == "rule.required"
        assert broken(Activity.alter, make(), {"start": ""}) == "rule.required"


class TestCompletion:
    def test_it_says_when_and_who(self, database: object) -> None:
        key = make()
        Activity.complete(key, "Rappeler jeudi")
        values = Activity.values_of(key)
        assert (values["status"], values["completion_note"]) == ("done", "Rappeler jeudi")
        assert values["completed_by"] == "marie"
        assert values["completed_on"] is not None

    def test_a_note_may_be_empty(self, database: object) -> None:
        key = make()
        Activity.complete(key)
        assert Activity.values_of(key)["status"] == "done"

    def test_reopened_it_says_nothing_of_that(self, database: object) -> None:
        key = make()
        Activity.complete(key, "Rappeler jeudi")
        Activity.reopen(key)
        values = Activity.values_of(key)
        assert values["status"] == "open"
        assert (values["completed_on"], values["completed_by"]) == (None, "")
        assert values["completion_note"] == ""

    def test_the_time_of_completion_can_be_given(self, database: object) -> None:
        key = make(status="done", completed_on="2026-11-20T10:00")
        assert Activity.values_of(key)["completed_on"] == dt.datetime(2026, 11, 20, 10)

    def test_a_later_change_keeps_who_completed_it(self, database: object, benoit: int) -> None:
        key = make()
        Activity.complete(key)
        as_user(benoit)
        Activity.alter(key, {"subject": "Autre"})
        assert Activity.values_of(key)["completed_by"] == "marie"


class TestWhose:
    def test_it_is_the_users_own(self, database: object) -> None:
        values = Activity.values_of(make())
        assert (values["owner"], values["public"]) == ("marie", True)

    def test_it_names_its_contacts_party(self, contact: int) -> None:
        assert Activity.values_of(make(contact=contact))["party"] == "TREMB01"
        assert Activity.values_of(make())["party"] == ""

    def test_an_unknown_contact_is_refused(self, database: object) -> None:
        assert broken(make, contact=99) == "rule.no_such_id"

    def test_codes_are_known_by_their_descriptions(self, database: object) -> None:
        values = Activity.values_of(make(type="Réunion", priority="haute"))
        assert (values["type"], values["priority"]) == ("MEETING", "HIGH")
        assert broken(make, type="ZZ") == "rule.unknown_code"

    def test_anothers_private_one_is_not_there(self, contact: int, benoit: int) -> None:
        key = make(contact=contact, public=False)
        as_user(benoit)
        for call in (Activity.values_of, Activity.remove, Activity.reopen):
            with pytest.raises(Missing):
                call(key)
        with pytest.raises(Missing):
            Activity.key_of(str(key))
        assert Activity.values_all([key]) == []
        assert Activity.listing().after(None, 10) == []
        assert Activity.listing(contact=contact).count(10) == 0
        assert Activity.alike([(contact, NINE, "Appel")]) == [[]]

    def test_only_its_owner_makes_it_private(self, benoit: int) -> None:
        key = make()
        assert broken(make, public=False, owner="benoit") == "rule.private_of_other"
        as_user(benoit)
        assert broken(Activity.alter, key, {"public": False}) == "rule.private_of_other"
        as_user(1)
        Activity.alter(key, {"public": False})
        assert broken(Activity.alter, key, {"owner": "benoit"}) == "rule.private_of_other"

    def test_it_says_the_same_as_of_one_that_is_gone(self, benoit: int) -> None:
        key = make(public=False)
        as_user(benoit)
        with pytest.raises(Missing) as hidden:
            Activity.values_of(key)
        with pytest.raises(Missing) as gone:
            Record.values_of.__func__(Activity, key + 1)  # type: ignore[attr-defined]
        assert hidden.value.key == gone.value.key

    def test_its_owner_sees_it(self, database: object) -> None:
        key = make(public=False)
        assert Activity.values_of(key)["public"] is False
        assert Activity.listing().count(10) == 1


class TestReferred:
    def test_a_contact_with_activities_stays(self, contact: int) -> None:
        make(contact=contact)
        with pytest.raises(RuleBroken) as caught:
            Contact.remove(contact)
        assert caught.value.facts["counted"] == (("entity.activities", 1),)

    def test_private_ones_of_others_are_not_counted(self, contact: int, benoit: int) -> None:
        make(contact=contact, public=False)
        as_user(benoit)
        with pytest.raises(RuleBroken) as caught:
            Contact.remove(contact)
        assert (caught.value.key, caught.value.facts) == ("rule.stays", {"instead": True})
        assert rows("SELECT count(*) FROM contact") == [(1,)]

    def test_a_type_in_use_stays(self, database: object) -> None:
        from models.code import Code

        make(type="CALL")
        with pytest.raises(RuleBroken) as caught:
            Code.remove(Code.key_of("CALL", table="activitytype"))
        assert caught.value.facts["n"] == 1

    def test_an_owner_stays(self, database: object, benoit: int) -> None:
        make(owner="benoit")
        assert broken(User.remove, benoit) == "rule.referred"


class TestListing:
    def test_the_latest_first(self, database: object) -> None:
        first, second = make(), make(start=NINE + DAY)
        assert [row.key for row in Activity.listing().after(None, 10)] == [second, first]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"since": dt.date(2026, 11, 25)}, ["Visite"]),
            ({"until": dt.date(2026, 11, 24)}, ["Appel"]),
            ({"status": "done"}, ["Visite"]),
            ({"search": "vis"}, ["Visite"]),
            ({"owner": 1}, ["Visite", "Appel"]),
            ({"owner": 99}, []),
        ],
    )
    def test_filters(self, database: object, filters: dict[str, Any], found: list[str]) -> None:
        make()
        make(subject="Visite", start=NINE + DAY, status="done")
        listing = Activity.listing(**filters)
        at = listing.names.index("subject")
        assert [row.cells[at] for row in listing.after(None, 10)] == found
