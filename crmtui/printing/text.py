"""A document as text: 80 columns, pages of 60 lines with a form feed between them (spec 8.4)."""

from __future__ import annotations

from crmtui.printing.document import Document
from crmtui.printing.layout import RULE, Line, Paper, pages_of
from crmtui.printing.letters import fitted
from crmtui.text_width import width_of

WIDTH, LINES = 80, 60


def _measure(text: str, style: str) -> float:
    return width_of(text)


PAPER = Paper(width=WIDTH, lines=LINES, gap=2, measure=_measure)


def as_text(document: Document, charset: str = "utf-8") -> str:
    """The pages, in letters that a charset can write."""
    pages = pages_of(document.mapped(fitted(charset)), PAPER)
    return "\f".join("".join(f"{painted(line)}\n" for line in page) for page in pages)


def painted(line: Line) -> str:
    """A line's pieces, each in its cells; a blank that does not break is a blank by now."""
    text = ""
    for piece in line:
        said = "-" * int(piece.width) if piece.style == RULE else piece.text
        start = int(piece.x) - (width_of(said) if piece.right else 0)
        text += " " * max(start - width_of(text), 1 if text else 0) + said
    return text.replace("\u00a0", " ").replace("\u202f", " ").rstrip()
