"""Mails sent to a real server on loopback, which takes them or misbehaves."""

import datetime as dt
import os
import shutil
import socket
import sqlite3
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sample_sending import SHORT, address, outcome, produced, sender, statuses
from smtp_server import DROP, HANG, Post, certificate_for, serving

from crmtui.mail import smtp
from crmtui.mail.eml import write_files
from crmtui.mail.rehearsal import rehearse
from crmtui.mail.sending import Report, send, try_server
from crmtui.mail.smtp import Server
from models import mailing_outbox as outbox
from models.contact import Contact
from models.database import DatabaseThread, close_database, open_database, rows
from models.database import database as opened
from models.journal import actor
from models.mailing import Mailing
from models.rules import RuleBroken
from models.setting import change_setting
from models.user import User

pytestmark = pytest.mark.usefixtures("database")

SENT, WAITING = ("sent", ""), ("waiting", "")


def run(key: int, post: Post, **named: Any) -> Report:
    change_setting("SmtpPort", post.port)
    return send(key, timeouts=SHORT, **named)


def refused(call: Any, *given: Any, **named: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        call(*given, **named)
    return broken.value


def status_of(key: int) -> str:
    return str(Mailing.values_of(key)["status"])


class Stages:
    """A server's behaviour: at a stage, for an address or for all, once or always."""

    def __init__(self, stage: str, answer: str | None, *whom: str, times: int = 10**6) -> None:
        self.stage, self.given, self.whom, self.times = stage, answer, whom, times

    def __call__(self, stage: str, address: str) -> str | None:
        if stage != self.stage or (self.whom and address not in self.whom) or not self.times:
            return None
        self.times -= 1
        return self.given


def test_everybody_gets_one_mail_over_one_connection() -> None:
    sender()
    key = produced(5, subject_fr="Bonjour {{ contact.first_name }}")
    told: list[tuple[int, int]] = []
    with serving() as post:
        report = run(key, post, progress=lambda done, total: told.append((done, total)))
    assert report == Report(sent=5, failed=0, waiting=0, unsure=0, skipped=0)
    assert post.got == {address(n): 1 for n in range(5)}
    assert (post.connections, post.senders) == (1, {"info@tremblay.example"})
    assert post.mails[2]["Subject"] == "Bonjour Personne002"
    assert post.mails[2]["To"].addresses[0].addr_spec == address(2)
    assert told == [(n, 5) for n in range(6)]
    assert (status_of(key), set(statuses(key))) == ("done", {"sent"})
    assert rows("SELECT count(*) FROM mailing_recipient WHERE sent_at IS NULL") == [(0,)]


def test_what_is_done_sends_nothing_more() -> None:
    sender()
    key = produced(2)
    with serving() as post:
        run(key, post)
        assert refused(run, key, post).key == "rule.mailing_not_produced"
    assert post.got.total() == 2


def test_many_mails_take_several_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmtui.mail.sending.MOST_ON_ONE", 3)
    sender()
    key = produced(7)
    with serving() as post:
        assert run(key, post).sent == 7
    assert (post.got.total(), post.connections) == (7, 3)


def test_dots_and_letters_arrive_as_they_were_written() -> None:
    sender()
    text = ".\n..point\nÀ bientôt œuvre — €\n.\nfin"
    key = produced(1, text_fr=text)
    with serving() as post:
        run(key, post)
    assert post.mails[0].get_content().replace("\r\n", "\n").startswith(text + "\n")


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "dot"])
def test_whom_the_server_refuses_fails_alone_and_with_its_words(stage: str) -> None:
    sender()
    key = produced(4)
    with serving(Stages(stage, "550 5.1.1 No such user \x1b[31m", address(1))) as post:
        report = run(key, post)
    assert (report.sent, report.failed, report.waiting) == (3, 1, 0)
    assert outcome(key)[address(1)] == ("failed", "refused")
    ((detail,),) = rows("SELECT detail FROM mailing_recipient WHERE status = 'failed'")
    assert detail == "550 5.1.1 No such user [31m"
    assert post.got == {address(n): 1 for n in (0, 2, 3)}
    assert (status_of(key), post.connections) == ("done", 1)


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "dot"])
def test_whom_the_server_puts_off_gets_it_later_and_once(stage: str) -> None:
    sender()
    key = produced(3)
    greylisting = Stages(stage, "451 4.7.1 Greylisted, try again", address(0), times=2)
    with serving(greylisting) as post:
        report = run(key, post)
    assert (report.sent, report.failed) == (3, 0)
    assert post.got == {address(n): 1 for n in range(3)}
    # The others went on meanwhile.
    assert [mail["To"].addresses[0].addr_spec for mail in post.mails][-1] == address(0)


