"""Lists out to files: what a list's filter shows, record by record, whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from crmtui.interchange.csv_out import CsvWriter, csv_cell
from crmtui.values import json_value
from models.entity import Entity, Values
from models.listing import Listing
from models.rules import RuleBroken

Progress = Callable[[int], Any]
FORMATS = ("csv", "json")


def export_file(
    entity: Entity,
    listing: Listing,
    target: TextIO,
    *,
    fmt: str = "csv",
    exact: bool = False,
    delimiter: str = ",",
    limit: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the records that a list shows, in its order, and return how many there were.

    In CSV a text that a spreadsheet would run as a formula gets an apostrophe before it, which
    an import takes away again; `exact` leaves it as it is. Raises `RuleBroken`.
    """
    if fmt not in FORMATS:
        raise RuleBroken("import.no_format", text=fmt, choices=", ".join(FORMATS))
    write = _CsvWriter(entity, target, delimiter, exact) if fmt == "csv" else _JsonWriter(target)
    done = 0
    for records in _records(entity, listing, limit):
        for values in records:
            write.record(entity, values)
        done += len(records)
        if progress is not None:
            progress(done)
    write.close()
    return done


def headings(entity: Entity) -> list[str]:
    """The columns of an export: the id, then the entity's fields by name."""
    return ["id", *entity.by_name]


def _records(entity: Entity, listing: Listing, limit: int | None) -> Iterator[list[Values]]:
    for keys in listing.keys(limit):
        yield entity.record.values_all(keys)


class _CsvWriter:
    def __init__(self, entity: Entity, target: TextIO, delimiter: str, exact: bool) -> None:
        self._writer = CsvWriter(target, delimiter=delimiter, exact=exact)
        self._writer.row(headings(entity))

    def record(self, entity: Entity, values: Values) -> None:
        """Write a record as a row."""
        self._writer.row([values["id"], *(csv_cell(f.column, values[f.name]) for f in entity)])

    def close(self) -> None:
        """End the file."""


class _JsonWriter:
    def __init__(self, target: TextIO) -> None:
        self._target = target
        self._before = "[\n"

    def record(self, entity: Entity, values: Values) -> None:
        """Write a record as an object on a line of its own."""
        found = {f.name: json_value(f.column, values[f.name]) for f in entity}
        text = json.dumps({"id": values["id"]} | found, ensure_ascii=False)
        self._target.write(self._before + text)
        self._before = ",\n"

    def close(self) -> None:
        """End the array."""
        self._target.write("[]\n" if self._before == "[\n" else "\n]\n")
