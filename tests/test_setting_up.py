"""The README's first commands: what `make` and `.ci/run` do to a clone before they run anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = os.path.realpath(sys.executable)


# What a `make` hands on to those that it runs.
OF_MAKE = ("PYTHON", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")


def run(*command: str, cwd: Path, **environment: str) -> str:
    """Run a command that must succeed, and return what it wrote."""
    inherited = {k: v for k, v in os.environ.items() if k not in OF_MAKE}
    done = subprocess.run(
        command, cwd=cwd, env=inherited | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def script(path: Path, text: str) -> Path:
    """A script that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def clone(folder: Path) -> Path:
    """A clone in which pip only says what it would say."""
    for name in ("pyproject.toml", "constraints.txt", "hatch_build.py", "Makefile"):
        shutil.copy(ROOT / name, folder)
    said = "echo Collecting a; echo Processing b.whl; echo Installing collected packages: a, b"
    script(folder / ".venv/bin/python", f'test "$2" = pip && {{ {said}; }}; exit 0')
    return folder


def test_make_says_what_it_does_while_it_sets_up(tmp_path: Path) -> None:
    written = run("make", ".venv/dev", cwd=clone(tmp_path))
    assert written.splitlines() == [
        "Installing the program and what it needs (this once) .. writing it",
        "Adding what the tests need (this once) .. writing it",
    ]
    assert "up to date" in run("make", ".venv/dev", cwd=tmp_path)


def test_all_that_pip_said_is_shown_where_it_fails(tmp_path: Path) -> None:
    clone(tmp_path)
    script(tmp_path / ".venv/bin/python", "echo ERROR: no such thing; exit 1")
    environment = {k: v for k, v in os.environ.items() if k not in OF_MAKE}
    done = subprocess.run(
        ["make", ".venv/core"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode and "ERROR: no such thing" in done.stderr
    assert not (tmp_path / ".venv/core").exists()


def test_an_environment_of_another_python_is_made_anew_where_one_is_named(tmp_path: Path) -> None:
    clone(tmp_path)
    script(tmp_path / ".venv/bin/python", "echo /elsewhere 3.99.0")
    written = run("make", ".venv/made", f"PYTHON={BASE}", cwd=tmp_path)
    assert written.startswith(f"Making .venv with {BASE}")
    assert (tmp_path / ".venv/pyvenv.cfg").exists()
    assert "up to date" in run("make", ".venv/made", f"PYTHON={BASE}", cwd=tmp_path)


def test_all_checks_run_with_the_systems_own_python_whatever_is_first(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text("lint test:\n\t@echo $@ with $(PYTHON)\n")
    script(tmp_path / "bin/python3", "exit 1")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    written = run(".ci/run", cwd=tmp_path, PATH=path)
    assert written.splitlines() == ["lint with /usr/bin/python3", "test with /usr/bin/python3"]
