"""Lines and their sums (spec 8.3, 9.3): exact, rounded half up, always in agreement."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_records import contact, party

from models.decimals import MoneyColumn, PercentColumn, PriceColumn, QuantityColumn
from models.item import Item
from models.opportunity import Opportunity
from models.quote import Quote
from models.rules import RuleBroken
from models.sale_line import SaleLinesColumn, amount_of, complete_line, json_lines
from models.tax import TaxRate
from models.totals import totals

D = Decimal
GST = TaxRate("GST", "TPS", "GST", D("5"))
QST = TaxRate("QST", "TVQ", "QST", D("9.975"))


def scaled(places: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most * 10**places).map(lambda n: D(n).scaleb(-places))


quantities = scaled(4, 5000).filter(bool)
prices = scaled(4, 20_000)
discounts = scaled(3, 100)
some_lines = st.lists(
    st.fixed_dictionaries(
        {
            "description": st.just("Thé"),
            "quantity": quantities,
            "unit_price": prices,
            "discount": discounts,
            "taxable": st.booleans(),
        }
    ),
    max_size=8,
)


def cents(amount: Fraction) -> int:
    """Whole cents, a half upwards: another way than the program's."""
    return int(amount * 100 + Fraction(1, 2))


@given(quantities, prices, discounts)
def test_a_line_is_rounded_half_up_to_the_cent(
    quantity: Decimal, price: Decimal, discount: Decimal
) -> None:
    exact = Fraction(quantity) * Fraction(price) * (1 - Fraction(discount) / 100)
    amount = amount_of(quantity, price, discount)
    assert amount.as_tuple().exponent == -2
    assert amount * 100 == cents(exact)


def test_half_a_cent_goes_up() -> None:
    assert amount_of(D("0.5"), D("0.01"), D(0)) == D("0.01")
    assert amount_of(D("1"), D("0.0049"), D(0)) == D("0.00")
    assert amount_of(D("3"), D("10.10"), D("0")) == D("30.30")
    assert amount_of(D("12"), D("6"), D("5")) == D("68.40")


def test_taxes_are_rounded_once_on_the_whole() -> None:
    lines = [complete_line({"quantity": D(1), "unit_price": D("10.10")}, None, "fr")] * 3
    sums = totals(lines, (GST, QST))
    assert [tax.amount for tax in sums.taxes] == [D("1.52"), D("3.02")]
    assert (sums.subtotal, sums.tax, sums.total) == (D("30.30"), D("4.54"), D("34.84"))


def test_what_is_not_taxable_is_not_taxed() -> None:
    taxed = complete_line({"quantity": D(1), "unit_price": D(100)}, None, "fr")
    free = complete_line({"quantity": D(1), "unit_price": D(50), "taxable": False}, None, "fr")
    assert [tax.amount for tax in totals([taxed, free], (GST,)).taxes] == [D("5.00")]


