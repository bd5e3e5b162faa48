"""Mailings from the command line: preview, run, status, again, cancel; lists and records."""

import json

import pytest
from sample_sending import SHORT
from smtp_server import serving

from crmtui.mail import sending


@pytest.fixture
def list_of(crmtui):
    """Three customers' contacts and a mailing to them; the sender is known, the server is not."""
    crmtui("add", "customers", "code=A1", "name=Acme", "country=CA", "postal_code=G1R 2B5")
    for name in ("Luc", "Zoé", "Max"):
        crmtui(
            "add",
            "contacts",
            "party=A1",
            f"first_name={name}",
            f"email={name[0].lower()}@acme.example",
            "address1=1 Main St",
            "city=Québec",
            "province=QC",
        )
    crmtui("add", "contacts", "party=A1", "first_name=Ann", "email=")
    crmtui("add", "mailings", "name=Spring", "subject_en=Hello", "text_en=Hi {{ contact.name }}")
    crmtui(
        *("settings", "edit", "CompanyName=Tremblay", "CompanyAddress=1, rue A"),
        *("MailFrom=info@tremblay.example", "MailsPerMinute=0", "MailRetrySeconds=0"),
        *("SmtpHost=127.0.0.1", "SmtpSecurity=none"),
    )
    return crmtui


@pytest.fixture
def soon(monkeypatch):
    """Servers that hang are not waited for."""
    monkeypatch.setattr(sending, "Timeouts", lambda: SHORT)


def status_of(crmtui, name="Spring"):
    return crmtui("mailing", "status", name, "--format", "json").json


def test_a_mailing_is_made_changed_listed_and_exported(list_of, tmp_path):
    listed = list_of("list", "mailings")
    assert [line.split() for line in listed.out.splitlines()[1:]] == [
        ["1", "Spring", "e-mail", "draft", "0", "0", "0"]
    ]
    assert list_of("edit", "mailings", "spring", "city=Laval").status == 0
    shown = list_of("show", "mailings", "SPRING", "--format", "json").json
    assert (shown["city"], shown["to_customers"], shown["status"]) == ("Laval", True, "draft")
    assert list_of("list", "mailings", "--status", "done").out == ""
    assert list_of("list", "mailings", "--search", "spr", "--format", "json").json == [shown]
    refused = list_of("edit", "mailings", "Spring", "status=done")
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert list_of("export", "mailings", "-o", tmp_path / "m.csv").status == 0
    assert b"Spring" in (tmp_path / "m.csv").read_bytes()
    assert list_of("import", "mailings", tmp_path / "m.csv").status == 2
    assert list_of("list", "mailings", "--city", "Laval").status == 2
    assert list_of("delete", "mailings", "Spring").status == 0


@pytest.mark.parametrize(
    "field",
    [
        "text_en={{ ''.__class__ }}",
        "text_en={{ 'a' * 10**9 }}",
        "text_en={% for a in b %}{% endfor %}",
        "text_en={{ contact.shoe_size }}",
        "subject_en=Hello\r\nBcc: all@x.example",
        "name=Two\nlines",
    ],
)
def test_what_no_text_may_say_is_refused_with_one_line(list_of, field):
    refused = list_of("edit", "mailings", "Spring", field)
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)


def test_subscriptions_are_made_listed_changed_and_deleted(list_of):
    made = list_of("add", "subscriptions", "contact=1", "mailing=spring", "ends_on=2026-12-31")
    assert (made.status, made.out) == (0, "1\n")
    assert list_of("add", "subscriptions", "contact=2").status == 1
    assert list_of("add", "subscriptions", "contact=99", "mailing=Spring").status == 1
    assert list_of("edit", "subscriptions", 1, "ends_on=2027-12-31").status == 0
    listed = list_of("list", "subscriptions", "--contact", 1, "--format", "json").json
    assert [(s["mailing"], s["ends_on"]) for s in listed] == [("Spring", "2027-12-31")]
    assert "Spring" in list_of("list", "subscriptions").out
    assert list_of("list", "subscriptions", "--contact", 2).out == ""
    assert list_of("delete", "subscriptions", 1).status == 0


def test_the_preview_says_who_is_in_and_who_is_out_and_why(list_of):
    list_of("edit", "contacts", 2, "opted_out=2026-11-01")
    shown = list_of("mailing", "preview", "Spring")
    assert shown.err == "2 people get it · 2 left out (opted out: 1, no address: 1)\n" or (
        "2 people get it · 2 left out (no address: 1, opted out: 1)" in shown.err
    )
    out = list_of("mailing", "preview", "Spring", "--out", "--format", "json").json
    assert {p["name"]: p["reason"] for p in out} == {"Ann": "no_address", "Zoé": "opted_out"}
    assert list_of("mailing", "preview", "Spring", "--format", "csv").out.count("\n") == 5
    french = list_of("--lang", "fr", "mailing", "preview", "Spring")
    assert "2 personnes le reçoivent · 2 écartées" in french.err and "désabonné" in french.out


