"""Mails written as files, and dry runs."""

import os
from pathlib import Path
from typing import Any

import pytest
from sample_sending import address, produced, refused, sender, status_of, statuses

from crmtui.mail.eml import write_files
from crmtui.mail.rehearsal import rehearse
from crmtui.mail.sending import send
from models import mailing_outbox as outbox
from models.contact import Contact
from models.database import rows
from models.mailing import Mailing

pytestmark = pytest.mark.usefixtures("database")


def test_files_are_one_each_whole_and_not_doubled(tmp_path: Path) -> None:
    sender()
    key = produced(3)
    Contact.alter(2, {"opted_out": "2026-11-24"})
    report = write_files(key, tmp_path / "out" / "mails")
    assert (report.sent, report.skipped, status_of(key)) == (2, 1, "done")
    files = sorted((tmp_path / "out" / "mails").iterdir())
    assert [f.name for f in files] == [f"000001-{address(0)}.eml", f"000003-{address(2)}.eml"]
    assert all(b"List-Unsubscribe: <mailto:" in f.read_bytes() for f in files)
    assert all(f.stat().st_mode & 0o077 == 0 for f in files)
    before = [f.stat().st_mtime_ns for f in files]
    assert refused(write_files, key, tmp_path / "out" / "mails").key == "rule.mailing_not_produced"
    assert [f.stat().st_mtime_ns for f in files] == before


def test_files_that_were_cut_short_are_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender()
    key = produced(3)
    known = outbox.hand_over
    folder = tmp_path / "mails"

    def cut(*given: Any) -> int:
        if len(list(folder.iterdir())) == 2:
            raise KeyboardInterrupt
        return known(*given)

    monkeypatch.setattr(outbox, "hand_over", cut)
    with pytest.raises(KeyboardInterrupt):
        write_files(key, folder)
    monkeypatch.setattr(outbox, "hand_over", known)
    assert statuses(key) == ["sent", "waiting", "waiting"]
    assert write_files(key, folder).sent == 3
    assert len(list(folder.iterdir())) == 3


def test_a_folder_that_can_not_be_written_to_changes_nothing(tmp_path: Path) -> None:
    sender()
    key = produced(1)
    (tmp_path / "file").write_text("x")
    assert refused(write_files, key, tmp_path / "file" / "x").key == "mail.no_folder"
    assert refused(write_files, key, tmp_path / "file").key == "mail.no_folder"
    assert statuses(key) == ["waiting"]


def test_a_dry_run_writes_nothing_and_says_what_would_go(database: Path) -> None:
    sender()
    key = produced(3)
    Contact.alter(1, {"opted_out": "2026-11-24"})
    before = rows("SELECT * FROM mailing_recipient"), rows("SELECT * FROM mailing")
    found = rehearse(key)
    assert (found.n_in, dict(found.reasons), found.problems) == (2, {"opted_out": 1}, [])
    assert (rows("SELECT * FROM mailing_recipient"), rows("SELECT * FROM mailing")) == before


def test_a_dry_run_of_a_draft_says_what_is_produced_then() -> None:
    from sample_mailings import company, mailing

    sender()
    company(4)
    Contact.alter(1, {"in_mailing": False})
    key = mailing(name="Autre")
    found = rehearse(key)
    made = outbox.produce(key)
    assert (found.n_in, dict(found.reasons)) == (made.n_in, dict(made.reasons))
    assert rows("SELECT count(*) FROM mailing_recipient WHERE status = 'waiting'") == [(3,)]


def test_what_goes_by_post_or_is_cancelled_is_not_sent() -> None:
    sender()
    key = produced(1)
    Mailing.cancel(key)
    for call in (send, write_files):
        given = (key, os.devnull) if call is write_files else (key,)
        assert refused(call, *given).key == "mail.cancelled"
    assert refused(rehearse, key).key == "mail.cancelled"
