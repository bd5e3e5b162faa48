"""An SMTP server on loopback for tests: it accepts and counts, or misbehaves where it is told to.

A behaviour is asked at each stage: `connect`, `EHLO`, `MAIL`, `RCPT`, `DATA` (the command), `354`
(once the text may come) and `dot` (a whole mail is there). It answers with a reply, with `HANG`
or `DROP`, or with nothing, which is what a good server does.
"""

import asyncio
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

HANG, DROP = "hang", "drop"
# A stage and whom the mail is for, where that is known.
Behaviour = Callable[[str, str], str | None]


def good(stage: str, address: str) -> str | None:
    """A server that takes everything."""


class Post:
    """What a server got, and how it behaves."""

    def __init__(self, behaviour: Behaviour = good) -> None:
        self.behaviour = behaviour
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.got: Counter[str] = Counter()
        self.senders: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.connections = 0
        self.encrypted: list[bool] = []
        self.users: list[bytes] = []
        self.port = 0
        self.open: set[asyncio.Transport] = set()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        """Take a whole mail, then behave."""
        (address,) = envelope.rcpt_tos
        answer = self.answer("dot", address)
        if answer is None or answer in (HANG, DROP) or answer.startswith("2"):
            self.got[address] += 1
            self.senders.add(envelope.mail_from)
            self.raw.append(envelope.original_content)
            self.encrypted.append(session.ssl is not None)
            self.mails.append(message_from_bytes(envelope.original_content, policy=POLICY))
        return await server.behave(answer) or "250 taken"

    async def hang_up(self) -> None:
        """End every connection, those that hang too."""
        for transport in self.open:
            # One that is closing ends by itself; of TLS, it may know no connection to abort.
            if not transport.is_closing():
                transport.abort()
        for _ in range(10):
            # Each turn of the loop ends what the one before has cancelled.
            await asyncio.sleep(0)

    def answer(self, stage: str, address: str = "") -> str | None:
        """What is done at a stage; it is counted."""
        self.asked[stage] += 1
        return self.behaviour(stage, address)


class _Session(SMTP):
    """One connection of a server that behaves as it is told."""

    def connection_made(self, transport) -> None:
        """Be known to the server, which ends what still hangs when it stops."""
        super().connection_made(transport)
        self.event_handler.open.add(transport)

    async def behave(self, answer: str | None) -> str | None:
        """Hang, or break off, or give the reply back."""
        if answer == HANG:
            await asyncio.Event().wait()
        if answer == DROP:
            self.transport.abort()
            # The connection is gone: this task is ended with it.
            await asyncio.Event().wait()
        return answer

    async def _stage(self, stage: str, address: str = "") -> bool:
        """Whether a stage goes on as in a good server."""
        reply = await self.behave(self.event_handler.answer(stage, address))
        if reply is not None:
            await self.push(reply)
        return reply is None

    async def _handle_client(self) -> None:
        self.event_handler.connections += 1
        reply = await self.behave(self.event_handler.answer("connect"))
        if reply is not None:
            await self.push(reply)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if await self._stage("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if await self._stage("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if await self._stage("RCPT", arg.partition("<")[2].partition(">")[0]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self._stage("DATA", self.envelope.rcpt_tos[0]):
            await super().smtp_DATA(arg)

    async def push(self, status) -> None:
        await super().push(status)
        if str(status).startswith("354"):
            await self.behave(self.event_handler.answer("354", self.envelope.rcpt_tos[0]))


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Session(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(
    behaviour: Behaviour = good,
    *,
    certificate: Path | None = None,
    at_once: bool = False,
    password: str = "",
) -> Iterator[Post]:
    """A server that runs while the block does; `at_once` speaks TLS from the first byte.

    A `certificate` makes it offer STARTTLS; a `password` makes it want a login.
    """
    post = Post(good)
    context = _context(certificate) if certificate else None

    def known(server, session, envelope, mechanism, data) -> AuthResult:
        post.users.append(data.login)
        success = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=success, handled=False)

    controller = _Controller(
        post,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=context if at_once else None,
        tls_context=None if at_once else context,
        server_hostname="localhost",
        authenticator=known if password else None,
        auth_require_tls=False,
        auth_exclude_mechanism=() if password else ("LOGIN", "PLAIN"),
    )
    post.port = controller.port
    controller.start()
    # The controller makes a connection of its own to see that it runs.
    post.connections = 0
    post.asked.clear()
    post.behaviour = behaviour
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(post.hang_up(), controller.loop).result()
        controller.stop()


def certificate_for(name: str, folder: Path, address: str = ",IP:127.0.0.1") -> Path:
    """A certificate that a name signs itself, with its key in the same file; needs openssl."""
    path = folder / "server.pem"
    key = folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-keyout", str(key), "-out", str(path), "-subj", f"/CN={name}"]
        + ["-addext", f"subjectAltName=DNS:{name}{address}"],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + key.read_text())
    return path


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
