"""Opportunities (spec 8): stage and probability, closing and reopening, lines, lists."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from sample_records import contact, count, party

from models.code import Code
from models.contact import Contact
from models.item import Item
from models.opportunity import SORTS, Opportunity
from models.pipeline import pipeline
from models.quote import Quote
from models.rules import Conflict, Missing, RuleBroken
from models.user import User

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def person(database):
    """A customer's contact, on a Tuesday afternoon."""
    with time_machine.travel("2026-11-24T14:00:00-05:00", tick=False):
        yield contact(party("T1"))


def make(person: int, description: str = "Thés", **values) -> int:
    return Opportunity.make({"contact": person, "description": description} | values).id


def of(key: int, *names: str) -> tuple:
    values = Opportunity.values_of(key)
    return tuple(values[name] for name in names)


def refused(key: int, **values) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        Opportunity.alter(key, values)
    return broken.value


def test_a_new_one_is_the_users_opened_today_at_the_first_stage(person) -> None:
    key = make(person)
    told = ("owner", "opened_on", "stage", "probability", "status", "party")
    assert of(key, *told) == ("marie", TODAY, "PROSPECT", 10, "open", "T1")


def test_a_stage_proposes_its_probability_until_one_is_typed(person) -> None:
    key = make(person)
    Opportunity.alter(key, {"stage": "PROPOSAL"})
    assert of(key, "probability") == (50,)
    Opportunity.alter(key, {"probability": 65})
    Opportunity.alter(key, {"stage": "NEGOTIATE"})
    assert of(key, "probability") == (65,)
    # An empty one asks for the stage's again.
    Opportunity.alter(key, {"probability": None})
    assert of(key, "probability") == (80,)
    assert Opportunity.proposed("QUALIFY") == 20
    assert of(make(person, stage="QUALIFY", probability=33), "probability") == (33,)


@pytest.mark.parametrize("way", [{"status": "won"}, {"stage": "WON"}])
def test_winning_closes_it_whichever_way_it_is_said(person, way) -> None:
    key = make(person)
    Opportunity.alter(key, way)
    told = ("status", "stage", "probability", "closed_on")
    assert of(key, *told) == ("won", "WON", 100, TODAY)


@pytest.mark.parametrize("way", [{"status": "lost"}, {"stage": "LOST"}])
def test_losing_needs_a_reason(person, way) -> None:
    key = make(person)
    broken = refused(key, **way)
    assert (broken.key, broken.field) == ("rule.required", "lost_reason")
    Opportunity.alter(key, way | {"lost_reason": "PRICE"})
    told = ("status", "stage", "probability", "closed_on", "lost_reason")
    assert of(key, *told) == ("lost", "LOST", 0, TODAY, "PRICE")


def test_reopened_it_is_where_it_was_and_its_history_is_kept(person) -> None:
    key = make(person, stage="PROPOSAL")
    Opportunity.alter(key, {"stage": "NEGOTIATE"})
    Opportunity.close(key, "lost", "PRICE")
    Opportunity.reopen(key)
    told = ("status", "stage", "probability", "closed_on", "lost_reason")
    assert of(key, *told) == ("open", "NEGOTIATE", 80, None, "")
    history = [(s.stage, s.probability, s.status) for s in Opportunity.stage_history(key)]
    assert history == [
        ("PROPOSAL", 50, "open"),
        ("NEGOTIATE", 80, "open"),
        ("LOST", 0, "lost"),
        ("NEGOTIATE", 80, "open"),
    ]
    assert Opportunity.stage_history(key)[0].at == dt.datetime(2026, 11, 24, 14, 0)
    assert Opportunity.stage_history(key)[0].login == "marie"


def test_another_stage_opens_a_closed_one(person) -> None:
    key = make(person)
    Opportunity.close(key, "won")
    Opportunity.alter(key, {"stage": "QUALIFY"})
    assert of(key, "status", "stage", "probability", "closed_on") == ("open", "QUALIFY", 20, None)


