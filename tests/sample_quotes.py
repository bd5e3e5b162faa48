"""A customer who is quoted, and quotes to it in one line."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from sample_records import contact, party

from models.database import rows
from models.quote import Quote

TODAY = dt.date(2026, 11, 24)
CHAI = {"description": "Thé Chai", "quantity": "3", "unit_price": "10.10"}


@contextmanager
def quoted_customer() -> Iterator[int]:
    """A customer whose purchaser of rank 1 is Roy, on a Tuesday afternoon."""
    with time_machine.travel("2026-11-24T14:00:00-05:00", tick=False):
        key = party("T1", address1="1, rue A", city="Laval", province="QC", postal_code="H7A 1A1")
        contact(key, "Roy", purchasing=True, purchasing_rank=1)
        contact(key, "Abel")
        yield key


def make(**values: Any) -> int:
    """Make a quote of 3 × 10.10 to the customer and return its id."""
    return Quote.make({"bill_to": "T1", "lines": [CHAI]} | values).id


def person(name: str) -> int:
    """The id of a contact by last name."""
    return int(rows("SELECT id FROM contact WHERE last_name = ?", (name,))[0][0])
