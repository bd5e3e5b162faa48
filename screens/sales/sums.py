"""What the lines come to, at the right below them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.paint import BOLD, PLAIN, blank, cells, fit, strip

# Below so many lines of a window the sums share one, so that lines have room.
LOW = 22


class Sums(Widget):
    """Sums under one another with their names; on one line in a low window."""

    DEFAULT_CSS = "Sums { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.sums: tuple[tuple[str, str], ...] = ()

    def show(self, sums: Sequence[tuple[str, str]]) -> None:
        """Show names and amounts."""
        if tuple(sums) != self.sums:
            self.sums = tuple(sums)
            self.fit_in()
            self.refresh()

    def on_resize(self) -> None:
        """Take the room that there is."""
        self.fit_in()

    def fit_in(self) -> None:
        """Take a line for each sum, or one for all."""
        height = 1 if self._is_low else max(1, len(self.sums))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    @property
    def _is_low(self) -> bool:
        return bool(self.app.size.height < LOW)

    def render_line(self, y: int) -> Strip:
        """Paint one sum, or all in a row."""
        width = self.size.width
        if self._is_low:
            text = _row(self.sums, width - 2)
            return strip([Segment(fit(text, width - 1, right=True) + " ", BOLD)], width)
        if y >= len(self.sums):
            return blank(width)
        name, amount = self.sums[y]
        room = max(cells(text) for _, text in self.sums)
        text = f"{name}  {fit(amount, room, right=True)} "
        style = BOLD if y == len(self.sums) - 1 else PLAIN
        return strip([Segment(fit(text, width, right=True), style)], width)


def _row(sums: Sequence[tuple[str, str]], width: int) -> str:
    """Sums in a row; where they don't all fit, the first and the last."""
    text = " · ".join(f"{name} {amount}" for name, amount in sums)
    if cells(text) > width and len(sums) > 2:
        return _row((sums[0], sums[-1]), width)
    return text
