"""The demo company's items, opportunities and quotes are believable, and add up as written."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crmtui import demo_database
from crmtui.demo import ContactRow, OpportunityRow, PartyRow, QuoteRow, items, users, world
from crmtui.demo.stock import read_csv
from models.database import rows
from models.due import due
from models.item import Item
from models.opportunity import STATUSES as OPPORTUNITY_STATUSES
from models.opportunity import Opportunity
from models.pipeline import pipeline
from models.quote import STATUSES as QUOTE_STATUSES
from models.quote import Quote
from models.sale_line import amount_of
from models.setting import setting
from models.tax import taxes_for
from models.totals import subtotal, totals
from models.upkeep import CHECKS, faults
from models.user import User
from tests.files.test_demo_world import ENGLISH, FRENCH, codes

TODAY = date(2026, 1, 15)
NOW = TODAY.isoformat()
SIZE = 1000

Of = tuple[PartyRow, ContactRow]


@pytest.fixture(scope="module")
def people() -> list[Of]:
    return [(party, contact) for party in world(SIZE, TODAY) for contact in party["contacts"]]


@pytest.fixture(scope="module")
def opportunities(people: list[Of]) -> list[OpportunityRow]:
    return [row for _, contact in people for row in contact["opportunities"]]


@pytest.fixture(scope="module")
def quotes(people: list[Of]) -> list[QuoteRow]:
    return [row for _, contact in people for row in contact["quotes"]]


@pytest.fixture
def filled(database: object) -> Iterator[dict[str, int]]:
    """The demo company's database, small; its users' ids by login."""
    demo_database.fill(300, day=TODAY)
    yield User.all()


def test_the_rest_of_the_world_is_the_same_without_sales() -> None:
    for with_them, without in zip(world(500, TODAY), world(500, TODAY, sales=False), strict=True):
        for contact, bare in zip(with_them["contacts"], without["contacts"], strict=True):
            assert {**contact, "opportunities": [], "quotes": []} == {
                **bare,
                "opportunities": [],
                "quotes": [],
            }


def test_customers_and_prospects_alone_are_sold_to(people: list[Of]) -> None:
    sold = {p["kind"] for p, contact in people if contact["opportunities"] or contact["quotes"]}
    assert sold == {"customer", "prospect"}


def test_their_number_grows_with_the_contacts() -> None:
    for size in (1000, 4000):
        of_kind: Counter[str] = Counter()
        made: Counter[str] = Counter()
        for party in world(size, TODAY):
            of_kind[party["kind"]] += len(party["contacts"])
            for contact in party["contacts"]:
                made["opportunities"] += len(contact["opportunities"])
                made["quotes"] += len(contact["quotes"])
        contacts = of_kind["customer"] + of_kind["prospect"]
        assert contacts / 5 < made["opportunities"] < contacts / 3
        assert of_kind["customer"] / 4.5 < made["quotes"] < of_kind["customer"] / 2.5


# Items.


def test_items_are_of_both_kinds_of_tax_and_priced() -> None:
    sold = items()
    assert len({item["code"] for item in sold}) == len(sold) >= 33
    assert {item["taxable"] for item in sold} == {item["active"] for item in sold} == {True, False}
    assert {item["unit"] for item in sold} <= codes("unit")
    for item in sold:
        assert re.fullmatch(r"[A-Z0-9-]{4,8}", item["code"])
        assert Decimal("0.01") < Decimal(item["price"]) < 10_000
        assert item["description_fr"] and item["description_en"]
        assert item["description_fr"] != item["description_en"]


def test_a_line_names_an_item_that_is_sold_or_says_what_it_is(
    opportunities: list[OpportunityRow], quotes: list[QuoteRow]
) -> None:
    active = {item["code"] for item in items() if item["active"]}
    for row in [*opportunities, *quotes]:
        assert 1 <= len(row["lines"]) <= 9
        named = [line["item"] for line in row["lines"] if line["item"]]
        assert len(set(named)) == len(named) and set(named) <= active
        for line in row["lines"]:
            assert line["item"] or (line["description"] and line["unit_price"])
            assert Decimal(line["quantity"]) > 0
            assert 0 <= Decimal(line.get("discount", "0")) <= 100
    counts = Counter(len(row["lines"]) for row in quotes)
    assert set(range(1, 7)) <= set(counts)


# Opportunities.


def test_every_stage_and_status_is_there(opportunities: list[OpportunityRow]) -> None:
    assert {row["stages"][-1].stage for row in opportunities} == codes("stage")
    assert {row["status"] for row in opportunities} == set(OPPORTUNITY_STATUSES)


def test_what_is_lost_says_why(opportunities: list[OpportunityRow], quotes: list[QuoteRow]) -> None:
    for row in [*opportunities, *quotes]:
        assert (row["status"] == "lost") == (row["lost_reason"] != "")  # type: ignore[index]
    reasons = {row["lost_reason"] for row in opportunities if row["lost_reason"]}
    assert len(reasons) >= 5 and reasons <= codes("lostreason")


def test_an_opportunity_s_dates_are_in_order(opportunities: list[OpportunityRow]) -> None:
    for row in opportunities:
        days = [stage.date for stage in row["stages"]]
        assert days == sorted(days) and row["opened_on"] <= days[0] and days[-1] <= NOW
        assert row["closes_on"] is None or row["closes_on"] >= row["opened_on"]
        closed = row["status"] in ("won", "lost")
        assert (row["closed_on"] is not None) == closed
        if closed:
            assert row["closed_on"] == days[-1]
            assert row["stages"][-1].stage == row["status"].upper()
        else:
            assert row["stages"][-1].stage not in ("WON", "LOST")


def test_some_close_late_some_soon_some_at_no_date(opportunities: list[OpportunityRow]) -> None:
    soon = (TODAY + timedelta(days=7)).isoformat()
    days = [row["closes_on"] for row in opportunities if row["status"] == "open"]
    assert sum(day is not None and day < NOW for day in days) >= 5
    assert sum(day is not None and NOW <= day <= soon for day in days) >= 8
    assert sum(day is not None and day > soon for day in days) >= 20
    assert None in days


# Quotes.


def test_quotes_are_of_every_status_and_some_have_expired(quotes: list[QuoteRow]) -> None:
    found = Counter(row["status"] for row in quotes)
    assert set(found) == set(QUOTE_STATUSES) and min(found.values()) >= 5
    long_ago = (TODAY - timedelta(days=91)).isoformat()
    assert any(row["status"] == "sent" and row["date"] < long_ago for row in quotes)
    assert any(row["valid_until"] for row in quotes)
    assert {row["terms"] for row in quotes} <= codes("terms")


def test_a_quote_s_dates_are_in_order(quotes: list[QuoteRow]) -> None:
    for row in quotes:
        assert row["date"] <= NOW
        assert row["valid_until"] is None or row["valid_until"] >= row["date"]
        closed = row["status"] in ("won", "lost", "cancelled")
        assert (row["closed_on"] is not None) == closed
        assert row["closed_on"] is None or row["date"] <= row["closed_on"] <= NOW


def test_some_come_from_an_opportunity_with_its_lines(people: list[Of]) -> None:
    found = [
        (quote, contact["opportunities"][quote["opportunity"]])
        for _, contact in people
        for quote in contact["quotes"]
        if quote["opportunity"] is not None
    ]
    assert len(found) > 30
    for quote, opportunity in found:
        assert quote["date"] >= opportunity["opened_on"]
        if quote["status"] == "won":
            assert opportunity["status"] == "won"
    assert sum(quote["lines"] == opportunity["lines"] for quote, opportunity in found) > 30


def test_what_is_revised_was_cancelled_before(people: list[Of]) -> None:
    found = [
        (quote, contact["quotes"][quote["revises"]])
        for _, contact in people
        for quote in contact["quotes"]
        if quote["revises"] is not None
    ]
    assert len(found) >= 3
    for new, old in found:
        assert old["status"] == "cancelled" and old["date"] <= new["date"]
        assert old["closed_on"] == new["date"] and old["lines"] != new["lines"]


# Words.


def test_a_text_is_finished_and_fits(
    opportunities: list[OpportunityRow], quotes: list[QuoteRow]
) -> None:
    told = [(row["description"], 80) for row in opportunities]
    told += [(row["reference"], 40) for row in quotes]
    told += [(row["note"], 2000) for row in [*opportunities, *quotes]]
    told += [
        (line["description"], 120)
        for row in [*opportunities, *quotes]
        for line in row["lines"]
        if "description" in line
    ]
    told += [(text, 120) for i in items() for text in (i["description_fr"], i["description_en"])]
    for text, most in told:
        assert len(text) <= most, text
        assert not re.search(r"[{}|_@]|  |None|\b(de|que) [AEIOUÉ]", text), text
        assert text == text.strip(), text


def test_texts_are_in_the_language_of_the_party(people: list[Of]) -> None:
    dictionaries = set(FRENCH.split()), set(ENGLISH.split())
    heard = {"fr": [0, 0], "en": [0, 0]}
    for party, contact in people:
        for row in [*contact["opportunities"], *contact["quotes"]]:
            words = re.findall(r"\w+", f"{row.get('description', '')} {row['note']}".lower())
            for place, known in enumerate(dictionaries):
                heard[party["language"]][place] += sum(word in known for word in words)
    # « on » and « à », « a » are words of both.
    assert heard["fr"][0] > 3 * heard["fr"][1]
    assert heard["en"][1] > 3 * heard["en"][0]


def test_both_languages_have_the_same_stock() -> None:
    french, english = (read_csv(f"sales_{language}.csv") for language in ("fr", "en"))
    assert len({row["subject"] for row in french}) == len(french) >= 20
    for fr, en in zip(french, english, strict=True):
        assert all(fr[key] == en[key] for key in ("kinds", "groups", "months"))
        fields = [set(re.findall(r"{(?:the_)?(\w+)}", row["note"])) for row in (fr, en)]
        assert fields[0] == fields[1], fr["subject"]
        assert fr["subject"] != en["subject"]


# As they are written.


def test_the_numbers_of_a_year_have_no_gap_and_follow_the_dates(filled: dict[str, int]) -> None:
    found = rows("SELECT year, serial, number, date FROM quote ORDER BY year, serial")
    years = {year for year, *_ in found}
    assert len(years) >= 2
    for each in years:
        serials = [serial for year, serial, *_ in found if year == each]
        assert serials == list(range(1, len(serials) + 1))
    assert [day for *_, day in found] == sorted(day for *_, day in found)
    assert all(
        number == f"Q{year}-{serial:05}" and day[:4] == str(year)
        for year, serial, number, day in found
    )
    assert dict(rows("SELECT year, last FROM sequence WHERE name = 'quote'")) == dict(
        rows("SELECT year, max(serial) FROM quote GROUP BY year")
    )


def test_lines_taxes_and_totals_agree(filled: dict[str, int]) -> None:
    for check in CHECKS:
        assert faults(check) == []
    for (key,) in rows("SELECT id FROM quote"):
        quote = Quote.values_of(key)
        for line in quote["lines"]:
            amount = amount_of(line["quantity"], line["unit_price"], line["discount"])
            assert line["amount"] == amount
        sums = totals(quote["lines"], taxes_for(quote["bill_to_id"], quote["date"]))
        assert (quote["subtotal"], quote["taxes"], quote["total"]) == (
            sums.subtotal,
            sums.tax,
            sums.total,
        )
    for (key,) in rows("SELECT id FROM opportunity"):
        opportunity = Opportunity.values_of(key)
        assert opportunity["amount"] == subtotal(opportunity["lines"]) > 0
        expected = opportunity["amount"] * opportunity["probability"] / 100
        assert abs(opportunity["weighted"] - expected) <= Decimal("0.005")


def test_what_is_written_can_be_saved_again_without_a_change(filled: dict[str, int]) -> None:
    before = rows("SELECT count(*) FROM journal_entry")
    for record in (Opportunity, Quote, Item):
        for (key,) in rows(f"SELECT id FROM {record.table()}"):
            values = record.values_of(key)
            record.alter(key, {f.name: values[f.name] for f in record.entity})
    assert rows("SELECT count(*) FROM journal_entry") == before


def test_lines_are_described_in_the_language_of_the_party(filled: dict[str, int]) -> None:
    for column, other in (("description_fr", "en"), ("description_en", "fr")):
        for of, party in (("quote", "q.bill_to_id"), ("opportunity", "c.party_id")):
            assert not rows(
                f"SELECT 1 FROM {of}_line l JOIN {of} q ON q.id = l.{of}_id"
                " JOIN contact c ON c.id = q.contact_id"
                f" JOIN party p ON p.id = {party} JOIN item i ON i.id = l.item_id"
                f" WHERE p.language = '{other}' AND l.description = i.{column}"
            )


def test_the_history_of_a_stage_leads_to_where_it_is(filled: dict[str, int]) -> None:
    lengths: Counter[int] = Counter()
    for (key,) in rows("SELECT id FROM opportunity"):
        opportunity, history = Opportunity.values_of(key), Opportunity.stage_history(key)
        lengths[len(history)] += 1
        last = history[-1]
        assert (last.stage, last.status, last.probability) == (
            opportunity["stage"],
            opportunity["status"],
            opportunity["probability"],
        )
        assert {change.login for change in history} == {opportunity["owner"]}
    assert max(lengths) >= 5


def test_a_won_one_is_reopened_at_the_stage_before(filled: dict[str, int]) -> None:
    key = rows("SELECT id FROM opportunity WHERE status = 'won' LIMIT 1")[0][0]
    before = Opportunity.stage_history(key)[-2].stage
    Opportunity.reopen(key)
    assert Opportunity.values_of(key)["stage"] == before


def test_revised_ones_name_each_other(filled: dict[str, int]) -> None:
    found = rows("SELECT id, revises_id FROM quote WHERE revises_id NOTNULL")
    assert found
    for key, old in found:
        new, revised = Quote.values_of(key), Quote.values_of(old)
        assert new["revises"] == revised["number"] and new["number"] in revised["revised_by"]
        assert (new["bill_to"], new["contact"]) == (revised["bill_to"], revised["contact"])


def test_every_seller_has_something_due_and_a_pipeline(filled: dict[str, int]) -> None:
    sellers = [user["login"] for user in users() if user["role"] != "reader"]
    for login in ("lgauthier", "pbergeron"):
        kinds = Counter((d.kind, d.when) for d in due(filled[login], TODAY))
        assert kinds["opportunity", "soon"] >= 1
    head = Counter((d.kind, d.when) for d in due(filled["lgauthier"], TODAY))
    assert head["opportunity", "overdue"] >= 1 and head["quote", "soon"] >= 1
    assert all(bar.count for bar in pipeline("stage"))
    assert len(pipeline("owner")) >= len(sellers) - 1


def test_the_company_s_tax_numbers_are_set_and_made_up(filled: dict[str, int]) -> None:
    lines = str(setting("CompanyTaxNumbers")).splitlines()
    assert len(lines) == 2
    assert not set("".join(lines)) & set("23456789")


def test_the_showcase_has_an_opportunity_and_a_quote_ready_to_look_at(
    filled: dict[str, int],
) -> None:
    marie = rows("SELECT id FROM contact WHERE last_name = 'Roy' ORDER BY id LIMIT 1")[0][0]
    assert Opportunity.count_open(marie) >= 2 and Quote.count_in_progress(marie) >= 2
    found = Quote.listing(contact=marie, sort="date").after(None, 50)
    statuses = {Quote.values_of(row[0])["status"] for row in found}
    assert statuses == {"draft", "sent", "won", "lost", "cancelled"}
    sent = rows("SELECT id FROM quote WHERE contact_id = ? AND revises_id NOTNULL", (marie,))
    quote = Quote.values_of(sent[0][0])
    assert quote["bill_to"] == "TREMB01" and quote["opportunity"]
    assert len(quote["lines"]) == 6 and {line["taxable"] for line in quote["lines"]} == {
        True,
        False,
    }


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 7, 4)])
def test_any_day_will_do(database: object, day: date) -> None:
    demo_database.fill(60, day=day)
    assert faults("sales") == []
    assert rows("SELECT max(date) FROM quote")[0][0] <= day.isoformat()
