"""Quotes (spec 9): numbers, who is billed, dates, what closes them, revisions."""

import datetime as dt
from decimal import Decimal

import pytest
from sample_quotes import CHAI, TODAY, make, person, quoted_customer
from sample_records import contact, count, party

from models.code import Code
from models.contact import Contact
from models.database import execute, rows
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import Conflict, Missing, RuleBroken
from models.sale_line import json_lines
from models.setting import change_setting


@pytest.fixture(autouse=True)
def customer(database):
    with quoted_customer() as key:
        yield key


def of(key: int, *names: str) -> tuple:
    values = Quote.values_of(key)
    return tuple(values[name] for name in names)


def refused(key: int, **values) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        Quote.alter(key, values)
    return broken.value


DEAL = {"description": "Thés", "lines": [CHAI]}


def everything() -> list:
    return [
        rows(f"SELECT * FROM {table} ORDER BY id")
        for table in ("quote", "quote_line", "quote_tax", "journal_entry")
    ]


# Numbers.


def test_each_year_counts_from_one_without_gaps() -> None:
    made = [make(), make(date=dt.date(2025, 3, 1)), make(), make(date=dt.date(2025, 1, 1))]
    assert [of(key, "number")[0] for key in made] == [
        "Q2026-00001",
        "Q2025-00001",
        "Q2026-00002",
        "Q2025-00002",
    ]


def test_a_quote_that_is_refused_takes_no_number() -> None:
    make()
    with pytest.raises(RuleBroken):
        make(lines=[{"quantity": "1"}])
    with pytest.raises(RuleBroken):
        make(terms="NOPE")
    assert of(make(), "number") == ("Q2026-00002",)


def test_a_quote_of_nothing_is_made_by_no_door() -> None:
    empty = Opportunity.make({"contact": person("Roy"), "description": "Rien"}).id
    for given in ({}, {"lines": []}, {"lines": "[]"}, {"opportunity": empty}, {"status": "won"}):
        with pytest.raises(RuleBroken) as broken:
            Quote.make({"bill_to": "T1"} | given)
        assert (broken.value.key, broken.value.field) == ("rule.quote_no_lines", "lines")
    assert (count("quote"), count("sequence")) == (0, 0)
    assert of(make(), "number") == ("Q2026-00001",)


def test_the_last_line_of_a_draft_is_not_removed() -> None:
    key = make()
    assert refused(key, lines=[]).key == "rule.quote_no_lines"
    assert len(of(key, "lines")[0]) == 1


def test_a_quote_of_nothing_of_older_days_can_be_filled_or_cancelled_and_is_not_revised() -> None:
    key = make()
    for table in ("quote_line", "quote_tax"):
        execute(f"DELETE FROM {table}")
    Quote.alter(key, {"note": "vide"})
    with pytest.raises(RuleBroken, match="rule.quote_no_lines"):
        Quote.revise(key)
    Quote.alter(key, {"status": "cancelled"})
    assert (of(key, "note", "status"), count("quote")) == (("vide", "cancelled"), 1)


def test_a_number_stays_whatever_becomes_of_its_date_and_is_never_deleted() -> None:
    key = make()
    Quote.alter(key, {"date": dt.date(2025, 6, 1)})
    assert of(key, "number") == ("Q2026-00001",)
    with pytest.raises(RuleBroken) as broken:
        Quote.remove(key)
    assert (broken.value.key, count("quote")) == ("rule.quote_stays", 1)


def test_a_number_names_its_quote_whatever_the_case() -> None:
    key = make()
    assert Quote.key_of(" q2026-00001 ") == key
    with pytest.raises(Missing):
        Quote.key_of("Q2026-00009")


# Who is billed.


def test_choosing_who_is_billed_fills_the_purchaser_of_rank_1(customer) -> None:
    assert Contact.purchaser(customer) == (person("Roy"), "Roy")
    key = make()
    assert of(key, "contact", "contact_name") == (person("Roy"), "Roy")
    Contact.alter(person("Abel"), {"purchasing": True, "purchasing_rank": 1})
    # A saved quote never changes by itself.
    assert of(key, "contact") == (person("Roy"),)
    assert of(make(), "contact") == (person("Abel"),)


def test_an_inactive_purchaser_or_none_leaves_it_empty(customer) -> None:
    Contact.alter(person("Roy"), {"active": False})
    assert Contact.purchaser(customer) is None
    assert of(make(), "contact") == (None,)
    assert of(make(contact=person("Abel")), "contact") == (person("Abel"),)


