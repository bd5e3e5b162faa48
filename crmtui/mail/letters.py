"""The letters of a produced postal mailing, as text and as one PDF, each in its language.

The same mailing gives the same bytes whenever it is printed (spec 10.3, 10.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from crmtui.i18n import LANGUAGES, t_in
from crmtui.mail.paper import Printed, Run
from crmtui.printing.document import date_text
from crmtui.printing.layout import BOLD, PLAIN, Line, Paper
from crmtui.printing.letter import Letter, letter_pages
from crmtui.printing.pdf import CHARSET, width_in
from crmtui.printing.pdf_stream import FONTS, LETTER, PdfStream, Text
from crmtui.printing.text import LINES, painted
from crmtui.safe_text import visible
from crmtui.text_width import width_of
from models.mailing_paper import Sender, Written

# Of the text, in characters, ten to the inch: a line printer leaves a little free by itself.
_MARGIN, _WIDTH = 8, 64
# Of the PDF, in points: an inch on both sides, half an inch above.
_LEFT, _ABOVE, _LEADING = 72.0, 36.0, 12.0
# The base line stands so high in its line that what hangs below it is in the line too.
_HANGS = 3.0
_SIZE = 10.0
_FONTS = {PLAIN: FONTS[0], BOLD: FONTS[1]}


def write_text(mailing: int, out: BinaryIO, *, charset: str = "utf-8", **how: Any) -> Printed:
    """Write the letters as text: 80 columns, 60 lines, a form feed between pages and letters.

    `only` names recipients, `ask` and `progress` are those of `Run`. Raises `RuleBroken`.
    """
    run = Run(mailing, charset=charset, **how)
    paper = Paper(_WIDTH, LINES, gap=2, measure=lambda text, style: width_of(text))
    for pages in _letters(run, paper, run.fit("…")):
        for page in pages:
            text = ("\f" if run.done.pages else "") + "".join(map(_painted, page))
            out.write(text.encode(charset, "replace"))
            run.done.pages += 1
    return run.done


def write_pdf(mailing: int, out: BinaryIO, **how: Any) -> Printed:
    """Write the letters as one PDF in US letter size, for window envelopes number 10.

    `only`, `ask`, `progress` as for `write_text`. Raises `RuleBroken`, also where reportlab is
    not installed.
    """
    widths = {style: width_in(font) for style, font in _FONTS.items()}

    def measure(text: str, style: str) -> float:
        return widths[style](text) * _SIZE

    run = Run(mailing, charset=CHARSET, **how)
    paper = Paper(LETTER[0] - 2 * _LEFT, LINES, gap=8, measure=measure)
    with _stream(out, run.sender) as pdf:
        for pages in _letters(run, paper, "…"):
            for page in pages:
                pdf.page(_drawn(page, paper))
        run.done.pages = pdf.pages
    return run.done


def _stream(out: BinaryIO, sender: Sender) -> PdfStream:
    return PdfStream(
        out,
        title=visible(sender.mailing),
        author=visible(sender.company),
        day=sender.day,
        language=sender.language,
    )


def _letters(run: Run, paper: Paper, mark: str) -> Iterator[list[list[Line]]]:
    for each in run:
        letter = letter_of(run.sender, each)
        run.done.fitting(letter.texts, run.charset)
        yield letter_pages(letter.mapped(run.fit), paper, mark)


def letter_of(sender: Sender, written: Written) -> Letter:
    """The letter to somebody; its date is the day on which the mailing was produced."""
    # What another program wrote may be a language that nothing is said in.
    spoken = written.language if written.language in LANGUAGES else sender.language
    phone = t_in(spoken, "print.phone", phone=sender.phone) if sender.phone else ""
    company = [sender.company, *sender.address.splitlines(), phone, sender.email]
    return Letter(
        language=spoken,
        sender=tuple(visible(line) for line in company if line.strip()),
        day=date_text(sender.day, spoken),
        addressed=tuple(visible(line) for line in written.address.splitlines() if line.strip()),
        subject=visible(written.subject).strip(),
        body=visible(written.body, multiline=True).expandtabs(4).strip(),
    )


def _painted(line: Line) -> str:
    text = painted(line)
    return f"{' ' * _MARGIN}{text}\n" if text else "\n"


def _drawn(page: Iterable[Line], paper: Paper) -> Iterator[Text]:
    for n, line in enumerate(page, 1):
        for piece in line:
            back = paper.measure(piece.text, piece.style) if piece.right else 0
            y = LETTER[1] - _ABOVE - n * _LEADING + _HANGS
            yield Text(_LEFT + piece.x - back, y, piece.text, _FONTS[piece.style], _SIZE)
