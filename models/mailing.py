"""Mailings « Publipostage »: whom they are for, how they go, what they say (spec 10.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import peewee as pw

from models.checks import clean, sort_key, typed_words
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    DayColumn,
    LineColumn,
    NumberColumn,
    PartyCodeColumn,
    UserColumn,
    YesNoColumn,
)
from models.contact_role import LAST_RANK, ROLES
from models.database import rows
from models.entity import Entity, Field, Values
from models.journal import change, row
from models.listing import Listing
from models.mailing_columns import HeaderColumn, SubjectColumn, TemplateColumn
from models.record import Record
from models.removal import Counted, Part
from models.rules import Missing, RuleBroken, Saved
from models.user import User

CHANNELS = ("email", "postal")
STATUSES = ("draft", "produced", "done", "cancelled")
# What is said of a mailing otherwise than of other things.
_SAID = {name: f"mailing_{name}" for name in STATUSES[1:]}
SORTS = ("id", "name", "produced_on")

# Of which kind of party the contacts are, by the field that asks for them.
RECIPIENTS = {
    "to_customers": "customer",
    "to_suppliers": "supplier",
    "to_prospects": "prospect",
    "to_groups": "group",
}


class Mailing(Record):
    """One text for many people."""

    name = HeaderColumn(max_length=60)
    channel = ChoiceColumn(CHANNELS)
    mailing_type = CodeColumn("mailingtype")
    to_customers = YesNoColumn()
    to_suppliers = YesNoColumn()
    to_prospects = YesNoColumn()
    to_groups = YesNoColumn()
    group_code = PartyCodeColumn(max_length=10)
    grouping = CodeColumn("contacttype")
    contact_type = ChoiceColumn(ROLES)
    rank = NumberColumn(1, LAST_RANK, null=True)
    subscribers_only = YesNoColumn()
    city = LineColumn(max_length=40)
    province = CodeColumn("province", open_list=True, max_length=30)
    salesperson = UserColumn(User, column_name="salesperson_id", null=True)
    language = ChoiceColumn(("fr", "en"))
    subject_fr = SubjectColumn(max_length=200)
    subject_en = SubjectColumn(max_length=200)
    text_fr = TemplateColumn()
    text_en = TemplateColumn()
    status = ChoiceColumn(STATUSES, said=_SAID)
    produced_on = DayColumn(null=True)
    name_key = pw.TextField()
    runner = pw.TextField()

    PARTS = (Part("entity.mailing_choices", "mailing_choice", "mailing_id"),)

    class Meta:
        table_name = "mailing"

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """What it is found and sorted by."""
        return {"name_key": sort_key(values["name"])}

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Its name is its own, and what it asks for is there. Raises `RuleBroken`."""
        if not values["channel"]:
            raise RuleBroken("rule.required", field="channel")
        if not sort_key(values["name"]):
            raise RuleBroken("rule.mailing_name", field="name")
        if any(found != key for found in cls._called(values["name"])):
            raise RuleBroken("rule.mailing_name_taken", field="name", name=values["name"])
        if values["rank"] is not None and not values["contact_type"]:
            raise RuleBroken("rule.rank_of_type", field="rank")
        if values["subscribers_only"] and not values["mailing_type"] and key is None:
            raise RuleBroken("rule.subscribers_of_type", field="mailing_type")
        group = values["group_code"]
        if group and not rows("SELECT 1 FROM party WHERE kind = 'group' AND code = ?", (group,)):
            raise RuleBroken("rule.no_such_code", field="group_code", code=group)

    @classmethod
    def alter(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change a draft; what is produced stays as it is. Raises `RuleBroken`."""
        with change("mailing.alter"):
            cls.refuse_unless_draft(key)
            given = {n: v for n, v in values.items() if n not in ("status", "produced_on")}
            return super().alter(key, given, version=version, lenient=lenient)

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        given = {n: v for n, v in values.items() if n not in ("status", "produced_on")}
        return super()._complete(given, lenient)

    @classmethod
    def refuse_unless_draft(cls, key: int) -> None:
        """Refuse what is done to drafts alone."""
        status, name = cls._status(key)
        if status != "draft":
            raise RuleBroken("rule.mailing_not_draft", name=name)

    @classmethod
    def _status(cls, key: int) -> tuple[str, str]:
        found = rows("SELECT status, name FROM mailing WHERE id = ?", (key,))
        if not found:
            raise Missing("rule.gone", id=key)
        return found[0][0], found[0][1]

    @classmethod
    def blank(cls, **context: Any) -> Values:
        """What a new one starts with: by e-mail, to customers."""
        return cls.entity.blank(**context)

    @classmethod
    def mark(cls, key: int, action: str, **columns: Any) -> None:
        """Write what has become of it: its status, the day it was produced."""
        with change(f"mailing.{action}") as tx:
            tx.update(cls.table(), key, row(cls.table(), key), columns)

    @classmethod
    def cancel(cls, key: int) -> None:
        """Send no more of it. What was sent stays told. Raises `RuleBroken`."""
        from models.mailing_outbox import refuse_running

        with change("mailing.cancel"):
            if cls._status(key)[0] != "produced":
                raise RuleBroken("rule.mailing_not_produced", name=cls._status(key)[1])
            refuse_running(key)
            cls.mark(key, "cancel", status="cancelled")

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id that a KEY names: its name whatever case and accents, or its id."""
        for key in cls._called(text):
            return key
        if text.isascii() and text.isdecimal():
            return super().key_of(text)
        raise Missing("rule.no_such_mailing", name=clean(text)[:60])

    @classmethod
    def _called(cls, name: str) -> list[int]:
        """The mailings of that name, whatever case and accents: one at the most."""
        base = sort_key(name).partition("\x01")[0]
        found = rows(
            "SELECT id FROM mailing WHERE name_key >= ? AND name_key < ?",
            (base, base + "\x02"),
        )
        return [int(key) for (key,) in found] if base else []

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """Whom it was produced for, and who subscribes to it by name."""
        return [
            ("entity.sends", _count("mailing_recipient", key)),
            ("entity.subscriptions", _count("subscription", key)),
        ]

    # Who is in or out by hand.

    @classmethod
    def take_in(cls, key: int, contact: int) -> None:
        """Let somebody be among its people whatever its filters say; consent still counts."""
        cls._choose(key, contact, "in")

    @classmethod
    def leave_out(cls, key: int, contact: int) -> None:
        """Leave somebody out."""
        cls._choose(key, contact, "out")

    @classmethod
    def as_filtered(cls, key: int, contact: int) -> None:
        """Let the filters decide again."""
        cls._choose(key, contact, None)

    @classmethod
    def _choose(cls, key: int, contact: int, choice: str | None) -> None:
        with change("mailing.choose") as tx:
            cls.refuse_unless_draft(key)
            if not rows("SELECT 1 FROM contact WHERE id = ?", (contact,)):
                raise Missing("rule.no_such_id", text=str(contact))
            found = rows(
                "SELECT id, choice FROM mailing_choice WHERE mailing_id = ? AND contact_id = ?",
                (key, contact),
            )
            if found and found[0][1] != choice:
                tx.delete("mailing_choice", found[0][0], row("mailing_choice", found[0][0]))
            if choice and (not found or found[0][1] != choice):
                made = {"mailing_id": key, "contact_id": contact, "choice": choice}
                tx.insert("mailing_choice", made)

    @classmethod
    def choices(cls, key: int) -> dict[int, str]:
        """`in` or `out` by the contact's id, of those who were chosen by hand."""
        return dict(
            rows("SELECT contact_id, choice FROM mailing_choice WHERE mailing_id = ?", (key,))
        )

    @classmethod
    def listing(
        cls,
        *,
        status: str = "",
        channel: str = "",
        search: str = "",
        sort: str = "id",
        descending: bool = True,
    ) -> Listing:
        """Mailings, the newest first; how many wait, were sent and failed of each."""
        if sort not in SORTS:
            raise RuleBroken("rule.sort", text=sort, choices=", ".join(SORTS))
        from models.mailing_recipient import counted

        query = cls.select()
        if status:
            query = query.where(cls.status == status)
        if channel:
            query = query.where(cls.channel == channel)
        for word in typed_words(search):
            # A few hundred mailings at the most: their names are looked through, within words
            # too, since an apostrophe joins two.
            query = query.where(cls.name_key.contains(word))
        own = (cls.name, cls.channel, cls.mailing_type, cls.status, cls.produced_on)
        counts = tuple(counted(statuses) for statuses in COUNTS.values())
        names = (*(c.name for c in own), *COUNTS)
        order = {
            "id": (cls.id,),
            "name": (cls.name_key, cls.id),
            "produced_on": (pw.fn.COALESCE(cls.produced_on, ""), cls.id),
        }
        return Listing(query, cls.id, names, (*own, *counts), order[sort], descending)


# What a list counts of each mailing: by name, the statuses of the people counted.
COUNTS = {"waiting": ("waiting", "sending"), "sent": ("sent",), "failed": ("failed",)}


def _count(table: str, key: int) -> int:
    return int(rows(f"SELECT count(*) FROM {table} WHERE mailing_id = ?", (key,))[0][0])


Mailing.entity = Entity(
    "mailing",
    "mailings",
    Mailing,
    (
        Field(Mailing.name, required=True),
        Field(Mailing.channel, required=True, default="email"),
        Field(Mailing.mailing_type),
        Field(Mailing.to_customers, default=True),
        Field(Mailing.to_suppliers, default=False),
        Field(Mailing.to_prospects, default=False),
        Field(Mailing.to_groups, default=False),
        Field(Mailing.group_code),
        Field(Mailing.grouping),
        Field(Mailing.contact_type),
        Field(Mailing.rank),
        Field(Mailing.subscribers_only, default=False),
        Field(Mailing.city),
        Field(Mailing.province),
        Field(Mailing.salesperson),
        Field(Mailing.language),
        Field(Mailing.subject_fr),
        Field(Mailing.subject_en),
        Field(Mailing.text_fr),
        Field(Mailing.text_en),
        Field(Mailing.status, default="draft", read_only=True),
        Field(Mailing.produced_on, read_only=True),
    ),
    {},
)
