"""Items, opportunities and quotes in and out of files, from the command line."""

import csv
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import time_machine

NORTHWIND = Path(__file__).parents[3] / "shared" / "data" / "northwind"
HEADINGS = "OrderID,CustomerID,OrderDate,RequiredDate,ProductID,UnitPrice,Quantity,Discount"
ORDERS = f"""{HEADINGS}
10,TREMB01,2026-01-05 00:00:00.000,2026-02-05 00:00:00.000,CHAI,10.10,3,0.0
10,TREMB01,2026-01-05 00:00:00.000,2026-02-05 00:00:00.000,CHANG,19,12,0.15
11,TREMB01,2026-01-06 00:00:00.000,2026-02-05 00:00:00.000,CHANG,0.333,1,0
"""
A_LINE = 'lines=[{"description": "x"}]'


@pytest.fixture(autouse=True)
def _tuesday():
    """Tuesday 24 November 2026, 10:00 in Québec."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        yield


@pytest.fixture
def stocked(alice):
    """A customer, a contact and two items."""
    alice("add", "items", "code=CHAI", "description_fr=Thé", "price=10.10")
    alice("add", "items", "code=CHANG", "description_fr=Bière", "price=19")
    return alice


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path."""

    def write(text, name="file.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def quotes(run, *options):
    listed = run("list", "quotes", "--sort", "number", *options, "--format", "json").json
    return [(q["number"], q["reference"], q["status"], q["subtotal"]) for q in listed]


def exported(run, kind, form, path):
    assert run("export", kind, "--format", form, "-o", path).status == 0
    return path


# Quotes, a row a line.


@pytest.mark.parametrize(
    ("language", "said"), [("en", "2 quotes created"), ("fr", "2 soumissions créées")]
)
def test_what_an_import_made_is_told_in_words(stocked, file, language, said):
    made = stocked("--lang", language, "import", "quotes", file(ORDERS))
    assert said in made.out + made.err


def test_rows_of_one_order_are_one_quote(stocked, file):
    taken = stocked("import", "quotes", file(ORDERS), "--default", "status=won")
    assert (taken.status, taken.err) == (0, "")
    assert "0.15" in taken.out and "15" in taken.out
    assert quotes(stocked) == [
        ("Q2026-00001", "10", "won", "224.10"),
        ("Q2026-00002", "11", "won", "0.33"),
    ]
    first = stocked("show", "quotes", "Q2026-00001", "--format", "json").json
    assert (first["date"], first["valid_until"]) == ("2026-01-05", "2026-02-05")
    assert [line["discount"] for line in first["lines"]] == ["0", "15"]


def test_running_a_file_again_doubles_and_changes_nothing(stocked, file):
    for status in ("status=won", "status=draft"):
        path = file(ORDERS.replace("TREMB01", "tremb01"))
        stocked("import", "quotes", path, "--default", status)
        before = stocked("list", "quotes", "--format", "json").json
        again = stocked("import", "quotes", path)
        assert (again.status, again.err) == (0, "")
        assert stocked("list", "quotes", "--format", "json").json == before
    assert len(quotes(stocked)) == 2


def test_a_bad_line_rejects_its_whole_quote_and_no_number(stocked, file, tmp_path):
    bad = ORDERS.replace("CHANG,19,12", "CHANG,19,-12") + ORDERS.splitlines()[3].replace("11", "12")
    rejects = tmp_path / "rejects.csv"
    taken = stocked("import", "quotes", file(bad), "--rejects", rejects)
    assert taken.status == 3 and "3" in taken.err
    assert [n for n, *_ in quotes(stocked)] == ["Q2026-00001", "Q2026-00002"]
    with rejects.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["OrderID"] for row in rows] == ["10", "10"]
    assert all("3" in row["Reason for rejection"] for row in rows)
    mended = rejects.read_text(encoding="utf-8-sig").replace("-12", "12")
    assert stocked("import", "quotes", file(mended)).status == 0
    assert [r for _, r, *_ in quotes(stocked)] == ["11", "12", "10"]


