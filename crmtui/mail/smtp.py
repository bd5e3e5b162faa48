"""A connection to an SMTP server (RFC 5321) whose last step is the caller's to take.

`offer` hands over a whole mail but for the dot that ends it; the server drops such a mail when
the connection ends there. `finish` sends the dot: from then on the mail is the server's.
"""

from __future__ import annotations

import ipaddress
import re
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crmtui.safe_text import visible
from models.rules import RuleBroken

if TYPE_CHECKING:
    import smtplib

_LAST_DOT = b".\r\n"
_MOST_REPLY = 200
_CLOSING = 421
_HUNG_UP = ConnectionResetError | ConnectionAbortedError | BrokenPipeError


@dataclass(frozen=True)
class Timeouts:
    """How many seconds an answer may take; the last one takes a server longest (RFC 5321)."""

    reply: float = 30
    last: float = 120


@dataclass(frozen=True)
class Server:
    """Where mails are handed over; `security` is starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)


class Refused(Exception):
    """The server does not take a mail: now, or at all. The connection is fit for the next one."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(code)
        self.passing = code < 500
        self.words = words


class CutOff(Exception):
    """The connection broke off or hung before the last dot: nothing was handed over.

    It is `personal` where it may have to do with whom the mail is for.
    """

    def __init__(self, *, personal: bool) -> None:
        super().__init__("cut off")
        self.personal = personal


class NoAnswer(Exception):
    """The last dot went out and nothing that can be understood came back."""


class Connection:
    """An open connection, logged in where that is asked for. Raises `RuleBroken`."""

    def __init__(self, server: Server, timeouts: Timeouts) -> None:
        self._timeouts = timeouts
        self._smtp = _opened(server, timeouts.reply)
        self.handed_over = 0

    def offer(self, sender: str, address: str, data: bytes) -> None:
        """Hand over a mail but for its last dot. Raises `Refused`, `CutOff`, `RuleBroken`."""
        with self._alive(personal=False):
            code, reply = self._smtp.docmd("MAIL", f"FROM:<{sender}>")
            if code >= 500:
                raise RuleBroken("mail.sender_refused", sender=sender, reply=words(code, reply))
            if code != 250:
                raise CutOff(personal=False)
        with self._alive(personal=True):
            self._expect((250, 251, 252), *self._smtp.docmd("RCPT", f"TO:<{address}>"))
            self._expect((354,), *self._smtp.docmd("DATA"))
            self._smtp.send(data)
            self._still_listening()

    def finish(self) -> None:
        """Send the last dot. Raises `Refused`, `NoAnswer`; `CutOff` where it can't have left."""
        with self._alive(personal=True):
            self._still_listening()
            self._smtp.send(_LAST_DOT)
        try:
            _socket(self._smtp).settimeout(self._timeouts.last)
            code, reply = self._smtp.getreply()
            _socket(self._smtp).settimeout(self._timeouts.reply)
        except OSError:
            raise NoAnswer from None
        if 400 <= code < 600:
            raise Refused(code, words(code, reply))
        if not 200 <= code < 300:
            raise NoAnswer
        self.handed_over += 1

    def quit(self) -> None:
        """End the connection as is proper; between two mails only."""
        with suppress(OSError):
            self._smtp.docmd("QUIT")
        self.drop()

    def drop(self) -> None:
        """Let go of the connection at once; a mail without its last dot is lost with it."""
        with suppress(OSError):
            self._smtp.close()

    def _still_listening(self) -> None:
        """See that the server waits for the rest: it says nothing then, and has not hung up."""
        readable, _, _ = select.select([_socket(self._smtp)], [], [], 0)
        if readable:
            raise CutOff(personal=True)

    def _expect(self, wanted: tuple[int, ...], code: int, reply: bytes) -> None:
        if code in wanted:
            return
        if code == _CLOSING:
            raise CutOff(personal=False)
        if not 400 <= code < 600:
            raise CutOff(personal=True)
        self._reset()
        raise Refused(code, words(code, reply))

    def _reset(self) -> None:
        """Make ready for the next mail; a connection that can't is cut off at that one."""
        with suppress(OSError):
            if self._smtp.docmd("RSET")[0] != 250:
                self.drop()

    @contextmanager
    def _alive(self, *, personal: bool) -> Iterator[None]:
        try:
            yield
        except (RuleBroken, Refused, CutOff):
            raise
        except OSError:
            # All that smtplib raises is one.
            raise CutOff(personal=personal) from None


