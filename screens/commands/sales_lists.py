"""Commands of the lists of sales: opportunities, quotes, the pipeline, a contact's tabs of both."""

from __future__ import annotations

from dataclasses import replace

from screens.commands import lists, records
from screens.commands.command import Command

CLOSE = Command("sale-close", "x", where="list", footer=True)
PRINT = Command("sale-print", "p", where="list")

# What is shown by its outcome; in both lists and in both tabs the same four letters.
CURRENT = Command(
    "sales-current", "o", where="list", footer=True, action="group('current')", shown="o w l a"
)
WON = Command("sales-won", "w", where="list", action="group('won')")
LOST = Command("sales-lost", "l", where="list", action="group('lost')")
EVERY = Command("sales-every", "a", where="list", action="group('')")
GROUPS = (CURRENT, WON, LOST, EVERY)

FILTERS = Command("sale-filters", "f4,ctrl+o", footer=True, action="filters")
FILTERS_LETTER = Command("sale-filters-here", "f", where="list", action="filters")
MINE = Command("sales-mine", "m", where="list")
PIPELINE = Command("pipeline", "v", where="list", footer=True)

BY_STAGE = Command("pipeline-stage", "1", where="list", footer=True, action="by('stage')")
BY_OWNER = Command("pipeline-owner", "2", where="list", footer=True, action="by('owner')")
BY_MONTH = Command("pipeline-month", "3", where="list", footer=True, action="by('month')")
PIPELINE_MINE = replace(MINE, footer=True)

THIRD_TAB = Command("third-tab", "3", where="list", action="tab(2)")
FOURTH_TAB = Command("fourth-tab", "4", where="list", action="tab(3)")

# What other lists have in their footer, and these, which have more of their own, in the help.
QUIET = (
    replace(lists.SORT, footer=False),
    replace(lists.EDIT, footer=False),
    replace(records.ACTIONS, footer=False),
    records.ACTIONS_LETTER,
)

ALL = (
    CLOSE,
    PRINT,
    *GROUPS,
    FILTERS,
    FILTERS_LETTER,
    MINE,
    PIPELINE,
    BY_STAGE,
    BY_OWNER,
    BY_MONTH,
    THIRD_TAB,
    FOURTH_TAB,
)
