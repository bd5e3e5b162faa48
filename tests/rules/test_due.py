"""What a user has due (spec 9.5): which day it is of, done, put off; never what is others' own."""

import datetime as dt

import pytest
import time_machine

from models.activity import Activity
from models.contact import Contact
from models.due import MISSED_DAYS, done, due, snooze
from models.journal import act_as, actor
from models.note import Note
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import RuleBroken
from models.series import complete
from models.user import User

TODAY = dt.date(2026, 11, 24)
NOW = "2026-11-24T14:00:00-05:00"


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.fixture
def contact(database):
    """A contact of a customer, on a Tuesday afternoon."""
    with time_machine.travel(NOW, tick=False):
        party = Party.make(Party.blank("customer") | {"code": "T1", "name": "Tremblay"}).id
        yield Contact.make(Contact.blank_for(party) | {"last_name": "Roy"}).id


def make(subject: str, start: str, **values) -> int:
    return Activity.make({"subject": subject, "start": _at(start)} | values).id


def found(days: int = 7, user: int | None = None) -> list[tuple[str, str, str]]:
    return [(d.when, str(d.day), d.subject) for d in due(user or actor(), TODAY, days)]


def test_an_activity_is_overdue_the_day_after(contact) -> None:
    make("hier", "2026-11-23T09:00")
    make("ce matin", "2026-11-24T09:00")
    make("ce soir", "2026-11-24T20:00")
    make("dans sept jours", "2026-12-01T09:00")
    make("dans huit jours", "2026-12-02T09:00")
    assert found() == [
        ("overdue", "2026-11-23", "hier"),
        ("today", "2026-11-24", "ce matin"),
        ("today", "2026-11-24", "ce soir"),
        ("soon", "2026-12-01", "dans sept jours"),
    ]
    assert found(days=0)[-1] == ("today", "2026-11-24", "ce soir")


def test_what_is_still_under_way_is_of_today(contact) -> None:
    make("foire", "2026-11-22T00:00", end=_at("2026-11-24T00:00"), all_day=True)
    make("congrès", "2026-11-21T00:00", end=_at("2026-11-23T00:00"), all_day=True)
    make("nuit", "2026-11-23T22:00", end=_at("2026-11-24T01:00"))
    make("soirée", "2026-11-23T22:00", end=_at("2026-11-24T00:00"))
    assert {(when, subject) for when, _, subject in found()} == {
        ("today", "foire"),
        ("overdue", "congrès"),
        ("today", "nuit"),
        ("overdue", "soirée"),
    }


def test_only_what_is_open_and_the_users_own_is_due(contact) -> None:
    make("faite", "2026-11-24T09:00", status="done")
    make("annulée", "2026-11-23T09:00", status="cancelled")
    me = actor()
    act_as(User.make({"login": "alice", "role": "editor"}).id)
    make("publique d'Alice", "2026-11-24T09:00")
    make("privée d'Alice", "2026-11-23T09:00", public=False)
    make("série d'Alice", "2026-11-01T09:00", public=False, rrule="FREQ=DAILY")
    act_as(me)
    make("privée à moi", "2026-11-23T09:00", public=False)
    assert found() == [("overdue", "2026-11-23", "privée à moi")]


def test_with_whom_it_is(contact) -> None:
    key = make("Appel", "2026-11-24T09:00", contact=contact, priority="URGENT", type="CALL")
    (item,) = due(actor(), TODAY)
    assert item.kind == "activity" and item.key == key and item.original is None
    assert (item.contact_id, item.contact, item.party, item.party_name) == (
        contact,
        "Roy",
        "T1",
        "Tremblay",
    )
    assert (item.priority, item.type, item.all_day) == ("URGENT", "CALL", False)


# Series.


def test_of_a_series_only_the_latest_missed_date_is_overdue(contact) -> None:
    make("tous les jours", "2026-01-01T09:00", rrule="FREQ=DAILY")
    assert [d for d in found(days=1)] == [
        ("overdue", "2026-11-23", "tous les jours"),
        ("today", "2026-11-24", "tous les jours"),
        ("soon", "2026-11-25", "tous les jours"),
    ]


