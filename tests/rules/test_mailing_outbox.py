"""A mailing produced, and each of its people written to once (spec 10.3, 10.6)."""

import datetime as dt
from typing import Any

import pytest
from sample_mailings import company, everybody, mailing, person

from models import mailing_outbox as outbox
from models.contact import Contact
from models.database import execute, rows
from models.mailing import Mailing
from models.mailing_audience import Audience
from models.mailing_recipient import counts, recipients, sends_of, text_as_sent
from models.mailing_recipient import reasons as kept_reasons
from models.party import Party
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=1)


def refused(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        call(*args, **named)
    return broken.value.key


def next_id(key: int, moment: dt.datetime = NOW) -> int:
    found = outbox.next_waiting(key, moment)
    assert found is not None
    return found.id


def test_what_is_produced_is_what_was_judged() -> None:
    party = company(5)
    person(party, "Rien")
    key = mailing(text_fr="Bonjour {{ contact.first_name }}")
    judged = everybody(key)
    produced = outbox.produce(key)
    assert (produced.n_in, produced.n_out, dict(produced.reasons)) == (5, 1, {"no_address": 1})
    kept = [
        (row.cells[0], row.cells[1], "" if row.cells[2] == "waiting" else row.cells[3])
        for row in recipients(key).after(None, 50)
    ]
    assert kept == [(j.contact, j.name, j.reason) for j in judged]
    assert kept_reasons(key) == {"no_address": 1}
    assert text_as_sent(next_id(key)) == ("Bonjour", "Bonjour Personne000")


def test_what_is_produced_changes_no_more() -> None:
    company(1)
    key = mailing()
    outbox.produce(key)
    assert refused(Mailing.alter, key, {"name": "Autre"}) == "rule.mailing_not_draft"
    assert refused(Mailing.leave_out, key, 1) == "rule.mailing_not_draft"
    assert refused(outbox.produce, key) == "rule.mailing_not_draft"
    assert refused(Mailing.remove, key) == "rule.referred"


def test_nobody_is_written_to_by_what_is_for_nobody() -> None:
    assert refused(outbox.produce, mailing()) == "rule.mailing_nobody"


def test_what_was_changed_since_it_was_looked_at_is_not_produced() -> None:
    company(1)
    key = mailing()
    audience = Audience(key)
    judged = list(audience.all())
    Mailing.alter(key, {"text_fr": "Autre"})
    assert refused(outbox.freeze, audience, judged) == "rule.mailing_changed"
    assert Mailing.values_of(key)["status"] == "draft"


def test_whoever_was_left_out_while_the_numbers_were_shown_is_not_in() -> None:
    company(2)
    key = mailing()
    audience = Audience(key)
    judged = list(audience.all())
    Mailing.leave_out(key, judged[1].contact)
    assert refused(outbox.freeze, audience, judged) == "rule.mailing_changed"


def test_whoever_was_deleted_while_the_numbers_were_shown_is_told_as_a_change() -> None:
    company(2)
    key = mailing()
    audience = Audience(key)
    judged = list(audience.all())
    Contact.remove(judged[1].contact)
    assert refused(outbox.freeze, audience, judged) == "rule.mailing_changed"
    assert recipients(key).after(None, 5) == []


def test_a_mail_is_claimed_once_and_sent_once() -> None:
    company(2)
    key = mailing()
    outbox.produce(key)
    assert outbox.begin(key) == 2
    first = next_id(key)
    assert outbox.claim(first) and not outbox.claim(first)
    outbox.sent(first)
    assert not outbox.claim(first)
    second = next_id(key)
    assert second != first and outbox.claim(second)
    outbox.sent(second)
    assert outbox.next_waiting(key, NOW) is None
    outbox.end(key)
    assert Mailing.values_of(key)["status"] == "done" and counts(key)["sent"] == 2


def test_who_has_opted_out_since_is_skipped() -> None:
    company(3)
    key = mailing()
    outbox.produce(key)
    outbox.begin(key)
    contacts = [row.cells[0] for row in recipients(key).after(None, 5)]
    Contact.alter(contacts[0], {"opted_out": "2026-11-24"})
    assert outbox.next_waiting(key, NOW).contact == contacts[1]  # type: ignore[union-attr]
    # Between asking for the next one and handing it over, too.
    second = next_id(key)
    Contact.alter(contacts[1], {"opted_out": "2026-11-24"})
    assert not outbox.claim(second)
    # And whoever has the same address as somebody who has opted out since.
    other = Party.make(Party.blank("supplier") | {"name": "Autre"}).id
    person(other, "X", email="P2@ACME.example", opted_out="2026-11-24")
    assert outbox.next_waiting(key, NOW) is None
    told = [(row.cells[2], row.cells[3]) for row in recipients(key).after(None, 5)]
    assert told == [
        ("skipped", "opted_out"),
        ("skipped", "opted_out"),
        ("skipped", "address_opted_out"),
    ]


def test_the_address_as_it_was_used_counts_for_who_opted_out() -> None:
    party = company(1)
    key = mailing()
    outbox.produce(key)
    outbox.begin(key)
    contact = outbox.next_waiting(key, NOW).contact  # type: ignore[union-attr]
    Contact.alter(contact, {"email": "new@acme.example"})
    person(party, "X", email="p0@acme.example", opted_out="2026-11-24")
    assert outbox.next_waiting(key, NOW) is None
    assert counts(key)["skipped"] == 1


def test_who_is_turned_away_is_tried_three_times_and_the_others_go_first() -> None:
    company(2)
    key = mailing()
    outbox.produce(key)
    outbox.begin(key)
    first = next_id(key)
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        outbox.turned_away(first, "451 4.7.1 later", LATER)
        if attempt == 1:
            second = next_id(key)
            assert second != first and outbox.claim(second)
            outbox.sent(second)
            assert outbox.next_waiting(key, NOW) is None and outbox.next_time(key) == LATER
        if attempt < outbox.MOST_ATTEMPTS:
            assert next_id(key, LATER) == first
    assert outbox.next_waiting(key, LATER) is None
    found = recipients(key, "failed").after(None, 5)
    assert [(row.cells[3], row.cells[4]) for row in found] == [("turned_away", "451 4.7.1 later")]


def test_one_bad_address_stops_nobody_else() -> None:
    company(2)
    key = mailing()
    outbox.produce(key)
    outbox.begin(key)
    first = next_id(key)
    outbox.refused(first, "550 no such user")
    second = next_id(key)
    assert outbox.claim(second)
    outbox.sent(second)
    outbox.end(key)
    assert counts(key)["failed"] == counts(key)["sent"] == 1
    assert Mailing.values_of(key)["status"] == "done"
    assert outbox.again(key) == 1
    assert Mailing.values_of(key)["status"] == "produced" and next_id(key) == first


def test_what_a_killed_run_left_half_said_is_never_sent_again_by_itself() -> None:
    company(2)
    key = mailing()
    outbox.produce(key)
    outbox.begin(key)
    first = next_id(key)
    assert outbox.claim(first)
    # No process has this number; so it is with a run that was killed.
    execute("UPDATE mailing SET runner = '999999999 1' WHERE id = ?", (key,))
    assert outbox.begin(key) == 1
    assert [row.cells[3] for row in recipients(key, "failed").after(None, 5)] == ["unsure"]
    assert next_id(key) != first
    outbox.end(key)
    assert outbox.again(key) == 0
    assert outbox.again(key, [first]) == 1 and counts(key)["waiting"] == 2


def test_two_runs_at_once_are_one_too_many() -> None:
    company(1)
    key = mailing()
    outbox.produce(key)
    # Process 1 is always there.
    execute("UPDATE mailing SET runner = ? WHERE id = ?", (f"1 {outbox._started(1)}", key))
    assert refused(outbox.begin, key) == "rule.mailing_running"
    assert refused(Mailing.cancel, key) == "rule.mailing_running"
    # Another process that has the number of one that is gone is not that one.
    execute("UPDATE mailing SET runner = '1 12345678901234' WHERE id = ?", (key,))
    assert outbox.begin(key) == 1


def test_a_cancelled_one_is_sent_no_more() -> None:
    company(1)
    key = mailing()
    assert refused(Mailing.cancel, key) == "rule.mailing_not_produced"
    outbox.produce(key)
    first = next_id(key)
    Mailing.cancel(key)
    assert refused(outbox.begin, key) == "rule.mailing_not_produced"
    assert not outbox.claim(first)


def test_letters_are_for_those_who_still_want_one() -> None:
    party = company(2, address1="1, rue Haute", city="Laval")
    key = mailing(channel="postal")
    outbox.produce(key)
    found = recipients(key, "waiting").after(None, 5)
    Contact.alter(found[0].cells[0], {"opted_out": "2026-11-24"})
    assert outbox.skip_refused(key) == 1
    left = [row.key for row in recipients(key, "waiting").after(None, 5)]
    assert left == [found[1].key] and outbox.hand_over(key, left) == 1
    assert counts(key) == counts(key) | {"skipped": 1, "sent": 1, "waiting": 0}
    assert party


def test_the_list_of_sends_has_what_was_sent_as_it_was_sent() -> None:
    party = company(1)
    key = mailing(text_fr="Bonjour {{ contact.first_name }}")
    outbox.produce(key)
    outbox.begin(key)
    first = outbox.next_waiting(key, NOW)
    assert first is not None and outbox.claim(first.id, "Acme, 1, rue Haute")
    outbox.sent(first.id)
    outbox.end(key)
    Contact.alter(first.contact, {"first_name": "Autre", "email": "autre@acme.example"})
    source = sends_of(first.contact)
    row = source.after(None, 5)[0]
    cells = dict(zip(source.names, row.cells, strict=True))
    assert (cells["mailing"], cells["status"], cells["address"]) == (
        "Bulletin",
        "sent",
        "p0@acme.example",
    )
    assert text_as_sent(row.key)[1] == "Bonjour Personne000\n\nAcme, 1, rue Haute"
    assert sends_of(person(party, "Neuf")).after(None, 5) == []


def test_lists_use_their_indexes() -> None:
    company(1)
    key = mailing()
    outbox.produce(key)
    for source in (recipients(key, "waiting"), sends_of(1)):
        query, params = source.query.select(source.key).order_by(*source.order).sql()
        plan = " ".join(text for *_, text in rows(f"EXPLAIN QUERY PLAN {query}", params))
        assert "USING" in plan and "SCAN" not in plan and "TEMP B-TREE" not in plan, plan
