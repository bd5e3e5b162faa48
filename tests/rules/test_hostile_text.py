"""Whatever text comes in is kept as text, cleaned of what is none, and found again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_records import contact, count, party

from models.checks import clean, digits, fold, index_words, sort_key, words
from models.contact import Contact
from models.database import execute, rows
from models.note import Note
from models.party import Party
from models.rules import RuleBroken
from models.search import Filters, find, index_is_true

pytestmark = pytest.mark.usefixtures("database")

CONTROLS = ["\x1b]0;owned\x07", "a\x1b[2Jb", "\x9b31mred", "a\0b", "\x7f", "a\rb", "\u2028x"]
HIDDEN = ["\u202eevil", "\u2066x\u2069", "\ufeffx", "x\U000e0041", "\ud800x"]
KEPT = [
    "[bold red]x[/]", "[link=file:/etc/passwd]x[/link]", "[@click=app.quit]x[/]", "\\[x]",
    "{0.__class__}", "{name!r:>99999}", "%s%n", "{{ contact }}", "${HOME}", "`id`", "$(id)",
    "'; DROP TABLE party; --", '" OR ""="', "a%_b", "../../etc/passwd", "C:\\x", "=cmd|' /C'!A1",
    "<script>alert(1)</script>", "&lt;", "a\u0301e\u0301", "👩‍👩‍👧", "漢字", "עברית", "ﬁ ﬂ",
]  # fmt: skip
FOUND_AGAIN = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("text", CONTROLS + HIDDEN)
def test_what_is_no_text_is_dropped(text: str) -> None:
    key = party(name=f"Acme {text}", remarks=text)
    values = Party.values_of(key)
    for kept in (values["name"], values["remarks"]):
        assert kept.replace("\n", "").isprintable() or "\u2028" not in kept
        assert not set(kept) & set("\x1b\x9b\x07\0\x7f\r\u2028\u202e\u2066\u2069\ufeff\ud800")
    assert values["name"].startswith("Acme")


@pytest.mark.parametrize("text", KEPT)
def test_what_is_text_is_kept_as_it_is(text: str) -> None:
    import unicodedata

    acme = party(name=text, remarks=text, address1=text[:60])
    values = Party.values_of(acme)
    assert values["name"] == unicodedata.normalize("NFC", text)
    assert values["remarks"] == text
    someone = contact(acme, text[:40], first_name=text[:40])
    Note.make({"contact": someone, "subject": text, "detail": text})
    assert Note.listing().after(None, 1)[0].cells[1] == unicodedata.normalize("NFC", text)
    assert (count("party"), count("contact"), count("note")) == (1, 1, 1)
    assert index_is_true()


@pytest.mark.parametrize("text", CONTROLS + HIDDEN + KEPT)
def test_any_text_can_be_looked_for_and_filtered_by(text: str) -> None:
    party(name="Acme", city="Laval")
    find(text, Filters())
    find("acme", Filters(kind=clean(text), city=text, grouping=text))
    for filters in ({"city": text}, {"grouping": text}, {"search": text}):
        Party.listing("customer", **filters).after(None, 5)
    Contact.listing(search=text, grouping=text).after(None, 5)
    Note.listing(search=text).after(None, 5)
    for ask in (Party.key_of, Contact.key_of, Note.key_of):
        with pytest.raises(RuleBroken):
            ask(text)
    assert rows("SELECT name FROM party") == [("Acme",)]


@pytest.mark.parametrize(
    "name", ["code", "phone", "email", "web", "language", "active", "province"]
)
@pytest.mark.parametrize("text", CONTROLS + KEPT)
def test_no_text_gets_past_a_rule(name: str, text: str) -> None:
    try:
        key = party(**({"code": text} if name == "code" else {name: text}))
    except RuleBroken as broken:
        assert broken.field == name
    else:
        kept: Any = Party.values_of(key)[name]
        assert kept == Party.entity.field(name).tidy(kept)


@FOUND_AGAIN
@given(name=st.text(min_size=1, max_size=60), city=st.text(max_size=30))
def test_any_name_is_kept_and_found_by_its_words(name: str, city: str) -> None:
    execute("DELETE FROM party")
    try:
        key = party(name=name, city=city)
    except RuleBroken as broken:
        assert broken.key in ("rule.required", "rule.too_long")
        return
    kept = Party.values_of(key)["name"]
    assert Party.entity.field("name").tidy(kept) == kept
    asked = words(kept)[:8]
    if asked:
        assert key in find(" ".join(asked), Filters()).keys
    assert index_is_true()


@FOUND_AGAIN
@given(text=st.text(max_size=80))
def test_cleaning_and_folding_are_done_once_for_all(text: str) -> None:
    for multiline in (False, True):
        assert clean(clean(text, multiline=multiline), multiline=multiline) == clean(
            text, multiline=multiline
        )
    assert words(" ".join(words(text))) == words(text)
    assert set(words(text)) <= set(index_words(text))
    assert sort_key(text).partition("\x01")[0] == " ".join(words(text))
    assert digits(text).isdecimal() or digits(text) == ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Œuvre", "oeuvre"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Ærø", "aero"),
        ("Łódź", "lodz"), ("İstanbul", "istanbul"), ("Nguyễn", "nguyen"), ("l’Été", "lete"),
        ("ﬁn", "fin"), ("e\u0301", "e"),
    ],
)  # fmt: skip
def test_letters_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