def words(code: int, reply: bytes) -> str:
    """A server's answer as one line that harms no terminal."""
    text = " ".join(reply.decode("utf-8", "replace").split())
    return visible(f"{code} {text}".strip())[:_MOST_REPLY]


def _opened(server: Server, patience: float) -> smtplib.SMTP:
    """A connection that is greeted, secured and logged in. Raises `RuleBroken`."""
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _greeted(server, patience)
        smtp.local_hostname = _own_name(_socket(smtp))
        _hello(smtp)
        if server.security == "starttls":
            _secure(smtp, server)
        if server.user:
            _log_in(smtp, server)
        # A last dot on its own must not wait for the server to confirm what went before.
        _socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened, smtp = smtp, None
        return opened
    except OSError as error:
        raise _explained(error, server, patience) from None
    except UnicodeError:
        # No name of a host has so many letters between two dots.
        raise RuleBroken("mail.no_host", host=server.host, port=server.port) from None
    finally:
        if smtp is not None:
            smtp.close()


def _explained(error: OSError, server: Server, patience: float) -> RuleBroken:
    """What kept a connection from being made; all that smtplib and ssl raise are such errors."""
    import smtplib
    import ssl

    hung = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    key, said = "mail.unreachable", error.strerror or str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        key, said = "mail.not_now", words(error.smtp_code, _bytes(error.smtp_error))
    elif isinstance(error, ssl.SSLCertVerificationError):
        key, said = "mail.certificate", error.verify_message
    elif isinstance(error, ssl.SSLError):
        key, said = "mail.no_tls", error.reason or said
    elif isinstance(error, socket.gaierror):
        key = "mail.no_host"
    elif hung:
        key = "mail.hangs"
    elif isinstance(error, smtplib.SMTPServerDisconnected | _HUNG_UP):
        key = "mail.hung_up"
    facts = {"host": server.host, "port": server.port, "reason": visible(said)}
    return RuleBroken(key, field=None, seconds=round(patience), **facts)


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    found = smtp.sock
    if found is None:
        raise ConnectionAbortedError
    return found


def _greeted(server: Server, patience: float) -> smtplib.SMTP:
    import smtplib
    import ssl

    # Our own name is told once the connection is there; asking for it here may take long.
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            "localhost",
            timeout=patience,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(server.host, server.port, "localhost", timeout=patience)


def _hello(smtp: smtplib.SMTP) -> None:
    import smtplib

    code, reply = smtp.ehlo()
    if code == 250:
        return
    code, reply = smtp.helo()
    if code != 250:
        raise smtplib.SMTPHeloError(code, _bytes(reply))


def _secure(smtp: smtplib.SMTP, server: Server) -> None:
    import ssl

    if not smtp.has_extn("starttls"):
        raise RuleBroken("mail.no_starttls", host=server.host, port=server.port)
    smtp.starttls(context=ssl.create_default_context())
    _hello(smtp)


def _log_in(smtp: smtplib.SMTP, server: Server) -> None:
    """Log in, where nobody on the way can read the password."""
    import smtplib

    if server.security == "none" and not _is_here(_socket(smtp)):
        raise RuleBroken("mail.login_in_clear")
    if not server.password:
        raise RuleBroken("mail.no_password", user=server.user)
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        reply = words(error.smtp_code, _bytes(error.smtp_error))
        raise RuleBroken("mail.login_refused", user=server.user, reply=reply) from None
    except UnicodeEncodeError:
        # smtplib writes ASCII alone.
        raise RuleBroken("mail.login_letters") from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        raise RuleBroken("mail.no_login", host=server.host, port=server.port) from None


def _is_here(sock: socket.socket) -> bool:
    """Whether the other end is on this very machine."""
    try:
        return ipaddress.ip_address(sock.getpeername()[0]).is_loopback
    except ValueError:
        return False


def _own_name(sock: socket.socket) -> str:
    """What this machine says it is: its whole name, else its address (RFC 5321, 4.1.3)."""
    name = socket.gethostname()
    if "." in name and re.fullmatch(r"[A-Za-z0-9.-]+", name):
        return name
    address = str(sock.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")
