"""Commands of what is on a contact, and of what is due: activities, reminders."""

from __future__ import annotations

from screens.commands.command import Command

FIRST_TAB = Command("first-tab", "1", where="list", action="tab(0)")
SECOND_TAB = Command("second-tab", "2", where="list", action="tab(1)")
COMPLETED = Command("completed", "c", where="list", footer=True)
SNOOZE = Command("snooze", "z,s", where="list", footer=True)

ALL = (FIRST_TAB, SECOND_TAB, COMPLETED, SNOOZE)
