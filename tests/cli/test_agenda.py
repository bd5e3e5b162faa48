"""What is on, what is done of it and what waits, from the command line (spec 7, 9.5, 11)."""

import csv
import datetime as dt
import io

import pytest
import time_machine

from models.activity import Activity
from models.database import close_database, open_database
from models.user import User

NOW = "2026-11-24T14:00:00-05:00"


@pytest.fixture
def make(database, shop, monkeypatch):
    """Make activities of a login on a Tuesday afternoon; `benoit` works from here on."""
    monkeypatch.setenv("CRMTUI_USER", "benoit")

    def make(subject, start, *, login="benoit", **values):
        open_database(str(database))
        User.enter(login)
        given = {"subject": subject, "start": dt.datetime.fromisoformat(start)}
        key = Activity.make(given | values).id
        close_database()
        return key

    with time_machine.travel(NOW, tick=False):
        yield make


def subjects(result) -> list[str]:
    return [o["subject"] for o in result.json]


def test_an_agenda_is_of_today_and_ones_own(make, crmtui):
    make("Hier", "2026-11-23T09:00")
    make("Plus tard", "2026-11-24T16:00")
    make("Tôt", "2026-11-24T08:00")
    make("D'Alice", "2026-11-24T10:00", login="alice")
    make("Demain", "2026-11-25T09:00")
    assert subjects(crmtui("agenda", "--format", "json")) == ["Tôt", "Plus tard"]
    window = crmtui("agenda", "--from", "23", "--to", "+1d", "--format", "json")
    assert subjects(window) == ["Hier", "Tôt", "Plus tard", "Demain"]
    assert subjects(crmtui("agenda", "--from", "2026-11-25", "--format", "json")) == ["Demain"]


def test_an_occurrence_is_whole_in_json(make, crmtui):
    key = make(
        "Appel",
        "2026-11-10T09:00",
        contact=1,
        type="CALL",
        priority="HIGH",
        location="Ici",
        rrule="FREQ=WEEKLY",
    )
    found = crmtui("agenda", "--format", "json")
    assert (found.status, found.err) == (0, "")
    assert found.json == [
        {
            "id": key,
            "on": "2026-11-24T09:00",
            "start": "2026-11-24T09:00",
            "end": "2026-11-24T09:30",
            "all_day": False,
            "type": "CALL",
            "priority": "HIGH",
            "subject": "Appel",
            "location": "Ici",
            "contact": 1,
            "party": "TREMB01",
            "owner": "benoit",
            "public": True,
            "status": "open",
            "completion_note": "",
            "busy": False,
            "recurs": True,
        }
    ]


def test_what_is_completed_is_there_where_asked_for(make, crmtui):
    make("Faite", "2026-11-24T09:00", status="done", completion_note="rappeler jeudi")
    assert crmtui("agenda", "--format", "json").json == []
    (found,) = crmtui("agenda", "--completed", "--format", "json").json
    assert (found["status"], found["completion_note"]) == ("done", "rappeler jeudi")


def test_of_anothers_private_activity_only_its_time_is_told(make, crmtui):
    make("Secret", "2026-11-24T10:00", login="alice", public=False, contact=1, location="Là")
    make("Publique", "2026-11-24T12:00", login="alice")
    for options in (("--user", "alice"), ("--everybody",)):
        busy, public = crmtui("agenda", *options, "--format", "json").json
        told = {name: value for name, value in busy.items() if value is not None}
        assert told == {
            "start": "2026-11-24T10:00",
            "end": "2026-11-24T10:30",
            "all_day": False,
            "owner": "alice",
            "busy": True,
        }
        assert public["subject"] == "Publique"
        for form in ("table", "csv"):
            out = crmtui("agenda", *options, "--format", form).out
            assert "10:00" in out and "Publique" in out
            assert not {"Secret", "Là", "Zoé"} & set(out.replace(",", " ").split())
    table = crmtui("agenda", "--user", "alice").out
    assert "Busy" in table and "(alice)" in table
    assert crmtui("--user", "alice", "agenda", "--format", "json").json[0]["subject"] == "Secret"


def test_who_works_and_whose_calendar_it_is_are_two_things(make, crmtui):
    make("À Alice", "2026-11-24T10:00", login="alice", public=False)
    make("À Benoit", "2026-11-24T12:00", public=False)
    mine = crmtui("--user", "alice", "agenda", "--user", "alice", "--format", "json")
    assert subjects(mine) == ["À Alice"]
    (busy,) = crmtui("--user", "alice", "agenda", "--user", "Benoit", "--format", "json").json
    assert (busy["owner"], busy["busy"]) == ("benoit", True)


