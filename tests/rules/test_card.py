"""What the cards tell of a contact's activities: only what their user may see (spec 7.1, 7.3)."""

import datetime as dt

import pytest
import time_machine

from models.activity import Activity
from models.card import brief, count_open_activities, next_activity
from models.contact import Contact
from models.journal import act_as, actor
from models.party import Party
from models.series import complete
from models.user import User

NOW = "2026-11-24T14:00:00-05:00"


@pytest.fixture
def contact(database):
    """A contact of a customer, on a Tuesday afternoon."""
    with time_machine.travel(NOW, tick=False):
        party = Party.make(Party.blank("customer") | {"code": "T1", "name": "Tremblay"}).id
        yield Contact.make(Contact.blank_for(party) | {"last_name": "Roy"}).id


def make(contact: int, subject: str, start: str, **values) -> int:
    given = {"contact": contact, "subject": subject, "start": dt.datetime.fromisoformat(start)}
    return Activity.make(given | values).id


def test_what_comes_next_is_the_first_that_is_not_over(contact) -> None:
    make(contact, "hier", "2026-11-23T09:00")
    make(contact, "ce matin", "2026-11-24T09:00")
    make(contact, "faite", "2026-11-25T09:00", status="done")
    make(contact, "vendredi", "2026-11-27T10:00", type="CALL")
    make(contact, "samedi", "2026-11-28T10:00")
    found = brief(contact)
    assert found.activities == 4
    assert found.next.subject == "vendredi"
    assert found.next_type.fr == "Appel"


def test_an_all_day_one_of_today_is_still_next(contact) -> None:
    make(contact, "journée", "2026-11-24T00:00", all_day=True)
    assert next_activity(contact).subject == "journée"


def test_a_series_is_one_till_its_end_and_its_next_date_is_found(contact) -> None:
    key = make(contact, "aux ans", "2020-03-01T09:00", rrule="FREQ=YEARLY")
    make(contact, "finie", "2026-01-01T09:00", rrule="FREQ=DAILY;COUNT=3")
    assert count_open_activities(contact) == 1
    assert next_activity(contact).start == dt.datetime(2027, 3, 1, 9)
    weekly = make(contact, "aux semaines", "2026-11-03T09:00", rrule="FREQ=WEEKLY")
    assert next_activity(contact).start == dt.datetime(2026, 12, 1, 9)
    complete(weekly, dt.datetime(2026, 12, 1, 9), "this")
    assert next_activity(contact).start == dt.datetime(2026, 12, 8, 9)
    assert (next_activity(contact).key, key) == (weekly, key)


def test_what_is_years_ahead_is_found(contact) -> None:
    make(contact, "loin", "2031-01-01T09:00")
    assert next_activity(contact).subject == "loin"


def test_anothers_private_activity_is_neither_counted_nor_next(contact) -> None:
    marie = actor()
    act_as(User.make({"login": "alice", "role": "editor"}).id)
    make(contact, "privée", "2026-11-25T09:00", public=False)
    make(contact, "privées", "2026-11-01T09:00", public=False, rrule="FREQ=DAILY")
    act_as(marie)
    found = brief(contact)
    assert (found.activities, found.next, found.next_type) == (0, None, None)
    act_as(User.id_of("alice"))
    found = brief(contact)
    assert (found.activities, found.next.subject) == (2, "privée")
