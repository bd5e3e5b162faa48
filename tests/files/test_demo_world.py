"""The demo company's world is repeatable, believable and fits the columns."""

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from crmtui.demo import ContactRow, NoteRow, PartyRow, company, users, world
from crmtui.demo.stock import names

TODAY = date(2026, 1, 15)
LENGTHS = {
    "name": 80,
    "first_name": 40,
    "last_name": 40,
    "job_title": 60,
    "department": 60,
    "address1": 60,
    "address2": 60,
    "city": 40,
    "postal_code": 12,
    "phone": 30,
    "mobile": 30,
    "fax": 30,
    "extension": 10,
    "email": 80,
    "web": 80,
    "subject": 80,
}
PARTY_FIELDS = (
    "kind code name address1 address2 city province country postal_code phone fax email web "
    "language grouping salesperson remarks active contacts"
)
CONTACT_FIELDS = (
    "salutation first_name last_name job_title department address1 address2 city province "
    "country postal_code phone extension mobile fax email language birth_date anniversary "
    "groupings payable payable_rank purchasing purchasing_rank in_mailing opted_out "
    "opted_out_reason remarks active copied_from notes activities opportunities quotes"
)
NOTE_FIELDS = "subject detail date remind_on author reminder_state snoozed_to"
FRENCH = "le la les de du des et à une un pour par sur est au en avec qui que dans son"
ENGLISH = "the of and to for is a an in with our by on at from has are it we not"


def rows(*path: str) -> list[dict[str, str]]:
    text = files("data").joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def codes(table: str) -> set[str]:
    return {row["code"] for row in rows("codes", f"{table}.csv")}


@pytest.fixture(scope="module")
def parties() -> list[PartyRow]:
    return list(world(6000, TODAY))


@pytest.fixture(scope="module")
def contacts(parties: list[PartyRow]) -> list[ContactRow]:
    return [contact for party in parties for contact in party["contacts"]]


@pytest.fixture(scope="module")
def notes(contacts: list[ContactRow]) -> list[NoteRow]:
    return [note for contact in contacts for note in contact["notes"]]


def texts(record: Any) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for part in value:
                yield from texts(part)


@pytest.mark.parametrize("size", [0, 1, 7, 400, 1001])
def test_as_many_contacts_as_asked(size: int) -> None:
    assert sum(len(party["contacts"]) for party in world(size, TODAY)) == size


def test_same_seed_same_world_and_another_seed_another() -> None:
    assert list(world(500, TODAY)) == list(world(500, TODAY))
    assert list(world(500, TODAY)) != list(world(500, TODAY, seed=7))


def test_the_order_of_hashes_changes_nothing() -> None:
    program = (
        "import hashlib; from datetime import date; from crmtui.demo import world;"
        "text = repr(list(world(500, date(2026, 1, 15))));"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    found = set()
    for number in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": number,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_a_larger_world_starts_as_a_smaller_one() -> None:
    small, large = list(world(300, TODAY)), list(world(900, TODAY))
    assert large[: len(small) - 1] == small[:-1]


def test_what_the_caller_changes_does_not_come_back() -> None:
    untouched = list(world(900, TODAY))
    codes_of_touched = []
    for party in world(900, TODAY):
        codes_of_touched.append((party["code"], [c["last_name"] for c in party["contacts"]]))
        for contact in party["contacts"]:
            contact.clear()  # type: ignore[attr-defined]
    assert codes_of_touched == [
        (party["code"], [c["last_name"] for c in party["contacts"]]) for party in untouched
    ]


def test_a_million_is_as_soon_begun_as_a_few() -> None:
    assert next(world(1_000_000, TODAY))["code"] == "TREMB01"


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 7, 4)])
def test_any_day_will_do(day: date) -> None:
    for party in world(400, day):
        for contact in party["contacts"]:
            for note in contact["notes"]:
                assert note["date"] <= day.isoformat()


def test_fields(parties: list[PartyRow], contacts: list[ContactRow], notes: list[NoteRow]) -> None:
    assert {tuple(sorted(party)) for party in parties} == {tuple(sorted(PARTY_FIELDS.split()))}
    assert {tuple(sorted(c)) for c in contacts} == {tuple(sorted(CONTACT_FIELDS.split()))}
    assert {tuple(sorted(note)) for note in notes} == {tuple(sorted(NOTE_FIELDS.split()))}


def test_no_text_is_too_long_or_unfinished(parties: list[PartyRow]) -> None:
    for party in parties:
        for key, text in texts(party):
            assert len(text) <= LENGTHS.get(key, 2000), (key, text)
            assert not re.search(r"[{}@|_](?!.*\.example$)|  |None", text), (key, text)
            assert text == text.strip(), (key, text)


