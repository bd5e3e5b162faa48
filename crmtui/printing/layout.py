"""Where each text of a document stands on its pages, in cells or in points.

Text and PDF differ in how wide letters are and in how pieces are put down, in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from crmtui.printing.document import Column, Document

PLAIN, BOLD, TITLE, RULE = "plain", "bold", "title", "rule"

# Of the whole width: the least that a description takes, the most that a code and a unit do.
_LEAST_DESCRIPTION = 0.2
_MOST = {"item": 0.2, "unit": 0.12}
# How the title, the number and the page stand beside the company.
_BESIDE = (TITLE, BOLD, PLAIN)
# Where what stands beside the address begins.
_SECOND_HALF = 0.5


@dataclass(frozen=True)
class Paper:
    """How wide a page is, how many lines it has, and how wide a text in a style is."""

    width: float
    lines: int
    gap: float
    measure: Callable[[str, str], float]


@dataclass(frozen=True)
class Piece:
    """A text on a line, or a rule that is `width` long; `x` is its left end, or its right one."""

    x: float
    text: str
    style: str = PLAIN
    right: bool = False
    width: float = 0


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class _Block:
    """Lines that stay on one page; those of the table have its headings above them."""

    lines: tuple[Line, ...]
    table: bool = False


def pages_of(document: Document, paper: Paper) -> list[list[Line]]:
    """The lines of each page."""
    sheets = _Sheets(document, paper)
    for block in _blocks(document, paper, sheets.columns):
        sheets.add(block)
    total = len(sheets.pages)
    return [[*_heading(document, paper, n, total), *body] for n, body in enumerate(sheets.pages, 1)]


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """A text in lines that are no wider; it breaks at blanks, a word too long inside itself."""
    return [line for part in text.split("\n") for line in _wrapped_line(part, width, measure)]


def _wrapped_line(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    if measure(text) <= width:
        yield text.rstrip(" ")
        return
    line, used = "", 0.0
    for word in text.split(" "):
        piece = f" {word}" if line else word
        wide = measure(piece)
        if used + wide <= width:
            line, used = line + piece, used + wide
            continue
        if line.strip(" "):
            yield line.rstrip(" ")
        *full, line = _cut(word, width, measure)
        used = measure(line)
        yield from full
    yield line


def _cut(word: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """A word in parts that are no wider; a mark stays with its letter."""
    if measure(word) <= width:
        yield word
        return
    part, used = "", 0.0
    for char in word:
        wide = measure(char)
        if part and wide and used + wide > width:
            yield part
            part, used = "", 0.0
        part += char
        used += wide
    yield part


class _Sheets:
    """Pages that are being filled."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.columns = _Table(document, paper)
        self.pages: list[list[Line]] = [[]]
        self._rooms = [paper.lines - len(_heading(document, paper, n, 2)) for n in (1, 2)]
        self._headed = False

    @property
    def _room(self) -> int:
        return self._rooms[0 if len(self.pages) == 1 else 1] - len(self.pages[-1])

    def add(self, block: _Block) -> None:
        """Put a block on the page, or on the next one where it does not fit any more."""
        lines = self._with_headings(block)
        if len(lines) > self._room and self.pages[-1]:
            self.pages.append([])
            self._headed = False
            lines = self._with_headings(block)
        if not self.pages[-1] and not any(lines):
            return
        if len(lines) > self._room:
            # More than a page holds: the rest goes on to the next one.
            for line in lines:
                self.add(_Block((line,)))
            return
        self.pages[-1] += lines
        self._headed = self._headed or block.table

    def _with_headings(self, block: _Block) -> tuple[Line, ...]:
        bare = self._headed or not block.table
        return block.lines if bare else (*self.columns.headings, *block.lines)


