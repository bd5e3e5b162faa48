"""Files come in row by row: created, changed, left alone or rejected, and never doubled."""

import io
from pathlib import Path

import pytest
from sample_imports import counts, take, whole
from sample_records import contact, count, journal_size, party

from crmtui.i18n import set_language
from crmtui.interchange.importing import Import, import_file
from models.code import Code
from models.contact import Contact
from models.database import rows
from models.note import Note
from models.party import Party
from models.rules import RuleBroken
from models.search import Filters, find, index_is_true

pytestmark = pytest.mark.usefixtures("database")
NORTHWIND = Path(__file__).parents[2].parent / "shared" / "data" / "northwind"


def test_customers_come_in_with_headings_of_either_language() -> None:
    report = take(
        "customers",
        "No client;Raison sociale;Adresse;Ville;Province;Pays;Code postal;Téléphone;Courriel;Actif"
        "\n"
        "abc;Épicerie Tremblay;12 rue Nord;Québec;Québec;canada;g1r2b5;4185550142;a@b.ca;oui\n",
    )
    assert counts(report) == {"created": 1}
    values = whole("ABC")
    assert values["name"] == "Épicerie Tremblay"
    assert (values["province"], values["country"], values["language"]) == ("QC", "CA", "fr")
    assert (values["postal_code"], values["phone"]) == ("G1R 2B5", "418 555-0142")
    assert values["active"] is True


def test_twice_the_same_file_doubles_nothing() -> None:
    text = "name,contact name,phone\nGarage Roy,Zoé Côté,4185550142\nÉpicerie,Luc de la Tour,\n"
    assert counts(take("customers", text)) == {"created": 2}
    assert counts(take("customers", text.replace("Épicerie", "EPICERIE"))) == {
        "unchanged": 1,
        "updated": 1,
    }
    assert counts(take("customers", text.replace("Épicerie", "EPICERIE"))) == {"unchanged": 2}
    assert (count("party"), count("contact")) == (2, 2)
    assert rows("SELECT first_name, last_name FROM contact ORDER BY id") == [
        ("Zoé", "Côté"),
        ("Luc", "de la Tour"),
    ]


def test_codes_are_made_from_names_and_stay_free() -> None:
    party("GARAGE01")
    report = take("customers", "name,code\nGarage A,\nGarage B,\nx,GARAGE02\nGarage C,\n")
    assert counts(report) == {"created": 4}
    codes = [code for (code,) in rows("SELECT code FROM party ORDER BY code")]
    assert codes == ["GARAGE01", "GARAGE02", "GARAGE03", "GARAGE04", "GARAGE05"]


def test_rows_with_one_company_several_times_are_one_party_with_several_contacts() -> None:
    text = "Company,First Name,Last Name,Contact Email\n" + "".join(
        f"Acme,P{i},Roy,p{i}@acme.ca\n" for i in range(5)
    )
    report = take("customers", text)
    assert counts(report) == {"created": 1, "updated": 4}
    assert (report.contacts_created, count("party"), count("contact")) == (5, 1, 5)


def test_the_contact_of_a_row_is_filled_from_its_party() -> None:
    take("customers", "code,name,city,phone,contact name\nA,Acme,Laval,5145550100,Zoé Roy\n")
    values = Contact.values_of(1)
    assert (values["city"], values["phone"], values["language"]) == ("Laval", "514 555-0100", "fr")


def test_modes() -> None:
    party("A", city="Laval")
    text = "code,name,city\nA,A,Lévis\nB,B,Amos\n"
    assert counts(take("customers", text, mode="create")) == {"created": 1, "skipped": 1}
    assert whole("A")["city"] == "Laval"
    assert counts(take("customers", text + "C,C,\n", mode="update")) == {
        "updated": 1,
        "unchanged": 1,
        "skipped": 1,
    }
    assert whole("A")["city"] == "Lévis"
    with pytest.raises(RuleBroken, match="import.no_mode"):
        take("customers", text, mode="merge")


def test_an_empty_cell_erases_nothing() -> None:
    party("A", city="Laval", remarks="x")
    assert counts(take("customers", "code,name,city,remarks,active\nA,,,,\n")) == {"unchanged": 1}
    assert whole("A")["city"] == "Laval"


def test_another_key() -> None:
    party("A", email="a@b.ca", name="Old")
    assert counts(take("customers", "email,name\na@b.ca,New\n", key="email")) == {"updated": 1}
    assert whole("A")["name"] == "New"
    key = Party.key_of("A")
    assert counts(take("customers", f"id,code\n{key},Z\n", key="id")) == {"updated": 1}
    assert whole("Z")["name"] == "New"
    with pytest.raises(RuleBroken, match="rule.no_field"):
        take("customers", "name\nx\n", key="nothing")


