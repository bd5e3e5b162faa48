"""The lines of an address in as much room as there is: never wider, never more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crmtui.printing.layout import wrapped

Measure = Callable[[str], float]


def address_block(
    lines: Sequence[str], width: float, most: int, measure: Measure, mark: str = "..."
) -> list[str]:
    """An address in `most` lines that are no wider: wrapped where there is room, else cut.

    `mark` stands for what is cut off. Of too many lines the first and the last ones stay, since
    the name and the postal code are what nobody does without.
    """
    kept = [line for line in lines if line.strip()]
    broken = [part for line in kept for part in wrapped(line, width, measure) if part]
    if len(broken) <= most:
        return broken
    if len(kept) > most:
        kept = [*kept[:1], *kept[len(kept) - most + 1 :]]
    return [cut(line, width, measure, mark) for line in kept]


def cut(text: str, width: float, measure: Measure, mark: str = "...") -> str:
    """A text that is no wider; where something is cut off, `mark` says so."""
    if measure(text) <= width:
        return text
    while text and measure(text + mark) > width:
        text = text[:-1].rstrip(" ")
    return text + mark if measure(text + mark) <= width else ""
