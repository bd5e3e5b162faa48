"""However a session ends, what must be saved is saved and nothing stays behind."""

import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pty_harness import GONE, PtyProgram, terminal_env
from sample_program import SAMPLE, open_sample, saved

pytestmark = pytest.mark.timeout(60)


def hang_up(program: PtyProgram) -> None:
    program.hang_up()


def sent(number: signal.Signals) -> Callable[[PtyProgram], None]:
    return lambda program: program.signal(number)


ENDS = {
    "hang-up": (hang_up, signal.SIGHUP),
    "SIGHUP": (sent(signal.SIGHUP), signal.SIGHUP),
    "SIGTERM": (sent(signal.SIGTERM), signal.SIGTERM),
    "SIGINT": (sent(signal.SIGINT), signal.SIGINT),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_process_is_gone_and_all_is_saved_once(tmp_path: Path, how: str) -> None:
    end, number = ENDS[how]
    with open_sample(tmp_path) as program:
        end(program)
        assert program.wait_gone(GONE) == 128 + number
    assert saved(tmp_path) == 1


@pytest.mark.parametrize("how", ENDS)
def test_the_same_where_the_terminal_reads_nothing(tmp_path: Path, how: str) -> None:
    end, number = ENDS[how]
    with open_sample(tmp_path) as program:
        program.send("F")
        program.wait_until(lambda: b"xxxx" in program.raw)
        wait_for_a_stall(program)
        end(program)
        assert program.wait_gone(GONE, reading=False) == 128 + number
    assert saved(tmp_path) == 1


def wait_for_a_stall(program: PtyProgram) -> None:
    """Read nothing until the program, which floods the terminal, uses no processor any more."""
    limit = time.monotonic() + 20
    before = -1.0
    while before != (now := program.cpu_seconds()):
        assert time.monotonic() < limit
        before = now
        select.select([], [], [], 0.3)


@pytest.mark.parametrize("how", ["hang-up", "SIGTERM"])
def test_the_same_where_hang_ups_are_ignored(tmp_path: Path, how: str) -> None:
    end, number = ENDS[how]
    with open_sample(tmp_path, ignore_hang_up=True) as program:
        end(program)
        assert program.wait_gone(GONE) == 128 + number
    assert saved(tmp_path) == 1


def test_a_signal_gives_the_terminal_back(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.signal(signal.SIGTERM)
        assert program.wait_gone(GONE) == 128 + signal.SIGTERM
        assert program.modes() == program.modes_before
        assert program.raw.rstrip().endswith(b"\x1b[?1049l\x1b[?25h")


def test_no_input_any_more_ends_it_like_a_hang_up(tmp_path: Path) -> None:
    """Standard input is a pipe that closes, where no signal comes: the driver alone must see it."""
    code = (
        "import os, sys\n"
        "from crmtui.terminal import environment\n"
        "environment._refuse_without_terminal = lambda environ: None\n"
        "r, w = os.pipe(); os.dup2(r, 0); os.close(r)\n"
        "import threading; threading.Timer(1.0, os.close, [w]).start()\n"
        f"sys.argv[1:] = [{str(tmp_path)!r}]\n"
        "import safe_sample; sys.exit(safe_sample.main())\n"
    )
    with PtyProgram([sys.executable, "-c", code], env=terminal_env()) as program:
        program.wait_for("ready")
        assert program.wait_gone() == 128 + signal.SIGHUP
    assert saved(tmp_path) == 1


def test_a_closed_pipe_as_input_is_refused(tmp_path: Path) -> None:
    command = f"exec {sys.executable} {SAMPLE} {tmp_path} </dev/null"
    with PtyProgram(["/bin/sh", "-c", command]) as program:
        assert program.wait_gone() == 2
        assert "terminal.not_a_terminal" in program.screen


def test_saving_that_never_ends_does_not_keep_the_process(tmp_path: Path) -> None:
    code = (
        "import threading, os, signal\n"
        "from crmtui.terminal import session\n"
        "session.guard_session(threading.Event().wait)\n"
        "session.set_restore(threading.Event().wait)\n"
        "print('ready', flush=True)\n"
        "threading.Event().wait()\n"
    )
    with PtyProgram([sys.executable, "-c", code]) as program:
        program.wait_for("ready")
        program.signal(signal.SIGTERM)
        assert program.wait_gone(GONE) == 128 + signal.SIGTERM


def test_a_child_can_be_ended(tmp_path: Path) -> None:
    code = (
        "import subprocess, signal\n"
        "from crmtui.terminal import session\n"
        "session.guard_session()\n"
        "with session.child_signals():\n"
        "    child = subprocess.Popen(['/bin/sleep', '60'])\n"
        "child.terminate(); print('ended', child.wait(), flush=True)\n"
    )
    with PtyProgram([sys.executable, "-c", code]) as program:
        program.wait_for(f"ended -{int(signal.SIGTERM)}")


def test_ctrl_z_and_a_stop_signal_stop_nothing(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("\x1a")
        program.wait_for("<ctrl+z>")
        program.send("Z")
        program.wait_for("<Z>")
        program.send("k")
        program.wait_for("<k>")
        assert os.waitpid(program.process.pid, os.WNOHANG | os.WUNTRACED) == (0, 0)


def test_what_was_stopped_by_force_comes_back_whole(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.wait_quiet()
        raw_modes = program.modes()
        program.signal(signal.SIGSTOP)
        os.waitpid(program.process.pid, os.WUNTRACED)
        set_modes(program, program.modes_before)
        seen = len(program.raw)
        program.signal(signal.SIGCONT)
        program.wait_until(lambda: b"ready" in program.raw[seen:], "the screen, painted again")
        assert program.modes() == raw_modes
        program.send("k")
        program.wait_for("<k>")


def set_modes(program: PtyProgram, modes: list) -> None:
    termios.tcsetattr(program._master, termios.TCSANOW, modes)


def test_an_idle_session_uses_no_processor(tmp_path: Path) -> None:
    with open_sample(tmp_path, "field") as program:
        program.wait_quiet(0.5)
        before = program.cpu_seconds()
        program.pump(3.0)
        assert program.cpu_seconds() - before <= 0.03


def test_leaving_gives_the_terminal_back(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("q")
        assert program.wait_gone() == 0
        assert program.modes() == program.modes_before
        assert program.raw.endswith(b"\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h")
    assert saved(tmp_path) == 0


def test_keys_typed_while_leaving_do_not_reach_the_next_program(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("qrm\r")
        assert program.wait_gone() == 0
