"""Lists of quotes: filters, orders, what finds them; what the check finds (spec 9.1)."""

import datetime as dt

import pytest
from sample_quotes import CHAI, TODAY, make, person, quoted_customer
from sample_records import party

from models.contact import Contact
from models.database import execute
from models.opportunity import Opportunity
from models.party import Party
from models.quote import SORTS, Quote
from models.rules import RuleBroken
from models.upkeep import faults
from models.user import User


@pytest.fixture(autouse=True)
def customer(database):
    with quoted_customer() as key:
        yield key


def test_a_list_is_filtered_sorted_and_searched() -> None:
    party("T2", name="Zinc")
    User.make({"login": "benoit", "role": "editor"})
    old = dt.date(2025, 1, 5)
    a = make(reference="PO-118")
    b = make(bill_to="T2", status="won", date=old, salesperson="benoit")
    c = make(status="lost", lines=[CHAI | {"quantity": "1"}])
    d = make(status="cancelled", contact=person("Abel"))

    def found(**asked) -> list[int]:
        return [row.key for row in Quote.listing(**asked).after(None, 9)]

    assert found() == [d, c, a, b]
    assert found(group="in-progress") == [a]
    assert found(group="won") == found(party=Party.key_of("T2")) == [b]
    assert found(group="lost") == [c]
    assert found(status="cancelled") == found(contact=person("Abel")) == [d]
    assert found(owner=User.id_of("benoit")) == found(until=old) == [b]
    assert found(since=TODAY) == [d, c, a]
    assert found(search="po 118") == [a]
    assert found(search="zin") == found(search="q2025") == [b]
    assert found(sort="total", descending=False)[0] == c
    assert found(sort="bill_to")[0] == b
    assert Quote.count_in_progress(person("Roy")) == 1
    for sort in SORTS:
        assert len(found(sort=sort)) == 4
    for asked in ({"sort": "colour"}, {"group": "open"}):
        with pytest.raises(RuleBroken):
            Quote.listing(**asked)


def test_the_check_finds_amounts_and_numbers_that_are_not_right() -> None:
    Opportunity.make({"contact": person("Roy"), "description": "Thés", "lines": [CHAI]})
    make()
    make()
    assert faults("sales") == []
    for change, wrong, right, found in (
        ("opportunity SET amount = ?", 1, 3030, "opportunity 1"),
        ("quote_tax SET amount = ? WHERE id = 1", 2, 152, "Q2026-00001"),
        ("quote SET serial = ? WHERE id = 2", 5, 2, "Q2026"),
    ):
        execute(f"UPDATE {change}", (wrong,))
        assert faults("sales") == [found]
        execute(f"UPDATE {change}", (right,))
        assert faults("sales") == []


def test_what_is_sold_is_found_and_sorted_by_what_its_customer_is_called_now(customer) -> None:
    party("T9")
    key, other = make(status="sent", reference="PO-1"), make(bill_to="T9")
    deal = Opportunity.make({"contact": person("Roy"), "description": "Sirop"}).id

    def found(search: str) -> list[list[int]]:
        lists = (Quote.listing(search=search), Opportunity.listing(search=search))
        return [[row.key for row in each.after(None, 5)] for each in lists]

    assert found("roy t1") == [[key], [deal]]
    assert found("po 1 roy") == [[key], []]
    Party.alter(customer, {"name": "Zinc & Cie", "code": "Z1"})
    Contact.alter(person("Roy"), {"last_name": "Gagnon"})
    assert found("zinc gagnon z1") == [[key], [deal]]
    assert found("roy") == found("t1") == [[], []]
    by_name = Quote.listing(sort="bill_to", descending=False).after(None, 5)
    assert [row.key for row in by_name] == [other, key]
    assert faults("search") == []
