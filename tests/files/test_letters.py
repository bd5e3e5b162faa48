"""Letters of a mailing: what is on them, where, in whose language, always the same bytes (10.3)."""

import io
import tracemalloc
from typing import Any

import pytest
import time_machine
from hostile import HOSTILE
from paper import addressed, mailing, objects_in, pages_in, person, texts_in

from crmtui.i18n import set_language
from crmtui.mail import letters
from crmtui.mail.paper import Printed
from crmtui.printing.text import LINES, WIDTH
from crmtui.text_width import width_of
from models import mailing_outbox
from models.contact import Contact
from models.database import execute, execute_many, rows
from models.mailing import Mailing
from models.rules import Missing, RuleBroken
from models.setting import change_setting

INCH = 72


@pytest.fixture
def house(database) -> None:
    """Who writes, and two people who read one language each."""
    change_setting("CompanyName", "Les Cafés du Fleuve inc.")
    change_setting("CompanyAddress", "100, chemin du Fleuve\nLévis QC  G6V 4A1")
    change_setting("CompanyPhone", "418 555-0100")
    person("ROY", "Zoé", "Roy", salutation="MME")
    person("SMITH", "John", "Smith", language="en", salutation="M")


def text_of(key: int, charset: str = "utf-8", **how: Any) -> str:
    out = io.BytesIO()
    letters.write_text(key, out, charset=charset, **how)
    return out.getvalue().decode(charset)


def pdf_of(key: int, **how: Any) -> bytes:
    out = io.BytesIO()
    letters.write_pdf(key, out, **how)
    return out.getvalue()


def at(day: str) -> Any:
    return time_machine.travel(f"{day}T16:00:00Z", tick=False)


class TestText:
    def test_each_is_in_the_language_of_who_reads_it(self, house) -> None:
        with at("2026-12-01"):
            key = mailing(subject_fr="Joyeux Noël", subject_en="Merry Christmas")
        french, english = text_of(key).split("\f")
        for said in (
            "Les Cafés du Fleuve inc.",
            "100, chemin du Fleuve",
            "1, rue du Quai",
            "Tél. 418 555-0100",
            "1er décembre 2026",
            "Mme Zoé Roy",
            "ROY inc.",
            "Québec QC  G1K 3X2",
            "Joyeux Noël",
            "Bonjour Zoé,",
        ):
            assert said in french, said
        for said in ("December 1, 2026", "Mr. John Smith", "Merry Christmas", "Hello."):
            assert said in english, said
        assert "Tel. 418 555-0100" in english and "décembre" not in english

    def test_a_page_is_80_columns_and_60_lines_and_the_address_stands_for_the_window(
        self, house
    ) -> None:
        key = mailing(text_fr="Un mot. " * 900)
        pages = text_of(key).split("\f")
        assert len(pages) > 3
        for page in pages:
            lines = page.splitlines()
            assert len(lines) <= LINES
            assert all(width_of(line) <= WIDTH and line == line.rstrip() for line in lines)
        lines = pages[0].splitlines()
        assert lines[15].strip() == "Québec QC  G1K 3X2"
        assert [bool(line) for line in lines[9:20]] == [
            *[False] * 3,
            *[True] * 4,
            *[False] * 3,
            True,
        ]

    def test_pages_are_numbered_within_a_letter_that_runs_over(self, house) -> None:
        key = mailing(text_fr="\n".join(f"ligne {n}" for n in range(150)))
        *french, english = text_of(key).split("\f")
        assert len(french) == 3 and "Page" not in english
        for n, page in enumerate(french, 1):
            assert page.count(f"Page {n} de 3") == 1
        assert "Mme Zoé Roy" in french[1].splitlines()[0]
        said = [line.strip() for page in french for line in page.splitlines() if "ligne" in line]
        assert said == [f"ligne {n}" for n in range(150)]

    @pytest.mark.parametrize("count", [40, 41, 42, 43, 98, 99, 100])
    def test_no_line_is_lost_where_a_page_ends(self, house, count) -> None:
        key = mailing(text_fr="\n\n".join(f"ligne {n}" for n in range(count)))
        *french, _ = text_of(key).split("\f")
        said = [line.strip() for page in french for line in page.splitlines() if "ligne" in line]
        assert said == [f"ligne {n}" for n in range(count)]
        assert all(page.splitlines()[2].strip() for page in french[1:])

    def test_letters_that_are_lost_are_told(self, house) -> None:
        key = mailing(text_fr="Œuvre « à 漢字 »")
        out = io.BytesIO()
        done = letters.write_text(key, out, charset="ascii")
        assert 'OEuvre " a ?? "' in out.getvalue().decode("ascii")
        assert set("漢字à") <= set(done.replaced) and "œ" not in done.replaced
        assert letters.write_text(key, io.BytesIO()).replaced == ""


