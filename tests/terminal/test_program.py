"""The real program in a real terminal: the main path, by keys (80 x 24)."""

import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pty_harness import GONE, PtyProgram, terminal_env

COMMAND = [sys.executable, "-m", "crmtui"]
F2 = {"xterm-256color": "\x1bOQ", "linux": "\x1b[[B", "vt220": "\x1b[12~"}
F6 = "\x1b[17~"
F3 = "\x1bOR"
ESC = "\x1b"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one customer, its contact and nothing else."""
    path = tmp_path_factory.mktemp("program") / "crm.db"
    for words in (
        ["init"],
        ["settings", "edit", "CompanyName=Essai"],
        ["add", "customers", "code=TREMB01", "name=Tremblay & Fils inc.", "city=Montréal"],
        ["add", "contacts", "party=TREMB01", "first_name=Marie", "last_name=Roy"],
    ):
        done = subprocess.run(
            [*COMMAND, "--database", str(path), "--user", "marie", *words],
            capture_output=True,
            env=_environment(path.parent),
        )
        assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    path = tmp_path / "crm.db"
    path.write_bytes(made.read_bytes())
    return path


def _environment(folder: Path, **named: str) -> dict[str, str]:
    places = {f"XDG_{n}_HOME": str(folder / n) for n in ("STATE", "DATA", "CONFIG", "CACHE")}
    return terminal_env(**{**places, **named})


def _start(
    path: Path, *options: str, language: str = "fr", answers: bool = False, **named: str
) -> PtyProgram:
    command = [*COMMAND, "--database", str(path), "--user", "marie", "--lang", language, *options]
    return PtyProgram(command, env=_environment(path.parent, **named), answers=answers)


def _rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("term", "more"),
    [
        ("xterm-256color", {}),
        ("linux", {}),
        ("vt220", {}),
        ("xterm-256color", {"NO_COLOR": "1"}),
    ],
    ids=["xterm", "linux", "vt220", "no colour"],
)
def test_start_type_open_edit_save_note_leave(
    database: Path, term: str, more: dict[str, str]
) -> None:
    with _start(database, TERM=term, **more) as program:
        program.wait_for("Rechercher")
        program.send("marie ro")
        program.wait_for("1 trouvé")
        program.send("\r")
        program.wait_for("Civilité")
        program.wait_quiet()
        program.send("\t")
        program.wait_quiet()
        program.send("-Ève")
        program.wait_for("Marie-Ève")
        program.send(F2[term])
        program.wait_for("Enregistré")
        program.send(F6)
        program.wait_for("Sujet")
        program.wait_quiet()
        program.send("Rappeler vendredi")
        program.wait_for("Rappeler vendredi")
        program.send("\x13")
        program.wait_for("Enregistré")
        for place in ("Roy, Marie-Ève", "Rechercher"):
            program.send(ESC)
            program.wait_for(place)
            program.wait_quiet()
        program.send(ESC)
        program.wait_for("dernièrement")
        program.send(ESC)
        assert program.wait_gone() == 0
    assert _rows(database, "SELECT subject FROM note") == [("Rappeler vendredi",)]
    assert _rows(database, "SELECT first_name FROM contact") == [("Marie-Ève",)]


@pytest.mark.parametrize("answers", [False, True], ids=["mute", "answering"])
def test_what_is_typed_while_the_program_starts_is_all_there(database: Path, answers: bool) -> None:
    with _start(database, answers=answers) as program:
        program.send("tremblay fils")
        program.wait_for("2 trouvés")
        assert "Rechercher tremblay fils " in program.screen


def test_a_whole_visit_typed_while_the_program_starts(database: Path) -> None:
    with _start(database) as program:
        program.send("marie roy\r")
        program.wait_for("Civilité")
        assert "Roy, Marie" in program.lines[0]


def test_in_no_colour_none_is_sent(database: Path) -> None:
    with _start(database, NO_COLOR="1") as program:
        program.wait_for("Rechercher")
        program.wait_quiet()
        program.send("tremb")
        program.wait_for("2 trouvés")
        for found in re.findall(rb"\x1b\[([0-9;]*)m", program.raw):
            for number in filter(None, found.split(b";")):
                # 39 and 49 are the terminal's own colours.
                assert int(number) < 30 or int(number) in (39, 49), found


def test_in_english(database: Path) -> None:
    with _start(database, language="en") as program:
        program.wait_for("Lookup")
        program.send("tremb")
        program.wait_for("2 found")
        program.send("\r")
        program.wait_for("Billed to")


def test_ascii_alone_reaches_the_terminal(database: Path) -> None:
    with _start(database, "--ascii") as program:
        program.wait_for("Rechercher")
        program.send("tremb")
        program.wait_for("Tremblay")
        program.send("\r")
        program.wait_for("Facture")
        assert max(program.raw) < 0x80


def test_at_rest_nothing_is_sent(database: Path) -> None:
    with _start(database) as program:
        program.wait_for("Rechercher")
        program.send("tremb")
        program.wait_for("2 trouvés")
        program.wait_quiet()
        assert program.pump(1.0) == b""


def test_a_stalled_terminal_and_a_hurried_user_lose_neither_size_nor_keys(database: Path) -> None:
    with _start(database) as program:
        program.wait_for("Rechercher")
        program.send("tremb")
        program.wait_for("2 trouvés")
        # What is painted is not read, so that the terminal stalls; keys and sizes go on coming.
        for columns in (81, 80) * 10:
            program.resize(columns, 24)
            program.send("\x0c" * 4)
            program.wait_still()
        for _ in range(150):
            program.send("x" * 10)
        program.wait_still()
        program.signal(signal.SIGWINCH)
        program.resize(100, 30)
        program.wait_until(lambda: "Esc" in program.lines[29], "the last line of the other size")
        program.wait_for("0 trouvé")
        program.send(F3)
        program.wait_for("Tapez un nom")
        program.send(F3)
        assert program.wait_gone() == 0
    assert not list((database.parent / "STATE" / "crmtui" / "log").glob("crash-*.txt"))


def test_a_line_that_hangs_up_leaves_no_process(database: Path) -> None:
    with _start(database) as program:
        program.wait_for("Rechercher")
        program.send("tremb")
        program.wait_for("2 trouvés")
        program.hang_up()
        program.wait_gone(GONE)


FAULTY = """
import sys
from screens.widgets.record_table import RecordTable

