"""Activities in and out of files: times in many forms, contacts found, none doubled or told."""

import datetime as dt
import io
from pathlib import Path

import pytest
from activity_rows import activities, exported, moments, reasons
from sample_imports import counts, take
from sample_records import contact, count, journal_size, party

from crmtui.interchange.importing import BATCH, import_file
from models.activity import Activity
from models.database import rows
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")


# Headings, types, times.


def test_activities_come_in_with_headings_of_either_language() -> None:
    zoe = contact(party(), "Roy")
    report = take(
        "activities",
        "Sujet;Type;Priorité;Début;Fin;Lieu;Détail;Privé;État;Note de complétion;Contact;Client\n"
        "Démo;Réunion;Élevée;2026-11-25 9h30;2026-11-25 10:15;Québec;Salle 3;oui;Faite;Bien;"
        f"{zoe};acme\n"
        "Rappel;call;Low;2026-11-25 14 h;;;;;;;;\n",
    )
    assert counts(report) == {"created": 2}
    assert report.notices == []
    first, second = activities()
    assert (first["type"], first["priority"], first["status"]) == ("MEETING", "HIGH", "done")
    assert (first["contact"], first["party"], first["public"]) == (zoe, "ACME", False)
    assert (first["completion_note"], first["completed_by"]) == ("Bien", "marie")
    assert (first["duration"], first["location"], first["detail"]) == (45, "Québec", "Salle 3")
    assert (second["type"], second["priority"], second["contact"]) == ("CALL", "LOW", None)
    assert (second["duration"], second["owner"], second["public"]) == (30, "marie", True)


def test_start_and_duration_give_the_end() -> None:
    take(
        "activities",
        "subject,date,heure,durée\nA,2026-11-25,9h30,1h30\nB,2026-11-25,2 pm,45\n"
        "C,25 nov. 2026,14:00:00,90m\nD,2026-11-25,23:30,60\n",
    )
    assert moments() == [
        ("2026-11-25 09:30", "2026-11-25 11:00", False),
        ("2026-11-25 14:00", "2026-11-25 14:45", False),
        ("2026-11-25 14:00", "2026-11-25 15:30", False),
        ("2026-11-25 23:30", "2026-11-26 00:30", False),
    ]


def test_what_says_no_time_is_of_whole_days() -> None:
    take(
        "activities",
        "subject,start,end\nA,2026-11-25,\nB,2026-11-25,2026-11-27\nC,2026-11-25T08:00,\n",
    )
    assert moments() == [
        ("2026-11-25 00:00", "2026-11-25 00:00", True),
        ("2026-11-25 00:00", "2026-11-27 00:00", True),
        ("2026-11-25 08:00", "2026-11-25 08:30", False),
    ]


GOOGLE = (
    "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private\n"
    "Final exam,05/30/2026,10:00 AM,05/30/2026,1:00 PM,False,50 questions,Columbia,True\n"
    "Holiday,05/07/2026,,05/08/2026,,True,,,False\n"
    "Late,05/30/2026,11:00 PM,05/31/2026,12:30 AM,False,,,False\n"
)
OUTLOOK = (
    '"Subject","Start Date","Start Time","End Date","End Time","All day event","Reminder on/off",'
    '"Reminder Date","Categories","Description","Location","Priority","Private","Show time as"\n'
    '"Visit","5/6/2026","2:00:00 PM","5/6/2026","2:45:00 PM","False","False","0/0/00",,,"Laval",'
    '"Normal","False","2"\n'
    '"Away","5/20/2026","12:00:00 AM","5/22/2026","12:00:00 AM","True","False",,,,,"High","True",3'
    "\n"
)


def test_google_calendar_and_outlook_exports_are_known() -> None:
    assert counts(take("activities", GOOGLE)) == {"created": 3}
    assert counts(take("activities", OUTLOOK)) == {"created": 2}
    assert moments() == [
        ("2026-05-30 10:00", "2026-05-30 13:00", False),
        ("2026-05-07 00:00", "2026-05-08 00:00", True),
        ("2026-05-30 23:00", "2026-05-31 00:30", False),
        ("2026-05-06 14:00", "2026-05-06 14:45", False),
        # Outlook ends a whole day at the next midnight.
        ("2026-05-20 00:00", "2026-05-21 00:00", True),
    ]
    assert [a["public"] for a in activities()] == [False, True, True, True, False]
    assert counts(take("activities", GOOGLE)) == {"unchanged": 3}
    assert counts(take("activities", OUTLOOK)) == {"unchanged": 2}


