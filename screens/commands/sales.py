"""Commands of the forms of sales that have other words or another place than elsewhere."""

from __future__ import annotations

from dataclasses import replace

from screens.commands import records

# Told by the help alone: in the lines the footer is full.
NEIGHBOURS = (replace(records.PREVIOUS, footer=False), records.NEXT)
