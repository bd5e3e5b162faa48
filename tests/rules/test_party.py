"""Parties: their codes, who refers to them, and the contacts that follow their address."""

import pytest
from sample_records import contact, count, journal_size, party

from models.contact import Contact
from models.database import execute, rows
from models.party import FOLLOWED, KINDS, Party
from models.rules import Invalid, Missing, RuleBroken

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("code", ["A", "abc-1", "A_B", "0123456789"])
def test_a_code_is_upper_cased(code: str) -> None:
    assert Party.values_of(party(code))["code"] == code.upper()


@pytest.mark.parametrize("code", ["É", "A B", "ABCDEFGHIJK", "A.B", "A/B", "Ａ"])
def test_a_code_has_one_to_ten_plain_letters(code: str) -> None:
    with pytest.raises(RuleBroken, match="rule.code_letters|rule.too_long") as broken:
        party(code)
    assert broken.value.field == "code"


def test_a_code_and_a_name_are_needed_and_every_problem_is_told() -> None:
    with pytest.raises(Invalid) as broken:
        Party.make({"kind": "customer", "code": "", "name": " ", "email": "x"})
    assert [(p.key, p.field) for p in broken.value.problems] == [
        ("rule.required", "code"),
        ("rule.required", "name"),
        ("rule.email", "email"),
    ]
    assert count("party") == 0


def test_a_code_is_unique_within_its_kind_alone() -> None:
    for kind in KINDS:
        party("ACME", kind)
    with pytest.raises(RuleBroken, match="rule.code_taken") as broken:
        party("acme", "supplier", name="Another")
    assert broken.value.facts == {"code": "ACME", "name": "ACME"}
    other = party("B", "supplier")
    with pytest.raises(RuleBroken, match="rule.code_taken"):
        Party.alter(other, {"code": "acme"})
    with pytest.raises(RuleBroken, match="rule.code_ambiguous"):
        Party.key_of("ACME")
    assert Party.key_of("acme", kind="group") == 4
    with pytest.raises(Missing):
        Party.key_of("NONE")


def test_many_new_parties_are_checked_against_each_other_too() -> None:
    from models.journal import change

    same = [{"kind": "customer", "code": "A", "name": "a"}] * 2
    with pytest.raises(RuleBroken, match="rule.code_taken"), change("test") as tx:
        Party.make_all(tx, same)
    assert count("party") == 0


def test_codes_made_from_names_are_free() -> None:
    party("GARAGE01")
    party("GARAGE02")
    assert Party.code_for("customer", "Garage Tremblay") == "GARAGE03"
    assert Party.code_for("supplier", "Garage Tremblay") == "GARAGE01"
    assert Party.code_for("customer", "Épicerie Œuf & Cie") == "EPICER01"
    assert Party.code_for("customer", "漢字") == "X01"
    assert Party.codes_for("customer", ["Garage", "Garage", "X", "Garage"], ["GARAGE04"]) == [
        "GARAGE03",
        "GARAGE05",
        "X01",
        "GARAGE06",
    ]


def test_a_code_stays_within_ten_letters_however_many_there_are() -> None:
    for number in range(1, 10_000):
        execute(
            "INSERT INTO party (kind, code, name, name_key, created_at, changed_at)"
            " VALUES ('customer', ?, 'x', 'x', '', '')",
            (f"GARAGE{number:02}",),
        )
    assert Party.codes_for("customer", ["Garage", "Garage"]) == ["GARAG10000", "GARAG10001"]


def test_a_party_that_has_contacts_is_not_deleted() -> None:
    acme = party()
    someone = contact(acme)
    with pytest.raises(RuleBroken, match="rule.referred") as broken:
        Party.remove(acme)
    assert broken.value.facts["counted"] == (("entity.contacts", 1),)
    Contact.remove(someone)
    Party.remove(acme)
    assert count("party") == 0
    with pytest.raises(Missing):
        Party.values_of(acme)


def test_several_are_deleted_all_or_none() -> None:
    one, two = party("A"), party("B")
    contact(two)
    with pytest.raises(RuleBroken, match="rule.referred"):
        Party.remove_all([one, two])
    assert count("party") == 2


