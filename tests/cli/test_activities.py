"""Activities from the command line: times as they are typed, series, filters, privacy."""

import datetime as dt

import pytest
import time_machine

from models import series
from models.database import close_database, open_database
from models.user import User


@pytest.fixture(autouse=True)
def _tuesday():
    """Tuesday 24 November 2026, 10:00 in Québec."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        yield


def shown(run, key):
    return run("show", "activities", key, "--format", "json").json


def times(run, key):
    activity = shown(run, key)
    return activity["start"], activity["end"], activity["duration"], activity["all_day"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("start=t 14h",), ("2026-11-24T14:00", "2026-11-24T14:30", 30, False)),
        (("start=t 14h", "duration=1h30"), ("2026-11-24T14:00", "2026-11-24T15:30", 90, False)),
        (("start=+3d 9:30", "end=11h"), ("2026-11-27T09:30", "2026-11-27T11:00", 90, False)),
        (("start=lun 2pm", "end=mar 9h"), ("2026-11-30T14:00", "2026-12-01T09:00", 1140, False)),
        (("start=14h",), ("2026-11-24T14:00", "2026-11-24T14:30", 30, False)),
        (
            ("start=2026-12-01T22:00", "end=2026-12-03T01:00"),
            ("2026-12-01T22:00", "2026-12-03T01:00", 1620, False),
        ),
        (
            ("start=2026-12-01", "all_day=yes", "duration=3d"),
            ("2026-12-01T00:00", "2026-12-03T00:00", 4320, True),
        ),
        (
            ("start=1/12", "end=2/12", "all_day=oui"),
            ("2026-12-01T00:00", "2026-12-02T00:00", 2880, True),
        ),
    ],
)
def test_times_are_typed_as_in_a_form(alice, fields, expected):
    made = alice("add", "activities", "subject=A", *fields)
    assert (made.status, made.out, made.err) == (0, "1\n", "")
    assert times(alice, 1) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (("start=8h",), ("2026-12-01T08:00", "2026-12-01T09:00", 60, False)),
        (("start=t",), ("2026-11-24T14:00", "2026-11-24T15:00", 60, False)),
        (("end=16h",), ("2026-12-01T14:00", "2026-12-01T16:00", 120, False)),
        (("start=8h", "end=15h"), ("2026-12-01T08:00", "2026-12-01T15:00", 420, False)),
        (("duration=20",), ("2026-12-01T14:00", "2026-12-01T14:20", 20, False)),
        (("all_day=yes",), ("2026-12-01T00:00", "2026-12-01T00:00", 1440, True)),
    ],
)
def test_what_is_typed_later_is_seen_from_what_is_there(alice, field, expected):
    alice("add", "activities", "subject=A", "start=2026-12-01T14:00", "duration=1h")
    assert alice("edit", "activities", 1, *field).status == 0
    assert times(alice, 1) == expected


@pytest.mark.parametrize(
    "fields",
    [
        ("start=soon",),
        ("start=t 14h", "end=13h"),
        ("start=t 14h", "end=16h", "duration=30"),
        ("start=t 14h", "duration=forever"),
        ("start=t 14h", "type=juggling"),
        ("start=t 14h", "contact=99"),
        ("start=t 14h", "party=TREMB01"),
        ("start=t 14h", "owner=nobody"),
        ("start=t 14h", "colour=red"),
        ("start=t 14h", "rrule=FREQ=SECONDLY"),
        ("start=t 14h", "rrule=FREQ=DAILY;COUNT=1000000000"),
        ("start=t 14h", "rrule=" + "FREQ=DAILY;" * 9_000),
        ("start=t 14h", "rrule=RDATE:20261125,20261126"),
        ("start=t 14h", "rrule=FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        (),
    ],
)
def test_what_is_wrong_is_one_clear_line(alice, fields):
    refused = alice("add", "activities", "subject=A", *fields)
    assert (refused.status, refused.out) == (1, "")
    assert len(refused.err.splitlines()) == 1
    assert "rule." not in refused.err and "cli." not in refused.err
    assert alice("list", "activities", "--format", "json").json == []


def test_an_end_that_stays_is_not_moved_past(alice):
    alice("add", "activities", "subject=A", "start=t 14h", "end=16h")
    refused = alice("edit", "activities", 1, "start=17h", "end=16h")
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert times(alice, 1)[:2] == ("2026-11-24T14:00", "2026-11-24T16:00")


def test_a_status_of_done_says_when_and_by_whom(alice):
    alice("add", "activities", "contact=1", "subject=A", "start=t 9h")
    assert alice("edit", "activities", 1, "status=done", "completion_note=Fine").err == ""
    activity = shown(alice, 1)
    assert (activity["completed_on"], activity["completed_by"]) == ("2026-11-24T10:00", "alice")
    assert (activity["party"], activity["completion_note"]) == ("TREMB01", "Fine")
    alice("edit", "activities", 1, "status=open")
    assert shown(alice, 1)["completed_on"] is None


def test_a_series_is_told_in_words_with_its_next_dates(alice):
    made = alice(
        "add", "activities", "subject=S", "start=2026-11-16T09:00", "rrule=freq=weekly;byday=mo,we"
    )
    assert (made.out, made.err) == ("1\n", "")
    text = alice("show", "activities", 1).out
    assert "FREQ=WEEKLY;BYDAY=MO,WE" in text
    dates = [line.split()[-2:] for line in text.splitlines()[-5:]]
    assert dates == [
        ["2026-11-25", "09:00"],
        ["2026-11-30", "09:00"],
        ["2026-12-02", "09:00"],
        ["2026-12-07", "09:00"],
        ["2026-12-09", "09:00"],
    ]
    assert shown(alice, 1)["rrule"] == "FREQ=WEEKLY;BYDAY=MO,WE"
    in_words = [alice("--lang", lang, "show", "activities", 1).out for lang in ("en", "fr")]
    assert in_words[0] != in_words[1]
    assert "week" in in_words[0] and "semaine" in in_words[1]


def test_next_dates_are_where_they_are_now_without_those_removed(alice, database):
    alice("add", "activities", "subject=S", "start=t 9h", "rrule=FREQ=DAILY;COUNT=4")
    open_database(str(database))
    User.enter("alice")
    series.delete(1, dt.datetime(2026, 11, 26, 9), "this")
    series.move(1, dt.datetime(2026, 11, 27, 9), "this", -48 * 60 + 30)
    close_database()
    text = alice("show", "activities", 1).out
    assert [line.split()[-2:] for line in text.splitlines()[-2:]] == [
        ["2026-11-25", "09:00"],
        ["2026-11-25", "09:30"],
    ]
    assert "2026-11-26" not in text and "2026-11-27" not in text


def test_a_series_begins_on_a_date_of_its_rule_and_that_is_told(alice):
    made = alice("add", "activities", "subject=S", "start=t 9h", "rrule=FREQ=WEEKLY;BYDAY=FR")
    assert (made.status, made.out) == (0, "1\n")
    assert "2026-11-27" in made.err and len(made.err.splitlines()) == 1
    moved = alice("edit", "activities", 1, "rrule=FREQ=WEEKLY;BYDAY=MO")
    assert "2026-11-30" in moved.err


def test_an_edit_changes_the_whole_series_and_tells_of_dates_left_out(alice):
    alice("add", "activities", "subject=S", "start=t 9h", "rrule=FREQ=DAILY;COUNT=9")
    assert alice("complete", 1, "--on", "2026-11-25", "--note", "ok").status == 0
    edited = alice("edit", "activities", 1, "rrule=FREQ=WEEKLY;COUNT=3", "subject=T")
    assert (edited.status, len(edited.err.splitlines())) == (0, 1)
    listed = alice("list", "activities", "--format", "json").json
    assert [(a["subject"], a["status"]) for a in listed] == [("S", "done"), ("T", "open")]
    assert alice("delete", "activities", 1).status == 0
    assert len(alice("list", "activities", "--format", "json").json) == 1


# Lists.


@pytest.fixture
def some(alice):
    """Some activities, one of them a series, one of whole days."""
    alice("add", "activities", "subject=Démo", "start=2026-11-24T14:00", "contact=1", "type=call")
    alice("add", "activities", "subject=Congé", "start=2026-11-26", "all_day=yes", "duration=2d")
    alice("add", "activities", "subject=Suivi", "start=2026-11-28T09:00", "rrule=FREQ=DAILY")
    alice("edit", "activities", 2, "status=cancelled")
    return alice


def test_a_list_is_the_latest_first_and_short(some):
    lines = some("list", "activities").out.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        ["3", "2026-11-28", "09:00"],
        ["2", "2026-11-26", "Congé"],
        ["1", "2026-11-24", "14:00"],
    ]
    assert "↻" in lines[1] and "↻" not in lines[2]
    assert "~" in some("--ascii", "list", "activities").out.splitlines()[1]
    assert "None" not in "".join(lines)
    assert all(w in lines[3] for w in ("Call", "Démo", "TREMB01", "Côté", "alice"))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--contact", 1), [1]),
        (("--contact", 2), []),
        (("--party", "tremb01"), [1]),
        (("--party", "TREMB01", "--kind", "customer"), [1]),
        (("--status", "open"), [3, 1]),
        (("--status", "cancelled"), [2]),
        (("--from", "2026-11-25"), [3, 2]),
        (("--to", "2026-11-26"), [2, 1]),
        (("--from", "t", "--to", "t"), [1]),
        (("--owner", "ALICE"), [3, 2, 1]),
        (("--search", "demo"), [1]),
        (("--search", "CONGÉ"), [2]),
        (("--search", "%"), [3, 2, 1]),
        (("--sort", "start"), [1, 2, 3]),
        (("--sort=-start", "--limit", 1), [3]),
    ],
)
def test_filters(some, filters, found):
    for verb in ("list", "export"):
        listed = some(verb, "activities", *filters, "--format", "json")
        assert [a["id"] for a in listed.json] == found, verb


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("list", "activities", "--city", "Laval"), 2),
        (("list", "activities", "--type", "payable"), 2),
        (("list", "activities", "--grouping", "A"), 2),
        (("list", "activities", "--status", "lost"), 2),
        (("list", "activities", "--owner", "nobody"), 1),
        (("list", "activities", "--contact", "99"), 1),
        (("list", "activities", "--party", "NOPE"), 1),
        (("list", "activities", "--from", "soon"), 1),
        (("list", "activities", "--sort", "subject"), 1),
        (("list", "customers", "--status", "open"), 2),
        (("list", "contacts", "--owner", "alice"), 2),
        (("list", "notes", "--status", "open"), 2),
        (("show", "activities", "x"), 1),
        (("show", "activities", "9" * 30), 1),
        (("edit", "activities", "1"), 2),
        (("edit", "activities", "1", "--follow", "subject=x"), 2),
        (("edit", "activities", "1", "party=TREMB01"), 1),
        (("edit", "activities", "1", "completed_by=bob"), 1),
        (("delete", "activities", "99"), 1),
        (("export", "activities", "--city", "Laval"), 2),
    ],
)
def test_bad_input_is_one_clear_line(some, arguments, status):
    for language in ("en", "fr"):
        refused = some("--lang", language, *arguments)
        assert (refused.status, refused.out) == (status, "")
        assert len(refused.err.splitlines()) == 1


def test_notes_too_are_found_whatever_their_accents(shop):
    shop("add", "notes", "contact=1", "subject=Réunion à Lévis")
    for text in ("réunion", "REUNION levis"):
        assert len(shop("list", "notes", "--search", text, "--format", "json").json) == 1


def test_help_knows_activities_in_both_languages(crmtui):
    for language, word in (("en", "Activities:"), ("fr", "Activités :")):
        for verb in ("list", "add", "edit", "import"):
            told = crmtui("--lang", language, verb, "--help").out
            assert "activities" in told and word in told
            assert all(len(line) <= 80 for line in told.split(word)[1].splitlines())
    assert "--status" in crmtui("list", "--help").out


# Files.


def test_what_is_exported_is_imported_without_doubling(some, tmp_path):
    for form in ("csv", "json"):
        file = tmp_path / f"activities.{form}"
        assert some("export", "activities", "--format", form, "-o", file).status == 0
        again = some("import", "activities", file)
        assert (again.status, again.out, again.err) == (0, "3 rows were the same already\n", "")


def test_a_dry_run_tells_each_row_and_bad_rows_are_kept(some, tmp_path):
    file, rejects = tmp_path / "a.csv", tmp_path / "rejects.csv"
    file.write_text(
        "Objet,Début,Fin,Récurrence\nNeuf,2026-12-01 9h,,\nDémo,2026-11-24T14:00,,\n"
        "Tard,2026-12-01T09:00,2026-12-01T08:00,\nBombe,2026-12-01T09:00,,FREQ=SECONDLY\n",
        encoding="utf-8",
    )
    told = some("import", "activities", file, "--dry-run")
    assert told.status == 3
    assert [line.split()[1] for line in told.out.splitlines()[:4]] == [
        "create",
        "create",
        "ERROR",
        "ERROR",
    ]
    done = some("import", "activities", file, "--rejects", rejects)
    assert (done.status, len(done.err.splitlines())) == (3, 2)
    assert len(rejects.read_text(encoding="utf-8-sig").splitlines()) == 3
    listed = some("list", "activities", "--format", "json").json
    # With no contact it is another than the one with Zoé.
    assert sorted(a["subject"] for a in listed) == ["Congé", "Démo", "Démo", "Neuf", "Suivi"]
