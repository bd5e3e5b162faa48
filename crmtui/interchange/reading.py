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
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

from models.rules import RuleBroken

MOST_COLUMNS = 200
MOST_LETTERS = 1_000_000
MOST_ROW_LETTERS = 2_000_000
MOST_MEMORY = 8_000_000
DELIMITERS = ",;\t"
SAMPLE_LINES = 50

_BLANKS = re.compile(r"[ \t\r\n]*")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class RawRow(NamedTuple):
    """A row as the file has it: the line where it begins, and its cells; `None` is no cell.

    The texts of an `exact` row are as they were; others may have a spreadsheet's apostrophe.
    """

    line: int
    cells: Sequence[Any]
    exact: bool = False


class Table:
    """A file that was found to be a table: its headings, and its rows when asked."""

    headings: tuple[str, ...]
    delimiter: str
    encoding: str
    total: int

    def rows(self) -> Iterator[RawRow]:
        """The rows in order."""
        raise NotImplementedError


class TableFile:
    """A file or the standard input (`-`), opened and looked through; a context manager.

    Raises `RuleBroken` where it can't be read or is no table.
    """

    def __init__(self, source: str | Path | BinaryIO, fmt: str = "csv") -> None:
        if fmt not in ("csv", "json"):
            raise RuleBroken("import.no_format", text=fmt, choices="csv, json")
        self._source = source
        self._format = fmt
        self._open = ExitStack()

    def __enter__(self) -> Table:
        with ExitStack() as opened:
            file = opened.enter_context(_seekable(self._source))
            encoding = _encoding_of(file)
            text = opened.enter_context(TextIOWrapper(file, encoding=encoding, newline=""))
            kind = CsvTable if self._format == "csv" else JsonTable
            table: Table = kind(text, encoding)
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


def _encoding_of(file: BinaryIO) -> str:
    """The encoding by its mark, else UTF-8 where all of it is that, else Windows' (cp1252).

    Raises `RuleBroken` where it is no text, or a row has no end.
    """
    start = file.read(4)
    file.seek(0)
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), "")
    for candidate in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            _decode_all(file, candidate)
        except UnicodeError:
            continue
        finally:
            file.seek(0)
        return candidate
    raise RuleBroken("import.not_text")


def _decode_all(file: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, run = 1, 0
    while True:
        raw = file.read(65_536)
        text = decoder.decode(raw, final=not raw)
        if "\0" in text:
            raise RuleBroken("import.nul", line=line + text.count("\n", 0, text.index("\0")))
        end = max(text.rfind("\n"), text.rfind("\r"))
        run = run + len(text) if end < 0 else len(text) - end
        if run > MOST_ROW_LETTERS:
            raise RuleBroken("import.long_row", line=line + text.count("\n"), n=MOST_ROW_LETTERS)
        line += text.count("\n")
        if not raw:
            return


class CsvTable(Table):
    """A CSV file."""

    def __init__(self, text: TextIOWrapper, encoding: str) -> None:
        self._text = text
        self.encoding = encoding
        self._skipped = 0
        self.delimiter = self._find_delimiter()
        self.headings, self.total = self._look_through()

    def rows(self) -> Iterator[RawRow]:
        """The rows in order, without those that are blank."""
        raw = self._raw()
        next(raw, None)
        for row in raw:
            if any(row.cells):
                yield row

    def _look_through(self) -> tuple[tuple[str, ...], int]:
        raw = self._raw()
        first = next(raw, None)
        if first is None or not any(first.cells):
            raise RuleBroken("import.empty")
        if len(first.cells) > MOST_COLUMNS:
            raise RuleBroken("import.many_columns", line=first.line, n=MOST_COLUMNS)
        headings = list(first.cells)
        while headings and not headings[-1].strip():
            headings.pop()
        return tuple(headings), sum(1 for row in raw if any(row.cells))

    def _raw(self) -> Iterator[RawRow]:
        """Every row; a line that is no CSV raises `RuleBroken` with its number."""
        self._text.seek(0)
        for _ in range(self._skipped):
            self._text.readline()
        csv.field_size_limit(MOST_LETTERS)
        reader = csv.reader(self._text, delimiter=self.delimiter, strict=True)
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
        """The delimiter that makes the first rows most alike, then that makes most columns."""
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
    alike = Counter(widths)[widths[0]] / len(widths)
    return (widths[0] > 1, alike, widths[0])


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

    def __init__(self, text: TextIOWrapper, encoding: str) -> None:
        self._text = text
        self.encoding = encoding
        self.headings, self.total = self._look_through()

    def rows(self) -> Iterator[RawRow]:
        """The objects in order, their values by heading; one that is null is an empty cell."""
        for line, found in self._objects():
            known = {name: "" if value is None else value for name, value in found.items()}
            yield RawRow(line, [known.get(h) for h in self.headings], exact=True)

    def _look_through(self) -> tuple[tuple[str, ...], int]:
        """The keys in the order of their first appearance, and how many objects there are."""
        keys: dict[str, None] = {}
        total = 0
        for line, found in self._objects():
            keys |= dict.fromkeys(found)
            total += 1
            if len(keys) > MOST_COLUMNS:
                raise RuleBroken("import.many_columns", line=line, n=MOST_COLUMNS)
        if not keys:
            raise RuleBroken("import.empty")
        return tuple(keys), total

    def _objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        self._text.seek(0)
        scanner = _Scanner(self._text)
        scanner.expect("[")
        if scanner.peek() == "]":
            return
        while True:
            yield scanner.next_object()
            if scanner.peek() == "]":
                return
            scanner.expect(",")


class _Scanner:
    """Reads one JSON value after another from a text, keeping no more than one in memory."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._decoder = json.JSONDecoder(strict=False)

    def peek(self) -> str:
        """The next character that is no blank. Raises `RuleBroken` at the end."""
        while True:
            start = cast(re.Match[str], _BLANKS.match(self._buffer, self._at)).end()
            self._line += self._buffer.count("\n", self._at, start)
            self._at = start
            if start < len(self._buffer):
                return self._buffer[start]
            self._buffer, self._at = self._text.read(65_536), 0
            if not self._buffer:
                raise RuleBroken("import.not_json", line=self._line)

    def expect(self, character: str) -> None:
        """Pass over a character. Raises `RuleBroken` where there is another."""
        if self.peek() != character:
            raise RuleBroken("import.not_json", line=self._line)
        self._at += 1

    def next_object(self) -> tuple[int, dict[str, Any]]:
        """The next object and the line where it begins."""
        self.peek()
        line = self._line
        while True:
            try:
                found, end = self._decoder.raw_decode(self._buffer, self._at)
                break
            except (ValueError, RecursionError):
                more = self._text.read(65_536)
                if not more or len(self._buffer) - self._at > MOST_ROW_LETTERS:
                    raise RuleBroken("import.not_json", line=line) from None
                self._buffer, self._at = self._buffer[self._at :] + more, 0
        if not isinstance(found, dict) or any(isinstance(v, dict) for v in found.values()):
            raise RuleBroken("import.not_objects", line=line)
        self._line += self._buffer.count("\n", self._at, end)
        self._at = end
        return line, found
