"""Quotes out of files: a row a line or lines as JSON, who is billed, numbers, none doubled."""

import datetime as dt

import pytest
from sale_files import HEADINGS, TWO, quotes, reasons, stock, told, why
from sample_imports import counts, take
from sample_records import contact, count, party

from crmtui.interchange.importing import BATCH
from models.item import Item
from models.opportunity import Opportunity
from models.rules import RuleBroken
from models.setting import today

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _company(database: object) -> None:
    party(name="Acme inc.", salesperson="marie")
    stock()


# Rows that are lines.


def test_rows_that_follow_each_other_are_one_quote() -> None:
    report = take("quotes", HEADINGS + TWO)
    assert (counts(report), report.done, report.total) == ({"created": 2}, 3, 3)
    assert [n.key for n in report.summary()] == ["import.was.created_sales"]
    assert told() == [
        ("Q2026-00001", "A", "draft", "224.10"),
        ("Q2026-00002", "B", "draft", "10.10"),
    ]
    first = quotes()[0]
    assert (first["date"], first["salesperson"]) == (dt.date(2026, 1, 5), "marie")
    assert [line["description"] for line in first["lines"]] == ["Chai", "Chang"]
    assert counts(take("quotes", HEADINGS + TWO)) == {"unchanged": 2}


def test_what_a_quote_says_once_holds_for_its_rows() -> None:
    rows = "A,ACME,2026-01-05,,,,\n,,,CHAI,3,,\n,,,CHANG,1,,\nB,ACME,2026-01-06,CHAI,1,,\n"
    assert counts(take("quotes", HEADINGS + rows)) == {"created": 2}
    assert [len(q["lines"]) for q in quotes()] == [2, 1]


def test_a_default_of_lines_makes_no_line_by_itself() -> None:
    rows = "A,ACME,2026-01-05,,,,\n,,,CHAI,,,\n,,,CHANG,2,,\n"
    assert counts(take("quotes", HEADINGS + rows, defaults={"quantity": "1,5"})) == {"created": 1}
    assert [str(line["quantity"]) for line in quotes()[0]["lines"]] == ["1.5", "2"]
    bad = take("quotes", HEADINGS + "B,ACME,,,3,,\n", defaults={"quantity": "1"})
    assert counts(bad) == {"rejected": 1} and "Ligne 2 du fichier" in why(bad)[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [("status", "wonn"), ("date", "soon"), ("terms", "NEVER"), ("colour", "red"), ("total", "x")],
)
def test_a_default_that_is_wrong_refuses_the_file(name: str, text: str) -> None:
    with pytest.raises(RuleBroken):
        take("quotes", HEADINGS + TWO, defaults={name: text})
    assert count("quote") == 0


def test_rows_of_a_quote_that_disagree_reject_it() -> None:
    rows = TWO.replace("A,ACME,2026-01-05,CHANG", "A,ACME,2026-01-07,CHANG")
    report = take("quotes", HEADINGS + rows)
    assert (counts(report), reasons(report)) == ({"created": 1, "rejected": 1}, ["import.in_row"])
    assert why(report) == [
        "Ligne 3 du fichier : Date : autre chose qu’à la ligne 2 du fichier, pour la même fiche"
    ]


def test_rows_of_a_quote_that_are_apart_reject_all_of_it() -> None:
    report = take("quotes", HEADINGS + TWO + "A,ACME,2026-01-05,CHAI,1,,\n")
    assert reasons(report) == ["import.scattered"] * 2
    assert told() == [("Q2026-00001", "B", "draft", "10.10")]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("CHANG,12", "NOPE,12", "rule.unknown_item"),
        ("CHANG,12", "CHANG,0", "rule.above"),
        ("CHANG,12", "CHANG,", "rule.required"),
        ("CHANG,12,19", 'CHANG,12,"1,900"', "import.number_either"),
        ("12,19,15", "12,19,101", "rule.between"),
        ("12,19,15", "12,x,15", "rule.decimal"),
    ],
)
def test_a_bad_line_rejects_its_quote_and_says_where(old: str, new: str, key: str) -> None:
    report = take("quotes", HEADINGS + TWO.replace(old, new))
    assert told() == [("Q2026-00001", "B", "draft", "10.10")]
    (broken,) = [outcome.reason for outcome in report.rejects]
    assert broken is not None and broken.key == "import.in_line"
    assert (broken.facts["line"], broken.facts["problem"].key) == (3, key)


