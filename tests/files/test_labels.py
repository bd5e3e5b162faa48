"""Address labels: on their sheets to the point, and never outside a label (10.3)."""

import io
from typing import Any

import pytest
from hostile import HOSTILE
from paper import addressed, mailing, pages_in, person

from crmtui.mail import labels
from crmtui.mail.labels import SHEETS, Sheet
from crmtui.text_width import width_of
from models.database import execute
from models.rules import RuleBroken

INCH = 72
# Shown as text or PDF, which has no surrogates; the database has none either.
TEXTS = [text for text in HOSTILE if "\ud800" not in text]


@pytest.fixture
def people(database) -> int:
    """A mailing for 35 people, the first one P1."""
    for n in range(1, 36):
        person(f"P{n}", "Zoé", f"Roy{n:02}", address1=f"{n}, rue du Quai")
    return mailing(text_fr="Bonjour")


def pdf_of(key: int, **how: Any) -> list[Any]:
    out = io.BytesIO()
    labels.write_pdf(key, out, **how)
    return pages_in(out.getvalue())


def text_of(key: int, **how: Any) -> list[str]:
    out = io.BytesIO()
    labels.write_text(key, out, **how)
    return out.getvalue().decode(how.get("charset", "utf-8")).split("\f")


def label_of(shown: Any, sheet: Sheet) -> int:
    """The label that a text is in, whole."""
    found = [n for n in range(sheet.count) if _within(shown, *sheet.corner(n), sheet)]
    assert len(found) == 1, shown
    return found[0]


def _within(shown: Any, left: float, top: float, sheet: Sheet) -> bool:
    across = left * INCH <= shown.left and shown.right <= (left + sheet.width) * INCH
    return across and top * INCH <= shown.top and shown.bottom <= (top + sheet.height) * INCH


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_are_as_wide_and_high_as_paper_and_the_same_on_both_sides(name) -> None:
    sheet = SHEETS[name]
    left, top = sheet.corner(sheet.count - 1)
    assert left + sheet.width + sheet.left == pytest.approx(8.5)
    assert top + sheet.height + sheet.top == pytest.approx(11)
    assert sheet.pitch_across > sheet.width and sheet.pitch_down >= sheet.height


def test_the_corners_are_those_of_the_sheets() -> None:
    assert SHEETS["5160"].corner(0) == (0.1875, 0.5)
    assert SHEETS["5160"].corner(5) == (5.6875, 1.5)
    assert SHEETS["5163"].corner(0) == (0.15625, 0.5)
    assert SHEETS["5163"].corner(9) == (4.34375, 8.5)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("start", [1, 4, 10])
def test_each_address_is_on_the_label_whose_turn_it_is(people, name, start) -> None:
    sheet = SHEETS[name]
    found: dict[int, list[str]] = {}
    for n, page in enumerate(pdf_of(people, sheet=name, start=start)):
        for shown in page:
            found.setdefault(n * sheet.count + label_of(shown, sheet), []).append(shown.text)
    assert sorted(found) == list(range(start - 1, start + 34))
    for n, at in enumerate(sorted(found), 1):
        assert found[at] == [f"Zoé Roy{n:02}", f"P{n} inc.", f"{n}, rue du Quai", *_PLACE]


_PLACE = ["Québec QC  G1K 3X2"]


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("word", ["W", "i", "mot ", "É", "ÇÀ", "漢", "à la "])
@pytest.mark.parametrize("lines", [1, 4, 6, 9, 40])
@pytest.mark.parametrize("length", [5, 30, 80, 400])
def test_no_text_is_outside_its_label(name, word, lines, length) -> None:
    from crmtui.mail.labels import drawn_label
    from crmtui.printing.letters import fitted
    from crmtui.printing.pdf import CHARSET, width_in
    from crmtui.printing.pdf_stream import FONTS, LETTER

    width, sheet = width_in(FONTS[0]), SHEETS[name]
    address = [fitted(CHARSET)((word * length)[:length])] * lines
    for n in (0, sheet.count - 1):
        left, top = (part * INCH for part in sheet.corner(n))
        below = top
        for text in drawn_label(address, sheet, n, width):
            base = LETTER[1] - text.y
            assert left + 4 <= text.x and text.size >= 6
            assert text.x + width(text.text) * text.size <= left + sheet.width * INCH - 4
            # Lines are one below the other.
            assert base - 0.75 * text.size >= below
            below = base + 0.21 * text.size
            assert below <= top + sheet.height * INCH