@given(some_lines)
def test_totals_agree_with_their_lines(given_lines: list[dict]) -> None:
    lines = [complete_line(line, None, "fr") for line in SaleLinesColumn().tidy(given_lines)]
    sums = totals(lines, (GST, QST))
    taxable = sum((line["amount"] for line in lines if line["taxable"]), D(0))
    assert sums.subtotal == sum((line["amount"] for line in lines), D(0))
    assert sums.total == sums.subtotal + sum((tax.amount for tax in sums.taxes), D(0))
    assert [int(tax.amount * 100) for tax in sums.taxes] == [
        cents(Fraction(taxable) * Fraction(5, 100)),
        cents(Fraction(taxable) * Fraction(9975, 100_000)),
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(some_lines)
def test_saving_and_copying_keep_every_figure(database, given_lines: list[dict]) -> None:
    if not (found := Opportunity.listing().after(None, 1)):
        person = contact(party("T1"))
    else:
        person = Opportunity.values_of(found[0].key)["contact"]
    made = Opportunity.make({"contact": person, "description": "Thés", "lines": given_lines}).id
    kept = Opportunity.values_of(made)
    assert json_lines(kept["lines"]) == json_lines(
        [complete_line(line, None, "fr") for line in SaleLinesColumn().tidy(given_lines)]
    )
    assert kept["amount"] == sum((line["amount"] for line in kept["lines"]), D("0.00"))
    if not kept["lines"]:
        with pytest.raises(RuleBroken, match="rule.quote_no_lines"):
            Quote.make({"opportunity": made})
        return
    quote = Quote.values_of(Quote.make({"opportunity": made}).id)
    assert json_lines(quote["lines"]) == json_lines(kept["lines"])
    assert quote["subtotal"] == kept["amount"]
    again = Quote.values_of(Quote.revise(quote["id"]).id)
    for name in ("subtotal", "taxes", "total", "tax_lines", "bill_to", "contact"):
        assert again[name] == quote[name]
    assert json_lines(again["lines"]) == json_lines(quote["lines"])
    assert again["number"] != quote["number"]


@pytest.mark.parametrize(
    "column, text, value",
    [
        (PriceColumn(), "10.1", "10.10"),
        (PriceColumn(), "0.0125", "0.0125"),
        (QuantityColumn(), "1000", "1000"),
        (QuantityColumn(), "2.50", "2.5"),
        (PercentColumn(), "9.975", "9.975"),
        (PercentColumn(), 0, "0"),
        (MoneyColumn(), D("5"), "5.00"),
    ],
)
def test_an_exact_number_is_kept_exactly(column, text, value) -> None:
    tidied = column.tidy(text)
    assert column.text(tidied) == value
    assert column.read(column.stored(tidied)) == tidied
    assert isinstance(column.stored(tidied), int)


@pytest.mark.parametrize(
    "column, text, rule",
    [
        (QuantityColumn(), "0", "rule.above"),
        (QuantityColumn(), "-1", "rule.above"),
        (PriceColumn(), "-0.01", "rule.between"),
        (PriceColumn(), "1.00001", "rule.decimals"),
        (PercentColumn(), "100.001", "rule.between"),
        (MoneyColumn(), "1e3", "rule.decimal"),
        (MoneyColumn(), "NaN", "rule.decimal"),
        (MoneyColumn(), "12,5", "rule.decimal"),
        (MoneyColumn(), True, "rule.decimal"),
        (QuantityColumn(), "9" * 40, "rule.decimal"),
        (QuantityColumn(), "9999999999", "rule.between"),
        (PriceColumn(), "10.1000000000000000000000000001", "rule.decimals"),
        (QuantityColumn(), "123456789.00000000000000000000001", "rule.decimals"),
    ],
)
def test_what_is_no_exact_number_is_refused(column, text, rule) -> None:
    with pytest.raises(RuleBroken) as broken:
        column.tidy(text)
    assert broken.value.key == rule


def test_json_numbers_stay_as_they_are_written(database) -> None:
    lines = SaleLinesColumn().tidy('[{"description": "x", "quantity": 0.1, "unit_price": 10.10}]')
    assert lines[0]["quantity"] == D("0.1")
    assert lines[0]["unit_price"] == D("10.10")


@pytest.mark.parametrize(
    "text, rule, problem",
    [
        ("[", "rule.lines_json", None),
        ("{}", "rule.lines", None),
        ("[1]", "rule.lines", None),
        ('[{"quantity": "x"}]', "rule.in_line", "rule.decimal"),
        ('[{"item": "A B"}]', "rule.in_line", "rule.item_code"),
        ('[{"colour": "red"}]', "rule.in_line", "rule.no_field"),
        ('[{"description": ["x"]}]', "rule.in_line", "rule.one_value"),
        ('[{"quantity": {"n": 1}}]', "rule.in_line", "rule.one_value"),
        ('[{"description": true}]', "rule.in_line", "rule.one_value"),
        ('[{"quantity": 0}]', "rule.in_line", "rule.above"),
        ("[" * 5000, "rule.lines_json", None),
        ("[" + "{}," * 2000 + "{}]", "rule.many_lines", None),
    ],
)
def test_lines_that_are_none_are_refused(text: str, rule: str, problem: str | None) -> None:
    with pytest.raises(RuleBroken) as broken:
        SaleLinesColumn().tidy(text)
    assert broken.value.key == rule
    assert getattr(broken.value.facts.get("problem"), "key", None) == problem


def test_an_item_fills_what_its_line_leaves_out(database) -> None:
    Item.make(
        {"code": "CHAI", "description_fr": "Thé Chai", "description_en": "Chai", "price": "10.10"}
        | {"unit": "BOX", "taxable": False}
    )
    line = complete_line({"item": "CHAI", "quantity": D(3)}, Item.of_code("CHAI"), "en")
    assert (line["description"], line["unit"], line["taxable"]) == ("Chai", "BOX", False)
    assert (line["unit_price"], line["amount"]) == (D("10.10"), D("30.30"))
    named = {"item": "CHAI", "unit_price": D("9"), "description": "Le bon"}
    own = complete_line(named, Item.of_code("CHAI"), "fr")
    assert (own["unit_price"], own["description"]) == (D("9"), "Le bon")


def test_a_unit_that_was_emptied_stays_so_and_one_left_out_is_the_items(database) -> None:
    Item.make({"code": "CHAI", "description_fr": "Thé", "price": "10.10", "unit": "BOX"})
    emptied = SaleLinesColumn().tidy('[{"item": "CHAI", "unit": ""}]')
    chai = Item.of_code("CHAI")
    assert complete_line(emptied[0], chai, "fr")["unit"] == ""
    for text in ('[{"item": "CHAI"}]', '[{"item": "CHAI", "unit": null}]'):
        assert complete_line(SaleLinesColumn().tidy(text)[0], chai, "fr")["unit"] == "BOX"
