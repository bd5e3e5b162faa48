"""`print`: text and PDF, to standard output, files and printers."""

import io
import json
import os
import stat
import sys

import pytest

LINES = '[{"item":"CHAI","quantity":"3","unit_price":"10.10","discount":"0"}]'
SUMS = {"subtotal": "30.30", "total": "34.84"}


@pytest.fixture
def quote(shop):
    """The number of a quote of 3 × 10.10 to a customer who speaks English."""
    shop("settings", "edit", "CompanyName=Les Cafés du Fleuve")
    shop("edit", "customers", "TREMB01", "language=en", "--follow")
    shop("edit", "contacts", "1", "purchasing_rank=1", "language=en")
    shop("add", "items", "code=CHAI", "description_en=Chai tea", "price=10.10")
    made = shop("add", "quotes", "bill_to=TREMB01", f"lines={LINES}", "note=Łódź")
    assert made.status == 0, made.err
    return made.out.strip()


@pytest.fixture
def opportunity(shop, quote):
    """The id of an opportunity of the same lines."""
    made = shop("add", "opportunities", "contact=1", "description=Tea", f"lines={LINES}")
    assert made.status == 0, made.err
    return made.out.strip()


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """An `lp` that keeps what it is given; the folder where it does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/arguments"\ncat > "{folder}/printed"\n'
        f'[ -e "{folder}/broken" ] && echo "lp: no such queue" >&2 && exit 1\nexit 0\n'
    )
    lp.chmod(lp.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


class Output(io.TextIOWrapper):
    """A standard output that keeps bytes."""

    def __init__(self, encoding="utf-8", terminal=False):
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self.terminal = terminal

    def isatty(self):
        return self.terminal

    @property
    def bytes(self):
        return self.buffer.getvalue()


def test_text_on_standard_output_in_the_customers_language(shop, quote):
    printed = shop("--lang", "fr", "print", "quote", quote)
    assert (printed.status, printed.err) == (0, "")
    assert "Les Cafés du Fleuve" in printed.out and f" {quote}\n" in printed.out
    for amount in ("30.30", "$1.52", "$3.02", "$34.84"):
        assert amount in printed.out
    assert max(map(len, printed.out.splitlines())) <= 80


def test_the_amounts_are_those_of_the_json(shop, quote):
    found = json.loads(shop("show", "quotes", quote, "--format", "json").out)
    assert {name: found[name] for name in SUMS} == SUMS
    taxes = [tax["amount"] for tax in found["tax_lines"]]
    assert taxes == ["1.52", "3.02"]
    printed = shop("print", "quote", quote).out
    for amount in (*SUMS.values(), *taxes):
        assert f"${amount}\n" in printed


def test_another_language_may_be_asked_for(shop, quote):
    printed = shop("print", "quote", quote, "--lang", "fr").out
    assert "Soumission" in printed and "34,84 $" in printed and "Quote" not in printed


def test_an_opportunity(shop, opportunity):
    printed = shop("print", "opportunity", opportunity).out
    assert "Opportunity" in printed and "Tea" in printed and "$30.30" in printed


def test_ascii_alone(shop, quote, opportunity):
    for kind, key in (("quote", quote), ("opportunity", opportunity)):
        printed = shop("--ascii", "print", kind, key, "--lang", "fr").out
        assert printed.isascii() and "Les Cafes du Fleuve" in printed


def test_an_output_that_is_not_utf_8_gets_its_letters(shop, quote, monkeypatch):
    output = Output("cp1252")
    monkeypatch.setattr(sys, "stdout", output)
    assert shop("print", "quote", quote).status == 0
    assert "Cafés".encode("cp1252") in output.bytes and b"L\xf3dz" in output.bytes


def test_pdf_on_standard_output_and_in_a_file_is_the_same(shop, quote, monkeypatch, tmp_path):
    file = tmp_path / "quote.pdf"
    done = shop("print", "quote", quote, "--pdf", "-o", file)
    assert (done.status, done.out) == (0, "")
    assert f"Quote {quote}: {file}" in done.err
    # What the fonts lack is told.
    assert "Łź" in done.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    output = Output()
    monkeypatch.setattr(sys, "stdout", output)
    assert shop("print", "quote", quote, "--pdf").status == 0
    assert output.bytes == file.read_bytes() and output.bytes.startswith(b"%PDF-")


def test_pdf_is_not_for_a_terminal_to_show(shop, quote, monkeypatch):
    output = Output(terminal=True)
    monkeypatch.setattr(sys, "stdout", output)
    for more in ([], ["-o", "-"]):
        refused = shop("print", "quote", quote, "--pdf", *more)
        assert refused.status == 1 and len(refused.err.splitlines()) == 1
    assert output.bytes == b""


def test_without_reportlab_one_line_says_what_to_install(shop, quote, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "reportlab", None)
    monkeypatch.setitem(sys.modules, "reportlab.pdfgen.canvas", None)
    file = tmp_path / "quote.pdf"
    refused = shop("print", "quote", quote, "--pdf", "-o", file)
    assert refused.status == 1 and "crmtui[pdf]" in refused.err.splitlines()[-1]
    assert not file.exists()
    assert shop("print", "quote", quote).status == 0
    assert "crmtui[pdf]" in shop("doctor").out


def test_a_file_is_there_once_it_is_whole(shop, quote, tmp_path, database):
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "quote.txt"
    file.write_text("before")
    refused = shop("print", "quote", quote, "-o", file)
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert file.read_text() == "before"
    assert shop("print", "quote", quote, "-o", file, "--force").status == 0
    assert "$34.84" in file.read_text("utf-8") and os.listdir(folder) == ["quote.txt"]
    for target in (folder, folder / "no" / "x.txt", database, f"{database}-wal", "a\0b"):
        refused = shop("print", "quote", quote, "-o", target)
        assert refused.status == 1 and len(refused.err.splitlines()) == 1, target
    assert os.listdir(folder) == ["quote.txt"]
    assert shop("check").status == 0


def test_a_pipe_is_written_to_and_stays(shop, quote, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert shop("print", "quote", quote, "-o", pipe).status == 0
        assert b"$34.84" in os.read(reader, 65536)
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_lp_gets_text_or_pdf_and_no_shell_reads_its_queue(
    shop, quote, printer, monkeypatch, tmp_path
):
    done = shop("print", "quote", quote, "--to", "printer")
    assert (done.status, done.out) == (0, "") and "handed" in done.err
    assert (printer / "arguments").read_text().splitlines() == ["-t", f"Quote {quote}"]
    assert "$34.84" in (printer / "printed").read_text("utf-8")
    file = tmp_path / "crmtui.toml"
    file.write_text("printer = '$(touch x); a b'\n")
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    assert shop("print", "quote", quote, "--to", "printer", "--pdf").status == 0
    assert (printer / "arguments").read_text().splitlines()[:2] == ["-d", "$(touch x); a b"]
    assert (printer / "printed").read_bytes().startswith(b"%PDF-")


def test_what_lp_says_against_it_is_told(shop, quote, printer):
    (printer / "broken").touch()
    refused = shop("print", "quote", quote, "--to", "printer")
    assert refused.status == 1
    assert refused.err == "The printer did not take the document: lp: no such queue\n"


def test_without_lp_one_line_says_so(shop, quote, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = shop("print", "quote", quote, "--to", "printer")
    assert refused.status == 1 and refused.out == ""
    assert refused.err == "No printer here: the lp command is not installed.\n"


def test_the_terminals_printer_is_off_and_needs_a_terminal(shop, quote, monkeypatch, tmp_path):
    refused = shop("print", "quote", quote, "--to", "terminal")
    assert refused.status == 1 and "terminal_printer" in refused.err and refused.out == ""
    file = tmp_path / "crmtui.toml"
    file.write_text("terminal_printer = true\n")
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    monkeypatch.setenv("TERM", "xterm")
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    refused = shop("print", "quote", quote, "--to", "terminal")
    assert refused.status == 1 and "from a terminal only" in refused.err
    monkeypatch.setenv("STY", "1.pts-0")
    refused = shop("print", "quote", quote, "--to", "terminal")
    assert refused.status == 1 and "Not under screen" in refused.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("quote", "Q1999-00001"), 1),
        (("opportunity", "4711"), 1),
        (("opportunity", "x"), 1),
        (("customer", "TREMB01"), 2),
        (("quote",), 2),
        (("quote", "Q", "--lang", "de"), 2),
        (("quote", "Q", "--to", "fax"), 2),
        (("quote", "Q", "--to", "printer", "-o", "x"), 2),
        (("quote", "Q", "--to", "terminal", "--pdf"), 2),
    ],
)
def test_what_is_refused(shop, arguments, status):
    refused = shop("print", *arguments)
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (status, "", 1)


def test_the_settings_of_printing_are_shown_and_checked(crmtui, monkeypatch, tmp_path):
    file = tmp_path / "crmtui.toml"
    file.write_text(
        'printer = "-oraw"\nterminal_printer = "yes"\nprinter_charset = "latin-1"\n', "utf-8"
    )
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    checked = crmtui("config", "check")
    assert checked.status == 1 and len(checked.err.splitlines()) == 3
    assert "cp850" in checked.err
    file.write_text('printer = "desk"\nterminal_printer = true\nprinter_charset = "cp850"\n')
    shown = crmtui("config", "show").out.splitlines()
    for name, value in (("printer", "desk"), ("terminal_printer", "true")):
        assert any(line.split()[:2] == [name, value] for line in shown)
    assert crmtui("config", "check").status == 0
    monkeypatch.setenv("CRMTUI_CONFIG", str(tmp_path / "new.toml"))
    crmtui("config", "init")
    begun = (tmp_path / "new.toml").read_text("utf-8")
    for name in ("printer", "terminal_printer", "printer_charset"):
        assert f"#{name} = " in begun


def test_doctor_says_what_printing_can_do(crmtui, printer):
    told = crmtui("doctor").out
    assert "Printing" in told and "reportlab 5" in told and str(printer / "lp") in told
