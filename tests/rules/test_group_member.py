"""Groups hold copied contacts and members by reference (spec 1.5)."""

import pytest
from sample_records import contact, count, party

from models.card import party_card
from models.contact import Contact
from models.copying import copy_into
from models.group_member import add_member, groups_of, members, remove_member
from models.party import Party
from models.rules import Missing, RuleBroken
from models.search import Filters, find


@pytest.fixture
def acme(database) -> int:
    return party("ACME")


@pytest.fixture
def noel(database) -> int:
    return party("NOEL", kind="group", name="Noël")


def listed(group: int, role: str = "", **asked) -> list[tuple]:
    found = members(group, role, **asked)
    at = [found.names.index(name) for name in ("last_name", "party", "reference")]
    return [tuple(row.cells[i] for i in at) for row in found.after(None, 100)]


def test_copied_contacts_and_members_by_reference_are_listed_together(acme, noel) -> None:
    abel, roy = contact(acme, "Abel"), contact(acme, "Roy")
    contact(acme, "Personne")
    add_member(noel, roy)
    copy_into(abel, noel)
    assert listed(noel) == [("Abel", "NOEL", 0), ("Roy", "ACME", 1)]
    assert count("contact") == 4


def test_one_person_is_in_several_groups(acme, noel) -> None:
    other, roy = party("GALA", kind="group", name="Gala"), contact(acme)
    add_member(noel, roy)
    add_member(other, roy)
    assert groups_of(roy) == [(other, "GALA", "Gala"), (noel, "NOEL", "Noël")]


def test_a_member_by_reference_is_as_it_is_now(acme, noel) -> None:
    roy = contact(acme, "Roy")
    add_member(noel, roy)
    Contact.alter(roy, {"last_name": "Gagnon"})
    assert listed(noel) == [("Gagnon", "ACME", 1)]
    Contact.alter(roy, {"active": False})
    assert listed(noel) == []
    assert listed(noel, inactive=True) == [("Gagnon", "ACME", 1)]


def test_filtered_by_type_they_are_sorted_by_rank(acme, noel) -> None:
    add_member(noel, contact(acme, "Abel", purchasing=True))
    add_member(noel, contact(acme, "Roy", purchasing=True, purchasing_rank=2))
    contact(noel, "Zed", purchasing=True, purchasing_rank=1)
    contact(noel, "Sans", payable=True)
    assert [name for name, _, _ in listed(noel, "purchasing")] == ["Zed", "Roy", "Abel"]


def test_a_long_group_is_read_a_window_at_a_time(acme, noel) -> None:
    for n in range(6):
        add_member(noel, contact(acme, f"B{n}"))
        contact(noel, f"A{n}")
    found, seen, position = members(noel), [], None
    while page := found.after(position, 5):
        seen += [row.cells[1] for row in page]
        position = page[-1].position
    assert seen == [f"A{n}" for n in range(6)] + [f"B{n}" for n in range(6)]


def test_nobody_is_a_member_twice(acme, noel) -> None:
    roy = contact(acme)
    add_member(noel, roy)
    with pytest.raises(RuleBroken, match="member_already"):
        add_member(noel, roy)
    with pytest.raises(RuleBroken, match="member_already"):
        add_member(noel, contact(noel, "Abel"))


def test_only_groups_have_members(acme, noel) -> None:
    with pytest.raises(RuleBroken, match="no_group"):
        add_member(acme, contact(noel))
    with pytest.raises(Missing):
        add_member(noel, 999)


def test_who_is_taken_out_stays_a_contact(acme, noel) -> None:
    roy = contact(acme)
    add_member(noel, roy)
    remove_member(noel, roy)
    assert listed(noel) == []
    assert Contact.values_of(roy)["party"] == "ACME"
    with pytest.raises(Missing):
        remove_member(noel, roy)


def test_a_group_with_members_is_not_deleted(acme, noel) -> None:
    roy = contact(acme)
    add_member(noel, roy)
    with pytest.raises(RuleBroken) as refused:
        Party.remove(noel)
    assert refused.value.facts["counted"] == (("entity.members", 1),)
    remove_member(noel, roy)
    Party.remove(noel)


def test_who_is_deleted_leaves_its_groups(acme, noel) -> None:
    roy = contact(acme)
    add_member(noel, roy)
    Contact.remove(roy)
    assert count("group_member") == 0
    Party.remove(noel)


def test_the_groups_card_and_the_lookup_count_both(acme, noel) -> None:
    add_member(noel, contact(acme, "Roy", payable=True))
    contact(noel, "Abel", purchasing=True)
    assert party_card(noel).counts == {"": 2, "payable": 1, "purchasing": 1}
    hits = find("noel", Filters(kind="group"))
    assert hits.after(None, 1)[0].cells[hits.names.index("contacts")] == 2
