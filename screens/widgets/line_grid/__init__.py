"""The grid in which the lines of opportunities and quotes are typed."""

from screens.widgets.line_grid.grid import LineGrid

__all__ = ["LineGrid"]
