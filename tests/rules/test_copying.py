"""Copies of contacts into other parties, and where they came from (spec 5)."""

import pytest
from sample_records import contact, count, journal_size, party, ranks

from models.contact import Contact
from models.copying import copy_into, earlier, preview, provenance, same_in
from models.database import execute, rows
from models.group_member import add_member
from models.party import KINDS, Party
from models.rules import Invalid, Missing, RuleBroken


@pytest.fixture
def roy(database) -> int:
    """A contact with all that a copy may carry over."""
    return contact(
        party("ACME", city="Laval"),
        first_name="Marie",
        email="marie@acme.example",
        mobile="514 555-0101",
        groupings=["VIP"],
        birth_date="1980-02-29",
        purchasing=True,
        purchasing_rank=1,
        remarks="matin",
    )


def told(saved) -> list[str]:
    return [notice.key for notice in saved.notices]


@pytest.mark.parametrize("kind", KINDS)
def test_a_contact_is_copied_into_each_kind_of_party(roy: int, kind: str) -> None:
    target = party("CIBLE", kind=kind, city="Gatineau")
    copy = copy_into(roy, target).id
    expected = Contact.values_of(roy) | {
        "id": copy,
        "version": 1,
        "party_id": target,
        "party": "CIBLE",
        "party_kind": kind,
        "purchasing": False,
        "purchasing_rank": None,
    }
    assert Contact.values_of(copy) == expected
    assert count("contact") == 2


def test_what_is_saved_is_what_the_preview_shows(roy: int) -> None:
    target = party("CIBLE", kind="group")
    shown = preview(roy, target)
    saved = Contact.values_of(copy_into(roy, target, shown).id)
    assert {name: saved[name] for name in shown} == shown


def test_a_copy_is_independent(roy: int) -> None:
    copy = copy_into(roy, party("CIBLE")).id
    Contact.alter(roy, {"last_name": "Roy-Gagnon"})
    Contact.alter(copy, {"job_title": "Directrice"})
    assert Contact.values_of(copy)["last_name"] == "Roy"
    assert Contact.values_of(roy)["job_title"] == ""


def test_what_was_edited_in_the_preview_is_saved_and_the_source_stays(roy: int) -> None:
    target = party("CIBLE")
    copy = copy_into(roy, target, {"job_title": " Présidente ", "payable": True}).id
    values = Contact.values_of(copy)
    assert (values["job_title"], values["payable"]) == ("Présidente", True)
    assert values["email"] == "marie@acme.example"
    assert Contact.values_of(roy)["payable"] is False


def test_types_and_ranks_are_copied_only_if_asked_and_push_others_down(roy: int) -> None:
    target = party("CIBLE")
    contact(target, "Abel", purchasing=True, purchasing_rank=1)
    assert "Roy" not in (copy_into(roy, target) and ranks(target))
    saved = copy_into(roy, target, roles=True)
    assert ranks(target) == {"Roy": 1, "Abel": 2}
    assert "notice.rank_pushed" in told(saved)
    assert ranks(Contact.values_of(roy)["party_id"]) == {"Roy": 1}


def test_the_opt_out_is_copied_and_stays_whatever_is_said(roy: int) -> None:
    Contact.alter(roy, {"opted_out": "2026-03-01", "opted_out_reason": "par téléphone"})
    saved = copy_into(roy, party("CIBLE"), {"opted_out": None, "opted_out_reason": ""})
    values = Contact.values_of(saved.id)
    assert (str(values["opted_out"]), values["opted_out_reason"]) == ("2026-03-01", "par téléphone")
    assert "notice.opt_out_kept" in told(saved)


def test_a_copy_may_opt_out_that_its_source_did_not(roy: int) -> None:
    saved = copy_into(roy, party("CIBLE"), {"opted_out": "2026-03-01"})
    assert str(Contact.values_of(saved.id)["opted_out"]) == "2026-03-01"
    assert Contact.values_of(roy)["opted_out"] is None


def test_one_copy_is_one_transaction_or_nothing(roy: int) -> None:
    target, before = party("CIBLE"), journal_size()
    copy_into(roy, target, roles=True)
    assert journal_size() == before + 1
    with pytest.raises(RuleBroken, match="rule"):
        copy_into(roy, target, {"first_name": "", "last_name": ""})
    assert (count("contact"), count("contact_copy")) == (2, 1)


def test_what_is_typed_is_checked_and_what_a_file_let_in_is_copied(roy: int) -> None:
    Contact.alter(roy, {"province": "Atlantide"}, lenient=True)
    target = party("CIBLE")
    assert Contact.values_of(copy_into(roy, target).id)["province"] == "Atlantide"
    with pytest.raises(Invalid):
        copy_into(roy, target, {"province": "Lémurie"})


def test_where_a_copy_came_from_is_known_on_both_sides(roy: int) -> None:
    group = party("NOEL", kind="group")
    copy = copy_into(roy, group).id
    again = copy_into(copy, party("FOUR", kind="supplier")).id
    day = provenance(copy).source[2]
    assert provenance(roy).source is None
    assert provenance(roy).copies == ((copy, "Marie Roy", "NOEL", day),)
    assert provenance(copy).source == (roy, "Marie Roy (ACME)", day)
    assert provenance(copy).copies == ((again, "Marie Roy", "FOUR", day),)
    assert provenance(again).source[:2] == (copy, "Marie Roy (NOEL)")


