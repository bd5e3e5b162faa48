"""A made-up company's world to try the program on: pure, repeatable, of any size."""

from crmtui.demo.baskets import items
from crmtui.demo.diary import diary
from crmtui.demo.mailings import Subscribers, mailings
from crmtui.demo.papers import documents
from crmtui.demo.shapes import (
    ActivityRow,
    ContactRow,
    DateRow,
    DocumentRow,
    ItemRow,
    LineRow,
    MailingRow,
    NoteRow,
    OpportunityRow,
    PartyRow,
    QuoteRow,
    StageRow,
    SubscriptionRow,
    UserRow,
)
from crmtui.demo.world import SEED, company, users, world

__all__ = [
    "SEED",
    "ActivityRow",
    "ContactRow",
    "DateRow",
    "DocumentRow",
    "ItemRow",
    "LineRow",
    "MailingRow",
    "NoteRow",
    "OpportunityRow",
    "PartyRow",
    "QuoteRow",
    "StageRow",
    "Subscribers",
    "SubscriptionRow",
    "UserRow",
    "company",
    "diary",
    "documents",
    "items",
    "mailings",
    "users",
    "world",
]
