"""Values as they are shown and typed, in both languages."""

import datetime as dt

import pytest
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from crmtui import values
from crmtui.i18n import set_language
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    DayColumn,
    LineColumn,
    NumberColumn,
    PartialDateColumn,
    RateColumn,
    YesNoColumn,
)
from models.holiday_rule import HolidayRuleColumn
from models.rules import RuleBroken

TODAY = dt.date(2026, 11, 24)  # a Tuesday
DAY = DayColumn()
PARTIAL = PartialDateColumn()
YES_NO = YesNoColumn()
RATE = RateColumn()
CODES = CodesColumn("contacttype")

days = st.dates()
languages = st.sampled_from(["fr", "en"])


@pytest.fixture(autouse=True)
def _french():
    set_language("fr")
    yield
    set_language("fr")


TYPED = [
    ("t", "2026-11-24"),
    ("auj", "2026-11-24"),
    ("Aujourd’hui", "2026-11-24"),
    ("today", "2026-11-24"),
    ("+3d", "2026-11-27"),
    ("+3j", "2026-11-27"),
    ("+2w", "2026-12-08"),
    ("+2s", "2026-12-08"),
    ("+1m", "2026-12-24"),
    ("+3 m", "2027-02-24"),
    ("lun", "2026-11-30"),
    ("mar", "2026-12-01"),
    ("mardi", "2026-12-01"),
    ("tue", "2026-12-01"),
    ("Wed", "2026-11-25"),
    ("dim", "2026-11-29"),
    ("sun.", "2026-11-29"),
    ("fin mois", "2026-11-30"),
    ("24", "2026-11-24"),
    ("1", "2026-11-01"),
    ("24/12", "2026-12-24"),
    ("24/12/2027", "2027-12-24"),
    ("24 déc", "2026-12-24"),
    ("24 dec.", "2026-12-24"),
    ("24déc", "2026-12-24"),
    ("dec 24", "2026-12-24"),
    ("1er mars", "2026-03-01"),
    ("24 décembre 2027", "2027-12-24"),
    ("December 24, 2027", "2027-12-24"),
    ("2026-12-24", "2026-12-24"),
    (" 2028-02-29 ", "2028-02-29"),
]


@pytest.mark.parametrize(("text", "iso"), TYPED)
def test_a_date_typed(text, iso):
    assert values.parse(DAY, text, TODAY).isoformat() == iso


REFUSED = [
    "31/02",
    "31",
    "31/11",
    "0",
    "00",
    "99",
    "24/13",
    "12/24/2026",
    "2026-02-29",
    "2026-13-01",
    "20261124",
    "2026-W48-2",
    "26-11-24",
    "2026/11/24",
    "hier",
    "demain",
    "lundi_prochain",
    "+d",
    "+3",
    "-3d",
    "+3y",
    "+99999d",
    "+99999m",
    "24-12",
    "24.12",
    "24_jui",
    "jui_24",
    "ma",
    "24_xyz",
    "0000-01-01",
    "٢٤",
    "24/12/26",
    "10/11/12",
    "mar_1_déc._2026",
    "24_déc_99",
    "3d",
    "++3d",
    "+1,5d",
]


@pytest.mark.parametrize("text", [t.replace("_", " ") for t in REFUSED] + ["9" * 5000])
def test_a_date_refused(text):
    with pytest.raises(RuleBroken) as broken:
        values.parse(DAY, text, TODAY)
    assert broken.value.key == "rule.date"


def test_a_month_later_is_the_last_day_where_there_is_no_such_day():
    assert values.parse(DAY, "+1m", dt.date(2027, 1, 31)) == dt.date(2027, 2, 28)


def test_past_the_last_year_is_refused():
    for text in ("+1d", "+1w", "+1m", "lun"):
        with pytest.raises(RuleBroken):
            values.parse(DAY, text, dt.date.max)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("14 mars", "--03-14"),
        ("mars 14", "--03-14"),
        ("March 14", "--03-14"),
        ("--03-14", "--03-14"),
        ("03-14", "--03-14"),
        ("14/3", "--03-14"),
        ("14 mars 1980", "1980-03-14"),
        ("March 14, 1980", "1980-03-14"),
        ("14/3/1980", "1980-03-14"),
        ("1980-03-14", "1980-03-14"),
        ("29 fév", "--02-29"),
        ("1er août", "--08-01"),
    ],
)
def test_a_partial_date_typed(text, kept):
    assert values.parse(PARTIAL, text, TODAY) == kept


@pytest.mark.parametrize(
    "text",
    ["31/02", "29 fév 1981", "14", "mars", "1980", "1980-03", "14/3/80", "t", "+1d", "-03-14"],
)
def test_a_partial_date_refused(text):
    with pytest.raises(RuleBroken) as broken:
        values.parse(PARTIAL, text, TODAY)
    assert broken.value.key == "rule.partial_date"


def test_an_anniversary_has_no_year():
    assert values.parse(PartialDateColumn(yearless=True), "14 mars 1980", TODAY) == "--03-14"


@given(text=st.text(max_size=60) | st.from_regex(r"[+0-9a-zé/ .,-]{1,20}", fullmatch=True))
def test_no_text_does_more_than_break_a_rule(text):
    for column in (DAY, PARTIAL):
        try:
            value = values.parse(column, text, TODAY)
        except RuleBroken:
            continue
        assert values.parse(column, values.show(column, value), TODAY) == value


