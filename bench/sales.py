"""The questions of sales: lists, tabs, the pipeline, what is due; a quote saved."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.activities import LOGIN
from bench.calendars import QUARTER
from bench.data import DAY
from bench.figures import Call, Figure, timed
from bench.queries import PAGE, SEED, asked, ids
from bench.sale_rows import long_quote
from crmtui import demo_database
from models.database import close_database, open_database, rows
from models.due import due
from models.journal import act_as
from models.listing import Listing
from models.opportunity import SORTS, Opportunity
from models.pipeline import BY, pipeline
from models.quote import SORTS as QUOTE_SORTS
from models.quote import Quote
from models.user import User

DEPTHS = 6


def lists(samples: int, rounds: int) -> Iterator[Figure]:
    """A page of each list by each order, at any depth and both ways, by what it is narrowed to."""
    user = _user()
    for sort in SORTS:
        yield _opportunities(f"opportunities by {sort}", samples, rounds, sort=sort)
    for sort in SORTS:
        name = f"open opportunities by {sort}"
        yield _opportunities(name, samples, rounds, sort=sort, status="open")
    for sort in SORTS:
        name = f"one's open opportunities by {sort}"
        yield _opportunities(name, samples, rounds, sort=sort, status="open", owner=user)
    for name, asks in _narrowed(user):
        yield _opportunities(name, samples, rounds, **asks)
    for sort in QUOTE_SORTS:
        yield _quotes(f"quotes by {sort}", samples, rounds, sort=sort)
    for sort in QUOTE_SORTS:
        name = f"quotes in progress by {sort}"
        yield _quotes(name, samples, rounds, sort=sort, group="in-progress")
    for name, asks in _narrowed_quotes(user):
        yield _quotes(name, samples, rounds, **asks)


Narrowed = list[tuple[str, dict[str, Any]]]

SINCE = DAY - QUARTER


def _narrowed(user: int) -> Narrowed:
    return [
        ("lost opportunities", {"status": "lost"}),
        ("one's opportunities", {"owner": user}),
        ("opportunities at a stage", {"stage": "PROPOSAL"}),
        ("opportunities that close in a quarter", {"since": SINCE, "until": DAY}),
        ("opportunities narrowed to many", {"search": "branch"}),
        ("opportunities narrowed to few", {"search": "branch 77"}),
        ("opportunities narrowed to none", {"search": "zzqx"}),
    ]


def _narrowed_quotes(user: int) -> Narrowed:
    return [
        ("won quotes", {"group": "won"}),
        ("one's quotes", {"owner": user}),
        ("one's quotes in progress", {"owner": user, "group": "in-progress"}),
        ("quotes of a quarter", {"since": SINCE, "until": DAY}),
        ("quotes narrowed to many", {"search": "inc"}),
        ("quotes narrowed to few", {"search": "q2025 00777"}),
        ("quotes narrowed to none", {"search": "zzqx"}),
    ]


def _user() -> int:
    user = User.all()[LOGIN]
    act_as(user)
    return user


def _opportunities(name: str, samples: int, rounds: int, **asks: Any) -> Figure:
    return _figure(name, Opportunity, samples, rounds, asks)


def _quotes(name: str, samples: int, rounds: int, **asks: Any) -> Figure:
    return _figure(name, Quote, samples, rounds, asks)


def _figure(name: str, record: Any, samples: int, rounds: int, asks: dict[str, Any]) -> Figure:
    """Pages in both directions of the order, from its ends and from places anywhere in it."""
    anywhere = ids(record.table(), min(samples, DEPTHS))
    # Where what is wanted is sparse, a page is far longer than the rows that it shows.
    listings = [record.listing(**asks, descending=down) for down in (False, True)]
    every = record.listing(**{"sort": asks.get("sort", _first(record))})
    places = [every.place_of(key) for key in anywhere]
    calls = [
        asked(how, place, PAGE)
        for listing in listings
        for how in (listing.after, listing.before)
        for place in (None, *places)
    ]
    return timed(f"page of {name}", calls, 10, rounds)


def _first(record: Any) -> str:
    return "closes_on" if record is Opportunity else "number"


def questions(samples: int, rounds: int) -> Iterator[Figure]:
    """A contact's and a party's sales, one whole, the pipeline, and what is due."""
    user = _user()
    contacts = _of("SELECT contact_id FROM opportunity WHERE id IN ({})", samples, "opportunity")
    parties = _of("SELECT bill_to_id FROM quote WHERE id IN ({})", samples, "quote")
    opportunities, quotes = ids("opportunity", samples), ids("quote", samples)
    for name, listings in (
        ("a contact's opportunities", [Opportunity.listing(contact=c) for c in contacts]),
        ("a contact's quotes", [Quote.listing(contact=c) for c in contacts]),
        (
            "a contact's quotes in progress",
            [Quote.listing(contact=c, group="in-progress") for c in contacts],
        ),
        ("a party's opportunities", [Opportunity.listing(party=p) for p in parties]),
        ("a party's quotes", [Quote.listing(party=p) for p in parties]),
        ("an opportunity's quotes", [Quote.listing(opportunity=o) for o in opportunities]),
    ):
        yield timed(name, _first_pages(listings), 10, rounds)
    counts = [
        asked(count, contact)
        for contact in contacts
        for count in (Opportunity.count_open, Quote.count_in_progress)
    ]
    yield timed("a contact's counts of both", counts, 2, rounds)
    yield timed(
        "an opportunity whole", [asked(Opportunity.values_of, o) for o in opportunities], 10, rounds
    )
    yield timed("a quote whole", [asked(Quote.values_of, q) for q in quotes], 10, rounds)
    long = [asked(Quote.values_of, rows("SELECT max(id) FROM quote")[0][0])]
    yield timed("a quote of 500 lines whole", long, 50, rounds)
    for by in BY:
        yield timed(f"pipeline by {by}", [asked(pipeline, by)], 50, rounds)
        yield timed(f"one's pipeline by {by}", [asked(pipeline, by, user)], 15, rounds)
    yield timed("what is due, with sales", [asked(due, user, DAY)] * samples, 15, rounds)


def _of(query: str, samples: int, table: str) -> list[int]:
    marks = ", ".join(map(str, ids(table, samples)))
    return [key for (key,) in rows(query.format(marks))]


def _first_pages(listings: Sequence[Listing]) -> list[Call]:
    return [asked(listing.after, None, PAGE) for listing in listings]


def saving(samples: int, rounds: int) -> Iterator[Figure]:
    """Quotes made and changed in the demo company's database, each safe on the disk."""
    with TemporaryDirectory(prefix="crmtui-bench-") as folder:
        open_database(str(Path(folder) / "sales.db"), make=True)
        try:
            demo_database.fill(min(samples * 20, 1000), day=DAY)
            yield from _saved(samples, rounds)
        finally:
            act_as(None)
            close_database()


def _saved(samples: int, rounds: int) -> Iterator[Figure]:
    chosen = random.Random(SEED)
    act_as(User.all()["lgauthier"])
    customer, day = "TREMB01", DAY - dt.timedelta(days=1)
    few = {**long_quote(customer, day), "salesperson": "lgauthier"}
    many = dict(few)
    few["lines"] = few["lines"][:6]
    yield timed("a quote of 6 lines made", [asked(Quote.make, few)] * samples, 100, rounds)
    yield timed("a quote of 500 lines made", [asked(Quote.make, many)], 500, rounds)
    key = Quote.make(many).id

    def change() -> None:
        lines = Quote.values_of(key)["lines"]
        line = chosen.choice(lines)
        line["quantity"] += 1
        Quote.alter(key, {"lines": lines})

    yield timed("one line of 500 changed", [change] * min(samples, 10), 250, rounds)
