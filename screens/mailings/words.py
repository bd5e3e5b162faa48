"""What is said of mailings and of their people, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from crmtui.values import moment_text
from models.clock import local
from models.mailing import Mailing
from models.mailing_recipient import MailingRecipient


def field_words(name: str) -> str:
    """What a field of a template stands for."""
    return t(f"mailing_field.{name}")


def reason_words(reason: str, detail: str = "") -> str:
    """Why somebody gets nothing, with what it hangs on; nothing for who is in."""
    if not reason:
        return detail
    words = t(f"mailing.reason.{reason}")
    if not detail:
        return words
    detail = field_words(detail) if reason == "field_empty" else detail
    return t("mailings.because", reason=words, detail=detail)


def reasons_words(reasons: Mapping[str, int]) -> str:
    """How many are out for each reason, the most first."""
    most = sorted(reasons.items(), key=lambda item: -item[1])
    return " · ".join(
        t("mailings.reason_count", reason=t(f"mailing.reason.{reason}"), count=count)
        for reason, count in most
        if count
    )


def status_words(status: str) -> str:
    """How a mailing stands."""
    return t(Mailing.status.words(status))


def recipient_words(status: str) -> str:
    """What has become of somebody's mail."""
    return t(MailingRecipient.status.words(status))


def counts_words(counts: Mapping[str, int]) -> str:
    """How many of a mailing's people there are of each status."""
    return " · ".join(
        t("mailings.reason_count", reason=recipient_words(status), count=count)
        for status, count in counts.items()
        if count
    )


def when_words(at: str | None, zone: str) -> str:
    """A moment that is kept in UTC, as the clock of a zone showed it."""
    return moment_text(local(at, zone)) if at else ""


def mailing_text(cells: Mapping[str, Any]) -> str:
    """A mailing as one line to paste elsewhere."""
    produced = str(cells["produced_on"] or "")
    parts = (cells["name"], t(f"choice.{cells['channel']}"), status_words(cells["status"]))
    return ", ".join(part for part in (*parts, produced) if part)
