"""What a database holds never reaches a terminal as anything but text (byte by byte)."""

import re
import subprocess
import sys
from pathlib import Path

from hostile import STORED, spoil
from pty_harness import PtyProgram, terminal_env

COMMAND = [sys.executable, "-m", "crmtui"]
# All that the program itself sends: places, colours and modes.
OWN = re.compile(
    rb"\x1b\[\d+(;\d+)?[Hf]|\x1b\[[\d;:]*m|\x1b\[[?>=<][\d;]*[hlu]|\x1b\[\?[\d;]*\$p|\x1b\[5n|\x1b\[[JK]"
)


def _made(path: Path, env: dict[str, str]) -> Path:
    for words in (
        ["init"],
        ["settings", "edit", "CompanyName=Essai"],
        ["add", "customers", "code=TREMB01", "name=Tremblay"],
        ["add", "contacts", "party=TREMB01", "first_name=Marie", "last_name=Roy"],
        ["add", "contacts", "party=TREMB01", "first_name=Chloé", "last_name=Abel"],
    ):
        command = [*COMMAND, "--database", str(path), "--user", "marie", *words]
        assert subprocess.run(command, capture_output=True, env=env).returncode == 0
    return path


def _foreign(raw: bytes) -> list[str]:
    """What is neither text nor a sequence of the program's own."""
    text = OWN.sub(b"", raw).decode()
    return re.findall("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069].{0,9}", text)


def test_only_text_and_the_programs_own_sequences(tmp_path: Path) -> None:
    places = {f"XDG_{n}_HOME": str(tmp_path / n) for n in ("STATE", "DATA", "CONFIG", "CACHE")}
    env = terminal_env(**places)
    path = _made(tmp_path / "crm.db", env)
    spoil(path, STORED)
    command = [*COMMAND, "--database", str(path), "--user", "marie", "--lang", "fr"]
    with PtyProgram(command, env=env) as program:
        program.wait_for("Rechercher")
        for keys, there in (
            ("\x07", "Aller à"),
            ("c", "Par nom"),
            ("\x1b[F", f"Z{len(STORED) - 1:03}"),
            ("\r", "F7/F8"),
            ("e", "Adresse 2"),
            ("\x1b", "F7/F8"),
            *[("\x1b[19~", "F7/F8")] * 3,
            *[("\x1b[18~", "F7/F8")] * len(STORED),
            ("\x06", "Rechercher"),
            ("abel", "1 trouvé"),
            ("\r", "Civilité"),
            ("\x1b[20~", "Supprimer"),
            ("\x1b", "Civilité"),
            ("\x06", "Rechercher"),
            ("\x1b", "dernièrement"),
            ("marie roy", "1 trouvé"),
            ("\r", "Notes"),
            ("\x07", "Aller à"),
            ("n", "Notes"),
            *[("\x1b[6~", "Notes")] * 5,
            ("\r", "Sujet"),
            ("\x1b", "Notes"),
            ("\x07", "Aller à"),
            ("b", "Entrée ouvre"),
            ("\r", "Types de regroupement"),
        ):
            program.send(keys)
            program.wait_for(there)
            program.wait_quiet(0.05)
        program.send("\x11")
        assert program.wait_gone() == 0
    assert _foreign(program.raw) == []
    assert b"\x1b]" not in program.raw and b"\x1bP" not in program.raw
