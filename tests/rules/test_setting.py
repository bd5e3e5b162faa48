"""Settings: named, typed, journalled."""

import datetime as dt

import pytest
import time_machine
from sample_records import journal_size

from models.database import rows
from models.rules import Conflict, RuleBroken
from models.setting import (
    DEFINITIONS,
    all_settings,
    change_setting,
    change_settings,
    definition,
    setting,
    today,
)

pytestmark = pytest.mark.usefixtures("database")


def test_every_setting_has_its_default() -> None:
    assert all_settings() == {d.name: d.default for d in DEFINITIONS}
    for found in DEFINITIONS:
        assert found.tidy(found.default) == found.default


def test_a_setting_is_found_whatever_its_case_and_kept_as_its_kind() -> None:
    assert change_setting("contactanniversarydate", "oui") is True
    assert setting("ContactAnniversaryDate") is True
    change_setting("ContactAnniversaryDate", "0")
    assert setting("ContactAnniversaryDate") is False
    assert definition("WEEKSTART").name == "WeekStart"


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("Nothing", "1", "rule.no_setting"),
        ("WeekStart", "friday", "rule.choice"),
        ("BusinessTimeZone", "Mars/Olympus", "rule.time_zone"),
        ("BusinessTimeZone", "../../etc/passwd", "rule.time_zone"),
        ("CompanyEmail", "x", "rule.email"),
        ("EnterSavesForm", "maybe", "rule.yes_no"),
        ("CompanyName", "x" * 81, "rule.too_long"),
    ],
)
def test_a_value_that_is_none_is_refused(name: str, value: str, key: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        change_setting(name, value)
    assert broken.value.key == key
    assert rows("SELECT count(*) FROM setting") == [(0,)]


def test_a_change_is_in_the_journal() -> None:
    before = journal_size()
    change_setting("CompanyName", "Acme")
    change_setting("CompanyName", "Acme inc.")
    assert journal_size() == before + 2
    (fields,) = rows("SELECT fields FROM journal_entry ORDER BY id DESC LIMIT 1")[0]
    assert fields == '{"value": ["Acme", "Acme inc."]}'


def test_a_setting_that_another_changed_since_is_not_written_over() -> None:
    read = all_settings()
    change_setting("CompanyName", "Theirs")
    with pytest.raises(Conflict) as clash:
        change_settings({"CompanyName": "Mine", "CompanyPhone": "514 555-0142"}, read)
    assert (clash.value.mine, clash.value.theirs) == (
        {"CompanyName": "Mine"},
        {"CompanyName": "Theirs"},
    )
    assert (setting("CompanyName"), setting("CompanyPhone")) == ("Theirs", "")
    change_settings({"CompanyName": "Mine", "CompanyPhone": "514 555-0142"}, all_settings())
    assert setting("CompanyName") == "Mine"


@time_machine.travel(dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC), tick=False)
def test_today_is_the_business_time_zones() -> None:
    assert today() == dt.date(2025, 12, 31)
    change_setting("BusinessTimeZone", "Europe/Paris")
    assert today() == dt.date(2026, 1, 1)
