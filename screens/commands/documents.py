"""Commands of a record's documents: attach, show, save a copy, rename, remove."""

from __future__ import annotations

from screens.commands.command import Command

SHOW = Command("document-show", "enter", where="list", footer=True, action="open")
ATTACH = Command("document-attach", "f6", footer=True, action="new")
ATTACH_LETTER = Command("document-attach-here", "n,plus,insert", where="list", action="new")
SAVE = Command("document-save", "w,s", where="list", footer=True, action="save_copy")
RENAME = Command("document-rename", "e", where="list", footer=True, action="edit")
REMOVE = Command("document-remove", "d,delete", where="list", footer=True, action="delete")

ALL = (SHOW, ATTACH, ATTACH_LETTER, SAVE, RENAME, REMOVE)