def test_what_is_equal_follows_and_what_was_typed_stays() -> None:
    acme = party(city="Laval", phone="514 555-0100", address1="1 rue Nord")
    follows = contact(acme, "Côté")
    typed = contact(acme, "Roy", city="Lévis", phone="514 555-0199")
    change = {"city": "Amos", "phone": "819 555-0100", "address1": "2 rue Sud", "name": "New"}
    assert Party.followers(acme, change) == [(follows, "Côté"), (typed, "Roy")]
    before = journal_size()
    Party.alter_with_followers(acme, change)
    assert journal_size() == before + 1
    got = [Contact.values_of(k) for k in (follows, typed)]
    assert [v["city"] for v in got] == ["Amos", "Lévis"]
    assert [v["phone"] for v in got] == ["819 555-0100", "514 555-0199"]
    assert [v["address1"] for v in got] == ["2 rue Sud", "2 rue Sud"]


def test_every_followed_field_follows() -> None:
    new = {
        "address1": "a", "address2": "b", "city": "c", "province": "ON", "country": "US",
        "postal_code": "d", "phone": "e", "fax": "f", "language": "en",
    }  # fmt: skip
    assert set(new) == set(FOLLOWED)
    acme = party(language="fr")
    someone = contact(acme)
    Party.alter_with_followers(acme, new)
    assert {n: Contact.values_of(someone)[n] for n in new} == new


def test_nobody_follows_where_nothing_moves() -> None:
    acme = party(city="Laval")
    contact(acme)
    assert Party.followers(acme, {"city": "Laval", "name": "x", "email": "a@b.ca"}) == []


def test_a_refused_change_moves_no_contact() -> None:
    acme = party(city="Laval")
    someone = contact(acme)
    party("B")
    with pytest.raises(RuleBroken, match="rule.code_taken"):
        Party.alter_with_followers(acme, {"city": "Amos", "code": "B"})
    assert Contact.values_of(someone)["city"] == "Laval"


def test_an_inactive_party_is_out_of_lists_unless_asked_for() -> None:
    acme = party()
    Party.alter(acme, {"active": "no"})
    assert Party.listing("customer").after(None, 9) == []
    assert [r.key for r in Party.listing("customer", inactive=True).after(None, 9)] == [acme]


def test_a_new_party_begins_with_the_settings() -> None:
    values = Party.blank("prospect")
    assert (values["kind"], values["language"]) == ("prospect", "fr")
    assert (values["country"], values["province"], values["active"]) == ("CA", "QC", True)


def test_a_place_must_be_known_unless_it_comes_from_a_file() -> None:
    values = {"kind": "customer", "code": "A", "name": "a", "province": "Bavière"}
    with pytest.raises(RuleBroken, match="rule.unknown_code"):
        Party.make(values)
    key = Party.make(values, lenient=True).id
    assert Party.values_of(key)["province"] == "Bavière"
    Party.alter(key, {"name": "b"})
    assert Party.values_of(key)["province"] == "Bavière"


def test_names_are_found_whatever_case_and_accents() -> None:
    acme, other = party("A", name="Épicerie Œuf"), party("B", name="epicerie oeuf")
    party("C", name="Épicerie Œufs")
    assert Party.ids_by_name("customer", ["EPICERIE OEUF", "none", ""]) == {
        "epicerie oeuf": [acme, other],
        "none": [],
        "": [],
    }
    assert Party.named("customer", "a") == acme
    assert Party.named("customer", "Épicerie Œuf") == acme


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("phone", "5145550142", "514 555-0142"),
        ("phone", "(514) 555-0142", "514 555-0142"),
        ("phone", "+33 1 42 68 53 00", "+33 1 42 68 53 00"),
        ("phone", "030-0074321", "030-0074321"),
        ("postal_code", "h2x1y4", "H2X 1Y4"),
        ("postal_code", "75001", "75001"),
        ("name", "  a \t b ", "a b"),
        ("remarks", "a\r\nb\rc\n\n", "a\nb\nc"),
        ("email", " a@b.ca ", "a@b.ca"),
    ],
)
def test_values_are_tidied(field: str, typed: str, kept: str) -> None:
    assert Party.values_of(party(**{field: typed}))[field] == kept


def test_a_salesperson_is_a_user() -> None:
    key = party(salesperson="MARIE")
    assert Party.values_of(key)["salesperson"] == "marie"
    with pytest.raises(RuleBroken, match="rule.unknown_user"):
        Party.alter(key, {"salesperson": "nobody"})
    assert rows("SELECT salesperson_id FROM party") == [(1,)]
