"""A real server on loopback that misbehaves, or wants to know who is there."""

import shutil
import socket
from collections import Counter
from pathlib import Path

import pytest
from sample_sending import (
    SHORT,
    WAITING,
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
from smtp_server import DROP, HANG, Post, certificate_for, serving

from crmtui.mail import smtp
from crmtui.mail.sending import send, try_server
from crmtui.mail.smtp import Server
from models import mailing_outbox as outbox
from models.database import rows
from models.setting import change_setting

pytestmark = pytest.mark.usefixtures("database")


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


def test_a_row_of_bad_addresses_at_a_server_that_hangs_up_on_each_stops_nobody() -> None:
    sender()
    key = produced(9)
    bad = [address(n) for n in range(6)]
    state = {"hang_up": False}

    def behaviour(stage: str, whom: str) -> str | None:
        if state["hang_up"] and stage == "MAIL":
            state["hang_up"] = False
            return DROP
        if stage == "RCPT" and whom in bad:
            state["hang_up"] = True
            return "550 5.1.1 No such user"
        return None

    with serving(behaviour) as post:
        report = run(key, post)
    assert (report.sent, report.failed, report.waiting) == (3, 6, 0)
    assert set(post.got) == {address(n) for n in range(6, 9)}