def test_a_contact_alone_says_who_is_billed(stocked, file):
    rows = '1,A,,"[{""item"":""CHAI""}]"\n2,,2026-11-24,"[{""item"":""CHAI""}]"\n'
    path = file(f"contact,reference,date,lines\n{rows}")
    assert stocked("import", "quotes", path).status == 0
    before = stocked("list", "quotes", "--format", "json").json
    assert [(q["bill_to"], q["contact"]) for q in before] == [("TREMB01", 2), ("TREMB01", 1)]
    assert stocked("import", "quotes", path).status == 0
    assert stocked("list", "quotes", "--format", "json").json == before


def test_a_revision_in_a_file_is_made_once(stocked, file):
    stocked("import", "quotes", file("bill_to,reference,item\nTREMB01,A,CHAI\n"))
    path = file("bill_to,reference,revises,note\nTREMB01,A,Q2026-00001,x\n")
    for _ in range(2):
        assert stocked("import", "quotes", path).status == 0
        assert [n for n, *_ in quotes(stocked)] == ["Q2026-00001", "Q2026-00002"]


def test_a_quote_that_nothing_would_find_again_is_rejected(stocked, file):
    for text in (
        'bill_to,lines\nTREMB01,"[{""item"":""CHAI""}]"\n',
        "opportunity,reference\n1,A\n",
        "revises,note\nQ2026-00001,x\n",
    ):
        stocked("add", "opportunities", "contact=1", "description=Shelves")
        assert stocked("import", "quotes", file(text)).status == 3
    assert quotes(stocked) == []


def test_a_closed_quote_is_the_same_or_rejected(stocked, file):
    stocked("import", "quotes", file(ORDERS), "--default", "status=won")
    before = quotes(stocked)
    other = stocked("import", "quotes", file(ORDERS.replace("10.10,3", "10.10,4")))
    assert other.status == 3 and "Q2026-00001" in other.err
    assert quotes(stocked) == before


def test_a_draft_follows_the_file(stocked, file):
    stocked("import", "quotes", file(ORDERS))
    changed = stocked("import", "quotes", file(ORDERS.replace("10.10,3", "10.10,4")))
    assert changed.status == 0
    assert [s for *_, s in quotes(stocked)] == ["234.20", "0.33"]


def test_a_dry_run_writes_nothing_and_takes_no_number(stocked, file):
    dry = stocked("import", "quotes", file(ORDERS), "--dry-run")
    assert dry.status == 0 and quotes(stocked) == []
    stocked("import", "quotes", file(ORDERS))
    assert quotes(stocked)[0][0] == "Q2026-00001"


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        # Percent where any is above 1, or where none is a fraction.
        (("5", "0"), "95.00"),
        (("1", "0"), "99.00"),
        (("1", "0.0"), "99.00"),
        (("0.5", "2"), "99.50"),
        (("0.5", "0"), "50.00"),
        (("0.05", "1"), "95.00"),
    ],
)
def test_the_whole_file_tells_what_a_discount_is(stocked, file, rows, amount):
    lines = [f"{n},TREMB01,CHAI,1,100,{discount}" for n, discount in enumerate(rows)]
    text = "\n".join(["reference,bill_to,item,quantity,unit_price,discount", *lines])
    assert stocked("import", "quotes", file(text)).status == 0
    assert quotes(stocked)[0][3] == amount


# Lines as JSON.


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_is_the_same_already(stocked, file, tmp_path, form):
    stocked("import", "quotes", file(ORDERS))
    stocked("edit", "quotes", "Q2026-00001", "status=won", "note=«=1+1»\nDeux")
    stocked(
        *("add", "opportunities", "contact=1", "description=Shelves", "closes_on=2026-12-01"),
        'lines=[{"item":"CHAI","discount":"2.5"},{"description":"=x","taxable":false}]',
    )
    stocked("add", "opportunities", "contact=2", "description=Shelves", "status=won")
    for kind, n in (("quotes", 2), ("opportunities", 2), ("items", 2)):
        before = stocked("list", kind, "--format", "json").out
        path = exported(stocked, kind, form, tmp_path / f"{kind}.{form}")
        again = stocked("import", kind, path)
        assert (again.status, again.err) == (0, ""), again.err
        assert str(n) in again.out.splitlines()[0] and "same" in again.out
        assert stocked("list", kind, "--format", "json").out == before


