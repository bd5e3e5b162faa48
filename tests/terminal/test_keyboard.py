"""What the terminal sends, and the keys that come of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from crmtui.terminal.keyboard import Keyboard

UP, ESC, STATUS = b"\x1b[A", b"\x1b", b"\x1b[0n"


class Desk:
    """A keyboard, a clock that only moves when told, and what came of the keys."""

    def __init__(self, delay: float = 0.015) -> None:
        self.now = 100.0
        self.asked = 0
        self.got: list[str] = []
        self.keyboard = Keyboard(self._ask, delay, clock=lambda: self.now)

    def _ask(self) -> None:
        self.asked += 1

    def send(self, *pieces: bytes, gap: float = 0.0) -> "Desk":
        for piece in pieces:
            self._take(self.keyboard.feed(piece))
            self.wait(gap)
        return self

    def wait(self, seconds: float) -> "Desk":
        self.now += seconds
        self._take(self.keyboard.tick())
        return self

    def _take(self, messages) -> None:
        for message in messages:
            if isinstance(message, events.Key):
                self.got.append(message.key)
            elif isinstance(message, events.Paste):
                self.got.append(f"paste:{message.text}")
            else:
                self.got.append(type(message).__name__)


def test_plain_keys_arrive_at_once() -> None:
    assert Desk().send("aé\x13\x7f".encode()).got == ["a", "é", "ctrl+s", "backspace"]


@pytest.mark.parametrize("split", [1, 2])
def test_an_arrow_in_two_pieces_is_an_arrow_on_a_slow_line(split: int) -> None:
    desk = Desk(delay=0.3).send(UP[:split], UP[split:], gap=0.25)
    assert desk.got == ["up"]


def test_an_esc_alone_is_decided_after_the_delay() -> None:
    desk = Desk().send(ESC)
    assert desk.got == []
    assert desk.keyboard.timeout() == pytest.approx(0.015)
    assert desk.wait(0.015).got == ["escape"]
    assert desk.keyboard.timeout() is None


def test_a_terminal_that_answers_proves_that_esc_was_alone() -> None:
    desk = Desk().send(STATUS, ESC)
    assert desk.asked == 1
    assert desk.wait(0.5).got == []
    assert desk.send(STATUS).got == ["escape"]


def test_a_terminal_that_answers_never_makes_an_esc_of_half_an_arrow() -> None:
    desk = Desk().send(STATUS, ESC).wait(0.9).send(b"[A", STATUS)
    assert desk.got == ["up"]


def test_an_answer_that_stays_away_is_waited_for_once() -> None:
    desk = Desk().send(STATUS, ESC).wait(1.0)
    assert desk.got == ["escape"]
    assert desk.send(ESC).wait(0.015).got == ["escape", "escape"]
    assert desk.asked == 1


def test_esc_then_a_letter_typed_ahead_are_two_keys() -> None:
    assert Desk(delay=0.3).send(ESC, b"j", gap=0.1).got == ["escape", "j"]
    assert Desk().send(STATUS, ESC, b"[", STATUS).got == ["escape", "left_square_bracket"]


def test_alt_and_a_letter_in_one_piece_are_one_key() -> None:
    assert Desk().send(b"\x1bx").got == ["alt+x"]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"\x1b\x1b", ["escape", "escape"]),
        (b"\x1b" + UP, ["escape", "up"]),
        (b"\x1bOP\x1b[[B\x1b[13~\x1bOS\x1b[15~\x1b[24~", ["f1", "f2", "f3", "f4", "f5", "f12"]),
        (b"\x1b[3$", ["shift+delete"]),
        (b"\x1b[Z\x1b[5~\x1b[6~", ["shift+tab", "pageup", "pagedown"]),
    ],
)
def test_keys_of_many_terminals(data: bytes, keys: list[str]) -> None:
    assert Desk().send(data).wait(1).got == keys


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[:50u",
        b"\x1b[1;99999999999999999999u",
        b"\x1b[99999999999;1u",
        b"\x1b[" + b"1;" * 40 + b"A",
        b"\x1b[12\x01",
        b"\x1b[999z",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP>|XTerm(388)\x1b\\",
        b"\x1b[48;99999;99999;1;1t",
        b"\x1b[?2048;1$y",
        b"\x1b[?64;1;2c",
    ],
)
def test_what_is_no_key_types_nothing_and_the_next_key_works(data: bytes) -> None:
    got = Desk().send(data).wait(2).send(b"x").got
    assert got[-1] == "x"
    assert not any(len(key) == 1 for key in got[:-1])


@pytest.mark.parametrize("data", [b"\xff", b"\xe9", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf0\x9f"])
def test_what_is_no_text_is_replaced(data: bytes) -> None:
    got = Desk().send(data + b"x").got
    assert got[-1] == "x"
    assert set(got[:-1]) == {"replacement_character"}


def test_an_unfinished_sequence_is_forgotten() -> None:
    assert Desk().send(b"\x1b[12;").wait(1.1).send(b"x").got == ["x"]


def test_a_paste_is_cleaned_and_types_nothing() -> None:
    desk = Desk().send(b"\x1b[200~one\x1b[Ad\r\ntwo\x00\x9b\xc2\x9bd\x1b]52;c;x\x07\x1b[201~z")
    assert desk.got == ["paste:one[Ad\ntwo\ufffdd]52;c;x", "z"]


def test_a_paste_in_pieces_is_one_whatever_is_cut() -> None:
    data = b"a\x1b[200~\xc3\xa9t\xc3\xa9 \x1b[20 \x1b[201~b"
    for cut in range(1, len(data)):
        assert Desk().send(data[:cut], data[cut:]).got == ["a", "paste:été [20 ", "b"], cut


def test_a_paste_without_its_end_is_closed() -> None:
    desk = Desk().send(b"\x1b[200~abc").wait(1.9)
    assert desk.got == []
    assert desk.wait(0.1).got == ["paste:abc"]
    assert desk.send(b"q").got[-1] == "q"


def test_the_late_rest_of_a_paste_is_pasted_and_not_obeyed() -> None:
    desk = Desk().send(b"\x1b[200~abc").wait(2).send(b"dddd dddd\x1b[201~x")
    assert desk.got == ["paste:abc", "paste:dddd dddd", "x"]


def test_a_paste_beyond_its_limit_is_cut() -> None:
    desk = Desk().send(b"\x1b[200~")
    for _ in range(9):
        desk.send(b"x" * 1024 * 1024)
    desk.send(b"\x1b[201~y")
    assert len(desk.got[0]) == 8 * 1024 * 1024 + len("paste:")
    assert desk.got[1] == "y"


pieces = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([ESC, UP, STATUS, b"\x1b[", b"\x1bO", b"\x1b[200~", b"\x1b[201~", b"\xc3"]),
    st.from_regex(rb"\x1b\[[0-9;:?<]{0,12}[ -/]?[@-~u]", fullmatch=True),
)


@settings(max_examples=300)
@given(st.lists(st.tuples(pieces, st.sampled_from([0.0, 0.02, 1.5])), max_size=12))
def test_no_bytes_end_it_or_make_it_deaf(chunks: list[tuple[bytes, float]]) -> None:
    desk = Desk()
    for data, pause in chunks:
        desk.send(data).wait(pause)
    desk.wait(3).send(b"~").wait(3).send(b"q")
    assert desk.got[-1] == "q"
    assert desk.keyboard.timeout() is None
