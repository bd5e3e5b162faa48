"""Data on the screen is only text, whatever it holds."""

import re
from pathlib import Path

import pytest
from sample_program import open_sample

pytestmark = pytest.mark.timeout(60)


def test_no_sequence_in_data_reaches_the_terminal(tmp_path: Path) -> None:
    with open_sample(tmp_path, "field") as program:
        program.send("abc")
        program.wait_for("abc")
        text = program.raw.decode()
    assert "aGFja2Vk" in program.screen
    assert "\x1b]" not in text
    assert "\x1b[2J" not in text
    assert "\x1b[21t" not in text
    assert not re.search("[\x00-\x07\x0b\x0c\x0e-\x1a\x7f-\x9f]", text)
    assert not re.search("[\u2028\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]", text)
    assert "\\ud800" not in text