def test_on_hold_keeps_stage_and_probability(person) -> None:
    key = make(person, stage="PROPOSAL", probability=40)
    Opportunity.alter(key, {"status": "hold"})
    assert of(key, "status", "stage", "probability") == ("hold", "PROPOSAL", 40)
    assert Opportunity.count_open(person) == 0


def test_without_stages_of_that_name_closing_leaves_the_stage(person) -> None:
    Code.alter(Code.key_of("WON", table="stage"), {"active": False})
    key = make(person, stage="PROPOSAL")
    Opportunity.close(key, "won")
    assert of(key, "status", "stage", "probability") == ("won", "PROPOSAL", 100)


def test_amount_and_weighted_follow_lines_and_probability(person) -> None:
    Item.make({"code": "CHAI", "description_fr": "Chai", "price": "10.10"})
    key = make(person, stage="PROPOSAL", lines=[{"item": "chai", "quantity": "3"}])
    assert of(key, "amount", "weighted") == (Decimal("30.30"), Decimal("15.15"))
    lines = Opportunity.values_of(key)["lines"]
    Opportunity.alter(key, {"lines": [*lines, {"description": "Port", "unit_price": "5"}]})
    assert of(key, "amount", "weighted") == (Decimal("35.30"), Decimal("17.65"))
    Opportunity.alter(key, {"probability": 10})
    assert of(key, "weighted") == (Decimal("3.53"),)
    # What follows is never given.
    Opportunity.alter(key, {"amount": "1000", "weighted": "1"})
    assert of(key, "amount", "weighted") == (Decimal("35.30"), Decimal("3.53"))


def test_lines_keep_their_ids_where_they_are_moved_and_changed(person) -> None:
    given = [{"description": name, "unit_price": "1"} for name in "abc"]
    key = make(person, lines=given)
    a, b, c = Opportunity.values_of(key)["lines"]
    Opportunity.alter(key, {"lines": [c, a | {"quantity": Decimal(4)}, {"description": "d"}]})
    found = Opportunity.values_of(key)["lines"]
    assert [line["description"] for line in found] == ["c", "a", "d"]
    assert [line["id"] for line in found[:2]] == [c["id"], a["id"]]
    assert found[1]["amount"] == Decimal("4.00")
    assert count("opportunity_line") == 3
    version = Opportunity.values_of(key)["version"]
    Opportunity.alter(key, {"lines": found})
    assert Opportunity.values_of(key)["version"] == version


