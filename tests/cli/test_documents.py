"""`documents`, their backup and what `check` finds of them."""

import os
import shutil
import stat
import subprocess
import sys

import pytest
import time_machine

from crmtui import backup
from crmtui.user_files import confine_to
from models.document import Document


@pytest.fixture
def offer(shop, tmp_path):
    """A file to attach."""
    path = tmp_path / "offre d'été.txt"
    path.write_text("Thé : 10,10 $\n", encoding="utf-8")
    return path


def of_contact(shop, *arguments):
    return shop("documents", "contacts", 1, *arguments)


def content_of(database, key="*"):
    folder = database.with_name(f"{database.name}.documents")
    return next(path for path in folder.glob("??/*") if len(path.name) == 64)


def test_a_document_is_attached_listed_saved_renamed_and_removed(shop, offer, tmp_path):
    attached = of_contact(shop, "attach", offer)
    assert (attached.status, attached.out, attached.err) == (0, "1\n", "")
    listed = shop("documents", "contacts", "1", "--format", "json").json
    assert [(d["name"], d["size"], d["type"]) for d in listed] == [(offer.name, 15, "text/plain")]
    assert "offre d'été.txt" in of_contact(shop).out
    (tmp_path / "out").mkdir()
    saved = of_contact(shop, "save", 1, tmp_path / "out")
    copy = tmp_path / "out" / offer.name
    assert saved.status == 0 and copy.read_bytes() == offer.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert of_contact(shop, "rename", 1, "../prix.txt").out == "prix.txt\n"
    assert of_contact(shop, "remove", 1).status == 0
    assert of_contact(shop, "--format", "csv").out.splitlines() == [
        "id,name,size,type,who,at,sha256"
    ]


def test_several_at_once_and_a_name_for_one(shop, offer, tmp_path):
    other = tmp_path / "b.pdf"
    other.write_bytes(b"%PDF")
    assert of_contact(shop, "attach", offer, other).out == "1\n2\n"
    assert of_contact(shop, "attach", offer, "--name", "x/y.txt").out == "3\n"
    assert shop("documents", "contacts", 1, "--format", "json").json[2]["name"] == "y.txt"
    assert of_contact(shop, "attach", offer, other, "--name", "y").status == 2


def test_nothing_is_written_over_unless_asked(shop, offer, tmp_path):
    of_contact(shop, "attach", offer)
    target = tmp_path / "there.txt"
    target.write_text("mine")
    refused = of_contact(shop, "save", 1, target)
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert target.read_text() == "mine"
    assert of_contact(shop, "save", 1, target, "--force").status == 0
    assert target.read_bytes() == offer.read_bytes()
    os.mkfifo(tmp_path / "pipe")
    assert of_contact(shop, "save", 1, tmp_path / "pipe", "--force").status == 1
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "elsewhere")
    assert of_contact(shop, "save", 1, link).status == 1 and not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_what_is_damaged_is_told_and_not_served(shop, offer, tmp_path, database, damage):
    of_contact(shop, "attach", offer)
    content = content_of(database)
    content.unlink()
    if damage == "altered":
        content.write_bytes(b"x" * 15)
    for target in (tmp_path / "out.txt", "-"):
        refused = of_contact(shop, "save", 1, target)
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)
        assert offer.name in refused.err
    assert not (tmp_path / "out.txt").exists() and not list(tmp_path.glob(".*.part"))
    checked = shop("check")
    assert checked.status == 4 and f"{damage} 1 {offer.name}" in checked.err
    saved = shop("backup", tmp_path / "backup.db")
    assert saved.status == 4 and offer.name in saved.err


def test_check_clears_away_what_is_left_over(shop, offer, database):
    of_contact(shop, "attach", offer)
    content = content_of(database)
    left = content.parent / (content.name[:2] + "0" * 62)
    left.write_bytes(b"12")
    assert shop("check").status == 0
    swept = shop("check", "--sweep")
    assert swept.status == 0 and "1 file" in swept.err and not left.exists()
    assert content.exists()


