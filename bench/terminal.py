"""The program in a terminal: how soon it shows, how fast and in how many bytes a key repaints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.activities import LOGIN
from bench.figures import Figure, percentile
from bench.pty import Program, Repaint, Shows, baseline, crmtui
from models.database import close_database, execute, open_database, rows
from models.journal import act_as
from models.user import User, remember_opened

DOWN, RIGHT, PAGE_DOWN = "\x1b[B", "\x1b[C", "\x1b[6~"
ESC, GO_TO, QUIT = "\x1b", "\x07", "\x11"
HEIGHT = 24
TYPED = ("tremblay", "mar tremb 514", "boulang", "cote", "5145550", "gagnon lev", "cafe du")


@dataclass(frozen=True)
class Pace:
    """How often each thing is done, and how long silence must last to be an end."""

    rounds: int = 9
    keys: int = 30
    quiet: float = 0.12
    settled: float = 0.3
    idle: float = 5.0
    texts: tuple[str, ...] = TYPED


QUICK = Pace(rounds=0, keys=2, quiet=0.03, settled=0.05, idle=0.1, texts=("cot",))


def prepare(database: Path) -> None:
    """Let the user who measures be there, with a screen full of what was opened last."""
    open_database(str(database))
    try:
        key = int(User.enter(LOGIN)["id"])
        execute("DELETE FROM recent WHERE user_id = ?", (key,))
        for (party,) in rows("SELECT id FROM party WHERE kind = 'customer' LIMIT 30"):
            remember_opened(key, party)
    finally:
        act_as(None)
        close_database()


def command(database: Path) -> list[str]:
    """What starts the program on a database."""
    return crmtui("--database", str(database), "--user", LOGIN, "--lang", "en")


def lookup_shown(screen: str) -> bool:
    """Whether the first screen is whole: its last line is there, and its list."""
    return "F1 Help" in screen and screen.count("\n") >= HEIGHT - 1 and "555-" in screen


def starts(database: Path, pace: Pace) -> Iterator[Figure]:
    """From nothing to the whole first frame, and from the key that leaves to nothing."""
    bare, ours = Starts(pace.settled), Starts(pace.settled)
    for number in range(pace.rounds + 1):
        # The first start only warms the caches.
        warm = number > 0 or pace.rounds == 0
        bare.add(baseline("bare"), lambda screen: "bare is ready" in screen, keep=warm)
        ours.add(command(database), lookup_shown, keep=warm)
    for name, mine, theirs, target in (
        ("start to whole first frame", ours.shown, bare.shown, 1.25),
        ("... in processor time", ours.work, bare.work, None),
        ("leaving", ours.left, bare.left, 0.3),
    ):
        beside = f"{median(mine) * 1000:.0f} ms; bare {median(theirs) * 1000:.0f} ms"
        ratio = median(a / b for a, b in zip(mine, theirs, strict=True))
        yield Figure(name, ratio, target, "x", beside)
    yield Figure("first frame", ours.size, 2500, "B", f"bare {bare.size:,} B")


class Starts:
    """The starts of one program: seconds to the frame, of the processor, and to its end."""

    def __init__(self, settled: float) -> None:
        self._settled = settled
        self.shown: list[float] = []
        self.work: list[float] = []
        self.left: list[float] = []
        self.size = 0

    def add(self, start: list[str], there: Shows, *, keep: bool) -> None:
        """Start once, wait until all is shown, leave."""
        with Program(start) as program:
            program.wait(there, self._settled)
            shown, work = program.whole_after(), program.processor_time()
            self.size = program.bytes_so_far()
            left = program.leave(QUIT)
        if keep:
            self.shown.append(shown)
            self.work.append(work)
            self.left.append(left)


def memory(database: Path, small: Path, pace: Pace) -> Iterator[Figure]:
    """What one session takes after some work, with many contacts and with few."""
    taken = [_memory(path, pace) for path in (database, small)]
    yield Figure("memory of one session (PSS)", taken[0], 45, "MB")
    yield Figure(
        "... against a small database", taken[0] / taken[1], 1.1, "x", f"{taken[1]:.1f} MB"
    )


def _memory(database: Path, pace: Pace) -> float:
    with session(database, pace) as program:
        _type_all(program, pace.texts[:3], pace)
        to_customers(program, pace)
        for _ in range(pace.keys):
            program.press(PAGE_DOWN, 0.05)
        return program.proportional_memory()


def session(database: Path, pace: Pace) -> Program:
    """The program, its lookup shown."""
    program = Program(command(database))
    program.wait(lookup_shown, pace.settled)
    return program


def to_customers(program: Program, pace: Pace) -> None:
    """From the lookup to the list of customers."""
    program.press(GO_TO, 0.1)
    program.press("c", pace.settled, _customers_shown)


def _form_shown(screen: str) -> bool:
    return "F2 Save" in screen


def _customers_shown(screen: str) -> bool:
    return "Customers" in screen.splitlines()[0] and "555-" in screen


def lists(database: Path, small: Path, pace: Pace) -> Iterator[Figure]:
    """The keys of a list: the cursor, scrolling, pages; against a stock table, and few rows."""
    with (
        session(database, pace) as many,
        session(small, pace) as few,
        Program(baseline("table")) as table,
    ):
        table.wait(lambda screen: "Name of company 9" in screen, pace.settled)
        to_customers(many, pace)
        to_customers(few, pace)
        keys = min(pace.keys, HEIGHT - 8)
        moves = [
            [program.press(DOWN, pace.quiet) for program in (many, few, table)] for _ in range(keys)
        ]
        yield from _moves(moves)
        for _ in range(HEIGHT - keys):
            many.press(DOWN, 0.03)
        yield _repaint("scroll by a line", _presses(many, DOWN, pace), 200)
        yield _repaint("page down", _presses(many, PAGE_DOWN, pace), 1000)


def _moves(moves: list[list[Repaint]]) -> Iterator[Figure]:
    many, few, table = zip(*moves, strict=True)
    yield _repaint("cursor down", list(many), 200)
    for name, other, target in (
        ("... key to last byte against table", table, 1.5),
        ("... against a small database", few, 1.2),
    ):
        mine, theirs = (median(r.seconds for r in repaints) for repaints in (many, other))
        beside = f"{mine * 1000:.1f} ms; {theirs * 1000:.1f} ms"
        yield Figure(name, mine / theirs, target, "x", beside)


def forms(database: Path, pace: Pace) -> Iterator[Figure]:
    """A form opened and closed, and a letter typed in its first field."""
    with session(database, pace) as program:
        to_customers(program, pace)
        rounds = max(1, pace.keys // 4)
        both = []
        for _ in range(rounds):
            opened = program.press("e", pace.settled, _form_shown)
            closed = program.press(ESC, pace.settled, _customers_shown)
            both.append(Repaint(opened.seconds, opened.size + closed.size, b""))
        yield _repaint("a form opened and closed", both, 1500)
        program.press("e", pace.settled, _form_shown)
        yield _repaint("a letter typed in a field", _presses(program, "x", pace), 60)
        before = program.bytes_so_far()
        program.read(pace.idle)
        idle = program.bytes_so_far() - before
        yield Figure(f"idle for {pace.idle:g} s, a field focused", idle, 0, "B")


def calendars(database: Path, pace: Pace) -> Iterator[Figure]:
    """The month: from day to day and from month to month, and the way there."""
    with session(database, pace) as program:
        program.press(GO_TO, 0.1)
        opened = program.press("a", pace.settled, _month_shown)
        yield Figure("a month opened", opened.seconds * 1000, None, beside=f"{opened.size:,} B")
        for name, key, most in (("next day", RIGHT, 5), ("next month", PAGE_DOWN, 15)):
            pressed = _presses(program, key, pace)
            beside = f"{median(repaint.size for repaint in pressed):,.0f} B"
            taken = median(repaint.seconds for repaint in pressed) * 1000
            yield Figure(f"month calendar: {name}, p50", taken, most, beside=beside)


def _month_shown(screen: str) -> bool:
    return "Calendar" in screen.splitlines()[0] and "Su" in screen


def typing(database: Path, pace: Pace) -> Iterator[Figure]:
    """The lookup as it is typed in, and Esc against any other key."""
    with session(database, pace) as program:
        # Twice, so that the second time what is read is in the system's memory.
        for _ in range(2):
            typed, cleared = _type_all(program, pace.texts, pace)
        yield _repaint("a letter typed in the lookup, its results", typed, 1600)
        times = [repaint.seconds * 1000 for repaint in typed]
        yield Figure("key to results in the lookup, p50", median(times), 20)
        yield Figure("... p95", percentile(times, 0.95), 50)
        esc = median(repaint.seconds for repaint in cleared) * 1000
        beside = f"{esc:.1f} ms; {median(times):.1f} ms"
        yield Figure("Esc to its effect against a letter", esc / median(times), 8, "x", beside)


def _type_all(
    program: Program, texts: tuple[str, ...], pace: Pace
) -> tuple[list[Repaint], list[Repaint]]:
    typed: list[Repaint] = []
    cleared: list[Repaint] = []
    for text in texts:
        typed += [program.press(letter, pace.quiet) for letter in text]
        cleared.append(program.press(ESC, pace.quiet))
    return typed, cleared


def _presses(program: Program, key: str, pace: Pace) -> list[Repaint]:
    return [program.press(key, pace.quiet) for _ in range(pace.keys)]


def _repaint(name: str, repaints: list[Repaint], most: int) -> Figure:
    seconds = median(repaint.seconds for repaint in repaints)
    size = median(repaint.size for repaint in repaints)
    return Figure(name, size, most, "B", f"{seconds * 1000:.1f} ms")
