"""What holds for opportunities and quotes alike: their lines' ids, copies of lines, conflicts."""

import datetime as dt
from decimal import Decimal

import pytest
from sample_records import contact, party

from models.activity import Activity
from models.code import Code
from models.database import execute, rows
from models.item import Item
from models.note import Note
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import RuleBroken
from models.search import rebuild
from models.upkeep import faults

CHAI = {"item": "CHAI", "quantity": "3"}


@pytest.fixture(autouse=True)
def person(database) -> int:
    """A contact of a customer, and an item to sell."""
    Item.make({"code": "CHAI", "description_fr": "Thé", "price": "10.10"})
    return contact(party("T1"), "Roy", purchasing=True, purchasing_rank=1)


def quote(**values) -> int:
    return Quote.make({"bill_to": "T1", "lines": [CHAI]} | values).id


def opportunity(person: int, **values) -> int:
    return Opportunity.make({"contact": person, "description": "Thé", "lines": [CHAI]} | values).id


def codes(key: int) -> list[tuple[str, str]]:
    return [(line["item"], str(line["unit_price"])) for line in Quote.values_of(key)["lines"]]


@pytest.mark.parametrize("key", ["[1]", '{"a": 1}', "true", "1.5", '"x"', "-1", "0", '"９"'])
def test_an_id_that_is_none_is_refused_in_its_line(key: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        quote(lines=f'[{{"item": "CHAI", "quantity": 3, "id": {key}}}]')
    assert (broken.value.field, broken.value.key) == ("lines", "rule.in_line")


def test_an_id_in_json_is_that_of_the_line() -> None:
    key = quote(lines=[CHAI, CHAI | {"quantity": "1"}])
    first, second = [line["id"] for line in Quote.values_of(key)["lines"]]
    Quote.alter(key, {"lines": f'[{{"id": {second}, "quantity": 5}}, {{"id": "{first}"}}]'})
    found = [(line["id"], line["quantity"]) for line in Quote.values_of(key)["lines"]]
    assert found == [(second, Decimal(5)), (first, Decimal(3))]


def test_an_id_of_anothers_line_takes_nothing_from_there() -> None:
    there, here = quote(lines=[CHAI | {"unit_price": "7"}]), quote()
    theirs = Quote.values_of(there)["lines"]
    Quote.alter(here, {"lines": [CHAI | {"id": theirs[0]["id"]}]})
    assert Quote.values_of(there)["lines"] == theirs
    assert codes(here) == [("CHAI", "10.10")]


def test_a_line_whose_taxable_is_null_is_taxed_as_its_item_is() -> None:
    key = quote(lines='[{"item": "CHAI", "quantity": 1, "taxable": null}]')
    assert [line["taxable"] for line in Quote.values_of(key)["lines"]] == [True]


def test_copies_follow_an_item_that_has_another_code_now(person) -> None:
    old, source = quote(), opportunity(person)
    item = Item.key_of("CHAI")
    Item.alter(item, {"code": "TEA"})
    other = Item.make({"code": "CHAI", "description_fr": "Autre"}).id
    made = [Quote.revise(old).id, Quote.make({"opportunity": source}).id]
    assert [codes(key) for key in made] == [[("TEA", "10.10")]] * 2
    assert rows("SELECT DISTINCT item_id FROM quote_line WHERE item_id <> ?", (other,)) == [(item,)]


def test_copies_keep_a_unit_that_no_table_has() -> None:
    old = Quote.make({"bill_to": "T1", "lines": [CHAI | {"unit": "ZZZ"}]}, lenient=True).id
    made = Quote.values_of(Quote.revise(old).id)
    assert [line["unit"] for line in made["lines"]] == ["ZZZ"]


def test_sums_that_follow_from_anothers_change_are_no_conflict(person) -> None:
    key = opportunity(person)
    before = Opportunity.values_of(key)["version"]
    Opportunity.alter(key, {"lines": [CHAI | {"quantity": "10"}]})
    Opportunity.alter(key, {"probability": 50}, version=before)
    found = Opportunity.values_of(key)
    assert (found["probability"], found["weighted"]) == (50, Decimal("50.50"))


def test_taxes_that_follow_from_anothers_change_are_no_conflict() -> None:
    [(gst,)] = rows("SELECT id FROM code WHERE code = 'GST'")
    Code.alter(gst, {"valid_from": dt.date(2026, 1, 1)})
    key = quote(date=dt.date(2026, 6, 1))
    before = Quote.values_of(key)["version"]
    Quote.alter(key, {"lines": [CHAI | {"quantity": "10"}]})
    Quote.alter(key, {"date": dt.date(2025, 6, 1)}, version=before)
    found = Quote.values_of(key)
    assert (found["subtotal"], found["taxes"]) == (Decimal("101.00"), Decimal("10.07"))


def test_a_probability_that_is_typed_holds_whatever_the_stage_proposes(person) -> None:
    first = Opportunity.blank()["probability"]
    key = opportunity(person, stage="PROPOSAL", probability=first)
    assert Opportunity.values_of(key)["probability"] == first
    Opportunity.close(key, "won")
    Opportunity.alter(key, {"status": "open", "probability": 35})
    assert Opportunity.values_of(key)["probability"] == 35
    Opportunity.close(key, "won")
    Opportunity.alter(key, {"stage": "QUALIFY", "probability": 0})
    assert Opportunity.values_of(key)["probability"] == 0


def test_the_other_kind_of_a_code_brings_its_own_contact() -> None:
    key = quote()
    theirs = contact(party("T1", "prospect"), "Abel", purchasing=True, purchasing_rank=1)
    Quote.alter(key, {"bill_to_kind": "prospect"})
    found = Quote.values_of(key)
    assert (found["bill_to_kind"], found["contact"]) == ("prospect", theirs)


def test_a_year_of_the_past_has_four_digits_in_its_numbers() -> None:
    assert Quote.values_of(quote(date=dt.date(1, 1, 1)))["number"] == "Q0001-00001"


def test_what_is_dealt_with_a_supplier_may_be_billed_to_a_customer(person) -> None:
    agent = contact(party("S1", "supplier"), "Agent")
    source = opportunity(agent)
    with pytest.raises(RuleBroken) as broken:
        Quote.make({"opportunity": source})
    assert (broken.value.key, broken.value.field) == ("rule.not_billed", "bill_to")
    found = Quote.values_of(quote(opportunity=source))
    assert (found["opportunity"], found["contact"]) == (source, person)
    with pytest.raises(RuleBroken) as broken:
        quote(contact=agent)
    assert (broken.value.key, broken.value.field) == ("rule.quote_contact", "contact")


@pytest.mark.parametrize("name", ["opportunity", "contact"])
@pytest.mark.parametrize("key", ["abc", [1], 10**30, -1, "1.5", 999])
def test_what_is_no_id_begins_no_quote(name: str, key) -> None:
    with pytest.raises(RuleBroken) as broken:
        Quote.make({name: key})
    assert broken.value.field == name


def test_a_quote_that_revises_none_that_is_there_says_where() -> None:
    with pytest.raises(RuleBroken) as broken:
        Quote.make({"revises": "Q2026-99999"})
    assert (broken.value.key, broken.value.field) == ("rule.no_such_quote", "revises")


def test_the_check_finds_a_sequence_that_is_gone_or_ahead() -> None:
    number = Quote.values_of(quote(date=dt.date(2026, 6, 1)))["number"]
    assert (number, faults("sales")) == ("Q2026-00001", [])
    execute("UPDATE sequence SET last = 2")
    assert faults("sales") == ["Q2026"]
    execute("DELETE FROM sequence")
    assert faults("sales") == ["Q2026"]


def test_a_revision_for_another_customer_is_for_its_purchaser() -> None:
    theirs = contact(party("T2"), "Zoé", purchasing=True, purchasing_rank=1)
    made = Quote.make({"revises": Quote.values_of(quote())["number"], "bill_to": "T2"}).id
    assert Quote.values_of(made)["contact"] == theirs


def keys(record, **asked) -> list[int]:
    return [row.key for row in record.listing(**asked).after(None, 500)]


@pytest.mark.parametrize("many", [False, True])
def test_lists_are_narrowed_to_beginnings_of_words_whatever_is_found(person, many) -> None:
    # Few are found by their index, many in the list's own order: what is found is the same.
    more = ["Thés d’été"] * 40 if many else []
    made = [opportunity(person, description=text) for text in ["Été à Québec", "Café", *more]]
    quotes = [quote(reference=text) for text in ["Été à Québec", "Café", *more]]
    for record, all_of in ((Opportunity, made), (Quote, quotes)):
        assert keys(record, search="caf") == [all_of[1]]
        assert keys(record, search="QUEB ete") == [all_of[0]]
        assert sorted(keys(record, search="ete")) == sorted([all_of[0], *all_of[2:]])
        for nothing in ("afe", "zz", '" OR caf*', "-cafe queb"):
            assert keys(record, search=nothing) == []
    # What tells accents apart when sorting is no word.
    assert keys(Opportunity, search="0") == []


def test_indexes_of_words_follow_every_change(person) -> None:
    key, other = opportunity(person, description="Café"), quote(reference="Café")
    Opportunity.alter(key, {"description": "Cacao"})
    Quote.alter(other, {"reference": "Cacao"})
    for record, made in ((Opportunity, key), (Quote, other)):
        assert (keys(record, search="cafe"), keys(record, search="cac")) == ([], [made])
    Opportunity.remove(key)
    assert (keys(Opportunity, search="cac"), faults("search")) == ([], [])
    execute("INSERT INTO quote_search(quote_search) VALUES ('delete-all')")
    assert faults("search") == ["search"]
    rebuild()
    assert faults("search") == []


def test_a_word_after_an_apostrophe_is_found(person) -> None:
    item = Item.make({"code": "SIROP", "description_fr": "Sirop d'érable"}).id
    key = opportunity(person, description="Renouveler l’entente")
    theirs = contact(party("T2", name="L'Épicerie"), "Roy")
    other = quote(bill_to="", contact=theirs, reference="Fêtes d'hiver")
    assert [found.id for found in Item.found("erable", "fr")] == [item]
    assert keys(Item, search="érab") == [item]
    assert keys(Opportunity, search="entente") == keys(Opportunity, search="l'ent") == [key]
    assert keys(Quote, search="épicerie hiver") == [other]


@pytest.mark.parametrize("n", [1, 30])
@pytest.mark.parametrize("sort", ["date", "number", "total", "valid_until"])
def test_an_interval_has_the_same_quotes_whether_they_are_few_or_many(n, sort) -> None:
    before, on, after = (dt.date(2026, 3, day) for day in (1, 2, 3))
    quote(date=before)
    wanted = [quote(date=on) for _ in range(n)]
    last = quote(date=after)
    assert sorted(keys(Quote, since=on, until=on, sort=sort)) == wanted
    assert sorted(keys(Quote, since=on, sort=sort)) == [*wanted, last]
    assert len(keys(Quote, until=on, sort=sort)) == n + 1
    assert keys(Quote, since=after, until=before, sort=sort) == []


@pytest.mark.parametrize("text", ["mot " * 400, "é" * 5_000, '"(* OR', "%_"])
def test_whatever_is_searched_for_is_no_more_than_a_query_takes(text: str) -> None:
    for record in (Activity, Item, Note, Opportunity, Quote):
        assert len(keys(record, search=text)) <= 1
    assert Item.found(text, "fr") == []


def test_what_closes_on_no_day_closes_in_no_interval(person) -> None:
    undated = opportunity(person)
    dated = opportunity(person, closes_on=dt.date(2099, 12, 1))
    assert keys(Opportunity, since=dt.date(2099, 1, 1)) == [dated]
    assert keys(Opportunity, since=dt.date.max) == [undated]
    assert sorted(keys(Opportunity)) == [undated, dated]


def test_who_is_billed_becomes_no_supplier() -> None:
    quote()
    with pytest.raises(RuleBroken) as broken:
        Party.alter(Party.key_of("T1", kind="customer"), {"kind": "supplier"})
    assert (broken.value.key, broken.value.field) == ("rule.referred", "kind")
    Party.alter(Party.key_of("T1", kind="customer"), {"kind": "prospect"})
