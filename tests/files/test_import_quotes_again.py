"""Quotes out of files a second time: which one is meant, modes, dry runs, what was cut off."""

import pytest
from sale_files import HEADINGS, TWO, quotes, reasons, stock, told, why
from sample_imports import counts, take
from sample_records import count, party

from crmtui.interchange.importing import BATCH, import_file
from models.journal import rows_by_id
from models.quote import Quote
from models.rules import RuleBroken
from models.setting import today

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _company(database: object) -> None:
    party(name="Acme inc.", salesperson="marie")
    stock()


LINES = '"[{""item"":""CHAI""}]"'

# Which quote is meant.


def test_a_reference_is_of_the_quote_that_was_not_revised_from_another() -> None:
    take("quotes", HEADINGS + TWO)
    Quote.revise(1)
    report = take("quotes", HEADINGS + TWO)
    assert counts(report) == {"unchanged": 2}
    assert [q["reference"] for q in quotes()] == ["A", "B", "A"]


def test_the_same_reference_of_another_customer_is_another_quote() -> None:
    party("OTHER")
    rows = "A,ACME,,CHAI,1,,\nA,OTHER,,CHAI,1,,\n"
    assert counts(take("quotes", HEADINGS + rows)) == {"created": 2}
    assert counts(take("quotes", HEADINGS + rows)) == {"unchanged": 2}


def test_without_reference_the_day_and_the_lines_tell() -> None:
    text = 'bill_to,date,lines\nACME,2026-01-05,"[{""item"":""CHAI""}]"\n'
    text += 'ACME,2026-01-05,"[{""item"":""CHAI"",""quantity"":2}]"\n'
    text += 'ACME,2026-01-06,"[{""item"":""CHAI""}]"\n'
    assert counts(take("quotes", text)) == {"created": 3}
    assert counts(take("quotes", text)) == {"unchanged": 3}


def test_a_number_means_its_quote_and_needs_no_customer() -> None:
    take("quotes", HEADINGS + TWO)
    report = take("quotes", "number,status\nq2026-00001,sent\nQ2026-00009,sent\n")
    assert counts(report) == {"updated": 1, "rejected": 1}
    assert reasons(report) == ["rule.required"]
    assert [status for _, _, status, _ in told()] == ["sent", "draft"]


def test_a_number_of_another_customer_is_no_quote_of_ours() -> None:
    take("quotes", HEADINGS + TWO)
    party("OTHER")
    report = take("quotes", "number,bill_to,note\nQ2026-00001,OTHER,x\n")
    assert reasons(report) == ["import.other_bill_to"]
    assert counts(take("quotes", "number,bill_to,note\nQ2026-00001,ACME,x\n")) == {"updated": 1}


def test_a_number_is_kept_where_it_is_the_next() -> None:
    text = "item,number,bill_to,date\nCHAI,Q2026-00002,ACME,2026-01-05\n"
    text += "CHAI,Q2026-00001,ACME,2026-01-06\n"
    others = "CHAI,Q2026-00004,ACME,2026-01-07\nCHAI,Q2025-00001,ACME,2026-01-07\n"
    report = take("quotes", text + others)
    assert counts(report) == {"created": 2, "rejected": 2}
    assert reasons(report) == ["import.number_not_next"] * 2
    assert [(n, q["date"].day) for n, q in zip("12", quotes(), strict=True)] == [("1", 6), ("2", 5)]
    assert [number for number, *_ in told()] == ["Q2026-00001", "Q2026-00002"]
    assert counts(take("quotes", text)) == {"unchanged": 2}
    assert counts(take("quotes", "bill_to,reference,item\nACME,Z,CHAI\n")) == {"created": 1}
    assert told()[-1][0].endswith("-00003")


def test_a_number_of_another_program_is_a_reference() -> None:
    text = "number,bill_to,item\n1042,ACME,CHAI\n"
    assert counts(take("quotes", text)) == {"created": 1}
    assert counts(take("quotes", text)) == {"unchanged": 1}
    assert told()[0][:2] == (f"Q{today().year}-00001", "1042")
    both = take("quotes", "number,bill_to,reference\n1043,ACME,PO 7\n")
    assert reasons(both) == ["import.foreign_number"]


def test_rejected_quotes_leave_no_gap() -> None:
    rows = "".join(
        f"R{n},ACME,2026-01-05,{'NOPE' if n % 3 else 'CHAI'},1,,\n" for n in range(BATCH + 20)
    )
    take("quotes", HEADINGS + rows)
    serials = sorted(row["serial"] for row in rows_by_id("quote", range(1, 400)).values())
    assert serials == list(range(1, len(serials) + 1)) and len(serials) == 74


# Modes, dry runs, what was cut off.


