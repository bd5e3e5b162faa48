"""Files of Google, of Outlook, of other programs' people, and lists made by hand: invented people.

Every row comes in, a second time doubles nothing, and a dry run says the same beforehand.
"""

import datetime as dt
import io

import pytest
from sample_imports import counts, take, whole
from sample_records import contact, count, party

from crmtui.interchange.importing import import_file
from crmtui.interchange.report import Report
from models.contact import Contact
from models.database import rows
from models.setting import today

pytestmark = pytest.mark.usefixtures("database")

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,"
    "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
    "Phone 3 - Label,Phone 3 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
    "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,"
    "Address 1 - Extended Address,Website 1 - Label,Website 1 - Value,"
    "Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value\n"
    "Ada,Marie,Lavigne,,Dr,,Dada,,Boréal,Acheteuse,Achats,1980-03-14,Aime le thé,,"
    "Preferred customers ::: Chorale ::: * myContacts,"
    "* Home,ada@maison.example,Work,ada@boreal.example ::: ada.l@boreal.example,"
    "Work Fax,418 555-0199,Mobile,418 555-0111,Work,418 555-0100 ::: 418 555-0101,"
    'Work,"9, rue Basse\nQuébec QC",9 rue Basse,Québec,CP 12,QC,G1R 2B5,CA,bureau 3,'
    "Blog,ada.example,Anniversary,2005-06-24,Allergie,arachides\n"
    ",,Bêta,,,,,,,,, --02-29,,,* myContacts,,beta@example.com,,,"
    "Home,450 555-0123,,,,,,,,,,,,,,,,,,,\n"
    "Carl,,Gamma,,,,,,,,,1604-12-25,,,,,,,,Portable,450 555-0124,,,,,,,,,,,,,,,,,,,\n"
    "Carl,,Gamma,,,,,,,,,,,,,,carl.autre@example.com,,,Mobile,450 555-9999,,,,,,,,,,,,,,,,,,,\n"
)
OUTLOOK_EN = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
    "Business City,Business State,Business Postal Code,Business Country/Region,Home Street,"
    "Home City,Business Fax,Business Phone,Business Phone 2,Home Phone,Mobile Phone,"
    "E-mail Address,E-mail 2 Address,Birthday,Anniversary,Notes,Categories\n"
    "Mr.,Dan,,Ouellet,Jr.,Boréal,Sales,Clerk,9 Low St,Quebec,Quebec,G1R 2B5,Canada,1 Home St,"
    "Lévis,418-555-0199,418-555-0100,418-555-0102,418-555-0150,418-555-0160,dan@boreal.example,"
    "dan@maison.example,8/7/1975,0/0/00,First note,VIP;Golf\n"
    ",Eve,,Solo,,,,,,,,,,2 Home St,Lévis,,,,418-555-0151,,,,0/0/00,6/24/1999,,\n"
)
OUTLOOK_FR = (
    "Titre;Prénom;Deuxième prénom;Nom;Suffixe;Société;Service;Titre;Rue (bureau);Ville (bureau);"
    "Dép/Région (bureau);Code postal (bureau);Pays/Région (bureau);Rue (domicile);"
    "Télécopie (bureau);Téléphone (bureau);Téléphone (domicile);Tél. mobile;"
    "Adresse de messagerie;Anniversaire;"
    "Notes;Catégories\n"
    "Mme;Flore;;Émond;;Boréal;Ventes;Commis;9, rue Basse;Québec;Québec;G1R 2B5;Canada;"
    "1, rue Haute;418 555-0199;418 555-0100;418 555-0150;418 555-0170;flore@boreal.example;"
    "25/12/1980;Première note;VIP\n"
    ";Gil;;Seul;;;;;;;;;;;;;418 555-0152;;;0/0/00;;\n"
)
PEOPLE = (
    "Id,First Name,Last Name,Email,Phone,Mobile,Street,City,Postal Code,Email Opt Out\n"
    "X1,Ida,Martin,ida@example.com,514 555-0101,,1 rue A,Laval,H7A 1A1,no\n"
    "X2,Ida,Martin,ida.autre@example.com,514 555-0102,,2 rue B,Laval,H7A 1A2,yes\n"
    "X3,Jo,,,,514 555-0103,,,,\n"
    "X4,,Kahn,kahn@example.com,,,,,,non\n"
)
BY_HAND = (
    "\n;;;;\nNos clients, mise à jour de novembre;;;;\n\n"
    "Entreprise;Prénom;Nom;Téléphone;Date de naissance\n"
    "\nBoréal;Luc;Roy;418 555-0100;7/8/1975\n;;;;\n"
    "Boréal;Mia;Côté\n"
    "Boréal;Nil;Gagné;;25/12/80\n"
    "Boréal;Ode;Dubé;;7 août 1975\n"
    "Boréal;Pia;Fex;;12/25/1980\n"
    "Boréal;Rim;Sy;;hier\n"
)


