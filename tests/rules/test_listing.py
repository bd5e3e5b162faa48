"""Lists: a window read by key is what one sorted query would give, and no list sorts by itself."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from sample_records import contact, party

from models.code import Code
from models.contact import Contact
from models.database import database as peewee_database
from models.database import rows
from models.listing import FixedList, Listing
from models.note import Note
from models.party import Party
from models.party_list import SORTS
from models.rules import RuleBroken
from models.user import User

pytestmark = pytest.mark.usefixtures("database")
NAMES = ["Roy", "Côté", "cote", "Élan", "Œuf", "Zed", "roy", "Émile", "a", "Île", "Cote"]
Make = Callable[[bool], Listing]


@pytest.fixture
def many(database: object) -> int:
    """Some dozens of parties, contacts and notes with many equal sort keys; a party's id."""
    dice = random.Random(7)
    keys = [
        party(
            f"P{i}",
            name=dice.choice(NAMES),
            city=dice.choice(["", *NAMES]),
            active=dice.random() > 0.2,
            salesperson=dice.choice(["", "marie"]),
            grouping=dice.choice(["", "VIP"]),
        )
        for i in range(45)
    ]
    for i in range(60):
        someone = contact(
            keys[0] if i % 2 else dice.choice(keys),
            dice.choice(NAMES),
            first_name=dice.choice(NAMES),
            purchasing=dice.random() > 0.5,
            payable_rank=dice.choice([None, dice.randint(1, 9)]),
            groupings=dice.choice([[], ["VIP"]]),
        )
        day = dt.date(2026, 1, 1) + dt.timedelta(days=dice.randint(0, 9))
        Note.make({"contact": someone, "subject": f"n{i}", "date": day})
    return keys[0]


LISTS: dict[str, Callable[[int, bool], Listing]] = {
    **{
        f"parties by {sort}": lambda key, down, sort=sort: Party.listing(  # type: ignore[misc]
            "customer", sort=sort, descending=down
        )
        for sort in SORTS
    },
    "inactive parties too": lambda key, down: Party.listing(
        "customer", inactive=True, descending=down
    ),
    "parties of a salesperson": lambda key, down: Party.listing(
        "customer", salesperson="marie", descending=down
    ),
    "parties of a city": lambda key, down: Party.listing("customer", city="cote", descending=down),
    "parties of a grouping": lambda key, down: Party.listing(
        "customer", grouping="vip", descending=down
    ),
    "parties found": lambda key, down: Party.listing("customer", search="ro", descending=down),
    "contacts": lambda key, down: Contact.listing(descending=down),
    "contacts of a party": lambda key, down: Contact.listing(party=key, descending=down),
    "contacts of a type": lambda key, down: Contact.listing(
        party=key, role="payable", descending=down
    ),
    "all contacts of a type": lambda key, down: Contact.listing(
        role="purchasing", descending=down
    ),
    "contacts of a grouping": lambda key, down: Contact.listing(grouping="VIP", descending=down),
    "contacts found": lambda key, down: Contact.listing(search="co", descending=down),
    "notes": lambda key, down: Note.listing(descending=down),
    "notes of a party": lambda key, down: Note.listing(party=key, descending=down),
    "codes": lambda key, down: Code.listing("province", descending=down),
    "users": lambda key, down: User.listing(descending=down),
}  # fmt: skip


def whole(listing: Listing) -> list[int]:
    """The ids by one query with the whole order, the oracle."""
    order = [c.desc() if listing.descending else c for c in listing.order]
    query = listing.query.select(listing.key).order_by(*order)
    return [key for (key,) in query.tuples()]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("name", LISTS)
