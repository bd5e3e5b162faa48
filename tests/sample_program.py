"""The sample on SafeApp, opened in a terminal by tests of the terminal's room."""

import sys
from pathlib import Path
from typing import Any

from pty_harness import ROOT, PtyProgram, terminal_env

SAMPLE = ROOT / "tests" / "safe_sample.py"


def open_sample(place: Path, *words: str, env: dict[str, str] | None = None, **how: Any):
    """Start the sample, which leaves its marks in `place`, and wait until it is there."""
    command = [sys.executable, str(SAMPLE), str(place), *words]
    program = PtyProgram(command, env=terminal_env(**(env or {})), **how)
    try:
        program.wait_for("ready")
    except BaseException:
        program.close()
        raise
    return program


def saved(place: Path) -> int:
    """Return how many times what must be saved at the end was saved."""
    file = place / "saved"
    return len(file.read_text()) if file.exists() else 0


def reports(place: Path) -> list[Path]:
    """Return the crash reports."""
    return sorted((place / "log").glob("crash-*.txt"))
