"""Commands of lists."""

from __future__ import annotations

from screens.commands.command import Command

OPEN = Command("open", "enter", where="list", footer=True)
NEW = Command("new", "f6", footer=True)
NEW_LETTER = Command("new-here", "n,plus,insert", where="list", action="new")
EDIT = Command("edit", "e", where="list", footer=True)
DELETE = Command("delete", "d,delete", where="list")
MARK = Command("mark", "space", where="list")
SORT = Command("sort", "s", where="list", footer=True)
FILTERS = Command("filters", "f", where="list", footer=True)
NARROW = Command("narrow", "slash", where="list", footer=True)
COPY_INTO = Command("copy-into", "c", where="list")
COPY = Command("copy", "y", where="list")
HELP_LETTER = Command("help-here", "question_mark", where="list", action="help")
GO_TO_LETTER = Command("go-to-here", "g", where="list", action="go_to")
PALETTE_LETTER = Command("palette-here", "colon", where="list", action="palette")
LEAVE_LETTER = Command("leave-here", "q", where="list", action="leave")
MOVE = Command("move", "up,down,k,j,pageup,pagedown,home,end", where="list", own=True)

# What every list has beside the commands of its own.
LETTERS = (HELP_LETTER, GO_TO_LETTER, PALETTE_LETTER, LEAVE_LETTER)

ALL = (
    OPEN,
    NEW,
    NEW_LETTER,
    EDIT,
    DELETE,
    MARK,
    SORT,
    FILTERS,
    NARROW,
    COPY_INTO,
    COPY,
    MOVE,
    *LETTERS,
)
