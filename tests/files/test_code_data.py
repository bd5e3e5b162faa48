"""The code tables that crmtui ships are whole, valid and in both languages."""

import csv
import re
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

TABLES = [
    "activitytype",
    "contacttype",
    "country",
    "holiday",
    "lostreason",
    "mailingtype",
    "priority",
    "province",
    "salutation",
    "stage",
    "tax",
    "terms",
    "unit",
]
BASE = ["code", "description_fr", "description_en"]
EXTRA = {
    "stage": ["probability"],
    "tax": ["rate", "valid_from", "valid_to", "provinces"],
    "holiday": ["rule"],
}


def read(table: str) -> list[dict[str, str]]:
    text = files("data").joinpath("codes", f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def codes(table: str) -> list[str]:
    return [row["code"] for row in read(table)]


def test_all_thirteen_tables_are_there_and_no_other() -> None:
    names = sorted(entry.name for entry in files("data").joinpath("codes").iterdir())
    assert names == [f"{table}.csv" for table in TABLES]


@pytest.mark.parametrize("table", TABLES)
def test_columns(table: str) -> None:
    for row in read(table):
        assert list(row) == BASE + EXTRA.get(table, [])


@pytest.mark.parametrize("table", TABLES)
def test_codes_are_valid_and_unique(table: str) -> None:
    found = codes(table)
    if table == "tax":
        # One tax has a row for each of its rates.
        found = list(dict.fromkeys(found))
    assert found
    assert len(set(found)) == len(found)
    assert [code for code in found if not re.fullmatch(r"[A-Z0-9_-]{1,10}", code)] == []


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_are_filled_and_clean(table: str) -> None:
    for row in read(table):
        for column in ("description_fr", "description_en"):
            text = row[column]
            assert text, row
            assert text == " ".join(text.split()), row
            assert len(text) <= 60, row
            assert not set(text) & set("\u2019\u2011\ufffd"), row


def test_stages_have_a_probability_and_close_at_100_and_0() -> None:
    chance = {row["code"]: int(row["probability"]) for row in read("stage")}
    assert all(0 <= value <= 100 for value in chance.values())
    assert (chance["WON"], chance["LOST"]) == (100, 0)


def test_quebec_taxes_with_their_true_start() -> None:
    rows = {row["code"]: row for row in read("tax")}
    assert (Decimal(rows["GST"]["rate"]), Decimal(rows["QST"]["rate"])) == (5, Decimal("9.975"))
    assert date.fromisoformat(rows["GST"]["valid_from"]) == date(2008, 1, 1)
    assert date.fromisoformat(rows["QST"]["valid_from"]) == date(2013, 1, 1)
    assert {row["valid_to"] for row in rows.values()} == {""}


def test_each_province_of_canada_has_its_taxes_today() -> None:
    canada = codes("province")[:13]
    charged: dict[str, list[str]] = {province: [] for province in canada}
    for row in read("tax"):
        if not row["valid_to"]:
            for province in row["provinces"].split():
                charged[province].append(f"{row['code']} {row['rate']}")
    harmonized = {"ON": "13", "NB": "15", "NL": "15", "PE": "15", "NS": "14"}
    for province, taxes in charged.items():
        if province in harmonized:
            assert taxes == [f"HST {harmonized[province]}"], province
        else:
            assert taxes == ["GST 5", *(["QST 9.975"] if province == "QC" else [])], province


def test_places() -> None:
    assert len(codes("country")) == 249
    assert codes("country")[:2] == ["CA", "US"]
    assert codes("country")[2:] == sorted(codes("country")[2:])
    assert len(codes("province")) == 13 + 51
    assert codes("province")[0] == "QC"


def test_activity_types_and_priorities_keep_their_order() -> None:
    assert " ".join(codes("activitytype")) == "CALL MEETING VISIT TASK EMAIL LETTER OTHER"
    assert " ".join(codes("priority")) == "LOW NORMAL HIGH URGENT"