def test_a_date_missed_long_ago_is_not_asked_for(contact) -> None:
    last_month = TODAY - dt.timedelta(MISSED_DAYS)
    make("oubliée", f"{last_month - dt.timedelta(1)}T09:00", rrule="FREQ=DAILY;COUNT=1")
    make("manquée", f"{last_month}T09:00", rrule="FREQ=DAILY;COUNT=1")
    assert found() == [("overdue", str(last_month), "manquée")]


def _missed() -> list[str]:
    return [day for when, day, _ in found(days=0) if when == "overdue"]


def test_dealing_with_a_missed_date_does_not_bring_up_the_one_before(contact) -> None:
    make("a", "2026-11-01T09:00", rrule="FREQ=DAILY")
    done(due(actor(), TODAY, 0)[0], "enfin")
    assert _missed() == []
    make("b", "2026-11-01T09:00", rrule="FREQ=DAILY")
    assert _missed() == ["2026-11-23"]
    snooze(due(actor(), TODAY, 0)[0], TODAY + dt.timedelta(20))
    assert _missed() == []


def test_a_date_missed_before_one_that_is_done_is_forgiven(contact) -> None:
    key = make("a", "2026-11-01T09:00", rrule="FREQ=DAILY")
    complete(key, _at("2026-11-22T09:00"), "this")
    assert _missed() == ["2026-11-23"]
    complete(key, _at("2026-11-24T09:00"), "this")
    assert _missed() == []


def test_a_date_put_off_and_missed_again_is_overdue(contact) -> None:
    make("a", "2026-11-17T09:00", rrule="FREQ=WEEKLY")
    snooze(due(actor(), TODAY, 0)[0], TODAY)
    tomorrow = TODAY + dt.timedelta(1)
    found = [(d.when, str(d.day)) for d in due(actor(), tomorrow, 0)]
    assert found == [("overdue", "2026-11-24")]


def test_done_is_one_date_of_a_series_with_its_note(contact) -> None:
    key = make("a", "2026-11-23T09:00", rrule="FREQ=DAILY")
    today = next(d for d in due(actor(), TODAY) if d.when == "today")
    done(today, "court")
    assert Activity.values_of(key)["status"] == "open"
    assert [str(d.day) for d in due(actor(), TODAY, 1)] == ["2026-11-25"]


def test_an_activity_put_off_keeps_its_time_and_its_series(contact) -> None:
    once = make("une fois", "2026-11-20T09:30")
    series = make("série", "2026-11-24T10:00", rrule="FREQ=WEEKLY")
    late, today, *_ = due(actor(), TODAY)
    snooze(late, dt.date(2026, 11, 26))
    snooze(today, dt.date(2026, 11, 26))
    assert Activity.values_of(once)["start"] == _at("2026-11-26T09:30")
    assert Activity.values_of(series)["start"] == _at("2026-11-24T10:00")
    days = [(d.subject, d.start.isoformat(timespec="minutes")) for d in due(actor(), TODAY)]
    assert days == [
        ("une fois", "2026-11-26T09:30"),
        ("série", "2026-11-26T10:00"),
        ("série", "2026-12-01T10:00"),
    ]


# Reminders.


def test_reminders_are_due_on_the_date_that_counts(contact) -> None:
    note = {"contact": contact, "subject": "en attente", "remind_on": "2026-11-23"}
    Note.make(note)
    Note.make(note | {"subject": "reporté", "snoozed_to": "2026-11-24"})
    Note.make(note | {"subject": "loin", "snoozed_to": "2027-01-01"})
    Note.make(note | {"subject": "fait", "reminder_state": "done"})
    Note.make(note | {"subject": "bientôt", "remind_on": "2026-12-01"})
    assert found() == [
        ("overdue", "2026-11-23", "en attente"),
        ("today", "2026-11-24", "reporté"),
        ("soon", "2026-12-01", "bientôt"),
    ]


def test_a_reminder_is_its_authors(contact) -> None:
    User.make({"login": "alice", "role": "editor"})
    act_as(User.id_of("alice"))
    Note.make({"contact": contact, "subject": "à Alice", "remind_on": "2026-11-24"})
    act_as(User.id_of("marie"))
    assert found() == []
    assert found(user=User.id_of("alice")) == [("today", "2026-11-24", "à Alice")]


