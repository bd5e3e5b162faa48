"""Code tables: known codes, guessed names, codes in use."""

import pytest
from sample_records import contact, count, party

from models.code import TABLES, Code
from models.contact import Contact
from models.database import execute
from models.party import Party
from models.rules import Missing, RuleBroken

pytestmark = pytest.mark.usefixtures("database")


def code(table: str, name: str, **values: object) -> int:
    return Code.make({"table": table, "code": name, "description_en": name, **values}).id


def test_a_new_database_has_every_table() -> None:
    for table in TABLES:
        assert Code.table_of(table), table
    with pytest.raises(RuleBroken, match="rule.no_table"):
        Code.table_of("nothing")


def test_tables_are_shipped_once() -> None:
    before = count("code")
    Code.ship("province", [{"code": "ZZ"}])
    assert count("code") == before


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("province", "Québec", "QC"),
        ("province", " quebec ", "QC"),
        ("province", "qc", "QC"),
        ("province", "British Columbia", "BC"),
        ("country", "Allemagne", "DE"),
        ("country", "GERMANY", "DE"),
        ("salutation", "mr.", "M"),
        ("province", "Bavière", None),
        ("province", "", None),
    ],
)
def test_a_code_is_guessed_from_either_language(
    table: str, text: str, expected: str | None
) -> None:
    assert Code.guess(table, text) == expected


def test_a_code_named_by_its_description_is_kept_as_the_code() -> None:
    assert Party.values_of(party(province="québec"))["province"] == "QC"


def test_a_new_code_is_known_at_once_and_from_elsewhere() -> None:
    assert Code.guess("contacttype", "Mécènes") is None
    key = code("contacttype", "PATRON", description_fr="Mécènes")
    assert Code.guess("contacttype", "mecenes") == "PATRON"
    party(grouping="patron")
    Code.alter(key, {"description_fr": "Bienfaiteurs"})
    assert Code.guess("contacttype", "bienfaiteurs") == "PATRON"


def test_a_code_is_unique_in_its_table() -> None:
    code("unit", "NEW")
    code("terms", "NEW")
    with pytest.raises(RuleBroken, match="rule.code_taken"):
        code("unit", "new")
    with pytest.raises(RuleBroken, match="rule.no_table"):
        code("nothing", "X")


@pytest.mark.parametrize("table", ["contacttype", "salutation", "province", "country"])
def test_a_code_in_use_is_neither_deleted_nor_renamed(table: str) -> None:
    key = code(table, "USED", description_fr="x")
    acme = party(**({table: "USED"} if table in ("province", "country") else {}))
    if table == "contacttype":
        contact(acme, groupings=["USED"])
    if table == "salutation":
        contact(acme, salutation="USED")
    with pytest.raises(RuleBroken, match="rule.referred"):
        Code.remove(key)
    with pytest.raises(RuleBroken, match="rule.code_in_use"):
        Code.alter(key, {"code": "OTHER"})
    Code.alter(key, {"active": False, "description_fr": "y"})
    assert Code.table_of(table)["USED"].active is False


def test_a_code_nobody_uses_goes() -> None:
    key = code("contacttype", "SPARE")
    Code.alter(key, {"code": "OTHER"})
    Code.remove(key)
    assert Code.unknown("contacttype", ["OTHER", "SPARE", "VIP"]) == ["OTHER", "SPARE"]
    with pytest.raises(Missing):
        Code.key_of("OTHER", table="contacttype")


def test_rates_and_probabilities() -> None:
    key = code("tax", "T", rate="9,975 %", valid_from="2013-01-01")
    assert Code.values_of(key)["rate"] == "9.975"
    key = code("tax", "U", rate="5")
    assert Code.values_of(key)["rate"] == "5"
    with pytest.raises(RuleBroken, match="rule.rate"):
        code("tax", "V", rate="9.9755")
    with pytest.raises(RuleBroken, match="rule.number"):
        code("stage", "S", probability="101")


def tax(name: str, rate: str, **values: object) -> int:
    return code("tax", name, rate=rate, **values)


def refusal(call: object, *given: object) -> tuple[str, str]:
    with pytest.raises(RuleBroken) as broken:
        call(*given)  # type: ignore[operator]
    return broken.value.key, broken.value.field


