"""Nothing that leaves as CSV runs in a spreadsheet, and what left comes in again the same."""

import csv
import io
from decimal import Decimal

import pytest

from crmtui.interchange.csv_out import CsvWriter, csv_cell
from models.decimals import PriceColumn

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x")
QUIET = ("s'il =1", "1-2", "a@b")


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


@pytest.fixture
def hostile(crmtui):
    """Customers and contacts whose names are formulas, and a note."""
    for n, formula in enumerate((*FORMULAS, *QUIET), 1):
        made = crmtui("add", "customers", f"code=C{n}", f"name={formula}", "remarks=\u00a0=A1\n=A2")
        assert made.status == 0
    crmtui("add", "contacts", "party=C1", "last_name==HYPERLINK(1)", "job_title=\u200b@x")
    crmtui("add", "notes", "contact=1", "subject==1+1", "remind_on=2020-01-01")
    crmtui("add", "activities", "subject=＝1+1", "start=t 9:00", "contact=1")
    return crmtui


def test_no_list_runs_a_formula_in_a_spreadsheet(hostile):
    for command in (
        ("list", "customers"),
        ("list", "contacts"),
        ("list", "notes"),
        ("list", "activities"),
        ("find", "C1"),
        ("find", "HYPERLINK"),
        ("agenda",),
        ("due",),
        ("export", "customers"),
        ("export", "contacts"),
    ):
        done = hostile(*command, "--format", "csv")
        found = cells(done.out)
        assert done.status == 0 and len(found) > 9, command
        signs = tuple("=+-@＝＋－＠")
        running = [cell for cell in found if cell.lstrip(" \t\u00a0\u200b").startswith(signs)]
        assert not running, command
        assert any(cell.startswith("'") for cell in found), command


def test_a_list_quotes_just_as_an_export_does(hostile):
    assert hostile("list", "customers", "--format", "csv").out == hostile("export", "customers").out


def test_a_negative_amount_stays_a_number_for_a_spreadsheet():
    target = io.StringIO()
    cell = csv_cell(PriceColumn(), Decimal("-12.50"))
    CsvWriter(target).row([7, cell, "-12.50", csv_cell(PriceColumn(), None)])
    assert target.getvalue() == "7,-12.50,'-12.50,\r\n"


def test_what_was_quoted_on_its_way_out_comes_in_again_as_it_was(hostile, tmp_path):
    before = hostile("list", "customers", "--format", "json").json
    out = tmp_path / "out.csv"
    hostile("export", "customers", "-o", out)
    again = hostile("import", "customers", out)
    assert (again.status, again.out) == (0, "11 rows were the same already\n")
    assert hostile("list", "customers", "--format", "json").json == before


def test_rejected_rows_run_nothing_and_mean_what_they_meant(crmtui, tmp_path):
    source, rejects = tmp_path / "in.csv", tmp_path / "rejects.csv"
    source.write_text("code,name,city,email\nC1,=1+1,'=2,no address\n")
    assert crmtui("import", "customers", source, "--rejects", rejects).status == 3
    text = rejects.read_text("utf-8-sig")
    assert cells(text)[5:8] == ["C1", "'=1+1", "'=2"]
    rejects.write_text(text.replace("no address", "a@b.ca"), "utf-8")
    assert crmtui("import", "customers", rejects).status == 0
    (made,) = crmtui("list", "customers", "--format", "json").json
    assert (made["name"], made["city"]) == ("=1+1", "=2")
