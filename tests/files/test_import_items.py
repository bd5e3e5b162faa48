"""Items out of other programs' files, found by code or by what they are called."""

import pytest
from sale_files import exported, reasons, stock
from sample_imports import counts, take
from sample_records import count

from models.database import rows
from models.item import Item
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")

NORTHWIND = (
    "ProductID,ProductName,Supplier,QuantityPerUnit,UnitPrice,UnitsInStock,Discontinued\n"
    "1,Chai,Exotic Liquids,10 boxes x 20 bags,18,39,0\n5,Gumbo,New Orleans,,21.35,0,1\n"
)


def item(code: str) -> dict[str, object]:
    return Item.values_of(Item.key_of(code))


def test_products_are_items_what_they_are_packed_in_and_whether_they_are_sold() -> None:
    report = take("items", NORTHWIND)
    assert counts(report) == {"created": 2}
    assert [n.facts["heading"] for n in report.notices] == ["Supplier", "UnitsInStock"]
    assert item("1")["description_fr"] == "Chai, 10 boxes x 20 bags"
    assert (str(item("5")["price"]), item("5")["active"]) == ("21.35", False)
    assert (item("1")["active"], item("1")["taxable"]) == (True, True)
    assert counts(take("items", NORTHWIND)) == {"unchanged": 2}


def test_a_description_in_no_language_leaves_the_other_one() -> None:
    take("items", "code,name,english description\nA,Thé,Tea\n")
    report = take("items", "code,name,price\na,Thé vert,2\n")
    assert counts(report) == {"updated": 1}
    assert (item("A")["description_fr"], item("A")["description_en"]) == ("Thé vert", "Tea")


def test_without_a_code_an_item_is_found_by_what_it_is_called_and_none_is_made() -> None:
    stock("A", description_fr="Thé glacé"), stock("B", description_en="Iced tea", description_fr="")
    report = take("items", "description,price\nTHÉ GLACÉ,5\niced tea,6\nCafé,7\n")
    assert counts(report) == {"updated": 2, "rejected": 1}
    assert reasons(report) == ["rule.required"]
    assert [str(item(code)["price"]) for code in "AB"] == ["5.00", "6.00"]
    stock("C", description_fr="Thé glacé")
    assert reasons(take("items", "description,price\nThé glacé,8\n")) == ["import.key_ambiguous"]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("a b,x,1,EA,yes", "rule.item_code"),
        ("A,,1,EA,yes", "rule.required"),
        ("A,x,-1,EA,yes", "rule.between"),
        ("A,x,1.23456,EA,yes", "rule.decimals"),
        ("A,x,1,furlong,yes", "rule.unknown_code"),
        ("A,x,1,EA,perhaps", "rule.yes_no"),
    ],
)
def test_a_bad_row_says_why(row: str, key: str) -> None:
    report = take("items", f"code,description,price,unit,taxable\n{row}\n")
    assert (counts(report), reasons(report)) == ({"rejected": 1}, [key])
    assert count("item") == 0


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_goes_out_comes_in_as_it_was(form: str) -> None:
    take("items", NORTHWIND)
    stock("X", description_fr="=1+1 « »", unit="KG", taxable=False)
    text = exported("items", form, inactive=True)
    assert counts(take("items", text, fmt=form)) == {"unchanged": 3}
    before = [dict(v) for v in Item.values_all([1, 2, 3])]
    Item.remove_all([key for (key,) in rows("SELECT id FROM item")])
    assert counts(take("items", text, fmt=form)) == {"created": 3}
    after = Item.values_all([key for (key,) in rows("SELECT id FROM item ORDER BY id")])
    by_code = {v["code"]: {n: x for n, x in v.items() if n != "id"} for v in after}
    assert by_code == {v["code"]: {n: x for n, x in v.items() if n != "id"} for v in before}


def test_the_key_is_the_code_or_the_id() -> None:
    stock("A", description_fr="Thé")
    assert counts(take("items", "id,code,name\n1,B,Thé\n2,C,x\n", key="id")) == {
        "updated": 1,
        "created": 1,
    }
    assert [item(code)["description_fr"] for code in "BC"] == ["Thé", "x"]
    assert reasons(take("items", "code,name\n,Thé\n", key="code")) == ["import.no_key"]
    with pytest.raises(RuleBroken, match="import.key_field"):
        take("items", "code,name,price\nB,Thé,1\n", key="price")