def test_a_long_line_is_smaller_then_broken_then_cut(people) -> None:
    def sizes(lines: list[str]) -> tuple[float, list[str]]:
        addressed(people, lines)
        page = [shown for shown in pdf_of(people)[0] if label_of(shown, SHEETS["5160"]) == 0]
        return page[0].size, [shown.text for shown in page]

    short = ["Zoé Roy", "8, rue A", "Québec QC  G1K 3X2"]
    assert sizes(short) == (10, short)
    longer = ["Madame Marie-Hélène Tremblay-Lafrance", *short[1:]]
    size, lines = sizes(longer)
    assert 8 <= size < 10 and lines == longer
    size, lines = sizes(["Société des alcools et des eaux minérales du Bas-Saint-Laurent", *short])
    assert size >= 8 and len(lines) == 5
    size, lines = sizes(["Œ" * 300, *short * 3])
    assert size == 6 and lines[0].endswith("…") and lines[-1] == short[-1]


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("start", [1, 3])
def test_the_text_has_the_same_order_in_columns_and_lines(people, name, start) -> None:
    sheet = SHEETS[name]
    high = int(sheet.height * 6)
    found = []
    for page in text_of(people, sheet=name, start=start):
        lines = page.splitlines()
        assert len(lines) % high == 0 and len(lines) <= 60
        for row in range(0, len(lines), high):
            for column in range(sheet.across):
                left = round(column * sheet.pitch_across * 10)
                cell = [
                    line[left : left + int(sheet.width * 10)] for line in lines[row : row + high]
                ]
                said = [line.strip() for line in cell if line.strip()]
                assert all(line.startswith(" ") for line in cell if line)
                found.append(said)
    said = [cell for cell in found if cell]
    assert found[: start - 1] == [[]] * (start - 1) and found[start - 1]
    assert [cell[0] for cell in said] == [f"Zoé Roy{n:02}" for n in range(1, 36)]
    assert all(cell[-1:] == _PLACE for cell in said)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("word", ["W", "mot ", "漢", "é"])
@pytest.mark.parametrize("lines", [1, 6, 30])
def test_text_stays_in_its_columns(people, name, word, lines) -> None:
    addressed(people, [word * 60] * lines)
    sheet = SHEETS[name]
    lines = text_of(people, sheet=name)[0].splitlines()[: int(sheet.height * 6)]
    # Whatever is beside it, the second label's text begins in its column.
    begins = round(sheet.pitch_across * 10) + 1
    for said in ("Zoé Roy02", "P2 inc.", "2, rue du Quai"):
        (line,) = [line for line in lines if said in line]
        assert width_of(line.partition(said)[0]) == begins
    assert all(width_of(line) <= 80 for line in lines)


@pytest.mark.parametrize("text", TEXTS)
def test_an_address_is_never_read_as_anything(people, text) -> None:
    execute("UPDATE mailing_recipient SET address = ?", (f"{text}\nQuébec",))
    for page in pdf_of(people):
        for shown in page:
            label_of(shown, SHEETS["5160"])
    for page in text_of(people):
        assert not any(c < " " and c != "\n" for c in page)


def test_letters_that_are_lost_are_told(people) -> None:
    addressed(people, ["Łucja 漢", "Québec"])
    assert set(labels.write_pdf(people, io.BytesIO()).replaced) == set("Ł漢")
    assert "é" in labels.write_text(people, io.BytesIO(), charset="ascii").replaced
    assert "\n Lucja ?  " in text_of(people, charset="ascii")[0]


@pytest.mark.parametrize("write", [labels.write_pdf, labels.write_text])
def test_a_sheet_or_a_label_that_is_not_there_is_refused(people, write) -> None:
    for how, rule in (
        ({"sheet": "9999"}, "labels.sheet"),
        ({"start": 0}, "labels.start"),
        ({"start": 31}, "labels.start"),
        ({"sheet": "5163", "start": 11}, "labels.start"),
    ):
        out = io.BytesIO()
        with pytest.raises(RuleBroken, match=rule):
            write(people, out, **how)
        assert out.getvalue() == b""


def test_the_last_label_of_a_sheet_is_a_place_to_begin(people) -> None:
    first, second, *_ = pdf_of(people, start=30)
    assert {label_of(shown, SHEETS["5160"]) for shown in first} == {29}
    assert {label_of(shown, SHEETS["5160"]) for shown in second} == set(range(30))


def test_the_same_mailing_gives_the_same_bytes(people) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    assert labels.write_pdf(people, one) == labels.write_pdf(people, other)
    assert one.getvalue() == other.getvalue()
