"""Mailings, letters, labels and documents: who is in, what is printed, lists that people open."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.data import DAY
from bench.figures import Call, Figure, milliseconds, percentile, timed
from bench.queries import PAGE, asked, ids
from crmtui.mail import labels, letters
from models.database import close_database, execute_many, open_database
from models.document import Document
from models.journal import act_as, change
from models.mailing import Mailing
from models.mailing_audience import Audience, sample
from models.mailing_outbox import produce, waiting
from models.mailing_recipient import recipients, sends_of
from models.user import User

_TEXT = "Bonjour {{ contact.name }},\n\n" + "Une phrase de {{ party.name }} en sept mots. " * 20
# How many sends and documents somebody has in the lists that are measured.
_SENDS, _DOCUMENTS = 60, 40


def mailings(path: Path, samples: int, rounds: int) -> Iterator[Figure]:
    """Everything about mailings, in a copy of a database since it is written to."""
    with TemporaryDirectory(prefix="crmtui-bench-") as folder:
        copy = Path(folder) / "mailings.db"
        shutil.copy(path, copy)
        open_database(str(copy))
        try:
            act_as(User.all()["lgauthier"])
            yield from _judged(samples, rounds)
            yield from _printed()
            yield from _looked_at(samples, rounds)
        finally:
            act_as(None)
            close_database()


def _made(name: str, channel: str) -> int:
    kinds = dict.fromkeys(("to_customers", "to_suppliers", "to_prospects", "to_groups"), True)
    texts = {"subject_fr": "Nouvelles de {{ party.name }}", "text_fr": _TEXT}
    return Mailing.make(Mailing.blank() | {"name": name, "channel": channel} | kinds | texts).id


def _judged(samples: int, rounds: int) -> Iterator[Figure]:
    """The whole audience: everybody there is, in the preview's batches and when it is produced."""
    key = _made("À tous par courriel", "email")
    total = Audience(key).total
    yield timed("whom a mailing may be for, all", [asked(Audience, key)], None, rounds)
    audience = Audience(key)
    times = []
    while audience.judged < audience.total:
        times.append(milliseconds(audience.next))
    rate = total / (sum(times) / 1000)
    yield Figure("people judged in the preview", rate, 3_000, "rows/s", f"{total:,}", least=True)
    yield Figure("a batch of the preview, p99", percentile(times, 0.99), 150)
    began = perf_counter()
    made = produce(key)
    rate = total / (perf_counter() - began)
    beside = f"{made.n_in:,} in, {made.n_out:,} out"
    yield Figure("people of a mailing produced", rate, 2_000, "rows/s", beside, least=True)
    values = Mailing.values_of(_made("Un brouillon", "email"))
    people = ids("contact", samples)
    yield timed("a text on a real contact", [asked(sample, values, c) for c in people], 20, rounds)
    yield timed("how many wait", [asked(waiting, key)], 50, rounds)
    yield timed(
        "page of a mailing's people", [asked(recipients(key).after, None, PAGE)], 10, rounds
    )


def _printed() -> Iterator[Figure]:
    """Letters and labels of everybody there is who has an address."""
    key = _made("À tous par la poste", "postal")
    produce(key)
    # The first one loads what it needs.
    letters.write_pdf(key, _Counted(), only=[])
    for name, write, least in (
        ("letters as text", letters.write_text, 500),
        ("letters as PDF", letters.write_pdf, 500),
        ("labels as PDF", labels.write_pdf, 5_000),
        ("labels as text", labels.write_text, 5_000),
    ):
        yield _written(name, write, key, least)


def _written(name: str, write: Callable[..., Any], key: int, least: float) -> Figure:
    out = _Counted()
    began = perf_counter()
    count = len(write(key, out).recipients)
    rate = count / (perf_counter() - began)
    beside = f"{count:,} in {out.size / 1e6:,.1f} MB"
    return Figure(name, rate, least, "rows/s", beside, least=True)


class _Counted(io.RawIOBase):
    """A file that keeps nothing but its size."""

    size = 0

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


def _looked_at(samples: int, rounds: int) -> Iterator[Figure]:
    """What is opened from a contact: what was sent to it, what is attached to it."""
    people = ids("contact", samples)
    _write_sends(people)
    _write_documents(people)
    sends: list[Call] = [asked(sends_of(contact).after, None, PAGE) for contact in people]
    yield timed("page of a contact's sends", sends, 10, rounds)
    documents: list[Call] = [
        asked(lambda of: Document.listing("contact", of).after(None, PAGE), contact)
        for contact in people
    ]
    yield timed("a contact's documents", documents, 10, rounds)
    yield timed(
        "how many documents a contact has",
        [asked(Document.count, "contact", contact) for contact in people],
        2,
        rounds,
    )
    pages: list[Call] = [asked(Mailing.listing().after, None, PAGE)]
    yield timed("page of mailings with their counts", pages, 50, rounds)


def _write_sends(people: list[int]) -> None:
    """Write many short mailings that some people got."""
    made = [_made(f"Envoi {n}", "email") for n in range(_SENDS)]
    with change("demo.make"):
        execute_many(
            "INSERT INTO mailing_recipient (mailing_id, contact_id, status, address, address_key,"
            " subject, body, sent_at) VALUES (?, ?, 'sent', 'a@b.example', ?, 's', ?, ?)",
            [
                (mailing, contact, str(contact), "texte " * 100, f"{DAY}T14:00:00Z")
                for mailing in made
                for contact in people
            ],
        )


def _write_documents(people: list[int]) -> None:
    sha256 = hashlib.sha256(b"x").hexdigest()
    with change("demo.make") as tx:
        blank = Document.entity.blank() | {"type": "text/plain", "size": 1, "sha256": sha256}
        Document.make_all(
            tx,
            [
                blank | {"contact": contact, "name": f"{n}.txt"}
                for contact in people
                for n in range(_DOCUMENTS)
            ],
        )
