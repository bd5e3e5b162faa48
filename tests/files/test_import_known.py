"""Whom a row means: by the id of an export, by a company of any kind, or somebody new."""

import io

import pytest
from sample_imports import counts, take, whole
from sample_records import contact, count, party

from crmtui.interchange.exporting import export_file
from models.contact import Contact
from models.database import rows
from models.party import Party

pytestmark = pytest.mark.usefixtures("database")


def exported() -> str:
    """All contacts as an export writes them."""
    target = io.StringIO(newline="")
    export_file(Contact.entity, Contact.listing(), target)
    return target.getvalue()


def at_acme() -> int:
    """A customer with two contacts."""
    acme = party("ACME", name="Acme inc.")
    contact(acme, "Côté", first_name="Zoé", email="zoe@acme.example")
    contact(acme, "Roy", first_name="Luc")
    return acme


@pytest.mark.parametrize("mode", ["both", "update"])
def test_a_contact_whose_name_was_changed_in_an_export_is_not_doubled(mode: str) -> None:
    at_acme()
    text = exported().replace("Luc,Roy", "Lucien,Leroy").replace("Côté", "Tremblay")
    dry = take("contacts", text, mode=mode, dry_run=True)
    assert counts(dry) == {"updated": 2}
    assert [n.key for o in dry.outcomes for n in o.notes] == ["import.by_id"] * 2
    assert counts(take("contacts", text, mode=mode)) == {"updated": 2}
    assert Contact.values_of(1)["last_name"] == "Tremblay"
    assert Contact.values_of(2)["first_name"] == "Lucien"
    assert counts(take("contacts", text, mode=mode)) == {"unchanged": 2}
    assert count("contact") == 2


def test_a_contact_whose_name_was_changed_here_since_the_export_is_not_doubled() -> None:
    at_acme()
    text = exported()
    Contact.alter(2, {"last_name": "Lavoie", "email": "luc@acme.example"})
    assert counts(take("contacts", text, mode="create")) == {"skipped": 2}
    assert counts(take("contacts", text)) == {"unchanged": 1, "updated": 1}
    assert count("contact") == 2


def test_a_contact_of_a_party_whose_code_was_changed_since_the_export_is_not_doubled() -> None:
    acme = at_acme()
    text = exported()
    Party.alter(acme, {"code": "ACME2"})
    assert counts(take("contacts", text)) == {"unchanged": 2}
    assert (count("party"), count("contact")) == (1, 2)


def test_a_file_of_another_database_overwrites_no_stranger() -> None:
    acme, other = at_acme(), party("OTHER", name="Autre")
    contact(other, "Sy", first_name="Rim", email="rim@autre.example")
    text = (
        "id,party,first_name,last_name,email\n"
        "1,ACME,Max,Lebrun,max@acme.example\n2,NEW,Noé,Vert,\n2,ACME,Guy,Bleu,\n3,ACME,Ian,Noir,\n9,ACME,Eva,Gris,\n"
    )
    dry = take("contacts", text, dry_run=True)
    assert counts(dry) == {"created": 5}
    assert [[n.key for n in o.notes] for o in dry.outcomes] == [["import.other_id"]] * 4 + [[]]
    assert counts(take("contacts", text)) == {"created": 5}
    assert [Contact.values_of(k)["first_name"] for k in (1, 2)] == ["Zoé", "Luc"]
    assert Contact.values_of(3)["first_name"] == "Rim"
    assert counts(take("contacts", text)) == {"unchanged": 5}
    assert rows("SELECT count(*) FROM contact WHERE party_id = ?", (acme,))[0][0] == 6


def test_ids_that_stand_beside_the_wrong_names_change_nobodys_name() -> None:
    at_acme()
    text = "id,party,first_name,last_name,job_title\n2,ACME,Zoé,Côté,Chef\n1,ACME,Luc,Roy,Commis\n"
    assert counts(take("contacts", text)) == {"updated": 2}
    assert [(c["first_name"], c["job_title"]) for c in map(Contact.values_of, (1, 2))] == [
        ("Zoé", "Chef"),
        ("Luc", "Commis"),
    ]


def test_an_export_is_not_a_way_to_another_party() -> None:
    at_acme()
    party("OTHER", name="Autre")
    text = exported().replace("1,ACME", "1,OTHER", 1)
    report = take("contacts", text)
    assert counts(report) == {"unchanged": 1, "rejected": 1}
    assert report.rejects[0].reason is not None
    assert report.rejects[0].reason.key == "import.other_party"


def test_namesakes_at_one_party_are_told_apart_by_their_ids() -> None:
    acme = party("ACME")
    contact(acme, "Roy", first_name="Luc", job_title="Chef")
    contact(acme, "Roy", first_name="Luc", job_title="Commis")
    text = exported()
    assert counts(take("contacts", text)) == {"unchanged": 2}
    assert counts(take("contacts", text.replace("Commis", "Vendeur"))) == {
        "unchanged": 1,
        "updated": 1,
    }


# Companies.


@pytest.mark.parametrize("kind", ["supplier", "prospect"])
def test_a_company_that_is_known_as_another_kind_is_not_made_again_as_a_customer(
    kind: str,
) -> None:
    fournil = party("FOURNIL", kind, name="Le Fournil")
    text = "company,first name,last name\nle fournil,Luc,Roy\nFOURNIL,Mia,Côté\n"
    for expected in ({"created": 2}, {"unchanged": 2}):
        assert counts(take("contacts", text)) == expected
    assert count("party") == 1
    assert rows("SELECT DISTINCT party_id FROM contact") == [(fournil,)]