def test_an_agenda_as_a_table_and_as_csv(make, crmtui):
    make("Appel", "2026-11-24T09:00", contact=1, type="CALL")
    make("Foire", "2026-11-23T00:00", end=dt.datetime(2026, 11, 25), all_day=True)
    make("Nuit", "2026-11-24T22:00", end=dt.datetime(2026, 11, 25, 1), rrule="FREQ=DAILY")
    table = crmtui("agenda").out.splitlines()
    assert [" ".join(line.split()) for line in table] == [
        "Date Time Type Subject With",
        "2026-11-23 3 days Foire",
        "2026-11-24 09:00–09:30 Call Appel Épicerie Tremblay · Zoé Côté",
        "2026-11-24 22:00–01:00+1 ↻ Nuit",
    ]
    ascii_table = crmtui("--ascii", "agenda").out
    assert " ~ " in ascii_table and "↻" not in ascii_table
    found = list(csv.DictReader(io.StringIO(crmtui("agenda", "--format", "csv").out)))
    assert [(o["subject"], o["all_day"], o["recurs"]) for o in found] == [
        ("Foire", "yes", "no"),
        ("Appel", "no", "no"),
        ("Nuit", "no", "yes"),
    ]


def test_an_empty_agenda_says_so_beside_its_output(make, crmtui):
    empty = crmtui("agenda")
    assert (empty.status, empty.out, empty.err) == (0, "", "Nothing is on.\n")
    assert crmtui("--lang", "fr", "agenda").err == "Rien n'est prévu.\n"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("agenda", "--from", "zut"), 1),
        (("agenda", "--to", "2020-01-01"), 1),
        (("agenda", "--from", "2020-01-01", "--to", "2026-01-01"), 1),
        (("agenda", "--from", "0001-01-01", "--to", "9999-12-31"), 1),
        (("agenda", "--user", "nobody"), 1),
        (("agenda", "--user", "alice", "--everybody"), 2),
        (("agenda", "--format", "xml"), 2),
        (("complete", "99"), 1),
        (("complete", "un"), 1),
        (("complete",), 2),
        (("due", "--days", "-1"), 2),
        (("due", "--days", "367"), 2),
        (("due", "--days", "²"), 2),
        (("due", "--days", "9" * 30), 2),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_bad_arguments_are_one_line(make, crmtui, arguments, status, language):
    refused = crmtui("--lang", language, *arguments)
    assert (refused.status, refused.out) == (status, "")
    assert len(refused.err.splitlines()) == 1


def test_the_widest_window_and_the_last_day_of_all(make, crmtui):
    make("Tous les jours", "2026-01-01T09:00", rrule="FREQ=DAILY")
    wide = crmtui("agenda", "--from", "2026-01-01", "--to", "2030-12-31", "--format", "json")
    assert (wide.status, len(wide.json)) == (0, 1826)
    assert crmtui("agenda", "--from", "9999-12-31", "--format", "json").status == 0
    assert crmtui("agenda", "--from", "0001-01-01", "--format", "json").status == 0


# Completing.


def test_an_activity_is_completed_with_a_note(make, crmtui):
    key = make("Appel", "2026-11-24T09:00")
    done = crmtui("complete", key, "--note", "rappeler jeudi")
    assert (done.status, done.out, done.err) == (0, "", "")
    (found,) = crmtui("agenda", "--completed", "--format", "json").json
    assert (found["status"], found["completion_note"]) == ("done", "rappeler jeudi")
    again = crmtui("complete", key)
    assert (again.status, again.err) == (1, '"Appel" is completed already\n')


def test_a_series_wants_its_date_and_the_refusal_names_the_next_one(make, crmtui):
    key = make("Point", "2026-11-03T09:00", rrule="FREQ=WEEKLY")
    refused = crmtui("complete", key)
    assert refused.status == 1 and "2026-11-24 09:00" in refused.err and "--on" in refused.err
    assert crmtui("complete", key, "--on", "t").status == 0
    assert "2026-12-01 09:00" in crmtui("complete", key).err
    assert "2026-12-01 09:00" in crmtui("complete", key, "--on", "2026-11-25").err
    assert crmtui("complete", key, "--on", "2026-11-17T09:00", "--note", "oui").status == 0
    assert crmtui("complete", key, "--on", "2026-11-17T10:00").status == 1
    listed = crmtui(
        "agenda", "--from", "2026-11-03", "--completed", "--to", "t", "--format", "json"
    )
    assert [o["status"] for o in listed.json] == ["open", "open", "done", "done"]


