"""A document as PDF, by reportlab where that is installed; the same record gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from crmtui.printing.document import Document
from crmtui.printing.layout import BOLD, PLAIN, RULE, TITLE, Line, Paper, pages_of
from crmtui.printing.letters import fitted
from models.rules import RuleBroken

# What the fonts built into every reader can write.
CHARSET = "cp1252"

_LETTER = (612.0, 792.0)
_MARGIN = 54.0
_LEADING = 13.0
_FONTS = {PLAIN: ("Helvetica", 9.5), BOLD: ("Helvetica-Bold", 9.5), TITLE: ("Helvetica-Bold", 15)}


def refuse_without_reportlab() -> None:
    """Refuse where PDF can't be made. Raises `RuleBroken`."""
    try:
        import reportlab.pdfgen.canvas  # noqa: F401
    except ImportError:
        raise RuleBroken("print.no_reportlab") from None


def as_pdf(document: Document) -> bytes:
    """The pages in US letter size. Raises `RuleBroken` where reportlab is not installed."""
    refuse_without_reportlab()
    from reportlab.pdfgen.canvas import Canvas

    fitting = document.mapped(fitted(CHARSET))
    canvas = Canvas(
        io.BytesIO(), _LETTER, pageCompression=1, invariant=1, lang=f"{document.language}-CA"
    )
    canvas.setTitle(document.name)
    canvas.setAuthor(next(iter(document.company), ""))
    canvas.setSubject(next(iter(document.addressed), ""))
    canvas.setCreator("crmtui")
    # The record's own day, since the moment of printing would make other bytes.
    canvas.setDateFormatter(lambda *moment: f"D:{document.day:%Y%m%d}")
    for page in pages_of(fitting, _paper()):
        for n, line in enumerate(page, 1):
            _draw(canvas, line, _LETTER[1] - _MARGIN - n * _LEADING)
        canvas.showPage()
    return bytes(canvas.getpdfdata())


def width_in(font: str) -> Callable[[str], float]:
    """How wide a text of `CHARSET` is in a built-in font, in parts of the font's size.

    Raises `RuleBroken` where reportlab is not installed.
    """
    refuse_without_reportlab()
    from reportlab.pdfbase.pdfmetrics import getFont

    letters = (bytes([code]).decode(CHARSET, "replace") for code in range(256))
    widths = dict(zip(letters, getFont(font).widths, strict=True))
    return lambda text: sum(map(widths.__getitem__, text)) / 1000


def _paper() -> Paper:
    widths = {font: width_in(font) for font, _ in _FONTS.values()}

    def measure(text: str, style: str) -> float:
        font, size = _FONTS[style]
        return widths[font](text) * size

    lines = int((_LETTER[1] - 2 * _MARGIN) / _LEADING)
    return Paper(width=_LETTER[0] - 2 * _MARGIN, lines=lines, gap=8, measure=measure)


def _draw(canvas: Any, line: Line, y: float) -> None:
    for piece in line:
        x = _MARGIN + piece.x
        if piece.style == RULE:
            canvas.setLineWidth(0.5)
            canvas.line(x, y + _LEADING / 3, x + piece.width, y + _LEADING / 3)
            continue
        canvas.setFont(*_FONTS[piece.style])
        put = canvas.drawRightString if piece.right else canvas.drawString
        put(x, y, piece.text)