def test_what_a_file_says_of_sums_must_be_so() -> None:
    heading = "reference,bill_to,item,quantity,unit_price,amount,subtotal\n"
    good = "A,ACME,CHAI,3,10.10,30.30,35.00\nA,ACME,CHANG,1,4.70,4.70,35.00\n"
    assert counts(take("quotes", heading + good)) == {"created": 1}
    assert counts(take("quotes", heading + good)) == {"unchanged": 1}
    other_line = take("quotes", heading + good.replace("4.70,4.70", "4.70,4.80"))
    other_sum = take("quotes", heading + good.replace("35.00", "35.01"))
    assert reasons(other_line) == ["import.in_line"]
    assert reasons(other_sum) == ["import.sum_differs"]
    new = good.replace("A,", "N,").replace("35.00", "35.01")
    assert reasons(take("quotes", heading + new)) == ["import.sum_differs"]
    assert count("quote") == 1


def test_items_are_named_by_code_or_by_what_they_are_called() -> None:
    Item.make({"code": "X", "description_fr": "Thé glacé", "description_en": "Iced tea"})
    rows = "A,ACME,,chai,1,,\nA,ACME,,THÉ GLACÉ,1,2,\nA,ACME,,iced tea,1,2,\n"
    take("quotes", HEADINGS + rows)
    assert [line["item"] for line in quotes()[0]["lines"]] == ["CHAI", "X", "X"]
    Item.make({"code": "Y", "description_fr": "Iced tea"})
    report = take("quotes", HEADINGS + "B,ACME,,iced tea,1,2,\n")
    assert reasons(report) == ["import.in_line"] or reasons(report) == ["rule.in_line"]


def test_a_line_may_have_no_item_and_an_item_no_price() -> None:
    text = "reference,bill_to,item,description,quantity,unit,unit_price,taxable\n"
    text += "A,ACME,,Livraison,1,,5,non\nA,ACME,CHAI,Thé noir,2,boîte,,\n"
    assert counts(take("quotes", text)) == {"created": 1}
    first, second = quotes()[0]["lines"]
    assert (first["description"], first["taxable"], str(first["amount"])) == (
        "Livraison",
        False,
        "5.00",
    )
    assert (second["description"], second["unit"], str(second["amount"])) == (
        "Thé noir",
        "BOX",
        "20.20",
    )


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("bill_to,item,quantity", "import.lines_of_which"),
        ("reference,bill_to,lines,item", "import.lines_twice"),
    ],
)
def test_a_file_that_says_lines_otherwise_is_refused_whole(heading: str, key: str) -> None:
    with pytest.raises(RuleBroken, match=key):
        take("quotes", f"{heading}\nA,ACME,CHAI,1\n")


def test_too_many_lines_reject_their_quote_however_many_batches_they_are() -> None:
    rows = "A,ACME,,CHAI,1,,\n" * 2001 + "B,ACME,,CHAI,1,,\n" * (BATCH + 1)
    report = take("quotes", HEADINGS + rows)
    assert counts(report) == {"created": 1, "rejected": 1}
    assert (report.done, len(quotes()[0]["lines"])) == (2001 + BATCH + 1, BATCH + 1)


def test_a_quote_without_lines_is_rejected_and_takes_no_number() -> None:
    report = take("quotes", HEADINGS + "A,ACME,2026-01-05,,,,\nB,ACME,2026-01-05,CHAI,1,,\n")
    assert (counts(report), reasons(report)) == (
        {"created": 1, "rejected": 1},
        ["rule.quote_no_lines"],
    )
    assert [number for number, *_ in told()] == ["Q2026-00001"]


# Who is billed, and who is spoken to.


def test_who_is_billed_is_named_by_code_or_name_a_customer_first() -> None:
    party("P1", kind="prospect", name="Prospect ltée"), party("S1", kind="supplier")
    party("ACME", kind="prospect", name="Acme (prospect)")
    text = "reference,facturé à,genre,item\nA,acme INC.,,CHAI\nB,P1,,CHAI\n"
    text += "C,Prospect Ltee,,CHAI\nD,ACME,prospect,CHAI\n"
    report = take("quotes", text + "E,S1,,CHAI\nF,,,CHAI\n")
    assert reasons(report) == ["rule.no_such_code", "rule.required"]
    assert [(q["bill_to"], q["bill_to_kind"]) for q in quotes()] == [
        ("ACME", "customer"),
        ("P1", "prospect"),
        ("P1", "prospect"),
        ("ACME", "prospect"),
    ]
    assert counts(take("quotes", text)) == {"unchanged": 4}


def test_a_party_for_all_of_a_file() -> None:
    assert counts(take("quotes", "reference,item\nA,CHAI\n", party="ACME")) == {"created": 1}
    party("S1", kind="supplier")
    with pytest.raises(RuleBroken, match="rule.not_billed"):
        take("quotes", "reference,item\nA,CHAI\n", party="S1")


def test_names_that_several_parties_have_are_none_to_choose_from() -> None:
    party("ACME2", name="Acme inc.")
    assert reasons(take("quotes", "reference,bill_to\nA,Acme inc.\n")) == ["import.key_ambiguous"]


