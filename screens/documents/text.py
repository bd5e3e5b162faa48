"""Whether a document is text, and that text in lines of a width; safe for a terminal."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from crmtui.safe_text import visible
from screens.widgets.paint import cells

# So much of a text is shown.
MOST = 1 << 20
_TAB = 8
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
    return [part for line in lines for part in _parts(line, max(2, width))]


def _parts(line: str, width: int) -> Iterator[str]:
    at = 0
    while len(line) - at > width // 2 and cells(line[at : at + width + 1]) > width:
        length = _as_many(line, at, width)
        blank = line.rfind(" ", at + length // 2, at + length + 1)
        end = blank if blank > at else at + length
        yield line[at:end]
        at = end + 1 if blank > at else end
    yield line[at:]


def _as_many(line: str, at: int, width: int) -> int:
    """How many characters from a place on fit in so many cells; one at the least."""
    part = line[at : at + width]
    if part.isascii():
        return len(part)
    while len(part) > 1 and cells(part) > width:
        part = part[:-1]
    return len(part)
