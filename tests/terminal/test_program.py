"""The real program in a real terminal: the main path, by keys (80 x 24)."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pty_harness import PtyProgram, terminal_env

COMMAND = [sys.executable, "-m", "crmtui"]


def _made(path: Path) -> Path:
    """A database with one customer, its contact and nothing else."""
    for words in (
        ["settings", "edit", "CompanyName=Essai"],
        ["add", "customers", "code=TREMB01", "name=Tremblay & Fils inc.", "city=Montréal"],
        ["add", "contacts", "party=TREMB01", "first_name=Marie", "last_name=Roy"],
    ):
        done = subprocess.run(
            [*COMMAND, "--database", str(path), "--user", "marie", *words], capture_output=True
        )
        assert done.returncode == 0, done.stderr
    return path


def _environment(folder: Path, **named: str) -> dict[str, str]:
    places = {f"XDG_{n}_HOME": str(folder / n) for n in ("STATE", "DATA", "CONFIG", "CACHE")}
    return terminal_env(**{**places, **named})


@pytest.mark.parametrize("term", ["xterm-256color", "linux", "vt220"])
@pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1"}], ids=["colour", "no colour"])
def test_start_type_open_edit_save_note_leave(
    tmp_path: Path, term: str, more: dict[str, str]
) -> None:
    path = _made(tmp_path / "crm.db")
    command = [*COMMAND, "--database", str(path), "--user", "marie", "--lang", "fr"]
    with PtyProgram(command, env=_environment(tmp_path, TERM=term, **more)) as program:
        program.wait_for("Rechercher")
        program.send("marie ro")
        program.wait_for("1 trouvé")
        program.send("\r")
        program.wait_for("Roy, Marie")
        program.send("\t\x1b[F-Ève")
        program.wait_for("-Ève")
        program.send("\x13")
        program.wait_for("Enregistré")
        program.send("\x1b[17~")
        program.wait_for("Sujet")
        program.send("Rappeler vendredi")
        program.wait_for("Rappeler vendredi")
        program.send("\x13")
        program.wait_for("Enregistré")
        program.send("\x11")
        assert program.wait_gone() == 0
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT subject FROM note").fetchall() == [("Rappeler vendredi",)]
    connection.close()


def test_ascii_alone_reaches_the_terminal(tmp_path: Path) -> None:
    path = _made(tmp_path / "crm.db")
    command = [*COMMAND, "--database", str(path), "--user", "marie", "--ascii", "--lang", "fr"]
    with PtyProgram(command, env=_environment(tmp_path)) as program:
        program.wait_for("Rechercher")
        program.send("tremb\r")
        program.wait_for("Facture")
        assert max(program.raw) < 0x80


def test_no_terminal_is_one_line_and_status_two(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--database", str(tmp_path / "crm.db")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(tmp_path),
    )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1 and b"Traceback" not in done.stderr


def test_what_is_no_database_is_status_four(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    path.write_bytes(b"not a database at all\n" * 400)
    with PtyProgram(
        [*COMMAND, "--database", str(path), "--user", "marie"], env=_environment(tmp_path)
    ) as program:
        assert program.wait_gone() == 4
    assert path.read_bytes().startswith(b"not a database")