def test_a_moved_date_is_completed_by_where_it_is_or_was(make, crmtui, database):
    key = make("Point", "2026-11-03T09:00", rrule="FREQ=WEEKLY")
    make("Autre", "2026-11-26T09:00", rrule="FREQ=DAILY")
    open_database(str(database))
    User.enter("benoit")
    from models.series import move

    for week, days in ((dt.datetime(2026, 11, 24, 9), 2), (dt.datetime(2026, 12, 1, 9), 7)):
        move(key, week, "this", days * 24 * 60)
    close_database()
    assert crmtui("complete", key, "--on", "2026-11-26").status == 0
    several = crmtui("complete", key, "--on", "2026-12-08")
    assert several.status == 1
    assert "2026-12-01 09:00, 2026-12-08 09:00" in several.err
    assert crmtui("complete", key, "--on", "2026-12-01").status == 0
    found = crmtui(
        "agenda", "--from", "2026-11-24", "--to", "2026-12-08", "--completed", "--format", "json"
    ).json
    assert [(o["on"], o["start"], o["status"]) for o in found if o["id"] == key] == [
        ("2026-11-24T09:00", "2026-11-26T09:00", "done"),
        ("2026-12-01T09:00", "2026-12-08T09:00", "done"),
        ("2026-12-08T09:00", "2026-12-08T09:00", "open"),
    ]


def test_one_that_does_not_recur_may_be_named_with_its_own_date(make, crmtui):
    key = make("Appel", "2026-11-24T09:00")
    wrong = crmtui("complete", key, "--on", "2026-11-25")
    assert wrong.status == 1 and "2026-11-24 09:00" in wrong.err
    assert crmtui("complete", key, "--on", "2026-11-24").status == 0


def test_anothers_private_activity_is_not_there_to_complete(make, crmtui):
    key = make("Secret", "2026-11-24T10:00", login="alice", public=False)
    series = make("Secrets", "2026-11-24T10:00", login="alice", public=False, rrule="FREQ=DAILY")
    for hidden in (key, series):
        refused = crmtui("complete", hidden, "--on", "t")
        assert refused.err == crmtui("complete", 999).err.replace("999", str(hidden))
        assert refused.status == 1


# What is due.


def test_due_is_a_line_for_each_thing_and_no_heading(make, crmtui):
    make("Oubliée", "2026-11-20T09:00", contact=1, type="CALL")
    make("Journée", "2026-11-24T00:00", all_day=True)
    crmtui("add", "notes", "contact=1", "subject=Prix", "remind_on=2026-11-26")
    lines = crmtui("due").out.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "! 2026-11-20 09:00 Call Oubliée Épicerie Tremblay · Zoé Côté",
        "2026-11-24 Activity Journée",
        "2026-11-26 Reminder Prix Épicerie Tremblay · Zoé Côté",
    ]
    assert len(crmtui("due", "--days", "0").out.splitlines()) == 2
    assert "Rappel" in crmtui("--lang", "fr", "due").out


def test_nothing_due_is_nothing_written(make, crmtui):
    nothing = crmtui("due")
    assert (nothing.status, nothing.out, nothing.err) == (0, "", "")
    assert crmtui("due", "--format", "json").json == []


def test_due_in_json_and_csv(make, crmtui):
    key = make("Point", "2026-11-03T09:00", rrule="FREQ=WEEKLY", contact=1)
    make("Secret", "2026-11-24T10:00", login="alice", public=False)
    late, today = crmtui("due", "--days", "6", "--format", "json").json
    assert late == {
        "kind": "activity",
        "when": "overdue",
        "id": key,
        "on": "2026-11-17T09:00",
        "day": "2026-11-17",
        "start": "2026-11-17T09:00",
        "end": "2026-11-17T09:30",
        "all_day": False,
        "type": "",
        "priority": "NORMAL",
        "subject": "Point",
        "contact": 1,
        "party": "TREMB01",
    }
    assert today["when"] == "today"
    found = list(csv.DictReader(io.StringIO(crmtui("due", "--format", "csv").out)))
    assert [o["when"] for o in found] == ["overdue", "today", "soon"]


def test_many_overdue_are_bounded_and_it_is_said(make, crmtui, monkeypatch):
    monkeypatch.setattr("models.due.MOST_OVERDUE", 3)
    monkeypatch.setattr("crmtui.cli.agenda.MOST_OVERDUE", 3)
    for day in range(1, 6):
        make(f"a{day}", f"2026-11-0{day}T09:00")
    found = crmtui("due")
    assert len(found.out.splitlines()) == 3
    assert found.err == "at least 3 overdue; only the latest are shown\n"
