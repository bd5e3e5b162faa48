"""A made-up company's world to try the program on: pure, repeatable, of any size."""

from crmtui.demo.shapes import ContactRow, NoteRow, PartyRow, UserRow
from crmtui.demo.world import SEED, company, users, world

__all__ = ["SEED", "ContactRow", "NoteRow", "PartyRow", "UserRow", "company", "users", "world"]
