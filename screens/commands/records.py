"""Commands of a record: its form, its neighbours, a party's contacts."""

from __future__ import annotations

from screens.commands.command import Command

SAVE = Command("save", "f2,ctrl+s", footer=True)
PROMPT = Command("prompt", "f4,ctrl+o", where="form", footer=True)
ENTER_SAVES = Command("enter-saves", "enter", where="form", footer=True, own=True)
CANCEL = Command("cancel", "f12", where="form")
NEXT_PAGE = Command(
    "next-page",
    "pagedown",
    where="form",
    footer=True,
    action="turn_page(1)",
    shown="PgDn",
    first=True,
)
PREVIOUS_PAGE = Command("previous-page", "pageup", where="form", action="turn_page(-1)", first=True)
ACTIONS = Command("actions", "f9", footer=True)
ACTIONS_LETTER = Command("actions-here", "full_stop", where="list", action="actions")
PREVIOUS = Command("previous", "f7", footer=True, shown="F7/F8")
NEXT = Command("next", "f8")
PREVIOUS_LETTER = Command("previous-here", "left_square_bracket", where="list", action="previous")
NEXT_LETTER = Command("next-here", "right_square_bracket", where="list", action="next")
ALL_TYPES = Command("all-types", "1", where="list", action="type('')")
PAYABLE = Command("payable", "2", where="list", action="type('payable')")
PURCHASING = Command("purchasing", "3", where="list", action="type('purchasing')")
RANK_UP = Command(
    "rank-up", "less_than_sign", where="list", footer=True, action="rank(-1)", shown="< >"
)
RANK_DOWN = Command("rank-down", "greater_than_sign", where="list", action="rank(1)")
INTERVAL = Command("interval", "i", where="list", footer=True)
DONE = Command("reminder-done", "x", where="list", footer=True)
LOOKUP_FILTERS = Command("lookup-filters", "f4,ctrl+o", footer=True, action="filters")

ALL = (
    SAVE,
    PROMPT,
    ENTER_SAVES,
    CANCEL,
    NEXT_PAGE,
    PREVIOUS_PAGE,
    ACTIONS,
    ACTIONS_LETTER,
    PREVIOUS,
    NEXT,
    PREVIOUS_LETTER,
    NEXT_LETTER,
    ALL_TYPES,
    PAYABLE,
    PURCHASING,
    RANK_UP,
    RANK_DOWN,
    INTERVAL,
    DONE,
)
