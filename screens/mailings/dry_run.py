"""A dry run: the first mails as they would be, whole headers included; nothing is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from crmtui.i18n import t
from crmtui.mail.identity import identity
from crmtui.mail.message import message_of
from models.mailing import Mailing
from models.mailing_audience import Audience
from models.mailing_recipient import recipients, text_as_sent
from screens.sales.print_sheet import PrintSheet

# So many are shown.
MOST = 5


@dataclass(frozen=True)
class _Sample:
    id: int
    mailing: int
    name: str
    language: str
    address: str
    subject: str
    body: str


async def dry_run(screen: Any, key: int) -> None:
    """Show the first mails of a draft's audience, or of those who still wait.

    Raises `RuleBroken`.
    """
    text = await screen.ask(_first_mails, key)
    if not text:
        screen.call_later(screen.say, t("mailings.dry_nobody"))
        return
    sheet = PrintSheet(t("mailings.action.dry_run"), text)
    await screen.app.push_screen_wait(sheet)


def _first_mails(key: int) -> str:
    """The first mails one below another, a form feed between; on the database's thread."""
    sender, moment = identity(), dt.datetime.now(dt.UTC)
    drafted = Mailing.values_of(key)["status"] == "draft"
    samples = _of_audience(key) if drafted else _waiting(key)
    mails = []
    for sample in samples:
        message = message_of(sample, sender, moment)
        head = "\n".join(f"{name}: {value}" for name, value in message.items())
        mails.append(f"{head}\n\n{message.get_content()}")
    return "\f".join(mails)


def _of_audience(key: int) -> list[_Sample]:
    found: list[_Sample] = []
    for each in Audience(key).all():
        if not each.reason:
            texts = (each.language, each.address, each.subject, each.body)
            found.append(_Sample(0, key, each.name, *texts))
        if len(found) == MOST:
            break
    return found


def _waiting(key: int) -> list[_Sample]:
    listing = recipients(key, "waiting")
    found = []
    for row in listing.after(None, MOST):
        cells = dict(zip(listing.names, row.cells, strict=True))
        texts = (cells["name"], cells["language"], cells["address"], *text_as_sent(row.key))
        found.append(_Sample(row.key, key, *texts))
    return found
