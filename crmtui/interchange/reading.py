"""Files as tables: CSV whose delimiter and encoding are found out, and JSON arrays of objects.

A table is read row by row, so that a file of a million rows takes no more memory than one of
ten. Its form is looked through before the first row is given: a file that is no table, or is
one only as far as some line, is refused before anything is written.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

from models.rules import RuleBroken

# As many as a spreadsheet has.
MOST_COLUMNS = 16_384
MOST_LETTERS = 1_000_000
MOST_ROW_LETTERS = 2_000_000
MOST_MEMORY = 8_000_000
DELIMITERS = ",;\t|"
SAMPLE_LINES = 50
# Headings that nobody knows within so many rows are those of the first one.
MOST_TITLES = 10
# A file that is text has hardly any; one that is none, or of an unknown encoding, is full of them.
MOST_NULS = 0.1

_BLANKS = re.compile(r"[ \t\r\n]*")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class RawRow(NamedTuple):
    """A row as the file has it: the line where it begins, and its cells; `None` is no cell.

    The texts of an `exact` row are as they were; others may have a spreadsheet's apostrophe.
    A row that is none has the `problem` that it is refused for.
    """

    line: int
    cells: Sequence[Any]
    exact: bool = False
    problem: RuleBroken | None = None


Known = Callable[[str], bool]


class Table:
    """A file that was found to be a table: its headings, and its rows when asked."""

    headings: tuple[str, ...]
    delimiter: str
    encoding: str
    total: int
    # The lines that had a NUL byte, which is left out wherever it is.
    nuls: Sequence[int] = ()

    def rows(self) -> Iterator[RawRow]:
        """The rows in order."""
        raise NotImplementedError


class TableFile:
    """A file or the standard input (`-`), opened and looked through; a context manager.

    `known` says whether a text is a heading, which tells titles above the headings from them.
    Raises `RuleBroken` where it can't be read or is no table.
    """

    def __init__(
        self, source: str | Path | BinaryIO, fmt: str = "csv", known: Known | None = None
    ) -> None:
        if fmt not in ("csv", "json"):
            raise RuleBroken("import.no_format", text=fmt, choices="csv, json")
        self._source = source
        self._format = fmt
        self._known = known or bool
        self._open = ExitStack()

    def __enter__(self) -> Table:
        with ExitStack() as opened:
            file = opened.enter_context(_seekable(self._source))
            encoding, nuls = _encoding_of(file)
            text = opened.enter_context(TextIOWrapper(file, encoding=encoding, newline=""))
            table: Table
            if self._format == "csv":
                table = CsvTable(text, encoding, nuls, self._known)
            else:
                table = JsonTable(text, encoding, nuls)
            self._open = opened.pop_all()
        return table

    def __exit__(self, *error: object) -> None:
        self._open.close()


def _seekable(source: str | Path | BinaryIO) -> BinaryIO:
    """The source as a file that can be read twice; a pipe is kept aside on its way."""
    if isinstance(source, str | Path) and str(source) != "-":
        try:
            return open(source, "rb")  # noqa: SIM115 (the caller closes it)
        except OSError as error:
            raise RuleBroken(
                "import.cannot_open", path=str(source), reason=error.strerror or ""
            ) from None
    stream = sys.stdin.buffer if isinstance(source, str | Path) else source
    kept = tempfile.SpooledTemporaryFile(max_size=MOST_MEMORY)  # noqa: SIM115
    shutil.copyfileobj(cast(IO[bytes], stream), kept)
    kept.seek(0)
    return cast(BinaryIO, kept)


def _encoding_of(file: BinaryIO) -> tuple[str, list[int]]:
    """The encoding by its mark, else UTF-8 where all of it is that, else Windows' (cp1252).

    With it come the lines that have NUL bytes. Raises `RuleBroken` where it is no text, or a row
    has no end.
    """
    start = file.read(4)
    file.seek(0)
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), "")
    for candidate in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            nuls = _decode_all(file, candidate)
        except UnicodeError:
            continue
        finally:
            file.seek(0)
        return candidate, nuls
    raise RuleBroken("import.not_text")


def _decode_all(file: BinaryIO, encoding: str) -> list[int]:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, run, letters, bad = 1, 0, 0, 0
    nuls: list[int] = []
    while True:
        raw = file.read(65_536)
        text = decoder.decode(raw, final=not raw)
        letters += len(text)
        if "\0" in text:
            bad += text.count("\0")
            parts = text.split("\n")
            nuls += [line + n for n, part in enumerate(parts) if "\0" in part][:SAMPLE_LINES]
        end = max(text.rfind("\n"), text.rfind("\r"))
        run = run + len(text) if end < 0 else len(text) - end
        if run > MOST_ROW_LETTERS:
            raise RuleBroken("import.long_row", line=line + text.count("\n"), n=MOST_ROW_LETTERS)
        line += text.count("\n")
        if not raw:
            break
    if bad > letters * MOST_NULS:
        raise RuleBroken("import.nul", line=nuls[0])
    return list(dict.fromkeys(nuls))[:SAMPLE_LINES]


class CsvTable(Table):
    """A CSV file; blank rows and titles above its headings are passed over."""

    def __init__(
        self, text: TextIOWrapper, encoding: str, nuls: Sequence[int], known: Known
    ) -> None:
        self._text = text
        self.encoding = encoding
        self.nuls = nuls
        self._skipped = 0
        self._above = 0
        self.delimiter = self._find_delimiter()
        self.headings, self.total = self._look_through(known)

    def rows(self) -> Iterator[RawRow]:
        """The rows in order, without those that are blank."""
        for row in islice(self._raw(), self._above + 1, None):
            if _says_something(row):
                yield row

    def _look_through(self, known: Known) -> tuple[tuple[str, ...], int]:
        numbered = ((n, row) for n, row in enumerate(self._raw()) if _says_something(row))
        said = list(islice(numbered, MOST_TITLES))
        if not said:
            raise RuleBroken("import.empty")
        self._above, first = _headings_among(said, known)
        if len(first.cells) > MOST_COLUMNS:
            raise RuleBroken("import.many_columns", line=first.line, n=MOST_COLUMNS)
        headings = list(first.cells)
        while headings and not headings[-1].strip():
            headings.pop()
        return tuple(headings), sum(1 for _ in self.rows())

    def _raw(self) -> Iterator[RawRow]:
        """Every row; a line that is no CSV raises `RuleBroken` with its number."""
        self._text.seek(0)
        for _ in range(self._skipped):
            self._text.readline()
        csv.field_size_limit(MOST_LETTERS)
        lines = (line.replace("\0", "") for line in self._text) if self.nuls else self._text
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            line = reader.line_num + self._skipped + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _plain(error, line) from None
            yield RawRow(line, cells)

    def _find_delimiter(self) -> str:
        """The delimiter that makes the first rows most alike, then that makes most columns.

        Titles above the headings and short rows are not what most of them are like.
        """
        self._text.seek(0)
        sample = [line for _, line in zip(range(SAMPLE_LINES), self._text, strict=False)]
        if sample and sample[0].lower().startswith("sep=") and len(sample[0].strip()) == 5:
            # What spreadsheets write to say it themselves.
            self._skipped = 1
            return sample[0][4]
        return max(DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: list[str], delimiter: str) -> tuple[bool, float, int]:
    csv.field_size_limit(MOST_LETTERS)
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells)
    if not widths:
        return (False, 0.0, 0)
    width, n = max(Counter(widths).items(), key=lambda found: (found[0] > 1, found[1], found[0]))
    return (width > 1, n / len(widths), width)


def _says_something(row: RawRow) -> bool:
    return any(cell and not cell.isspace() for cell in row.cells)


def _headings_among(said: Sequence[tuple[int, RawRow]], known: Known) -> tuple[int, RawRow]:
    """The row of the headings, and how many there are above it: titles have one cell each."""
    alone: tuple[int, RawRow] | None = None
    for n, row in said:
        cells = [cell for cell in row.cells if cell.strip()]
        if any(known(cell) for cell in cells):
            if len(cells) > 1:
                return n, row
            # A title may be a heading's word, where headings follow.
            alone = alone or (n, row)
        elif len(cells) > 1:
            break
    return alone or said[0]


def _plain(error: csv.Error, line: int) -> RuleBroken:
    text = str(error)
    if "field larger" in text:
        return RuleBroken("import.long_cell", line=line, n=MOST_LETTERS)
    if "unexpected end" in text:
        return RuleBroken("import.open_quote", line=line)
    if "expected after" in text:
        return RuleBroken("import.stray_quote", line=line)
    return RuleBroken("import.not_csv", line=line)


class JsonTable(Table):
    """A JSON array of flat objects, as an export writes it."""

    delimiter = ","

    def __init__(self, text: TextIOWrapper, encoding: str, nuls: Sequence[int]) -> None:
        self._text = text
        self.encoding = encoding
        self.nuls = nuls
        self.headings, self.total = self._look_through()

    def rows(self) -> Iterator[RawRow]:
        """The objects in order, their values by heading; one that is null is an empty cell.

        An element that is no flat object is a row with its problem.
        """
        for n, (line, found) in enumerate(self._elements(), start=1):
            if not _is_flat(found):
                broken = RuleBroken("import.not_object", n=n)
                yield RawRow(line, [None] * len(self.headings), exact=True, problem=broken)
                continue
            known = {name: "" if value is None else value for name, value in found.items()}
            yield RawRow(line, [known.get(h) for h in self.headings], exact=True)

    def _look_through(self) -> tuple[tuple[str, ...], int]:
        """The keys in the order of their first appearance, and how many objects there are."""
        keys: dict[str, None] = {}
        total = wrong = 0
        for line, found in self._elements():
            total += 1
            if not _is_flat(found):
                wrong = wrong or line
                continue
            keys |= dict.fromkeys(found)
            if len(keys) > MOST_COLUMNS:
                raise RuleBroken("import.many_columns", line=line, n=MOST_COLUMNS)
        if wrong and not keys:
            raise RuleBroken("import.not_objects", line=wrong)
        if not keys:
            raise RuleBroken("import.empty")
        return tuple(keys), total

    def _elements(self) -> Iterator[tuple[int, Any]]:
        self._text.seek(0)
        scanner = _Scanner(self._text)
        scanner.expect("[")
        if scanner.peek() == "]":
            return
        while True:
            yield scanner.next_value()
            if scanner.peek() == "]":
                return
            scanner.expect(",")


def _is_flat(found: Any) -> bool:
    return isinstance(found, dict) and not any(isinstance(v, dict) for v in found.values())


class _Scanner:
    """Reads one JSON value after another from a text, keeping no more than one in memory."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._decoder = json.JSONDecoder(strict=False)

    def _more(self) -> str:
        while text := self._text.read(65_536):
            if text := text.replace("\0", ""):
                break
        return text

    def peek(self) -> str:
        """The next character that is no blank. Raises `RuleBroken` at the end."""
        while True:
            start = cast(re.Match[str], _BLANKS.match(self._buffer, self._at)).end()
            self._line += self._buffer.count("\n", self._at, start)
            self._at = start
            if start < len(self._buffer):
                return self._buffer[start]
            self._buffer, self._at = self._more(), 0
            if not self._buffer:
                raise RuleBroken("import.not_json", line=self._line)

    def expect(self, character: str) -> None:
        """Pass over a character. Raises `RuleBroken` where there is another."""
        if self.peek() != character:
            raise RuleBroken("import.not_json", line=self._line)
        self._at += 1

    def next_value(self) -> tuple[int, Any]:
        """The next value and the line where it begins."""
        self.peek()
        line = self._line
        while True:
            try:
                found, end = self._decoder.raw_decode(self._buffer, self._at)
                # A number at the end of what is read may go on.
                if end < len(self._buffer) or isinstance(found, dict):
                    break
                raise ValueError
            except (ValueError, RecursionError):
                more = self._more()
                if not more or len(self._buffer) - self._at > MOST_ROW_LETTERS:
                    raise RuleBroken("import.not_json", line=line) from None
                self._buffer, self._at = self._buffer[self._at :] + more, 0
        self._line += self._buffer.count("\n", self._at, end)
        self._at = end
        return line, found
