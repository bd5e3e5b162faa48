"""What would go out, judged and written as it would be, while nothing leaves (spec 10.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from crmtui.mail.identity import identity
from crmtui.mail.message import message_of
from crmtui.mail.sending import utc_now
from models.database import snapshot
from models.listing import Position
from models.mailing import Mailing
from models.mailing_audience import Audience, refusals
from models.mailing_outbox import Recipient
from models.mailing_paper import written
from models.mailing_recipient import recipients
from models.rules import RuleBroken

_PAGE = 200


@dataclass
class Rehearsal:
    """How many would get it, how many are left out by reason, whose mail can't be written."""

    n_in: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, RuleBroken]] = field(default_factory=list)


def rehearse(key: int, progress: Callable[[int, int], Any] = lambda done, total: None) -> Rehearsal:
    """Judge a draft's audience, or those of a produced mailing who wait; write each mail.

    Raises `RuleBroken` where nothing could be sent at all.
    """
    values = Mailing.values_of(key)
    if values["status"] == "cancelled":
        raise RuleBroken("mail.cancelled", name=values["name"])
    found = Rehearsal()
    by_email = values["channel"] == "email"
    sender = identity() if by_email else None
    with snapshot():
        each = _of_draft if values["status"] == "draft" else _of_produced
        for recipient in each(key, found, progress):
            try:
                if sender is not None:
                    message_of(recipient, sender, utc_now()).as_bytes()
            except RuleBroken as broken:
                found.problems.append((recipient.name, broken))
            else:
                found.n_in += 1
    return found


def _of_draft(
    key: int, found: Rehearsal, progress: Callable[[int, int], Any]
) -> Iterator[Recipient]:
    audience = Audience(key)
    for judged in audience.all():
        if not judged.reason:
            yield Recipient(
                0,
                key,
                judged.contact,
                judged.name,
                judged.language,
                judged.address,
                judged.subject,
                judged.body,
                0,
            )
        progress(audience.judged, audience.total)
    found.reasons.update(audience.reasons)


def _of_produced(
    key: int, found: Rehearsal, progress: Callable[[int, int], Any]
) -> Iterator[Recipient]:
    listing = recipients(key, "waiting")
    position: Position | None = None
    while page := listing.after(position, _PAGE):
        people = [dict(zip(listing.names, row.cells, strict=True)) for row in page]
        # An envelope has several lines, and is no address of e-mail.
        reached = {p["contact"]: "" if "\n" in p["address"] else p["address"] for p in people}
        refused = refusals(reached)
        found.reasons.update(refused.values())
        texts = {each.id: each for each in written([row.key for row in page])}
        for row, person in zip(page, people, strict=True):
            if person["contact"] not in refused:
                text = texts[row.key]
                named = {name: person[name] for name in ("contact", "name", "language", "address")}
                yield Recipient(
                    id=row.key,
                    mailing=key,
                    subject=text.subject,
                    body=text.body,
                    attempts=0,
                    **named,
                )
        position = page[-1].position
        progress(found.n_in, found.n_in)
