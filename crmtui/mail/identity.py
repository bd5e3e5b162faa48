"""Who a mailing comes from, and how to get no more of it: what each mail says below its text.

Canada's anti-spam law (CASL, section 6) asks for the sender's name, postal address and a way to
be reached, and for a way to unsubscribe, in every message.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from crmtui.i18n import LANGUAGES, t_in
from models.mailing_columns import one_line
from models.rules import RuleBroken
from models.setting import setting

_RULE = "_" * 40
# What has to be there before anything leaves, in the order of the settings.
_NEEDED = ("CompanyName", "CompanyAddress", "MailFrom")


@dataclass(frozen=True)
class Identity:
    """The sender: `email` is the address that mails come from, `address` lines of text."""

    name: str
    address: str
    phone: str
    email: str
    reply_to: str
    unsubscribe_email: str
    unsubscribe_url: str

    def unsubscribe_page(self, address: str) -> str:
        """The page where somebody unsubscribes with one click, which says who; or nothing."""
        url = self.unsubscribe_url
        joint = "&" if "?" in url else "?"
        return f"{url}{joint}email={quote(address, safe='')}" if url else ""

    def footer(self, spoken: str, address: str) -> str:
        """The lines below the text of a mail to an address, in a language.

        In French where that is none of ours.
        """
        spoken = spoken if spoken in LANGUAGES else LANGUAGES[0]
        reached = " · ".join(part for part in (self.phone, self.reply_to or self.email) if part)
        lines = [_RULE, self.name, *self.address.splitlines(), reached, ""]
        lines.append(t_in(spoken, "mail.footer.why", company=self.name))
        page = self.unsubscribe_page(address)
        if page:
            lines.append(t_in(spoken, "mail.footer.page", url=page))
        lines.append(t_in(spoken, "mail.footer.write", email=self.unsubscribe_email))
        return "\n".join(lines)


def identity() -> Identity:
    """The sender as the settings have it. Raises `RuleBroken` where something is missing."""
    sender = setting("MailFrom") or setting("CompanyEmail")
    has = {name: str(setting(name)).strip() for name in _NEEDED} | {"MailFrom": sender}
    missing = [name for name in _NEEDED if not has[name]]
    if missing:
        raise RuleBroken("mail.incomplete", names=", ".join(missing), n=len(missing))
    return Identity(
        name=one_line(setting("CompanyName")),
        address=str(setting("CompanyAddress")),
        phone=str(setting("CompanyPhone")),
        email=one_line(sender),
        reply_to=one_line(setting("MailReplyTo")),
        unsubscribe_email=one_line(setting("UnsubscribeEmail") or sender),
        unsubscribe_url=one_line(setting("UnsubscribeUrl")),
    )


def refuse_incomplete() -> None:
    """Refuse to send where the sender is not wholly known. Raises `RuleBroken`."""
    identity()
