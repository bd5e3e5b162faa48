"""Text into lines of cells: fitted, styled, as wide as it must be."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.symbols import sign

PLAIN = Style()
BOLD = Style(bold=True)
DIM = Style(dim=True)
REVERSE = Style(reverse=True)
ERROR = Style(bold=True, color="red")


def cells(text: str) -> int:
    """How many cells a text takes."""
    return cell_len(text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in just `width` cells, cut with a sign where it is longer."""
    if width <= 0:
        return ""
    if text.isascii():
        if len(text) > width:
            return text[: width - 1] + sign("more")
        return text.rjust(width) if right else text.ljust(width)
    taken = cell_len(text)
    if taken > width:
        return set_cell_size(text, width - 1) + sign("more")
    blank = " " * (width - taken)
    return blank + text if right else text + blank


def gist(text: str, width: int, key: str) -> str:
    """As much of a text as fits in a width; where more follows, the key that shows it whole."""
    if cells(text) <= width:
        return text
    end = f" ({key})"
    return fit(text, max(1, width - cells(end))) + end


def clip(text: str, width: int) -> str:
    """The text in just `width` cells, cut without a sign: where few fit, each letter counts."""
    return set_cell_size(text, max(0, width))


def strip(segments: Iterable[Segment], width: int) -> Strip:
    """Segments as one line of a width; each has a style, since filters ask for one."""
    styled = [s if s.style is not None else Segment(s.text, PLAIN) for s in segments]
    return Strip(styled).adjust_cell_length(width, PLAIN)


def blank(width: int) -> Strip:
    """An empty line."""
    return Strip.blank(width, PLAIN)
