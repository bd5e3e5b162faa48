"""What the demo company sends to many, and who asked for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from crmtui.demo.dice import Dice, spread
from crmtui.demo.shapes import ContactRow, MailingRow, PartyRow, SubscriptionRow
from crmtui.demo.stock import read_toml

_OWN_SEED = 20_260_106
# How many people have subscriptions, and to what.
_SUBSCRIBERS = 0.14
_TYPES = spread({"NEWSLETTER": 8, "CALENDAR": 6, "XMASCARD": 5, "CATALOGUE": 2}.items(), 200)
_TEXTS = ("subject_fr", "subject_en", "text_fr", "text_en")


def mailings(today: date) -> list[MailingRow]:
    """List the mailings, each a draft until it is said to be produced."""
    return [_mailing(row, today) for row in read_toml("mailings.toml")["mailing"]]


def _mailing(row: dict[str, Any], today: date) -> MailingRow:
    own = {name: value for name, value in row.items() if name not in ("produced", "sent")}
    for name in ("name", *_TEXTS):
        own[name] = _dated(row.get(name, ""), today).strip()
    produced = row.get("produced")
    return {
        "values": own,
        "produced_on": None if produced is None else today + timedelta(days=produced),
        "sent": row.get("sent", False),
    }


def _dated(text: str, today: date) -> str:
    # Cards and price lists of the winter that is nearest.
    year = today.year - (today.month < 6)
    return text.replace("{year}", f"{year}").replace("{next}", f"{year + 1}")


class Subscribers:
    """Draws what people ask to be sent, by chance of its own."""

    def __init__(self, today: date, seed: int = _OWN_SEED) -> None:
        self._dice, self._today = Dice(seed), today
        self._by_hand: dict[tuple[str, int], list[SubscriptionRow]] = {}
        for row in read_toml("mailings.toml")["subscription"]:
            own = self._by_hand.setdefault((row["party"], row["contact"]), [])
            own.append(self._row(row))

    def of(self, party: PartyRow, place: int, contact: ContactRow) -> list[SubscriptionRow]:
        """Give the subscriptions of the contact at a place in its party."""
        if party["kind"] == "customer" and (party["code"], place) in self._by_hand:
            return self._by_hand[party["code"], place]
        asks = party["kind"] != "group" and contact["active"] and self._dice.chance(_SUBSCRIBERS)
        return list(self._drawn()) if asks else []

    def _row(self, row: dict[str, Any]) -> SubscriptionRow:
        return {
            "mailing_type": row.get("mailing_type", ""),
            "mailing": _dated(row.get("mailing", ""), self._today),
            "starts_on": self._day(row.get("starts_on")),
            "ends_on": self._day(row.get("ends_on")),
        }

    def _drawn(self) -> Iterator[SubscriptionRow]:
        dice = self._dice
        kinds = dict.fromkeys(dice.pick(_TYPES) for _ in range(dice.between(1, 2)))
        for kind in kinds:
            starts = -dice.between(20, 700)
            if dice.chance(0.2):
                # Ended once, and asked for again.
                ended = starts - dice.between(30, 200)
                yield self._one(kind, ended - dice.between(60, 300), ended)
            ends = None
            if dice.chance(0.25):
                ends = starts + dice.between(10, 720)
            elif dice.chance(0.1):
                starts = dice.between(10, 90)
            yield self._one(kind, starts if dice.chance(0.9) else None, ends)

    def _one(self, kind: str, starts: int | None, ends: int | None) -> SubscriptionRow:
        return self._row({"mailing_type": kind, "starts_on": starts, "ends_on": ends})

    def _day(self, offset: int | None) -> str | None:
        return None if offset is None else (self._today + timedelta(days=offset)).isoformat()
