"""Subscriptions « Postage »: what a contact wants to be sent, and from when to when (spec 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import peewee as pw

from models.columns import CodeColumn, DayColumn, LineColumn, NumberColumn
from models.database import rows
from models.entity import Entity, Field, Values
from models.listing import Listing
from models.mailing import Mailing
from models.record import Record
from models.rules import Missing, RuleBroken


class Subscription(Record):
    """A type of mailing, or one mailing by its name, for a contact within two dates.

    The same type may be there several times with other dates.
    """

    contact = NumberColumn(1, 2**62, column_name="contact_id")
    mailing_type = CodeColumn("mailingtype")
    mailing = LineColumn(max_length=60, column_name="mailing_id")
    starts_on = DayColumn(null=True)
    ends_on = DayColumn(null=True)

    class Meta:
        table_name = "subscription"

    @classmethod
    def others_all(cls, found: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
        """The mailing by its name."""
        keys = {c["mailing_id"] for c in found.values() if c["mailing_id"] is not None}
        marks = ", ".join("?" * len(keys))
        names = dict(rows(f"SELECT id, name FROM mailing WHERE id IN ({marks})", tuple(keys)))
        return {key: {"mailing": names.get(c["mailing_id"], "")} for key, c in found.items()}

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """The mailing's id."""
        name = values["mailing"]
        try:
            return {"mailing_id": Mailing.key_of(name) if name else None}
        except RuleBroken as broken:
            raise broken.at("mailing") from None

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Its contact is there; it is a type or a mailing, and does not end before it begins."""
        if not rows("SELECT 1 FROM contact WHERE id = ?", (values["contact"],)):
            raise Missing("rule.no_such_id", field="contact", text=str(values["contact"]))
        if not values["mailing_type"] and not values["mailing"]:
            raise RuleBroken("rule.subscription_what", field="mailing_type")
        if values["mailing_type"] and values["mailing"]:
            raise RuleBroken("rule.subscription_both", field="mailing")
        starts, ends = values["starts_on"], values["ends_on"]
        if starts and ends and ends < starts:
            raise RuleBroken("rule.ends_before", field="ends_on", day=starts)
        if key is not None:
            kept = rows("SELECT contact_id FROM subscription WHERE id = ?", (key,))[0][0]
            if kept != values["contact"]:
                raise RuleBroken("rule.contact_stays", field="contact")

    @classmethod
    def listing(cls, contact: int | None = None, **asked: Any) -> Listing:
        """Subscriptions, of a contact if one is named, in the order in which they were made."""
        query = cls.select().join(Mailing, pw.JOIN.LEFT_OUTER, on=(Mailing.id == cls.mailing))
        if contact is not None:
            query = query.where(cls.contact == contact)
        columns = (cls.contact, cls.mailing_type, Mailing.name, cls.starts_on, cls.ends_on)
        names = ("contact", "mailing_type", "mailing", "starts_on", "ends_on")
        return Listing(query, cls.id, names, columns, (cls.id,))


Subscription.entity = Entity(
    "subscription",
    "subscriptions",
    Subscription,
    (
        Field(Subscription.contact, required=True),
        Field(Subscription.mailing_type),
        Field(LineColumn(max_length=60), name="mailing", kept=False),
        Field(Subscription.starts_on),
        Field(Subscription.ends_on),
    ),
    {},
)