def test_a_number_is_a_key_and_never_given(stocked, file):
    text = "number,bill_to,reference,note\nQ2026-00007,TREMB01,A,x\n"
    assert stocked("import", "quotes", file(text)).status == 3
    assert quotes(stocked) == []
    stocked("add", "quotes", "bill_to=TREMB01", "reference=A", A_LINE)
    taken = stocked("import", "quotes", file(text.replace("00007", "00001")))
    assert taken.status == 0
    assert stocked("show", "quotes", "Q2026-00001", "--format", "json").json["note"] == "x"


def test_a_number_of_another_database_changes_no_quote(stocked, file):
    stocked("add", "quotes", "bill_to=TREMB01", "reference=B", A_LINE)
    path = file("number,bill_to,reference\nQ2026-00001,TREMB01,A\n")
    for language in ("en", "fr"):
        refused = stocked("--lang", language, "import", "quotes", path)
        assert refused.status == 3 and len(refused.err.splitlines()) == 1
        assert "--key number" in refused.err
    assert [r for _, r, *_ in quotes(stocked)] == ["B"]
    assert stocked("import", "quotes", path, "--key", "number").status == 0
    assert [r for _, r, *_ in quotes(stocked)] == ["A"]


# Items.


def test_items_of_another_program(stocked, file):
    text = (
        "ProductID,ProductName,Supplier,QuantityPerUnit,UnitPrice,UnitsInStock,Discontinued\n"
        "1,Chai,Exotic Liquids,10 boxes x 20 bags,18,39,0\n5,Gumbo,New Orleans,,21.35,0,1\n"
    )
    taken = stocked("import", "items", file(text))
    assert taken.status == 0 and "Supplier" in taken.out and "UnitsInStock" in taken.out
    first = stocked("show", "items", "1", "--format", "json").json
    assert first["description_fr"] == "Chai, 10 boxes x 20 bags"
    assert (first["price"], first["active"]) == ("18.00", True)
    assert stocked("show", "items", "5", "--format", "json").json["active"] is False
    # What it is called since in the other language stays.
    stocked("edit", "items", "1", "description_en=Tea", "price=20")
    assert "updated" in stocked("import", "items", file(text)).out
    first = stocked("show", "items", "1", "--format", "json").json
    assert (first["description_fr"], first["description_en"], first["price"]) == (
        *("Chai, 10 boxes x 20 bags", "Tea", "18.00"),
    )
    assert "same" in stocked("import", "items", file(text)).out


# Opportunities.


def test_opportunities_with_a_row_a_line(stocked, file):
    text = (
        "party,first_name,last_name,description,closes_on,stage,item,quantity,unit_price\n"
        "TREMB01,Zoé,Côté,Shelves,2026-12-01,Proposal,CHAI,3,10.10\n"
        "TREMB01,Zoé,Côté,Shelves,2026-12-01,Proposal,CHANG,1,\n"
        "TREMB01,Luc,Roy,Shelves,,,,,\n"
        "TREMB01,No,Body,Shelves,,,,,\n"
    )
    taken = stocked("import", "opportunities", file(text))
    assert taken.status == 3 and len(taken.err.splitlines()) == 1
    made = stocked("list", "opportunities", "--sort", "amount", "--format", "json").json
    assert [(o["contact"], o["amount"], o["probability"]) for o in made] == [
        (2, "0.00", 10),
        (1, "49.30", 50),
    ]
    assert stocked("import", "opportunities", file(text)).status == 3
    assert stocked("list", "opportunities", "--sort", "amount", "--format", "json").json == made


# Defaults.


def test_a_default_is_of_rows_that_have_none(crmtui, file):
    text = "code,name,city\nA,Ada,Laval\nB,Bob,\n"
    taken = crmtui("import", "customers", file(text), "--default", "city=Québec")
    assert taken.status == 0
    cities = [c["city"] for c in crmtui("list", "customers", "--format", "json").json]
    assert cities == ["Laval", "Québec"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--default", "status=wonn"), 1),
        (("--default", "colour=red"), 1),
        (("--default", "status"), 2),
        (("--default", "date=soon"), 1),
        (("--default", "lines=[]"), 1),
        (("--key", "note"), 1),
        (("--party", "NOPE"), 1),
    ],
)
def test_bad_options_are_one_clear_line(stocked, file, options, status):
    for language in ("en", "fr"):
        refused = stocked("--lang", language, "import", "quotes", file(ORDERS), *options)
        assert (refused.status, refused.out) == (status, "")
        assert len(refused.err.splitlines()) == 1
        assert not any(key in refused.err for key in ("rule.", "cli.", "import."))
    assert quotes(stocked) == []


