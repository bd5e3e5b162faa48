"""A mailing by e-mail: everybody once, whatever the server or the machine does (spec 10.3).

A mail is handed over whole but for its last dot, then `claim` writes that it is about to go, then
the dot goes out. Killed before the claim, nothing was delivered and the person still waits;
killed after it, the server has the mail or is about to, and it is never sent again by itself.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from crmtui.i18n import t
from crmtui.mail.identity import Identity, identity
from crmtui.mail.message import as_data, message_of
from crmtui.mail.smtp import Connection, CutOff, NoAnswer, Refused, Server, Timeouts
from crmtui.messages import reason
from models import mailing_outbox as outbox
from models.database import rows
from models.mailing import Mailing
from models.mailing_outbox import Recipient
from models.mailing_recipient import counts, reasons
from models.rules import RuleBroken
from models.setting import setting

T = TypeVar("T")

# So often is a connection made anew without a mail in between before the run ends.
MOST_RECONNECTS = 3
# So many mails go over one connection: servers close those that take too many.
MOST_ON_ONE = 100


class Ask(Protocol):
    """Calls a function where the database is open, and returns what it returns."""

    def __call__(self, call: Callable[..., T], /, *args: Any) -> T: ...


def directly(call: Callable[..., T], /, *args: Any) -> T:
    """Ask on this very thread, which has the database open."""
    return call(*args)


def utc_now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Report:
    """What has become of a mailing's people so far: how many of each.

    The `unsure` are not among the `failed`; `stopped` says that somebody stopped the run.
    """

    sent: int
    failed: int
    waiting: int
    unsure: int
    skipped: int
    stopped: bool = False


@dataclass(frozen=True)
class Asked:
    """What the settings say of a run: who sends, over which server, how fast."""

    sender: Identity
    server: Server
    interval: float
    retry: float


def report_of(key: int, *, stopped: bool = False) -> Report:
    """How a mailing's people stand; asked on the database's thread."""
    n = counts(key)
    # What is still marked as being sent here was left by a run that was killed.
    unsure = reasons(key, "failed").get("unsure", 0) + n["sending"]
    failed = n["failed"] + n["sending"] - unsure
    return Report(n["sent"], failed, n["waiting"], unsure, n["skipped"], stopped)


def asked(password: str) -> Asked:
    """What a run needs of the settings. Raises `RuleBroken` where anything is missing."""
    sender = identity()
    host, user = str(setting("SmtpHost")), str(setting("SmtpUser"))
    if not host:
        raise RuleBroken("mail.no_server")
    if user and not password:
        raise RuleBroken("mail.no_password", user=user)
    server = Server(
        host, setting("SmtpPort") or 587, setting("SmtpSecurity") or "starttls", user, password
    )
    a_minute = setting("MailsPerMinute") or 0
    return Asked(
        sender, server, 60 / a_minute if a_minute else 0.0, setting("MailRetrySeconds") or 0
    )


def try_server(
    password: str = "", *, ask: Ask = directly, timeouts: Timeouts | None = None
) -> None:
    """Log in on the server and leave again: it is there. Raises `RuleBroken`."""
    Connection(ask(asked, password).server, timeouts or Timeouts()).quit()


def refuse_unsendable(key: int) -> None:
    """Refuse what is no mailing by e-mail. Raises `RuleBroken`."""
    values = Mailing.values_of(key)
    if values["channel"] != "email":
        raise RuleBroken("mail.postal", name=values["name"])
    if values["status"] == "cancelled":
        raise RuleBroken("mail.cancelled", name=values["name"])


def send(
    key: int,
    *,
    password: str = "",
    ask: Ask = directly,
    progress: Callable[[int, int], Any] | None = None,
    stopped: threading.Event | None = None,
    timeouts: Timeouts | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> Report:
    """Send a produced mailing to all who wait, until done or `stopped` is set.

    Runs on any thread: the database is only asked through `ask`. `progress` is told how many are
    done of how many. Raises `RuleBroken` where the run can't go on; what was sent stays told.
    """
    stop = stopped or threading.Event()
    ask(refuse_unsendable, key)
    needs = ask(asked, password)
    total = ask(outbox.begin, key)
    run = _Run(key, needs, ask, stop, timeouts or Timeouts(), clock)
    try:
        run.all(lambda done: progress(done, total) if progress else None)
    finally:
        run.drop()
        ask(outbox.end, key)
    return ask(lambda: report_of(key, stopped=stop.is_set()))


class _Run:
    """One run: its connection, its pace, and what goes wrong on the way."""

    def __init__(
        self,
        key: int,
        needs: Asked,
        ask: Ask,
        stop: threading.Event,
        timeouts: Timeouts,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self.key = key
        self.needs = needs
        self.ask = ask
        self.stop = stop
        self.timeouts = timeouts
        self.clock = clock
        self.connection: Connection | None = None
        self.ever_connected = False
        # How often in a row a connection was lost without a mail in between.
        self.lost = 0
        # Whom the connection was lost at the last time, and who could not be claimed.
        self.cut_at = 0
        self.unclaimed = 0
        self.done = 0
        self.next_turn = 0.0

    def all(self, tell: Callable[[int], Any]) -> None:
        """Send to one after another."""
        tell(0)
        while not self.stop.is_set():
            recipient = self.ask(outbox.next_waiting, self.key, self.clock())
            if recipient is not None:
                self._to(recipient)
                tell(self.done)
            elif not self._wait_for_the_next(tell):
                break
        if self.connection is not None:
            self.connection.quit()
            self.connection = None

    def drop(self) -> None:
        """Let go of the connection, if any, whatever it is in the middle of."""
        if self.connection is not None:
            self.connection.drop()
            self.connection = None

    def _to(self, recipient: Recipient) -> None:
        try:
            message = message_of(recipient, self.needs.sender, self.clock())
            data = as_data(message)
        except RuleBroken as broken:
            self._settle(outbox.refused, recipient, reason(broken))
            return
        if not self._connected() or not self._in_turn():
            return
        assert self.connection is not None
        try:
            self.connection.offer(self.needs.sender.email, recipient.address, data)
        except Refused as refused:
            self._refused(recipient, refused)
        except CutOff as cut:
            self._cut_off(recipient, cut)
        else:
            self._hand_over(self.connection, recipient)

    def _hand_over(self, connection: Connection, recipient: Recipient) -> None:
        footer = self.needs.sender.footer(recipient.language, recipient.address)
        if not self.ask(outbox.claim, recipient.id, footer):
            # Another run has this one, or they opted out a moment ago: the mail is let fall.
            self.drop()
            if self.unclaimed == recipient.id:
                raise RuleBroken("mail.taken", name=self.ask(name_of, self.key))
            self.unclaimed = recipient.id
            return
        try:
            connection.finish()
        except Refused as refused:
            self._refused(recipient, refused)
        except CutOff:
            # The dot has not left, so the server drops what it has.
            self._turn_away(recipient, t("mail.broken_off"))
            self._lose()
        except NoAnswer:
            self._settle(outbox.unsure, recipient, t("mail.no_answer"))
            self._lose()
        else:
            self._settle(outbox.sent, recipient)
            self.lost = 0

    def _refused(self, recipient: Recipient, refused: Refused) -> None:
        # It answered: whatever breaks next, a row of bad addresses is no server that is down.
        self.lost = 0
        if refused.passing:
            self._turn_away(recipient, refused.words)
        else:
            self._settle(outbox.refused, recipient, refused.words)

    def _turn_away(self, recipient: Recipient, said: str) -> None:
        self.done += recipient.attempts + 1 >= outbox.MOST_ATTEMPTS
        again_at = self.clock() + dt.timedelta(seconds=self.needs.retry)
        self.ask(outbox.turned_away, recipient.id, said, again_at)

    def _settle(self, what: Callable[..., None], recipient: Recipient, *said: str) -> None:
        self.ask(what, recipient.id, *said)
        self.done += 1

    def _cut_off(self, recipient: Recipient, cut: CutOff) -> None:
        """Try the same person once more; where it breaks off at them again, the others go on."""
        if cut.personal and self.cut_at == recipient.id:
            self._turn_away(recipient, t("mail.broken_off"))
        self.cut_at = recipient.id if cut.personal else 0
        self._lose()

    def _lose(self) -> None:
        """The connection is gone: a new one is made at once, the ones after it after a while."""
        self.drop()
        self.lost += 1
        if self.lost > MOST_RECONNECTS:
            raise RuleBroken("mail.keeps_breaking", host=self.needs.server.host, n=MOST_RECONNECTS)
        if self.lost > 1:
            self.stop.wait(self.needs.retry)

    def _connected(self) -> bool:
        """Whether there is a connection for the next mail; there is none where the run stops."""
        if self.connection is not None and self.connection.handed_over >= MOST_ON_ONE:
            self.connection.quit()
            self.connection = None
        while self.connection is None and not self.stop.is_set():
            try:
                self.connection = Connection(self.needs.server, self.timeouts)
            except RuleBroken:
                # A server that was there a moment ago may only be starting anew.
                if not self.ever_connected or self.lost >= MOST_RECONNECTS:
                    raise
                self.lost = max(self.lost, 1)
                self._lose()
        self.ever_connected = True
        return self.connection is not None

    def _in_turn(self) -> bool:
        """Wait for this mail's turn at the pace that is set; whether the run still goes on."""
        early = self.next_turn - time.monotonic()
        if early > 0 and self.stop.wait(early):
            return False
        self.next_turn = max(self.next_turn, time.monotonic()) + self.needs.interval
        return True

    def _wait_for_the_next(self, tell: Callable[[int], Any]) -> bool:
        """Wait until the first of those who were turned away may be tried; False for nobody.

        How much is done is told again before, so that whoever looks sees that it waits.
        """
        at = self.ask(outbox.next_time, self.key)
        if at is None:
            return False
        if self.connection is not None:
            # A server does not like to be kept waiting.
            self.connection.quit()
            self.connection = None
        tell(self.done)
        self.stop.wait(max(0.0, (at - self.clock()).total_seconds()))
        return True


def name_of(key: int) -> str:
    """What a mailing is called."""
    return str(rows("SELECT name FROM mailing WHERE id = ?", (key,))[0][0])