def test_a_key_that_several_have_is_refused_for_that_row() -> None:
    party("A", name="Garage")
    party("B", name="Garage")
    report = take("customers", "name,city\nGarage,Laval\nAutre,Lévis\n")
    assert counts(report) == {"created": 1, "rejected": 1}
    assert report.rejects[0].reason is not None
    assert report.rejects[0].reason.key == "import.key_ambiguous"


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    party("A", city="Laval")
    text = (
        "code,name,city,contact name,party\nA,A,Lévis,Zoé Roy,\nB,B,Amos,,\n?,C,,,\nB,B,Rouyn,,\n"
    )
    before = journal_size()
    dry = take("customers", text, dry_run=True)
    assert (journal_size(), count("party"), count("contact")) == (before, 1, 0)
    real = take("customers", text)
    assert counts(dry) == counts(real) == {"created": 1, "updated": 2, "rejected": 1}
    assert [(o.line, o.what) for o in dry.outcomes] == [(o.line, o.what) for o in real.outcomes]
    assert (dry.batch, dry.contacts_created) == (None, 1)


def test_a_dry_run_of_a_large_file_remembers_what_its_batches_would_have_left() -> None:
    text = "code,name\n" + "".join(f"C{i % 350},n{i % 350}\n" for i in range(700))
    text += "C1,changed\n,n2\n"
    dry = take("customers", text, dry_run=True)
    assert counts(dry) == {"created": 350, "updated": 1, "unchanged": 351}
    assert count("party") == 0
    assert counts(take("customers", text)) == counts(dry)


def test_a_dry_run_of_contacts_makes_each_party_once() -> None:
    text = "company,full name\n" + "".join(f"Firm {i % 3},P{i} Roy\n" for i in range(450))
    dry = take("contacts", text, dry_run=True)
    assert (counts(dry), dry.parties_created) == ({"created": 450}, 3)
    assert count("party") == 0
    real = take("contacts", text)
    assert (counts(real), real.parties_created) == ({"created": 450}, 3)