def once_and_again(plural: str, text: str, created: int, **options: str) -> Report:
    """Import a file after a dry run, then once more."""
    dry = take(plural, text, dry_run=True, **options)
    first = take(plural, text, **options)
    assert counts(dry) == counts(first) == {"created": created}
    assert [(o.line, o.what, o.left_out()) for o in dry.outcomes] == [
        (o.line, o.what, o.left_out()) for o in first.outcomes
    ]
    assert (dry.parties_created, dry.contacts_created) == (
        first.parties_created,
        first.contacts_created,
    )
    before = count("party"), count("contact")
    again = take(plural, text, **options)
    assert counts(again) == {"unchanged": created}
    assert (count("party"), count("contact")) == before
    return first


def called(first: str, last: str) -> list[dict]:
    """The contacts of a name."""
    found = rows(
        "SELECT id FROM contact WHERE first_name = ? AND last_name = ? ORDER BY id", (first, last)
    )
    return [Contact.values_of(key) for (key,) in found]


def test_google_contacts_come_in_without_losing_a_row_and_again_without_doubling_one() -> None:
    party("BOR", name="Boréal", phone="418 555-0000", address1="1 rue Autre", city="Lévis")
    report = once_and_again("contacts", GOOGLE, 4)
    assert report.parties_created == 3
    ada = called("Ada Marie", "Lavigne")[0]
    assert (ada["party"], ada["salutation"], ada["job_title"]) == ("BOR", "DR", "Acheteuse")
    assert (ada["phone"], ada["mobile"], ada["fax"]) == (
        "418 555-0100",
        "418 555-0111",
        "418 555-0199",
    )
    assert (ada["email"], ada["groupings"]) == ("ada@maison.example", ["VIP"])
    assert (ada["address1"], ada["address2"], ada["city"]) == (
        "9 rue Basse",
        "CP 12, bureau 3",
        "Québec",
    )
    assert (ada["birth_date"], ada["anniversary"]) == ("1980-03-14", "--06-24")
    for kept in (
        "Aime le thé",
        "Dada",
        "418 555-0101",
        "ada@boreal.example",
        "ada.l@boreal.example",
        "Blog: ada.example",
        "Allergie: arachides",
        "Chorale",
    ):
        assert kept in ada["remarks"]


def test_people_without_an_organisation_are_their_own_customer() -> None:
    take("contacts", GOOGLE)
    beta = called("", "Bêta")[0]
    assert whole(beta["party"])["name"] == "Bêta"
    assert (beta["phone"], beta["birth_date"]) == ("450 555-0123", "--02-29")
    first, second = called("Carl", "Gamma")
    assert (first["mobile"], second["mobile"]) == ("450 555-0124", "450 555-9999")
    assert first["birth_date"] == "--12-25"
    assert first["party"] != second["party"]


