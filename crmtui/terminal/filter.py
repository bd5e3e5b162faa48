"""The last look at what is painted: no control character passes."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from crmtui.safe_text import painted


class ControlFilter(LineFilter):
    """Removes terminal sequences and hidden characters from painted lines."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with only what can be seen, the same list where all can be."""
        if all(_clean(segment) for segment in segments):
            return segments
        return [_cleaned(segment) for segment in segments if not segment.control]


def _clean(segment: Segment) -> bool:
    text, style, control = segment
    return text.isprintable() and control is None and (style is None or style.link is None)


def _cleaned(segment: Segment) -> Segment:
    text, style, _ = segment
    # A link is a terminal sequence that carries its address as it is.
    if style is not None and style.link is not None:
        style = style.update_link(None)
    return Segment(painted(text), style)
