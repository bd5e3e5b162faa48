"""Holidays: rules, the days they mark, the table that users edit, databases that had none."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmtui.opening import open_session
from crmtui.settings import Settings
from models.code import Code
from models.database import close_database, execute, open_database, rows
from models.holiday import holidays
from models.holiday_rule import HolidayRuleColumn, parse
from models.journal import act_as
from models.rules import RuleBroken

# As published; those that move, for seven years.
EASTER = ("03-31", "04-20", "04-05", "03-28", "04-16", "04-01", "04-21")
PATRIOTS = ("05-20", "05-19", "05-18", "05-24", "05-22", "05-21", "05-20")
LABOUR = ("09-02", "09-01", "09-07", "09-06", "09-04", "09-03", "09-02")
THANKS = ("10-14", "10-13", "10-12", "10-11", "10-09", "10-08", "10-14")
FIXED = {
    "NEWYEAR": "01-01",
    "STJEAN": "06-24",
    "CANADADAY": "07-01",
    "TRUTH": "09-30",
    "REMEMBER": "11-11",
    "CHRISTMAS": "12-25",
    "BOXING": "12-26",
}


def iso(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def found(first: str, last: str) -> list[tuple[str, str]]:
    return [
        (d.isoformat(), c.code) for d, cs in holidays(iso(first), iso(last)).items() for c in cs
    ]


def key(code: str) -> int:
    return Code.key_of(code, table="holiday")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("year", range(2024, 2031))
def test_the_holidays_of_canada_and_quebec(year: int) -> None:
    i = year - 2024
    easter = iso(f"{year}-{EASTER[i]}")
    expected = {(f"{year}-{day}", code) for code, day in FIXED.items()} | {
        ((easter - dt.timedelta(2)).isoformat(), "GOODFRIDAY"),
        ((easter + dt.timedelta(1)).isoformat(), "EASTERMON"),
        (f"{year}-{PATRIOTS[i]}", "PATRIOTS"),
        (f"{year}-{LABOUR[i]}", "LABOUR"),
        (f"{year}-{THANKS[i]}", "THANKS"),
    }
    assert found(f"{year}-01-01", f"{year}-12-31") == sorted(expected)


@pytest.mark.usefixtures("database")
def test_both_ends_count_and_years_follow_each_other() -> None:
    assert found("2026-12-25", "2027-01-01") == [
        ("2026-12-25", "CHRISTMAS"),
        ("2026-12-26", "BOXING"),
        ("2027-01-01", "NEWYEAR"),
    ]
    assert found("2026-12-27", "2026-12-31") == []
    assert found("2026-12-31", "2026-12-01") == []
    (choices,) = holidays(iso("2026-06-24"), iso("2026-06-24")).values()
    assert choices[0].text("fr") == "Fête nationale du Québec"
    assert choices[0].text("en") == "Saint-Jean-Baptiste Day"


@pytest.mark.usefixtures("database")
def test_what_users_change_is_seen_at_once() -> None:
    Code.make(
        {
            "table": "holiday",
            "code": "FOUNDED",
            "description_en": "Day",
            "rule": "07-01",
            "position": 999,
        }
    )
    assert found("2026-07-01", "2026-07-01") == [
        ("2026-07-01", "CANADADAY"),
        ("2026-07-01", "FOUNDED"),
    ]
    Code.alter(key("FOUNDED"), {"rule": "07-TH1"})
    assert found("2026-07-01", "2026-07-05") == [
        ("2026-07-01", "CANADADAY"),
        ("2026-07-02", "FOUNDED"),
    ]
    Code.alter(key("CANADADAY"), {"active": False})
    Code.remove(key("FOUNDED"))
    assert found("2026-07-01", "2026-07-05") == []


def test_what_another_process_wrote_is_seen(database: Path) -> None:
    assert found("2026-05-01", "2026-05-01") == []
    other = sqlite3.connect(database)
    for code, rule in (("MAY", "05-01"), ("BROKEN", "1er mai")):
        other.execute(
            'INSERT INTO code ("table", code, rule, created_at, changed_at)'
            " VALUES ('holiday', ?, ?, '', '')",
            (code, rule),
        )
    other.commit()
    other.close()
    # What its rule does not say marks no day, and takes no calendar down.
    assert found("2026-05-01", "2026-05-01") == [("2026-05-01", "MAY")]


@pytest.mark.parametrize(
    ("text", "kept", "day"),
    [
        ("07-01", "07-01", "2026-07-01"),
        (" 02-28 ", "02-28", "2026-02-28"),
        ("02-29", "02-29", None),
        ("easter", "easter", "2026-04-05"),
        ("Pâques", "easter", "2026-04-05"),
        ("easter+0", "easter", "2026-04-05"),
        ("EASTER -2", "easter-2", "2026-04-03"),
        ("pâques+1", "easter+1", "2026-04-06"),
        ("easter+49", "easter+49", "2026-05-24"),
        ("easter-80", "easter-80", "2026-01-15"),
        ("10-mo2", "10-MO2", "2026-10-12"),
        ("10-LU2", "10-MO2", "2026-10-12"),
        ("11-DI1", "11-SU1", "2026-11-01"),
        ("08-MO5", "08-MO5", "2026-08-31"),
        ("10-MO5", "10-MO5", None),
        ("mo<05-25", "MO<05-25", "2026-05-18"),
        ("LU < 05-25", "MO<05-25", "2026-05-18"),
        ("MO<05-19", "MO<05-19", "2026-05-18"),
        ("MO<05-18", "MO<05-18", "2026-05-11"),
        ("SA<01-08", "SA<01-08", "2026-01-03"),
    ],
)
def test_a_rule_and_its_day(text: str, kept: str, day: str | None) -> None:
    assert HolidayRuleColumn().tidy(text) == kept
    assert parse(text).day_in(2026) == (iso(day) if day else None)


NO_DAYS = """
13-01 02-30 7-1 00-01 2026-07-01 07-01-02 ٠٧-٠١ juillet
easter-81 easter+250 easter2 easter+ easter--1
10-MO0 10-MO6 10-XX1 13-MO1 00-MO1 MO
MO<13-01 MO<02-30 XX<05-25 MO<01-07 MO>05-25 MO<=05-25
"""


@pytest.mark.parametrize("text", NO_DAYS.split())
def test_a_rule_that_says_no_day_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"rule\.holiday"):
        HolidayRuleColumn().tidy(text)


@given(text=st.text(max_size=20) | st.from_regex(r"[0-9A-Z<+-]{1,10}", fullmatch=True))
def test_no_text_does_more_than_break_the_rule(text: str) -> None:
    try:
        rule = parse(text)
    except RuleBroken:
        return
    assert parse(rule.text) == rule


@given(
    text=st.sampled_from(["02-29", "easter-80", "easter+249", "01-SU5", "SU<01-08", "MO<05-25"]),
    year=st.integers(1, 9999),
)
def test_the_day_is_in_the_year_asked_for_whatever_year(text: str, year: int) -> None:
    day = parse(text).day_in(year)
    assert day is None or day.year == year


@pytest.mark.usefixtures("database")
def test_a_holiday_says_when_it_is() -> None:
    with pytest.raises(RuleBroken) as broken:
        Code.make({"table": "holiday", "code": "NEVER"})
    assert (broken.value.key, broken.value.field) == ("rule.required", "rule")
    with pytest.raises(RuleBroken) as broken:
        Code.alter(key("LABOUR"), {"rule": "first monday"})
    assert (broken.value.key, broken.value.field) == ("rule.holiday", "rule")
    Code.make({"table": "unit", "code": "NORULE", "description_en": "None"})


def codes_once_opened(path: Path) -> list[str]:
    """The holidays of a database once a session has begun in it."""
    open_session(Settings(database=str(path), user="marie"), make=True)
    found = [code for (code,) in rows("SELECT code FROM code WHERE \"table\" = 'holiday'")]
    act_as(None)
    close_database()
    return found


def test_a_database_that_had_no_holidays_gets_them_once(first_schema: Path) -> None:
    shipped = codes_once_opened(first_schema)
    assert len(shipped) == 12 and "STJEAN" in shipped
    assert codes_once_opened(first_schema) == shipped
    open_session(Settings(database=str(first_schema), user="marie"))
    assert rows("SELECT code FROM code WHERE \"table\" <> 'holiday'") == [("OURS",)]
    assert found("2026-06-24", "2026-06-24") == [("2026-06-24", "STJEAN")]
    assert rows("SELECT name FROM setting") == []
    for code in shipped:
        Code.remove(key(code))
    act_as(None)
    close_database()
    # What users have deleted stays away.
    assert codes_once_opened(first_schema) == []


def test_holidays_come_even_where_the_first_session_ended_in_between(first_schema: Path) -> None:
    # The schema is brought up to date, and then the power goes.
    open_database(str(first_schema))
    close_database()
    assert len(codes_once_opened(first_schema)) == 12


def test_a_new_database_waits_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert len(codes_once_opened(path)) == 12
    open_session(Settings(database=str(path), user="marie"))
    assert Code.unshipped() == ()
    execute("DELETE FROM code WHERE \"table\" = 'holiday'")
    act_as(None)
    close_database()
    assert codes_once_opened(path) == []
