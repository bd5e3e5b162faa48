"""Times, durations and moments as they are typed, kept and shown, in both languages."""

import datetime as dt

import pytest
from babel.dates import format_time
from hypothesis import given
from hypothesis import strategies as st

from crmtui import values
from crmtui.i18n import set_language
from crmtui.typed_times import typed_moment
from models.columns import DayColumn, DurationColumn, MomentColumn, TimeColumn
from models.rules import RuleBroken

TODAY = dt.date(2026, 11, 24)  # a Tuesday
TIME = TimeColumn()
MOMENT = MomentColumn()
DURATION = DurationColumn()

languages = st.sampled_from(["fr", "en"])
minutes = st.times().map(lambda time: time.replace(second=0, microsecond=0))
moments = st.datetimes().map(lambda moment: moment.replace(second=0, microsecond=0))
durations = st.integers(0, DurationColumn.most)


@pytest.fixture(autouse=True)
def _french():
    set_language("fr")
    yield
    set_language("fr")


def refusal(column, text):
    with pytest.raises(RuleBroken) as broken:
        values.parse(column, text, TODAY)
    assert broken.value.facts["text"] == text
    return broken.value.key


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9", "09:00"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("1430", "14:30"),
        ("9:30", "09:30"),
        ("9h30", "09:30"),
        ("9 h 30", "09:30"),
        ("9\xa0h\xa030", "09:30"),
        ("9H30", "09:30"),
        ("9h", "09:00"),
        ("14h", "14:00"),
        (" 2pm ", "14:00"),
        ("2:30 pm", "14:30"),
        ("230pm", "14:30"),
        ("2:30 p.m.", "14:30"),
        ("2 AM", "02:00"),
        ("12am", "00:00"),
        ("12:30 am", "00:30"),
        ("12pm", "12:00"),
        ("midi", "12:00"),
        ("noon", "12:00"),
        ("Minuit", "00:00"),
        ("midnight", "00:00"),
        ("0", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_a_time_typed(text, time):
    assert values.parse(TIME, text, TODAY) == dt.time.fromisoformat(time)


TIMES_REFUSED = (
    "25h 24 24:00 9:75 960 13pm 0am 14pm 9:3 9h5 9.30 9h30pm -1 12345 ٩ 9:30:00 t 2p h pm"
)


@pytest.mark.parametrize("text", [*TIMES_REFUSED.split(), "9 30", "2 h 30 m", "9" * 5000])
def test_a_time_refused(text):
    assert refusal(TIME, text) == "rule.time"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("45", 45),
        ("0", 0),
        ("1h30", 90),
        ("1 h 30", 90),
        ("1:30", 90),
        ("90m", 90),
        ("90 min", 90),
        ("2h", 120),
        ("1h30m", 90),
        ("1h5m", 65),
        ("1,5h", 90),
        ("1.25 h", 75),
        ("3j", 3 * 1440),
        ("3d", 3 * 1440),
        ("3 jours", 3 * 1440),
        ("1 d 1:30", 1440 + 90),
        ("1 j 2 h 30", 1440 + 150),
        ("1 jour 2 heures 30 minutes", 1440 + 150),
        ("100h", 6000),
        ("366d", 366 * 1440),
    ],
)
def test_a_duration_typed(text, length):
    assert values.parse(DURATION, text, TODAY) == length


DURATIONS_REFUSED = "1h90 1:60 1h5 1,5 0,33h 367j 527041 -5 +5 h m j 1:30:00 1h30h 3s 1e3 9999999 ٤"


@pytest.mark.parametrize("text", [*DURATIONS_REFUSED.split(), "3d 5", "1j 25h", "12 34", "9" * 99])
def test_a_duration_refused(text):
    assert refusal(DURATION, text) == "rule.duration"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24 14h", "2026-11-24T14:00"),
        ("+3d 9:30", "2026-11-27T09:30"),
        ("+3 j 9h", "2026-11-27T09:00"),
        ("14h", "2026-11-24T14:00"),
        ("9", "2026-11-24T09:00"),
        ("2 pm", "2026-11-24T14:00"),
        ("2 2 pm", "2026-11-02T14:00"),
        ("t midi", "2026-11-24T12:00"),
        ("mar 14h", "2026-12-01T14:00"),
        ("fin du mois 17h", "2026-11-30T17:00"),
        ("24 déc 14h30", "2026-12-24T14:30"),
        ("24 déc 2027 14", "2027-12-24T14:00"),
        ("December 24, 2027 2:30 pm", "2027-12-24T14:30"),
        ("2026-12-24 14:00", "2026-12-24T14:00"),
        ("2026-12-24T14:00", "2026-12-24T14:00"),
        ("2026-12-24 14:00:00", "2026-12-24T14:00"),
        ("2026-12-24", "2026-12-24T00:00"),
        ("lun", "2026-11-30T00:00"),
    ],
)
def test_a_moment_typed(text, moment):
    assert values.parse(MOMENT, text, TODAY) == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "text",
    [
        "24",  # digits alone are a time
        "mar 14",  # the 14th of March, or Tuesday at two
        "24 déc 2027",  # a year, or 20:27
        "9 30",
        "24 25h",
        "31 14h",
        "14h 24 déc",
        "2026-12-24T14:00Z",
        "2026-12-24T14:00-05:00",
        "hier 9h",
        "2026-02-30 9h",
    ],
)
def test_a_moment_refused(text):
    assert refusal(MOMENT, text) == "rule.moment"


