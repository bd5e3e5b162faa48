"""A quote of five hundred lines in a terminal: opened, scrolled, filled; against a stock table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.pty import Program, Repaint, baseline
from bench.terminal import DOWN, ESC, GO_TO, HEIGHT, PAGE_DOWN, Pace, session
from screens.letters import LETTERS

TAB, ENTER, PAGE_UP, UP = "\t", "\r", "\x1b[5~", "\x1b[A"
DISCARD = LETTERS["discard"]
# From the first field to the lines there are fewer than these.
MOST_TABS = 12
DIGITS = "75319"
# The table's rows but for those that fit the screen, so that both scroll at each key.
SCROLLS = 22

# What came of a key in the program, and of one in the table.
Both = tuple[Repaint, Repaint]


def quotes(database: Path, pace: Pace) -> Iterator[Figure]:
    """A long quote's keys, each against the like of a table of fifty rows."""
    with session(database, pace) as program, Program(baseline("table")) as table:
        table.wait(_table_shown, pace.settled)
        program.press(GO_TO, 0.1)
        program.press("q", pace.settled, _list_shown)
        yield _against("a quote of 500 lines opened", list(_opened(program, table, pace)), 1.5)
        _open(program, table, pace)
        _to_lines(program, pace)
        _to_last_shown(program, table, pace)
        for name, key, likes in (
            ("... scrolled by a line", DOWN, (DOWN,) * SCROLLS),
            # A table of fifty rows is three pages.
            ("... scrolled by a page", PAGE_DOWN, (PAGE_UP, PAGE_DOWN) * 5),
        ):
            moves = [_both(program, table, key, like, pace) for like in likes[: pace.keys]]
            yield _against(name, moves, 1.0)
        yield _against("... a quantity typed, totals following", _typed(program, table, pace), 1.0)
        _discard(program, pace)


def _list_shown(screen: str) -> bool:
    first = screen.splitlines()[0]
    return "Quotes" in first and "draft" not in first and "Five hund" in screen


def _quote_shown(screen: str) -> bool:
    return "draft" in screen.splitlines()[0] and "Subtotal" in screen


def _table_shown(screen: str) -> bool:
    return "Name of company 9" in screen


def _lines_of_table_shown(screen: str) -> bool:
    return "Line of quote 9" in screen


def _in_lines(screen: str) -> bool:
    return "F6 " in screen.splitlines()[-1]


def _open(program: Program, table: Program, pace: Pace) -> Both:
    return (
        program.press(ENTER, pace.settled, _quote_shown),
        table.press("o", pace.settled, _lines_of_table_shown),
    )


def _opened(program: Program, table: Program, pace: Pace) -> Iterator[Both]:
    """Opened and closed again, some times; the first time only warms up."""
    _open(program, table, pace)
    for _ in range(max(1, pace.rounds)):
        program.press(ESC, pace.settled, _list_shown)
        table.press(ESC, pace.settled, _table_shown)
        yield _open(program, table, pace)
    program.press(ESC, pace.settled, _list_shown)
    table.press(ESC, pace.settled, _table_shown)


def _to_lines(program: Program, pace: Pace) -> None:
    """From the fields into the lines, and there to the quantity."""
    for _ in range(MOST_TABS):
        if _in_lines(program.screen):
            break
        program.press(TAB, pace.quiet)
    else:
        raise TimeoutError(f"no lines; the screen is\n{program.screen}")
    for _ in range(2):
        program.press(TAB, pace.quiet)


def _to_last_shown(program: Program, table: Program, pace: Pace) -> None:
    """As far down as makes both scroll at the next line."""
    for _ in range(HEIGHT):
        _both(program, table, DOWN, DOWN, pace)


def _typed(program: Program, table: Program, pace: Pace) -> list[Both]:
    """Digits of quantities, some in each line, against the table's cursor."""
    made = []
    for n in range(pace.keys):
        if n % 2 == 0:
            program.press(DOWN, pace.quiet)
        made.append(_both(program, table, DIGITS[n % len(DIGITS)], UP, pace))
    return made


def _discard(program: Program, pace: Pace) -> None:
    """Leave the form without saving: out of the cell, which is kept, then out of the form."""
    program.press(DOWN, pace.quiet)
    while "Unsaved" not in program.screen:
        program.press(ESC, pace.settled, lambda screen: "F2 Save" in screen)
    program.press(DISCARD, pace.settled, _list_shown)


def _both(program: Program, table: Program, key: str, like: str, pace: Pace) -> Both:
    return program.press(key, pace.quiet), table.press(like, pace.quiet)


def _against(name: str, pairs: Sequence[Both], most: float) -> Figure:
    mine, theirs = zip(*pairs, strict=True)
    ours, other = (median(repaint.seconds for repaint in side) for side in (mine, theirs))
    size = median(repaint.size for repaint in mine)
    beside = f"{ours * 1000:.1f} ms; {other * 1000:.1f} ms; {size:,.0f} B"
    return Figure(name, ours / other, most, "x", beside)