class _Table:
    """The table of lines: how wide its columns are, and what stands in them."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.paper = paper
        self.columns = list(document.columns)
        self.rows: Sequence[Sequence[str]] = document.rows
        self.widths = self._widths()
        at = next(n for n, column in enumerate(self.columns) if column.name == "description")
        if self.widths[at] < paper.width * _LEAST_DESCRIPTION and self.columns[0].name == "item":
            self._fold_items()
        self.headings = self._headings()

    def _fold_items(self) -> None:
        """Put the codes before the descriptions, where numbers leave no room for a column."""
        self.columns = self.columns[1:]
        self.rows = [(f"{row[0]} {row[1]}".strip(), *row[2:]) for row in self.rows]
        self.widths = self._widths()

    def _widths(self) -> list[float]:
        paper = self.paper
        widths = [self._widest(n, column) for n, column in enumerate(self.columns)]
        at = next(n for n, column in enumerate(self.columns) if column.name == "description")
        others = sum(widths) - widths[at] + paper.gap * (len(widths) - 1)
        widths[at] = paper.width - others
        return widths

    def _widest(self, n: int, column: Column) -> float:
        measure = self.paper.measure
        widest = max((measure(row[n], PLAIN) for row in self.rows), default=0)
        widest = max(widest, measure(column.heading, BOLD))
        return min(widest, _MOST.get(column.name, 1) * self.paper.width)

    def _headings(self) -> tuple[Line, ...]:
        texts = [column.heading for column in self.columns]
        rule = Piece(0, "", RULE, width=self.paper.width)
        return (*self._lines_of(texts, BOLD), (rule,))

    def blocks(self) -> Iterator[_Block]:
        """Each row, its texts wrapped in their columns."""
        for row in self.rows:
            yield _Block(tuple(self._lines_of(row, PLAIN)), table=True)

    def _lines_of(self, texts: Sequence[str], style: str) -> Iterator[Line]:
        measure = self.paper.measure
        cells = [
            wrapped(text, width, lambda part: measure(part, style))
            for text, width in zip(texts, self.widths, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            yield tuple(self._placed(parts, style))

    def _placed(self, parts: Sequence[str], style: str) -> Iterator[Piece]:
        x = 0.0
        for part, width, column in zip(parts, self.widths, self.columns, strict=True):
            if part:
                yield Piece(x + (width if column.right else 0), part, style, column.right)
            x += width + self.paper.gap


def _heading(document: Document, paper: Paper, page: int, pages: int) -> list[Line]:
    """The top of a page: who and what in full on the first one, in one line on the others."""
    words = document.page_words(page, pages)
    if page == 1:
        made: list[Line] = _company(document, paper, words)[: len(_BESIDE)]
        made += [()] * (len(_BESIDE) - len(made))
        return [
            (*left, *_line(Piece(paper.width, said, style, True)))
            for left, (said, style) in zip(made, _titles(document, words), strict=True)
        ]
    after = f"{document.name}  {words}"
    room = paper.width - paper.gap - paper.measure(after, PLAIN)
    name = next(iter(document.company), "")
    text = next(_cut(name, max(room, 0), lambda part: paper.measure(part, BOLD)))
    return [_line(Piece(0, text, BOLD), Piece(paper.width, after, right=True)), ()]


def _titles(document: Document, words: str) -> list[tuple[str, str]]:
    return list(zip((document.title, document.number, words), _BESIDE, strict=True))


def _company(document: Document, paper: Paper, words: str) -> list[Line]:
    """The company's lines, beside the title of the first page and below it."""
    beside = max(paper.measure(*each) for each in _titles(document, words))
    made = []
    for n, text in enumerate(document.company):
        style = BOLD if n == 0 else PLAIN
        made += list(_plain([text], paper, style, room=paper.width - beside - paper.gap))
    return made


def _line(*pieces: Piece) -> Line:
    return tuple(piece for piece in pieces if piece.text)


def _blocks(document: Document, paper: Paper, table: _Table) -> Iterator[_Block]:
    """The document below its heading, from top to bottom."""
    yield from _single(_company(document, paper, document.page_words(1, 1))[len(_BESIDE) :])
    yield _Block(((),))
    yield from _single(_beside(document, paper))
    if document.subject:
        yield _Block(((),))
        yield from _single(_plain([document.subject], paper, BOLD))
    yield _Block(((),))
    yield from table.blocks()
    yield _Block(tuple(_sums(document, paper)))
    if document.note:
        yield _Block(((),))
        yield from _single(_plain([document.note], paper))


def _single(lines: Iterable[Line]) -> Iterator[_Block]:
    return (_Block((line,)) for line in lines)


def _plain(
    texts: Iterable[str], paper: Paper, style: str = PLAIN, room: float | None = None
) -> Iterator[Line]:
    for text in texts:
        width = paper.width if room is None else room
        for line in wrapped(text, width, lambda part: paper.measure(part, style)):
            yield _line(Piece(0, line, style))


def _beside(document: Document, paper: Paper) -> Iterator[Line]:
    """The address on the left, the facts on the right."""
    half = paper.width * _SECOND_HALF
    left = [
        line
        for text in document.addressed
        for line in wrapped(text, half - paper.gap, lambda part: paper.measure(part, PLAIN))
    ]
    labels = [paper.measure(label, PLAIN) for label, _ in document.facts]
    at = half + max(labels, default=0) + paper.gap
    right: list[Line] = []
    for label, text in document.facts:
        lines = wrapped(text, paper.width - at, lambda part: paper.measure(part, PLAIN))
        right.append(_line(Piece(half, label), Piece(at, lines[0])))
        right += [_line(Piece(at, line)) for line in lines[1:]]
    for text, fact in zip_longest(left, right):
        yield (*_line(Piece(0, text or "")), *(fact or ()))


def _sums(document: Document, paper: Paper) -> Iterator[Line]:
    """The sums at the right, the total below a rule."""
    wide = max(paper.measure(text, BOLD) for _, text in document.sums)
    end = paper.width - wide - paper.gap
    *parts, total = document.sums
    yield ()
    for label, text in parts:
        for line in wrapped(label, end, lambda part: paper.measure(part, PLAIN)):
            yield _line(Piece(end, line, right=True), Piece(paper.width, text, right=True))
            text = ""
    if parts:
        yield (Piece(paper.width - wide, "", RULE, width=wide),)
    label, text = total
    yield (Piece(end, label, BOLD, True), Piece(paper.width, text, BOLD, True))
