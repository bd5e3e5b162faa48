"""The people of a mailing on the command line: in or out, and why; what became of each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from crmtui.cli.output import marks, write_csv, write_json, write_table
from crmtui.failures import say
from crmtui.i18n import t
from crmtui.mail.words import reason_text
from models.listing import Position
from models.mailing_audience import Audience
from models.mailing_recipient import recipients

_PAGE = 200
_SHOWN = ("contact", "name", "language", "address", "result", "reason")


@dataclass(frozen=True)
class Person:
    """Somebody of an audience; `id` is what a produced mailing knows them by, else 0."""

    id: int
    contact: int
    name: str
    language: str
    address: str
    status: str
    reason: str
    detail: str

    @property
    def why(self) -> str:
        """Why they get nothing, in words."""
        return reason_text(self.reason, self.detail) if self.reason or self.detail else ""

    @property
    def result(self) -> str:
        """What becomes of them, in words."""
        if self.status in ("in", "out"):
            return t(f"cli.mailing.is_{self.status}")
        return t(f"choice.recipient_{self.status}")

    def json(self) -> dict[str, Any]:
        """All of it, the reason in words besides."""
        return asdict(self) | {"why": self.why}


def judged_people(audience: Audience) -> Iterator[Person]:
    """Everybody whom a draft may be for, as they are judged."""
    for judged in audience.all():
        yield Person(
            0,
            judged.contact,
            judged.name,
            judged.language,
            judged.address,
            "out" if judged.reason else "in",
            judged.reason,
            judged.detail,
        )


def people_of(key: int, status: str = "") -> Iterator[Person]:
    """Everybody whom a produced mailing is for, or those of a status alone."""
    listing = recipients(key, status)
    position: Position | None = None
    while page := listing.after(position, _PAGE):
        for row in page:
            cells = dict(zip(listing.names, row.cells, strict=True))
            cells = {name: cells[name] for name in Person.__dataclass_fields__ if name != "id"}
            yield Person(row.key, **cells)
        position = page[-1].position


def write_people(people: Iterator[Person], args: argparse.Namespace, *, only_out: bool) -> None:
    """Write people in the format asked for."""
    wanted = (p for p in people if not only_out or p.status in ("out", "skipped", "failed"))
    if args.format == "json":
        write_json(person.json() for person in wanted)
    elif args.format == "csv":
        names = [*Person.__dataclass_fields__, "why"]
        write_csv(names, ([str(v) for v in person.json().values()] for person in wanted))
    else:
        headings = [t(f"cli.mailing.column.{name}") for name in _SHOWN]
        mark, _ = marks(args.settings.ascii)
        if not write_table(headings, map(_cells, wanted), mark, firm=(0,)):
            say(t("cli.nothing"))


def _cells(person: Person) -> list[str]:
    address = person.address.replace("\n", ", ")
    return [
        str(person.contact),
        person.name,
        person.language,
        address,
        person.result,
        person.why,
    ]
