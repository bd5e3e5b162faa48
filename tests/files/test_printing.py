"""Documents as text: what is on them, 80 columns, pages, languages, letters (spec 8.4, 9.4)."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hostile import HOSTILE, UNSEEN

from crmtui.i18n import set_language
from crmtui.printing.destinations import refuse_terminal_printer, terminal_job
from crmtui.printing.document import Document, date_text, document_of
from crmtui.printing.layout import wrapped
from crmtui.printing.letters import fitted, replaced
from crmtui.printing.text import LINES, WIDTH, as_text
from crmtui.settings import Settings
from crmtui.text_width import width_of
from models.contact import Contact
from models.database import execute, rows
from models.item import Item
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import Missing, RuleBroken
from models.setting import change_setting
from models.user import User

TEN_TEN = [{"item": "CHAI", "quantity": "3", "unit_price": "10.10", "discount": "0"}]


@pytest.fixture
def shop(database) -> None:
    """A company, its customer with a contact, an item."""
    change_setting("CompanyName", "Les Cafés du Fleuve inc.")
    change_setting("CompanyAddress", "12, rue du Quai\nQuébec QC  G1K 3X2")
    change_setting("CompanyPhone", "418 555-0100")
    change_setting("CompanyTaxNumbers", "TPS 123456789 RT0001\nTVQ 1234567890 TQ0001")
    User.alter(User.id_of("marie"), {"name": "Marie Tremblay"})
    party = Party.make(
        Party.blank("customer")
        | {"code": "TREMB01", "name": "Tremblay & Fils inc.", "address1": "1250, rue Sherbrooke"}
        | {"city": "Montréal", "province": "QC", "postal_code": "H3G 1P1"}
    ).id
    Contact.make(
        Contact.blank_for(party)
        | {"first_name": "Zoé", "last_name": "Roy", "purchasing": True, "purchasing_rank": 1}
    )
    Item.make(
        {"code": "CHAI", "description_fr": "Thé chaï", "description_en": "Chai tea"}
        | {"price": "10.10", "unit": "BOX"}
    )


def quote(**values: Any) -> int:
    given = {"bill_to": "TREMB01", "lines": TEN_TEN, "terms": "NET30", "reference": "Réf. 12"}
    return Quote.make(given | values).id


def text_of(key: int, lang: str = "", charset: str = "utf-8", kind: str = "quote") -> str:
    return as_text(document_of(kind, key, lang), charset)


def line_with(text: str, word: str) -> list[str]:
    """The words of the only line that has a word."""
    (line,) = [line for line in text.splitlines() if word in line]
    return line.split()


class TestWhatIsOnIt:
    def test_a_quote_says_who_what_and_how_much(self, shop) -> None:
        key = quote(date="2026-11-24", note="Livraison comprise.\n\n  En deux fois.")
        text = text_of(key)
        for said in (
            "Les Cafés du Fleuve inc.",
            "12, rue du Quai",
            "418 555-0100",
            "TVQ 1234567890 TQ0001",
            "Soumission",
            Quote.values_of(key)["number"],
            "24 novembre 2026",
            "24 décembre 2026",
            "Réf. 12",
            "Net 30 jours",
            "Marie Tremblay",
            "Tremblay & Fils inc.",
            "Montréal QC  H3G 1P1",
            "À l'attention de Zoé Roy",
            "Livraison comprise.",
            "Page 1 de 1",
        ):
            assert said in text, said
        assert line_with(text, "Thé chaï") == [
            "CHAI",
            "Thé",
            "chaï",
            "3",
            "Boîte",
            "10,10",
            "30,30",
        ]

    def test_three_times_ten_ten_in_both_languages(self, shop) -> None:
        key = quote()
        french, english = text_of(key, "fr"), text_of(key, "en")
        assert line_with(french, "Sous-total") == ["Sous-total", "30,30", "$"]
        assert line_with(french, "TPS 5") == ["TPS", "5", "%", "1,52", "$"]
        assert line_with(french, "TVQ 9") == ["TVQ", "9,975", "%", "3,02", "$"]
        assert line_with(french, "  Total") == ["Total", "34,84", "$"]
        assert line_with(english, "Subtotal") == ["Subtotal", "$30.30"]
        assert line_with(english, "GST") == ["GST", "5%", "$1.52"]
        assert line_with(english, "QST") == ["QST", "9.975%", "$3.02"]
        assert line_with(english, "  Total") == ["Total", "$34.84"]

    def test_sums_are_those_of_the_record_not_of_its_lines(self, shop) -> None:
        key = quote()
        execute("UPDATE quote SET subtotal = 111, total = 222222 WHERE id = ?", (key,))
        execute("UPDATE quote_tax SET amount = 777 WHERE quote_id = ?", (key,))
        execute("UPDATE quote_line SET amount = 55 WHERE quote_id = ?", (key,))
        text = text_of(key, "en")
        assert line_with(text, "Subtotal")[-1] == "$1.11"
        assert line_with(text, "GST")[-1] == line_with(text, "QST")[-1] == "$7.77"
        assert line_with(text, "  Total")[-1] == "$2,222.22"
        assert line_with(text, "CHAI")[-1] == "0.55"

    def test_a_discount_has_its_column_where_there_is_one(self, shop) -> None:
        assert "Remise" not in text_of(quote())
        lines = [TEN_TEN[0] | {"discount": "12.5"}, {"description": "Visite", "quantity": "1.25"}]
        text = text_of(quote(lines=lines))
        assert line_with(text, "CHAI")[-3:] == ["12,5", "%", "26,51"]
        assert line_with(text, "Visite") == ["Visite", "1,25", "0,00", "0,00"]

    def test_what_was_sent_keeps_its_address(self, shop) -> None:
        key = quote()
        Quote.alter(key, {"status": "sent"})
        Party.alter(Party.key_of("TREMB01", kind="customer"), {"address1": "8, rue Neuve"})
        text = text_of(key)
        assert "1250, rue Sherbrooke" in text and "rue Neuve" not in text

    def test_a_quote_that_is_closed_says_so_and_one_that_replaces_another_names_it(
        self, shop
    ) -> None:
        key = quote()
        new = Quote.revise(key).id
        assert "annulée" in text_of(key)
        old = Quote.values_of(key)["number"]
        assert line_with(text_of(new), "Remplace")[-1] == old
        assert "brouillon" not in text_of(new)

    def test_an_opportunity_says_how_likely_it_is(self, shop) -> None:
        contact = Contact.purchaser(Party.key_of("TREMB01", kind="customer"))[0]
        key = Opportunity.make(
            {"contact": contact, "description": "Thé pour l'hiver", "stage": "PROPOSAL"}
            | {"opened_on": "2026-11-01", "closes_on": "2026-12-01", "lines": TEN_TEN}
        ).id
        text = text_of(key, kind="opportunity")
        for said in ("Opportunité", "Thé pour l'hiver", "Proposition", "50 %", "15,15 $"):
            assert said in text, said
        assert "1er décembre 2026" in text and "Tremblay & Fils inc." in text
        assert text.splitlines()[-1].split() == ["Montant", "30,30", "$"]

    def test_without_lines_without_contact_without_company(self, database) -> None:
        Party.make(Party.blank("prospect") | {"code": "P1", "name": "Neuf"})
        lines = [{"description": "x"}]
        key = Quote.make({"bill_to": "P1", "bill_to_kind": "prospect", "lines": lines}).id
        # As quotes of nothing were made by the first releases.
        execute("DELETE FROM quote_line")
        text = text_of(key)
        assert "Neuf" in text and "0,00 $" in text and "attention" not in text
        assert "Quantité" not in text and text.splitlines()[0].split() == ["Soumission"]

    def test_what_is_not_there_is_missing(self, shop) -> None:
        for kind in ("quote", "opportunity"):
            with pytest.raises(Missing):
                document_of(kind, 4711)

    def test_the_same_record_gives_the_same_text(self, shop) -> None:
        key = quote()
        assert text_of(key) == text_of(key)


class TestLanguage:
    @pytest.mark.parametrize(
        ("contact", "party", "default", "spoken"),
        [
            ("en", "fr", "en", "Soumission"),
            ("fr", "en", "fr", "Quote"),
            ("", "en", "fr", "Quote"),
            ("en", "", "fr", "Quote"),
            ("fr", "", "en", "Soumission"),
            ("", "", "en", "Quote"),
            ("", "", "fr", "Soumission"),
        ],
    )
    def test_a_print_speaks_the_customers_language_and_the_contacts_where_it_has_none(
        self, shop, contact, party, default, spoken
    ) -> None:
        key = quote()
        (roy,) = (key for (key,) in rows("SELECT id FROM contact"))
        deal = Opportunity.make({"contact": roy, "description": "Thés"}).id
        execute("UPDATE contact SET language = ?", (contact,))
        execute("UPDATE party SET language = ?", (party,))
        change_setting("DefaultLanguage", default)
        for screen in ("fr", "en"):
            set_language(screen)
            assert document_of("quote", key).title == spoken
            assert (document_of("opportunity", deal).language == "fr") == (spoken == "Soumission")

    def test_lines_are_described_in_the_language_of_the_print(self, shop) -> None:
        execute("UPDATE contact SET language = 'en'")
        key = quote()
        document = document_of("quote", key)
        assert (document.language, document.rows[0][1]) == ("fr", "Thé chaï")

    def test_another_one_may_be_asked_for(self, shop) -> None:
        key = quote()
        document = document_of("quote", key, "en")
        assert document.title == "Quote" and document.page_words(1, 2) == "Page 1 of 2"

    def test_dates_in_letters(self) -> None:
        assert date_text(dt.date(2026, 12, 1), "fr") == "1er décembre 2026"
        assert date_text(dt.date(2026, 12, 1), "en") == "December 1, 2026"
        assert date_text(None, "en") == ""


def many(count: int, **line: Any) -> list[dict[str, Any]]:
    return [
        {"description": f"ligne {n}", "quantity": "1", "unit_price": "1"} | line
        for n in range(1, count + 1)
    ]


class TestPages:
    @pytest.mark.parametrize("count", [1, 30, 40, 41, 42, 43, 44, 45, 95, 96, 97, 300])
    def test_each_page_is_numbered_headed_and_no_longer_than_paper(self, shop, count) -> None:
        text = text_of(quote(lines=many(count)))
        pages = text.split("\f")
        for n, page in enumerate(pages, 1):
            lines = page.split("\n")
            assert lines.pop() == ""
            assert len(lines) <= LINES
            assert f"Page {n} de {len(pages)}" in page
            # A page may have the sums alone.
            assert ("Quantité" in page) == ("ligne " in page)
            assert "Les Cafés du Fleuve" in lines[0]
        found = [line.split()[1] for line in text.splitlines() if line.startswith("ligne ")]
        assert found == [str(n) for n in range(1, count + 1)]
        assert "  Total" in pages[-1] and text.count("Sous-total") == 1
        assert "Sous-total" in pages[-1]

    def test_a_long_note_goes_on_to_the_next_page(self, shop) -> None:
        note = "\n".join(f"article {n}" for n in range(1, 150))
        text = text_of(quote(note=note))
        pages = text.split("\f")
        assert len(pages) == 3 and all(len(page.splitlines()) <= LINES for page in pages)
        assert [line for line in text.splitlines() if line.startswith("article ")] == note.split(
            "\n"
        )

    def test_a_long_description_is_wrapped_in_its_column(self, shop) -> None:
        words = " ".join(f"mot{n}" for n in range(20))
        text = text_of(quote(lines=[{"item": "CHAI", "description": words, "quantity": "1"}]))
        rows = [line for line in text.splitlines() if "mot" in line]
        assert len(rows) > 1 and rows[0].startswith("CHAI  ")
        assert rows[0].endswith("10,10") and not rows[1].endswith("10,10")
        assert " ".join(word for row in rows for word in row.split() if "mot" in word) == words

    def test_the_largest_numbers_leave_room_for_words(self, shop) -> None:
        large = {"item": "A" * 20, "unit": "PALLET", "discount": "99.999"}
        Item.make({"code": "A" * 20, "description_fr": "B" * 60, "price": "1"})
        line = large | {"quantity": "999999.9999", "unit_price": "123456.9999"}
        text = text_of(quote(lines=[line | {"description": "motif " * 15}]))
        assert all(width_of(row) <= WIDTH for row in text.splitlines())
        assert "999 999,9999" in text and "123 456,9999" in text
        assert text.count("motif") == 15 and "".join(text.split()).count("A" * 12)


class TestLetters:
    def test_no_text_is_obeyed_or_makes_a_line_too_wide(self, shop) -> None:
        key = quote(note="x")
        for hostile in HOSTILE:
            stored = hostile.encode("utf-8", "replace").decode()
            execute("UPDATE quote_line SET description = ?, item = ?", (stored, stored[:20]))
            execute("UPDATE quote SET note = ?, reference = ?", (stored, stored))
            execute("UPDATE party SET name = ?, address1 = ?, city = ?", (stored,) * 3)
            execute("UPDATE contact SET first_name = ?", (stored,))
            execute("UPDATE setting SET value = ? WHERE name = 'CompanyAddress'", (stored,))
            change_setting("QuoteValidityDays", 30)
            for charset in ("utf-8", "ascii", "cp850", "cp1252"):
                text = text_of(key, charset=charset)
                text.encode(charset)
                for line in text.replace("\f", "\n").split("\n"):
                    assert not UNSEEN.search(line), hostile
                    assert width_of(line) <= WIDTH, hostile

    def test_ascii_is_plain_and_still_in_columns(self, shop) -> None:
        text = text_of(quote(note="Œuvre « à 5 € » — no 1…"), charset="ascii")
        assert text.isascii()
        assert 'OEuvre " a 5 EUR " - no 1...' in text
        assert line_with(text, "CHAI") == ["CHAI", "The", "chai", "3", "Boite", "10,10", "30,30"]
        assert line_with(text, "  Total") == ["Total", "34,84", "$"]

    def test_wide_letters_take_two_cells(self, shop) -> None:
        lines = [{"description": "漢字" * 30, "quantity": "2", "unit_price": "1"}]
        text = text_of(quote(lines=lines))
        rows = [row for row in text.splitlines() if "漢" in row or "字" in row]
        assert len(rows) > 1 and all(width_of(row) <= WIDTH for row in rows)
        assert width_of(rows[0]) == WIDTH and rows[0].endswith("2,00")

    def test_a_mark_stays_with_its_letter(self) -> None:
        word = "e\u0301" * 10
        parts = wrapped(word, 4, width_of)
        assert "".join(parts) == word
        assert all(not unicodedata.combining(part[0]) and width_of(part) <= 4 for part in parts)

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("", [""]),
            ("un deux trois", ["un deux", "trois"]),
            ("  retrait", ["  retrait"]),
            ("abcdefghijklmnop", ["abcdefghi", "jklmnop"]),
            ("a bcdefghijklmn o", ["a", "bcdefghij", "klmn o"]),
            ("un\u00a0deux trois", ["un\u00a0deux", "trois"]),
            ("l1\n\nl3", ["l1", "", "l3"]),
        ],
    )
    def test_where_lines_break(self, text, lines) -> None:
        assert wrapped(text, 9, width_of) == lines

    @pytest.mark.parametrize(
        ("text", "charset", "written", "lost"),
        [
            ("Œuvre à 5 €", "cp1252", "Œuvre à 5 €", ""),
            ("Œuvre à 5 €", "cp850", "OEuvre à 5 EUR", ""),
            ("Łódź", "cp1252", "Lódz", "Łź"),
            ("漢字", "cp1252", "??", "漢字"),
            ("e\u0301té", "cp1252", "été", ""),
            ("n\u0303\u0302", "ascii", "n", "ñ\u0302"),
            ("ﬁn", "cp850", "fin", "ﬁ"),
            ("1\u00a0234\u202f5", "ascii", "1 234 5", ""),
        ],
    )
    def test_letters_that_are_not_there_are_the_nearest_ones(
        self, text, charset, written, lost
    ) -> None:
        assert fitted(charset)(text) == written
        assert replaced(text, charset) == lost


class TestTerminalJob:
    @pytest.mark.parametrize("charset", ["utf-8", "cp850", "cp1252", "ascii"])
    def test_nothing_inside_ends_it_or_begins_a_sequence(self, charset) -> None:
        for hostile in [*HOSTILE, "\x1b[4i", "\x9b4i", "ø4i", "›4i", "a\rb\x08c\x00d\x0ee"]:
            job = terminal_job(fitted(charset)(hostile.replace("\ud800", "")), charset)
            assert job.startswith(b"\x1b[5i") and job.endswith(b"\f\x1b[4i")
            inside = job[4:-4]
            assert not set(inside) & {*range(10), 11, *range(13, 32), 127}
            if charset != "utf-8":
                assert b"\x9b" not in inside

    def test_lines_pages_and_letters_go_through(self) -> None:
        job = terminal_job("Thé\n\fCôté\n", "cp850")
        assert job == b"\x1b[5iTh\x82\n\fC\x93t\x82\n\f\x1b[4i"

    @pytest.mark.parametrize(
        ("environ", "key"),
        [
            ({"TERM": "xterm"}, None),
            ({"TERM": "xterm", "TMUX": "/tmp/x,1,0"}, "print.in_multiplexer"),
            ({"TERM": "vt100", "STY": "1.pts"}, "print.in_multiplexer"),
            ({"TERM": "tmux-256color"}, "print.in_multiplexer"),
            ({"TERM": "screen.xterm"}, "print.in_multiplexer"),
            ({"TERM": "linux"}, "print.in_multiplexer"),
        ],
    )
    def test_where_it_is_refused(self, environ, key) -> None:
        settings = Settings(terminal_printer=True)
        if key is None:
            refuse_terminal_printer(settings, environ)
        else:
            with pytest.raises(RuleBroken, match=key):
                refuse_terminal_printer(settings, environ)

    def test_it_is_off_by_default(self) -> None:
        with pytest.raises(RuleBroken, match=r"print\.terminal_off"):
            refuse_terminal_printer(Settings(), {"TERM": "xterm"})


def test_every_text_of_a_document_can_be_changed(shop) -> None:
    document = document_of("quote", quote(note="Note"))
    changed = document.mapped(lambda text: "X" if text else "")
    assert isinstance(changed, Document)
    assert set(changed.texts.split()) == {"X"}
    assert "34,84\u00a0$" in document.texts and "Note" in document.texts
    assert Decimal("34.84") == Quote.values_of(1)["total"]
