"""Contacts: one of two names, filled from their party, dates without a year, duplicates."""

import datetime as dt

import pytest
from sample_records import contact, count, party, ranks

from models.addressed import ADDRESS
from models.contact import Contact
from models.database import rows
from models.journal import change, row
from models.note import Note
from models.party import Party
from models.rules import RuleBroken
from models.same_person import duplicates_in, possible_duplicates
from models.setting import today

pytestmark = pytest.mark.usefixtures("database")


def test_one_of_the_two_names_is_needed() -> None:
    acme = party()
    contact(acme, "", first_name="Zoé")
    contact(acme, "Roy")
    with pytest.raises(RuleBroken, match="rule.contact_name"):
        contact(acme, "")
    with pytest.raises(RuleBroken, match="rule.contact_name"):
        Contact.alter(1, {"first_name": " "})


def test_a_new_contact_is_filled_from_its_party() -> None:
    acme = party(
        "ACME", "supplier", city="Laval", province="QC", country="CA", phone="514 555-0100",
        fax="514 555-0101", postal_code="H2X 1Y4", address1="1 rue Nord", language="en",
        email="info@acme.ca",
    )  # fmt: skip
    values = Contact.blank_for(acme)
    assert (values["city"], values["phone"], values["language"]) == ("Laval", "514 555-0100", "en")
    assert (values["party"], values["party_kind"], values["email"]) == ("ACME", "supplier", "")
    filled = Contact.fill_from_party({"party": "acme", "party_kind": "supplier", "city": "Amos"})
    assert (filled["city"], filled["phone"]) == ("Amos", "514 555-0100")
    assert "city" not in Contact.same_as_party(filled, Party.values_of(acme))
    assert "phone" in Contact.same_as_party(filled, Party.values_of(acme))


def test_a_contact_without_a_party_is_refused() -> None:
    with pytest.raises(RuleBroken, match="rule.required") as broken:
        Contact.make({"last_name": "Roy"})
    assert broken.value.field == "party"
    with pytest.raises(RuleBroken, match="rule.no_such_code") as broken:
        Contact.make({"last_name": "Roy", "party": "NONE"})
    assert broken.value.field == "party"


def test_a_contact_stays_with_its_party() -> None:
    someone = contact(party())
    party("B")
    with pytest.raises(RuleBroken, match="rule.contact_stays"):
        Contact.alter(someone, {"party": "B"})


@pytest.mark.parametrize("day", ["1980-03-14", "--03-14", "--02-29", "2000-02-29", ""])
def test_a_birth_date_may_lack_its_year(day: str) -> None:
    someone = contact(party(), birth_date=day)
    assert Contact.values_of(someone)["birth_date"] == day
    Contact.alter(someone, {"birth_date": "--12-31"})
    assert Contact.values_of(someone)["birth_date"] == "--12-31"