def test_whoever_is_put_off_three_times_has_failed() -> None:
    sender()
    key = produced(2)
    with serving(Stages("RCPT", "452 4.2.2 Mailbox full", address(0))) as post:
        report = run(key, post)
    assert (report.sent, report.failed) == (1, 1)
    assert outcome(key)[address(0)] == ("failed", "turned_away")
    assert post.asked["RCPT"] == 4


class Patient(threading.Event):
    """Waits for nothing, and keeps for how long it would have; stops after so many waits."""

    def __init__(self, clock: "Clock", most: int = 100) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.clock = clock
        self.most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        self.clock.now += dt.timedelta(seconds=timeout or 0)
        if len(self.waits) >= self.most:
            self.set()
        return self.is_set()


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


def test_a_run_waits_until_those_who_were_put_off_may_be_tried_again() -> None:
    sender(MailRetrySeconds=90)
    key = produced(2)
    clock = Clock()
    stopped = Patient(clock)
    with serving(Stages("RCPT", "451 later", address(1), times=1)) as post:
        assert run(key, post, stopped=stopped, clock=clock).sent == 2
    assert stopped.waits == [90.0]
    # The server was not kept waiting.
    assert post.connections == 2


def test_no_more_mails_a_minute_than_the_setting_says() -> None:
    sender(MailsPerMinute=30)
    key = produced(4)
    clock = Clock()
    stopped = Patient(clock)
    with serving() as post:
        assert run(key, post, stopped=stopped, clock=clock).sent == 4
    assert len(stopped.waits) == 3
    assert all(1.5 * n < wait <= 2 * n for n, wait in enumerate(stopped.waits, 1))


def test_a_run_that_is_stopped_ends_after_the_mail_under_way_and_goes_on_later() -> None:
    sender()
    key = produced(5)
    stopped = threading.Event()

    def stop(stage: str, whom: str) -> None:
        if stage == "dot" and whom == address(1):
            stopped.set()

    with serving(stop) as post:
        report = run(key, post, stopped=stopped)
        assert (report.stopped, report.sent, report.waiting) == (True, 2, 3)
        assert status_of(key) == "produced"
        assert run(key, post).sent == 5
    assert post.got == {address(n): 1 for n in range(5)}


@pytest.mark.parametrize(
    ("stage", "how"),
    [
        *((stage, DROP) for stage in ("connect", "EHLO", "MAIL", "RCPT", "DATA")),
        *((stage, HANG) for stage in ("EHLO", "RCPT", "DATA")),
        *((stage, "421 4.3.2 closing") for stage in ("connect", "MAIL", "RCPT", "DATA")),
    ],
)
def test_a_connection_that_breaks_once_is_made_anew(stage: str, how: str) -> None:
    sender()
    key = produced(3)
    broken = Stages(stage, how, times=1)
    first = Stages("RCPT", DROP, address(0), times=1)

    def behaviour(at: str, whom: str) -> str | None:
        if stage not in ("connect", "EHLO"):
            return broken(at, whom)
        # The first connection is good until the first mail: it is the second that breaks.
        return first(at, whom) if first.times else broken(at, whom)

    with serving(behaviour) as post:
        report = run(key, post)
    assert (report.sent, report.failed, report.unsure) == (3, 0, 0)
    assert post.got == {address(n): 1 for n in range(3)}


@pytest.mark.parametrize("how", [DROP, HANG])
def test_what_breaks_off_within_the_text_is_never_sent_twice(how: str) -> None:
    sender()
    key = produced(4)
    with serving(Stages("354", how, address(1), times=1)) as post:
        report = run(key, post)
    # Whether the dot still left can't be known where the server says nothing any more.
    assert (report.sent + report.unsure, report.failed) == (4, 0)
    assert post.got.total() == report.sent
    assert max(post.got.values()) == 1


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_whoever_breaks_every_connection_does_not_stop_the_others(stage: str) -> None:
    sender()
    key = produced(3)
    with serving(Stages(stage, DROP, address(0))) as post:
        report = run(key, post)
    assert (report.sent, report.failed) == (2, 1)
    assert outcome(key)[address(0)] == ("failed", "turned_away")
    assert post.got == {address(n): 1 for n in (1, 2)}


