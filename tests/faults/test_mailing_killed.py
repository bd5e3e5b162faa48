"""A mailing to thousands, killed on the way and run again: everybody gets it exactly once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sample_mailings import mailing
from sample_sending import sender
from smtp_server import Post, serving

from models.database import close_database, execute_many, open_database, rows
from models.mailing import Mailing
from models.party import Party
from models.setting import change_setting

PEOPLE = 5_000
ROOT = Path(__file__).parents[2]
AT = "2026-11-24T12:00:00Z"


def address(n: int) -> str:
    return f"p{n}@acme.example"


@pytest.fixture
def crowd(database: Path) -> Path:
    """A mailing to five thousand contacts of one customer, not produced yet."""
    party = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    execute_many(
        "INSERT INTO contact (party_id, first_name, last_name, email, email_key, in_mailing,"
        " active, name_key, created_at, changed_at) VALUES (?, ?, '', ?, ?, 1, 1, ?, ?, ?)",
        [(party, f"P{n:05}", address(n), address(n), f"p{n:05}", AT, AT) for n in range(PEOPLE)],
    )
    sender()
    mailing(text_fr="Bonjour {{ contact.first_name }}")
    return database


class Killer:
    """Kills the program at the mails whose turn has come, once each, at the stage that is said."""

    def __init__(self, *when: tuple[str, int]) -> None:
        self.when = list(when)
        self.pid = 0
        self.post: Post | None = None

    def __call__(self, stage: str, whom: str) -> None:
        assert self.post is not None
        if self.when and stage == self.when[0][0] and self.post.got.total() >= self.when[0][1]:
            self.when.pop(0)
            os.kill(self.pid, signal.SIGKILL)


def program(database: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "CRMTUI_CONFIG": "/dev/null",
        "XDG_STATE_HOME": str(database.parent),
        "CRMTUI_SMTP_PASSWORD": "",
    }
    command = [sys.executable, "-m", "crmtui", "--database", str(database)]
    command += ["--user", "marie", "--lang", "en", *arguments]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=100)
    return process.returncode, out, err


@contextmanager
def listening(behaviour: Callable[[str, str], str | None]) -> Iterator[Post]:
    with serving(behaviour) as post:
        change_setting("SmtpPort", post.port)
        close_database()
        yield post


def test_killed_twice_on_the_way_everybody_gets_it_once(crowd: Path) -> None:
    # Once while the program waits for what the server says to the last dot, once before a mail.
    killer = Killer(("dot", 1_500), ("RCPT", 3_000))
    with listening(killer) as post:
        killer.post = post
        for _ in range(2):
            process = program(crowd, "mailing", "run", "Bulletin")
            killer.pid = process.pid
            assert finished(process)[0] == -signal.SIGKILL
        status, out, err = finished(program(crowd, "mailing", "run", "Bulletin"))
    assert killer.when == []
    assert post.got == Counter({address(n): 1 for n in range(PEOPLE)})
    # The one whose answer nobody heard is told, and is not sent again by itself.
    assert (status, out) == (3, "4999 sent, 1 unsure\n")
    assert "mailing again Bulletin" in err
    open_database(str(crowd))
    found = dict(rows("SELECT status, count(*) FROM mailing_recipient GROUP BY status"))
    assert found == {"sent": PEOPLE - 1, "failed": 1}
    ((whom,),) = rows("SELECT address FROM mailing_recipient WHERE reason = 'unsure'")
    assert post.got[whom] == 1
    assert Mailing.values_of(1)["status"] == "done"


def test_a_second_run_is_refused_and_ctrl_c_ends_the_first_after_its_mail(crowd: Path) -> None:
    told: list[tuple[int, str, str]] = []
    running: list[subprocess.Popen[str]] = []

    def at_the_third(stage: str, whom: str) -> None:
        if stage == "dot" and not told and post.got.total() == 2:
            told.append(finished(program(crowd, "mailing", "run", "Bulletin")))
            running[0].send_signal(signal.SIGINT)

    with listening(at_the_third) as post:
        running.append(program(crowd, "mailing", "run", "Bulletin"))
        status, out, err = finished(running[0])
    ((second, nothing, line),) = told
    assert (second, nothing) == (1, "")
    assert "another session" in line and "Traceback" not in line
    assert status == 128 + signal.SIGINT
    assert out == f"3 sent, {PEOPLE - 3} waiting\n"
    assert 'crmtui mailing run Bulletin" goes on' in err
    assert post.got.total() == 3
    open_database(str(crowd))
    assert rows("SELECT count(*) FROM mailing_recipient WHERE status = 'sending'") == [(0,)]
    assert rows("SELECT runner FROM mailing") == [("",)]
