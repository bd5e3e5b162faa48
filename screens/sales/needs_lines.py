"""What a form of lines says where there must be one and is none, and where Enter saves."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from screens.commands import records
from screens.commands.command import key_name
from screens.line_keys import HasLines
from screens.widgets.bars import StatusLine
from screens.widgets.line_grid import LineGrid


class NeedsLines(HasLines):
    """Lines after whose last one Enter saves.

    `FIRST_LINE` is what is said of Enter in an empty first line, where there must be a line.
    """

    FIRST_LINE = ""

    closed: Any
    enter_saves: Any
    _lack_told = ""

    @property
    def lacks_lines(self) -> bool:
        """Whether there must be a line and is none."""
        return bool(self.FIRST_LINE) and not self.grid.lines

    @property
    def saves_by_enter(self) -> bool:
        """Enter saves in the empty line at the end, once there are lines enough."""
        at_end = self.in_lines() and self.grid.at_end and not self.closed
        return bool(self.enter_saves and at_end and not self.lacks_lines)

    def on_line_grid_moved(self, event: LineGrid.Moved) -> None:
        """Say whether Enter would save now."""
        event.stop()
        self.show_keys()

    def ask_for_line(self) -> None:
        """Say that a line is needed, and how one is found."""
        self.say(t(self.FIRST_LINE, keys=key_name(records.PROMPT.keys.partition(",")[0])))
        self.lack_is_told()

    def lack_is_told(self) -> None:
        """Keep what the status line says of the line that is needed, until there is one."""
        self._lack_told = self.query_one(StatusLine).text

    def lines_changed(self) -> None:
        """Say no more that a line is needed once there is one, and whether Enter would save."""
        if self.grid.at_end:
            # The line that was the only one may be gone.
            self.show_keys()
        if self._lack_told and not self.lacks_lines:
            if self._lack_told == self.query_one(StatusLine).text:
                self.say("")
            self._lack_told = ""