def test_a_reminder_is_done_or_put_off(contact) -> None:
    for subject in ("a", "b"):
        Note.make({"contact": contact, "subject": subject, "remind_on": "2026-11-20"})
    first, second = due(actor(), TODAY)
    done(first)
    snooze(second, dt.date(2026, 11, 25))
    assert found() == [("soon", "2026-11-25", "b")]
    assert Note.values_of(first.key)["reminder_state"] == "done"


def test_nothing_is_put_off_to_the_past(contact) -> None:
    make("a", "2026-11-20T09:30")
    (item,) = due(actor(), TODAY)
    with pytest.raises(RuleBroken) as refused:
        snooze(item, TODAY - dt.timedelta(1))
    assert refused.value.key == "rule.snooze_past"
    snooze(item, TODAY)
    assert found() == [("today", "2026-11-24", "a")]


def test_what_is_overdue_is_bounded_to_the_latest(contact, monkeypatch) -> None:
    monkeypatch.setattr("models.due.MOST_OVERDUE", 5)
    for n in range(7):
        make(f"a{n}", (_at("2026-11-01T09:00") + dt.timedelta(minutes=n)).isoformat())
    subjects = [subject for _, _, subject in found()]
    assert subjects == ["a2", "a3", "a4", "a5", "a6"]


# Opportunities and quotes.


def opportunity(contact: int, day: dt.date | None, **values) -> int:
    given = {"contact": contact, "description": f"vente {day}", "closes_on": day}
    return Opportunity.make(given | values).id


def quote(valid_until: dt.date, **values) -> int:
    given = {"bill_to": "T1", "date": dt.date(2026, 9, 1), "valid_until": valid_until}
    given |= {"lines": [{"description": "Thé"}]}
    return Quote.make(given | values).id


def test_open_opportunities_close_and_quotes_in_progress_expire(contact) -> None:
    early = dt.date(2026, 10, 1)
    opened = {"opened_on": early}
    opportunity(contact, dt.date(2026, 11, 20), **opened)
    opportunity(contact, TODAY, **opened)
    opportunity(contact, dt.date(2026, 12, 1), **opened)
    opportunity(contact, dt.date(2026, 12, 2), **opened)
    opportunity(contact, None)
    opportunity(contact, TODAY, status="hold", **opened)
    opportunity(contact, TODAY, status="won", **opened)
    quote(dt.date(2026, 11, 1), reference="PO-1", status="sent")
    quote(TODAY)
    quote(dt.date(2026, 12, 2))
    quote(TODAY, status="lost")
    assert found() == [
        ("overdue", "2026-11-01", "Q2026-00001 PO-1"),
        ("overdue", "2026-11-20", "vente 2026-11-20"),
        ("today", "2026-11-24", "vente 2026-11-24"),
        ("today", "2026-11-24", "Q2026-00002"),
        ("soon", "2026-12-01", "vente 2026-12-01"),
    ]
    item = due(actor(), TODAY)[1]
    assert (item.kind, item.contact, item.party) == ("opportunity", "Roy", "T1")


def test_of_others_nothing_is_due(contact) -> None:
    User.make({"login": "benoit", "role": "editor"})
    opportunity(contact, TODAY, owner="benoit")
    quote(TODAY, salesperson="benoit")
    assert found() == []
    assert len(found(user=User.id_of("benoit"))) == 2


def test_put_off_it_closes_or_expires_then_and_is_not_simply_done(contact) -> None:
    key, other = opportunity(contact, TODAY), quote(TODAY)
    for item in due(actor(), TODAY):
        with pytest.raises(RuleBroken) as broken:
            done(item)
        assert broken.value.key == "rule.close_it"
        snooze(item, dt.date(2026, 12, 15))
    assert found() == []
    assert Opportunity.values_of(key)["closes_on"] == dt.date(2026, 12, 15)
    assert Quote.values_of(other)["valid_until"] == dt.date(2026, 12, 15)
