"""Printing from the screen: shown, to files, to a printer, to the terminal's printer (8.4, 9.4)."""

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sales_rows import make_opportunity, make_quote

from models.database import rows
from models.quote import Quote


def _configure(story, **settings: Any) -> None:
    session = story.app.session
    story.app.session = replace(session, settings=replace(session.settings, **settings))


async def _ask(story, *, kind: str = "q") -> None:
    """The dialog that asks where to print the first record of a list."""
    await story.press("ctrl+g", kind, "p")
    assert story.place == "Choose"


def _number(story) -> str:
    return str(story.one("SELECT number FROM quote"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """Where files without a folder in their name go."""
    made = tmp_path / "here"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def printer(tmp_path: Path, monkeypatch) -> Path:
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


class TestOnTheScreen:
    async def test_a_quote_is_shown_whole_and_left_again(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            assert f"Soumission {_number(story)}" in story.text
            await story.press("m")
            assert story.place == "PrintSheet"
            assert "Essai inc." in story.text and "Tremblay & Fils inc." in story.text
            await story.press("end")
            for amount in ("30,30 $", "1,52 $", "3,02 $", "34,84 $"):
                assert amount in story.text
            await story.press("q")
            assert story.place == "QuoteList"

    async def test_the_language_is_the_customers_until_another_is_asked_for(self, begin) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            await story.press("l")
            assert "Quote Q" in story.text
            await story.press("m", "end")
            assert "$34.84" in story.text and "34,84" not in story.text

    async def test_long_prints_are_moved_through_page_by_page(self, begin) -> None:
        async with begin() as story:
            lines = [
                {"description": f"ligne {n}", "quantity": "1", "unit_price": "1"}
                for n in range(1, 101)
            ]
            make_quote(story, "longue", lines=lines)
            await _ask(story)
            await story.press("m")
            assert "ligne 2 " in story.text and "Page 1 de 2" in story.text
            await story.press("pagedown")
            assert "ligne 2 " not in story.text and "ligne 20 " in story.text
            await story.press("end")
            assert "ligne 100 " in story.text and "Total" in story.text
            await story.press("home")
            assert "Page 1 de 2" in story.text

    async def test_a_narrow_window_is_moved_sideways(self, begin) -> None:
        async with begin(size=(50, 24)) as story:
            make_quote(story, "étroite")
            await _ask(story)
            await story.press("m")
            assert "Page 1 de 1" not in story.text
            await story.press("right", "right", "right")
            assert "Page 1 de 1" in story.text

    async def test_an_opportunity_is_shown_too(self, begin) -> None:
        async with begin() as story:
            make_opportunity(story, "Toiture", of=200, probability=25)
            await _ask(story, kind="o")
            await story.press("m")
            for text in ("Opportunité", "Toiture", "25 %", "50,00 $"):
                assert text in story.text
            await story.press("end")
            assert "200,00 $" in story.text

    @pytest.mark.parametrize(("kind", "title"), [("q", "Soumission"), ("o", "Opportunité")])
    async def test_f9_prints_from_the_form(self, begin, kind, title) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            make_opportunity(story, "Toiture", of=200)
            await story.press("ctrl+g", kind, "enter")
            form = story.place
            await story.press("f9", "p")
            assert f"Imprimer : {title}" in story.text
            await story.press("m")
            assert story.place == "PrintSheet"
            await story.press("escape")
            assert story.place == form


class TestFiles:
    async def test_text_goes_to_the_file_that_is_named(self, begin, folder) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            await story.press("t")
            await story.fill("offre.txt", then="enter")
            written = (folder / "offre.txt").read_text("utf-8")
            assert "34,84 $" in written and f"Soumission {_number(story)}" in story.status
            assert str(folder / "offre.txt")[:20] in story.status
            assert os.listdir(folder) == ["offre.txt"]

    async def test_pdf_is_named_after_the_quote(self, begin, folder) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            await story.press("p", "enter")
            written = (folder / f"Soumission-{_number(story)}.pdf").read_bytes()
            assert written.startswith(b"%PDF-") and written.rstrip().endswith(b"%%EOF")

    async def test_a_file_that_is_there_is_replaced_only_if_that_is_meant(
        self, begin, folder
    ) -> None:
        there = folder / "offre.txt"
        there.write_text("autre chose")
        async with begin() as story:
            make_quote(story, "Réf. 1")
            for answer, replaced in (("escape", False), ("o", True)):
                await _ask(story)
                await story.press("t")
                await story.fill("offre.txt", then="enter")
                assert story.place == "Ask" and "existe" in story.text
                await story.press(answer)
                assert story.place == "QuoteList"
                assert ("34,84" in there.read_text("utf-8")) is replaced

    async def test_what_can_not_be_written_is_said(self, begin, folder) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            (folder / "dossier.txt").mkdir()
            for path, why in (
                ("nulle/part.txt", "ce fichier ou ce dossier n'existe pas"),
                ("dossier.txt", "c'est un dossier"),
            ):
                await _ask(story)
                await story.press("t")
                await story.fill(path, then="enter")
                assert f"Écriture impossible, {why} : " in story.status
            assert os.listdir(folder) == ["dossier.txt"]

    @pytest.mark.parametrize(
        ("key", "typed", "written"),
        [
            ("t", "authorized_keys", "authorized_keys.txt"),
            ("t", "site.pth", "site.pth.txt"),
            ("p", ".profile", ".profile.pdf"),
            ("p", "offre.PDF", "offre.PDF"),
        ],
    )
    async def test_no_file_is_written_that_another_program_obeys(
        self, begin, folder, key, typed, written
    ) -> None:
        (folder / typed).write_text("avant")
        (folder / written).unlink(missing_ok=True)
        async with begin() as story:
            make_quote(story, "Réf. 1", note="import os")
            await _ask(story)
            await story.press(key)
            await story.fill(typed, then="enter")
            assert (folder / written).stat().st_size > 200
            assert typed == written or (folder / typed).read_text("utf-8") == "avant"

    async def test_where_one_may_not_write_it_is_proposed_at_home(
        self, begin, folder, monkeypatch
    ) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            monkeypatch.setattr(os, "access", lambda path, mode: path != os.curdir)
            monkeypatch.setenv("HOME", str(folder))
            monkeypatch.chdir("/")
            await _ask(story)
            await story.press("t")
            name = f"Soumission-{_number(story)}.txt"
            assert f"~/{name}" in story.text
            await story.press("enter")
            assert os.listdir(folder) == [name]

    async def test_the_database_is_no_file_to_print_to(self, begin, folder) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            own = str(story.app.session.path)
            before = Path(own).read_bytes()[:16]
            await _ask(story)
            await story.press("t")
            await story.fill(own, then="enter")
            await story.press("o")
            assert Path(own).read_bytes()[:16] == before
            assert story.ask(rows, "SELECT count(*) FROM quote") == [(1,)]

    async def test_a_file_must_have_a_name(self, begin, folder) -> None:
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            await story.press("t")
            await story.fill(" ", then="enter")
            assert story.place == "TypeText" and "nom" in story.status
            await story.press("escape")
            assert story.place == "QuoteList" and os.listdir(folder) == []


class TestPrinters:
    async def test_lp_gets_the_text_and_the_queue(self, begin, printer) -> None:
        async with begin() as story:
            _configure(story, printer="bureau 2")
            make_quote(story, "Réf. 1")
            await _ask(story)
            await story.press("i")
            name = f"Soumission {_number(story)}"
            arguments = (printer / "arguments").read_text().splitlines()
            assert arguments == ["-d", "bureau 2", "-t", name]
            assert "34,84 $" in (printer / "printed").read_text("utf-8")
            assert story.status == f"{name} : remis à l'imprimante"

    async def test_what_lp_says_against_it_is_told(self, begin, printer) -> None:
        (printer / "broken").touch()
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            await story.press("i")
            assert "lp: no such queue" in story.status

    async def test_without_lp_the_choice_says_so(self, begin, monkeypatch, tmp_path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            assert any("Imprimante  " in line and "lp absent" in line for line in story.lines)
            await story.press("i")
            assert "lp n'est pas installée" in story.status

    async def test_without_reportlab_the_choice_says_so(self, begin, monkeypatch) -> None:
        monkeypatch.setitem(sys.modules, "reportlab", None)
        monkeypatch.setitem(sys.modules, "reportlab.pdfgen.canvas", None)
        async with begin() as story:
            make_quote(story, "Réf. 1")
            await _ask(story)
            assert "reportlab absent" in story.text
            await story.press("p")
            assert "crmtui[pdf]" in story.status

    async def test_the_terminals_printer_is_off_until_it_is_configured(self, begin) -> None:
        async with begin() as story:
            sent: list[bytes] = []
            story.app.send_to_printer = sent.append
            make_quote(story, "Réf. 1")
            await _ask(story)
            assert "désactivée" in story.text
            await story.press("b")
            assert "terminal_printer" in story.status and sent == []

    async def test_under_tmux_it_is_refused_with_the_reason(self, begin, monkeypatch) -> None:
        monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
        async with begin() as story:
            sent: list[bytes] = []
            story.app.send_to_printer = sent.append
            _configure(story, terminal_printer=True)
            make_quote(story, "Réf. 1")
            await _ask(story)
            assert "pas sous tmux" in story.text
            await story.press("b")
            assert "Pas sous tmux : il montrerait le document" in story.status and sent == []

    async def test_the_terminals_printer_gets_its_charset(self, begin, monkeypatch) -> None:
        monkeypatch.delenv("TMUX", raising=False)
        monkeypatch.delenv("STY", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        async with begin() as story:
            sent: list[bytes] = []
            story.app.send_to_printer = sent.append
            _configure(story, terminal_printer=True, printer_charset="cp850")
            make_quote(story, "Thé — 漢")
            await _ask(story)
            await story.press("b")
            (job,) = sent
            assert job.startswith(b"\x1b[5i") and job.endswith(b"\f\x1b[4i")
            assert "Thé - ?".encode("cp850") in job and job.count(b"\x1b") == 2
            assert "envoyé" in story.status and "漢" in story.status


async def test_it_prints_what_is_saved_and_changes_nothing(begin) -> None:
    async with begin() as story:
        key = make_quote(story, "Réf. 1")
        before = story.ask(Quote.values_of, key)
        await _ask(story)
        await story.press("m", "q")
        assert story.ask(Quote.values_of, key) == before
