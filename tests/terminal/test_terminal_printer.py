"""The terminal's own printer, from the interface and from the command line, byte by byte."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pty_harness import GONE, PtyProgram, terminal_env

COMMAND = [sys.executable, "-m", "crmtui"]
LINES = 'lines=[{"description": "Thé", "quantity": "3", "unit_price": "10.10"}]'
JOB = re.compile(rb"\x1b\[5i(.*?)\x1b\[4i", re.DOTALL)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A database with one quote, and a configuration with a printer of code page 850."""
    (tmp_path / "crmtui.toml").write_text(
        'terminal_printer = true\nprinter_charset = "cp850"\n', encoding="utf-8"
    )
    for words in (
        ["init"],
        ["settings", "edit", "CompanyName=Café Été"],
        ["add", "customers", "code=TREMB01", "name=Tremblay"],
        ["add", "quotes", "bill_to=TREMB01", LINES],
    ):
        done = subprocess.run(_command(tmp_path, *words), capture_output=True, env=_env(tmp_path))
        assert done.returncode == 0, done.stderr
    return tmp_path


def _command(folder: Path, *words: str) -> list[str]:
    return [*COMMAND, "--database", str(folder / "crm.db"), "--user", "marie", *words]


def _env(folder: Path, **named: str) -> dict[str, str]:
    places = {f"XDG_{n}_HOME": str(folder / n) for n in ("STATE", "DATA", "CONFIG", "CACHE")}
    config = str(folder / "crmtui.toml")
    return terminal_env(**{**places, "CRMTUI_CONFIG": config, "CRMTUI_LANG": "fr", **named})


def _number(folder: Path) -> str:
    command = _command(folder, "list", "quotes", "--format", "json")
    done = subprocess.run(command, capture_output=True, env=_env(folder))
    (quote,) = json.loads(done.stdout)
    return str(quote["number"])


def test_from_the_interface_in_one_piece_and_the_screen_is_painted_anew(shop: Path) -> None:
    with PtyProgram(_command(shop), env=_env(shop), answers=True) as program:
        program.wait_until(lambda: "Tapez" in program.screen or "crmtui" in program.screen)
        program.send("\x07")
        program.wait_until(lambda: "Soumissions" in program.screen)
        program.send("q")
        program.wait_until(lambda: "34,84" in program.screen)
        program.send("p")
        program.wait_until(lambda: "Imprimante du terminal" in program.screen)
        program.send("b")
        program.wait_until(lambda: JOB.search(program.raw) is not None)
        program.wait_until(lambda: "envoyé à l'imprimante du terminal" in program.screen)
        job = JOB.search(program.raw)
        assert job is not None
        printed = job[1].decode("cp850").replace("\r\n", "\n")
        assert "Café Été" in printed and "34,84 $" in printed and printed.endswith("\n\f")
        assert "\x1b" not in printed and "\r" not in printed
        assert program.raw.count(b"\x1b[5i") == 1
        program.send("\x11")
        assert program.wait_gone(GONE) == 0


def test_from_the_command_line(shop: Path) -> None:
    command = _command(shop, "print", "quote", _number(shop), "--to", "terminal")
    with PtyProgram(command, env=_env(shop)) as program:
        assert program.wait_gone() == 0
        job = JOB.search(program.raw)
        assert job is not None and "Café Été".encode("cp850") in job[1]
        assert "envoyé" in program.screen


def test_under_tmux_it_is_refused_with_the_reason(shop: Path) -> None:
    command = _command(shop, "print", "quote", _number(shop), "--to", "terminal")
    with PtyProgram(command, env=_env(shop, TMUX="/tmp/tmux-0/default,1,0")) as program:
        assert program.wait_gone() == 1
        assert b"\x1b[5i" not in program.raw and "tmux" in program.screen


def test_pdf_is_not_shown_in_a_terminal(shop: Path) -> None:
    command = _command(shop, "print", "quote", _number(shop), "--pdf")
    with PtyProgram(command, env=_env(shop)) as program:
        assert program.wait_gone() == 1
        assert b"%PDF" not in program.raw and "-o" in program.screen


def test_on_a_terminal_pages_follow_one_another_without_form_feeds(shop: Path) -> None:
    with PtyProgram(_command(shop, "print", "quote", _number(shop)), env=_env(shop)) as program:
        assert program.wait_gone() == 0
        assert b"\f" not in program.raw and "34,84 $" in program.screen