class TestPdf:
    def test_it_says_what_the_text_says(self, house) -> None:
        key = mailing(subject_fr="Vœux (à tous) \\ 5 €")
        french, english = texts_in(pdf_of(key))
        for said in (
            "Les Cafés du Fleuve inc.",
            "Mme Zoé Roy",
            "Vœux (à tous) \\ 5 €",
            "Merci.",
        ):
            assert said in french, said
        assert "Mr. John Smith" in english

    def test_the_address_is_in_the_window_wherever_the_sheet_lies(self, house) -> None:
        key = mailing()
        (page, _) = pages_in(pdf_of(key))
        lines = ("Mme Zoé Roy", "ROY inc.", "1, rue du Quai", "Québec QC  G1K 3X2")
        for shown in page:
            if shown.text in lines:
                # Of a sheet that lies on the bottom of the envelope, and of one pushed up.
                assert shown.top + 1 >= 2.5 * INCH and shown.bottom <= 3.17 * INCH
                assert shown.left >= 0.875 * INCH and shown.right <= 4.375 * INCH
            else:
                assert shown.bottom < 2.04 * INCH or shown.top > 3.63 * INCH

    @pytest.mark.parametrize("word", ["W", "i", "mot ", "é", "漢"])
    def test_whatever_is_written_stays_on_the_paper(self, house, word) -> None:
        change_setting("CompanyName", (word * 80)[:80].strip())
        change_setting("CompanyAddress", "\n".join([(word * 90).strip()] * 20))
        key = mailing(subject_fr=(word * 200)[:200].strip(), text_fr=(word * 3000).strip())
        addressed(key, [word * 100] * 9)
        for page in pages_in(pdf_of(key)):
            for shown in page:
                assert INCH - 0.01 <= shown.left <= shown.right <= 612 - INCH + 0.01, shown
                assert 36 <= shown.top < shown.bottom <= 792 - 36, shown

    def test_a_long_address_loses_the_middle_and_keeps_name_and_postal_code(self, house) -> None:
        key = mailing()
        lines = ["Zoé", *(f"ligne {n}" for n in range(9)), "Québec QC  G1K 3X2", "CANADA"]
        addressed(key, lines)
        page = texts_in(pdf_of(key))[0]
        assert [line for line in page if line in lines] == [
            *("Zoé", "ligne 6", "ligne 7", "ligne 8", "Québec QC  G1K 3X2", "CANADA")
        ]

    @pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud800" not in text])
    def test_texts_are_never_read_as_anything(self, house, text) -> None:
        key = mailing()
        execute("UPDATE mailing_recipient SET body = ?, subject = ?", (text, text))
        addressed(key, [text, text])
        assert len(pages_in(pdf_of(key))) >= 2
        assert not any(c < " " and c not in "\n\f" for c in text_of(key))

    def test_it_has_a_title_an_author_and_the_day_of_the_mailing(self, house) -> None:
        with at("2026-12-01"):
            key = mailing()
        described = objects_in(pdf_of(key))[3]
        for said in ("Carte de Noël", "Les Cafés du Fleuve inc."):
            assert ("\ufeff" + said).encode("utf-16-be").hex().encode() in described
        assert b"(D:20261201)" in described

    def test_letters_that_the_fonts_lack_are_told(self, house) -> None:
        key = mailing(text_fr="Łódź 漢")
        done = letters.write_pdf(key, io.BytesIO())
        assert set(done.replaced) == set("Łź漢")


