"""Whether a document is text, and that text in lines of a width; safe for a terminal."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from rich.cells import get_character_cell_size

from crmtui.safe_text import visible

# So much of a text is shown.
MOST = 1 << 20
_TAB = 8
# A letter and what is above and below it.
_MOST_A_CELL = 4
# Control characters that texts have: bell and backspace, blanks, pages, escape.
_IN_TEXTS = frozenset(b"\x07\x08\t\n\x0b\x0c\r\x1a\x1b")
_CONTROLS = bytes(set(range(32)) - _IN_TEXTS) + b"\x7f"
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FORMATS = (b"%PDF-", b"%!PS")


def text_of(data: bytes) -> str | None:
    """The text of a document's beginning, or nothing where it is none.

    It is UTF-8 or, where that can't be, what Windows makes in the West; UTF-16 if it says so.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return codecs.getincrementaldecoder(charset)("replace").decode(data[len(mark) :])
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or data.startswith(_FORMATS) or controls * 100 > len(data):
        return None
    try:
        # A letter that the end cuts is left out.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def safe_lines(text: str) -> list[str]:
    """The lines of a text without what a terminal would obey; pages have a blank line between."""
    return visible(text.replace("\f", "\n\n"), multiline=True).expandtabs(_TAB).split("\n")


def wrapped(lines: list[str], width: int) -> list[str]:
    """Lines of so many cells at most, broken at blanks where there are any."""
    made: list[str] = []
    for line in lines:
        # No letter takes more than two cells.
        if 2 * len(line) <= width or (len(line) <= width and line.isascii()):
            made.append(line)
        else:
            made += _parts(line, max(2, width))
    return made


def _parts(line: str, width: int) -> Iterator[str]:
    at = 0
    while (end := _fitting(line, at, width)) < len(line):
        blank = line.rfind(" ", (at + end) // 2, end + 1)
        if blank > at:
            end = blank
        yield line[at:end]
        at = end + 1 if line[end] == " " else end
    yield line[at:]


def _fitting(line: str, at: int, width: int) -> int:
    """The end of what fits in so many cells from a place on."""
    if line[at : at + width].isascii() and line[at + width : at + width + 1].isascii():
        return min(len(line), at + width)
    end = at
    # Signs without a width of their own are not endless.
    for char in line[at : at + _MOST_A_CELL * width]:
        width -= get_character_cell_size(char)
        if width < 0:
            break
        end += 1
    return end
