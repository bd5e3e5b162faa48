"""The taxes of quotes: those of the customer's province on the quote's day (spec 9.3)."""

import datetime as dt
from decimal import Decimal

import pytest
from sample_quotes import CHAI, make, quoted_customer
from sample_records import party

from models.code import Code
from models.party import Party
from models.quote import Quote
from models.rules import RuleBroken
from models.setting import change_setting


@pytest.fixture(autouse=True)
def customer(database):
    with quoted_customer() as key:
        yield key


def of(key: int, *names: str) -> tuple:
    values = Quote.values_of(key)
    return tuple(values[name] for name in names)


def test_three_times_10_10_with_both_taxes() -> None:
    key = make()
    assert of(key, "subtotal", "taxes", "total") == tuple(map(Decimal, ("30.30", "4.54", "34.84")))
    assert of(key, "tax_lines")[0] == [
        {"code": "GST", "rate": "5", "amount": "1.52"},
        {"code": "QST", "rate": "9.975", "amount": "3.02"},
    ]


def test_taxes_are_those_of_the_quotes_day() -> None:
    assert of(make(date=dt.date(1996, 7, 4)), "taxes", "total") == (Decimal(0), Decimal("30.30"))
    gst = Code.key_of("GST", table="tax")
    Code.alter(gst, {"valid_to": dt.date(2026, 12, 31)})
    Code.make(
        {"table": "tax", "code": "GST27", "description_fr": "TPS", "rate": "7"}
        | {"valid_from": dt.date(2027, 1, 1)}
    )
    key = make()
    Quote.alter(key, {"date": dt.date(2027, 1, 1), "valid_until": None})
    assert [tax["rate"] for tax in of(key, "tax_lines")[0]] == ["7", "9.975"]


def taxed(key: int) -> list[str]:
    return [f"{tax['code']} {tax['rate']} {tax['amount']}" for tax in of(key, "tax_lines")[0]]


@pytest.mark.parametrize(
    ("province", "expected"),
    [
        ("QC", ["GST 5 1.52", "QST 9.975 3.02"]),
        ("ON", ["HST 13 3.94"]),
        ("NB", ["HST 15 4.55"]),
        ("NL", ["HST 15 4.55"]),
        ("PE", ["HST 15 4.55"]),
        ("NS", ["HST 14 4.24"]),
        *((each, ["GST 5 1.52"]) for each in ("AB", "BC", "MB", "SK", "YT", "NT", "NU")),
        # Who has no province, or one that no list has, is taxed as the company is.
        ("", ["GST 5 1.52", "QST 9.975 3.02"]),
        ("Haut-Canada", ["GST 5 1.52", "QST 9.975 3.02"]),
    ],
)
def test_a_customer_is_charged_the_taxes_of_its_province(customer, province, expected) -> None:
    Party.alter(customer, {"province": province}, lenient=True)
    assert taxed(make()) == expected


def test_a_customer_in_ontario_is_not_charged_the_tax_of_quebec(customer) -> None:
    party("ONT", province="ON")
    key = make(bill_to="ONT")
    assert of(key, "subtotal", "taxes", "total") == tuple(map(Decimal, ("30.30", "3.94", "34.24")))
    (tax,) = of(key, "tax_amounts")[0]
    assert (tax.text("fr"), tax.text("en")) == ("TVH", "HST")


def test_nobody_outside_the_companys_country_is_taxed(customer) -> None:
    for country, province in (("US", "NY"), ("FR", ""), ("DE", "QC"), ("Utopie", "")):
        Party.alter(customer, {"country": country, "province": province}, lenient=True)
        assert taxed(make()) == []
    change_setting("DefaultCountry", "FR")
    Party.alter(customer, {"country": "CA", "province": "QC"})
    assert taxed(make()) == []


def test_the_companys_own_province_is_a_setting_and_one_of_the_list(customer) -> None:
    Party.alter(customer, {"province": "", "country": ""})
    change_setting("CompanyProvince", "ON")
    assert taxed(make()) == ["HST 13 3.94"]
    change_setting("CompanyProvince", "")
    assert taxed(make()) == []
    with pytest.raises(RuleBroken) as broken:
        change_setting("CompanyProvince", "ZZ")
    assert (broken.value.key, broken.value.field) == ("rule.unknown_code", "CompanyProvince")


def test_a_rate_that_changes_keeps_its_code(customer) -> None:
    Party.alter(customer, {"province": "NS"})
    assert taxed(make(date=dt.date(2025, 3, 31))) == ["HST 15 4.55"]
    key = make(date=dt.date(2025, 4, 1))
    assert taxed(key) == ["HST 14 4.24"]
    Quote.alter(key, {"date": dt.date(2025, 3, 31)})
    assert taxed(key) == ["HST 15 4.55"]


def test_another_customer_brings_its_own_taxes_and_a_saved_quote_stays(customer) -> None:
    party("ONT", province="ON")
    key, other = make(), make()
    Quote.alter(key, {"bill_to": "ONT"})
    assert taxed(key) == ["HST 13 3.94"]
    Party.alter(customer, {"province": "ON"})
    Quote.alter(other, {"note": "x"})
    assert taxed(other) == ["GST 5 1.52", "QST 9.975 3.02"]
    Quote.alter(other, {"lines": [CHAI | {"quantity": "1"}]})
    assert taxed(other) == ["HST 13 1.31"]


def test_what_is_taxed_otherwise_today_does_not_change_what_is_saved() -> None:
    key = make()
    Code.alter(Code.key_of("QST", table="tax"), {"rate": "12"})
    Quote.alter(key, {"note": "x"})
    assert of(key, "taxes") == (Decimal("4.54"),)
    Quote.alter(key, {"lines": [CHAI | {"quantity": "1"}]})
    assert of(key, "subtotal", "taxes") == (Decimal("10.10"), Decimal("1.72"))
