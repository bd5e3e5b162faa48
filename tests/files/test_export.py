"""What a list shows goes out as CSV or JSON, and comes in again as it was."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_records import contact, party

from crmtui.cli.parser import IMPORTED
from crmtui.interchange.exporting import export_file, headings
from crmtui.interchange.headings import plan
from crmtui.interchange.importing import import_file
from models.catalogue import entity_of
from models.contact import Contact
from models.database import execute, rows
from models.listing import Listing
from models.note import Note
from models.party import Party
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")


def export(plural: str, listing: Listing, **options: Any) -> str:
    target = io.StringIO(newline="")
    export_file(entity_of(plural), listing, target, **options)
    return target.getvalue()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def empty() -> None:
    """Take everything out, as if the file came to another database."""
    for name in ("note", "contact_role", "contact_grouping", "contact", "party"):
        execute(f"DELETE FROM {name}")


def everything(record: Any, but: tuple[str, ...] = ("id", "version")) -> list[dict[str, Any]]:
    ids = [key for (key,) in rows(f"SELECT id FROM {record.table()} ORDER BY id")]
    return [{n: v for n, v in values.items() if n not in but} for values in record.values_all(ids)]


@pytest.mark.parametrize("plural", IMPORTED)
def test_every_column_of_an_export_is_known_to_the_import(plural: str) -> None:
    entity = entity_of(plural)
    found = plan(entity, headings(entity))
    assert found.fields[1:] == tuple(entity.by_name)
    assert not found.notices


def test_what_the_lists_filter_shows_is_what_goes_out() -> None:
    for code, city in (("A", "Laval"), ("B", "Lévis"), ("C", "Laval")):
        party(code, city=city)
    Party.alter(Party.key_of("C"), {"active": False})
    text = export("customers", Party.listing("customer", city="laval"))
    assert [row["code"] for row in table(text)] == ["A"]
    text = export("customers", Party.listing("customer", inactive=True, descending=True), limit=2)
    assert [(row["code"], row["active"]) for row in table(text)] == [("C", "no"), ("B", "yes")]


def test_json_has_true_numbers_lists_and_null() -> None:
    contact(party(), groupings=["VIP"], purchasing_rank=3, opted_out="2026-01-05")
    (record,) = json.loads(export("contacts", Contact.listing(), fmt="json"))
    assert record["groupings"] == ["VIP"]
    assert (record["purchasing"], record["purchasing_rank"]) == (True, 3)
    assert (record["payable"], record["payable_rank"]) == (False, None)
    assert record["opted_out"] == "2026-01-05"
    assert json.loads(export("customers", Party.listing("group"), fmt="json")) == []


def test_no_cell_runs_in_a_spreadsheet_unless_asked_for() -> None:
    party("A", name="=1+1", address1="+1", address2="-1", city="@x", remarks="'=y")
    (row,) = table(export("customers", Party.listing("customer")))
    assert [row[n] for n in ("name", "address1", "address2", "city", "remarks")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "''=y",
    ]
    (row,) = table(export("customers", Party.listing("customer"), exact=True))
    assert (row["name"], row["remarks"]) == ("=1+1", "'=y")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(RuleBroken, match="import.no_format"):
        export("customers", Party.listing("customer"), fmt="doc")


def test_notes_come_in_again_by_their_contact() -> None:
    one = contact(party())
    Note.make(
        {"contact": one, "subject": 'a "b"; c', "detail": "x\n\ny", "remind_on": "2026-03-01"}
    )
    Note.make({"contact": one, "subject": "=z", "date": "2025-12-31"})
    before = everything(Note)
    for fmt in ("csv", "json"):
        text = export("notes", Note.listing(), fmt=fmt)
        execute("DELETE FROM note")
        report = import_file("notes", io.BytesIO(text.encode()), fmt=fmt)
        assert report.created == 2
        assert sorted(everything(Note), key=str) == sorted(before, key=str)


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("=+-@\t'\",;\n|# aéŒß\u0301\u200dجж漢😀"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=24,
)
A_DAY = st.dates().map(lambda d: d.isoformat()[4:].replace("-", "--", 1))
PARTIES = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.from_regex(r"[A-Z0-9_-]{1,10}", fullmatch=True),
            "name": HOSTILE.filter(str.strip),
            "address1": HOSTILE,
            "city": HOSTILE,
            "province": st.sampled_from(["", "QC", "Bavière", "=X"]),
            "country": st.sampled_from(["", "CA", "FR"]),
            "phone": HOSTILE,
            "language": st.sampled_from(["", "fr", "en"]),
            "remarks": HOSTILE,
            "active": st.booleans(),
        }
    ),
    max_size=6,
    unique_by=lambda v: str(v["code"]),
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "last_name": st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True),
            "first_name": HOSTILE,
            "city": HOSTILE,
            "phone": HOSTILE,
            "language": st.sampled_from(["", "fr", "en"]),
            "birth_date": st.one_of(st.just(""), A_DAY),
            "groupings": st.lists(st.sampled_from(["VIP", "DECIDER"]), unique=True),
            "payable": st.booleans(),
            "purchasing_rank": st.one_of(st.none(), st.integers(1, 5)),
            "in_mailing": st.booleans(),
            "remarks": HOSTILE,
        }
    ),
    max_size=5,
    unique_by=lambda v: str(v["last_name"]),
)
OFTEN = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def make_parties(many: list[dict[str, Any]]) -> None:
    empty()
    for values in many:
        try:
            Party.make({"kind": "customer", **values}, lenient=True)
        except RuleBroken:
            # A text of nothing but controls is no name.
            continue


@OFTEN
@given(many=PARTIES, fmt=st.sampled_from(["csv", "json"]), delimiter=st.sampled_from(",;\t"))
def test_parties_come_in_as_they_went_out(
    many: list[dict[str, Any]], fmt: str, delimiter: str
) -> None:
    make_parties(many)
    before = sorted(everything(Party), key=str)
    listing = Party.listing("customer", inactive=True)
    text = export("customers", listing, fmt=fmt, delimiter=delimiter)
    if fmt == "csv":
        cells = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert not [c for row in cells for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r")]
    if not before:
        return
    again = import_file("customers", io.BytesIO(text.encode()), fmt=fmt)
    assert again.unchanged == len(before)
    empty()
    report = import_file("customers", io.BytesIO(text.encode()), fmt=fmt)
    assert (report.created, report.rejected) == (len(before), 0)
    assert sorted(everything(Party), key=str) == before


@OFTEN
@given(people=PEOPLE, fmt=st.sampled_from(["csv", "json"]))
def test_contacts_come_in_as_they_went_out(people: list[dict[str, Any]], fmt: str) -> None:
    empty()
    acme = party("ACME", city="Laval", phone="514 555-0100")
    for values in people:
        Contact.make(Contact.blank_for(acme) | values)
    text = export("contacts", Contact.listing(), fmt=fmt)
    if not people:
        return
    no_ids = ("id", "version", "party_id")
    before = sorted(everything(Contact, no_ids), key=str)
    again = import_file("contacts", io.BytesIO(text.encode()), fmt=fmt)
    assert again.unchanged == len(people)
    for name in ("contact_role", "contact_grouping", "contact"):
        execute(f"DELETE FROM {name}")
    report = import_file("contacts", io.BytesIO(text.encode()), fmt=fmt)
    assert (report.created, report.rejected) == (len(people), 0)
    assert sorted(everything(Contact, no_ids), key=str) == before


@OFTEN
@given(raw=st.one_of(st.binary(max_size=400), HOSTILE.map(str.encode)))
def test_random_bytes_are_refused_in_plain_words_or_read(raw: bytes) -> None:
    for fmt in ("csv", "json"):
        try:
            report = import_file("customers", io.BytesIO(raw), fmt=fmt, dry_run=True)
        except RuleBroken as broken:
            assert broken.key.startswith("import.")
        else:
            assert report.done == report.total