def test_another_customer_brings_its_own_contact(customer) -> None:
    other = party("T2")
    contact(other, "Côté", purchasing=True, purchasing_rank=1)
    key = make()
    Quote.alter(key, {"bill_to": "t2"})
    assert of(key, "bill_to", "contact") == ("T2", person("Côté"))
    broken = refused(key, contact=person("Roy"))
    assert (broken.key, broken.field) == ("rule.quote_contact", "contact")


def test_a_prospect_is_billed_like_a_customer_and_a_supplier_is_not() -> None:
    contact(party("P1", kind="prospect"), "Pro", purchasing=True, purchasing_rank=1)
    party("S1", kind="supplier")
    key = make(bill_to="P1")
    assert of(key, "bill_to_kind", "contact") == ("prospect", person("Pro"))
    with pytest.raises(Missing) as broken:
        make(bill_to="S1")
    assert broken.value.field == "bill_to"
    with pytest.raises(RuleBroken) as none:
        Quote.make({})
    assert none.value.field == "bill_to"


def test_the_same_code_is_the_customers_unless_the_prospect_is_named() -> None:
    party("T1", kind="prospect", name="Autre")
    assert of(make(), "bill_to_name") == ("T1",)
    assert of(make(bill_to_kind="prospect"), "bill_to_name") == ("Autre",)


def test_a_party_that_is_billed_is_not_deleted() -> None:
    other = party("T2")
    make(bill_to="T2")
    with pytest.raises(RuleBroken) as broken:
        Party.remove(other)
    assert broken.value.facts["counted"] == (("entity.quotes", 1),)


def test_a_draft_follows_the_address_and_what_was_sent_keeps_it(customer) -> None:
    draft, sent = make(), make(status="sent")
    before = ["T1", "1, rue A", "Laval QC  H7A 1A1"]
    assert of(sent, "addressed", "contact_name") == (before, "Roy")
    Party.alter(customer, {"name": "Neuf", "city": "Québec"})
    Contact.alter(person("Roy"), {"last_name": "Gagnon"})
    assert of(sent, "addressed", "contact_name") == (before, "Roy")
    assert of(draft, "addressed")[0][::2] == ["Neuf", "Québec QC  H7A 1A1"]
    Quote.alter(sent, {"note": "rappel"})
    assert of(sent, "addressed", "contact_name") == (before, "Roy")
    Quote.alter(sent, {"contact": person("Abel")})
    assert of(sent, "contact_name") == ("Abel",)


# Dates.


def test_it_is_valid_for_as_many_days_as_the_setting_says() -> None:
    assert of(make(), "date", "valid_until") == (TODAY, dt.date(2026, 12, 24))
    change_setting("QuoteValidityDays", 10)
    assert of(make(date=dt.date(2026, 1, 1)), "valid_until") == (dt.date(2026, 1, 11),)
    own = make(valid_until=dt.date(2027, 1, 1))
    assert of(own, "valid_until") == (dt.date(2027, 1, 1),)
    assert refused(own, valid_until=dt.date(2026, 1, 1)).key == "rule.valid_before"


def test_past_its_validity_it_is_in_progress_and_expired() -> None:
    old = dt.date(2026, 10, 1)
    key = make(date=old, status="sent")
    assert of(key, "expired", "status") == (True, "sent")
    assert of(make(date=old, status="lost"), "expired") == (False,)
    assert [row.key for row in Quote.listing(group="in-progress").after(None, 5)] == [key]


# Closing, revising.


@pytest.mark.parametrize("status", ["won", "lost", "cancelled"])
def test_a_closed_quote_is_changed_by_nothing(status) -> None:
    key = make(reference="PO-1")
    Quote.close(key, status, "PRICE" if status == "lost" else "")
    assert of(key, "status", "closed_on") == (status, TODAY)
    before = everything()
    for values in (
        {"status": "draft"},
        {"status": "sent"},
        {"note": "x"},
        {"lines": [CHAI, CHAI]},
        {"bill_to": "T2"},
        {"contact": person("Abel")},
        {"valid_until": dt.date(2030, 1, 1)},
        {"reference": ""},
    ):
        assert refused(key, **values).key == "rule.quote_closed"
    with pytest.raises(RuleBroken):
        Quote.close(key, "cancelled" if status == "won" else "won")
    Quote.alter(key, {"reference": "PO-1", "status": status})
    assert everything() == before


