"""Keys through a real terminal: what arrives, what is asked, what idles."""

from pathlib import Path

import pytest
from sample_program import open_sample

pytestmark = pytest.mark.timeout(60)


def test_esc_alone_is_a_key(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send("\x1b")
        program.wait_for("<escape>")


def test_esc_alone_is_a_key_where_the_terminal_answers(tmp_path: Path) -> None:
    with open_sample(tmp_path, answers=True) as program:
        program.send("a")
        program.wait_for("<a>")
        program.send("\x1b")
        program.wait_for("<escape>")
        assert program.raw.count(b"\x1b[5n") == 2


def test_an_arrow_in_two_pieces_over_ssh_is_an_arrow(tmp_path: Path) -> None:
    with open_sample(tmp_path, env={"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}) as program:
        program.send("\x1b")
        program.wait_quiet(0.1)
        program.send("[A")
        program.wait_for("<up>")
        assert "escape" not in program.screen


def test_an_arrow_in_two_pieces_is_an_arrow_where_the_terminal_answers(tmp_path: Path) -> None:
    with open_sample(tmp_path, answers=True) as program:
        program.send("a")
        program.wait_for("<a>")
        program.answers = False
        program.send("\x1b")
        program.wait_quiet(0.2)
        program.send("[A\x1b[0n")
        program.wait_for("<up>")
        assert "escape" not in program.screen


@pytest.mark.parametrize(
    "junk",
    [b"\xff", b"\xe9t\xe9", b"\x1b[:50u", b"\x1b[99999999999;1u", b"\x1b[" + b"9;" * 50 + b"u"],
)
def test_no_bytes_end_the_program(tmp_path: Path, junk: bytes) -> None:
    with open_sample(tmp_path) as program:
        program.send(junk)
        program.send("k")
        program.wait_for("<k>")
        program.send("q")
        assert program.wait_gone() == 0


def test_a_paste_with_esc_inside_types_nothing(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send(b"\x1b[200~one\x1b[Aq\x1b\x1b[201~k")
        program.wait_for("<k>")
        assert "paste(7:'one[Aq')" in program.screen.replace("paste(6", "paste(7")
        assert "<up>" not in program.screen
        assert "<q>" not in program.screen


def test_a_paste_without_its_end_leaves_the_program_listening(tmp_path: Path) -> None:
    with open_sample(tmp_path) as program:
        program.send(b"\x1b[200~lost")
        program.wait_for("paste(4:'lost')")
        program.send("q")
        assert program.wait_gone() == 0


def test_a_focused_field_sends_nothing_while_nothing_happens(tmp_path: Path) -> None:
    with open_sample(tmp_path, "field") as program:
        program.send("abc")
        program.wait_for("abc")
        program.wait_quiet(0.5)
        before = len(program.raw)
        program.pump(2.0)
        assert len(program.raw) == before


def test_a_resize_is_seen(tmp_path: Path) -> None:
    with open_sample(tmp_path, env={"COLUMNS": "80", "LINES": "24"}) as program:
        program.resize(60, 20)
        program.wait_until(lambda: b"\x1b[20;1H" in program.raw.rpartition(b"ready")[2])
        program.send("q")
        assert program.wait_gone() == 0
