"""The journal: each write one transaction with its old and new; versions, and who clashes."""

import json
from typing import Any

import pytest
from sample_records import contact, count, journal_size, party

from models.code import Code
from models.contact import Contact
from models.database import rows
from models.journal import act_as, change, next_batch
from models.note import Note
from models.party import Party
from models.rules import Conflict, RuleBroken
from models.search import index_is_true
from models.user import User

pytestmark = pytest.mark.usefixtures("database")


def last() -> list[tuple[str, str, int, dict[str, Any]]]:
    """The last transaction's entries: record, change, version, fields."""
    found = rows(
        "SELECT record, change, version, fields FROM journal_entry"
        " WHERE journal_id = (SELECT max(id) FROM journal) ORDER BY id"
    )
    return [(record, what, version, json.loads(fields)) for record, what, version, fields in found]


def test_making_changing_and_deleting_are_kept_with_old_and_new() -> None:
    key = party(name="Acme", city="Laval")
    ((record, what, version, fields),) = last()
    assert (record, what, version) == ("party", "insert", 1)
    assert (fields["name"], fields["city"]) == ([None, "Acme"], [None, "Laval"])
    Party.alter(key, {"city": "Amos", "name": "Acme"})
    assert last() == [("party", "update", 2, {"city": ["Laval", "Amos"]})]
    Party.remove(key)
    ((_, what, version, fields),) = last()
    assert (what, version, fields["city"]) == ("delete", 3, ["Amos", None])


def test_what_is_made_from_other_columns_is_no_history() -> None:
    party(name="Acme")
    ((_, _, _, fields),) = last()
    assert not {"name_key", "search_text", "version", "changed_at"} & set(fields)


def test_a_save_that_changes_nothing_writes_nothing() -> None:
    key = party(name="Acme")
    before = journal_size()
    Party.alter(key, {"name": " Acme ", "active": "oui"})
    assert journal_size() == before
    assert Party.values_of(key)["version"] == 1


def test_a_contact_with_its_types_is_one_transaction() -> None:
    acme = party()
    before = journal_size()
    someone = contact(acme, purchasing_rank=1, groupings=["VIP"])
    assert journal_size() == before + 1
    assert [record for record, *_ in last()] == ["contact", "contact_role", "contact_grouping"]
    Contact.remove(someone)
    assert journal_size() == before + 2
    assert sorted(record for record, *_ in last()) == [
        "contact",
        "contact_grouping",
        "contact_role",
    ]


def test_who_and_when_are_kept() -> None:
    User.enter("luc")
    key = party()
    act_as(User.id_of("marie"))
    Party.alter(key, {"name": "x"})
    made, changed = rows("SELECT created_by_id, changed_by_id FROM party")[0]
    assert (User.login_of(made), User.login_of(changed)) == ("luc", "marie")
    users = rows("SELECT user_id, action FROM journal ORDER BY id DESC LIMIT 2")
    assert [(User.login_of(u), a) for u, a in users] == [
        ("marie", "party.alter"),
        ("luc", "party.make"),
    ]


def test_changes_in_one_transaction_are_one_page_all_or_none() -> None:
    before = journal_size()
    with pytest.raises(RuleBroken), change("test"):
        party("A")
        party("A")
    assert (count("party"), journal_size()) == (0, before)
    with change("test") as tx:
        party("A")
        party("B")
    assert (count("party"), journal_size(), tx.begun) == (2, before + 1, True)
    assert index_is_true()


def test_an_attempt_that_is_refused_is_taken_back_alone() -> None:
    before = journal_size()
    with change("test") as tx:
        with pytest.raises(RuleBroken), tx.attempt():
            party("A")
            raise RuleBroken("rule.test")
        assert not tx.begun
        party("B")
        with pytest.raises(RuleBroken), tx.attempt():
            party("C")
            party("B")
        party("D")
    assert [code for (code,) in rows("SELECT code FROM party ORDER BY id")] == ["B", "D"]
    assert journal_size() == before + 1
    assert [record for record, *_ in last()] == ["party", "party"]
    assert index_is_true()


