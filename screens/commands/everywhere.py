"""Commands of every screen."""

from __future__ import annotations

from screens.commands.command import Command

HELP = Command("help", "f1", footer=True)
GO_TO = Command("go-to", "ctrl+g", footer=True)
LOOKUP = Command("lookup", "ctrl+f")
PALETTE = Command("palette", "ctrl+p")
WHOLE_MESSAGE = Command("whole-message", "M")
REFRESH = Command("refresh", "f5,ctrl+r")
REDRAW = Command("redraw", "ctrl+l")
LEAVE = Command("leave", "escape,f3", footer=True)
LANGUAGE = Command("language", "ctrl+t")
QUIT = Command("quit", "ctrl+q")
COPY_OR_QUIT = Command("copy-or-quit", "ctrl+c")

# The ways out that act above dialogs and notices too.
OUT = (QUIT, COPY_OR_QUIT)

ALL = (HELP, WHOLE_MESSAGE, GO_TO, LOOKUP, PALETTE, REFRESH, REDRAW, LEAVE, LANGUAGE, *OUT)

# What the first run has instead.
BEGIN = Command("begin", "f2,ctrl+s", footer=True)
SKIP = Command("skip", "escape,f3", footer=True)
FIRST_RUN = (BEGIN, SKIP)