@given(day=days, language=languages)
def test_a_date_shown_is_a_date_typed(day, language):
    set_language(language)
    assert values.parse(DAY, values.show(DAY, day), TODAY) == day
    for kept in (day.isoformat(), f"--{day:%m-%d}"):
        assert values.parse(PARTIAL, values.show(PARTIAL, kept), TODAY) == kept


@given(day=days, language=languages)
def test_long_dates_are_those_of_cldr(day, language):
    set_language(language)
    locale = values.LOCALES[language]
    assert values.long_date(day) == format_skeleton("yMMMEd", day, locale=locale)


@given(month=st.integers(1, 12), day=st.integers(2, 28), language=languages)
def test_days_of_the_year_are_those_of_cldr(month, day, language):
    set_language(language)
    expected = format_skeleton("MMMMd", dt.date(2000, month, day), locale=values.LOCALES[language])
    assert values.show(PARTIAL, f"--{month:02}-{day:02}") == expected


def test_what_a_user_reads_in_french():
    assert values.show(DAY, TODAY) == "2026-11-24"
    assert values.show(PARTIAL, "--03-14") == "14 mars"
    assert values.show(PARTIAL, "1980-03-01") == "1er mars 1980"
    assert values.show(YES_NO, True) == "oui"
    assert values.show(YES_NO, None) == "non"
    assert values.show(RATE, "9.975") == "9,975\u00a0%"
    assert values.show(CODES, ["VIP", "DECIDER"]) == "VIP, DECIDER"
    assert values.show(NumberColumn(1, 999), None) == ""
    assert values.understood(DAY, dt.date(2026, 12, 1)) == "mar. 1 déc. 2026"
    assert values.understood(DAY, None) == ""
    assert values.understood(LineColumn(max_length=10), "abc") == ""


def test_what_a_user_reads_in_english():
    set_language("en")
    assert values.show(PARTIAL, "1980-03-14") == "March 14, 1980"
    assert values.show(YES_NO, False) == "no"
    assert values.show(RATE, "9.975") == "9.975%"
    assert values.understood(PARTIAL, "--03-14") == "March 14"


def test_what_is_shown_can_be_typed_again():
    for language in ("fr", "en"):
        set_language(language)
        for column, value in (
            (YES_NO, True),
            (YES_NO, False),
            (RATE, "9.975"),
            (CODES, ["A", "B"]),
        ):
            assert values.parse(column, values.show(column, value), TODAY) == value


@pytest.mark.parametrize(
    ("rule", "french", "english"),
    [
        ("07-01", "1er juillet", "July 1"),
        ("easter", "le jour de Pâques", "Easter Sunday"),
        ("easter-2", "2 jours avant Pâques", "2 days before Easter"),
        ("easter+1", "1 jour après Pâques", "1 day after Easter"),
        ("10-MO2", "2e lundi en octobre", "2nd Monday in October"),
        ("11-SU1", "1er dimanche en novembre", "1st Sunday in November"),
        ("MO<05-25", "lundi avant le 25 mai", "Monday before May 25"),
    ],
)
def test_when_a_holiday_is_in_words(rule, french, english):
    column = HolidayRuleColumn()
    assert values.understood(column, rule) == french
    set_language("en")
    assert values.understood(column, rule) == english
    assert values.parse(column, values.show(column, rule), TODAY) == rule


def test_a_choice_is_typed_by_itself_or_by_its_word():
    column = ChoiceColumn(("fr", "en"))
    assert values.parse(column, "FR", TODAY) == "fr"
    for option in column.options:
        assert values.parse(column, values.show(column, option), TODAY) == option
    with pytest.raises(RuleBroken) as broken:
        values.parse(column, "allemand", TODAY)
    assert broken.value.key == "rule.choice"


def test_a_code_is_typed_in_any_case():
    assert values.parse(CodeColumn("salutation"), "mme", TODAY) == "MME"
    province = CodeColumn("province", open_list=True)
    assert values.parse(province, "qc", TODAY) == "QC"
    assert values.parse(province, "Bavière", TODAY) == "Bavière"


def test_files_and_programs_read_the_same_in_any_language():
    assert values.export_text(DAY, TODAY) == "2026-11-24"
    assert values.export_text(YES_NO, True) == "yes"
    assert values.export_text(CODES, ["A", "B"]) == "A, B"
    assert values.export_text(RATE, "9.975") == "9.975"
    assert values.json_value(DAY, TODAY) == "2026-11-24"
    assert values.json_value(DAY, None) is None
    assert values.json_value(YES_NO, 1) is True
    assert values.json_value(CODES, ["A"]) == ["A"]
    assert values.json_value(NumberColumn(1, 999), 5) == 5


@given(n=st.integers(-(10**12), 10**12), language=languages)
def test_numbers_are_those_of_cldr(n, language):
    set_language(language)
    assert values.number(n) == format_decimal(n, locale=values.LOCALES[language])


@pytest.mark.parametrize(
    ("text", "option"),
    [("mois", "monthly"), ("sem", "weekly"), ("chaque a", "yearly"), ("mont", "monthly")],
)
def test_the_beginning_of_a_choice_names_it_where_no_other_begins_so(text, option):
    column = ChoiceColumn(("none", "daily", "weekly", "monthly", "yearly"))
    assert values.parse(column, text, TODAY) == option


@pytest.mark.parametrize("text", ["chaque", "x", "m", "oi"])
def test_what_begins_several_choices_or_none_is_refused(text):
    column = ChoiceColumn(("weekly", "monthly", "none", "daily", "month_day"))
    with pytest.raises(RuleBroken) as broken:
        values.parse(column, text, TODAY)
    assert broken.value.key == "rule.choice"
