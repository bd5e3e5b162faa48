"""A mailing that is ready to go to a server of the tests, and the question of what became of it."""

from typing import Any

import pytest
from sample_mailings import company, mailing
from smtp_server import Post

from crmtui.mail.sending import Report, send
from crmtui.mail.smtp import Timeouts
from models import mailing_outbox as outbox
from models.database import rows
from models.mailing import Mailing
from models.rules import RuleBroken
from models.setting import change_setting

# Long enough for a server on this machine, short enough to wait for one that hangs.
SHORT = Timeouts(reply=1, last=1)

SENT, WAITING = ("sent", ""), ("waiting", "")


def sender(**settings: Any) -> None:
    """Say who sends, over which server: none of them encrypted, as fast as it goes."""
    said: dict[str, Any] = {
        "CompanyName": "Épicerie Tremblay",
        "CompanyAddress": "1, rue des Érables\nQuébec QC  G1R 2B5",
        "MailFrom": "info@tremblay.example",
        "SmtpHost": "127.0.0.1",
        "SmtpSecurity": "none",
        "MailsPerMinute": 0,
        "MailRetrySeconds": 0,
    }
    for name, value in (said | settings).items():
        change_setting(name, value)


def produced(n: int, **given: Any) -> int:
    """A mailing by e-mail that is produced for so many people of one company."""
    company(n)
    key = mailing(**given)
    outbox.produce(key)
    return key


def address(n: int) -> str:
    """The address of one of the people, counted from 0."""
    return f"p{n}@acme.example"


def outcome(key: int) -> dict[str, tuple[str, str]]:
    """The status and the reason of everybody, by address."""
    found = rows(
        "SELECT address, status, reason FROM mailing_recipient WHERE mailing_id = ?", (key,)
    )
    return {address: (status, reason) for address, status, reason in found}


def statuses(key: int) -> list[str]:
    """The status of everybody, in the order in which they are written to."""
    found = rows("SELECT status FROM mailing_recipient WHERE mailing_id = ? ORDER BY id", (key,))
    return [status for (status,) in found]


def run(key: int, post: Post, **named: Any) -> Report:
    """Send a mailing to a server of the tests."""
    change_setting("SmtpPort", post.port)
    return send(key, timeouts=SHORT, **named)


def refused(call: Any, *given: Any, **named: Any) -> RuleBroken:
    """What a call is refused with."""
    with pytest.raises(RuleBroken) as broken:
        call(*given, **named)
    return broken.value


def status_of(key: int) -> str:
    """How a mailing stands."""
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
