"""What is private is in nothing that another user reads or is told (spec 7.3)."""

import json

import pytest
import time_machine

CANARY = "Zyzomys"


@pytest.fixture(autouse=True)
def _tuesday():
    """Tuesday 24 November 2026, 10:00 in Québec."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        yield


def shown(run, key):
    return run("show", "activities", key, "--format", "json").json


@pytest.fixture
def secret(alice, bob):
    """A private activity of bob's and a private series, and nothing else that says so much."""
    words = (f"subject={CANARY}", f"detail={CANARY}", f"location={CANARY}", "public=no")
    assert bob("add", "activities", "contact=1", "start=t 9h", "type=visit", *words).out == "1\n"
    rule = "rrule=FREQ=DAILY"
    assert bob("add", "activities", "contact=1", "start=t 8h", rule, *words).out == "2\n"
    assert bob("complete", "2", "--on", "t", "--note", CANARY).status == 0
    return alice


READS = [
    *[("list", "activities", "--format", form) for form in ("table", "json", "csv")],
    *[("list", "activities", *more) for more in (("--owner", "bob"), ("--search", CANARY))],
    *[("list", "activities", *more) for more in (("--contact", "1"), ("--party", "TREMB01"))],
    *[("export", "activities", "--format", form) for form in ("csv", "json")],
    *[("due", "--days", "30", "--format", form) for form in ("table", "json", "csv")],
    *[("find", CANARY, "--format", form) for form in ("table", "json", "csv")],
    *[("list", kind, "--format", "json") for kind in ("contacts", "customers", "notes")],
    ("show", "contacts", "1"),
    ("check",),
]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_another_users_private_activity_is_in_nothing_that_is_read(secret, language):
    before = {}
    for arguments in READS:
        told = secret("--lang", language, *arguments)
        assert CANARY not in told.out + told.err, arguments
        before[arguments] = told
    # Nor does anything change when it goes.
    for key in (1, 2):
        assert secret("--user", "bob", "delete", "activities", key).status == 0
    for arguments, told in before.items():
        assert secret("--lang", language, *arguments) == told, arguments


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_in_the_agenda_it_is_busy_and_no_more(secret, form):
    told = secret("agenda", "--user", "bob", "--to", "+3d", "--completed", "--format", form)
    assert told.status == 0
    assert CANARY not in told.out + told.err
    assert "Côté" not in told.out and "VISIT" not in told.out and "TREMB01" not in told.out
    assert "bob" in told.out or form == "table"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("key", [1, 2])
def test_its_id_is_answered_like_one_that_is_not_there(secret, key, language):
    for before, after in (
        (("show", "activities"), ()),
        (("show", "activities"), ("--format", "json")),
        (("edit", "activities"), ("subject=x",)),
        (("edit", "activities"), ("public=yes",)),
        (("delete", "activities"), ()),
        (("complete",), ()),
        (("complete",), ("--on", "t")),
    ):
        hidden = secret("--lang", language, *before, key, *after)
        missing = secret("--lang", language, *before, 99, *after)
        assert (hidden.status, hidden.out) == (missing.status, missing.out) == (1, "")
        assert hidden.err == missing.err.replace("99", str(key)), before
    assert shown(lambda *a: secret("--user", "bob", *a), key)["subject"] == CANARY


def test_an_import_finds_it_by_no_key(secret, tmp_path):
    file, gone = tmp_path / "a.json", tmp_path / "b.json"
    row = {"id": 1, "subject": CANARY, "start": "2026-11-24T09:00", "contact": 1, "detail": "x"}
    file.write_text(json.dumps([row]))
    gone.write_text(json.dumps([row | {"id": 99, "subject": "Nothing"}]))
    for key in ("id", "subject"):
        for more in ((), ("--dry-run",)):
            options = ("--key", key, "--mode", "update", *more)
            hidden = secret("import", "activities", file, *options)
            missing = secret("import", "activities", gone, *options)
            assert hidden.out.replace(CANARY, "Nothing") == missing.out
            assert (hidden.status, hidden.err) == (missing.status, missing.err)
    assert shown(lambda *a: secret("--user", "bob", *a), 1)["detail"] == CANARY


def test_what_it_refers_to_is_kept_without_a_count(secret):
    for arguments in (
        ("delete", "contacts", "1"),
        ("codes", "delete", "activitytype", "VISIT"),
    ):
        refused = secret(*arguments)
        assert (refused.status, len(refused.err.splitlines())) == (1, 1)
        assert CANARY not in refused.err
        assert not any(c.isdigit() for c in refused.err)
