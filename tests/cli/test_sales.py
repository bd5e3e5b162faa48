"""Items, opportunities and quotes from the command line: lines, money, what is refused."""

import datetime as dt
import json

import pytest
import time_machine

from crmtui.cli import output

LINES = '[{"item":"CHAI","quantity":"3","unit_price":"10.10","discount":"0"}]'


@pytest.fixture(autouse=True)
def _tuesday():
    """Tuesday 24 November 2026, 10:00 in Québec."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        yield


@pytest.fixture
def sold(alice):
    """An item, an opportunity of it, a quote from that one and an older quote."""
    alice("add", "items", "code=chai", "description_fr=Thé", "description_en=Tea", "price=9.50")
    alice("add", "items", "code=OLD", "description_fr=Vieux", "price=1", "active=no")
    alice(
        *("add", "opportunities", "contact=1", "description=Shelves", "closes_on=2026-12-01"),
        f"lines={LINES}",
    )
    alice("add", "quotes", "opportunity=1", "reference=PO-1")
    alice("add", "quotes", "bill_to=TREMB01", "date=2020-01-01", f"lines={LINES}")
    return alice


def shown(run, kind, key):
    return run("show", kind, key, "--format", "json").json


def listed(run, kind, *options, name="number"):
    return [record[name] for record in run("list", kind, *options, "--format", "json").json]


# Making.


def test_add_prints_the_key(alice):
    made = alice("add", "items", "code=chai", "description_en=Tea")
    assert (made.status, made.out, made.err) == (0, "CHAI\n", "")
    made = alice("add", "opportunities", "contact=1", "description=Shelves")
    assert (made.status, made.out, made.err) == (0, "1\n", "")
    made = alice("add", "quotes", "bill_to=TREMB01", "date=2019-05-06", f"lines={LINES}")
    assert (made.status, made.out, made.err) == (0, "Q2019-00001\n", "")


def test_a_quote_without_lines_is_refused_and_takes_no_number(sold):
    sold("add", "opportunities", "contact=1", "description=Nothing")
    for fields in (("bill_to=TREMB01",), ("bill_to=TREMB01", "lines=[]"), ("opportunity=2",)):
        made = sold("add", "quotes", *fields)
        assert (made.status, made.out) == (1, "") and "at least one line" in made.err
    assert sold("edit", "quotes", "Q2026-00001", "lines=[]").status == 1
    assert sold("add", "quotes", "bill_to=TREMB01", f"lines={LINES}").out == "Q2026-00002\n"


def test_three_times_ten_dollars_ten_with_both_taxes(sold):
    quote = shown(sold, "quotes", "Q2020-00001")
    assert [quote[n] for n in ("subtotal", "taxes", "total")] == ["30.30", "4.54", "34.84"]
    assert [tax["amount"] for tax in quote["tax_lines"]] == ["1.52", "3.02"]
    line = quote["lines"][0]
    assert (line["quantity"], line["unit_price"], line["amount"]) == ("3", "10.10", "30.30")


def test_a_line_that_names_an_item_alone_takes_the_rest_from_it(sold):
    made = sold("add", "quotes", "bill_to=TREMB01", 'lines=[{"item": "chai"}]')
    line = shown(sold, "quotes", made.out.strip())["lines"][0]
    assert (line["description"], line["quantity"], line["amount"]) == ("Thé", "1", "9.50")


def test_a_quote_begins_from_its_opportunity_or_contact(sold):
    quote = shown(sold, "quotes", "Q2026-00001")
    assert (quote["opportunity"], quote["contact"], quote["bill_to"]) == (1, 1, "TREMB01")
    assert quote["subtotal"] == shown(sold, "opportunities", 1)["amount"] == "30.30"
    made = sold("add", "quotes", "contact=2", f"lines={LINES}")
    assert shown(sold, "quotes", made.out.strip())["bill_to"] == "TREMB01"


def test_a_revision_copies_a_quote_and_takes_its_place(sold):
    revised = sold("add", "quotes", "revises=Q2020-00001", "reference=again")
    assert (revised.status, revised.out) == (0, "Q2026-00002\n")
    assert "Q2020-00001" in revised.err and len(revised.err.splitlines()) == 1
    new, old = shown(sold, "quotes", "Q2026-00002"), shown(sold, "quotes", "Q2020-00001")
    assert (new["revises"], new["reference"], new["total"]) == ("Q2020-00001", "again", "34.84")
    assert (new["status"], old["status"], old["reference"]) == ("draft", "cancelled", "")
    assert "Q2026-00002" in sold("show", "quotes", "Q2020-00001").out


def test_a_revision_that_is_refused_leaves_the_old_one(sold):
    refused = sold("add", "quotes", "revises=Q2020-00001", "bill_to=NOBODY")
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)
    assert shown(sold, "quotes", "Q2020-00001")["status"] == "draft"
    assert len(listed(sold, "quotes")) == 2


# Changing.


def test_an_item_whose_price_is_emptied_costs_nothing(sold):
    assert sold("edit", "items", "chai", "price=").status == 0
    assert sold("add", "items", "code=B", "description_en=B", "price=").status == 0
    assert [shown(sold, "items", code)["price"] for code in ("CHAI", "B")] == ["0.00", "0.00"]


def test_lines_given_are_all_the_lines(sold):
    more = '[{"item":"CHAI"},{"description":"Set up","unit_price":"100","taxable":false}]'
    assert sold("edit", "opportunities", 1, f"lines={more}", "probability=50").status == 0
    sale = shown(sold, "opportunities", 1)
    assert (sale["amount"], sale["weighted"]) == ("109.50", "54.75")
    assert [line["taxable"] for line in sale["lines"]] == [True, False]


def test_a_won_quote_can_be_changed_by_no_command(sold):
    won = sold("edit", "quotes", "Q2026-00001", "status=won")
    assert won.status == 0 and "Shelves" in won.err
    before = shown(sold, "quotes", "Q2026-00001")
    for change in ("note=x", "lines=[]", "status=draft", "bill_to=TREMB01", "date=2026-01-01"):
        changed = sold("edit", "quotes", "Q2026-00001", change)
        assert changed.status == (0 if change == "bill_to=TREMB01" else 1)
    assert sold("delete", "quotes", "Q2026-00001").status == 1
    assert shown(sold, "quotes", "Q2026-00001") == before


def test_an_item_in_use_is_not_deleted(sold):
    assert sold("delete", "items", "chai").status == 1
    assert sold("delete", "items", "old").status == 0
    assert listed(sold, "items", "--all", name="code") == ["CHAI"]


# Lists.


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ((), ["Q2026-00001", "Q2020-00001"]),
        (("--sort", "number"), ["Q2020-00001", "Q2026-00001"]),
        (("--sort=-date", "--limit", 1), ["Q2026-00001"]),
        (("--status", "in-progress"), ["Q2026-00001"]),
        (("--status", "draft"), ["Q2026-00001"]),
        (("--status", "lost"), ["Q2020-00001"]),
        (("--status", "won"), []),
        (("--contact", 1), ["Q2026-00001"]),
        (("--contact", 2), []),
        (("--party", "tremb01"), ["Q2026-00001", "Q2020-00001"]),
        (("--owner", "ALICE"), ["Q2026-00001", "Q2020-00001"]),
        (("--from", "2026-01-01"), ["Q2026-00001"]),
        (("--to", "2026-01-01"), ["Q2020-00001"]),
        (("--search", "epicerie po-1"), ["Q2026-00001"]),
    ],
)
def test_quotes_are_filtered_and_sorted(sold, options, numbers):
    sold("edit", "quotes", "Q2020-00001", "status=lost")
    assert listed(sold, "quotes", *options) == numbers


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), [2, 1]),
        (("--sort=-closes_on",), [1, 2]),
        (("--sort", "description"), [1, 2]),
        (("--status", "hold"), [2]),
        (("--status", "open"), [1]),
        (("--stage", "proposal"), [2]),
        (("--stage", "none"), []),
        (("--contact", 2), [2]),
        (("--party", "TREMB01", "--owner", "alice"), [2, 1]),
        (("--from", "2026-12-01"), [1]),
        (("--to", "2026-11-30"), [2]),
        (("--search", "SHELVES"), [1]),
    ],
)
def test_opportunities_are_filtered_and_sorted(sold, options, ids):
    sold(
        *("add", "opportunities", "contact=2", "description=Tables", "closes_on=2026-11-30"),
        *("stage=PROPOSAL", "status=hold"),
    )
    assert listed(sold, "opportunities", *options, name="id") == ids


def test_items_are_searched_and_the_inactive_left_out(sold):
    assert listed(sold, "items", name="code") == ["CHAI"]
    assert listed(sold, "items", "--all", "--sort=-code", name="code") == ["OLD", "CHAI"]
    assert listed(sold, "items", "--search", "the", name="code") == ["CHAI"]


def test_the_table_of_quotes_tells_sums_and_what_is_expired(sold):
    table = sold("list", "quotes").out.splitlines()
    assert table[0].split() == [
        *("Number", "Date", "Bill", "to", "Status", "Subtotal", "Taxes", "Total")
    ]
    assert table[1].endswith("$30.30  $4.54  $34.84") and "expired" not in table[1]
    assert "draft, expired" in table[2]
    french = sold("--lang", "fr", "list", "quotes").out
    assert "30,30\u00a0$" in french and "expirée" in french


def test_the_table_of_opportunities_has_both_amounts(sold):
    heading, row = sold("list", "opportunities").out.splitlines()
    assert heading.split()[-2:] == ["Amount", "Weighted"]
    assert row.split()[-2:] == ["$30.30", "$3.03"] and "Prospecting" in row


def test_items_are_described_in_the_users_language(sold):
    assert "Tea" in sold("list", "items").out
    assert "Thé" in sold("--lang", "fr", "list", "items").out


# One record.


def test_show_tells_each_tax_and_each_line_on_a_line_of_its_own(sold):
    sold(
        *("edit", "quotes", "Q2020-00001"),
        'lines=[{"item":"CHAI","quantity":"3","unit_price":"10.10"},'
        '{"description":"Set up","unit_price":"100","discount":"12.5","taxable":false}]',
    )
    lines = [line.strip() for line in sold("show", "quotes", "Q2020-00001").out.splitlines()]
    assert "QST 9.975% = $3.02" in lines
    assert any(line.endswith("1. CHAI Thé, 3 × 10.10 = $30.30") for line in lines)
    assert "2. Set up, 1 × 100.00, -12.5% = $87.50 (exempt from tax)" in lines
    assert any("draft, expired" in line for line in lines)


def test_show_tells_the_stages_of_an_opportunity(sold):
    with time_machine.travel("2026-11-25T15:00:00Z", tick=False):
        sold("edit", "opportunities", 1, "stage=PROPOSAL")
    told = sold("--lang", "fr", "show", "opportunities", 1).out
    assert "2026-11-24 10:00  Prospection, 10\u00a0%, en cours (alice)" in told
    assert "2026-11-25 10:00" in told and "1 (Zoé Côté)" in told


def test_what_is_due_tells_sales(sold):
    due = sold("due", "--days", 30, "--format", "json").json
    assert [(d["kind"], d["subject"], d["day"]) for d in due] == [
        ("quote", "Q2020-00001", "2020-01-31"),
        ("opportunity", "Shelves", "2026-12-01"),
        ("quote", "Q2026-00001 PO-1", "2026-12-24"),
    ]
    assert "Soumission" in sold("--lang", "fr", "due").out


# Whole.


def test_json_has_every_field_and_money_as_text(sold):
    quote = sold("list", "quotes", "--format", "json").json[0]
    assert set(quote) == set(shown(sold, "quotes", "Q2026-00001"))
    assert (quote["total"], quote["date"]) == ("34.84", "2026-11-24")
    heading, *rows = sold("list", "quotes", "--format", "csv").out.splitlines()
    assert heading.split(",") == list(quote) and len(rows) == 2


def test_texts_of_lines_reach_no_terminal_as_they_are(sold):
    text = "\x1b[2J=cmd [bold]{x} %s"
    made = sold("add", "quotes", "bill_to=TREMB01", f"lines={json.dumps([{'description': text}])}")
    out = sold("show", "quotes", made.out.strip()).out
    assert "\x1b" not in out and "[bold]{x} %s" in out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("add", "quotes", "bill_to=NOPE"), 1),
        (("add", "quotes", "reference=x"), 1),
        (("add", "quotes", "bill_to=TREMB01", "number=Q2026-00009"), 1),
        (("add", "quotes", "bill_to=TREMB01", "total=10"), 1),
        (("add", "quotes", "opportunity=99"), 1),
        (("add", "quotes", "opportunity=x"), 1),
        (("add", "quotes", "revises=Q1999-00001"), 1),
        (("add", "quotes", "revises=Q2020-00001", "opportunity=1"), 1),
        (("add", "quotes", "contact=99"), 1),
        (("add", "quotes", "bill_to=TREMB01", "lines=["), 1),
        (("add", "quotes", "bill_to=TREMB01", "lines=3"), 1),
        (("add", "quotes", "bill_to=TREMB01", 'lines=[{"item":"NOPE"}]'), 1),
        (("add", "quotes", "bill_to=TREMB01", 'lines=[{"item":"CHAI","quantity":"0"}]'), 1),
        (("add", "quotes", "bill_to=TREMB01", 'lines=[{"item":"CHAI","discount":"101"}]'), 1),
        (("add", "quotes", "bill_to=TREMB01", 'lines=[{"item":"CHAI","price":"1"}]'), 1),
        (("add", "quotes", "bill_to=TREMB01", "lines=[" * 5000), 1),
        (("add", "quotes", "bill_to=TREMB01", "date=soon"), 1),
        (("add", "quotes"), 2),
        (("add", "opportunities", "description=x"), 1),
        (("add", "opportunities", "contact=1"), 1),
        (("add", "opportunities", "contact=1", "description=x", "amount=5"), 1),
        (("add", "opportunities", "contact=1", "description=x", "status=lost"), 1),
        (("add", "opportunities", "contact=1", "description=x", "probability=101"), 1),
        (("add", "items", "description_en=x"), 1),
        (("add", "items", "code=A", "description_en=x", "price=abc"), 1),
        (("add", "items", "code=CHAI", "description_en=x"), 1),
        (("edit", "opportunities", 1, "contact=2"), 1),
        (("edit", "opportunities", 1, "status="), 1),
        (("edit", "quotes", "Q2020-00001", "status= "), 1),
        (("edit", "quotes", "Q2020-00001", "number=Q2020-00002"), 1),
        (("edit", "quotes", "Q2020-00001", "opportunity=1"), 1),
        (("edit", "quotes", "1", "note=x"), 1),
        (("show", "quotes", "Q1999-00001"), 1),
        (("show", "items", "NOPE"), 1),
        (("delete", "quotes", "Q2020-00001"), 1),
        (("delete", "opportunities", 1), 1),
        (("list", "quotes", "--status", "open"), 2),
        (("list", "quotes", "--stage", "PROPOSAL"), 2),
        (("list", "quotes", "--sort", "colour"), 1),
        (("list", "opportunities", "--status", "draft"), 2),
        (("list", "opportunities", "--stage", "NOPE"), 1),
        (("list", "opportunities", "--owner", "nobody"), 1),
        (("list", "items", "--party", "TREMB01"), 2),
        (("export", "items", "--status", "open"), 2),
    ],
)
def test_bad_input_is_one_clear_line(sold, arguments, status):
    for language in ("en", "fr"):
        refused = sold("--lang", language, *arguments)
        assert (refused.status, refused.out) == (status, "")
        assert len(refused.err.splitlines()) == 1
        assert not any(key in refused.err for key in ("rule.", "cli.", "import.", "line."))
    assert len(listed(sold, "quotes")) == 2
    assert dt.date.fromisoformat(shown(sold, "quotes", "Q2020-00001")["date"]).year == 2020


def test_help_knows_sales_in_both_languages(crmtui):
    for language, word in (("en", "Items, opportunities"), ("fr", "Articles, opportunités")):
        for verb in ("list", "add", "edit", "import"):
            told = crmtui("--lang", language, verb, "--help").out
            assert "quotes" in told and word in told
            assert all(len(line) <= 80 for line in told.split(word)[1].splitlines())


def test_an_amount_far_down_a_list_on_a_terminal_is_whole(monkeypatch, capsys):
    monkeypatch.setattr(output, "_to_terminal", lambda: True)
    rows = [("a", "1.00")] * 300 + [("b", "999,999,999.99")]
    output.write_table(("name", "total"), rows, firm=(1,), right=(1,))
    assert "999,999,999.99" in capsys.readouterr().out
