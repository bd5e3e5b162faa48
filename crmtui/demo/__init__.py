"""A made-up company's world to try the program on: pure, repeatable, of any size."""

from crmtui.demo.baskets import items
from crmtui.demo.diary import diary
from crmtui.demo.shapes import (
    ActivityRow,
    ContactRow,
    DateRow,
    ItemRow,
    LineRow,
    NoteRow,
    OpportunityRow,
    PartyRow,
    QuoteRow,
    StageRow,
    UserRow,
)
from crmtui.demo.world import SEED, company, users, world

__all__ = [
    "SEED",
    "ActivityRow",
    "ContactRow",
    "DateRow",
    "ItemRow",
    "LineRow",
    "NoteRow",
    "OpportunityRow",
    "PartyRow",
    "QuoteRow",
    "StageRow",
    "UserRow",
    "company",
    "diary",
    "items",
    "users",
    "world",
]
