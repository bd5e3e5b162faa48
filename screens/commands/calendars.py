"""Commands of the calendars: the month, the week, the day."""

from __future__ import annotations

from screens.commands.command import Command

OPEN = Command("calendar-open", "enter", action="open")
# From the month's grid into its list and back; in the week and the day on to the next activity.
LIST = Command("calendar-list", "tab", action="switch_focus")
NEXT = Command("calendar-next", "tab", action="activity(1)")
PREVIOUS = Command("calendar-previous", "shift+tab", action="activity(-1)")
NEW = Command("calendar-new", "n,f6,plus,insert", action="new")
DONE = Command("calendar-done", "x", action="done")
EDIT = Command("calendar-edit", "e", action="edit")
EARLIER = Command("calendar-earlier", "less_than_sign", action="move(-15)", shown="< >")
LATER = Command("calendar-later", "greater_than_sign", action="move(15)")
DAY_EARLIER = Command(
    "calendar-day-earlier", "left_square_bracket", action="move(-1440)", shown="[ ]"
)
DAY_LATER = Command("calendar-day-later", "right_square_bracket", action="move(1440)")
DELETE = Command("calendar-delete", "delete", action="delete")
LEFT = Command("calendar-left", "left,h", action="step(-1, 0)")
RIGHT = Command("calendar-right", "right,l", action="step(1, 0)")
UP = Command("calendar-up", "up,k", action="step(0, -1)")
DOWN = Command("calendar-down", "down,j", action="step(0, 1)")
PAGE_BEFORE = Command("calendar-page-before", "pageup", action="page(-1)")
PAGE_AFTER = Command("calendar-page-after", "pagedown", action="page(1)")
TODAY = Command("calendar-today", "t,home", action="today")
DATE = Command("calendar-date", "g", action="date")
MONTH = Command("calendar-month", "m", action="view('month')")
WEEK = Command("calendar-week", "w", action="view('week')")
DAY = Command("calendar-day", "d", action="view('day')")
COMPLETED = Command("calendar-completed", "c", action="completed")
WHOSE = Command("calendar-whose", "o", action="whose")

# What all three have.
COMMON = (
    NEW,
    DONE,
    EDIT,
    EARLIER,
    LATER,
    DAY_EARLIER,
    DAY_LATER,
    DELETE,
    LEFT,
    RIGHT,
    UP,
    DOWN,
    PAGE_BEFORE,
    PAGE_AFTER,
    TODAY,
    DATE,
    MONTH,
    WEEK,
    DAY,
    COMPLETED,
    WHOSE,
)

ALL = (OPEN, LIST, NEXT, PREVIOUS, *COMMON)
