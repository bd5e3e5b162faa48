"""What happened to each row of an import, and the file of the rows that were rejected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from crmtui.i18n import language, t
from crmtui.interchange.csv_out import CsvWriter, raw_cell
from crmtui.interchange.headings import REASON
from crmtui.interchange.reading import RawRow, Table
from crmtui.messages import sentence
from crmtui.whole_file import refuse_replacing
from models.database import refuse_own_file
from models.entity import Entity
from models.rules import Notice, RuleBroken

CREATED = "created"
UPDATED = "updated"
UNCHANGED = "unchanged"
SKIPPED = "skipped"
REJECTED = "rejected"
MOST_KEPT = 1_000


class Outcome(NamedTuple):
    """What became of a record's row: `what` is one of the words above, or would be so.

    `line` is that of the first of its `rows`.
    """

    line: int
    what: str
    name: str
    key: int | None = None
    changed: tuple[str, ...] = ()
    reason: RuleBroken | None = None
    entity: Entity | None = None
    rows: int = 1
    # Cells that were left out of a row that was taken, and what else there is to tell of it.
    unread: tuple[RuleBroken, ...] = ()
    notes: tuple[Notice, ...] = ()

    def left_out(self) -> str:
        """Which cells were left out and why, in the user's language."""
        cells = " · ".join(sentence(broken, self.entity) for broken in self.unread)
        return t("import.left_out", cells=cells) if cells else ""

    def sentence(self) -> str:
        """Why the row was rejected, in the user's language."""
        return sentence(self.reason, self.entity) if self.reason else ""


@dataclass
class Report:
    """What an import did, or would do: counts, the first outcomes, what there is to tell.

    `total` and `done` are rows; the other counts are records, each of `several` rows where
    that is what the records are called.
    """

    total: int = 0
    done: int = 0
    several: str = ""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    left_out: int = 0
    contacts_created: int = 0
    parties_created: int = 0
    followed: int = 0
    batch: int | None = None
    dry_run: bool = False
    stopped: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    rejects: list[Outcome] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome; the first thousand are kept, and the first thousand rejected."""
        self.done += outcome.rows
        setattr(self, outcome.what, getattr(self, outcome.what) + 1)
        self.left_out += bool(outcome.unread)
        if len(self.outcomes) < MOST_KEPT:
            self.outcomes.append(outcome)
        if outcome.what == REJECTED and len(self.rejects) < MOST_KEPT:
            self.rejects.append(outcome)

    def summary(self) -> list[Notice]:
        """The counts as sentences, those that are not nothing, then what else there is to tell."""
        start = "import.would_be" if self.dry_run else "import.was"
        counts = {
            what: getattr(self, what) for what in (CREATED, UPDATED, UNCHANGED, SKIPPED, REJECTED)
        }
        end, facts = ("_sales", {"by": self.several}) if self.several else ("", {})
        told = [
            Notice(f"{start}.{what}{end}", {"n": n, **facts}) for what, n in counts.items() if n
        ]
        for name in ("left_out", "contacts_created", "parties_created", "followed"):
            if getattr(self, name):
                told.append(Notice(f"{start}.{name}", {"n": getattr(self, name)}))
        if self.stopped:
            told.append(Notice("import.stopped", {"done": self.done, "total": self.total}))
        return told + self.notices


class Rejects:
    """The rows that were rejected, as they were, each with its reason; made at the first."""

    def __init__(
        self,
        path: str | Path | None,
        source: object,
        table: Table,
        fmt: str,
        replace: bool = False,
    ) -> None:
        self._path = Path(path) if path else None
        self._table = table
        self._json = fmt == "json"
        self._file: TextIO | None = None
        self._first = True
        heading = REASON[language()]
        old = [i for i, h in enumerate(table.headings) if h in REASON.values()]
        self._kept = [i for i in range(len(table.headings)) if i not in old]
        self._headings = [*(table.headings[i] for i in self._kept), heading]
        if self._path is not None:
            refuse_own_file(self._path)
        if self._path is not None and isinstance(source, str | Path) and _same(source, self._path):
            raise RuleBroken("import.rejects_is_source", path=str(self._path))
        if self._path is not None:
            refuse_replacing(self._path, replace)

    def add(self, row: RawRow, reason: str) -> None:
        """Write a row and why it was rejected."""
        if self._path is None:
            return
        cells = list(row.cells) + [""] * (len(self._table.headings) - len(row.cells))
        # Cells past the headings stay at the end, so that nothing of the row is lost.
        beyond = cells[len(self._table.headings) :]
        self._write([*(cells[i] for i in self._kept), reason, *beyond])

    def close(self) -> None:
        """End the file, if any row was rejected."""
        if self._file is not None:
            self._file.write("\n]\n" if self._json else "")
            self._file.close()
            self._file = None

    def _write(self, cells: Sequence[Any]) -> None:
        file = self._file or self._begin()
        if self._json:
            record = dict(zip(self._headings, cells, strict=False))
            file.write("" if self._first else ",\n")
            file.write(json.dumps(record, ensure_ascii=False))
        else:
            self._csv(file).row(map(raw_cell, cells))
        self._first = False
        file.flush()

    def _begin(self) -> TextIO:
        assert self._path is not None
        try:
            # With a mark, so that spreadsheets read the accents whatever the file had.
            encoding = "utf-8" if self._json else "utf-8-sig"
            self._file = self._path.open("w", encoding=encoding, errors="replace", newline="")
        except OSError as error:
            reason = error.strerror or ""
            raise RuleBroken("import.cannot_write", path=str(self._path), reason=reason) from None
        if self._json:
            self._file.write("[\n")
        else:
            self._csv(self._file).row(self._headings)
        return self._file

    def _csv(self, file: TextIO) -> CsvWriter:
        return CsvWriter(file, delimiter=self._table.delimiter)


def _same(source: str | Path, path: Path) -> bool:
    try:
        return Path(source).samefile(path)
    except OSError:
        return False