def test_codes_are_valid_and_unique_within_a_kind(parties: list[PartyRow]) -> None:
    for party in parties:
        assert re.fullmatch(r"[A-Z0-9_-]{1,10}", party["code"]), party["code"]
    assert max(Counter((party["kind"], party["code"]) for party in parties).values()) == 1


def test_what_comes_from_a_code_table_is_in_it(
    parties: list[PartyRow], contacts: list[ContactRow]
) -> None:
    groupings = {grouping for contact in contacts for grouping in contact["groupings"]}
    assert groupings | {p["grouping"] for p in parties if p["grouping"]} <= codes("contacttype")
    assert {contact["salutation"] for contact in contacts} <= codes("salutation") | {""}
    assert {record["country"] for record in contacts} <= codes("country")
    assert {record["province"] for record in contacts} <= codes("province") | {""}


def test_people_of_the_company(parties: list[PartyRow], notes: list[NoteRow]) -> None:
    people = users()
    logins = {user["login"] for user in people}
    assert 6 <= len(people) <= 8
    assert {user["role"] for user in people} == {"administrator", "editor", "reader"}
    assert {user["language"] for user in people} == {"fr", "en"}
    assert {party["salesperson"] for party in parties} <= logins | {None}
    readers = {user["login"] for user in people if user["role"] == "reader"}
    assert {note["author"] for note in notes} <= logins - readers


def test_company_is_visibly_made_up() -> None:
    facts = company()
    assert re.fullmatch(r"514 555-01\d\d", facts["phone"])
    assert facts["email"].endswith(".example")
    assert not set(facts["gst_number"]) & set("23456789")
    assert not set(facts["qst_number"]) & set("23456789")


def test_phones_belong_to_the_city(parties: list[PartyRow], contacts: list[ContactRow]) -> None:
    areas = {row["city"]: row["areas"].split("/") for row in rows("demo", "cities.csv")}
    for record in [*parties, *contacts]:
        for key in ("phone", "mobile", "fax"):
            number = str(record.get(key, ""))
            if not number:
                continue
            allowed = areas[record["city"]]
            if record["country"] == "FR":
                assert any(number.startswith(f"+33 {area[1:]} ") for area in allowed), record
            else:
                assert re.fullmatch(r"\d{3} 555-01\d\d", number), number
                assert number[:3] in allowed, (record["city"], number)


def test_postal_codes_belong_to_the_city(contacts: list[ContactRow]) -> None:
    prefixes = {row["city"]: row["prefixes"].split() for row in rows("demo", "cities.csv")}
    for contact in contacts:
        code = contact["postal_code"]
        if contact["country"] == "CA":
            assert re.fullmatch(r"[A-Z]\d[A-Z] \d[A-Z]\d", code), code
            assert code[:3] in prefixes[contact["city"]], (contact["city"], code)
        else:
            assert code in prefixes[contact["city"]], (contact["city"], code)


def test_addresses_of_mail_and_web_lead_nowhere(parties: list[PartyRow]) -> None:
    for party in parties:
        assert re.fullmatch(r"|www\.[a-z0-9-]+\.example", party["web"]), party["web"]
        mails = [contact["email"] for contact in party["contacts"] if contact["email"]]
        assert party["kind"] == "group" or len(set(mails)) == len(mails)
        for mail in [*mails, party["email"]]:
            assert re.fullmatch(r"|[a-z0-9.-]+@[a-z0-9-]+\.example", mail), mail


@pytest.mark.parametrize("role", ["purchasing", "payable"])
def test_ranks_are_unique_and_only_on_holders(parties: list[PartyRow], role: str) -> None:
    for party in parties:
        holders: list[dict[str, Any]] = [dict(contact) for contact in party["contacts"]]
        ranks = [c[f"{role}_rank"] for c in holders if c[f"{role}_rank"] is not None]
        assert len(set(ranks)) == len(ranks), party["code"]
        assert all(1 <= rank <= 999 for rank in ranks)
        assert all(c[role] or c[f"{role}_rank"] is None for c in holders)


def test_every_contact_has_a_name_and_days_are_days(contacts: list[ContactRow]) -> None:
    for contact in contacts:
        assert contact["first_name"] or contact["last_name"]
        assert re.fullmatch(r"--\d\d-\d\d", contact["anniversary"] or "--01-01")
        birth = contact["birth_date"] or "--01-01"
        date.fromisoformat(birth.replace("--", "2024-"))
        assert (contact["opted_out"] is None) == (contact["opted_out_reason"] == "")