def test_outlook_in_french_calls_date_and_time_the_same() -> None:
    report = take(
        "activities",
        '"Objet","Début","Début","Fin","Fin","Journée entière","Emplacement","Privé"\n'
        '"Visite","30/5/2026","14:00:00","30/5/2026","14:45:00","Faux","Laval","Vrai"\n',
    )
    assert (counts(report), report.notices) == ({"created": 1}, [])
    assert moments() == [("2026-05-30 14:00", "2026-05-30 14:45", False)]


@pytest.mark.parametrize(
    ("heading", "more", "starts", "key"),
    [
        ("start date", "", "2026-05-06", "import.month_first"),
        ("date de début", "", "2026-06-05", "import.day_first"),
        ("start date", "\nB,31/01/2026", "2026-06-05", None),
        ("date de début", "\nB,01/31/2026", "2026-05-06", None),
    ],
)
def test_the_file_tells_the_order_of_day_and_month(
    heading: str, more: str, starts: str, key: str | None
) -> None:
    report = take("activities", f"subject,{heading}\nA,05/06/2026{more}\n")
    assert report.rejected == 0
    assert moments()[0][0] == f"{starts} 00:00"
    assert [n.key for n in report.notices] == ([key] if key else [])


def test_a_file_of_both_orders_is_refused_whole() -> None:
    with pytest.raises(RuleBroken, match="import.mixed_dates"):
        take("activities", "subject,start\nA,31/01/2026\nB,01/31/2026\n")
    assert count("activity") == 0


# Contacts.


def test_the_contact_is_found_by_id_email_or_name_in_its_party() -> None:
    acme = party("ACME", name="Acme inc.")
    zoe = contact(acme, "Côté", first_name="Zoé", email="Zoe@acme.ca")
    party("OTHER")
    report = take(
        "activities",
        "subject,start,contact,party,name,email\n"
        f"1,2026-11-25T09:00,{zoe},,,\n"
        "2,2026-11-25T09:00,,,,zoe@ACME.ca\n"
        "3,2026-11-25T09:00,,acme,zoe cote,\n"
        "4,2026-11-25T09:00,,acme INC.,,zoe@acme.ca\n"
        "5,2026-11-25T09:00,Zoé Côté,ACME,,\n"
        "6,2026-11-25T09:00,,,,\n"
        f"7,2026-11-25T09:00,{zoe},Acme inc.,,\n"
        f"8,2026-11-25T09:00,{zoe},OTHER,,\n"
        "9,2026-11-25T09:00,,,,nobody@acme.ca\n"
        "10,2026-11-25T09:00,,,Zoé Côté,\n"
        "11,2026-11-25T09:00,,ACME,,\n"
        "12,2026-11-25T09:00,99,,,\n"
        "13,2026-11-25T09:00,,NOPE,Zoé Côté,\n",
    )
    assert [a["contact"] for a in activities()] == [zoe] * 5 + [None, zoe]
    assert reasons(report) == [
        "import.other_party",
        "import.no_contact",
        "rule.required",
        "import.no_contact",
        "rule.no_such_id",
        "import.no_contact",
    ]


def test_the_party_may_be_given_for_the_whole_file() -> None:
    zoe = contact(party(), "Roy", first_name="Zoé")
    take("activities", "subject,start,nom\nA,2026-11-25T09:00,Zoé Roy\nB,2026-11-25T09:00,\n",
         party="ACME")  # fmt: skip
    assert [a["contact"] for a in activities()] == [zoe, None]


# Again, by a key, in a dry run.


def test_twice_the_same_file_doubles_nothing() -> None:
    zoe = contact(party(), "Roy")
    text = (
        "subject,start,contact,location,rrule\n"
        f"Appel,2026-11-25T09:00,{zoe},Laval,\nAppel,2026-11-25T09:00,,Laval,\n"
        "Série,2026-11-24T09:00,,,FREQ=WEEKLY;BYDAY=WE\nJour,2026-11-25,,,FREQ=DAILY;COUNT=3\n"
    )
    assert counts(take("activities", text)) == {"created": 4}
    size = journal_size()
    assert counts(take("activities", text)) == {"unchanged": 4}
    assert (journal_size(), count("activity")) == (size, 4)
    changed = text.replace("Laval", "Lévis").replace("Appel", "APPEL")
    assert counts(take("activities", changed)) == {"updated": 2, "unchanged": 2}
    assert {a["location"] for a in activities()} == {"Lévis", ""}