def test_bad_rows_go_to_the_rejects_as_they_were_and_come_in_once_mended(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    text = 'code;name;email\nA;Bon;a@b.ca\nB;"Ma;uvais";pas un courriel\nC;x\n'
    report = take("customers", text, rejects=path)
    assert counts(report) == {"created": 2, "rejected": 1}
    assert [o.line for o in report.rejects] == [3]
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "code;name;email;Motif du rejet"
    assert lines[1].startswith('B;"Ma;uvais";pas un courriel;')
    mended = path.read_text(encoding="utf-8-sig").replace("pas un courriel", "b@b.ca")
    again = take("customers", mended, rejects=tmp_path / "again.csv")
    assert counts(again) == {"created": 1}
    assert not again.notices


def test_an_import_has_one_number_in_the_journal_and_small_ones_one_transaction() -> None:
    before = journal_size()
    report = take(
        "customers", "name,contact name\n" + "".join(f"N{i},Zoé Roy\n" for i in range(200))
    )
    assert journal_size() == before + 1
    large = take("customers", "name\n" + "".join(f"M{i}\n" for i in range(450)))
    assert rows(
        "SELECT batch, action, count(*) FROM journal WHERE batch NOTNULL GROUP BY batch"
    ) == [
        (report.batch, "party.import", 1),
        (large.batch, "party.import", 3),
    ]
    assert index_is_true()


def test_an_import_that_was_cut_off_goes_on_when_run_again() -> None:
    text = "code,name\n" + "".join(f"C{i},N\n" for i in range(500))
    report = take("customers", text, progress=lambda done, total: done < 400)
    assert (report.stopped, report.created, count("party")) == (True, 400, 400)
    assert counts(take("customers", text)) == {"created": 100, "unchanged": 400}


def test_a_row_that_is_refused_late_takes_no_other_with_it() -> None:
    report = take(
        "customers",
        "code,name,salesperson\nA,a,marie\nB,b,nobody\nC,c,\n",
    )
    assert counts(report) == {"created": 2, "rejected": 1}
    assert whole("A")["salesperson"] == "marie"
    assert report.rejects[0].line == 3


def test_places_dates_yes_and_no_and_links_are_understood() -> None:
    take(
        "suppliers",
        "name,country,region,homepage,active\n"
        "A,UK,,#CAJUN.HTM#,non\n"
        "B,USA,oregon,Site (sur le web)#http://b.example/x#,1\n"
        "C,Germany,Bavière,c.example,yes\n",
    )
    got = [whole(c, "supplier") for c in ("A01", "B01", "C01")]
    assert [v["country"] for v in got] == ["GB", "US", "DE"]
    assert [v["province"] for v in got] == ["", "OR", "Bavière"]
    assert [v["web"] for v in got] == ["CAJUN.HTM", "http://b.example/x", "c.example"]
    assert [v["active"] for v in got] == [False, True, True]


def test_contacts_find_or_make_their_party() -> None:
    acme = party("ACME", name="Acme inc.", city="Laval")
    party("S1", "supplier", name="Fournil")
    report = take(
        "contacts",
        "Entreprise,Genre,Prénom,Nom,Courriel\n"
        "acme,,Zoé,Côté,z@a.ca\n"
        "ACME INC,,Luc,Roy,\n"
        "fournil,fournisseur,Jo,Lee,\n"
        "Neuve et fils,,Al,Tran,\n"
        "Neuve et Fils,,Mo,Tran,\n"
        ",,Sans,Firme,\n",
    )
    assert counts(report) == {"created": 6}
    assert report.parties_created == 2
    assert (
        rows("SELECT count(*) FROM contact WHERE party_id = ? AND city = 'Laval'", (acme,))[0][0]
        == 2
    )
    assert whole("NEUVEE01")["name"] == "Neuve et fils"
    again = take("contacts", "party,first name,last name\nAcme,ZOE,cote\n", party="ACME")
    assert counts(again) == {"updated": 1}


def test_contacts_of_one_party_by_its_code() -> None:
    acme = party("ACME", "supplier")
    report = take("contacts", 'name\nMarie-Ève van der Berg\n"Côté, Zoé"\nCher\n', party="acme")
    assert counts(report) == {"created": 3}
    assert rows("SELECT first_name, last_name, party_id FROM contact ORDER BY id") == [
        ("Marie-Ève", "van der Berg", acme),
        ("Zoé", "Côté", acme),
        ("", "Cher", acme),
    ]


def test_a_contact_is_found_by_email_where_the_name_is_alike_and_not_where_it_is_not() -> None:
    acme = party("ACME")
    contact(acme, "Roy", first_name="Zoé", email="info@acme.ca")
    report = take(
        "contacts",
        "party,first name,last name,email\nACME,Zoé,Côté,INFO@acme.ca\n"
        "ACME,Luc,Gagné,info@acme.ca\n",
    )
    assert counts(report) == {"updated": 1, "created": 1}
    assert rows("SELECT first_name, last_name FROM contact ORDER BY id") == [
        ("Zoé", "Côté"),
        ("Luc", "Gagné"),
    ]


def test_types_ranks_and_groupings_come_in() -> None:
    party("ACME")
    report = take(
        "contacts",
        "Code client;Nom;Achats;Rang achats;Regroupements;Date de naissance\n"
        "ACME;Roy;oui;1;VIP, décideurs;--02-29\n"
        "ACME;Côté;oui;1;;1980-03-14 00:00:00.000\n",
    )
    assert counts(report) == {"created": 2}
    roy, cote = Contact.values_of(1), Contact.values_of(2)
    assert (roy["purchasing_rank"], cote["purchasing_rank"]) == (2, 1)
    assert roy["groupings"] == ["DECIDER", "VIP"]
    assert (roy["birth_date"], cote["birth_date"]) == ("--02-29", "1980-03-14")


def test_notes_find_their_contact_and_are_never_made_twice() -> None:
    acme = party("ACME")
    contact(acme, "Roy", first_name="Zoé", email="z@a.ca")
    text = (
        "Client,Contact id,Nom complet,Courriel,Sujet,Détail,Date,Date de rappel\n"
        'ACME,,Zoe Roy,,Appel,"deux\nlignes",2026-01-05,2026-02-01\n'
        "acme,,,z@a.ca,Visite,,2026-01-06,\n"
        ",1,,,Courriel,,2026-01-07,\n"
        "ACME,,Nobody Here,,x,,,\n"
    )
    assert counts(take("notes", text)) == {"created": 3, "rejected": 1}
    assert counts(take("notes", text)) == {"unchanged": 3, "rejected": 1}
    note = Note.values_of(1)
    assert (note["detail"], note["reminder_state"], note["author"]) == (
        "deux\nlignes",
        "pending",
        "marie",
    )


def test_an_import_goes_step_by_step_for_who_does_other_things_between() -> None:
    raw = io.BytesIO(b"name\n" + b"".join(b"N%d\n" % i for i in range(450)))
    with Import("customers", raw) as run:
        seen = []
        while run.step():
            seen.append((run.report.done, count("party")))
    assert seen == [(200, 200), (400, 400), (450, 450)]


@pytest.mark.skipif(not NORTHWIND.is_dir(), reason="the sample company's files are not here")
def test_northwind_comes_in_with_its_contacts_and_twice_without_doubling() -> None:
    for plural, n in (("customers", 93), ("suppliers", 29)):
        first = import_file(plural, NORTHWIND / f"{plural}.csv")
        assert (counts(first), first.contacts_created) == ({"created": n}, n)
        assert counts(import_file(plural, NORTHWIND / f"{plural}.csv")) == {"unchanged": n}
    assert (count("party"), count("contact")) == (122, 122)
    for text, code in (
        ("trujillo mex", "ANATR"),
        ("berglunds snabbkop", "BERGS"),
        ("0921 12 34", "BERGS"),
    ):
        assert find(text, Filters()).after(None, 1)[0].cells[1] == code
    assert whole("25", "supplier")["province"] == "QC"
    assert whole("AROUT")["country"] == "GB"
    assert whole("GREAL")["country"] == "US"
    assert whole("ALFKI")["country"] == "DE"
    assert index_is_true()


def test_a_row_with_only_a_street_takes_no_city_from_its_company() -> None:
    party("ACME", address1="1 rue Nord", city="Laval", country="CA", phone="514 555-0100")
    text = "party,last name,street\nACME,Roy,9 rue Sud\nACME,Côté,\n"
    assert counts(take("contacts", text)) == {"created": 2}
    roy = Contact.values_of(1)
    assert (roy["address1"], roy["city"], roy["country"]) == ("9 rue Sud", "", "")
    assert roy["phone"] == "514 555-0100"
    assert counts(take("contacts", "party,last name\nACME,Tran\n")) == {"created": 1}
    tran = Contact.values_of(3)
    assert (tran["address1"], tran["city"]) == ("1 rue Nord", "Laval")


@pytest.mark.parametrize("headings", ["Prénom;Nom;Téléphone", "First name;Name;Phone"])
def test_people_of_one_last_name_are_as_many_customers(headings: str) -> None:
    text = f"{headings}\nDora;Fut;514 555-3004\nEmil;Fut;514 555-3005\n"
    for made in ({"created": 2}, {"unchanged": 2}):
        assert counts(take("customers", text)) == made
    assert rows("SELECT name, phone FROM party ORDER BY id") == [
        ("Dora Fut", "514 555-3004"),
        ("Emil Fut", "514 555-3005"),
    ]


def test_a_row_that_contradicts_itself_is_rejected_by_name() -> None:
    contact(party("ACME"), "Roy")
    Code.alter(Code.key_of("MME", table="salutation"), {"active": False})
    rejected: list[str] = []
    heading = "party,last_name,purchasing,purchasing_rank,birth_date,opted_out,reason,salutation\n"
    text = heading + "".join(
        f"ACME,{cells}\n"
        for cells in (
            "A,no,2,,,,",
            "Roy,non,2,,,,",
            "B,,,2999-01-01,,,",
            "C,,,,2999-01-01,,",
            "D,,,,,par téléphone,",
            "E,,,,,,MME",
            "F,,2,--02-29,2026-01-05,par téléphone,",
        )
    )
    set_language("en")
    report = take("contacts", text, each=lambda each: rejected.append(each.sentence()))
    # A birthday that can't be is left out of its row, and told.
    assert counts(report) == {"created": 2, "rejected": 5} and report.left_out == 1
    assert [sentence.partition(":")[0] for sentence in rejected] == [
        *("Rank", "Rank", "", "Opted out", "Opted out", "Title", ""),
    ]
    report = take("notes", "party,last_name,subject,state\nACME,Roy,x,done\n")
    assert counts(report) == {"rejected": 1} and count("note") == 0


def test_an_old_record_with_a_deactivated_code_is_still_updated() -> None:
    contact(party("ACME"), "Roy", salutation="MME")
    Code.alter(Code.key_of("MME", table="salutation"), {"active": False})
    report = take("contacts", "party,last_name,salutation,city\nACME,Roy,MME,Laval\n")
    assert counts(report) == {"updated": 1}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_row_lacks_is_called_by_its_label(language: str) -> None:
    rejected: list[str] = []
    set_language(language)
    take("notes", "last_name,subject\nRoy,x\n", each=lambda each: rejected.append(each.sentence()))
    assert rejected == [{"fr": "Société : obligatoire", "en": "Party: required"}[language]]
