"""Measures what there is to measure and prints it beside its target: `python -m bench`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

from bench.data import SIZE, ready
from models.card import brief, contact_card, party_card
from models.contact import Contact
from models.database import close_database, open_database, rows
from models.listing import Listing
from models.party import SORTS, Party
from models.search import Filters, find

ROUNDS = 40
PAGE = 23

QUERIES: tuple[str, ...] = (
    "ma",
    "tre",
    "boulangerie",
    "mar tremb",
    "mar tremb 514",
    "info@",
    "514 555",
    "0142",
)
QUERIES += ("côté", "zzzz")


def milliseconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def measure(name: str, target: float, calls: list[Callable[[], object]]) -> bool:
    """Measure calls in turn, print median and 99th percentile; whether the target is kept."""
    times = [milliseconds(call) for _ in range(ROUNDS) for call in calls]
    worst = statistics.quantiles(times, n=100)[98]
    kept = worst <= target
    median = statistics.median(times)
    word = "ok" if kept else "MISSED"
    sys.stdout.write(
        f"{name:44} p50 {median:7.2f}  p99 {worst:7.2f}  <= {target:5.0f} ms  {word}\n"
    )
    return kept


def _looks(filters: Filters) -> list[Callable[[], object]]:
    def look(text: str) -> Callable[[], object]:
        return lambda: find(text, filters).after(None, PAGE)

    return [look(text) for text in QUERIES]


def _pages(listing: Listing) -> list[Callable[[], object]]:
    first = listing.after(None, PAGE)
    last = listing.before(None, PAGE)
    return [
        lambda: listing.after(None, PAGE),
        lambda: listing.after(first[-1].position, PAGE),
        lambda: listing.before(last[0].position, PAGE),
        lambda: listing.before(None, PAGE),
    ]


def run() -> bool:
    """Measure the open database; whether every target is kept."""
    party = rows("SELECT party_id FROM contact_role WHERE rank = 1 LIMIT 1")[0][0]
    contact = rows("SELECT id FROM contact LIMIT 1 OFFSET 50")[0][0]
    kept = [measure("lookup among customers", 20, _looks(Filters()))]
    kept.append(measure("lookup among groups, which are few", 20, _looks(Filters(kind="group"))))
    for sort in SORTS:
        listing = Party.listing("customer", sort=sort)
        kept.append(measure(f"a page of customers by {sort}", 10, _pages(listing)))
    kept.append(measure("a page of contacts", 10, _pages(Contact.listing())))
    of_type = Contact.of_type(party, "purchasing")
    kept.append(measure("contacts of a type by rank", 2, [lambda: of_type.after(None, PAGE)]))
    kept.append(measure("a party's card", 10, [lambda: party_card(party)]))
    kept.append(measure("a contact whole", 10, [lambda: contact_card(contact)]))
    kept.append(measure("a contact in three lines", 10, [lambda: brief(contact)]))
    return all(kept)


def main() -> int:
    """Measure a database of the size asked for; status 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="contacts in the database")
    size = parser.parse_args().size
    open_database(str(ready(size)))
    try:
        sys.stdout.write(f"{size} contacts, {ROUNDS} rounds, a page of {PAGE} rows\n")
        return 0 if run() else 1
    finally:
        close_database()


if __name__ == "__main__":
    sys.exit(main())