def test_a_tax_goes_on_at_another_rate_under_its_own_code() -> None:
    gst = Code.key_of("GST", table="tax")
    Code.alter(gst, {"valid_to": "2026-12-31"})
    new = tax("GST", "6", valid_from="2027-01-01", provinces="QC ON")
    assert Code.values_of(new)["provinces"] == ["QC", "ON"]
    assert [Code.key_of(f"GST@{day}", table="tax") for day in ("2026-12-31", "2027-01-01")] == [
        gst,
        new,
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"valid_from": "2027-01-01"}, ("rule.tax_overlaps", "valid_from")),
        ({"provinces": "ON", "valid_from": "2000-01-01"}, ("rule.tax_overlaps", "valid_from")),
        ({"provinces": "NS", "valid_from": "2025-03-31", "valid_to": "2025-03-31"}, None),
        ({"provinces": "ZZ"}, ("rule.unknown_code", "provinces")),
        ({"rate": ""}, ("rule.required", "rate")),
        (
            {"provinces": "QC", "valid_from": "2027-01-01", "valid_to": "2026-01-01"},
            ("rule.tax_ends_before", "valid_to"),
        ),
    ],
)
def test_two_rows_of_a_tax_never_hold_in_one_place_at_once(values: dict, expected: object) -> None:
    given = {"table": "tax", "code": "HST", "rate": "12"} | values
    assert refusal(Code.make, given) == (expected or ("rule.tax_overlaps", "valid_from"))


def test_rows_of_a_tax_stand_beside_each_other_in_other_provinces_or_at_other_times() -> None:
    tax("HST", "12", valid_from="2027-01-01", provinces="QC")
    tax("HST", "13", valid_to="2010-06-30", provinces="NS")
    off = tax("HST", "12", valid_from="2027-01-01", provinces="ON", active=False)
    assert refusal(Code.alter, off, {"active": True}) == ("rule.tax_overlaps", "valid_from")
    everywhere = tax("ECO", "1")
    assert refusal(tax, "ECO", "2") == ("rule.tax_overlaps_everywhere", "valid_from")
    Code.alter(everywhere, {"rate": "1.5"})


def test_a_row_of_a_tax_is_named_by_a_province_a_day_or_both() -> None:
    ontario = Code.key_of("hst@on", table="tax")
    assert Code.values_of(ontario)["rate"] == "13"
    new = Code.key_of("HST@NS@2025-04-01", table="tax")
    assert (Code.values_of(new)["rate"], Code.key_of("HST@2025-12-01@NS", table="tax")) == (
        "14",
        new,
    )
    with pytest.raises(RuleBroken) as several:
        Code.key_of("HST", table="tax")
    assert several.value.key == "rule.tax_rows"
    assert "HST@NS@2025-04-01" in several.value.facts["names"]
    for nothing in ("HST@QC", "HST@1999-01-01", "NOPE", "@", ""):
        with pytest.raises(Missing):
            Code.key_of(nothing, table="tax")


def test_a_province_that_a_tax_names_is_neither_deleted_nor_renamed() -> None:
    yukon = Code.key_of("YT", table="province")
    assert refusal(Code.remove, yukon)[0] == "rule.referred"
    assert refusal(Code.alter, yukon, {"code": "YK"})[0] == "rule.code_in_use"


def test_a_rate_that_quotes_used_is_not_deleted_and_one_that_none_used_is() -> None:
    from sample_quotes import make

    party("T1", province="NS")
    make(date="2025-06-01")
    make(date="2025-07-01")
    new, old = (Code.key_of(f"HST@NS@{day}", table="tax") for day in ("2025-04-01", "2025-03-31"))
    assert [Code.referrers(key) for key in (new, old)] == [
        (("entity.quotes", 2),),
        (("entity.quotes", 0),),
    ]
    assert refusal(Code.remove, new)[0] == "rule.referred"
    Code.remove(old)


def test_what_another_process_wrote_is_read(new_database: object, database: object) -> None:
    import sqlite3

    assert Code.unknown("unit", ["THERE"]) == ["THERE"]
    other = sqlite3.connect(str(database))
    other.execute(
        'INSERT INTO code ("table", code, created_at, changed_at) VALUES (?, ?, ?, ?)',
        ("unit", "THERE", "", ""),
    )
    other.commit()
    other.close()
    assert Code.unknown("unit", ["THERE"]) == []


def test_a_list_of_a_table_in_its_order() -> None:
    execute('DELETE FROM code WHERE "table" = ?', ("unit",))
    for name, position in (("B", 20), ("A", 30), ("C", 10)):
        code("unit", name, position=position)
    Code.alter(Code.key_of("A", table="unit"), {"active": False})

    def listed(**options: bool) -> list[str]:
        return [r.cells[0] for r in Code.listing("unit", **options).after(None, 9)]

    assert listed() == ["C", "B", "A"]
    assert listed(inactive=False) == ["C", "B"]
    assert listed(descending=True) == ["A", "B", "C"]
    assert Code.next_position("unit") == 40
    assert Contact.entity.field("groupings").column.table == "contacttype"  # type: ignore[attr-defined]