def test_what_was_taken_back_is_not_remembered() -> None:
    with pytest.raises(RuleBroken), change("test"):
        Code.make({"table": "unit", "code": "GONE"})
        User.make({"login": "gone", "role": "reader"})
        assert Code.unknown("unit", ["GONE"]) == []
        assert "gone" in User.all()
        raise RuleBroken("rule.test")
    assert Code.unknown("unit", ["GONE"]) == ["GONE"]
    assert "gone" not in User.all()


def test_ids_are_never_used_again() -> None:
    Party.remove(party("A"))
    assert party("B") == 2


def test_batches_have_numbers_that_rise() -> None:
    assert next_batch() == 1
    with change("test", next_batch()):
        party()
    assert next_batch() == 2


def test_two_who_change_different_fields_both_keep_theirs() -> None:
    key = party(city="Laval", phone="514 555-0100")
    read = Party.values_of(key)["version"]
    Party.alter(key, {"city": "Amos"}, version=read)
    Party.alter(key, {"phone": "514 555-0199"}, version=read)
    values = Party.values_of(key)
    assert (values["city"], values["phone"], values["version"]) == ("Amos", "514 555-0199", 3)


def test_two_who_change_the_same_field_clash_with_mine_theirs_and_original() -> None:
    key = party(name="Original", city="Laval")
    Party.alter(key, {"name": "Between"}, version=1)
    Party.alter(key, {"name": "Theirs"}, version=2)
    before = journal_size()
    with pytest.raises(Conflict) as clash:
        Party.alter(key, {"name": "Mine", "city": "Amos"}, version=1)
    assert clash.value.mine == {"name": "Mine"}
    assert clash.value.theirs == {"name": "Theirs"}
    assert clash.value.original == {"name": "Original"}
    assert journal_size() == before
    assert Party.values_of(key)["city"] == "Laval"
    Party.alter(key, {"name": "Theirs", "city": "Amos"}, version=1)
    assert Party.values_of(key)["city"] == "Amos"


@pytest.mark.parametrize(
    ("field", "theirs", "mine", "original"),
    [
        ("birth_date", "1980-03-14", "1981-03-14", "--01-02"),
        ("groupings", ["VIP"], ["MANAGEMENT"], ["DECIDER"]),
        ("payable", False, True, True),
        ("payable_rank", 2, 3, 1),
        ("purchasing_rank", 2, 3, None),
        ("job_title", "b", "c", "a"),
    ],
)
def test_what_is_kept_beside_the_row_clashes_too(
    field: str, theirs: object, mine: object, original: object
) -> None:
    start = {
        "birth_date": "--01-02",
        "groupings": ["DECIDER"],
        "payable": True,
        "payable_rank": 1,
        "purchasing_rank": None,
        "job_title": "a",
    }
    key = contact(party(), **start)
    Contact.alter(key, {field: theirs, "city": "Amos"}, version=1)
    if field == "payable":
        # The tick they took away is what I still have: my rank would bring it back.
        with pytest.raises(Conflict) as clash:
            Contact.alter(key, {"payable": True, "payable_rank": 5}, version=1)
        assert clash.value.original == {"payable": True, "payable_rank": 1}
        return
    with pytest.raises(Conflict) as clash:
        Contact.alter(key, {field: mine, "department": "x"}, version=1)
    assert clash.value.mine == {field: mine}
    assert clash.value.theirs == {field: theirs}
    assert clash.value.original == {field: original}
    Contact.alter(key, {"department": "x"}, version=1)
    assert Contact.values_of(key)["department"] == "x"


def test_notes_clash_as_well() -> None:
    key = Note.make({"contact": contact(party()), "subject": "a"}).id
    Note.alter(key, {"subject": "b"}, version=1)
    with pytest.raises(Conflict):
        Note.alter(key, {"subject": "c"}, version=1)


def test_a_record_that_went_meanwhile_is_told() -> None:
    key = party()
    Party.remove(key)
    with pytest.raises(RuleBroken, match="rule.gone"):
        Party.alter(key, {"name": "x"}, version=1)