def test_outlook_in_english_comes_in_and_again_without_doubling() -> None:
    report = once_and_again("contacts", OUTLOOK_EN, 2)
    assert [n.key for n in report.notices if "first" in n.key] == []
    dan = called("Dan", "Ouellet Jr.")[0]
    assert (dan["birth_date"], dan["anniversary"]) == ("1975-08-07", "")
    assert (dan["phone"], dan["mobile"]) == ("418 555-0100", "418 555-0160")
    assert (dan["salutation"], dan["groupings"]) == ("M", ["VIP"])
    for kept in ("First note", "418-555-0102", "418-555-0150", "dan@maison.example", "Golf"):
        assert kept in dan["remarks"]
    assert "1 Home St, Lévis" in dan["remarks"]
    eve = called("Eve", "Solo")[0]
    assert (eve["phone"], eve["address1"], eve["anniversary"]) == (
        "418 555-0151",
        "2 Home St",
        "--06-24",
    )


def test_outlook_in_french_comes_in_as_windows_text_and_again_without_doubling() -> None:
    for expected in ({"created": 2}, {"unchanged": 2}):
        report = import_file("contacts", io.BytesIO(OUTLOOK_FR.encode("cp1252")))
        assert counts(report) == expected
    flore = called("Flore", "Émond")[0]
    assert (flore["birth_date"], flore["salutation"]) == ("1980-12-25", "MME")
    assert (flore["job_title"], flore["department"]) == ("Commis", "Ventes")
    assert (flore["phone"], flore["mobile"]) == ("418 555-0100", "418 555-0170")
    assert called("Gil", "Seul")[0]["phone"] == "418 555-0152"


@pytest.mark.parametrize("plural", ["customers", "contacts"])
def test_people_of_another_program_without_companies_come_in_and_again(plural: str) -> None:
    once_and_again(plural, PEOPLE, 4)
    assert (count("party"), count("contact")) == (4, 4)
    assert sorted(name for (name,) in rows("SELECT name FROM party")) == [
        "Ida Martin",
        "Ida Martin",
        "Jo",
        "Kahn",
    ]
    emails = {c["email"] for c in called("Ida", "Martin")}
    assert emails == {"ida@example.com", "ida.autre@example.com"}
    assert [bool(c["opted_out"]) for c in called("Ida", "Martin")] == [False, True]


def test_a_list_made_by_hand_with_blank_lines_and_mixed_dates_loses_no_row() -> None:
    report = once_and_again("contacts", BY_HAND, 6)
    assert [c["birth_date"] for n in ("Luc", "Mia", "Nil", "Ode", "Pia", "Rim") for c in
            [Contact.values_of(k) for (k,) in rows("SELECT id FROM contact WHERE first_name = ?",
                                                   (n,))]] == [
        "", "", "1980-12-25", "1975-08-07", "1980-12-25", "",
    ]  # fmt: skip
    assert report.left_out == 2
    unread = [(o.line, o.unread[0].key) for o in report.outcomes if o.unread]
    assert unread == [(7, "import.date_either"), (13, "rule.partial_date")]


def test_ordinary_dates_are_read_in_the_order_of_the_whole_column() -> None:
    text = "company,name,birthday\nA,Luc Roy,7/8/1975\nA,Mia Roy,25/12/1980\nA,Nil Roy,3 mai 60\n"
    assert counts(take("contacts", text)) == {"created": 3}
    assert [Contact.values_of(k)["birth_date"] for k in (1, 2, 3)] == [
        "1975-08-07",
        "1980-12-25",
        "1960-05-03",
    ]


def test_an_order_that_nothing_tells_is_told_as_it_was_taken() -> None:
    report = take("contacts", "company,name,birthday\nA,Luc Roy,7/8/75\n")
    assert [n.key for n in report.notices] == ["import.day_first"]
    assert Contact.values_of(1)["birth_date"] == "1975-08-07"


def test_a_birthday_to_come_or_unreadable_never_costs_the_person() -> None:
    text = "company,name,birthday\nA,Luc Roy,31/31/1975\nA,Mia Roy,1/1/2999\n"
    report = take("contacts", text)
    assert (counts(report), report.left_out) == ({"created": 2}, 2)
    assert [o.line for o in report.outcomes if o.unread] == [2, 3]


