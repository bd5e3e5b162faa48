"""Commands of mailings: the list, the form with its preview, the audience, what is sent."""

from __future__ import annotations

from dataclasses import replace

from screens.commands import lists, records, sales_lists
from screens.commands.command import Command

AUDIENCE = Command("mailing-audience", "a", where="list", footer=True)

# The preview beside the text that is being written.
PREVIEW_PREVIOUS = Command(
    "preview-previous", "f7", where="form", footer=True, action="preview(-1)", shown="F7/F8"
)
PREVIEW_NEXT = Command("preview-next", "f8", where="form", action="preview(1)")
PREVIEW_UP = Command("preview-up", "ctrl+up", where="form", action="scroll_preview(-1)")
PREVIEW_DOWN = Command("preview-down", "ctrl+down", where="form", action="scroll_preview(1)")
PREVIEW = (PREVIEW_PREVIOUS, PREVIEW_NEXT, PREVIEW_UP, PREVIEW_DOWN)

# Who is in and who is out.
LEAVE_OUT = Command("audience-leave-out", "x,delete", where="list", footer=True)
TAKE_IN = Command("audience-take-in", "f6", footer=True, action="take_in")
TAKE_IN_LETTER = Command("audience-take-in-here", "n,plus,insert", where="list", action="take_in")
EVERYBODY = Command(
    "audience-all", "1", where="list", footer=True, action="shown('')", shown="1 2 3"
)
IN = Command("audience-in", "2", where="list", action="shown('in')")
OUT = Command("audience-out", "3", where="list", action="shown('out')")

# What becomes of a produced one.
SEND = Command("mailing-send", "s", where="list", footer=True)
AGAIN = Command("mailing-again", "a", where="list", footer=True)
PAUSE = Command("mailing-pause", "p,space", footer=True)

FILTERS = replace(sales_lists.FILTERS, footer=True)
QUIET = (
    sales_lists.FILTERS_LETTER,
    records.ACTIONS_LETTER,
    replace(lists.EDIT, footer=False),
    replace(lists.SORT, footer=False),
)

ALL = (
    AUDIENCE,
    *PREVIEW,
    LEAVE_OUT,
    TAKE_IN,
    TAKE_IN_LETTER,
    EVERYBODY,
    IN,
    OUT,
    SEND,
    AGAIN,
    PAUSE,
)
