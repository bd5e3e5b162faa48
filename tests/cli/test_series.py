"""Series from the command line: what is said of a change is what happens (spec 7.3, 7.7, 7.8)."""

import datetime as dt

import pytest
import time_machine

from models import series
from models.database import close_database, open_database
from models.user import User

RULE = "rrule=FREQ=WEEKLY;BYDAY=MO"


@pytest.fixture(autouse=True)
def _tuesday():
    """Tuesday 24 November 2026, 10:00 in Québec."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        yield


@pytest.fixture
def weekly(alice, bob, database):
    """A series of bob's, who is no administrator: one date completed, one moved by a day."""
    assert bob("list", "activities").status == 0
    made = bob("add", "activities", "subject=Suivi", "start=2026-11-02T09:00", f"{RULE};COUNT=6")
    assert made.out == "1\n"
    assert bob("complete", 1, "--on", "2026-11-02", "--note", "fait").status == 0
    as_bob(database, lambda: series.move(1, dt.datetime(2026, 11, 9, 9), "this", 24 * 60))
    return bob


def as_bob(database, act):
    open_database(str(database))
    User.enter("bob")
    act()
    close_database()


def dates(run):
    """When everybody's dates are, `x` before what is completed."""
    window = ("--from", "2026-11-01", "--to", "2026-12-31")
    found = run("agenda", *window, "--everybody", "--completed", "--format", "json").json
    return [f"{'x ' if o['status'] == 'done' else ''}{o['start'][5:]}" for o in found]


LATER = ["11-16T09:00", "11-23T09:00", "11-30T09:00", "12-07T09:00"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "4 dates changed, from Mon, Nov 16, 2026 to Mon, Dec 7, 2026, keeps 2 exceptions.\n",
        ),
        ("fr", "4 dates changées, du lun. 16 nov. 2026 au lun. 7 déc. 2026, garde 2 exceptions.\n"),
    ],
)
def test_an_edit_says_what_it_changes_and_what_it_keeps(weekly, language, said):
    edited = weekly("--lang", language, "edit", "activities", 1, "start=2026-11-02T10:00")
    assert (edited.status, edited.out) == (0, "")
    assert edited.err.replace("\u00a0", " ") == said
    later = [start.replace("T09", "T10") for start in LATER]
    assert dates(weekly) == ["x 11-02T09:00", "11-10T09:00", *later]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ", 1 date done or cancelled stays, as an activity of its own, 1 exception included.",
        ),
        ("fr", ", 1 date faite ou annulée reste, comme activité à part, 1 exception comprise."),
    ],
)
def test_deleting_a_series_leaves_what_is_completed(weekly, language, said):
    deleted = weekly("--lang", language, "delete", "activities", 1)
    assert deleted.status == 0 and deleted.err.startswith("5 dates ") and said in deleted.err
    assert dates(weekly) == ["x 11-02T09:00"]


def test_completing_a_series_goes_till_today(weekly):
    weekly("edit", "activities", 1, RULE)
    done = weekly("edit", "activities", 1, "status=done", "completion_note=vendu")
    assert done.err == (
        "3 dates completed, from Tue, Nov 10, 2026 to Mon, Nov 23, 2026, keeps 1 exception,"
        " what comes after Tue, Nov 24, 2026 stays open.\n"
    )
    assert dates(weekly)[:5] == [
        "x 11-02T09:00",
        "x 11-10T09:00",
        "x 11-16T09:00",
        "x 11-23T09:00",
        "11-30T09:00",
    ]
    assert weekly("show", "activities", 1, "--format", "json").json["status"] == "open"
    again = weekly("edit", "activities", 1, "status=done")
    assert (again.status, again.out) == (1, "") and "stays open" in again.err


def test_nobody_takes_over_what_is_anothers(weekly, crmtui):
    crmtui("--user", "carol", "list", "activities")
    for change, said in (
        ("owner=carol", "only bob or an administrator can change whose activity this is"),
        ("public=no", "only bob can make an activity of theirs private"),
    ):
        refused = crmtui("--user", "carol", "edit", "activities", 1, change)
        assert refused.status == 1 and said in refused.err
    # Whoever began the database administers it.
    taken = crmtui("edit", "activities", 1, "owner=carol")
    assert taken.status == 0
    owner = crmtui("--user", "carol", "show", "activities", 1, "--format", "json").json["owner"]
    assert owner == "carol"


@pytest.mark.parametrize(
    "command",
    [
        ("edit", "activities", 1, "subject=Bilan"),
        ("edit", "activities", 1, "start=2026-11-02T10:00"),
        ("edit", "activities", 1, f"{RULE};COUNT=3"),
        ("edit", "activities", 1, "status=done"),
        ("edit", "activities", 1, "owner=alice"),
        ("complete", 1, "--on", "2026-11-23"),
        ("show", "activities", 1),
        ("delete", "activities", 1),
    ],
    ids=str,
)
def test_a_private_date_of_another_stays_and_nothing_says_that_it_is_there(
    weekly, crmtui, database, tmp_path, command
):
    date = dt.datetime(2026, 11, 23, 9)
    copy = tmp_path / "removed.db"
    copy.write_bytes(database.read_bytes())
    as_bob(copy, lambda: series.delete(1, date, "this"))
    secret = {"public": False, "subject": "SECRET"}
    as_bob(database, lambda: series.change(1, date, "this", secret))
    who = () if "owner=alice" in command else ("--user", "alice")
    hidden = crmtui(*who, *command)
    removed = crmtui(*who, "--database", copy, *command)
    assert hidden == removed and "SECRET" not in hidden.out + hidden.err
    assert hidden.status == (1 if command[0] == "complete" else 0)
    found = weekly("agenda", "--from", "2026-11-23", "--to", "2026-11-23", "--format", "json").json
    assert [(o["subject"], o["start"], o["owner"]) for o in found] == [
        ("SECRET", "2026-11-23T09:00", "bob")
    ]