class TestAlwaysTheSame:
    def test_a_reprint_is_the_same_on_another_day_in_another_language(self, house) -> None:
        with at("2026-12-01"):
            key = mailing()
            before = text_of(key), pdf_of(key)
        Contact.alter(rows("SELECT min(id) FROM contact")[0][0], {"first_name": "Autre"})
        set_language("en")
        with at("2027-01-15"):
            assert (text_of(key), pdf_of(key)) == before
            mailing_outbox.hand_over(key, letters.write_pdf(key, io.BytesIO()).recipients)
            assert (text_of(key), pdf_of(key)) == before

    def test_who_has_opted_out_since_is_not_printed_for(self, house) -> None:
        key = mailing()
        Contact.alter(rows("SELECT min(id) FROM contact")[0][0], {"opted_out": "2026-01-01"})
        mailing_outbox.skip_refused(key)
        assert "Zoé" not in text_of(key) and "John" in text_of(key)

    def test_some_can_be_printed_alone(self, house) -> None:
        key = mailing()
        last = letters.write_text(key, io.BytesIO()).recipients[-1]
        assert "Zoé" not in text_of(key, only=[last]) and "John" in text_of(key, only=[last])


class TestRefused:
    def test_a_draft_one_by_mail_and_none(self, house) -> None:
        draft = Mailing.make(
            Mailing.blank() | {"name": "Un", "channel": "postal", "text_fr": "a"}
        ).id
        mail = Mailing.make(Mailing.blank() | {"name": "Deux", "text_fr": "a"}).id
        for key, rule in ((draft, "mailing_not_produced"), (mail, "not_postal")):
            out = io.BytesIO()
            with pytest.raises(RuleBroken, match=rule):
                letters.write_pdf(key, out)
            assert out.getvalue() == b""
        with pytest.raises(Missing):
            letters.write_text(999, io.BytesIO())


def many(key: int, count: int) -> None:
    """Let a mailing be for many: the letters of the first one, to others."""
    execute("PRAGMA foreign_keys = OFF")
    execute_many(
        "INSERT INTO mailing_recipient (mailing_id, contact_id, status, language, address,"
        " address_key, subject, body) VALUES (?, ?, 'waiting', 'fr', ?, ?, '', ?)",
        [(key, 1000 + n, f"M. {n}\nQuébec", str(n), f"{n} " * 300) for n in range(count)],
    )


def test_what_is_read_is_some_at_a_time_and_told(house) -> None:
    key = mailing()
    many(key, 450)
    told: list[tuple[int, int]] = []
    asked: list[str] = []

    def ask(function, *args):
        asked.append(function.__name__)
        return function(*args)

    done = letters.write_text(
        key, io.BytesIO(), ask=ask, progress=lambda *counts: told.append(counts)
    )
    assert told == [(200, 452), (400, 452), (452, 452)]
    assert asked == ["sender", "printed", "written", "written", "written"]
    assert isinstance(done, Printed) and len(done.recipients) == done.pages == 452


class Nowhere(io.RawIOBase):
    """A file that keeps nothing."""

    def write(self, data):
        return len(data)


@pytest.mark.parametrize("write", [letters.write_text, letters.write_pdf])
def test_memory_does_not_grow_with_the_letters(house, write) -> None:
    key = mailing()
    write(key, Nowhere())
    peaks = []
    for count in (400, 1600):
        execute("DELETE FROM mailing_recipient WHERE contact_id >= 1000")
        many(key, count)
        tracemalloc.start()
        write(key, Nowhere())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # A letter more is a few numbers more, and not its kilobyte of text.
    assert peaks[1] - peaks[0] < 1200 * 400
