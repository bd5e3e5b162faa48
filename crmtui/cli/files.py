"""`import` and `export`: files in and out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, cast

from crmtui.cli.filters import listing_of
from crmtui.cli.progress import bar
from crmtui.cli.records import split_pairs
from crmtui.failures import DONE, SOME_REJECTED, say
from crmtui.i18n import t
from crmtui.interchange.exporting import export_file
from crmtui.interchange.headings import read_mapping
from crmtui.interchange.importing import import_file
from crmtui.interchange.report import Outcome
from crmtui.messages import told
from crmtui.safe_text import visible
from crmtui.whole_file import refuse_replacing, whole_file
from models.entity import Entity

MOST_TOLD = 50


def import_records(args: argparse.Namespace) -> int:
    """Read a file of records; says what became of it, and of each row in a dry run."""
    entity: Entity = args.entity
    rows = _Rows(args.dry_run)
    with bar(t("cli.import.reading"), None) as progress:
        report = import_file(
            entity.plural,
            args.file,
            fmt=args.format or _format_of(args.file),
            mapping=read_mapping(args.import_map) if args.import_map else None,
            key=args.import_key,
            mode=args.mode,
            dry_run=args.dry_run,
            rejects=args.import_rejects,
            replace=args.force,
            party=args.import_party or "",
            party_kind=args.import_kind or "",
            defaults=split_pairs(args.import_default),
            progress=progress,
            each=rows.tell,
        )
    rows.end()
    for notice in report.summary():
        print(visible(told(notice)))
    return SOME_REJECTED if report.rejected or report.left_out else DONE


def export_records(args: argparse.Namespace) -> int:
    """Write the records that a list shows to a file or to standard output."""
    entity: Entity = args.entity
    listing = listing_of(entity, args)
    to_output = args.output in (None, "-")
    if not to_output:
        refuse_replacing(args.output, args.force)
    with _output() if to_output else _file(Path(args.output), args.format) as target:
        if to_output:
            export_file(entity, listing, target, fmt=args.format, limit=args.limit)
            return DONE
        with bar(t("cli.export.writing"), args.limit) as progress:
            done = export_file(
                entity, listing, target, fmt=args.format, limit=args.limit, progress=progress
            )
    say(t("cli.export.done", n=done, path=args.output))
    return DONE


class _Rows:
    """What became of the rows: all of them in a dry run, else those not taken, or not whole."""

    def __init__(self, dry_run: bool) -> None:
        self._all = dry_run
        self._left = 0
        self._told = 0

    def tell(self, outcome: Outcome) -> None:
        """Say what became of a row, if that is asked for."""
        reason = outcome.sentence() or outcome.left_out()
        if self._all:
            what = t(f"cli.import.{outcome.what}")
            said = [reason, *(f"({told(notice)})" for notice in outcome.notes)]
            text = f"{outcome.line:>6}  {what:<10}  {outcome.name}  {' '.join(said)}"
            print(visible(text.rstrip()))
        elif reason:
            if self._told < MOST_TOLD:
                say(t("cli.import.line", line=outcome.line, reason=reason))
                self._told += 1
            else:
                self._left += 1

    def end(self) -> None:
        """Say how many more there were."""
        if self._left:
            say(t("cli.import.more", n=self._left))


def _format_of(file: str) -> str:
    return "json" if file.lower().endswith(".json") else "csv"


@contextmanager
def _file(target: Path, form: str) -> Iterator[TextIO]:
    """A file that is there only once it is whole; CSV with a mark, so that accents are read."""
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    with whole_file(target) as opened, TextIOWrapper(opened, encoding, newline="") as text:
        yield text


@contextmanager
def _output() -> Iterator[TextIO]:
    """Standard output; what goes to a terminal is made safe to show."""
    if sys.stdout is None:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            yield nowhere
    elif sys.stdout.isatty():
        yield cast(TextIO, _Shown())
    else:
        yield sys.stdout


class _Shown:
    """Writes text to the terminal without what a terminal would obey."""

    def write(self, text: str) -> int:
        """Write a text."""
        return sys.stdout.write(visible(text, multiline=True))