def test_a_draft_is_produced_then_sent_and_a_second_run_sends_nothing(list_of):
    with serving() as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        first = list_of("mailing", "run", "Spring")
        again = list_of("mailing", "run", "Spring")
    assert (first.status, first.out) == (0, "3 sent\n")
    assert "3 people get it · 1 left out (no address: 1)" in first.err
    assert (again.status, again.out) == (0, "3 sent\n")
    assert post.got == {f"{letter}@acme.example": 1 for letter in "lzm"}
    assert status_of(list_of)["status"] == "done"
    told = list_of("mailing", "preview", "Spring", "--format", "json").json
    assert {p["name"]: p["status"] for p in told} == {
        "Luc": "sent",
        "Zoé": "sent",
        "Max": "sent",
        "Ann": "out",
    }


def test_nobody_in_it_produces_nothing(list_of):
    list_of("edit", "mailings", "Spring", "city=Nowhere")
    with serving() as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        refused = list_of("mailing", "run", "Spring")
    assert (refused.status, refused.out) == (1, "")
    assert status_of(list_of)["status"] == "draft"


def test_a_dry_run_writes_and_sends_nothing(list_of, database):
    before = status_of(list_of)
    with serving() as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        dry = list_of("mailing", "run", "Spring", "--dry-run")
    assert (dry.status, dry.out) == (0, "")
    assert dry.err.startswith("3 people get it")
    assert (post.connections, status_of(list_of)) == (0, before)


def test_who_failed_is_told_and_may_wait_again(list_of):
    def refusing(stage, whom):
        return "550 No such user" if stage == "RCPT" and whom.startswith("z") else None

    with serving(refusing) as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        run = list_of("mailing", "run", "Spring")
        french = list_of("--lang", "fr", "mailing", "run", "Spring")
        assert (run.status, run.out) == (3, "2 sent, 1 failed\n")
        assert "Zoé <z@acme.example>  refused by the server: 550 No such user" in run.err
        assert french.out == "2 envoyés, 1 échoué\n" and "refusé par le serveur : 550" in french.err
        assert "550 No such user" in list_of("mailing", "status", "Spring").err
        (failed,) = status_of(list_of)["failed_people"]
        post.behaviour = lambda stage, whom: None
        assert list_of("mailing", "again", "Spring", failed["id"]).out == "1 waiting again\n"
        assert list_of("mailing", "run", "Spring").out == "3 sent\n"
    assert set(post.got.values()) == {1}


def test_a_server_that_is_not_there_leaves_the_draft_a_draft(list_of):
    list_of("settings", "edit", "SmtpPort=1")
    refused = list_of("mailing", "run", "Spring")
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)
    assert status_of(list_of)["status"] == "draft"


def test_a_server_that_goes_away_is_one_line_and_how_to_go_on(list_of, soon):
    gone = []

    def leaving(stage, whom):
        if stage == "dot":
            gone.append(whom)
        return "421 gone" if stage == "RCPT" and gone else None

    with serving(leaving) as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        run = list_of("mailing", "run", "Spring")
    assert run.status == 1
    assert "1 sent, 2 waiting" in run.err and "mailing run Spring" in run.err
    assert len(run.err.splitlines()) == 4
    assert len(post.got) == 1


def test_the_password_is_in_the_environment_and_shown_nowhere(list_of, monkeypatch, database):
    list_of("settings", "edit", "SmtpUser=zoe")
    missing = list_of("mailing", "run", "Spring")
    assert missing.status == 1 and "CRMTUI_SMTP_PASSWORD" in missing.err
    monkeypatch.setenv("CRMTUI_SMTP_PASSWORD", "s3cret-word")
    shown = list_of("config", "show")
    assert "smtp_password" in shown.out and "s3cret-word" not in shown.out
    with serving(password="s3cret-word") as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        run = list_of("mailing", "run", "Spring")
        monkeypatch.setenv("CRMTUI_SMTP_PASSWORD", "another-word")
        list_of("add", "mailings", "name=Other", "subject_en=Hello", "text_en=Hi")
        wrong = list_of("mailing", "run", "Other")
    assert (run.out, wrong.status) == ("3 sent\n", 1)
    told = run.out + run.err + wrong.out + wrong.err
    assert "s3cret-word" not in told and "another-word" not in told
    for file in database.parent.rglob("*"):
        if file.is_file():
            assert b"s3cret-word" not in file.read_bytes(), file
    monkeypatch.setenv("CRMTUI_SMTP_PASSWORD", "bad\nword")
    warned = list_of("config", "check")
    assert warned.status == 1 and "bad" not in warned.err.replace("bad_", "")