def test_a_company_that_nobody_knows_becomes_what_kind_says() -> None:
    party("FOURNIL", "customer", name="Le Fournil")
    text = "company,kind,first name,last name\nNeuve,,Luc,Roy\nLe Fournil,,Mia,Côté\n"
    text += "Vieille,supplier,Nil,Gagné\n,,Ode,Seule\n"
    dry = take("contacts", text, party_kind="prospect", dry_run=True)
    report = take("contacts", text, party_kind="prospect")
    assert counts(dry) == counts(report) == {"created": 4}
    assert dry.parties_created == report.parties_created == 3
    assert rows("SELECT kind, name FROM party ORDER BY id") == [
        ("customer", "Le Fournil"),
        ("prospect", "Neuve"),
        ("supplier", "Vieille"),
        ("prospect", "Ode Seule"),
    ]
    assert counts(take("contacts", text, party_kind="prospect")) == {"unchanged": 4}


def test_of_several_kinds_the_one_wanted_is_meant_and_else_customers() -> None:
    for n, kind in enumerate(("supplier", "customer", "prospect")):
        party(f"A{n}", kind, name="Acme")
    text = "company,last name\nAcme,Roy\n"
    take("contacts", text)
    take("contacts", text, party_kind="prospect")
    take("contacts", "company,kind,last name\nAcme,fournisseur,Roy\n")
    assert [c["party_kind"] for c in map(Contact.values_of, (1, 2, 3))] == [
        "customer",
        "prospect",
        "supplier",
    ]
    Party.alter(Party.key_of("A1", kind="customer"), {"name": "Autre"})
    report = take("contacts", text)
    assert counts(report) == {"rejected": 1}
    assert "Fournisseur, Prospect" in report.rejects[0].sentence()


def test_a_code_of_another_kind_is_not_the_one_that_a_row_says() -> None:
    party("25", "customer", name="Client vingt-cinq")
    text = "party,party_kind,last_name\n25,supplier,Roy\n"
    assert counts(take("contacts", text)) == {"created": 1}
    assert Contact.values_of(1)["party_kind"] == "supplier"


def test_notes_find_the_contact_of_a_supplier() -> None:
    contact(party("FOURNIL", "supplier", name="Le Fournil"), "Roy", first_name="Luc")
    report = take("notes", "company,contact name,subject\nLe Fournil,Luc Roy,Appel\n")
    assert counts(report) == {"created": 1}


def test_a_contact_without_any_name_makes_no_company() -> None:
    report = take("contacts", "company,first name,last name,phone\nNeuve,,,5551\n,,,5552\n")
    assert counts(report) == {"rejected": 2}
    assert {o.reason.key for o in report.rejects if o.reason} == {"rule.contact_name"}
    assert count("party") == 0


# People who are customers.


def test_a_customer_with_only_a_first_and_last_name_is_a_person() -> None:
    text = "Prénom,Nom de famille,Courriel,Téléphone,Ville\nIda,Martin,ida@x.example,5551,Laval\n"
    for expected in ({"created": 1}, {"unchanged": 1}):
        assert counts(take("customers", text)) == expected
    assert (count("party"), count("contact")) == (1, 1)
    ida = Contact.values_of(1)
    assert whole(ida["party"])["name"] == "Ida Martin"
    assert (ida["first_name"], ida["last_name"], ida["email"]) == ("Ida", "Martin", "ida@x.example")
    assert (ida["phone"], ida["city"]) == ("5551", "Laval")


def test_a_company_is_not_called_after_its_contact() -> None:
    party("A", name="Acme")
    assert counts(take("customers", "code,name,contact name\nA,,Ida Martin\nB,,Jo Kahn\n")) == {
        "updated": 1,
        "created": 1,
    }
    assert (whole("A")["name"], whole("B")["name"]) == ("Acme", "Jo Kahn")


def test_a_dry_run_of_many_people_says_what_the_run_does() -> None:
    text = "First Name,Last Name,Email\n" + "".join(
        f"P{i % 150},Roy,p{i % 220}@x.example\n" for i in range(450)
    )
    for plural in ("customers", "contacts"):
        dry = take(plural, text, dry_run=True)
        first = take(plural, text)
        assert (counts(dry), dry.parties_created) == (counts(first), first.parties_created)
        assert counts(take(plural, text)) == {"unchanged": 450}


def test_a_family_with_one_email_address_loses_nobody() -> None:
    text = "company,first name,last name,email\n"
    text += "".join(f"Acme,{first},Roy,roy@x.example\n" for first in ("Luc", "Mia", "Nil"))
    text += "".join(f",{first},Sy,sy@x.example\n" for first in ("Ian", "Eva"))
    assert counts(take("contacts", text)) == {"created": 5}
    assert counts(take("contacts", text)) == {"unchanged": 5}


@pytest.mark.parametrize("plural", ["customers", "contacts"])
def test_namesakes_without_a_company_are_told_apart_by_their_birthdays(plural: str) -> None:
    text = "first name,last name,birthday\nIda,Martin,7 août\nIda,Martin,25/12/1980\n"
    assert counts(take(plural, text)) == {"created": 2}
    assert counts(take(plural, text)) == {"unchanged": 2}


def test_notes_are_dated_in_the_order_of_the_whole_column() -> None:
    contact(party("ACME"), "Roy", first_name="Luc")
    text = "company,contact name,subject,date,reminder date\n"
    text += "ACME,Luc Roy,Appel,7/8/2025,3 mars 2026\nACME,Luc Roy,Visite,25/12/25,\n"
    assert counts(take("notes", text)) == {"created": 2}
    assert rows("SELECT date, remind_on FROM note ORDER BY id") == [
        ("2025-08-07", "2026-03-03"),
        ("2025-12-25", None),
    ]
    assert counts(take("notes", text)) == {"unchanged": 2}