def test_the_contact_is_the_purchaser_unless_the_file_says_another_or_none() -> None:
    roy = contact(1, "Roy", purchasing=True, purchasing_rank=1)
    zoe = contact(1, "Côté", first_name="Zoé", email="zoe@acme.ca")
    other = contact(party("OTHER"), "Un")
    take("quotes", "reference,bill_to,item\nA,ACME,CHAI\n")
    text = (
        f"reference,item,bill_to,contact\nB,CHAI,ACME,\nC,CHAI,ACME,{zoe}\nD,CHAI,ACME,Zoé Côté\n"
    )
    report = take(
        "quotes", f"{text}E,CHAI,ACME,ZOE@acme.ca\nF,CHAI,ACME,{other}\nG,CHAI,ACME,No Body\n"
    )
    assert [q["contact"] for q in quotes()] == [roy, None, zoe, zoe, zoe]
    assert reasons(report) == ["import.no_contact", "rule.quote_contact"][::-1]


def test_an_opportunity_must_be_of_who_is_billed() -> None:
    mine = Opportunity.make({"contact": contact(1), "description": "x"}).id
    theirs = Opportunity.make({"contact": contact(party("OTHER")), "description": "x"}).id
    rows = f"A,CHAI,ACME,{mine}\nB,CHAI,ACME,{theirs}\nC,CHAI,ACME,99\n"
    report = take("quotes", f"reference,item,bill_to,opportunity\n{rows}")
    assert reasons(report) == ["import.other_opportunity", "rule.gone"]
    assert [q["opportunity"] for q in quotes()] == [mine]


# Dates and status.


def test_dates_are_read_in_the_order_of_the_file() -> None:
    text = "reference;item;bill_to;date;valable jusqu'au\nA;CHAI;ACME;5/1/2026;31/1/2026\n"
    report = take("quotes", text)
    assert report.notices == []
    made = quotes()[0]
    assert (made["date"], made["valid_until"]) == (dt.date(2026, 1, 5), dt.date(2026, 1, 31))
    told = take("quotes", "reference,item,bill_to,date\nB,CHAI,ACME,05/01/2026\n")
    assert [n.key for n in told.notices] == ["import.day_first"]


def test_a_closed_quote_was_closed_when_the_file_says_or_on_its_day() -> None:
    text = "item,reference,bill_to,date,statut,closed_on,lost_reason\n"
    text += "CHAI,A,ACME,2026-01-05,gagnée,2026-02-01,\nCHAI,B,ACME,2026-01-06,won,,\n"
    text += "CHAI,C,ACME,,won,,\nCHAI,D,ACME,2026-01-07,perdue,,PRICE\n"
    text += "CHAI,E,ACME,2026-01-07,ébauche,2026-01-08,\n"
    report = take("quotes", text)
    assert counts(report) == {"created": 5}
    assert [q["closed_on"] for q in quotes()] == [
        dt.date(2026, 2, 1),
        dt.date(2026, 1, 6),
        today(),
        dt.date(2026, 1, 7),
        None,
    ]
    assert quotes()[3]["lost_reason"] == "PRICE"


def test_what_is_closed_is_the_same_or_rejected() -> None:
    take("quotes", HEADINGS + TWO, defaults={"status": "won"})
    before = [dict(q) for q in quotes()]
    assert counts(take("quotes", HEADINGS + TWO)) == {"unchanged": 2}
    for other in (
        TWO.replace("CHAI,3", "CHAI,4"),
        TWO.replace("-05", "-04"),
        TWO + ",,,CHAI,1,,\n",
    ):
        report = take("quotes", HEADINGS + other)
        assert counts(report) == {"unchanged": 1, "rejected": 1}
        assert reasons(report) == ["rule.quote_closed"]
    draft = take("quotes", HEADINGS + TWO, defaults={"status": "draft"})
    assert reasons(draft) == ["rule.quote_closed"] * 2
    assert quotes() == before


def test_an_item_that_is_called_otherwise_since_changes_nothing() -> None:
    take("quotes", HEADINGS + TWO, defaults={"status": "won"})
    Item.alter(Item.key_of("CHAI"), {"description_fr": "Thé", "unit": "KG", "taxable": False})
    assert counts(take("quotes", HEADINGS + TWO)) == {"unchanged": 2}


def test_lines_that_change_leave_the_others_as_they_are() -> None:
    take("quotes", HEADINGS + TWO)
    ids = [line["id"] for line in quotes()[0]["lines"]]
    more = TWO.replace("CHANG,12", "CHANG,13").replace("B,", ",,,CHAI,1,,\nB,")
    report = take("quotes", HEADINGS + more)
    assert counts(report) == {"updated": 1, "unchanged": 1}
    lines = quotes()[0]["lines"]
    assert [line["id"] for line in lines[:2]] == ids
    assert [str(line["quantity"]) for line in lines] == ["3", "13", "1"]
