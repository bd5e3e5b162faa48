"""Documents under `kill -9` and under many hands: none lost, none half, one content (spec 6)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sample_mailings import person
from sample_records import party

from models import document_store as store
from models.database import close_database, open_database, rows
from models.document import Document, left_over, sweep
from models.upkeep import CHECKS, faults

# Begins a session and says so; what follows it is done once a line came.
BEGIN = """
import os, signal, sys
from pathlib import Path
from models import document_store as store
from models.database import open_database
from models.document import Document
from models.user import User
open_database(sys.argv[1])
User.enter("marie")
contact, source = int(sys.argv[2]), Path(sys.argv[3])

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def then_die(call):
    def called(*args):
        call(*args)
        die()
    return called

print("ready", flush=True)
sys.stdin.readline()
"""
ATTACH = 'Document.attach("contact", contact, source)\n'

# Where an attach is cut off: what is patched, whether the document is there afterwards, and
# whether its content is there with nothing to name it.
STEPS = {
    "half written": ("os.fsync = lambda number: die()", False, False),
    "written": ("store.put = lambda content: die()", False, False),
    "in its place": ("store.put = then_die(store.put)", False, True),
    "named, not committed": ("Document.make_all = then_die(Document.make_all)", False, True),
    "committed": (f"{ATTACH}die()", True, False),
}


@pytest.fixture
def contact(database: Path) -> int:
    """A contact of a database that nobody has open."""
    key = person(party("T1"), "Zoé")
    close_database()
    return key


def start(database: Path, contact: int, source: Path, doing: str = ATTACH) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", BEGIN + doing, str(database), str(contact), str(source)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def together(*processes: subprocess.Popen[str]) -> None:
    """Let processes that are ready go on at once, each to a good end."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
    assert {process.returncode for process in processes} == {0}


def all_faults() -> list[str]:
    return [fault for name in CHECKS for fault in faults(name)]


def in_incoming() -> list[Path]:
    return [*(store.folder() / "incoming").iterdir()]


@pytest.mark.parametrize("step", STEPS)
def test_an_attach_that_is_killed_loses_nothing(
    database: Path, contact: int, tmp_path: Path, step: str
) -> None:
    patched, there, orphaned = STEPS[step]
    (tmp_path / "kept.txt").write_bytes(b"kept")
    (tmp_path / "offre.txt").write_bytes(b"x" * (store.CHUNK + 1))
    together(start(database, contact, tmp_path / "kept.txt"))
    process = start(database, contact, tmp_path / "offre.txt", f"{patched}\n{ATTACH}")
    process.communicate("\n")
    assert process.returncode == -signal.SIGKILL
    open_database(str(database))
    names = [name for (name,) in rows("SELECT name FROM document ORDER BY id")]
    assert names == (["kept.txt", "offre.txt"] if there else ["kept.txt"])
    assert all_faults() == [] and left_over()[0] == int(orphaned)
    assert sweep()[0] == int(orphaned) and left_over() == (0, 0)
    # What was being written is cleared away once nobody can be writing it any more.
    for path in in_incoming():
        os.utime(path, (0, 0))
    sweep()
    assert in_incoming() == []
    assert Document.beginning(1, 9) == b"kept"
    # The same again goes as if nothing had been.
    key = Document.attach("contact", contact, tmp_path / "offre.txt").id
    assert Document.beginning(key, store.CHUNK * 2) == b"x" * (store.CHUNK + 1)
    assert all_faults() == []


def test_a_removal_that_is_killed_leaves_what_can_be_read(
    database: Path, contact: int, tmp_path: Path
) -> None:
    (tmp_path / "offre.txt").write_bytes(b"offre")
    together(start(database, contact, tmp_path / "offre.txt"))
    doing = "store.put_aside = then_die(store.put_aside)\nDocument.remove(1)\n"
    process = start(database, contact, tmp_path / "offre.txt", doing)
    process.communicate("\n")
    assert process.returncode == -signal.SIGKILL
    open_database(str(database))
    assert rows("SELECT name FROM document") == [("offre.txt",)]
    assert Document.beginning(1, 9) == b"offre" and all_faults() == []
    sweep()
    assert Document.beginning(1, 9) == b"offre"


def test_two_who_attach_the_same_at_once_have_one_content(
    database: Path, contact: int, tmp_path: Path
) -> None:
    (tmp_path / "offre.txt").write_bytes(b"offre" * 1000)
    often = f"for n in range(20):\n    {ATTACH}"
    together(*(start(database, contact, tmp_path / "offre.txt", often) for _ in range(2)))
    open_database(str(database))
    assert rows("SELECT count(*), count(DISTINCT name), count(DISTINCT sha256) FROM document") == [
        (40, 40, 1)
    ]
    assert len([*store.stored()]) == 1 and in_incoming() == [] and all_faults() == []


def test_one_who_removes_takes_nothing_from_one_who_attaches_the_same(
    database: Path, contact: int, tmp_path: Path
) -> None:
    (tmp_path / "offre.txt").write_bytes(b"offre" * 1000)
    attach = f"for n in range(20):\n    {ATTACH}"
    remove = (
        'for n in range(20):\n    key = Document.attach("contact", contact, source).id\n'
        "    Document.remove(key)\n"
    )
    both = (start(database, contact, tmp_path / "offre.txt", doing) for doing in (attach, remove))
    together(*both)
    open_database(str(database))
    keys = [key for (key,) in rows("SELECT id FROM document")]
    assert len(keys) == 20 and all_faults() == []
    assert {Document.beginning(key, 9999) for key in keys} == {b"offre" * 1000}


def test_a_sweep_takes_nothing_from_one_who_attaches(
    database: Path, contact: int, tmp_path: Path
) -> None:
    (tmp_path / "offre.txt").write_bytes(b"offre" * 1000)
    attach = (
        "for n in range(20):\n    source.with_name(str(n)).write_text(str(n))\n"
        '    Document.attach("contact", contact, source.with_name(str(n)))\n'
    )
    sweeps = "from models.document import sweep\nfor n in range(20):\n    sweep()\n"
    both = (start(database, contact, tmp_path / "offre.txt", doing) for doing in (attach, sweeps))
    together(*both)
    open_database(str(database))
    assert rows("SELECT count(*) FROM document") == [(20,)] and all_faults() == []
