"""After an unforeseen error: the terminal is whole, nothing private is shown, all is saved."""

import re
import stat
import sys
from pathlib import Path

import pytest
from pty_harness import PtyProgram, terminal_env
from sample_program import SAMPLE, open_sample, reports, saved

pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize("key", ["X", "W", "T", "R"])
def test_an_error_is_one_line_a_status_and_a_report(tmp_path: Path, key: str) -> None:
    with open_sample(tmp_path) as program:
        program.send(key)
        assert program.wait_gone() == 70
        assert program.modes() == program.modes_before
        said = program.raw.rpartition(b"\x1b[?1049l\x1b[?25h")[2].decode()
    assert saved(tmp_path) == 1
    (report,) = reports(tmp_path)
    reference = re.fullmatch(r"crash-([0-9a-f]{8})\.txt", report.name)[1]
    assert said.count("\n") == 1
    assert reference in said
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    text = report.read_text()
    assert "Traceback" in text
    assert "\x1b" not in text
    for shown in (text.replace('"hunter2"', ""), program.raw.decode()):
        assert "hunter2" not in shown
    for private in ("hunter2", "Traceback", "s3cret", "safe_sample"):
        assert private not in program.raw.decode()


@pytest.mark.parametrize("word", ["bad-css", "bad-compose", "bad-end"])
def test_an_error_before_or_after_the_screen_is_one_line_too(tmp_path: Path, word: str) -> None:
    command = [sys.executable, str(SAMPLE), str(tmp_path), word]
    with PtyProgram(command, env=terminal_env()) as program:
        if word == "bad-end":
            program.wait_for("ready")
            program.send("q")
        assert program.wait_gone() == 70
        assert program.modes() == program.modes_before
        said = program.raw.rpartition(b"\x1b[?25h")[2].decode()
    (report,) = reports(tmp_path)
    assert said.count("\n") == 1
    assert report.name[6:14] in said
    assert "Traceback" not in program.raw.decode()


def test_a_task_whose_error_nobody_awaits_is_reported_and_not_shown(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("D")
        program.wait_for("forgotten")
        program.send("q")
        assert program.wait_gone() == 0
        assert b"Traceback" not in program.raw
    assert "RuntimeError" in reports(tmp_path)[0].read_text()


def test_a_last_message_is_text(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("m")
        assert program.wait_gone() == 0
        assert program.raw.endswith(b"bye]52;c;aGFja2Vk\\\r\n")
        assert b"\x1b]" not in program.raw
