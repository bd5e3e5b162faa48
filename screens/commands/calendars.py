"""Commands of the calendars: the month, the week, the day."""

from __future__ import annotations

from screens.commands.command import Command

OPEN = Command("calendar-open", "enter", footer=True)
# From the month's grid into its list and back; in the week and the day on to the next activity.
LIST = Command("calendar-list", "tab", footer=True, action="switch_focus")
NEXT = Command("calendar-next", "tab", footer=True, action="activity(1)")
PREVIOUS = Command("calendar-previous", "shift+tab", action="activity(-1)")
NEW = Command("calendar-new", "n,f6,plus,insert", footer=True, action="new")
DONE = Command("calendar-done", "x", footer=True, action="done")
PAGE_BEFORE = Command(
    "calendar-page-before", "pageup", footer=True, action="page(-1)", shown="PgUp/PgDn"
)
PAGE_AFTER = Command("calendar-page-after", "pagedown", action="page(1)")
TODAY = Command("calendar-today", "t,home", footer=True, action="today")
DATE = Command("calendar-date", "g", action="date")
MOVE_DAY = Command(
    "calendar-day-earlier", "left_square_bracket", footer=True, action="move(-1440)", shown="[ ]"
)
MOVE_DAY_LATER = Command("calendar-day-later", "right_square_bracket", action="move(1440)")
MOVE = Command("calendar-earlier", "less_than_sign", footer=True, action="move(-15)", shown="< >")
MOVE_LATER = Command("calendar-later", "greater_than_sign", action="move(15)")
EDIT = Command("calendar-edit", "e", action="edit")
DELETE = Command("calendar-delete", "delete", action="delete")
LEFT = Command("calendar-left", "left,h", action="step(-1, 0)")
RIGHT = Command("calendar-right", "right,l", action="step(1, 0)")
UP = Command("calendar-up", "up,k", action="step(0, -1)")
DOWN = Command("calendar-down", "down,j", action="step(0, 1)")
MONTH = Command("calendar-month", "m", action="view('month')")
WEEK = Command("calendar-week", "w", action="view('week')")
DAY = Command("calendar-day", "d", action="view('day')")
COMPLETED = Command("calendar-completed", "c", action="completed")
WHOSE = Command("calendar-whose", "o", action="whose")

# What all three have, after what is the footer's.
COMMON = (
    EDIT,
    DELETE,
    LEFT,
    RIGHT,
    UP,
    DOWN,
    DATE,
    MONTH,
    WEEK,
    DAY,
    COMPLETED,
    WHOSE,
    PAGE_AFTER,
    MOVE_DAY_LATER,
    MOVE_LATER,
)

ALL = (
    OPEN,
    LIST,
    NEXT,
    PREVIOUS,
    NEW,
    DONE,
    TODAY,
    PAGE_BEFORE,
    PAGE_AFTER,
    MOVE_DAY,
    MOVE_DAY_LATER,
    MOVE,
    MOVE_LATER,
    *COMMON[:12],
)
