"""The fields of the forms of sales, and where they stand above their lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.entity import Entity, Field
from models.opportunity import Opportunity
from models.quote import Quote
from screens.widgets.layout import Place
from screens.widgets.record_field import RecordColumn


def _looked_up(table: str, name: str, *, required: bool = False) -> Field:
    return Field(RecordColumn(table), name=name, kept=False, required=required)


def _shared(record: Any, *names: str) -> tuple[Field, ...]:
    return tuple(replace(record.entity.field(name), kept=False, name=name) for name in names)


OPPORTUNITY_FORM = Entity(
    "opportunity_form",
    "opportunity_forms",
    None,
    (
        _looked_up("contact", "contact", required=True),
        *_shared(
            Opportunity,
            *("description", "stage", "probability", "status", "lost_reason"),
            *("opened_on", "closes_on", "owner", "note"),
        ),
    ),
    {},
    words="opportunity",
)

OPPORTUNITY_PLACES = (
    Place("contact", 0, first=True),
    Place("description", 0, first=True),
    Place("stage", 13, first=True),
    Place("probability", 4),
    Place("status", 11),
    Place("lost_reason", 12, when="status=lost"),
    Place("opened_on", 12, first=True),
    Place("closes_on", 12),
    Place("owner", 11),
    Place("note", 0, first=True, height=2, aside=True),
)

QUOTE_FORM = Entity(
    "quote_form",
    "quote_forms",
    None,
    (
        _looked_up("party", "bill_to", required=True),
        _looked_up("contact", "contact"),
        *_shared(Quote, *("date", "valid_until", "reference", "terms", "salesperson"), *("note",)),
    ),
    {},
    words="quote",
)

QUOTE_PLACES = (
    Place("bill_to", 0, first=True),
    Place("contact", 0, first=True),
    Place("date", 12, first=True),
    Place("valid_until", 12),
    Place("terms", 10),
    Place("reference", 18, first=True),
    Place("salesperson", 12),
    Place("note", 0, first=True, height=2, aside=True),
)
