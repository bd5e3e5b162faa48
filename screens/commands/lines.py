"""Commands of the grid of lines: from cell to cell, and what is done with whole lines."""

from __future__ import annotations

from screens.commands.command import Command

NEXT = Command("line-next", "enter", where="grid", footer=True, action="lines('next_cell')")
CELLS = Command("line-cells", "tab,shift+tab,ctrl+home,ctrl+end", where="grid", own=True)
INSERT = Command(
    "line-insert", "f6,insert", where="grid", footer=True, action="lines('insert_line')"
)
DELETE = Command("line-delete", "ctrl+y", where="grid", footer=True, action="lines('delete_line')")
UNDO = Command("line-undo", "ctrl+z", where="grid", action="lines('undo_delete')")
DUPLICATE = Command("line-duplicate", "ctrl+d", where="grid", action="lines('duplicate_line')")
UP = Command("line-up", "ctrl+up", where="grid", action="lines('move_line', -1)")
DOWN = Command("line-down", "ctrl+down", where="grid", action="lines('move_line', 1)")

# Those that change lines, which is what a closed record refuses.
CHANGES = (INSERT, DELETE, UNDO, DUPLICATE, UP, DOWN)

ALL = (NEXT, INSERT, DELETE, UNDO, DUPLICATE, UP, DOWN, CELLS)