@pytest.mark.parametrize(("stage", "how"), [("MAIL", DROP), ("MAIL", HANG), ("RCPT", DROP)])
def test_a_server_that_breaks_off_always_ends_the_run_and_nobody_is_lost(
    stage: str, how: str
) -> None:
    sender()
    key = produced(9)
    with serving(Stages(stage, how)) as post:
        assert refused(run, key, post).key == "mail.keeps_breaking"
    assert (post.connections, post.got.total()) == (4, 0)
    assert set(statuses(key)) == {"waiting"}
    with serving() as post:
        assert run(key, post).sent == 9
    assert set(post.got.values()) == {1}


@pytest.mark.parametrize("how", [DROP, HANG, "999 what", "nonsense"])
def test_no_answer_after_the_last_dot_is_told_as_unsure_and_not_sent_again(how: str) -> None:
    sender()
    key = produced(3)
    with serving(Stages("dot", how, address(1))) as post:
        report = run(key, post)
        assert (report.sent, report.failed, report.unsure) == (2, 0, 1)
        assert outcome(key)[address(1)] == ("failed", "unsure")
        assert outbox.again(key) == 0
    assert post.got[address(1)] <= 1 and post.asked["dot"] == 3
    assert status_of(key) == "done"


def test_a_server_that_never_answers_after_the_last_dot_ends_the_run_soon() -> None:
    sender()
    key = produced(9)
    with serving(Stages("dot", HANG)) as post:
        assert refused(run, key, post).key == "mail.keeps_breaking"
    assert Counter(statuses(key)) == {"failed": 4, "waiting": 5}
    assert max(post.got.values()) == 1


@pytest.mark.parametrize(
    ("stage", "answer", "key_"),
    [
        ("MAIL", "550 5.7.1 Sender refused", "mail.sender_refused"),
        ("connect", "554 5.3.2 No service", "mail.not_now"),
        ("connect", "421 4.3.2 Too busy", "mail.not_now"),
        ("connect", HANG, "mail.hangs"),
        ("connect", DROP, "mail.hung_up"),
        ("EHLO", HANG, "mail.hangs"),
        ("EHLO", DROP, "mail.hung_up"),
    ],
)
def test_what_concerns_all_ends_the_run_with_one_line_and_nothing_changed(
    stage: str, answer: str, key_: str
) -> None:
    sender()
    key = produced(3)
    with serving(Stages(stage, answer)) as post:
        assert refused(run, key, post).key == key_
    assert set(outcome(key).values()) == {WAITING}
    assert rows("SELECT sum(attempts) FROM mailing_recipient") == [(0,)]
    assert (post.got.total(), status_of(key)) == (0, "produced")


def test_a_server_that_is_not_there_changes_nothing() -> None:
    sender()
    key = produced(2)
    with socket.socket() as taken:
        # Bound and not listening: whoever connects is refused.
        taken.bind(("127.0.0.1", 0))
        change_setting("SmtpPort", taken.getsockname()[1])
        assert refused(send, key, timeouts=SHORT).key == "mail.unreachable"
        assert refused(try_server, timeouts=SHORT).key == "mail.unreachable"
    change_setting("SmtpHost", "no-such-host.invalid")
    assert refused(send, key, timeouts=SHORT).key == "mail.no_host"
    change_setting("SmtpHost", "x" * 90)
    assert refused(send, key, timeouts=SHORT).key == "mail.no_host"
    assert statuses(key) == ["waiting"] * 2


def test_nothing_is_sent_in_the_clear_unless_that_is_said() -> None:
    sender(SmtpSecurity="starttls")
    key = produced(1)
    with serving() as post:
        assert refused(run, key, post).key == "mail.no_starttls"
    sender(SmtpSecurity="tls")
    with serving() as post:
        assert refused(run, key, post).key == "mail.no_tls"
    assert (statuses(key), post.got.total()) == (["waiting"], 0)


needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")


