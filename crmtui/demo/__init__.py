"""A made-up company's world to try the program on: pure, repeatable, of any size."""

from crmtui.demo.diary import diary
from crmtui.demo.shapes import ActivityRow, ContactRow, DateRow, NoteRow, PartyRow, UserRow
from crmtui.demo.world import SEED, company, users, world

__all__ = [
    "SEED",
    "ActivityRow",
    "ContactRow",
    "DateRow",
    "NoteRow",
    "PartyRow",
    "UserRow",
    "company",
    "diary",
    "users",
    "world",
]
