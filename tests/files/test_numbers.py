"""Numbers as they are typed and read (spec 16), held to Babel's fr_CA and en_CA."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from crmtui import values
from crmtui.i18n import set_language
from crmtui.number_words import decimal_text, money_text, percent_text, typed_number
from models.decimals import MoneyColumn, PercentColumn, PriceColumn, QuantityColumn
from models.rules import RuleBroken

LOCALES = {"fr": "fr_CA", "en": "en_CA"}
cents = st.integers(-(10**12), 10**12).map(lambda n: Decimal(n).scaleb(-2))


def spaced(text: str) -> str:
    """Blanks of one kind: locales' data change theirs from time to time."""
    return text.replace("\u202f", "\u00a0").replace("\u2212", "-")


@given(cents, st.sampled_from(["fr", "en"]))
def test_money_is_written_as_the_locale_does(amount: Decimal, lang: str) -> None:
    theirs = format_currency(amount, "CAD", locale=LOCALES[lang])
    assert spaced(money_text(amount, lang)) == spaced(theirs)


@given(cents, st.sampled_from(["fr", "en"]))
def test_what_is_written_is_read_back(amount: Decimal, lang: str) -> None:
    assert typed_number(decimal_text(amount, 2, lang), lang) == amount
    assert typed_number(money_text(abs(amount), lang), lang) == abs(amount)
    assert spaced(decimal_text(amount, 2, lang)) == spaced(
        format_decimal(amount, format="#,##0.00", locale=LOCALES[lang])
    )


@pytest.mark.parametrize(
    "text, lang, number",
    [
        ("10,10", "fr", "10.10"),
        ("10,10", "en", "10.10"),
        ("10.10", "fr", "10.10"),
        ("1 234,50 $", "fr", "1234.50"),
        ("1\u202f234,5", "fr", "1234.5"),
        ("$1,234.50", "en", "1234.50"),
        ("1.234,50", "fr", "1234.50"),
        ("1,234", "en", "1234"),
        ("1,234", "fr", "1.234"),
        ("0,125", "en", "0.125"),
        ("1.234", "en", "1.234"),
        ("1,234,567", "fr", "1234567"),
        ("12,5 %", "fr", "12.5"),
        (",5", "fr", "0.5"),
        (".5", "en", "0.5"),
        ("7.", "en", "7"),
        ("-3", "en", "-3"),
        ("- 3 $", "fr", "-3"),
        ("-$3.50", "en", "-3.50"),
        ("1 234 567,891", "en", "1234567.891"),
        ("1'234.50", "en", "1234.50"),
        ("  12 %\n", "en", "12"),
    ],
)
def test_a_number_is_read_as_its_typist_means_it(text: str, lang: str, number: str) -> None:
    assert typed_number(text, lang) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "x", "1,2,3", "1.2.3", "1,23,456.5", "12..5", "1e5", "NaN", "--1", "1-2", "$", ",", "٣",
     "1" * 80, "10 10", "1 2,5", "12 34", "1  234", "$5%", "$5$", "5 $ $", "% 5", "1,234 567"],
)  # fmt: skip
def test_what_is_no_number_is_never_guessed(text: str) -> None:
    for lang in ("fr", "en"):
        with pytest.raises(RuleBroken) as broken:
            typed_number(text, lang)
        assert broken.value.key == "rule.decimal"


@pytest.mark.parametrize(
    "column, typed, fr, en, plain",
    [
        (MoneyColumn(), "1234.5", "1\u00a0234,50\u00a0$", "$1,234.50", "1234.50"),
        (PriceColumn(), "10,1", "10,10", "10.10", "10.10"),
        (PriceColumn(), "0,0125", "0,0125", "0.0125", "0.0125"),
        (QuantityColumn(), "12", "12", "12", "12"),
        (QuantityColumn(), "2,50", "2,5", "2.5", "2.5"),
        (PercentColumn(), "9,975 %", "9,975\u00a0%", "9.975%", "9.975"),
    ],
)
def test_each_kind_is_shown_in_the_language_and_plain_in_files(column, typed, fr, en, plain):
    value = values.parse(column, typed, None)
    for lang, shown in (("fr", fr), ("en", en)):
        set_language(lang)
        assert spaced(values.show(column, value)) == shown
        assert values.parse(column, values.show(column, value), None) == value
    set_language("fr")
    assert values.export_text(column, value) == values.json_value(column, value) == plain
    assert column.tidy(plain) == value
    assert percent_text(Decimal("5"), "en") == "5%"
