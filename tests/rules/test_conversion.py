"""Prospects made customers, and back (spec 1.2)."""

import datetime as dt

import pytest
from sample_records import contact, journal_size, party

from models.activity import Activity
from models.contact import Contact
from models.note import Note
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import Invalid, RuleBroken
from models.search import CONTACT_OFFSET, Filters, find


def test_a_prospect_becomes_a_customer_with_all_that_is_on_it(database) -> None:
    acme = party("ACME", kind="prospect")
    roy = contact(acme, purchasing=True, purchasing_rank=1)
    note = Note.make({"contact": roy, "subject": "premier appel"}).id
    start = dt.datetime(2026, 11, 24, 9)
    activity = Activity.make({"contact": roy, "subject": "visite", "start": start}).id
    opportunity = Opportunity.make({"contact": roy, "description": "portes"}).id
    billed = {"bill_to": "ACME", "bill_to_kind": "prospect", "contact": roy}
    quote = Quote.make(billed | {"lines": [{"description": "portes"}]}).id
    before = journal_size()
    Party.convert(acme, "customer")
    assert journal_size() == before + 1
    values = Party.values_of(acme)
    assert (values["kind"], values["code"]) == ("customer", "ACME")
    assert Contact.values_of(roy)["party_kind"] == "customer"
    assert Contact.purchaser(acme)[0] == roy
    assert Note.values_of(note)["contact"] == roy
    assert Activity.values_of(activity)["contact"] == roy
    assert Opportunity.values_of(opportunity)["contact"] == roy
    assert Quote.values_of(quote)["bill_to_kind"] == "customer"
    Quote.alter(quote, {"reference": "après"})


def test_a_customer_becomes_a_prospect_again(database) -> None:
    acme = party("ACME", kind="prospect")
    Party.convert(acme, "customer")
    Party.convert(acme, "prospect")
    assert Party.values_of(acme)["kind"] == "prospect"


def test_a_code_that_is_taken_is_asked_for_at_its_field(database) -> None:
    party("ACME", name="Acmé ltée")
    acme = party("ACME", kind="prospect")
    with pytest.raises(RuleBroken) as taken:
        Party.convert(acme, "customer")
    assert (taken.value.key, taken.value.field) == ("rule.code_taken", "code")
    assert Party.values_of(acme)["kind"] == "prospect"
    Party.convert(acme, "customer", "acme2")
    assert Party.values_of(acme)["code"] == "ACME2"


def test_a_code_that_is_none_changes_nothing(database) -> None:
    acme = party("ACME", kind="prospect")
    with pytest.raises(Invalid):
        Party.convert(acme, "customer", "trop long pour un code")
    assert Party.values_of(acme)["kind"] == "prospect"


@pytest.mark.parametrize(
    ("kind", "wanted", "rule"),
    [
        ("prospect", "prospect", "rule.already_prospect"),
        ("customer", "customer", "rule.already_customer"),
        ("supplier", "customer", "rule.kind_stays"),
        ("group", "prospect", "rule.kind_stays"),
        ("customer", "supplier", "rule.kind_stays"),
        ("supplier", "supplier", "rule.kind_stays"),
    ],
)
def test_nothing_else_is_converted(database, kind: str, wanted: str, rule: str) -> None:
    acme = party("ACME", kind=kind)
    with pytest.raises(RuleBroken, match=rule):
        Party.convert(acme, wanted)


def test_it_is_found_under_its_new_kind_and_so_are_its_contacts(database) -> None:
    acme = party("ACME", kind="prospect")
    roy = contact(acme)
    Party.convert(acme, "customer")
    assert find("acme", Filters(kind="customer")).keys == [acme, roy + CONTACT_OFFSET]
    assert find("acme", Filters(kind="prospect")).keys == []
