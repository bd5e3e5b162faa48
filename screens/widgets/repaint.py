"""Paints again only those lines of a widget that a change makes others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.geometry import Region
from textual.widget import Widget


@contextmanager
def changed_lines(widget: Widget) -> Iterator[None]:
    """Change what a widget that paints by lines shows; those that stay as they are stay painted.

    Asking for its lines twice takes less time, and far fewer bytes, than painting them all.
    """
    width, height = widget.size
    before = [widget.render_line(y) for y in range(height)]
    yield
    lines = (y for y in range(height) if widget.render_line(y) != before[y])
    regions = [Region(0, y, width, 1) for y in lines]
    if regions:
        widget.refresh(*regions)
