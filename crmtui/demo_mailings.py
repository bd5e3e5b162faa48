"""Writes the demo company's mailings, subscriptions, copies and members of groups.

Nothing of it can be sent by accident: no SMTP server is set, and every address ends in `.example`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from crmtui.demo import ContactRow, PartyRow, Subscribers, mailings
from crmtui.demo.dice import Dice
from crmtui.mail.identity import identity
from models.database import execute_many, rows
from models.journal import Change, change
from models.mailing import Mailing
from models.mailing_audience import Audience
from models.mailing_outbox import freeze
from models.setting import change_setting
from models.subscription import Subscription

_SEED = 20_260_107
# So many people are remembered as those whom groups may have: those written lately.
_REMEMBERED = 2_000
_LATELY = 300

Row = dict[str, Any]
Place = tuple[str, str, int]


class Written(NamedTuple):
    """A contact that is written, with where it stands in the demo's world."""

    id: int
    party_id: int
    place: Place
    party: PartyRow
    row: ContactRow


def set_mail(domain: str) -> None:
    """Say from whom mails are; no server is named, so that none goes out."""
    change_setting("SmtpHost", "")
    change_setting("MailFrom", f"infolettre@{domain}")
    change_setting("UnsubscribeEmail", f"retrait@{domain}")


# Copies, members, subscriptions.


class Ties:
    """What ties contacts to others and to mailings, written as they come."""

    def __init__(self, today: dt.date, user: int) -> None:
        self._today, self._user = today, user
        self._subscribers = Subscribers(today)
        self._dice = Dice(_SEED)
        self._known: dict[Place, tuple[int, str]] = {}

    def write(self, tx: Change, people: Sequence[Written]) -> None:
        """Write where copies came from, who is in groups besides, and who subscribes to what."""
        for each in people:
            if each.place[0] != "group":
                name = f"{each.row['first_name']} {each.row['last_name']}".strip()
                self._known[each.place] = (each.id, f"{name} ({each.place[1]})")
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        tx.insert_all("contact_copy", list(self._copies(people)))
        tx.insert_all("group_member", list(self._members(people)))
        Subscription.make_all(tx, list(self._subscriptions(people)))

    def _copies(self, people: Sequence[Written]) -> Iterator[Row]:
        for each in people:
            origin = each.row["copied_from"]
            if origin is not None:
                source, name = self._known.get(origin, (None, origin[1]))
                yield self._tie(each.id) | {"source_id": source, "source_name": name}

    def _members(self, people: Sequence[Written]) -> Iterator[Row]:
        groups: dict[int, set[int]] = {}
        for each in people:
            if each.place[0] == "group":
                source, _ = self._known.get(each.row["copied_from"] or each.place, (0, ""))
                groups.setdefault(each.party_id, set()).add(source)
        lately = [key for key, _ in self._known.values()][-_LATELY:]
        for group, sources in groups.items():
            chosen = {self._dice.pick(lately) for _ in range(self._dice.between(2, 5))}
            for member in sorted(chosen - sources):
                yield self._tie(member) | {"group_id": group}

    def _tie(self, contact: int) -> Row:
        at = f"{self._today - dt.timedelta(days=45)}T14:30:00Z"
        return {"contact_id": contact, "at": at, "user_id": self._user, "version": 1}

    def _subscriptions(self, people: Sequence[Written]) -> Iterator[Row]:
        for each in people:
            for row in self._subscribers.of(each.party, each.place[2], each.row):
                yield {**row, "contact": each.id}


# Mailings.


def write_drafts(today: dt.date) -> None:
    """Write the mailings; they are for nobody yet."""
    for mailing in mailings(today):
        Mailing.make(mailing["values"])


def produce(today: dt.date) -> None:
    """Produce those that are, and tell what came of those that are sent."""
    for mailing in mailings(today):
        if mailing["produced_on"] is None:
            continue
        audience = Audience(Mailing.key_of(mailing["values"]["name"]))
        judged = list(audience.all())
        if audience.n_in:
            freeze(audience, judged)
            _date(int(audience.values["id"]), mailing["produced_on"], mailing["sent"])


def _date(key: int, day: dt.date, sent: bool) -> None:
    """Put what was produced just now on its day, and say that it was sent then."""
    with change("demo.make"):
        Mailing.mark(key, "produce", produced_on=day.isoformat())
        if sent:
            _tell(key, day)
            Mailing.mark(key, "done", status="done")


def _tell(key: int, day: dt.date) -> None:
    """Write what came of each, as nothing that sends writes it: on a day that is past."""
    found = rows(
        "SELECT id, language, address FROM mailing_recipient"
        " WHERE mailing_id = ? AND status = 'waiting' ORDER BY id",
        (key,),
    )
    sender = identity()
    execute_many(
        "UPDATE mailing_recipient SET status = ?, reason = ?, detail = ?, attempts = ?,"
        " sent_at = ?, footer = ? WHERE id = ?",
        [
            (*_outcome(n, day), sender.footer(language, address), recipient)
            for n, (recipient, language, address) in enumerate(found)
        ],
    )


def _outcome(n: int, day: dt.date) -> tuple[str, str, str, int, str | None]:
    """What came of the nth mail; a few are turned away, as in every mailing."""
    if n % 61 == 37:
        return "failed", "refused", "550 5.1.1 mailbox unavailable", 0, None
    if n % 83 == 55:
        return "failed", "turned_away", "452 4.2.2 mailbox full", 3, None
    moment = dt.datetime.combine(day, dt.time(14)) + dt.timedelta(seconds=n)
    return "sent", "", "", 0, f"{moment:%Y-%m-%dT%H:%M:%SZ}"
