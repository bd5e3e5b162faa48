"""Measures what there is to measure and prints it beside its target: `python -m bench`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import calendars, files, mailings, queries, quote_keys, sales, terminal
from bench.data import SIZE, SMALL, ready
from bench.figures import Figure, show, summary
from models.database import close_database, open_database
from models.journal import act_as

Part = tuple[str, Callable[[], Iterable[Figure]]]


def in_database(path: Path, samples: int, rounds: int) -> list[Part]:
    """The parts that ask a database in this process."""

    def opened(part: Callable[[int, int], Iterable[Figure]]) -> Callable[[], Iterable[Figure]]:
        def measure() -> list[Figure]:
            open_database(str(path))
            try:
                return list(part(samples, rounds))
            finally:
                # Whoever asked is nobody in the next database.
                act_as(None)
                close_database()

        return measure

    return [
        ("The lookup's questions", opened(queries.lookups)),
        ("Pages of lists", opened(queries.pages)),
        ("Records", opened(queries.records)),
        ("Calendars' questions", opened(calendars.calendars)),
        ("Activities' questions", opened(calendars.activities)),
        ("Rules", opened(calendars.series)),
        ("Sales' lists", opened(sales.lists)),
        ("Sales' questions", opened(sales.questions)),
    ]


def in_terminal(path: Path, small: Path, pace: terminal.Pace) -> list[Part]:
    """The parts that run the program in a terminal."""
    return [
        ("Start and end", lambda: terminal.starts(path, pace)),
        ("Memory", lambda: terminal.memory(path, small, pace)),
        ("Keys in a list", lambda: terminal.lists(path, small, pace)),
        ("Keys in a form", lambda: terminal.forms(path, pace)),
        ("Keys in the lookup", lambda: terminal.typing(path, pace)),
        ("Keys in a calendar", lambda: terminal.calendars(path, pace)),
        ("Keys in a quote", lambda: quote_keys.quotes(path, pace)),
    ]


def run(size: int, small: int, *, quick: bool, where: Path | None, only: str) -> list[Figure]:
    """Measure and print part by part; returns all figures."""
    path, few = ready(size, where), ready(small, where)
    for database in (path, few):
        terminal.prepare(database)
    pace = terminal.QUICK if quick else terminal.Pace()
    samples, rounds, people = (4, 1, 100) if quick else (60, 5, 10_000)
    parts = [
        *in_terminal(path, few, pace),
        *in_database(path, samples, rounds),
        ("Sales saved", lambda: sales.saving(samples, rounds)),
        ("Mailings and documents", lambda: mailings.mailings(path, samples, rounds)),
        ("Files", lambda: files.imports(people, rounds)),
        ("The command line", lambda: files.finds(path, 1 if quick else 7)),
    ]
    done: list[Figure] = []
    for title, measure in parts:
        if only.lower() in title.lower():
            figures = list(measure())
            show(title, figures)
            done += figures
    return done


def main() -> int:
    """Measure a database of the size asked for; with `--strict`, status 1 where any is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="contacts in the database")
    parser.add_argument("--only", default="", metavar="WORD", help="parts whose title has it")
    parser.add_argument("--strict", action="store_true", help="fail where a target is missed")
    parser.add_argument("--check", action="store_true", help="small and quick: does it work?")
    args = parser.parse_args()
    if args.check:
        with TemporaryDirectory(prefix="crmtui-bench-") as folder:
            figures = run(300, 100, quick=True, where=Path(folder), only=args.only)
    else:
        print(f"{args.size:,} contacts, in a terminal of 80 by 24")
        figures = run(args.size, SMALL, quick=False, where=None, only=args.only)
    print(f"\n{summary(figures)}")
    return int(args.strict and not all(figure.kept for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
