"""Writes a world through the models in large batches, its values taken as tidy as they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain, islice
from typing import Any

from bench import activities
from crmtui.demo import world
from crmtui.demo.shapes import PartyRow
from crmtui.demo_database import fill
from models.columns import DayColumn
from models.contact import Contact
from models.database import held_still
from models.entity import Entity
from models.journal import change
from models.note import Note
from models.party import Party
from models.rules import Saved

BATCH = 500

Values = dict[str, Any]
Progress = Callable[[int], None]


def load(size: int, day: dt.date, progress: Progress) -> None:
    """Fill the open, new database with the demo company and a world of so many contacts."""
    fill(0, day=day)
    with change("demo.make") as tx:
        activities.make_people(tx)
        activities.write_series(tx, day)
    planned = activities.Planned(day)
    parties = world(size, day, activities=False, sales=False)
    done = 0
    while batch := list(islice(parties, BATCH)):
        done += _write(batch, planned)
        progress(done)


def _write(batch: list[PartyRow], planned: activities.Planned) -> int:
    with change("demo.make") as tx, held_still():
        saved = Party.make_whole(tx, [_whole(Party.entity, dict(row)) for row in batch])
        people = list(_people(batch, saved))
        made = Contact.make_whole(tx, [_whole(Contact.entity, values) for values in people])
        notes = chain.from_iterable(
            _notes(values, contact.id) for values, contact in zip(people, made, strict=True)
        )
        Note.make_whole(tx, [_whole(Note.entity, values) for values in notes])
        activities.write([values for contact in made for values in planned.of(contact.id)])
    return len(people)


def _people(batch: list[PartyRow], saved: list[Saved]) -> Iterator[Values]:
    for row, party in zip(batch, saved, strict=True):
        of = {"party_id": party.id, "party": row["code"], "party_kind": row["kind"]}
        for contact in row["contacts"]:
            yield dict(contact) | of | {"email": _fitting(contact["email"])}


def _fitting(email: str) -> str:
    """An address as long as the column is: the longest names of all make a longer one."""
    most = int(Contact.email.max_length)
    return email if len(email) <= most else email[len(email) - most :].lstrip("-.")


def _notes(values: Values, contact: int) -> Iterator[Values]:
    for note in values["notes"]:
        yield {**note, "contact": contact}


def _whole(entity: Entity, row: Mapping[str, Any]) -> Values:
    """A record's values: those of the row over the blank ones, nothing for what has none."""
    values = entity.blank()
    values |= {name: row[name] for name in values if row.get(name) is not None}
    for name in _days(entity.name):
        values[name] = entity.field(name).column.tidy(row.get(name))
    return values | {name: row[name] for name in ("party_id",) if name in row}


@cache
def _days(entity: str) -> tuple[str, ...]:
    of = {e.name: e for e in (Party.entity, Contact.entity, Note.entity)}
    return tuple(f.name for f in of[entity] if isinstance(f.column, DayColumn))
