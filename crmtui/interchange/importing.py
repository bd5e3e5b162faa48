"""An import: rows read, judged, and written in batches under one number in the journal.

Up to two hundred rows are one transaction. More go in batches, so that other people's saves come
in between: what a batch needs is read and judged before its transaction begins. An import that
was cut off is run again: what is there already is found and left as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from crmtui.interchange import headings
from crmtui.interchange.activities import ActivityRows
from crmtui.interchange.item_rows import ItemRows
from crmtui.interchange.items import MODES, Asked, Item, Kind
from crmtui.interchange.notes import NoteRows
from crmtui.interchange.opportunity_rows import OpportunityRows
from crmtui.interchange.parties import PartyRows
from crmtui.interchange.people import ContactRows
from crmtui.interchange.quote_rows import QuoteRows
from crmtui.interchange.reading import RawRow, Table, TableFile
from crmtui.interchange.report import (
    CREATED,
    REJECTED,
    UNCHANGED,
    UPDATED,
    Outcome,
    Rejects,
    Report,
)
from models.catalogue import entity_of
from models.database import data_version, held_still, plain_faults
from models.entity import Entity
from models.journal import change, next_batch
from models.party import Party
from models.rules import Notice, RuleBroken

BATCH = 200
PAUSE = 0.02

Source = str | Path | BinaryIO
Progress = Callable[[int, int], object]
Each = Callable[[Outcome], None]


def import_file(
    plural: str,
    source: Source,
    *,
    fmt: str = "csv",
    mapping: Mapping[str, str] | None = None,
    key: str | None = None,
    mode: str = "both",
    dry_run: bool = False,
    rejects: str | Path | None = None,
    replace: bool = False,
    party: str = "",
    party_kind: str = "",
    defaults: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    each: Each | None = None,
) -> Report:
    """Import a file of records of one kind.

    `source` is a path, `-` or an open binary file; `replace` lets the file of `rejects` take the
    place of one that is there; `party_kind` is that of `party`, and of companies that rows name,
    looked through before the others and made so where none is known; `defaults` are the texts of
    fields where a row says nothing of them; `progress(done, total)` is called after each batch
    and ends the import there by returning False; `each` is given every record's outcome.
    Raises `RuleBroken` where the file as a whole can't be taken: nothing is written then.
    """
    run = Import(
        plural,
        source,
        fmt=fmt,
        mapping=mapping,
        key=key,
        mode=mode,
        dry_run=dry_run,
        rejects=rejects,
        replace=replace,
        party=party,
        party_kind=party_kind,
        defaults=defaults,
        each=each,
    )
    with run:
        version = data_version()
        while run.step():
            if progress is not None and progress(run.report.done, run.report.total) is False:
                run.report.stopped = run.report.done < run.report.total
                break
            # Reading the next batch leaves others about half of the time; when they do write,
            # they get some more.
            version, before = data_version(), version
            if version != before:
                time.sleep(PAUSE)
    return run.report


class Import:
    """An import step by step, each step one transaction, for whoever does other things between."""

    def __init__(
        self,
        plural: str,
        source: Source,
        *,
        fmt: str = "csv",
        mapping: Mapping[str, str] | None = None,
        key: str | None = None,
        mode: str = "both",
        dry_run: bool = False,
        rejects: str | Path | None = None,
        replace: bool = False,
        party: str = "",
        party_kind: str = "",
        defaults: Mapping[str, str] | None = None,
        each: Each | None = None,
    ) -> None:
        if mode not in MODES:
            raise RuleBroken("import.no_mode", text=mode, choices=", ".join(MODES))
        self.entity = entity_of(plural)
        self.report = Report(dry_run=dry_run)
        self._key = _checked_key(self.entity, key)
        self._each = each
        self._batch: int | None = None
        party_id = Party.key_of(party, kind=party_kind or None) if party else None
        with ExitStack() as opened:
            known = headings.knower(self.entity, mapping)
            self._table = opened.enter_context(TableFile(source, fmt, known))
            plan = headings.plan(self.entity, self._table.headings, mapping, self._key, defaults)
            kind = _KINDS.get(self.entity.name, PartyRows)
            self._kind = kind(Asked(self.entity, plan, self._key, mode, party_id, party_kind))
            told = self._kind.look_through(self._table)
            self._rejects = Rejects(rejects, source, self._table, fmt, replace)
            opened.callback(self._rejects.close)
            self._opened = opened.pop_all()
        self.report.total = self._table.total
        self.report.notices += [*plan.notices, *_told_of(self._table), *told]
        self.report.several = self._kind.several
        self._records = self._kind.together(self._table.rows())
        if dry_run and self.report.total > BATCH:
            self._kind.begin_dry_run()

    def __enter__(self) -> Import:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._opened.close()

    def step(self) -> bool:
        """Take the next rows, in one transaction; returns whether there were any."""
        batch = list(_some(self._records))
        if not batch:
            return False
        with held_still():
            items = [self._item(rows) for rows in batch]
        with plain_faults():
            self._write([item for item in items if not item.what])
        for item in items:
            self._tell(item)
        return True

    def _item(self, rows: Sequence[RawRow]) -> Item:
        try:
            item = self._kind.item_of(rows)
        except RuleBroken as broken:
            item = Item(rows[0], "", {})
            item.reject(broken)
        item.rows = rows
        return item

    def _write(self, items: Sequence[Item]) -> None:
        if not items:
            return
        self._kind.tell_from_before(items)
        try:
            with change(f"{self.entity.record.table()}.import") as tx:
                # Asked for in the transaction, so that no two imports have one number.
                tx.batch = self._batch or next_batch()
                self._kind.write(tx, [i for i in items if not i.what], self.report)
                if self.report.dry_run:
                    raise _TakenBack
                if tx.begun:
                    self._batch = self.report.batch = tx.batch
        except _TakenBack:
            self._kind.remember(items)

    def _tell(self, item: Item) -> None:
        entity = item.about or self.entity
        outcome = Outcome(
            item.row.line,
            item.what,
            item.name,
            item.key,
            item.changed,
            item.reason,
            entity,
            len(item.rows),
            item.unread if item.what in (CREATED, UPDATED, UNCHANGED) else (),
            item.notes,
        )
        if self.report.dry_run and item.what == CREATED:
            outcome = outcome._replace(key=None)
        self.report.add(outcome)
        if item.what == REJECTED or outcome.unread:
            for row in item.rows:
                self._rejects.add(row, outcome.sentence() or outcome.left_out())
        if self._each is not None:
            self._each(outcome)


def _some(records: Iterator[Sequence[RawRow]]) -> Iterator[Sequence[RawRow]]:
    """The next records, so many that they have a batch's rows."""
    taken = 0
    while taken < BATCH and (rows := next(records, None)) is not None:
        taken += len(rows)
        yield rows


class _TakenBack(Exception):
    """Ends the transaction of a dry run."""


_KINDS: Mapping[str, type[Kind]] = {
    "contact": ContactRows,
    "note": NoteRows,
    "activity": ActivityRows,
    "item": ItemRows,
    "opportunity": OpportunityRows,
    "quote": QuoteRows,
}


def _checked_key(entity: Entity, key: str | None) -> str | None:
    """The field that tells records apart, if another than usual. Raises `RuleBroken`."""
    if not key or key in ("id", "name") or (key == "code" and "code" in entity.by_name):
        return key or None
    field = entity.field(key)
    if not field.kept or field.column_name == "id":
        raise RuleBroken("import.key_field", name=key)
    return key


def _told_of(table: Table) -> list[Notice]:
    told = [Notice("import.encoding_guessed")] if table.encoding == "cp1252" else []
    if table.nuls:
        lines = ", ".join(map(str, table.nuls))
        told.append(Notice("import.nul_left_out", {"lines": lines, "n": len(table.nuls)}))
    return told if table.total else [*told, Notice("import.no_rows")]
