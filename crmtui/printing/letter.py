"""A letter on its pages: the address stands where the window of an envelope is.

Lines are a sixth of an inch high, 60 to a page, with half an inch above and below; text is one
inch from the left. A number 10 envelope has its window 7/8 in from the left, 1/2 in from the
bottom, 4 1/2 in wide and 1 1/8 in high. Of a sheet folded in three, which lies on the bottom of
the envelope, it shows 2.04 to 3.17 in from the top, and 0.46 in lower where the sheet slides up.
The six lines of the address are 2.17 to 3.17 in from the top and are filled from below: an
address of four lines is seen whole wherever the sheet lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import dropwhile

from crmtui.i18n import t_in
from crmtui.printing.address_block import address_block, cut
from crmtui.printing.layout import BOLD, PLAIN, Line, Paper, Piece, wrapped

# Lines of the first page, counted from 1.
ADDRESS_FIRST, ADDRESS_LAST, TEXT_FIRST = 11, 16, 20
# The sender stays well above the window.
_SENDER_LAST = 8
# Of the whole width: what the window shows even where the sheet slides sideways.
_ADDRESS_WIDTH = 0.5


@dataclass(frozen=True)
class Letter:
    """The texts of a letter; `day` is in words."""

    language: str
    sender: tuple[str, ...]
    day: str
    addressed: tuple[str, ...]
    subject: str
    body: str

    def mapped(self, change: Callable[[str], str]) -> Letter:
        """The same with each of its texts changed."""
        return replace(
            self,
            sender=tuple(map(change, self.sender)),
            day=change(self.day),
            addressed=tuple(map(change, self.addressed)),
            subject=change(self.subject),
            body=change(self.body),
        )

    @property
    def texts(self) -> str:
        """All its texts, to look for single letters in."""
        return "\n".join([*self.sender, self.day, *self.addressed, self.subject, self.body])


def letter_pages(letter: Letter, paper: Paper, mark: str = "...") -> list[list[Line]]:
    """The lines of each page; where there are several, each says which one it is."""
    first, *rest = _filled(_text(letter, paper), paper)
    total = 1 + len(rest)
    return [
        [*_head(letter, paper, total, mark), *first],
        *([*_next_head(letter, paper, n, total, mark), *page] for n, page in enumerate(rest, 2)),
    ]


def _filled(text: list[Line], paper: Paper) -> list[list[Line]]:
    """The text in pages; the blank lines where one ends do not begin the next one."""
    room = paper.lines - TEXT_FIRST + 1
    pages = [text[:room]]
    left = text[room:]
    room = paper.lines - 2
    while left := list(dropwhile(lambda line: not line, left)):
        pages.append(left[:room])
        left = left[room:]
    return pages


def _text(letter: Letter, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    for text, style in ((letter.subject, BOLD), (letter.body, PLAIN)):
        if not text:
            continue
        if lines:
            lines.append(())
        broken = wrapped(text, paper.width, partial(_measured, paper, style))
        lines += [_line(Piece(0, line, style)) for line in broken]
    return lines


def _head(letter: Letter, paper: Paper, pages: int, mark: str) -> list[Line]:
    """All above the text of the first page."""
    right = [letter.day, *([_page_words(letter, 1, pages)] if pages > 1 else ())]
    beside = max(paper.measure(text, PLAIN) for text in right) + paper.gap
    lines: list[Line] = []
    for n in range(TEXT_FIRST - 1):
        left = Piece(0, "")
        if n < min(len(letter.sender), _SENDER_LAST):
            style = PLAIN if n else BOLD
            left = Piece(0, _cut(letter.sender[n], paper.width - beside, paper, style, mark), style)
        said = right[n] if n < len(right) else ""
        lines.append(_line(left, Piece(paper.width, said, right=True)))
    most = ADDRESS_LAST - ADDRESS_FIRST + 1
    width = paper.width * _ADDRESS_WIDTH
    address = address_block(letter.addressed, width, most, partial(_measured, paper, PLAIN), mark)
    begins = ADDRESS_LAST - len(address)
    lines[begins:ADDRESS_LAST] = [_line(Piece(0, text)) for text in address]
    return lines


def _next_head(letter: Letter, paper: Paper, page: int, pages: int, mark: str) -> list[Line]:
    """Whom it is to, and which page, above the text of a page that is not the first."""
    words = _page_words(letter, page, pages)
    room = paper.width - paper.gap - paper.measure(words, PLAIN)
    name = _cut(next(iter(letter.addressed), ""), room, paper, PLAIN, mark)
    return [_line(Piece(0, name), Piece(paper.width, words, right=True)), ()]


def _page_words(letter: Letter, page: int, pages: int) -> str:
    return t_in(letter.language, "print.page", page=page, pages=pages)


def _cut(text: str, width: float, paper: Paper, style: str, mark: str) -> str:
    return cut(text, width, partial(_measured, paper, style), mark)


def _measured(paper: Paper, style: str, text: str) -> float:
    return paper.measure(text, style)


def _line(*pieces: Piece) -> Line:
    return tuple(piece for piece in pieces if piece.text)