def test_proportions(parties: list[PartyRow], contacts: list[ContactRow]) -> None:
    kinds = Counter(party["kind"] for party in parties)
    share = {kind: number / len(parties) for kind, number in kinds.items()}
    assert 0.6 < share["customer"] < 0.7
    assert 0.16 < share["prospect"] < 0.24
    assert 0.09 < share["supplier"] < 0.15
    assert 0.01 < share["group"] < 0.05
    settled = [party for party in parties if party["kind"] != "group"]
    assert 0.75 < sum(party["province"] == "QC" for party in settled) / len(settled) < 0.85
    customers = [party for party in parties if party["kind"] == "customer"]
    first = sum(any(c["purchasing_rank"] == 1 for c in p["contacts"]) for p in customers)
    assert 0.75 < first / len(customers) < 0.97
    assert {len(party["contacts"]) for party in customers} == set(range(1, 13))
    assert any(contact["purchasing"] and contact["payable"] for contact in contacts)
    assert any(contact["purchasing"] and not contact["purchasing_rank"] for contact in contacts)
    assert 0.02 < sum(contact["opted_out"] is not None for contact in contacts) / 6000 < 0.08
    assert 0.02 < sum(not contact["active"] for contact in contacts) / 6000 < 0.2


def test_names_come_as_often_as_in_quebec(contacts: list[ContactRow]) -> None:
    french = Counter(c["last_name"] for c in contacts if c["language"] == "fr" and c["last_name"])
    frequent = [name for name, _ in french.most_common(5)]
    assert frequent[0] == "Tremblay"
    assert set(frequent) <= {name.text for name in names()["fr"].last[:600]}
    assert {"Bélanger", "Lévesque", "Saint-Pierre", "D'Amours", "Nguyen"} <= set(french)


def test_a_default_world_has_no_namesakes() -> None:
    parties = list(world(400, TODAY))
    for key in ("name", "phone"):
        values = Counter(party[key] for party in parties if party[key])  # type: ignore[literal-required]
        assert [value for value, number in values.items() if number > 1] == []


def test_a_default_world_has_something_to_do() -> None:
    notes = [n for p in world(400, TODAY) for c in p["contacts"] for n in c["notes"]]
    due = [n["remind_on"] for n in notes if n["reminder_state"] == "pending" and n["remind_on"]]
    assert sum(day < "2026-01-15" for day in due) >= 5
    assert sum(day == "2026-01-15" for day in due) >= 2
    assert sum("2026-01-15" < day <= "2026-01-22" for day in due) >= 5


def test_groups_are_copies_of_contacts_that_exist(parties: list[PartyRow]) -> None:
    known = {(party["kind"], party["code"]): party for party in parties}
    for party in parties:
        for contact in party["contacts"]:
            assert (contact["copied_from"] is not None) == (party["kind"] == "group")
            if contact["copied_from"]:
                kind, code, place = contact["copied_from"]
                origin = known[kind, code]["contacts"][place]
                assert (origin["first_name"], origin["email"]) == (
                    contact["first_name"],
                    contact["email"],
                )


def test_notes_are_in_the_language_of_their_contact(contacts: list[ContactRow]) -> None:
    dictionaries = set(FRENCH.split()), set(ENGLISH.split())
    for contact in contacts:
        for note in contact["notes"]:
            words = re.findall(r"\w+", f"{note['subject']} {note['detail']}".lower())
            french, english = (sum(w in known for w in words) for known in dictionaries)
            in_french = contact["language"] == "fr"
            assert (french > english) if in_french else (english > french), note


def test_reminders(notes: list[NoteRow]) -> None:
    assert {note["reminder_state"] for note in notes} == {None, "pending", "done", "snoozed"}
    for note in notes:
        assert (note["remind_on"] is None) == (note["reminder_state"] is None)
        assert note["remind_on"] is None or note["remind_on"] >= note["date"], note
        snoozed = note["reminder_state"] == "snoozed"
        assert snoozed == (note["snoozed_to"] is not None)
        if snoozed:
            assert note["remind_on"] <= TODAY.isoformat() < note["snoozed_to"], note


def test_a_good_stock_of_texts_in_both_languages() -> None:
    stock = {language: rows("demo", f"notes_{language}.csv") for language in ("fr", "en")}
    assert min(len({row["subject"] for row in texts}) for texts in stock.values()) >= 60


def test_the_first_party_is_the_one_in_the_readme() -> None:
    party = next(world(400, TODAY))
    assert (party["code"], party["name"], party["city"]) == (
        "TREMB01",
        "Tremblay & Fils inc.",
        "Montréal",
    )
    people = {f"{c['first_name']} {c['last_name']}": c for c in party["contacts"]}
    marie, benoit, chloe = (people[n] for n in ("Marie Roy", "Benoît Côté", "Chloé Abel"))
    assert (marie["purchasing_rank"], marie["payable_rank"]) == (1, 2)
    assert (benoit["purchasing_rank"], benoit["payable"]) == (2, False)
    assert (chloe["purchasing"], chloe["purchasing_rank"]) == (True, None)
    assert marie["notes"] and chloe["notes"]
