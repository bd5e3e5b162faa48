"""The month calendar in a real terminal, by keys (80 x 24)."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pty_harness import PtyProgram, terminal_env

COMMAND = [sys.executable, "-m", "crmtui"]
RIGHT, PAGE_DOWN, ESC, CTRL_G = "\x1b[C", "\x1b[6~", "\x1b", "\x07"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with an activity on the first day of a month."""
    path = tmp_path / "crm.db"
    for words in (
        ["init"],
        ["settings", "edit", "CompanyName=Essai"],
        ["add", "activities", "subject=Inventaire", "start=2027-03-01T10:00", "duration=60"],
    ):
        command = [*COMMAND, "--database", str(path), "--user", "marie", *words]
        done = subprocess.run(command, capture_output=True, env=_environment(tmp_path))
        assert done.returncode == 0, done.stderr
    return path


def _environment(folder: Path, **named: str) -> dict[str, str]:
    places = {f"XDG_{n}_HOME": str(folder / n) for n in ("STATE", "DATA", "CONFIG", "CACHE")}
    return terminal_env(**{**places, **named})


def _start(path: Path, *options: str, **named: str) -> PtyProgram:
    command = [*COMMAND, "--database", str(path), "--user", "marie", "--lang", "fr", *options]
    return PtyProgram(command, env=_environment(path.parent, **named))


def _go(program: PtyProgram, day: str) -> None:
    """Open the calendar on a day."""
    program.wait_for("Rechercher")
    program.wait_quiet()
    program.send(CTRL_G)
    program.wait_for("Calendrier")
    program.wait_quiet()
    program.send("a")
    program.wait_for("Liste")
    program.wait_quiet()
    program.send("g")
    program.wait_for("quelle date")
    program.wait_quiet()
    program.send(f"{day}\r")


@pytest.mark.parametrize(
    ("options", "named"),
    [((), {}), ((), {"TERM": "linux"}), (("--ascii",), {"NO_COLOR": "1"})],
    ids=["xterm", "linux", "ascii"],
)
def test_from_one_month_into_the_next_and_an_activity_completed(
    database: Path, options: tuple[str, ...], named: dict[str, str]
) -> None:
    with _start(database, *options, **named) as program:
        _go(program, "2027-02-28")
        program.wait_for("[28]")
        assert "vrier 2027" in program.lines[0] and "Inventaire" not in program.screen
        program.wait_quiet()
        program.send(RIGHT)
        program.wait_for("mars 2027")
        program.wait_for("[ 1]")
        program.wait_for("Inventaire")
        program.send("x")
        program.wait_for("Esc Retour")
        program.wait_quiet()
        program.send("Tout compté\r")
        program.wait_until(lambda: "Inventaire" not in "\n".join(program.lines[1:20]))
        program.send("c")
        program.wait_for("Tout compt")
        program.send(PAGE_DOWN)
        program.wait_for("avril 2027")
        program.wait_quiet()
        program.send(ESC)
        program.wait_for("Rechercher")
        if options:
            assert max(program.raw) < 0x80
    connection = sqlite3.connect(database)
    found = connection.execute("SELECT status, completion_note FROM activity").fetchall()
    connection.close()
    assert found == [("done", "Tout compté")]


def test_the_next_day_paints_a_fraction_of_the_screen(database: Path) -> None:
    with _start(database) as program:
        _go(program, "2027-02-10")
        program.wait_for("[10]")
        # Keys are done in turn, so after this one all of the dialog is done and gone.
        program.send(RIGHT)
        program.wait_for("[11]")
        program.wait_quiet(0.5)
        before = len(program.raw)
        program.send(RIGHT)
        program.wait_for("[12]")
        program.wait_quiet(0.5)
        assert len(program.raw) - before <= 400, program.raw[before:]
        before = len(program.raw)
        program.wait_quiet(1.0)
        assert len(program.raw) == before