def test_only_what_the_mode_asks_for() -> None:
    rows = HEADINGS + TWO
    assert counts(take("quotes", rows, mode="update")) == {"skipped": 2}
    take("quotes", rows)
    changed = rows.replace("CHAI,3", "CHAI,4").replace("B,", "C,")
    assert counts(take("quotes", changed, mode="create")) == {"skipped": 1, "created": 1}
    assert counts(take("quotes", changed, mode="update")) == {"updated": 1, "unchanged": 1}


def test_a_dry_run_of_many_batches_says_what_would_be() -> None:
    rows = [f"Q2026-{n:05},ACME,2026-01-05,,CHAI\n" for n in range(1, BATCH + 40)]
    rows.append("Q2026-00240,ACME,2026-01-06,Q2026-00001,CHAI\n")
    text = "number,bill_to,date,revises,item\n" + "".join(rows)
    dry = take("quotes", text, dry_run=True)
    assert (counts(dry), count("quote")) == ({"created": BATCH + 40}, 0)
    assert counts(take("quotes", text)) == {"created": BATCH + 40}
    assert quotes()[-1]["revises"] == "Q2026-00001"
    assert counts(take("quotes", text, dry_run=True)) == {"unchanged": BATCH + 40}


def test_a_dry_run_does_not_count_a_quote_twice() -> None:
    rows = "".join(f"R{n},ACME,2026-01-05,CHAI,1,,\n" for n in range(BATCH + 5))
    said = "".join(f"R{n},ACME,x,{LINES}\n" for n in range(BATCH + 5))
    again = f"R0,ACME,x,{LINES}\nR1,ACME,y,{LINES}\n"
    dry = take("quotes", f"reference,bill_to,note,lines\n{said}{again}", dry_run=True)
    assert counts(dry) == {"created": BATCH + 5, "unchanged": 1, "updated": 1}
    assert counts(take("quotes", HEADINGS + rows, dry_run=True)) == {"created": BATCH + 5}


def test_an_import_that_was_cut_off_goes_on(tmp_path) -> None:
    rows = "".join(
        f"R{n},ACME,2026-01-05,{item},1,,\n" for n in range(BATCH) for item in ("CHAI", "CHANG")
    )
    path = tmp_path / "orders.csv"
    path.write_text(HEADINGS + rows, encoding="utf-8")
    cut = import_file("quotes", path, progress=lambda done, total: False)
    assert cut.stopped and counts(cut) == {"created": BATCH // 2}
    assert all(len(q["lines"]) == 2 for q in quotes())
    assert counts(import_file("quotes", path)) == {
        "created": BATCH // 2,
        "unchanged": BATCH // 2,
    }
    assert [q["number"] for q in quotes()] == [f"Q2026-{n:05}" for n in range(1, BATCH + 1)]


def test_rejected_rows_go_to_their_file_whole(tmp_path) -> None:
    rejects = tmp_path / "rejects.csv"
    take("quotes", HEADINGS + TWO.replace("CHANG", "NOPE"), rejects=rejects)
    kept = rejects.read_text(encoding="utf-8-sig").splitlines()
    assert len(kept) == 3 and all("NOPE" in line or "CHAI" in line for line in kept[1:])
    mended = "\n".join(kept).replace("CHANG", "x").replace("A,ACME,2026-01-05,NOPE", "A,ACME,,CHAI")
    assert counts(take("quotes", mended.replace("2026-01-05", ""))) == {"created": 1}


@pytest.mark.parametrize("key", ["number", "reference", "id"])
def test_the_key_may_be_said(key: str) -> None:
    take("quotes", HEADINGS + TWO)
    text = "id,number,reference,bill_to,note\n2,Q2026-00002,B,ACME,x\n"
    assert counts(take("quotes", text, key=key)) == {"updated": 1}
    assert [q["note"] for q in quotes()] == ["", "x"]
    assert reasons(take("quotes", "id,number,bill_to,note\n,,ACME,x\n", key=key)) in (
        ["import.no_key"],
    )
    with pytest.raises(RuleBroken, match="import.key_field"):
        take("quotes", text, key="note")


def test_what_stays_as_it_was_made_is_not_changed() -> None:
    take("quotes", HEADINGS + TWO)
    report = take("quotes", "number,revises\nQ2026-00002,Q2026-00001\n")
    assert reasons(report) == ["import.stays"]


def test_hostile_texts_come_in_as_texts() -> None:
    nasty = "{0}{x}%s[bold]'; DROP TABLE quote"
    text = f"reference,bill_to,item,description\n{nasty},ACME,,{nasty}\n"
    assert counts(take("quotes", text)) == {"created": 1}
    assert (told()[0][1], quotes()[0]["lines"][0]["description"]) == (nasty, nasty)
    bad = take("quotes", text.replace("ACME", "\x1b]0;x\x07{x}%s[b]"))
    assert counts(bad) == {"rejected": 1} and "{X}" in why(bad)[0].upper()
