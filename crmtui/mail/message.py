"""One mail as RFC 5322 wants it, with the headers that let its reader unsubscribe (RFC 2369)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from crmtui.i18n import LANGUAGES
from crmtui.mail.identity import Identity
from models.rules import RuleBroken

if TYPE_CHECKING:
    from email.message import EmailMessage
    from email.policy import Policy

# What ends a line for some program or does something to a terminal; a header holds none of it.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_NAME = 100


class Addressed(Protocol):
    """Whom a mail is for, and what it says to them."""

    @property
    def id(self) -> int:
        """The number that it is sent under."""

    @property
    def mailing(self) -> int:
        """The mailing's number."""

    @property
    def name(self) -> str:
        """What the person is called."""

    @property
    def language(self) -> str:
        """The language that they are written to in."""

    @property
    def address(self) -> str:
        """Their e-mail address."""

    @property
    def subject(self) -> str:
        """The subject, written for them."""

    @property
    def body(self) -> str:
        """The text, written for them."""


def message_of(recipient: Addressed, sender: Identity, moment: dt.datetime) -> EmailMessage:
    """The mail to somebody, dated at a moment. Raises `RuleBroken` where a header can't be."""
    # The package costs a tenth of a second, and only what sends needs it.
    from email.message import EmailMessage
    from email.utils import format_datetime

    message = EmailMessage(policy=_policy())
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = _message_id(recipient, sender)
    message["From"] = _address(sender.name, sender.email)
    message["To"] = _address(recipient.name, recipient.address)
    if sender.reply_to:
        message["Reply-To"] = _address("", sender.reply_to)
    message["Subject"] = fit(recipient.subject)
    _unsubscribing(message, recipient, sender)
    spoken = recipient.language if recipient.language in LANGUAGES else LANGUAGES[0]
    text = f"{recipient.body}\n\n{sender.footer(spoken, recipient.address)}\n"
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = spoken
    return message


@lru_cache(maxsize=1)
def _policy() -> Any:
    """SMTP's own, but that the ways to unsubscribe are never encoded however long they are."""
    from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
    from email.policy import SMTP

    class Ways(UniqueUnstructuredHeader):
        """Addresses between angles, each on a line (RFC 2369)."""

        def fold(self, *, policy: Policy) -> str:
            """The header as it is sent."""
            lines = f",{policy.linesep} ".join(str(self).split(", "))
            return f"List-Unsubscribe: {lines}{policy.linesep}"

    registry: Any = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", Ways)
    return SMTP.clone(header_factory=registry)


def as_data(message: EmailMessage) -> bytes:
    """A mail as it follows DATA: lines end in CR LF, dots doubled, without the last dot.

    RFC 5321, 4.5.2.
    """
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes())
    if not data.endswith(b"\r\n"):
        data += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", data)


def fit(text: str) -> str:
    """A text that can stand in a header. Raises `RuleBroken` where it would be more than that."""
    if _UNFIT.search(text):
        raise RuleBroken("mail.unfit", text=_UNFIT.sub("?", text)[:40])
    return text


def _message_id(recipient: Addressed, sender: Identity) -> str:
    """The same for the same mail however often it is made, so that a second copy is known."""
    said = "\0".join((recipient.address, recipient.subject, recipient.body))
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
    domain = sender.email.rpartition("@")[2]
    return f"<crmtui.{recipient.mailing}.{recipient.id}.{digest}@{domain}>"


def _address(name: str, address: str) -> str:
    from email.headerregistry import Address

    try:
        found = Address(display_name=fit(name)[:_LONGEST_NAME], addr_spec=fit(address))
    except (ValueError, IndexError):
        raise RuleBroken("rule.email", text=address) from None
    if not address.isascii():
        raise RuleBroken("rule.email", text=address)
    # A long name with commas is folded into several addresses: it goes without then.
    return str(found) if _survives(str(found), address) else address


def _survives(written: str, address: str) -> bool:
    """Whether an address header is read again as this one address."""
    from email import message_from_bytes
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(policy=SMTP)
    made["To"] = written
    read = message_from_bytes(made.as_bytes(), policy=SMTP)["To"].addresses
    return [each.addr_spec for each in read] == [address]


def _unsubscribing(message: EmailMessage, recipient: Addressed, sender: Identity) -> None:
    """Say how to unsubscribe, so that a mail program can offer it (RFC 2369, RFC 8058)."""
    who = quote(recipient.address, safe="")
    letter = f"<mailto:{quote(sender.unsubscribe_email, safe='@')}?subject=unsubscribe%20{who}>"
    ways = [letter]
    # One click posts nothing but the page's address, so that says who it is.
    page = sender.unsubscribe_page(recipient.address)
    if page:
        ways.insert(0, f"<{fit(page)}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Unsubscribe"] = ", ".join(ways)