@pytest.mark.parametrize("mapping", ['Quantity = "nofield"', "Quantity = 3", "[[["])
def test_a_mapping_that_is_none_is_one_clear_line(stocked, file, mapping):
    for language in ("en", "fr"):
        by = ("--map", file(mapping, "map.toml"))
        refused = stocked("--lang", language, "import", "quotes", file(ORDERS), *by)
        assert (refused.status, refused.out) == (1, "")
        assert len(refused.err.splitlines()) == 1 and "import." not in refused.err


@pytest.mark.parametrize("told", ["discount_percent", "discount_fraction"])
def test_a_mapping_says_what_a_discount_is(stocked, file, told):
    by = ("--map", file(f'Discount = "{told}"', "map.toml"))
    assert stocked("import", "quotes", file(ORDERS), *by).status == 0
    amount = {"discount_percent": "257.96", "discount_fraction": "224.10"}[told]
    assert quotes(stocked)[0][3] == amount


@pytest.mark.parametrize(
    "row",
    [
        "12,NOBODY,2026-01-05,,CHAI,1,1,0",
        "12,TREMB01,soon,,CHAI,1,1,0",
        "12,TREMB01,2026-01-05,2025-01-05,CHAI,1,1,0",
        "12,TREMB01,2026-01-05,,NOPE,1,1,0",
        "12,TREMB01,2026-01-05,,CHAI,one,1,0",
        "12,TREMB01,2026-01-05,,CHAI,1,1,abc",
        "12,TREMB01,2026-01-05,,CHAI,1,1,-1",
        "12,TREMB01,2026-01-05,,CHAI,1,1e3,0",
        "12,TREMB01,2026-01-05,,CHAI,1.23456,1,0",
        "12,TREMB01",
        ",TREMB01,2026-01-05,,CHAI,1,1,0",
        "12,,2026-01-05,,CHAI,1,1,0",
    ],
)
def test_bad_rows_are_rejected_in_a_line_each_and_the_others_taken(stocked, file, row):
    for language in ("en", "fr"):
        taken = stocked("--lang", language, "import", "quotes", file(f"{ORDERS}{row}\n"))
        assert taken.status == 3
        assert len(taken.err.splitlines()) == 1 and "5" in taken.err.split(":")[0]
        assert not any(key in taken.err for key in ("rule.", "cli.", "import.", "line."))
    assert [r for _, r, *_ in quotes(stocked)] == ["10", "11"]


# A whole company.


@pytest.mark.skipif(not NORTHWIND.is_dir(), reason="without Northwind's files")
def test_northwinds_orders_are_quotes_to_the_cent(crmtui, tmp_path):
    assert crmtui("import", "customers", NORTHWIND / "customers.csv").status == 0
    assert crmtui("import", "items", NORTHWIND / "products.csv").status == 0
    orders = ("import", "quotes", NORTHWIND / "order_lines.csv", "--default", "status=won")
    dry = crmtui(*orders, "--dry-run")
    assert dry.status == 0 and crmtui("list", "quotes", "--format", "json").json == []
    taken = crmtui(*orders)
    assert (taken.status, taken.err) == (0, "") and "830" in taken.out
    expected = {}
    with (NORTHWIND / "order_lines.csv").open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            price, quantity, discount = (
                Decimal(row[name]) for name in ("UnitPrice", "Quantity", "Discount")
            )
            exact = price * quantity * (1 - discount)
            amount = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
            expected[row["OrderID"]] = expected.get(row["OrderID"], Decimal(0)) + amount
    made = crmtui("list", "quotes", "--format", "json").json
    assert {q["reference"]: Decimal(q["subtotal"]) for q in made} == expected
    assert {q["status"] for q in made} == {"won"} and len(made) == 830
    again = crmtui(*orders)
    assert again.status == 0 and "830" in again.out and "same" in again.out
    assert crmtui("list", "quotes", "--format", "json").json == made
    path = exported(crmtui, "quotes", "json", tmp_path / "all.json")
    assert crmtui("import", "quotes", path).status == 0
    assert json.loads(path.read_text(encoding="utf-8"))[0]["reference"]
    assert crmtui("check").status == 0
