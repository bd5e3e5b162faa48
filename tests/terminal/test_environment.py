"""What the environment may say, and what it may not do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pty_harness import ROOT, PtyProgram, terminal_env
from sample_program import SAMPLE, open_sample

from crmtui.terminal import environment

pytestmark = pytest.mark.timeout(60)
HARMFUL = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_DRIVER": "evil:Driver",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "BROWSER": "touch browsed",
    "COLUMNS": "40",
    "LINES": "9",
}


def test_what_the_environment_could_do_it_can_not() -> None:
    environ = {"TERM": "xterm-256color", **HARMFUL}
    environment.settle(environ)
    assert not set(environ) & set(HARMFUL)
    assert environ["TEXTUAL_ANIMATIONS"] == "none"
    assert int(environ["TEXTUAL_FPS"]) >= 250
    assert environ["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    assert environ["ESCDELAY"] == "15"


@pytest.mark.parametrize("name", sorted(HARMFUL))
def test_a_harmful_variable_changes_nothing(name: str, tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        with open_sample(tmp_path, env={name: HARMFUL[name]}) as program:
            program.send("B")
            program.wait_for("refused")
            assert program.display.columns == 80
            program.send("q")
            assert program.wait_gone() == 0
    finally:
        os.chdir(here)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environ", "delay"),
    [
        ({}, 15),
        ({"SSH_CONNECTION": "1 2 3 4"}, 300),
        ({"SSH_CONNECTION": "1 2 3 4", "ESCDELAY": "50"}, 50),
        ({"ESCDELAY": "none"}, 15),
        ({"ESCDELAY": "0"}, 1),
        ({"ESCDELAY": "99999"}, 2000),
    ],
)
def test_the_wait_after_esc_follows_the_line(environ: dict[str, str], delay: int) -> None:
    assert environment.escape_delay(environ) == delay


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "true"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "16"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "vt220"}, "16"),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, "none"),
    ],
)
def test_colours(environ: dict[str, str], wanted: str) -> None:
    assert environment.colours(environ) == wanted
    environment.settle(environ)
    systems = {"16": "standard", "256": "256", "true": "truecolor"}
    assert environ.get("TEXTUAL_COLOR_SYSTEM") == systems.get(wanted)


def test_the_facts_have_an_order_and_nothing_that_a_terminal_obeys() -> None:
    told = environment.facts({"TERM": "xterm\x1b[2J", "COLORTERM": "a\nb", "TMUX": "x"})
    assert list(told)[:3] == ["term", "size", "colours"]
    assert told["term"] == "xterm[2J"
    assert told["colorterm"] == "a b"
    assert told["multiplexer"] == "tmux"
    assert all(value.isprintable() for value in told.values())


def test_no_terminal_is_refused_before_textual_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from crmtui.terminal import environment, session\n"
        "try:\n    environment.prepare()\n"
        "except environment.NoTerminal as refused:\n"
        "    print(refused.key, refused.facts['stream'], 'textual' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=terminal_env(),
        cwd=ROOT,
        check=True,
    )
    assert done.stdout == "terminal.not_a_terminal stdin False\n"


@pytest.mark.parametrize(("term", "key"), [("dumb", "term_dumb"), ("", "term_unset")])
def test_a_terminal_that_can_show_nothing_is_refused(tmp_path: Path, term: str, key: str) -> None:
    with PtyProgram(
        [sys.executable, str(SAMPLE), str(tmp_path)], env=terminal_env(TERM=term)
    ) as program:
        assert program.wait_gone() == 2
        assert f"terminal.{key}" in program.screen
        assert b"\x1b" not in program.raw


@pytest.mark.parametrize("term", ["linux", "vt220", "vt100", "screen", "screen.xterm-256color"])
def test_old_terminals_get_no_new_sequences(tmp_path: Path, term: str) -> None:
    with open_sample(tmp_path, env={"TERM": term, "COLORTERM": "truecolor"}) as program:
        program.send("q")
        assert program.wait_gone() == 0
    for sequence in (b"\x1b[>", b"\x1b[<", b"\x1b]", b"$p", b"?1004", b"?1000", b"38;2;"):
        assert sequence not in program.raw


def test_the_mouse_is_off_and_the_kitty_protocol_too(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("q")
        assert program.wait_gone() == 0
    for sequence in (b"\x1b[?1000h", b"\x1b[?1003h", b"\x1b[?1006h", b"\x1b[>25u", b"\x1b]22"):
        assert sequence not in program.raw