def test_a_date_alone_has_the_time_of_its_base():
    base = dt.datetime(2026, 11, 24, 9, 30)
    assert typed_moment("+1d", base) == dt.datetime(2026, 11, 25, 9, 30)
    assert typed_moment("14h", base) == dt.datetime(2026, 11, 24, 14)


@given(text=st.text(max_size=60) | st.from_regex(r"[0-9a-z: .,+-]{1,20}", fullmatch=True))
def test_no_text_does_more_than_break_a_rule(text):
    for column in (TIME, MOMENT, DURATION):
        for take in (column.tidy, lambda t, c=column: values.parse(c, t, TODAY)):
            try:
                value = take(text)
            except RuleBroken:
                continue
            assert values.parse(column, values.show(column, value), TODAY) == value


@given(time=minutes, moment=moments, length=durations, language=languages)
def test_what_is_shown_or_written_to_a_file_comes_back(time, moment, length, language):
    set_language(language)
    for column, value in ((TIME, time), (MOMENT, moment), (DURATION, length)):
        assert values.parse(column, values.show(column, value), TODAY) == value
        assert column.tidy(values.export_text(column, value)) == value
        assert column.tidy(values.json_value(column, value)) == value
        assert column.read(column.stored(value)) == value


@given(time=minutes, length=durations, language=languages)
def test_the_words_beside_a_field_are_understood_in_it(time, length, language):
    set_language(language)
    assert values.parse(TIME, values.understood(TIME, time), TODAY) == time
    words = values.understood(DURATION, length)
    if len(words) <= 40:
        assert values.parse(DURATION, words, TODAY) == length


@given(time=minutes)
def test_english_times_are_those_of_cldr(time):
    set_language("en")
    expected = format_time(time, "short", locale="en_CA").replace("\u202f", " ")
    assert values.clock_words(time) == expected.replace(":00", "")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "fr",
            ["9 h 05", "14 h", "0 h", "mar. 24 nov. 2026, 14:00"]
            + ["45 min", "1 h 30", "2 h", "3 j", "1 j", "0 min"]
            + ["1 jour 1 heure 30 minutes", "2 heures", "0 minute"],
        ),
        (
            "en",
            ["9:05 a.m.", "2 p.m.", "12 a.m.", "Tue, Nov 24, 2026, 14:00"]
            + ["45 min", "1:30", "2 h", "3 d", "1 d", "0 min"]
            + ["1 day 1 hour 30 minutes", "2 hours", "0 minutes"],
        ),
    ],
)
def test_what_a_user_reads(language, expected):
    set_language(language)
    clocks = [dt.time(9, 5), dt.time(14), dt.time(0)]
    said = [values.understood(TIME, time) for time in clocks]
    said.append(values.understood(MOMENT, dt.datetime(2026, 11, 24, 14)))
    said += [values.show(DURATION, n) for n in (45, 90, 120, 3 * 1440, 1440, 0)]
    said += [values.understood(DURATION, n) for n in (1440 + 90, 120, 0)]
    assert said == expected


def test_what_files_and_programs_read():
    noon = dt.datetime(2026, 11, 24, 12)
    assert values.show(MOMENT, noon) == "2026-11-24 12:00"
    assert values.export_text(MOMENT, noon) == "2026-11-24T12:00" == MOMENT.stored(noon)
    assert values.json_value(MOMENT, noon) == "2026-11-24T12:00"
    assert values.show(TIME, noon.time()) == "12:00" == values.json_value(TIME, noon.time())
    assert values.json_value(DURATION, 90) == 90
    for column in (TIME, MOMENT, DURATION):
        assert (values.show(column, None), values.json_value(column, None)) == ("", None)
        assert (values.parse(column, "", TODAY), values.understood(column, None)) == (None, "")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-11-24T14:00", "2026-11-24T14:00"),
        ("2026-11-24 14:00", "2026-11-24T14:00"),
        ("2026-11-24T14:00:59.999", "2026-11-24T14:00"),
        ("2026-11-24", "2026-11-24T00:00"),
        (dt.date(2026, 11, 24), "2026-11-24T00:00"),
        (dt.datetime(2026, 11, 24, 14, 0, 59, 5), "2026-11-24T14:00"),
    ],
)
def test_a_moment_is_tidied(given, kept):
    assert MOMENT.stored(MOMENT.tidy(given)) == kept


@pytest.mark.parametrize(
    "given",
    [
        "2026-11-24T14:00Z",
        "2026-11-24T14",
        "20261124T1400",
        "2026-11-24T25:00",
        "2026-02-30",
        "14:00",
        dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC),
    ],
)
def test_a_moment_that_is_none_or_elsewhere_is_refused(given):
    with pytest.raises(RuleBroken, match=r"rule\.moment"):
        MOMENT.tidy(given)


def test_a_moment_is_no_date():
    assert DayColumn().tidy(dt.datetime(2026, 11, 24, 14)) == dt.date(2026, 11, 24)


def test_a_query_compares_with_the_text_that_is_kept():
    noon = dt.datetime(2026, 11, 24, 12)
    assert MOMENT.db_value(noon) == "2026-11-24T12:00" == MOMENT.db_value("2026-11-24T12:00")
    assert TIME.db_value(noon.time()) == "12:00"
    assert MOMENT.db_value(None) is None