def test_no_in_an_opted_out_column_is_no_opt_out() -> None:
    text = "company,name,unsubscribed\nA,Luc Roy,no\nA,Mia Roy,oui\nA,Nil Roy,2026-01-05\n"
    assert counts(take("contacts", text)) == {"created": 3}
    assert [Contact.values_of(k)["opted_out"] for k in (1, 2, 3)] == [
        None,
        today(),
        dt.date(2026, 1, 5),
    ]
    Contact.alter(2, {"opted_out": dt.date(2025, 5, 5)})
    again = take("contacts", text.replace("2026-01-05", "no"))
    assert counts(again) == {"unchanged": 3}
    assert Contact.values_of(3)["opted_out"] == dt.date(2026, 1, 5)


def test_whoever_is_known_by_email_at_a_company_is_not_made_a_customer() -> None:
    contact(party("ACME"), "Roy", first_name="Luc", email="luc@acme.example")
    text = "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value\nLuc,Roy,LUC@acme.example,5551\n"
    assert counts(take("contacts", text)) == {"updated": 1}
    assert (count("party"), count("contact")) == (1, 1)


def test_remarks_typed_here_stay_when_an_address_book_comes_in_again() -> None:
    text = "First Name,Last Name,Phone 1 - Value,Phone 2 - Value\nLuc,Roy,5551,5552\n"
    take("contacts", text)
    Contact.alter(1, {"remarks": "Ne pas appeler le lundi"})
    assert counts(take("contacts", text)) == {"updated": 1}
    assert Contact.values_of(1)["remarks"].startswith("Ne pas appeler le lundi\n")
    assert counts(take("contacts", text)) == {"unchanged": 1}


def test_whoever_has_no_name_is_called_as_the_address_book_shows_them() -> None:
    text = (
        "First Name,Last Name,File As,Organization Name,E-mail 1 - Value,Phone 1 - Value\n"
        ",,,,zaz@example.com,\n,,Tante Lou,,,5551\n,,,Acme et fils,,5552\n,,,,,5553\n"
    )
    for expected in ({"created": 3, "rejected": 1}, {"unchanged": 3, "rejected": 1}):
        report = take("contacts", text)
        assert counts(report) == expected
        assert [o.line for o in report.rejects] == [5]
    names = rows("SELECT first_name, last_name FROM contact ORDER BY id")
    assert names == [("", "zaz@example.com"), ("Tante", "Lou"), ("", "Acme et fils")]


def test_whoever_is_known_keeps_the_name_that_an_address_book_lacks() -> None:
    acme = party("ACME")
    contact(acme, "Roy", first_name="Luc", email="luc@acme.example")
    for company in ("", "ACME"):
        text = (
            f"Organization Name,E-mail 1 - Value,Phone 1 - Value\n{company},Luc@acme.example,5551\n"
        )
        take("contacts", text)
        assert count("contact") == 1
        assert rows("SELECT first_name, last_name, phone FROM contact") == [("Luc", "Roy", "5551")]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("7-Aug-75", "1975-08-07"),
        ("Thursday, August 7, 1975", "1975-08-07"),
        ("1er mai 1960", "1960-05-01"),
        ("75-08-07", "1975-08-07"),
        ("1604-08-07", "--08-07"),
        ("0000-08-07", "--08-07"),
        ("7 août", "--08-07"),
        ("0/0/00", ""),
        ("0000-00-00", ""),
        ("1/1/4501", ""),
    ],
)
def test_a_birthday_is_read_as_people_and_programs_write_it(cell: str, day: str) -> None:
    text = f'company,name,birthday\nA,Luc Roy,"{cell}"\n'
    report = take("contacts", text)
    assert (counts(report), report.left_out) == ({"created": 1}, 0)
    assert Contact.values_of(1)["birth_date"] == day


@pytest.mark.parametrize("cell", ["hier", "26-05-06", "31/02/1980", "2026", "0000-99-99"])
def test_a_birthday_that_says_no_day_is_left_out_and_told(cell: str) -> None:
    report = take("contacts", f"company,name,birthday\nA,Luc Roy,{cell}\n")
    assert (counts(report), report.left_out) == ({"created": 1}, 1)
    assert cell in report.outcomes[0].left_out()
