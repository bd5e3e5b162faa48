"""Whom a mailing was produced for, and what became of each (spec 10.3, 10.6).

These rows are the log of what was sent. They are written by `mailing_outbox` alone and are no
part of the journal: nothing takes a sent mail back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee as pw

from models.columns import ChoiceColumn, LineColumn
from models.database import database, rows
from models.listing import Listing
from models.mailing import Mailing
from models.rules import Missing, RuleBroken

STATUSES = ("out", "waiting", "sending", "sent", "failed", "skipped")


class MailingRecipient(pw.Model):
    """Somebody of a mailing's audience, frozen when it was produced."""

    id = pw.AutoField()
    mailing = pw.IntegerField(column_name="mailing_id")
    contact = pw.IntegerField(column_name="contact_id")
    status = ChoiceColumn(STATUSES, said={s: f"recipient_{s}" for s in STATUSES})
    reason = pw.TextField()
    detail = pw.TextField()
    name = LineColumn(max_length=100)
    language = pw.TextField()
    address = pw.TextField()
    subject = pw.TextField()
    attempts = pw.IntegerField()
    sent_at = pw.TextField(null=True)

    class Meta:
        database = database
        table_name = "mailing_recipient"


_OWN = (
    MailingRecipient.contact,
    MailingRecipient.name,
    MailingRecipient.status,
    MailingRecipient.reason,
    MailingRecipient.detail,
    MailingRecipient.address,
    MailingRecipient.language,
    MailingRecipient.attempts,
    MailingRecipient.sent_at,
)


def recipients(mailing: int, status: str = "") -> Listing:
    """A produced mailing's people in the order in which they are written to; of a status alone."""
    if status and status not in STATUSES:
        raise RuleBroken("rule.choice", text=status, choices=", ".join(STATUSES))
    query = MailingRecipient.select().where(MailingRecipient.mailing == mailing)
    if status:
        query = query.where(MailingRecipient.status == status)
    names = tuple(column.name for column in _OWN)
    return Listing(query, MailingRecipient.id, names, _OWN, (MailingRecipient.id,))


def sends_of(contact: int) -> Listing:
    """What was sent to a contact « Liste des envois », the newest first (spec 10.6)."""
    query = (
        MailingRecipient.select()
        .join(Mailing, on=(Mailing.id == MailingRecipient.mailing))
        .where(MailingRecipient.contact == contact, MailingRecipient.status != "out")
    )
    own = (Mailing.name, Mailing.channel, Mailing.mailing_type, Mailing.produced_on)
    columns = (*own, *_OWN[2:6], MailingRecipient.subject, MailingRecipient.sent_at)
    names = (
        *("mailing", "channel", "mailing_type", "produced_on"),
        *("status", "reason", "detail", "address", "subject", "sent_at"),
    )
    return Listing(query, MailingRecipient.id, names, columns, (MailingRecipient.id,), True)


def text_as_sent(key: int) -> tuple[str, str]:
    """The subject and the text that somebody got, or was to get. Raises `Missing`.

    Below the text is what stood below it in the mail: who sent it and how to unsubscribe.
    """
    found = rows("SELECT subject, body, footer FROM mailing_recipient WHERE id = ?", (key,))
    if not found:
        raise Missing("rule.gone", id=key)
    subject, *texts = found[0]
    return subject, "\n\n".join(text for text in texts if text)


def counts(mailing: int) -> dict[str, int]:
    """How many of a produced mailing's people there are of each status."""
    found: dict[str, int] = dict.fromkeys(STATUSES, 0)
    found |= dict(
        rows(
            "SELECT status, count(*) FROM mailing_recipient WHERE mailing_id = ? GROUP BY status",
            (mailing,),
        )
    )
    return found


def reasons(mailing: int, status: str = "out") -> dict[str, int]:
    """How many were left out for each reason when it was produced, or of another status so."""
    return dict(
        rows(
            "SELECT reason, count(*) FROM mailing_recipient WHERE mailing_id = ?"
            " AND status = ? GROUP BY reason ORDER BY count(*) DESC, reason",
            (mailing, status),
        )
    )


def unsure_among(recipients: Sequence[int]) -> int:
    """How many of some failed without anybody knowing whether they got it."""
    found = rows(
        "SELECT count(*) FROM mailing_recipient WHERE status = 'failed' AND reason = 'unsure'"
        " AND id IN (SELECT value FROM json_each(?))",
        (str(list(recipients)),),
    )
    return int(found[0][0])


def counted(statuses: Sequence[str]) -> Any:
    """The query that counts a mailing's people of some statuses, for a list of mailings."""
    return MailingRecipient.select(pw.fn.COUNT(MailingRecipient.id)).where(
        MailingRecipient.mailing == Mailing.id, MailingRecipient.status.in_(statuses)
    )