@pytest.mark.parametrize(
    "line, problem",
    [
        ({}, "rule.line_empty"),
        ({"item": "NOPE"}, "rule.unknown_item"),
        ({"description": "x", "unit": "NOPE"}, "rule.unknown_code"),
        ({"description": "x", "quantity": "0"}, "rule.above"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(person, line, problem) -> None:
    with pytest.raises(RuleBroken) as broken:
        make(person, lines=[{"description": "bonne"}, line])
    assert (broken.value.key, broken.value.field) == ("rule.in_line", "lines")
    assert (broken.value.facts["n"], broken.value.facts["problem"].key) == (2, problem)
    assert count("opportunity") == count("opportunity_line") == 0


def test_two_who_change_lines_clash_and_other_fields_do_not(person) -> None:
    key = make(person, lines=[{"description": "a"}, {"description": "b"}])
    old = Opportunity.values_of(key)
    Opportunity.alter(key, {"lines": old["lines"][:1]})
    Opportunity.alter(key, {"note": "vu"}, version=old["version"])
    with pytest.raises(Conflict) as clash:
        longer = [*old["lines"], {"description": "c"}]
        Opportunity.alter(key, {"lines": longer}, version=old["version"])
    assert clash.value.original["lines"] == old["lines"]
    assert [line["description"] for line in clash.value.theirs["lines"]] == ["a"]
    assert of(key, "note") == ("vu",)


def test_what_is_no_date_no_contact_no_owner_is_refused(person) -> None:
    key = make(person)
    assert refused(key, closes_on=dt.date(2026, 11, 1)).key == "rule.closes_before"
    assert refused(key, owner="").field == "owner"
    assert refused(key, stage="NOPE").key == "rule.unknown_code"
    assert refused(key, probability=101).key == "rule.number"
    with pytest.raises(Missing):
        make(999)
    with pytest.raises(RuleBroken):
        Opportunity.make({"description": "sans contact"})


def test_more_than_any_document_comes_to_is_refused(person) -> None:
    line = {"description": "x", "quantity": "999999999", "unit_price": "999999999"}
    with pytest.raises(RuleBroken) as broken:
        make(person, lines=[line])
    assert broken.value.key == "rule.amount_most"


def test_a_list_is_filtered_and_sorted(person) -> None:
    other = contact(party("T2"), "Abel")
    User.make({"login": "benoit", "role": "editor"})
    make(person, "Zinc", closes_on=dt.date(2026, 12, 1), lines=[{"description": "x"}])
    make(person, "Âne", closes_on=dt.date(2026, 11, 30), stage="PROPOSAL", owner="benoit")
    make(other, "Banc", lines=[{"description": "x", "unit_price": "5"}])
    make(other, "Clos", status="won")

    def found(**asked) -> list[str]:
        return [row.cells[0] for row in Opportunity.listing(**asked).after(None, 9)]

    assert found(status="open") == ["Âne", "Zinc", "Banc"]
    assert found(contact=person) == ["Âne", "Zinc"]
    assert found(stage="PROPOSAL") == found(owner=User.id_of("benoit")) == ["Âne"]
    assert found(since=dt.date(2026, 12, 1), until=dt.date(2026, 12, 31)) == ["Zinc"]
    assert (found(search="an"), found(search="ban")) == (["Âne"], ["Banc"])
    assert found(sort="description", status="open") == ["Âne", "Banc", "Zinc"]
    assert found(sort="amount", descending=True)[0] == "Banc"
    for sort in SORTS:
        assert len(found(sort=sort)) == 4
    with pytest.raises(RuleBroken):
        Opportunity.listing(sort="colour")


def test_a_contact_with_an_opportunity_is_not_deleted(person) -> None:
    make(person)
    with pytest.raises(RuleBroken) as broken:
        Contact.remove(person)
    assert broken.value.facts["counted"] == (("entity.opportunities", 1),)


def test_one_with_quotes_is_not_deleted_another_goes_whole(person) -> None:
    key = make(person, lines=[{"description": "x"}])
    Quote.make({"opportunity": key})
    with pytest.raises(RuleBroken) as broken:
        Opportunity.remove(key)
    assert broken.value.facts["counted"] == (("entity.quotes", 1),)
    other = make(person, lines=[{"description": "x"}])
    Opportunity.remove(other)
    for table in ("opportunity_line", "opportunity_stage"):
        assert count(table) == 1


def test_the_pipeline_adds_up_what_is_open(person) -> None:
    benoit = User.make({"login": "benoit", "role": "editor"}).id
    line = [{"description": "x", "unit_price": "100"}]
    make(person, closes_on=dt.date(2026, 12, 3), lines=line)
    make(person, stage="PROPOSAL", closes_on=dt.date(2027, 1, 3), lines=line, owner="benoit")
    make(person, stage="PROPOSAL", lines=line)
    make(person, status="won", lines=line)
    make(person, status="hold", lines=line)
    stages = {bar.key: (bar.count, bar.amount, bar.weighted) for bar in pipeline()}
    assert list(stages) == ["PROSPECT", "QUALIFY", "PROPOSAL", "NEGOTIATE"]
    assert stages["PROSPECT"] == (1, Decimal("100.00"), Decimal("10.00"))
    assert stages["QUALIFY"] == (0, Decimal("0.00"), Decimal("0.00"))
    assert stages["PROPOSAL"] == (2, Decimal("200.00"), Decimal("100.00"))
    assert [(bar.key, bar.count) for bar in pipeline("month")] == [
        ("2026-12", 1),
        ("2027-01", 1),
        ("", 1),
    ]
    assert {bar.key: bar.count for bar in pipeline("owner")} == {"marie": 2, "benoit": 1}
    assert sum(bar.count for bar in pipeline(owner=benoit)) == 1
    with pytest.raises(RuleBroken):
        pipeline("colour")