def test_pages_forward_and_backward_are_what_one_query_gives(
    many: int, name: str, down: bool
) -> None:
    listing = LISTS[name](many, down)
    expected = whole(listing)
    assert expected
    forward: list[Any] = []
    while page := listing.after(forward[-1].position if forward else None, 7):
        forward += page
    assert [r.key for r in forward] == expected
    backward: list[Any] = []
    while page := listing.before(backward[0].position if backward else None, 7):
        backward = page + backward
    assert [r.key for r in backward] == expected
    middle = forward[len(forward) // 2]
    assert listing.at(middle.position, 1) == [middle]
    assert [key for page in listing.keys(chunk=9) for key in page] == expected
    assert [key for page in listing.keys(11, chunk=4) for key in page] == expected[:11]
    assert listing.count(1_000) == len(expected)
    assert listing.count(3) == min(3, len(expected))


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_at_a_depth_equals_offset(many: int, sort: str) -> None:
    listing = Party.listing("customer", sort=sort, inactive=True)
    expected = whole(listing)
    for depth in (1, 10, 30, 44):
        (before,) = listing.at(listing.after(None, depth)[-1].position, 1)
        query = listing.query.select(listing.key).order_by(*listing.order)
        offset = [k for (k,) in query.limit(5).offset(depth).tuples()]
        assert [r.key for r in listing.after(before.position, 5)] == offset
    assert len(expected) == 45


def test_french_order_and_a_row_that_was_deleted_between_pages(many: int) -> None:
    for name in ("cote", "côte", "coté", "côté", "Coter"):
        party(f"X{len(rows('SELECT id FROM party'))}", "prospect", name=name)
    listing = Party.listing("prospect")
    assert [r.cells[1] for r in listing.after(None, 9)] == ["cote", "côte", "coté", "côté", "Coter"]
    page = listing.after(None, 2)
    Party.remove(page[-1].key)
    assert [r.cells[1] for r in listing.after(page[-1].position, 9)] == ["coté", "côté", "Coter"]


def test_an_unknown_sort_or_type_is_refused(many: int) -> None:
    with pytest.raises(RuleBroken, match="rule.sort"):
        Party.listing("customer", sort="name; DROP TABLE party")
    with pytest.raises(RuleBroken, match="rule.choice"):
        Contact.listing(role="x")


def plans(listing: Listing, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The query plans of a first page, one in the middle and one before it."""
    asked: list[tuple[str, Any]] = []
    real = peewee_database.execute_sql

    def kept(sql: str, params: Any = None, *more: Any) -> Any:
        asked.append((sql, params))
        return real(sql, params, *more)

    with monkeypatch.context() as patch:
        patch.setattr(peewee_database, "execute_sql", kept)
        position = listing.after(None, 5)[-1].position
        listing.after(position, 5)
        listing.before(position, 5)
    return [
        " | ".join(step[3] for step in rows(f"EXPLAIN QUERY PLAN {sql}", tuple(params or ())))
        for sql, params in asked
        if "SELECT" in sql and "PRAGMA" not in sql
    ]


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("parties by name", "party_name"),
        ("parties by code", "sqlite_autoindex_party"),
        ("parties by city", "party_city"),
        ("inactive parties too", "party_name"),
        ("parties of a salesperson", "party_salesperson"),
        ("parties of a grouping", "party_grouping"),
        ("contacts", "contact_name"),
        ("contacts of a party", "contact_party"),
        ("notes", "note_date"),
        ("codes", "code_position"),
        ("users", "sqlite_autoindex_user"),
    ],
)
@pytest.mark.parametrize("down", [False, True])
def test_each_list_uses_its_index_and_sorts_nothing(
    many: int, name: str, index: str, down: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for plan in plans(LISTS[name](many, down), monkeypatch):
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_notes_of_a_contact_use_its_index(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    (contact_id,) = rows("SELECT contact_id FROM note GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]
    for plan in plans(Note.listing(contact=contact_id), monkeypatch):
        assert "note_contact" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_a_short_list_in_memory_reads_alike() -> None:
    listed = FixedList.of(("name",), [(i, (f"n{i}",)) for i in range(5)])
    assert [r.key for r in listed.after(None, 2)] == [0, 1]
    assert [r.key for r in listed.after((1,), 9)] == [2, 3, 4]
    assert [r.key for r in listed.before(None, 2)] == [3, 4]
    assert [r.key for r in listed.before((2,), 9)] == [0, 1]
    assert [r.key for r in listed.at((4,), 9)] == [4]