@needs_openssl
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_the_certificate_is_checked(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender(SmtpSecurity=security)
    key = produced(1)
    known = certificate_for("localhost", tmp_path)
    with serving(certificate=known, at_once=security == "tls") as post:
        assert refused(run, key, post).key == "mail.certificate"
        monkeypatch.setenv("SSL_CERT_FILE", str(known))
        assert run(key, post).sent == 1
    assert post.encrypted == [True] if security == "starttls" else post.got.total() == 1


@needs_openssl
def test_a_certificate_for_another_name_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = certificate_for("elsewhere.example", folder, address="")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    sender(SmtpSecurity="starttls")
    key = produced(1)
    with serving(certificate=other) as post:
        assert refused(run, key, post).key == "mail.certificate"
    assert post.got.total() == 0


def test_whoever_logs_in_is_known_to_the_server() -> None:
    sender(SmtpUser="zoe")
    key = produced(1)
    with serving(password="s3cret") as post:
        assert refused(run, key, post).key == "mail.no_password"
        wrong = refused(run, key, post, password="wrong")
        assert wrong.key == "mail.login_refused" and "wrong" not in str(wrong.facts)
        assert refused(run, key, post, password="é").key == "mail.login_letters"
        assert statuses(key) == ["waiting"]
        assert run(key, post, password="s3cret").sent == 1
    assert post.users[-1] == b"zoe"
    with serving() as post:
        assert refused(try_with, post, "s3cret").key == "mail.no_login"


def try_with(post: Post, password: str) -> None:
    change_setting("SmtpPort", post.port)
    try_server(password, timeouts=SHORT)


def test_a_password_never_goes_to_another_machine_in_the_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_is_here", lambda sock: False)
    sender(SmtpUser="zoe")
    key = produced(1)
    with serving(password="s3cret") as post:
        assert refused(run, key, post, password="s3cret").key == "mail.login_in_clear"
    assert post.users == []


def test_a_password_is_in_nothing_that_could_be_written_down() -> None:
    assert "s3cret" not in repr(Server("h", 25, "none", "zoe", "s3cret"))


def test_who_opted_out_since_it_was_produced_is_skipped() -> None:
    sender()
    key = produced(3)
    Contact.alter(2, {"opted_out": "2026-11-24"})

    def opt_out(stage: str, whom: str) -> None:
        # The last moment: the mail is under way, and not yet handed over.
        if stage == "DATA" and whom == address(2):
            other = outside("UPDATE contact SET opted_out = '2026-11-24' WHERE id = 3")
            other.start()
            other.join()

    with serving(opt_out) as post:
        report = run(key, post)
    assert (report.sent, report.skipped, report.failed) == (1, 2, 0)
    assert post.got == {address(0): 1}
    assert outcome(key)[address(2)] == ("skipped", "opted_out")


def outside(sql: str) -> threading.Thread:
    """Another program that writes to the database."""

    def write() -> None:
        with sqlite3.connect(str(opened.database)) as connection:
            connection.execute(sql)
        connection.close()

    return threading.Thread(target=write)


def test_somebody_taken_by_another_run_is_not_sent_to() -> None:
    sender()
    key = produced(2)

    def take(stage: str, whom: str) -> None:
        if stage == "DATA" and whom == address(0):
            other = outside("UPDATE mailing_recipient SET status = 'sending' WHERE id = 1")
            other.start()
            other.join()

    with serving(take) as post:
        run(key, post)
    assert post.got == {address(1): 1}


def test_a_header_that_would_be_two_fails_that_person_and_nothing_leaves() -> None:
    sender()
    key = produced(2)
    other = outside("UPDATE mailing_recipient SET subject = 'a\r\nBcc: b@c.example' WHERE id = 1")
    other.start()
    other.join()
    with serving() as post:
        report = run(key, post)
    assert (report.sent, report.failed) == (1, 1)
    assert post.got == {address(1): 1}
    assert b"Bcc" not in b"".join(post.raw)


def test_a_run_on_another_thread_asks_the_one_that_has_the_database(database: Path) -> None:
    sender()
    key = produced(3)
    close_database()
    user = actor()
    thread = DatabaseThread()
    thread.submit(open_database, str(database)).result()
    thread.submit(User.enter, "marie").result()
    reports: list[Report] = []
    with serving() as post:
        thread.submit(change_setting, "SmtpPort", post.port).result()

        def ask(call: Any, *given: Any) -> Any:
            return thread.submit(call, *given).result()

        worker = threading.Thread(target=lambda: reports.append(send(key, ask=ask)))
        worker.start()
        worker.join()
    thread.stop()
    open_database(str(database))
    assert (reports[0].sent, post.got.total(), actor()) == (3, 3, user)


# Files and dry runs.


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
