"""Documents as PDF: the same bytes for the same record, text that can be copied, pages (9.4)."""

import base64
import datetime as dt
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from crmtui.printing.document import Column, Document
from crmtui.printing.layout import pages_of
from crmtui.printing.pdf import _paper, as_pdf
from models.rules import RuleBroken

DOCUMENT = Document(
    language="fr",
    day=dt.date(2026, 11, 24),
    title="Soumission",
    number="Q2026-00042",
    company=("Les Cafés du Fleuve inc.", "12, rue du Quai", "Québec QC  G1K 3X2"),
    addressed=("Tremblay & Fils inc.", "Montréal QC  H3G 1P1"),
    facts=(("Date", "24 novembre 2026"), ("Référence", "Œuvre « à 5 € » (no 1) \\")),
    subject="",
    columns=(
        Column("item", "Article"),
        Column("description", "Description"),
        Column("quantity", "Quantité", True),
        Column("unit_price", "Prix", True),
        Column("amount", "Montant", True),
    ),
    rows=(("CHAI", "Thé chaï", "3", "10,10", "30,30"),),
    sums=(
        ("Sous-total", "30,30 $"),
        ("TPS 5 %", "1,52 $"),
        ("TVQ 9,975 %", "3,02 $"),
        ("Total", "34,84 $"),
    ),
    note="Livraison comprise.",
)


def pages_in(pdf: bytes) -> list[list[str]]:
    """The texts that each page shows, in the order in which they were put down."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        shown = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
        texts = re.findall(rb"\(((?:[^\\()]|\\.)*)\) Tj", shown)
        found.append([_unescaped(text) for text in texts])
    return found


def _unescaped(text: bytes) -> str:
    def one(match: re.Match[bytes]) -> bytes:
        return bytes([int(match[1], 8)]) if match[1][:1].isdigit() else match[1]

    return re.sub(rb"\\([0-7]{3}|.)", one, text).decode("cp1252")


def long(count: int) -> Document:
    rows = tuple(("", f"ligne {n}", "1", "1,00", "1,00") for n in range(1, count + 1))
    return replace(DOCUMENT, rows=rows)


def test_it_shows_what_the_document_says() -> None:
    (page,) = pages_in(as_pdf(DOCUMENT))
    for said in (
        "Les Cafés du Fleuve inc.",
        "Soumission",
        "Q2026-00042",
        "Page 1 de 1",
        "Tremblay & Fils inc.",
        "Œuvre « à 5 € » (no 1) \\",
        "Thé chaï",
        "Livraison comprise.",
    ):
        assert said in page, said
    money = [text for text in page if text.endswith("$")]
    assert money == ["30,30 $", "1,52 $", "3,02 $", "34,84 $"]
    assert page.index("30,30") < page.index("30,30 $")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert as_pdf(DOCUMENT) == as_pdf(DOCUMENT)
    code = "import test_pdf, sys; sys.stdout.buffer.write(test_pdf.as_pdf(test_pdf.DOCUMENT))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path), "PYTHONHASHSEED": "7"},
    )
    assert done.stdout == as_pdf(DOCUMENT), done.stderr


def test_it_is_letter_paper_with_title_author_and_language() -> None:
    pdf = as_pdf(DOCUMENT)
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    assert b"/MediaBox [ 0 0 612 792 ]" in pdf
    assert b"/CreationDate (D:20261124)" in pdf
    assert b"/Title (Soumission Q2026-00042)" in pdf
    assert b"/Author (Les Caf\\351s du Fleuve inc.)" in pdf
    assert b"fr-CA" in pdf


@pytest.mark.parametrize("count", [1, 28, 29, 30, 31, 32, 33, 34, 35, 200])
def test_lines_go_on_over_pages_that_are_numbered_and_headed(count) -> None:
    pages = pages_in(as_pdf(long(count)))
    for n, page in enumerate(pages, 1):
        assert any(text.endswith(f"Page {n} de {len(pages)}") for text in page)
        assert ("Description" in page) == any(text.startswith("ligne ") for text in page)
    shown = [text for page in pages for text in page if text.startswith("ligne ")]
    assert shown == [f"ligne {n}" for n in range(1, count + 1)]
    assert pages[-1].count("34,84 $") == sum(page.count("34,84 $") for page in pages) == 1


@pytest.mark.parametrize("word", ["W", "i", "motif ", "é"])
def test_nothing_stands_outside_the_paper_or_over_anything_else(word) -> None:
    rows = ((word * 20, word * 120, "99 999,9999", "9 999,9999", "9 999 999 999,99"),)
    wide = replace(
        DOCUMENT,
        rows=rows,
        company=(word * 80, word * 200),
        addressed=(word * 100,),
        facts=(("Référence", word * 40), ("Vendeur", word * 80)),
        sums=((word * 60 + " 9,975 %", "9 999 999 999,99 $"), *DOCUMENT.sums),
    )
    paper = _paper()
    for page in pages_of(wide, paper):
        assert len(page) <= paper.lines
        for line in page:
            ends = 0.0
            for piece in line:
                taken = piece.width or paper.measure(piece.text, piece.style)
                start = piece.x - taken if piece.right else piece.x
                assert start >= ends - 0.01 and start + taken <= paper.width + 0.01, piece
                ends = start + taken


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Łódź", "Lódz"), ("漢字", "??"), ("Ő", "O"), ("🇨🇦", "??"), ("a\u200bb", "ab")],
)
def test_letters_that_the_fonts_lack_become_the_nearest_ones(text, shown) -> None:
    (page,) = pages_in(as_pdf(replace(DOCUMENT, note=text, company=(text,))))
    assert page[-1] == shown


def test_texts_are_never_read_as_markup() -> None:
    for text in ("<b>x</b>", "&amp;", "<para>", "(", "\\", "%s", "{0}", ") Tj ET"):
        (page,) = pages_in(as_pdf(replace(DOCUMENT, note=text)))
        assert page[-1] == text


def test_without_reportlab_one_is_told_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    monkeypatch.setitem(sys.modules, "reportlab.pdfgen.canvas", None)
    with pytest.raises(RuleBroken, match=r"print\.no_reportlab"):
        as_pdf(DOCUMENT)


def test_printing_text_loads_no_reportlab() -> None:
    code = "import crmtui.cli.printing, sys; sys.exit('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)})
    assert done.returncode == 0
