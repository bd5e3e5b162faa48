"""Opportunities out of files: whose they are, their lines or amount, stages, none doubled."""

import datetime as dt

import pytest
from sale_files import exported, opportunities, quotes, reasons, stock
from sample_imports import counts, take
from sample_records import contact, count, party

from crmtui.i18n import set_language
from models.database import execute
from models.opportunity import Opportunity
from models.quote import Quote
from models.setting import today

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _company(database: object) -> None:
    acme = party(name="Acme inc.")
    contact(acme, "Roy", first_name="Luc", purchasing=True, purchasing_rank=1)
    contact(acme, "Côté", first_name="Zoé", email="zoe@acme.ca")
    stock()


def test_opportunities_of_another_program() -> None:
    text = (
        "Deal Name,Company,Contact,Deal Stage,Probability,Amount,Close Date,Owner,Notes\n"
        'Étagères,Acme inc.,Zoé Côté,Proposal,45 %,"$1,234.50",2027-01-31,marie,Vite\n'
        "Comptoir,ACME,,Qualification,,,2027-02-01,,\n"
    )
    report = take("opportunities", text)
    assert (counts(report), report.notices) == ({"created": 2}, [])
    first, second = opportunities()
    assert (first["contact"], first["stage"], first["probability"]) == (2, "PROPOSAL", 45)
    assert (str(first["amount"]), first["closes_on"]) == ("1234.50", dt.date(2027, 1, 31))
    assert [line["description"] for line in first["lines"]] == ["Étagères"]
    # A party alone stands for whom one sells to there.
    assert (second["contact"], second["owner"], second["lines"]) == (1, "marie", [])
    assert second["probability"] == Opportunity.proposed(second["stage"]) == 20
    assert counts(take("opportunities", text)) == {"unchanged": 2}


def test_rows_are_lines_of_the_opportunity_they_name() -> None:
    text = (
        "description,party,full_name,item,line description,quantity,unit price,line amount\n"
        "Étagères,ACME,Zoé Côté,CHAI,,3,,30.30\nÉtagères,ACME,Zoé Côté,,Pose,1,5,5.00\n"
        "Étagères,ACME,Luc Roy,CHAI,,1,,\n"
    )
    report = take("opportunities", text)
    assert (counts(report), report.several) == ({"created": 2}, "entity.opportunities")
    assert [(o["contact"], str(o["amount"])) for o in opportunities()] == [
        (2, "35.30"),
        (1, "10.10"),
    ]
    assert counts(take("opportunities", text)) == {"unchanged": 2}
    wrong = take("opportunities", text.replace("30.30", "30.31"))
    assert (counts(wrong), reasons(wrong)) == ({"unchanged": 1, "rejected": 1}, ["import.in_line"])


def test_an_amount_alone_never_takes_the_place_of_lines() -> None:
    key = Opportunity.make(
        {"contact": 1, "description": "A", "lines": [{"item": "CHAI"}, {"item": "CHANG"}]}
    ).id
    text = "description,contact,amount,note\nA,1,{},x\n"
    assert counts(take("opportunities", text.format("20.20"))) == {"updated": 1}
    assert reasons(take("opportunities", text.format("25"))) == ["import.sum_differs"]
    assert len(Opportunity.values_of(key)["lines"]) == 2
    assert counts(take("opportunities", "description,contact,amount\nB,1,5\n")) == {"created": 1}
    assert counts(take("opportunities", "description,contact,amount\nB,1,6\n")) == {"updated": 1}
    assert str(opportunities()[1]["amount"]) == "6.00"


def test_the_same_name_another_year_is_another_opportunity() -> None:
    text = "description,contact,opened_on\nRenouvellement,1,2025-01-05\n"
    text += "Renouvellement,1,2026-01-05\n"
    assert counts(take("opportunities", text)) == {"created": 2}
    assert counts(take("opportunities", text)) == {"unchanged": 2}
    either = take("opportunities", "description,contact,note\nRENOUVELLEMENT,1,x\n")
    assert reasons(either) == ["import.key_ambiguous"]


def test_what_closes_an_opportunity_comes_with_its_reason_and_day() -> None:
    text = (
        "description,contact,statut,lost_reason,closed_on,opened_on\n"
        "A,1,gagnée,,2026-02-01,2026-01-01\nB,1,perdue,Price,2026-03-01,2026-01-01\n"
        "C,1,perdue,,,2026-01-01\nD,1,suspendue,,,2026-01-01\n"
    )
    report = take("opportunities", text)
    assert (counts(report), reasons(report)) == ({"created": 3, "rejected": 1}, ["rule.required"])
    won, lost, held = opportunities()
    assert (won["status"], won["stage"], won["probability"]) == ("won", "WON", 100)
    assert won["closed_on"] == dt.date(2026, 2, 1)
    assert (lost["lost_reason"], lost["closed_on"]) == ("PRICE", dt.date(2026, 3, 1))
    assert held["status"] == "hold"
    assert counts(take("opportunities", text)) == {"unchanged": 3, "rejected": 1}
    later = take("opportunities", text.replace("2026-02-01", "2026-02-02"))
    assert reasons(later) == ["import.stays", "rule.required"]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (",1,,", "rule.required"),
        ("A,,,", "rule.required"),
        ("A,99,,", "rule.no_such_id"),
        ("A,No Body,,", "rule.required"),
        ("A,nobody@x.ca,,", "import.no_contact"),
        ("A,1,DREAM,", "rule.unknown_code"),
        ("A,1,,101", "rule.number"),
        ("A,1,,certain", "rule.number"),
    ],
)
def test_a_bad_row_says_why(row: str, key: str) -> None:
    report = take("opportunities", f"description,contact,stage,probability\n{row}\n")
    assert (counts(report), reasons(report)) == ({"rejected": 1}, [key])
    assert count("opportunity") == 0