def fails(self):
    secret = "top secret"
    raise ZeroDivisionError(secret)

RecordTable.page_size = property(fails)
from crmtui.__main__ import main
sys.exit(main())
"""


def test_an_unforeseen_fault_gives_the_terminal_back_and_says_one_line(database: Path) -> None:
    env = _environment(database.parent)
    command = [sys.executable, "-c", FAULTY, "--database", str(database), "--user", "marie"]
    with PtyProgram(command, env=env) as program:
        assert program.wait_gone() == 70
        assert program.modes()[3] == program.modes_before[3]
    assert b"Traceback" not in program.raw and b"secret" not in program.raw
    ends = program.raw.rpartition(b"\x1b[?1049l")[2]
    assert b"\x1b[?25h" in ends and ends.count(b"\n") == 1
    (report,) = (database.parent / "STATE" / "crmtui" / "log").glob("crash-*.txt")
    assert "ZeroDivisionError" in report.read_text() and report.stat().st_mode & 0o77 == 0


def test_no_terminal_is_one_line_and_status_two(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--database", str(tmp_path / "crm.db")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(tmp_path),
    )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1 and b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_what_is_no_database_is_status_four_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    content = b"not a database at all\n" * 400
    path.write_bytes(content)
    with _start(path) as program:
        assert program.wait_gone() == 4
    assert b"Traceback" not in program.raw
    assert path.read_bytes() == content


@pytest.mark.parametrize("key", [ESC, "n", "\x03"])
def test_a_mistyped_database_is_asked_about_and_not_made_unless_wanted(
    tmp_path: Path, key: str
) -> None:
    path = tmp_path / "typo" / "crm.db"
    with PtyProgram(
        [*COMMAND, "--database", str(path), "--lang", "en"], env=_environment(tmp_path), columns=200
    ) as program:
        program.wait_for(f"There is no database at {path}.")
        program.wait_for("no.")
        # What is no answer is none.
        program.send("x")
        program.send("\x1b[A")
        program.wait_quiet()
        assert program.process.poll() is None
        program.send(key)
        assert program.wait_gone() == 1
        assert program.modes()[3] == program.modes_before[3]
    assert b"\x1b[?1049h" not in program.raw
    assert not path.parent.exists()


def test_a_database_that_is_wanted_is_made_and_greeted(tmp_path: Path) -> None:
    path = tmp_path / "new" / "crm.db"
    command = [*COMMAND, "--database", str(path), "--user", "marie", "--lang", "fr"]
    with PtyProgram(command, env=_environment(tmp_path)) as program:
        program.wait_for("En créer une ?")
        program.wait_for("non.")
        program.send("\r")
        program.wait_for("Bienvenue")
        program.send(ESC)
        program.wait_for("Rechercher")
    assert _rows(path, "SELECT login, role FROM user") == [("marie", "administrator")]


def test_the_demo_and_the_first_run_speak_the_systems_language(tmp_path: Path) -> None:
    for locale, searched, welcome in (
        ("en_CA.UTF-8", "Search", "Welcome"),
        ("fr_CA.UTF-8", "Rechercher", "Bienvenue"),
    ):
        system = {"LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": locale}
        env = _environment(tmp_path, **system)
        with PtyProgram([*COMMAND, "demo", "--size", "20"], env=env) as program:
            program.wait_for(searched)
        # Nobody has named a database: one is made, and its user has no language yet.
        new = _environment(tmp_path / locale, **system)
        with PtyProgram(COMMAND, env=new) as program:
            program.wait_for(welcome)
