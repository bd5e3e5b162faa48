"""The benchmark runs: every part of it, in small, with its figures printed."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(120)
def test_the_benchmark_measures_every_part_in_small() -> None:
    run = [sys.executable, "-m", "bench", "--check"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for figure in (
        "start to whole first frame",
        "memory of one session",
        "cursor down",
        "a form opened and closed",
        "key to results in the lookup",
        "page of customers by city",
        "CSV import against executemany",
        "targets reached",
    ):
        assert figure in done.stdout
