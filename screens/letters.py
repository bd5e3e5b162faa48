"""The letters by which menus offer what they do, the same in every language and every menu.

They are no words, so no catalogue has them: a hand that knows a letter finds the same behind it
wherever it is offered. `d` deletes, and nothing else.
"""

from __future__ import annotations

LETTERS = {
    # Records of any kind.
    "open": "o",
    "edit": "e",
    "delete": "d",
    "activate": "r",
    "deactivate": "i",
    "documents": "m",
    "contact": "c",
    "print": "p",
    # A party and its contacts.
    "add-member": "m",
    "take-out": "b",
    "convert-customer": "v",
    "convert-prospect": "v",
    "inactive-contacts": "h",
    "note": "n",
    "activity": "a",
    "copy-into": "c",
    "provenance": "k",
    "subscriptions": "g",
    "sends": "s",
    "interval": "t",
    # What is to be done.
    "complete": "x",
    "done": "x",
    "reopen": "r",
    "move": "a",
    "removed": "t",
    "whole": "e",
    "snooze": "p",
    # Dates of a series, and intervals of dates.
    "this": "c",
    "following": "s",
    "all": "t",
    "days30": "3",
    "quarter": "m",
    "year": "1",
    "dates": "u",
    # Sales, the outcomes as in their lists.
    "opportunity": "o",
    "quote": "q",
    "quotes": "s",
    "close": "l",
    "win": "w",
    "lose": "l",
    "cancel": "a",
    "hold": "u",
    "resume": "r",
    "sent": "e",
    "draft": "b",
    "revise": "r",
    "history": "h",
    "lines": "i",
    # Lines of a sale.
    "insert_line": "n",
    "delete_line": "d",
    "undo_delete": "u",
    "duplicate_line": "c",
    "move_up": "k",
    "move_down": "j",
    "toggle_taxable": "t",
    # Mailings.
    "audience": "a",
    "produce": "p",
    "recipients": "r",
    "send": "e",
    "eml": "f",
    "dry_run": "b",
    "letters": "l",
    "labels": "s",
    "again": "t",
    # Where a print goes, and in which language.
    "show": "m",
    "text": "t",
    "pdf": "p",
    "printer": "i",
    "terminal": "b",
    "language": "l",
    # What to do with unsaved changes.
    "save": "e",
    "discard": "a",
    # Whose version of what two have changed is kept.
    "mine": "m",
    "theirs": "a",
}

# Those that take something away for good.
DELETING = frozenset({"delete", "delete_line"})
