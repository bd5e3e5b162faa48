"""Notes and the states of their reminders."""

import datetime as dt

import pytest
import time_machine
from sample_records import contact, party

from models.note import Note
from models.rules import Missing, RuleBroken

pytestmark = pytest.mark.usefixtures("database")


def note(**values: object) -> int:
    return Note.make({"contact": contact(party()), "subject": "Appel", **values}).id


def state(key: int) -> tuple[str, object]:
    values = Note.values_of(key)
    return values["reminder_state"], values["snoozed_to"]


# 03:30 in Coordinated Universal Time is the evening before in Québec.
@time_machine.travel(dt.datetime(2026, 3, 2, 3, 30, tzinfo=dt.UTC), tick=False)
def test_a_note_is_dated_today_in_the_business_time_zone_and_its_authors() -> None:
    values = Note.values_of(note())
    assert (values["date"], values["author"]) == (dt.date(2026, 3, 1), "marie")
    assert (values["reminder_state"], values["remind_on"]) == ("", None)


def test_the_date_may_be_past_or_future() -> None:
    assert Note.values_of(note(date="1999-12-31"))["date"] == dt.date(1999, 12, 31)
    Note.alter(1, {"date": "2040-01-01"})
    assert Note.values_of(1)["date"] == dt.date(2040, 1, 1)


def test_a_subject_is_needed() -> None:
    with pytest.raises(RuleBroken, match="rule.required"):
        note(subject=" ")


def test_a_note_has_a_contact_that_is_there() -> None:
    with pytest.raises(Missing):
        Note.make({"contact": 99, "subject": "x"})


def test_a_reminder_waits_is_snoozed_and_done() -> None:
    key = note(remind_on="2026-03-01")
    assert state(key) == ("pending", None)
    Note.alter(key, {"reminder_state": "snoozed", "snoozed_to": "2026-04-01"})
    assert state(key) == ("snoozed", dt.date(2026, 4, 1))
    Note.alter(key, {"reminder_state": "done"})
    assert state(key) == ("done", None)
    Note.alter(key, {"subject": "autre"})
    assert state(key) == ("done", None)


def test_a_snoozed_reminder_has_a_date() -> None:
    key = note(remind_on="2026-03-01")
    with pytest.raises(RuleBroken, match="rule.required") as broken:
        Note.alter(key, {"reminder_state": "snoozed"})
    assert broken.value.field == "snoozed_to"
    assert state(key) == ("pending", None)


def test_another_date_is_another_reminder() -> None:
    key = note(remind_on="2026-03-01")
    Note.alter(key, {"reminder_state": "done"})
    Note.alter(key, {"remind_on": "2026-03-01"})
    assert state(key) == ("done", None)
    Note.alter(key, {"remind_on": "2026-05-01"})
    assert state(key) == ("pending", None)


def test_without_a_date_there_is_no_reminder() -> None:
    key = note(remind_on="2026-03-01")
    Note.alter(key, {"remind_on": ""})
    assert state(key) == ("", None)


@pytest.mark.parametrize("named", [{"reminder_state": "done"}, {"snoozed_to": "2026-04-01"}])
def test_what_is_said_of_a_reminder_that_is_not_there_is_refused(named: dict[str, str]) -> None:
    key = note()
    bare = {"contact": Note.values_of(key)["contact"], "subject": "x"}
    for call in (
        lambda: Note.alter(key, named),
        lambda: Note.alter(key, {"remind_on": "", **named}),
        lambda: Note.make(bare | named),
        lambda: Note.whole(Note.entity.blank(), Note.tidied(bare | named)),
    ):
        with pytest.raises(RuleBroken, match="rule.no_reminder") as broken:
            call()
        assert broken.value.field == next(iter(named))


def test_the_day_to_which_a_reminder_is_snoozed_is_never_dropped() -> None:
    key = note(remind_on="2026-03-01")
    Note.alter(key, {"snoozed_to": "2026-04-01"})
    assert state(key) == ("snoozed", dt.date(2026, 4, 1))
    with pytest.raises(RuleBroken, match="rule.not_snoozed"):
        Note.alter(key, {"reminder_state": "done", "snoozed_to": "2026-05-01"})


def test_notes_of_an_interval_newest_first() -> None:
    acme = party()
    one, two = contact(acme, "A"), contact(acme, "B")
    for who, day in ((one, "2026-01-01"), (one, "2026-03-01"), (two, "2026-02-01")):
        Note.make({"contact": who, "subject": day, "date": day})

    def listed(**filters: object) -> list[str]:
        return [r.cells[1] for r in Note.listing(**filters).after(None, 9)]  # type: ignore[arg-type]

    assert listed(party=acme) == ["2026-03-01", "2026-02-01", "2026-01-01"]
    assert listed(contact=one) == ["2026-03-01", "2026-01-01"]
    since, until = dt.date(2026, 1, 2), dt.date(2026, 2, 1)
    assert listed(since=since, until=until) == ["2026-02-01"]
    assert listed(search="03 2026") == ["2026-03-01"]
