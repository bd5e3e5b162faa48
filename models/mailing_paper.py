"""What is printed of a produced postal mailing: its letters as they were frozen (spec 10.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.database import rows
from models.rules import Missing, RuleBroken
from models.setting import setting

# Whoever was printed for is printed for again, so that a sheet that jammed is made once more.
_PRINTED = ("waiting", "sending", "sent")


@dataclass(frozen=True)
class Sender:
    """What all letters of a mailing have in common: its name, its day, who writes them."""

    mailing: str
    day: dt.date
    company: str
    address: str
    phone: str
    email: str
    language: str


@dataclass(frozen=True)
class Written:
    """What was written to somebody, with the lines of the envelope."""

    id: int
    language: str
    address: str
    subject: str
    body: str


def sender(mailing: int) -> Sender:
    """The sender of a mailing's letters. Raises `RuleBroken` unless it is produced, and postal."""
    found = rows("SELECT name, channel, status, produced_on FROM mailing WHERE id = ?", (mailing,))
    if not found:
        raise Missing("rule.gone", id=mailing)
    name, channel, status, produced_on = found[0]
    if channel != "postal":
        raise RuleBroken("letters.not_postal", name=name)
    if status == "draft" or not produced_on:
        raise RuleBroken("rule.mailing_not_produced", name=name)
    return Sender(
        mailing=name,
        day=dt.date.fromisoformat(produced_on),
        company=str(setting("CompanyName")),
        address=str(setting("CompanyAddress")),
        phone=str(setting("CompanyPhone")),
        email=str(setting("CompanyEmail")),
        language=str(setting("DefaultLanguage")),
    )


def printed(mailing: int, only: Collection[int] | None = None) -> list[int]:
    """The ids of those whom letters are printed for, all or of some, in their order."""
    marks = ", ".join("?" * len(_PRINTED))
    found = rows(
        f"SELECT id FROM mailing_recipient WHERE mailing_id = ? AND status IN ({marks})"
        " ORDER BY id",
        (mailing, *_PRINTED),
    )
    wanted = None if only is None else set(only)
    return [key for (key,) in found if wanted is None or key in wanted]


def written(recipients: Sequence[int]) -> list[Written]:
    """What was written to some, in the order of their ids."""
    marks = ", ".join("?" * len(recipients))
    return [
        Written(*each)
        for each in rows(
            "SELECT id, language, address, subject, body FROM mailing_recipient"
            f" WHERE id IN ({marks}) ORDER BY id",
            tuple(recipients),
        )
    ]
