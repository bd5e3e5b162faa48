"""Numbers of files: whether a comma is that of decimals is said by the whole file or refused."""

import io
from decimal import Decimal

import pytest
from sale_files import quotes, reasons, stock
from sample_imports import counts, take
from sample_records import party

from crmtui.interchange.file_numbers import Discounts, FileNumbers
from crmtui.interchange.headings import plan
from crmtui.interchange.reading import TableFile
from models.catalogue import entity_of
from models.item import Item
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")


def numbers(*cells: str) -> FileNumbers:
    """What a file with these prices teaches."""
    text = "code;description;price\n" + "".join(f"X;x;{cell}\n" for cell in cells)
    with TableFile(io.BytesIO(text.encode())) as table:
        found = FileNumbers(plan(entity_of("items"), table.headings), ("price",))
        for row in table.rows():
            found.learn(row)
    return found


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234", "0.5"], ["1.234", "0.5"]),
        (["1,234", "12,5"], ["1.234", "12.5"]),
        (["1,234", "$12,345.60"], ["1234", "12345.60"]),
        (["1 234,50 $", "7,"], ["1234.50", "7"]),
        (["1.234,5", "1,5"], ["1234.5", "1.5"]),
        (["1,234,567", "1,234"], ["1234567", "1234"]),
        (["0,125"], ["0.125"]),
        (["1234", "18"], ["1234", "18"]),
    ],
)
def test_the_whole_file_tells_what_a_comma_is(cells: list[str], expected: list[str]) -> None:
    found = numbers(*cells)
    assert [found.read(cell) for cell in cells] == [Decimal(number) for number in expected]


@pytest.mark.parametrize(
    ("cells", "either"),
    [(["1,234"], 0), (["12,5", "1,234.50", "1,234"], 2), (["12,5", "1.234"], 1)],
)
def test_what_may_be_two_numbers_is_refused(cells: list[str], either: int) -> None:
    with pytest.raises(RuleBroken, match="import.number_either"):
        numbers(*cells).read(cells[either])


@pytest.mark.parametrize("cell", ["1,2,3", "dix", "1e3", "12 34", "--1"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(RuleBroken, match="rule.decimal"):
        numbers("12,5").read(cell)


def discounts(heading: str, *cells: str) -> tuple[list[str], list[str]]:
    """How discounts are read, and what is told of it."""
    text = f"reference;item;{heading}\n" + "".join(f"A;X;{cell}\n" for cell in cells)
    with TableFile(io.BytesIO(text.encode())) as table:
        known = plan(entity_of("quotes"), table.headings)
        assert len([name for name in known.fields if name]) == 3
        found = Discounts(known, FileNumbers(known, ("discount",)))
        for row in table.rows():
            found.learn(row)
        notices = [notice.key for notice in found.decide(table)]
    return [f"{found.read(cell).normalize():f}" for cell in cells], notices


@pytest.mark.parametrize(
    ("heading", "cells", "expected", "notices"),
    [
        ("Discount", ["0.15", "0"], ["15", "0"], ["import.discount_fraction"]),
        ("Remise", ["0,15", "0,025"], ["15", "2.5"], ["import.discount_fraction"]),
        ("Discount", ["15", "0"], ["15", "0"], []),
        ("Discount", ["0", "0.0"], ["0", "0"], []),
        ("Discount", ["0.5", "10"], ["0.5", "10"], ["import.discount_percent"]),
        ("Discount", ["1", "0"], ["1", "0"], ["import.discount_one"]),
        ("Remise %", ["0,5", "0"], ["0.5", "0"], []),
        ("discount percent", ["0.5", "1"], ["0.5", "1"], []),
        ("discount_percent", ["0.5", "1"], ["0.5", "1"], []),
        ("discount_fraction", ["0.5", "1"], ["50", "100"], []),
        ("Rabais", ["0.5 %", "1%"], ["0.5", "1"], []),
    ],
)
def test_a_discount_is_a_fraction_or_a_percentage_and_says_so(
    heading: str, cells: list[str], expected: list[str], notices: list[str]
) -> None:
    assert discounts(heading, *cells) == (expected, notices)


def test_a_mapping_says_what_a_discount_is() -> None:
    party(), stock("CHAI")
    text = "reference,bill_to,item,quantity,unit_price,Discount\nA,ACME,CHAI,1,100,0.5\n"
    take("quotes", text, mapping={"Discount": "discount_percent"})
    assert str(quotes()[0]["subtotal"]) == "99.50"


def test_prices_in_french_come_in_with_items() -> None:
    text = "Code;Désignation;Prix;Unité\nA;Thé;1 234,5678 $;boîte\nB;Café;12,5;EA\nC;Eau;x;EA\n"
    report = take("items", text)
    assert (counts(report), reasons(report)) == ({"created": 2, "rejected": 1}, ["rule.decimal"])
    made = Item.values_of(Item.key_of("A"))
    assert (str(made["price"]), made["unit"], made["description_fr"]) == ("1234.5678", "BOX", "Thé")
