"""What is painted, after the last look."""

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from crmtui.terminal.filter import ControlFilter

BLACK = Color(0, 0, 0)


def test_a_clean_line_is_not_even_copied() -> None:
    line = [Segment("Élodie", Style(bold=True)), Segment(" 14\xa0h "), Segment("│")]
    assert ControlFilter().apply(line[:1], BLACK) == line[:1]
    assert ControlFilter().apply(line, BLACK) == line
    plain = [Segment("abc"), Segment("│")]
    assert ControlFilter().apply(plain, BLACK) is plain


def test_sequences_links_and_control_segments_go_and_styles_stay() -> None:
    bold = Style(bold=True)
    line = [
        Segment("a\x1b[2Jb\x9bc\u202ed", bold),
        Segment("site", Style(link="https://example.org/\x1b\\\x1b]52;c;x")),
        Segment("\x1b[2J", None, [(2,)]),
    ]
    done = ControlFilter().apply(line, BLACK)
    assert [one.text for one in done] == ["a[2Jbcd", "site"]
    assert done[0].style == bold
    assert done[1].style is not None and done[1].style.link is None