def test_a_backup_has_the_documents_and_works_as_it_is(shop, offer, tmp_path, monkeypatch):
    of_contact(shop, "attach", offer)
    target = tmp_path / "kept" / "backup.db"
    target.parent.mkdir()
    assert shop("backup", target).status == 0
    shutil.rmtree(tmp_path / "crm.db.documents")
    monkeypatch.setenv("CRMTUI_DATABASE", str(target))
    assert shop("check").status == 0
    assert of_contact(shop, "save", 1, tmp_path / "out.txt").status == 0
    assert (tmp_path / "out.txt").read_bytes() == offer.read_bytes()


def test_a_backup_has_what_it_names_even_if_it_was_removed_meanwhile(
    shop, offer, tmp_path, monkeypatch
):
    of_contact(shop, "attach", offer)
    made = backup.back_up

    def removed_meanwhile(target):
        size = made(target)
        Document.remove(1)
        return size

    monkeypatch.setattr(backup, "back_up", removed_meanwhile)
    target = tmp_path / "backup.db"
    assert shop("backup", target).status == 0
    assert content_of(target).read_bytes() == offer.read_bytes()


def test_bad_input_is_one_line(shop, offer, tmp_path):
    of_contact(shop, "attach", offer)
    shop("add", "contacts", "party=TREMB01", "first_name=Autre", "last_name=Contact")
    for arguments, status in (
        (("documents", "contacts", 99), 1),
        (("documents", "parties", 1), 2),
        (("documents", "contacts", 1, "attach", tmp_path), 1),
        (("documents", "contacts", 1, "attach", tmp_path / "none"), 1),
        (("documents", "contacts", 1, "attach"), 2),
        (("documents", "contacts", 1, "save", 99, "-"), 1),
        (("documents", "contacts", 2, "save", 1, "-"), 1),
        (("documents", "contacts", 1, "save", 1, "/dev/full/x"), 1),
        (("documents", "contacts", 1, "rename", 1, " "), 1),
        (("documents", "quotes", "Q2026-00001"), 1),
    ):
        refused = shop(*arguments)
        assert (refused.status, refused.out) == (status, ""), arguments
        assert len(refused.err.splitlines()) == 1, refused.err


def test_what_the_system_says_is_said_in_the_users_language(shop, tmp_path):
    for language, said in (("fr", "n'existe pas"), ("en", "there is no such file")):
        missing = shop("--lang", language, "documents", "contacts", 1, "attach", tmp_path / "none")
        assert said in missing.err and "No such file" not in missing.err


def test_files_are_kept_to_the_folder_that_is_set(shop, offer, tmp_path, monkeypatch):
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(offer, folder / "in.txt")
    monkeypatch.setenv("CRMTUI_FILES_FOLDER", str(folder))
    try:
        assert of_contact(shop, "attach", "in.txt").status == 0
        for arguments in (("attach", offer), ("save", 1, offer), ("save", 1, "../x")):
            refused = of_contact(shop, *arguments)
            assert (refused.status, len(refused.err.splitlines())) == (1, 1)
        assert of_contact(shop, "save", 1, "out.txt").status == 0
        assert (folder / "out.txt").exists()
    finally:
        confine_to("")


def test_bytes_go_to_a_pipe_as_they_are(shop, tmp_path, database):
    path = tmp_path / "x.bin"
    path.write_bytes(bytes(range(256)) * 9)
    of_contact(shop, "attach", path)
    run = subprocess.run(
        [sys.executable, "-m", "crmtui", "documents", "contacts", "1", "save", "1", "-"],
        capture_output=True,
        env=os.environ,
    )
    assert (run.returncode, run.stdout) == (0, path.read_bytes())


@pytest.mark.parametrize(
    ("zone", "shown"), [("America/Toronto", "2026-11-24T21:30"), ("Asia/Tokyo", "2026-11-25T11:30")]
)
def test_when_a_document_came_is_told_by_the_companys_clock(shop, offer, zone, shown):
    shop("settings", "edit", f"BusinessTimeZone={zone}")
    with time_machine.travel("2026-11-25T02:30:10Z"):
        of_contact(shop, "attach", offer)
    (document,) = of_contact(shop, "--format", "json").json
    assert document["at"] == shown
    assert shown.replace("T", " ") in of_contact(shop).out
    assert shown in of_contact(shop, "--format", "csv").out
