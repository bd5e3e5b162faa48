"""What may be shown of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from crmtui.safe_text import escaped, painted, typed, visible

NAMED = [
    *map(chr, range(0x20)),
    "\x7f",
    *map(chr, range(0x80, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff",
    *map(chr, range(0xE0000, 0xE0080)),
    "\ud800",
    "\udfff",
]


@pytest.mark.parametrize("character", NAMED, ids=lambda c: f"U+{ord(c):04X}")
def test_what_a_terminal_obeys_or_hides_is_not_shown(character: str) -> None:
    blank = " " if character in "\t\n\r" else ""
    assert visible(f"a{character}b") == f"a{blank}b"
    assert character not in painted(f"a{character}b")


@pytest.mark.parametrize(
    "text", ["Élodie d’Œuvre", "👨\u200d👩\u200d👧", "a\u200bb", "1\xa0234,50", ""]
)
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) is text
    assert painted(text) is text
    assert typed(text) is text
    assert escaped(text) is text


def test_line_ends_and_tabs_become_a_space_each_or_stay_in_a_text_of_lines() -> None:
    assert visible("a\r\nb\tc\rd\ne") == "a b c d e"
    assert visible("a\r\nb\tc\rd\ne\x1b[", multiline=True) == "a\nb\tc\nd\ne["


def test_a_log_shows_what_was_there() -> None:
    assert escaped("a\x1b[2J\u202e\n\tb\ud800") == "a\\x1b[2J\\u202e\n\tb\\ud800"


def test_control_keys_of_a_keyboard_stay() -> None:
    assert typed("é\x7f\x13\x9b\u202e") == "é\x7f\x13"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_painting_moves_no_cell(text: str) -> None:
    assert sum(map(cell_len, painted(text))) == sum(map(cell_len, text))


@given(st.text())
def test_showing_twice_is_showing_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert visible(visible(text, multiline=True), multiline=True) == visible(text, multiline=True)
