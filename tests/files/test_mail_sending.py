"""Mails sent to a real server on loopback: once each, at the pace that is set."""

import datetime as dt
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sample_sending import (
    Stages,
    address,
    outcome,
    produced,
    refused,
    run,
    sender,
    status_of,
    statuses,
)
from smtp_server import serving

from crmtui.mail.sending import Report, send
from models.contact import Contact
from models.database import DatabaseThread, close_database, open_database, rows
from models.database import database as opened
from models.journal import actor
from models.setting import change_setting
from models.user import User

pytestmark = pytest.mark.usefixtures("database")


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