@pytest.mark.parametrize("day", ["--02-30", "1999-02-29", "03-14", "1980-3-14", "--13-01", "x"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(RuleBroken, match="rule.partial_date") as broken:
        contact(party(), birth_date=day)
    assert broken.value.field == "birth_date"


def test_an_anniversary_has_no_year() -> None:
    assert Contact.values_of(contact(party(), anniversary="1999-06-24"))["anniversary"] == "--06-24"


def test_groupings_are_codes_any_number_of_them() -> None:
    someone = contact(party(), groupings="vip, DECIDER vip")
    assert Contact.values_of(someone)["groupings"] == ["DECIDER", "VIP"]
    Contact.alter(someone, {"groupings": ["VIP", "MANAGEMENT"]})
    assert Contact.values_of(someone)["groupings"] == ["MANAGEMENT", "VIP"]
    with pytest.raises(RuleBroken, match="rule.unknown_code"):
        Contact.alter(someone, {"groupings": ["NONE"]})
    assert [r.key for r in Contact.listing(grouping="vip").after(None, 9)] == [someone]
    Contact.alter(someone, {"groupings": []})
    assert count("contact_grouping") == 0


def test_possible_duplicates_have_their_reason_and_block_nothing() -> None:
    acme, other = party("A"), party("B")
    contact(acme, "Côté", first_name="Zoé", email="Z@a.ca", mobile="514-555-0142")
    by_email = contact(other, "Roy", email="z@A.ca")
    by_phone = contact(other, "Tran", mobile="(514) 555 0142")
    by_name = contact(acme, "cote", first_name="ZOE")
    contact(other, "Côté", first_name="Zoé")
    contact(acme, "Côtés", first_name="Zoé")
    assert [(key, reason) for key, _, _, reason in possible_duplicates(1)] == [
        (by_email, "email"),
        (by_phone, "phone"),
        (by_name, "name"),
    ]
    saved = Contact.save_telling(None, {"party": "A", "last_name": "COTE", "first_name": "zoe"})
    assert {n.key for n in saved.notices} == {"notice.duplicate_name"}
    assert count("contact") == 7


@pytest.mark.parametrize(
    ("phone", "extension", "same"),
    [
        ("514 555-0199", "", True),
        ("514-555-0199", "", True),
        ("514 555-0199", "12", False),
        ("514 555-0142", "", False),
        ("514 555-0142", "poste 31", True),
        ("514 555-0142 p. 31", "", True),
        ("514 555-0142 poste 31", "", True),
        ("514 555-0142", "32", False),
        ("", "31", False),
        ("", "", False),
    ],
)
def test_whoever_has_the_same_phone_and_extension_may_be_the_same(
    phone: str, extension: str, same: bool
) -> None:
    acme, other = party("A", phone="514 555-0142"), party("B", phone="450 555-0100")
    contact(other, "Direct", phone="514 555-0199")
    contact(acme, "Poste", extension="31")
    saved = Contact.save_telling(
        None,
        {"party": "B", "last_name": "Roy", "phone": phone, "extension": extension},
    )
    assert [n.key for n in saved.notices] == (["notice.duplicate_phone"] if same else [])
    key = saved.id
    assert [why for _, _, why in duplicates_in(acme, row("contact", key))] == (
        ["phone"] if same and "0142" in phone else []
    )


def test_the_switchboard_makes_no_colleague_a_duplicate() -> None:
    acme = party("A", phone="514 555-0142")
    for name in ("Roy", "Tran", "Abel"):
        saved = Contact.save_telling(None, Contact.blank_for(acme) | {"last_name": name})
        assert saved.notices == ()
    # Elsewhere the number of another company is still its switchboard, whoever has it.
    other = contact(party("B"), "Cote", phone="514 555-0142")
    assert possible_duplicates(other) == []


def test_many_at_once_are_compared_by_their_phones_afterwards() -> None:
    acme = party("A")
    with change("test") as tx:
        blank = Contact.blank_for(acme)
        made = [blank | {"last_name": n, "phone": "514 555-0199"} for n in ("Roy", "Tran")]
        one, two = (saved.id for saved in Contact.make_all(tx, made))
    assert [(key, why) for key, _, _, why in possible_duplicates(one)] == [(two, "phone")]


def test_a_contact_takes_its_own_along_when_it_goes() -> None:
    someone = contact(party(), groupings=["VIP"], payable=True, purchasing_rank=2)
    Contact.remove(someone)
    assert [count(t) for t in ("contact", "contact_role", "contact_grouping")] == [0, 0, 0]


def test_a_contact_that_has_notes_is_not_deleted() -> None:
    someone = contact(party())
    Note.make({"contact": someone, "subject": "x"})
    with pytest.raises(RuleBroken, match="rule.referred"):
        Contact.remove(someone)


def test_a_rank_of_a_type_that_is_said_not_to_be_is_refused() -> None:
    acme = party()
    first, second = contact(acme, "A", purchasing_rank=2), contact(acme, "B")
    wrong = {"purchasing": False, "purchasing_rank": 2}
    named = {"party": "ACME", "last_name": "C", **wrong}
    for call in (
        lambda: Contact.alter(second, wrong),
        lambda: Contact.fill_from_party(named),
        lambda: Contact.tidied(named, lenient=True),
    ):
        with pytest.raises(RuleBroken, match="rule.rank_without_type") as broken:
            call()
        assert broken.value.field == "purchasing_rank"
    assert ranks(acme) == {"A": 2}
    Contact.alter(first, {"purchasing": False})
    assert ranks(acme) == {}


@pytest.mark.parametrize("field", ["birth_date", "opted_out"])
def test_a_birth_or_an_opt_out_to_come_is_refused(field: str) -> None:
    acme = party()
    someone = contact(acme)
    tomorrow = (today() + dt.timedelta(days=1)).isoformat()
    for call in (
        lambda: contact(acme, "New", **{field: tomorrow}),
        lambda: Contact.alter(someone, {field: tomorrow}),
        lambda: Contact.tidied({field: tomorrow}, lenient=True),
    ):
        with pytest.raises(RuleBroken, match="rule.future_day") as broken:
            call()
        assert broken.value.field == field
    Contact.alter(someone, {field: today().isoformat()})
    Contact.alter(someone, {"birth_date": "--12-31"})


def test_a_reason_for_opting_out_needs_its_day() -> None:
    acme = party()
    with pytest.raises(RuleBroken, match="rule.opt_out_day") as broken:
        contact(acme, opted_out_reason="par téléphone")
    assert broken.value.field == "opted_out"
    someone = contact(acme, opted_out="2026-01-05", opted_out_reason="par téléphone")
    with pytest.raises(RuleBroken, match="rule.opt_out_day"):
        Contact.alter(someone, {"opted_out": ""})
    Contact.alter(someone, {"opted_out": "", "opted_out_reason": ""})
    # What an earlier version let in keeps nobody from changing the rest.
    rows("UPDATE contact SET opted_out_reason = 'x' WHERE id = ? RETURNING id", (someone,))
    Contact.alter(someone, {"city": "Laval"})


def test_the_purchaser_is_the_active_contact_of_rank_one() -> None:
    acme = party()
    assert Contact.purchaser(acme) is None
    first = contact(acme, "Roy", first_name="Luc", purchasing_rank=1)
    contact(acme, "Côté", purchasing_rank=2)
    assert Contact.purchaser(acme) == (first, "Luc Roy")
    Contact.alter(first, {"active": False})
    assert Contact.purchaser(acme) is None


def test_a_change_of_types_alone_moves_the_version() -> None:
    someone = contact(party())
    Contact.alter(someone, {"payable": True})
    assert Contact.values_of(someone)["version"] == 2
    Contact.alter(someone, {"payable": True})
    assert Contact.values_of(someone)["version"] == 2


def test_many_are_read_in_a_fixed_number_of_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    import models.database

    acme = party()
    keys = [contact(acme, f"N{i}", groupings=["VIP"], payable=True) for i in range(20)]
    asked: list[str] = []
    real = models.database.database.execute_sql

    def counted(sql: str, *args: object, **more: object) -> object:
        asked.append(sql)
        return real(sql, *args, **more)

    monkeypatch.setattr(models.database.database, "execute_sql", counted)
    Contact.values_all(keys[:1])
    one = len(asked)
    asked.clear()
    assert len(Contact.values_all(keys)) == 20
    assert len(asked) == one


def test_an_opt_out_has_its_day_and_reason() -> None:
    someone = contact(party(), opted_out="2026-01-05", opted_out_reason="téléphone")
    assert rows("SELECT opted_out FROM contact") == [("2026-01-05",)]
    with pytest.raises(RuleBroken, match="rule.date"):
        Contact.alter(someone, {"opted_out": "hier"})


@pytest.mark.parametrize("part", ["address1", "city", "postal_code", "province"])
def test_part_of_an_address_is_never_put_together_with_the_partys_other_parts(part: str) -> None:
    party(
        "ACME", address1="1 rue Nord", address2="bureau 2", city="Laval", province="QC",
        country="CA", postal_code="H2X 1Y4", phone="514 555-0100", fax="514 555-0101",
        language="en",
    )  # fmt: skip
    filled = Contact.fill_from_party({"party": "ACME", part: "x"})
    assert {n: filled[n] for n in ADDRESS} == {**dict.fromkeys(ADDRESS, ""), part: "x"}
    assert (filled["phone"], filled["fax"], filled["language"]) == (
        "514 555-0100",
        "514 555-0101",
        "en",
    )
    own = Contact.fill_from_party({"party": "ACME", "phone": "418 555-0100"})
    assert (own["address1"], own["city"], own["fax"]) == ("1 rue Nord", "Laval", "514 555-0101")
