"""Address labels of a produced postal mailing, as PDF and for a line printer (spec 10.3).

Both sheets are US letter size, 8 1/2 x 11 in, and the same on both sides:

- Avery 5160, address labels: 3 across and 10 down, 2 5/8 x 1 in; the first one 3/16 in from the
  left and 1/2 in from the top, from one to the next 2 3/4 in across and 1 in down.
- Avery 5163, shipping labels: 2 across and 5 down, 4 x 2 in; the first one 5/32 in from the left
  and 1/2 in from the top, from one to the next 4 3/16 in across and 2 in down.

They are filled row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from crmtui.mail.paper import Printed, Run
from crmtui.printing.address_block import address_block
from crmtui.printing.layout import wrapped
from crmtui.printing.pdf import CHARSET, width_in
from crmtui.printing.pdf_stream import FONTS, LETTER, PdfStream, Text
from crmtui.safe_text import visible
from crmtui.text_width import width_of
from models.rules import RuleBroken

_INCH = 72.0
# Of a line printer: characters and lines to the inch.
_ACROSS, _DOWN = 10, 6
# What stays free within a label, in inches: sheets are never fed quite straight.
_BESIDE, _ABOVE = 0.125, 0.0625
# In points: what is read with ease, and the least that is.
_EASY, _LEAST, _STEP = 8.0, 6.0, 0.5
# Of a font's size: from one line to the next, above and below the base line.
_LEADING, _ASCENT, _DESCENT = 1.15, 0.75, 0.22

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels, in inches; `size` is that of the font where there is room, in points."""

    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    pitch_across: float
    pitch_down: float
    size: float

    @property
    def count(self) -> int:
        """How many labels it has."""
        return self.across * self.down

    def corner(self, n: int) -> tuple[float, float]:
        """The upper left corner of a label counted from 0, from that of the sheet."""
        row, column = divmod(n, self.across)
        return self.left + column * self.pitch_across, self.top + row * self.pitch_down


SHEETS = {
    "5160": Sheet(3, 10, 2.625, 1, 0.1875, 0.5, 2.75, 1, 10),
    "5163": Sheet(2, 5, 4, 2, 0.15625, 0.5, 4.1875, 2, 12),
}


def sheet_of(name: str, start: int = 1) -> Sheet:
    """The sheet of a name, which has a label `start`. Raises `RuleBroken`."""
    if name not in SHEETS:
        raise RuleBroken("labels.sheet", text=visible(name), choices=", ".join(SHEETS))
    found = SHEETS[name]
    if not 1 <= start <= found.count:
        raise RuleBroken("labels.start", n=found.count, start=start)
    return found


def write_pdf(
    mailing: int, out: BinaryIO, *, sheet: str = "5160", start: int = 1, **how: Any
) -> Printed:
    """Write the labels of a mailing as PDF, beginning with any label of the first sheet.

    `only` names recipients, `ask` and `progress` are those of `Run`. Raises `RuleBroken`, also
    where reportlab is not installed.
    """
    found = sheet_of(sheet, start)
    width = width_in(FONTS[0])
    run = Run(mailing, charset=CHARSET, **how)
    sender = run.sender
    with PdfStream(
        out,
        title=visible(sender.mailing),
        author=visible(sender.company),
        day=sender.day,
        language=sender.language,
    ) as pdf:
        for page in _sheets(_addresses(run), found.count, start):
            pdf.page(
                text for n, lines in enumerate(page) for text in drawn_label(lines, found, n, width)
            )
        run.done.pages = pdf.pages
    return run.done


def write_text(
    mailing: int,
    out: BinaryIO,
    *,
    sheet: str = "5160",
    start: int = 1,
    charset: str = "utf-8",
    **how: Any,
) -> Printed:
    """Write the labels of a mailing for a printer of ten characters and six lines to the inch.

    The sheet begins half an inch below its edge, and has a form feed after it.
    """
    found = sheet_of(sheet, start)
    run = Run(mailing, charset=charset, **how)
    for page in _sheets(_addresses(run), found.count, start):
        text = "".join(f"{line}\n" for line in text_sheet(page, found, run.fit("…")))
        out.write((("\f" if run.done.pages else "") + text).encode(charset, "replace"))
        run.done.pages += 1
    return run.done