def test_of_several_alike_the_one_that_is_the_same_is_left() -> None:
    for detail in ("a", "b"):
        Activity.make({"subject": "Appel", "start": "2026-11-25T09:00", "detail": detail})
    assert counts(take("activities", exported())) == {"unchanged": 2}
    assert [a["detail"] for a in activities()] == ["a", "b"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_is_the_same_already_and_comes_in_elsewhere(form: str) -> None:
    zoe = contact(party(), "Roy")
    take("activities", GOOGLE)
    for values in (
        {"subject": "=1+1", "start": "2026-11-25T09:00", "contact": zoe, "detail": "a\nb"},
        {"subject": "Fait", "start": "2026-11-25T09:00", "status": "done", "completion_note": "ok"},
        {"subject": "S", "start": "2026-11-25T09:00", "rrule": "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4"},
        {"subject": "J", "start": "2026-11-25", "all_day": True, "duration": 4320},
        {"subject": "N", "start": "2026-11-25T22:00", "end": "2026-11-27T01:00", "public": False},
    ):
        Activity.make(values)
    before = activities()
    text = exported(form)
    assert counts(take("activities", text, fmt=form)) == {"unchanged": len(before)}
    assert counts(take("activities", text, fmt=form, key="id")) == {"unchanged": len(before)}
    for key in [a["id"] for a in before]:
        Activity.remove(key)
    assert counts(take("activities", text, fmt=form)) == {"created": len(before)}
    left = [{n: v for n, v in a.items() if n not in ("id", "version")} for a in activities()]
    was = [{n: v for n, v in a.items() if n not in ("id", "version")} for a in before]
    assert sorted(left, key=str) == sorted(was, key=str)


def test_by_id_a_start_and_an_end_are_what_the_row_says() -> None:
    key = Activity.make({"subject": "A", "start": "2026-11-25T09:00", "duration": 60}).id
    text = f"id,subject,start,end\n{key},B,2026-11-25T08:00,2026-11-25T10:00\n"
    assert counts(take("activities", text, key="id")) == {"updated": 1}
    assert moments() == [("2026-11-25 08:00", "2026-11-25 10:00", False)]
    assert counts(take("activities", text, key="id")) == {"unchanged": 1}
    assert counts(take("activities", f"id,location\n{key},Laval\n", key="id")) == {"updated": 1}
    assert activities()[0]["location"] == "Laval"
    text = "id,subject,start\n99,X,2026-11-25\n"
    assert counts(take("activities", text, key="id", mode="update")) == {"skipped": 1}
    assert counts(take("activities", text, key="id", mode="create")) == {"created": 1}
    with pytest.raises(RuleBroken, match="import.key_field"):
        take("activities", "id,subject\n1,x\n", key="party")


def test_a_date_of_a_series_that_its_changed_rule_leaves_out_is_told() -> None:
    from models.series import change

    key = Activity.make(
        {"subject": "S", "start": "2026-11-25T09:00", "rrule": "FREQ=DAILY;COUNT=9"}
    ).id
    change(key, dt.datetime(2026, 11, 26, 9), "this", {"subject": "Autre"})
    report = take("activities", f"id,rrule\n{key},FREQ=WEEKLY;COUNT=3\n", key="id")
    assert counts(report) == {"updated": 1}
    assert [(n.key, n.facts) for n in report.notices] == [("activity.own", {"n": 1})]
    assert [a["subject"] for a in activities()] == ["S", "Autre"]


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    text = "subject,start,end,type\n" + "".join(
        f"A{n % 250},2026-11-25T09:00,,CALL\n" for n in range(BATCH + 100)
    )
    text += "B,2026-11-25T09:00,2026-11-25T08:00,\nC,2026-11-25T09:00,,nope\n"
    size = journal_size()
    told = take("activities", text, dry_run=True)
    assert (journal_size(), count("activity")) == (size, 0)
    real = take("activities", text)
    assert counts(told) == counts(real) == {"created": 250, "unchanged": 50, "rejected": 2}
    assert reasons(told) == reasons(real) == ["rule.ends_before_start", "rule.unknown_code"]


def test_an_import_of_many_batches_has_one_number_and_keeps_its_rejects(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    lines = [f"A{n},2026-11-25T09:00,{'x' if n % 100 == 7 else ''}" for n in range(3 * BATCH)]
    text = "subject,start,rrule\n" + "\n".join(lines) + "\n"
    source = io.BytesIO(text.encode())
    report = import_file("activities", source, rejects=rejects)
    assert counts(report) == {"created": 594, "rejected": 6}
    assert rows("SELECT DISTINCT batch FROM journal WHERE action = 'activity.import'") == [
        (report.batch,)
    ]
    kept = rejects.read_text(encoding="utf-8-sig").splitlines()
    assert len(kept) == 7 and kept[1].startswith("A7,2026-11-25T09:00,x,")
    mended = "\n".join(kept).replace(",x,", ",FREQ=DAILY,")
    assert counts(take("activities", mended)) == {"created": 6}