def test_copies_told_of_have_the_names_of_now(roy: int) -> None:
    copy = copy_into(roy, party("NOEL", kind="group")).id
    Contact.alter(copy, {"first_name": "Maria"})
    Contact.alter(roy, {"first_name": "Mario"})
    assert provenance(roy).copies[0][1] == "Maria Roy"
    assert provenance(copy).source[1] == "Marie Roy (ACME)"


def test_a_source_that_is_deleted_leaves_the_words(roy: int) -> None:
    copy = copy_into(roy, party("NOEL", kind="group")).id
    Contact.remove(roy)
    source = provenance(copy).source
    assert source[:2] == (None, "Marie Roy (ACME)")


def test_a_copy_that_is_deleted_takes_its_row(roy: int) -> None:
    copy = copy_into(roy, party("NOEL", kind="group")).id
    Contact.remove(copy)
    assert provenance(roy).copies == ()
    assert count("contact_copy") == 0


def test_earlier_copies_into_the_same_party_are_known(roy: int) -> None:
    group, other = party("NOEL", kind="group"), party("AUTRE", kind="group")
    first = copy_into(roy, group).id
    copy_into(roy, other)
    second = copy_into(roy, group).id
    assert [(key, name) for key, name, _ in earlier(roy, group)] == [
        (second, "Marie Roy"),
        (first, "Marie Roy"),
    ]
    assert earlier(first, group) == []


@pytest.mark.parametrize(
    ("same", "reason"),
    [
        ({"last_name": "Autre", "email": "MARIE@acme.example"}, "email"),
        ({"last_name": "Autre", "mobile": "(514) 555-0101"}, "phone"),
        ({"last_name": "ROY", "first_name": "Marié"}, "name"),
    ],
)
def test_who_looks_the_same_in_the_target_is_known_with_the_reason(
    roy: int, same: dict[str, str], reason: str
) -> None:
    target = party("CIBLE")
    values = {"first_name": "", **same}
    twin = contact(target, values.pop("last_name"), **values)
    contact(target, "Personne")
    assert [(key, why) for key, _, why in same_in(roy, target)] == [(twin, reason)]
    saved = copy_into(roy, target)
    assert f"notice.duplicate_{reason}" in told(saved)


def test_nobody_elsewhere_counts_as_the_same_there(roy: int) -> None:
    contact(party("AILLEURS"), "Roy", first_name="Marie", email="marie@acme.example")
    target = party("CIBLE")
    assert same_in(roy, target) == []
    assert told(copy_into(roy, target)) == []


def test_a_member_by_reference_is_known_to_be_there_already(roy: int) -> None:
    group = Party.make(Party.blank("group") | {"name": "Club", "code": "CLUB"}).id
    add_member(group, roy)
    assert [(key, why) for key, _, why in same_in(roy, group)] == [(roy, "member")]


def test_the_contact_itself_looks_the_same_in_its_own_party(roy: int) -> None:
    own = Contact.values_of(roy)["party_id"]
    assert [key for key, _, _ in same_in(roy, own)] == [roy]


def test_the_copy_is_found_by_its_own_party(roy: int) -> None:
    from models.search import CONTACT_OFFSET, Filters, find

    copy = copy_into(roy, party("NOEL", kind="group")).id
    assert copy + CONTACT_OFFSET in find("marie", Filters(kind="group")).keys
    assert copy + CONTACT_OFFSET not in find("marie", Filters(kind="customer")).keys


def test_a_contact_or_a_party_that_is_gone_is_said(roy: int) -> None:
    target = party("CIBLE")
    Party.remove(target)
    with pytest.raises(Missing):
        copy_into(roy, target)
    with pytest.raises(Missing):
        copy_into(999, Contact.values_of(roy)["party_id"])
    assert count("contact") == 1


def test_what_belongs_to_a_contact_goes_along_and_what_was_sent_keeps_it(roy: int) -> None:
    execute(
        "INSERT INTO mailing (name, name_key, channel, created_at, changed_at)"
        " VALUES ('Noël', 'noel', 'email', '', '')"
    )
    execute(
        "INSERT INTO mailing_choice (mailing_id, contact_id, choice) VALUES (1, ?, 'in')", (roy,)
    )
    execute(
        "INSERT INTO subscription (contact_id, mailing_type, created_at, changed_at)"
        " VALUES (?, 'NEWS', '', '')",
        (roy,),
    )
    execute(
        "INSERT INTO mailing_recipient (mailing_id, contact_id, status) VALUES (1, ?, 'sent')",
        (roy,),
    )
    with pytest.raises(RuleBroken) as refused:
        Contact.remove(roy)
    assert refused.value.facts["counted"] == (("entity.sends", 1),)
    execute("DELETE FROM mailing_recipient")
    Contact.remove(roy)
    assert rows("SELECT 1 FROM mailing_choice UNION ALL SELECT 1 FROM subscription") == []