def _addresses(run: Run) -> Iterator[list[str]]:
    for each in run:
        lines = [visible(line) for line in each.address.splitlines()]
        run.done.fitting("\n".join(lines), run.charset)
        yield [run.fit(line) for line in lines if line.strip()]


def _sheets(
    addresses: Iterable[Sequence[str]], count: int, start: int
) -> Iterator[list[Sequence[str]]]:
    """The addresses sheet by sheet; labels before the first one are empty."""
    page: list[Sequence[str]] = [()] * (start - 1)
    for address in addresses:
        page.append(address)
        if len(page) == count:
            yield page
            page = []
    if any(page):
        yield page


def drawn_label(lines: Sequence[str], sheet: Sheet, n: int, width: Measure) -> Iterator[Text]:
    """An address within the label `n` of a sheet; `width` is a text's in parts of the font's size.

    It is smaller, broken or cut where there is too little room.
    """
    wide = (sheet.width - 2 * _BESIDE) * _INCH
    high = (sheet.height - 2 * _ABOVE) * _INCH
    size, shown = _fitted(lines, sheet.size, wide, high, width)
    left, top = (part * _INCH for part in sheet.corner(n))
    x = left + _BESIDE * _INCH
    block = _height(len(shown), size)
    y = LETTER[1] - top - _ABOVE * _INCH - (high - block) / 2 - _ASCENT * size
    for line in shown:
        yield Text(x, y, line, FONTS[0], size)
        y -= _LEADING * size


def _fitted(
    lines: Sequence[str], largest: float, wide: float, high: float, width: Measure
) -> tuple[float, list[str]]:
    """The size and the lines of an address: whole lines where they can be read with ease."""
    kept = [line for line in lines if line]
    widest = max(map(width, kept), default=0)
    for size in _sizes(largest, _EASY):
        if widest * size <= wide and _height(len(kept), size) <= high:
            return size, kept
    for size in _sizes(largest, _LEAST):
        broken = [part for line in kept for part in wrapped(line, wide / size, width) if part]
        if _height(len(broken), size) <= high:
            return size, broken
    most = int((high / _LEAST - _ASCENT - _DESCENT) / _LEADING) + 1
    return _LEAST, address_block(kept, wide / _LEAST, most, width, "…")


def _sizes(largest: float, least: float) -> Iterator[float]:
    size = largest
    while size >= least:
        yield size
        size -= _STEP


def _height(lines: int, size: float) -> float:
    return ((lines - 1) * _LEADING + _ASCENT + _DESCENT) * size if lines else 0


def text_sheet(page: Sequence[Sequence[str]], sheet: Sheet, mark: str) -> list[str]:
    """The lines of a sheet of labels, each in its columns and lines."""
    across, down = int(sheet.width * _ACROSS), int(sheet.height * _DOWN)
    found: list[str] = []
    for first in range(0, len(page), sheet.across):
        row = page[first : first + sheet.across]
        cells = [_cell(lines, across - 2, down, mark) for lines in row]
        columns = [round(n * sheet.pitch_across * _ACROSS) + 1 for n in range(len(row))]
        for parts in zip(*cells, strict=True):
            found.append(_beside(parts, columns))
    return found


def _cell(lines: Sequence[str], width: int, most: int, mark: str) -> list[str]:
    """An address in so many lines, in the middle of them."""
    shown = address_block(lines, width, most, width_of, mark)
    above = (most - len(shown)) // 2
    return [*([""] * above), *shown, *([""] * (most - len(shown) - above))]


def _beside(parts: Sequence[str], columns: Sequence[int]) -> str:
    text = ""
    for part, column in zip(parts, columns, strict=True):
        if part:
            text += " " * (column - width_of(text)) + part
    return text.replace("\u00a0", " ").replace("\u202f", " ").rstrip()