def test_files_are_written_once(list_of, tmp_path):
    run = list_of("mailing", "run", "Spring", "--eml", tmp_path / "eml")
    assert (run.status, run.out) == (0, "3 sent\n")
    assert len(list((tmp_path / "eml").iterdir())) == 3
    list_of("mailing", "run", "Spring", "--eml", tmp_path / "more")
    assert not (tmp_path / "more").exists()


def test_files_stay_in_the_folder_that_is_allowed(list_of, tmp_path, monkeypatch):
    (tmp_path / "only").mkdir()
    monkeypatch.setenv("CRMTUI_FILES_FOLDER", str(tmp_path / "only"))
    refused = list_of("mailing", "run", "Spring", "--eml", tmp_path / "eml")
    assert refused.status == 1 and not (tmp_path / "eml").exists()
    assert list_of("mailing", "run", "Spring", "--eml", "eml").status == 0
    assert len(list((tmp_path / "only" / "eml").iterdir())) == 3


def test_letters_and_labels_are_written_for_the_same_people(list_of, tmp_path):
    list_of("edit", "contacts", 3, "address1=2 Main St")
    list_of("add", "mailings", "name=Calendar", "channel=postal", "text_en=Hi {{ contact.name }}")
    letters = list_of("mailing", "run", "calendar", "-o", tmp_path / "letters.txt")
    assert letters.status == 0
    assert (tmp_path / "letters.txt").read_text().count("Hi ") == status_of(list_of, "Calendar")[
        "sent"
    ]
    assert status_of(list_of, "Calendar")["status"] == "done"
    again = list_of("mailing", "run", "calendar", "-o", tmp_path / "again.txt")
    assert again.status == 0
    assert (tmp_path / "again.txt").read_text() == (tmp_path / "letters.txt").read_text()
    labels = list_of("mailing", "run", "calendar", "--labels", "5160")
    assert labels.out.count("Main St") == status_of(list_of, "Calendar")["sent"]
    assert list_of("mailing", "run", "calendar", "--eml", tmp_path / "x").status == 2
    assert list_of("mailing", "run", "Spring", "-o", tmp_path / "x").status == 2


def test_no_label_is_printed_for_whoever_has_opted_out_since(list_of):
    for n in (2, 3):
        list_of("edit", "contacts", n, f"address1={n} Main St")
    list_of("add", "mailings", "name=Calendar", "channel=postal", "text_en=Hi")
    before = list_of("mailing", "run", "calendar", "--labels", "5160").out.count("Main St")
    list_of("edit", "contacts", 2, "opted_out=2026-01-01")
    after = list_of("mailing", "run", "calendar", "--labels", "5160")
    assert after.out.count("Main St") == before - 1 and "Zoé" not in after.out
    found = status_of(list_of, "Calendar")
    assert (found["status"], found["skipped"], found["sent"]) == ("produced", 1, 0)


def test_what_is_cancelled_sends_no_more(list_of):
    assert list_of("mailing", "cancel", "Spring").status == 1
    with serving(lambda stage, whom: "451 later" if stage == "RCPT" else None) as post:
        list_of("settings", "edit", f"SmtpPort={post.port}")
        run = list_of("mailing", "run", "Spring")
        assert run.status == 3
        list_of("mailing", "again", "Spring")
        assert list_of("mailing", "cancel", "Spring").status == 0
        post.behaviour = lambda stage, whom: None
        refused = list_of("mailing", "run", "Spring")
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert post.got == {}


def test_what_is_no_mailing_is_one_line(list_of):
    for arguments in (("preview", "Nix"), ("run", "99"), ("status", ""), ("again", "x\x1b[2J")):
        refused = list_of("mailing", *arguments)
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)
        assert "\x1b" not in refused.err
    assert list_of("mailing").status == 2
    assert list_of("mailing", "again", "Spring", "x").status == 2


def test_json_of_a_status_is_whole(list_of):
    told = status_of(list_of)
    assert told["name"] == "Spring" and json.dumps(told["reasons"]) == "{}"


def test_letters_replace_a_file_only_when_told_to(list_of, tmp_path):
    file = tmp_path / "letters.txt"
    file.write_text("mine")
    list_of("add", "mailings", "name=Calendar", "channel=postal", "text_en=Hi {{ contact.name }}")
    refused = list_of("mailing", "run", "calendar", "-o", file)
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert file.read_text() == "mine"
    assert status_of(list_of, "Calendar")["status"] == "draft"
    assert list_of("mailing", "run", "calendar", "-o", file, "--force").status == 0
    assert file.read_text() != "mine"
