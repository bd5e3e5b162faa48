"""Ranks of a type: unique, pushed down to the gap, in one transaction."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_records import contact, count, journal_size, party, ranks

from models.contact import Contact
from models.contact_role import LAST_RANK, move_rank
from models.database import execute, rows
from models.rules import RuleBroken
from models.search import index_is_true

pytestmark = pytest.mark.usefixtures("database")


def told(notices: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(n.key, dict(n.facts)) for n in notices]


def test_a_rank_that_is_taken_pushes_down_to_the_gap_and_says_so() -> None:
    acme = party()
    for name, rank in (("A", 1), ("B", 2), ("C", 3), ("E", 5)):
        contact(acme, name, purchasing_rank=rank)
    new = contact(acme, "N")
    before = journal_size()
    saved = Contact.alter(new, {"purchasing_rank": 2})
    assert ranks(acme) == {"A": 1, "N": 2, "B": 3, "C": 4, "E": 5}
    assert told(saved.notices) == [
        ("notice.rank_pushed", {"name": "B", "old": 2, "new": 3}),
        ("notice.rank_pushed", {"name": "C", "old": 3, "new": 4}),
    ]
    assert journal_size() == before + 1


def test_the_own_rank_is_a_gap() -> None:
    acme = party()
    for name, rank in (("A", 1), ("B", 2), ("C", 3)):
        contact(acme, name, purchasing_rank=rank)
    Contact.alter(3, {"purchasing_rank": 1})
    assert ranks(acme) == {"C": 1, "A": 2, "B": 3}


def test_types_and_parties_have_ranks_of_their_own() -> None:
    acme, other = party("A"), party("B")
    for here in (acme, other):
        contact(here, "Roy", purchasing_rank=1, payable_rank=1)
    assert ranks(acme) == ranks(other) == {"Roy": 1}
    assert ranks(acme, "payable") == {"Roy": 1}


def test_unticking_removes_the_rank_and_a_rank_ticks() -> None:
    acme = party()
    someone = contact(acme, "Roy", payable_rank=4)
    assert Contact.values_of(someone)["payable"] is True
    Contact.alter(someone, {"payable": False})
    assert ranks(acme, "payable") == {}
    values = Contact.values_of(someone)
    assert (values["payable"], values["payable_rank"]) == (False, None)
    Contact.alter(someone, {"payable": True})
    assert ranks(acme, "payable") == {"Roy": None}


@pytest.mark.parametrize("rank", ["0", "1000", "-1", "1.5", "x"])
def test_a_rank_is_from_1_to_999(rank: str) -> None:
    with pytest.raises(RuleBroken, match="rule.number") as broken:
        contact(party(), purchasing_rank=rank)
    assert broken.value.field == "purchasing_rank"


def fill_to_the_last(acme: int) -> None:
    for rank in range(2, LAST_RANK + 1):
        key = rows("SELECT coalesce(max(id), 0) + 1 FROM contact")[0][0]
        execute(
            "INSERT INTO contact (id, party_id, last_name, name_key, created_at, changed_at)"
            " VALUES (?, ?, ?, '', '', '')",
            (key, acme, f"N{rank}"),
        )
        execute(
            "INSERT INTO contact_role (contact_id, party_id, role, rank) VALUES (?, ?, ?, ?)",
            (key, acme, "purchasing", rank),
        )


def test_where_no_rank_is_left_below_nothing_changes() -> None:
    acme = party()
    fill_to_the_last(acme)
    before = ranks(acme)
    size = journal_size()
    with pytest.raises(RuleBroken, match="rule.rank_full") as broken:
        contact(acme, "Roy", purchasing_rank=2)
    assert broken.value.field == "purchasing_rank"
    assert (ranks(acme), journal_size()) == (before, size)
    assert count("contact") == LAST_RANK - 1
    contact(acme, "Roy", purchasing_rank=1)
    late = contact(acme, "Late", purchasing=True)
    with pytest.raises(RuleBroken, match="rule.rank_full"):
        move_rank(late, "purchasing", 1)


def test_moving_swaps_with_whoever_holds_the_rank() -> None:
    acme = party()
    a, b = contact(acme, "A", purchasing_rank=1), contact(acme, "B", purchasing_rank=2)
    contact(acme, "D", purchasing_rank=4)
    before = journal_size()
    assert told(move_rank(b, "purchasing", -1)) == [
        ("notice.rank_set", {"rank": 1}),
        ("notice.rank_pushed", {"name": "A", "old": 1, "new": 2}),
    ]
    assert ranks(acme) == {"B": 1, "A": 2, "D": 4}
    assert journal_size() == before + 1
    move_rank(a, "purchasing", 1)
    assert ranks(acme) == {"B": 1, "A": 3, "D": 4}
    with pytest.raises(RuleBroken, match="rule.rank_end"):
        move_rank(b, "purchasing", -1)
    with pytest.raises(RuleBroken, match="rule.not_of_type"):
        move_rank(b, "payable", 1)


def test_moving_without_a_rank_goes_to_the_end() -> None:
    acme = party()
    contact(acme, "A", purchasing_rank=7)
    new = contact(acme, "B", purchasing=True)
    move_rank(new, "purchasing", -1)
    assert ranks(acme) == {"A": 7, "B": 8}


def test_a_list_by_type_is_in_the_order_of_ranks_then_names() -> None:
    acme = party()
    contact(acme, "Zed", purchasing_rank=1)
    contact(acme, "Éric", purchasing=True)
    contact(acme, "Abel", purchasing=True)
    contact(acme, "Moe", purchasing_rank=12)
    contact(acme, "None")
    listed = Contact.of_type(acme, "purchasing").after(None, 9)
    assert [row.cells[1] for row in listed] == ["Zed", "Moe", "Abel", "Éric"]


STEPS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.one_of(
            st.tuples(st.just("rank"), st.one_of(st.none(), st.integers(1, 7))),
            st.tuples(st.just("move"), st.sampled_from([-1, 1])),
            st.tuples(st.just("tick"), st.booleans()),
        ),
    ),
    max_size=15,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_ranks_stay_unique_and_in_order_whatever_is_done(steps: list[Any]) -> None:
    for table in ("contact_role", "contact", "party"):
        execute(f"DELETE FROM {table}")
    acme = party()
    people = [contact(acme, name) for name in "ABCDEF"]
    for who, (what, value) in steps:
        before = ranks(acme)
        name = "ABCDEF"[who]
        try:
            if what == "move":
                move_rank(people[who], "purchasing", value)
            elif what == "tick":
                Contact.alter(people[who], {"purchasing": value})
            else:
                Contact.alter(people[who], {"purchasing_rank": value})
        except RuleBroken:
            assert ranks(acme) == before
            continue
        after = ranks(acme)
        held = [r for r in after.values() if r is not None]
        assert len(held) == len(set(held))
        if what == "rank" and value is not None:
            assert after[name] == value
            # The others keep their order among themselves.
            others = [n for n in before if n != name and before[n] is not None]
            assert sorted(others, key=before.__getitem__) == sorted(others, key=after.__getitem__)
        if what == "tick" and not value:
            assert name not in after
    assert index_is_true()
