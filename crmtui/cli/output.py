"""Lists and records on standard output: columns that fit the terminal, JSON, CSV, text."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, islice
from typing import Any

from crmtui.interchange.csv_out import Cell, CsvWriter
from crmtui.safe_text import visible
from crmtui.text_width import width_of

# Columns are as wide as their widest text among so many rows; a longer one further on is cut.
_MEASURED = 200
_NARROWEST = 6
_GAP = "  "


def marks(ascii_only: bool) -> tuple[str, str]:
    """What stands for what is cut off, and before what recurs."""
    return (".", "~") if ascii_only else ("…", "↻")


def cut(text: str, width: int, mark: str = "…") -> str:
    """A text in at most so many cells, a mark at its end where something is missing."""
    if width_of(text) <= width:
        return text
    kept, used = "", width_of(mark)
    for c in text:
        used += width_of(c)
        if used > width:
            break
        kept += c
    return kept + mark


def write_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    mark: str = "…",
    *,
    titled: bool = True,
    firm: Collection[int] = (),
    right: Collection[int] = (),
) -> int:
    """Write rows in columns, cut to fit a terminal but whole in a file; returns how many.

    The firm columns are never cut, however far on a long one comes; those to the right are of
    numbers.
    """
    shown = (tuple(visible(cell) for cell in row) for row in rows)
    first = list(islice(shown, _MEASURED))
    if not first:
        return 0
    measured = [tuple(headings), *first] if titled else first
    widths = [max(map(width_of, column)) for column in zip(*measured, strict=True)]
    on_terminal = _to_terminal()
    if on_terminal:
        widths = fitting(widths, shutil.get_terminal_size().columns, firm)
    written = -1 if titled else 0
    for row in chain(measured, shown):
        cells = _cut_loose(row, widths, firm, mark) if on_terminal else row
        print(_line(cells, widths, right))
        written += 1
    return written


def _cut_loose(
    row: Sequence[str], widths: Sequence[int], firm: Collection[int], mark: str
) -> list[str]:
    columns = enumerate(zip(row, widths, strict=True))
    return [c if i in firm else cut(c, w, mark) for i, (c, w) in columns]


def fitting(widths: Sequence[int], room: int, firm: Collection[int] = ()) -> list[int]:
    """The widths of columns, the widest ones that aren't firm narrowed until they fit together."""
    fitted = list(widths)
    room -= len(_GAP) * (len(widths) - 1)
    while sum(fitted) > room:
        loose = [i for i in range(len(fitted)) if i not in firm and fitted[i] > _NARROWEST]
        if not loose:
            break
        fitted[max(loose, key=fitted.__getitem__)] -= 1
    return fitted


def write_json(records: Iterable[Any]) -> None:
    """Write records as one JSON array, one record a line, as they come."""
    before = "["
    for record in records:
        print(before)
        print(as_json(record), end="")
        before = ","
    print("[]" if before == "[" else "\n]")


def as_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON that harms no terminal and reads the same in any encoding."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    if encoding.startswith("utf") and text.replace("\n", "").isprintable():
        return text
    return json.dumps(value, ensure_ascii=True, indent=indent)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows as CSV with these headings."""
    if sys.stdout is None:
        return
    writer = CsvWriter(sys.stdout, end="\r\n" if not _to_terminal() else "\n")
    for row in chain([headings], rows):
        writer.row([_for_csv(cell) for cell in row])


def write_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Write labels and texts in two columns; the lines of a text stay below one another."""
    widest = max((width_of(label) for label, _ in pairs), default=0)
    for label, text in pairs:
        first, *more = visible(text, multiline=True).split("\n")
        print(_line((visible(label), first), (widest, 0)))
        for line in more:
            print(_line(("", line), (widest, 0)))


def _line(cells: Sequence[str], widths: Sequence[int], right: Collection[int] = ()) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = " " * (width - width_of(cell))
        padded.append(blanks + cell if i in right else cell + blanks)
    return _GAP.join(padded).rstrip()


def _to_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _for_csv(cell: Cell) -> Cell:
    shown = isinstance(cell, str) and _to_terminal()
    return visible(str(cell), multiline=True) if shown else cell