def test_an_id_beside_another_party_is_of_another_database() -> None:
    party("OTHER")
    report = take("opportunities", "description,contact,party\nA,1,OTHER\nB,1,ACME\n")
    assert (counts(report), reasons(report)) == (
        {"created": 1, "rejected": 1},
        ["import.other_party"],
    )


def test_a_party_without_a_purchaser_is_nobody_to_sell_to() -> None:
    party("OTHER")
    report = take("opportunities", "description,party\nA,OTHER\nB,NOPE\nC,acme\n")
    assert reasons(report) == ["import.no_contact"] * 2
    assert [o["contact"] for o in opportunities()] == [1]


def test_the_key_may_be_the_id() -> None:
    Opportunity.make({"contact": 1, "description": "A"})
    text = "id,description,contact\n1,Z,1\n"
    assert counts(take("opportunities", text, key="id")) == {"updated": 1}
    assert opportunities()[0]["description"] == "Z"
    moved = take("opportunities", "id,contact\n1,2\n", key="id")
    assert reasons(moved) == ["import.stays"]
    assert reasons(take("opportunities", "id,note\n,x\n", key="id")) == ["import.no_key"]


def _sales() -> None:
    lines = [
        {"item": "CHAI", "quantity": "2.5", "discount": "12.345", "unit_price": "0.0125"},
        {"description": "=Pose « n° 1 »\t", "quantity": 1, "unit_price": 5, "taxable": False},
    ]
    key = Opportunity.make({"contact": 2, "description": "Étagères", "lines": lines}).id
    Opportunity.make({"contact": 1, "description": "B", "status": "lost", "lost_reason": "PRICE"})
    Quote.make({"opportunity": key, "reference": "=A", "note": "Un\n\nDeux", "terms": "NET30"})
    sent = {"bill_to": "ACME", "contact": None, "status": "sent", "date": "2026-01-31"}
    Quote.make(sent | {"lines": [{"description": "Étagère"}]})
    Quote.close(2, "won")
    Quote.revise(1)


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_what_goes_out_comes_in_as_it_was(form: str, spoken: str) -> None:
    set_language(spoken)
    _sales()
    sold = exported("opportunities", form)
    offered = exported("quotes", form, descending=False)
    assert counts(take("opportunities", sold, fmt=form)) == {"unchanged": 2}
    assert counts(take("quotes", offered, fmt=form)) == {"unchanged": 3}
    before = [*opportunities(), *quotes()]
    for table in ("quote_tax", "quote_line", "quote", "sequence", "sqlite_sequence"):
        execute(f"DELETE FROM {table}")
    for table in ("opportunity_line", "opportunity_stage", "opportunity"):
        execute(f"DELETE FROM {table}")
    assert counts(take("opportunities", sold, fmt=form)) == {"created": 2}
    assert counts(take("quotes", offered, fmt=form)) == {"created": 3}
    assert _bare([*opportunities(), *quotes()]) == _bare(before)


def _bare(records: list[dict[str, object]]) -> list[dict[str, object]]:
    """Records without what is of one database alone."""
    return [
        {n: v for n, v in record.items() if n not in ("id", "version", "lines")}
        | {"lines": [{n: v for n, v in line.items() if n != "id"} for line in record["lines"]]}
        for record in records
    ]


def test_json_numbers_and_lists_come_in_exactly() -> None:
    text = (
        '[{"bill_to": "ACME", "reference": "A", "lines": [{"item": "CHAI", "quantity": 0.1,'
        ' "unit_price": 10.1, "discount": "0"}]},'
        ' {"bill_to": "ACME", "reference": "B", "lines": [{"item": "CHAI", "x": 1}]},'
        ' {"bill_to": "ACME", "reference": "C", "lines": ["CHAI"]},'
        ' {"bill_to": "ACME", "reference": "D", "lines": "{"}]'
    )
    report = take("quotes", text, fmt="json")
    assert counts(report) == {"created": 1, "rejected": 3}
    assert reasons(report) == ["rule.in_line", "rule.lines", "rule.lines_json"]
    assert str(quotes()[0]["subtotal"]) == "1.01"


def test_json_may_have_an_object_for_each_line() -> None:
    text = (
        '[{"reference": "A", "bill_to": "ACME", "item": "CHAI", "quantity": 3, "discount": 0.15},'
        ' {"reference": "A", "bill_to": "ACME", "item": "CHANG", "quantity": 1}]'
    )
    report = take("quotes", text, fmt="json")
    assert [n.key for n in report.notices] == ["import.discount_fraction"]
    assert [str(line["discount"]) for line in quotes()[0]["lines"]] == ["15", "0"]


def test_an_import_is_in_the_journal_under_one_number() -> None:
    text = "description,contact\n" + "".join(f"O{n},1\n" for n in range(250))
    report = take("opportunities", text)
    assert report.batch is not None
    found = execute("SELECT count(*), min(batch), max(batch) FROM journal WHERE batch IS NOT NULL")
    assert found.fetchone() == (2, report.batch, report.batch)
    assert Opportunity.blank()["opened_on"] == today() == opportunities()[0]["opened_on"]