def test_winning_tells_of_its_open_opportunity_and_wins_it_if_asked() -> None:
    deal = Opportunity.make(DEAL | {"contact": person("Roy")}).id
    first, second = Quote.make({"opportunity": deal}).id, Quote.make({"opportunity": deal}).id
    told = Quote.close(first, "won")
    assert [notice.key for notice in told.notices] == ["quote.opportunity_open"]
    assert Quote.open_opportunity(first) == (deal, "Thés")
    saved = Quote.close(second, "won", with_opportunity=True)
    assert (saved.notices, Quote.open_opportunity(first)) == ((), None)
    assert Opportunity.values_of(deal)["status"] == "won"


def test_losing_both_needs_the_reason_that_the_opportunity_needs() -> None:
    deal = Opportunity.make(DEAL | {"contact": person("Roy")}).id
    key = Quote.make({"opportunity": deal}).id
    with pytest.raises(RuleBroken):
        Quote.close(key, "lost", with_opportunity=True)
    assert of(key, "status") == ("draft",)
    Quote.close(key, "lost", "PRICE", with_opportunity=True)
    assert Opportunity.values_of(deal)["lost_reason"] == "PRICE"
    assert of(key, "lost_reason") == ("PRICE",)


def test_a_revision_names_the_old_one_and_takes_its_place() -> None:
    key = make(reference="PO-1", terms="NET30", status="sent")
    saved = Quote.revise(key)
    assert [notice.key for notice in saved.notices] == ["quote.superseded"]
    told = ("number", "status", "revises", "reference", "terms", "date", "total")
    assert of(saved.id, *told) == (
        "Q2026-00002",
        "draft",
        "Q2026-00001",
        "PO-1",
        "NET30",
        TODAY,
        Decimal("34.84"),
    )
    assert of(key, "status", "revised_by") == ("cancelled", ["Q2026-00002"])


def test_revising_a_won_quote_leaves_it_won() -> None:
    key = make()
    Quote.close(key, "won")
    before = Quote.values_of(key)
    saved = Quote.revise(key)
    assert Quote.values_of(key) == before | {"revised_by": ["Q2026-00002"]}
    assert json_lines(of(saved.id, "lines")[0]) == json_lines(before["lines"])


def test_from_an_opportunity_come_contact_party_and_lines() -> None:
    deal = {"contact": person("Abel"), "description": "Thés", "lines": [CHAI]}
    made = Opportunity.make(deal).id
    key = Quote.make({"opportunity": made}).id
    told = ("bill_to", "contact", "opportunity", "total")
    assert of(key, *told) == ("T1", person("Abel"), made, Decimal("34.84"))
    # Its lines are its own from here on.
    Opportunity.alter(made, {"lines": []})
    assert of(key, "total") == (Decimal("34.84"),)
    supplier = contact(party("S1", kind="supplier"), "Sup")
    other = Opportunity.make({"contact": supplier, "description": "x"}).id
    with pytest.raises(RuleBroken) as broken:
        Quote.make({"opportunity": other})
    assert broken.value.key == "rule.not_billed"


def test_two_who_change_the_same_quote() -> None:
    key = make()
    version = Quote.values_of(key)["version"]
    Quote.alter(key, {"lines": [CHAI | {"quantity": "4"}]})
    Quote.alter(key, {"note": "vu"}, version=version)
    with pytest.raises(Conflict) as clash:
        Quote.alter(key, {"lines": [CHAI | {"quantity": "5"}]}, version=version)
    assert clash.value.theirs["lines"][0]["quantity"] == Decimal(4)
    assert clash.value.original["lines"][0]["quantity"] == Decimal(3)
    assert of(key, "subtotal", "note") == (Decimal("40.40"), "vu")


def test_a_code_of_a_quote_is_not_deleted() -> None:
    make(terms="NET30", lines=[CHAI | {"unit": "BOX"}])
    for table, code in (("terms", "NET30"), ("tax", "GST"), ("unit", "BOX")):
        with pytest.raises(RuleBroken) as broken:
            Code.remove(Code.key_of(code, table=table))
        assert [words for words, _ in broken.value.facts["counted"]] == ["entity.quotes"]


def test_an_address_abroad_names_its_country_in_the_customers_language(customer) -> None:
    Party.alter(customer, {"country": "DE", "language": "en"})
    assert of(make(), "addressed")[0][-1] == "GERMANY"
    Party.alter(customer, {"language": "fr"})
    assert of(make(), "addressed")[0][-1] == "ALLEMAGNE"
    Party.alter(customer, {"country": "CA"})
    assert of(make(), "addressed")[0][-1] == "Laval QC  H7A 1A1"
