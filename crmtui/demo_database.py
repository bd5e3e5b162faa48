"""The demo company's database: made whole under another name, then put in its place."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast

from crmtui.demo import ContactRow, PartyRow, company, diary, users, world
from crmtui.demo_activities import write_activities
from crmtui.demo_documents import write_documents
from crmtui.demo_mailings import Ties, Written, produce, set_mail, write_drafts
from crmtui.demo_sales import (
    Offered,
    Whose,
    offered,
    write_items,
    write_opportunities,
    write_quotes,
)
from crmtui.opening import ship_codes
from models.contact import Contact
from models.database import close_database, open_database, plain_faults
from models.document_store import folder_of
from models.journal import Change, act_as, change
from models.note import Note
from models.party import Party
from models.setting import change_setting, today
from models.upkeep import retire
from models.user import User

DEFAULT_SIZE = 1000
# So many contacts a transaction: few enough that a bar moves, enough that a commit is cheap.
_BATCH = 500

Progress = Callable[[int], None]
Row = dict[str, Any]


def make(target: Path, size: int, progress: Progress = lambda done: None) -> None:
    """Make a demo database of `size` contacts at `target`, in place of the one there, if any.

    `progress` is told how many contacts are written. Raises `DatabaseUnusable`, where another
    session has the old one open, say.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(target)
    if target.exists():
        retire(target)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        open_database(str(part), make=True)
        with plain_faults(str(part)):
            fill(size, progress)
        close_database()
        # Asked first so as not to work for nothing, and again since time has passed.
        if target.exists():
            retire(target)
        os.replace(part, target)
        _move_documents(part, target)
    finally:
        close_database()
        act_as(None)
        _remove(part)


def fill(size: int, progress: Progress = lambda done: None, day: dt.date | None = None) -> None:
    """Fill the open, new database with the demo company, its people and their world."""
    act_as(None)
    ship_codes()
    with change("demo.make") as tx:
        User.make_all(tx, cast(list[Row], users()))
    _set_company(company())
    day = day or today()
    with change("demo.make") as tx:
        write_items(tx)
        write_activities(tx, [(dict(row), None) for row in diary(day)], day)
    write_drafts(day)
    ties = Ties(day, User.all()[user()])
    done = 0
    quotes: list[Offered] = []
    for batch in _batches(world(size, day)):
        contacts, found = _write(batch, day, ties)
        quotes += found
        done += contacts
        progress(done)
    write_quotes(quotes)
    write_documents()
    produce(day)


def user() -> str:
    """The login to try the demo as: its administrator."""
    return str(users()[0]["login"])


def _set_company(facts: dict[str, str]) -> None:
    address = [facts["address1"], facts["address2"]]
    place = f"{facts['city']} ({facts['province']}) {facts['postal_code']}"
    change_setting("CompanyName", facts["name"])
    change_setting("CompanyAddress", "\n".join(line for line in [*address, place] if line))
    change_setting("CompanyPhone", facts["phone"])
    change_setting("CompanyEmail", facts["email"])
    numbers = (f"TPS/GST {facts['gst_number']}", f"TVQ/QST {facts['qst_number']}")
    change_setting("CompanyTaxNumbers", "\n".join(numbers))
    set_mail(facts["email"].partition("@")[2])


def _batches(parties: Iterable[PartyRow]) -> Iterator[list[PartyRow]]:
    batch: list[PartyRow] = []
    contacts = 0
    for party in parties:
        batch.append(party)
        contacts += len(party["contacts"])
        if contacts >= _BATCH:
            yield batch
            batch, contacts = [], 0
    if batch:
        yield batch


def _write(batch: list[PartyRow], day: dt.date, ties: Ties) -> tuple[int, list[Offered]]:
    """Write parties with their contacts and all that is done with them, but for quotes.

    Returns how many contacts, and the quotes: their numbers follow their dates.
    """
    with change("demo.make") as tx:
        parties = Party.make_all(tx, [_own(party, "contacts") for party in batch])
        contacts = [
            (saved.id, place, contact, party)
            for saved, party in zip(parties, batch, strict=True)
            for place, contact in enumerate(party["contacts"])
        ]
        made = Contact.make_all(
            tx, [_own(of, *_OTHERS) | _party(key, party) for key, _, of, party in contacts]
        )
        people = [
            Written(saved.id, key, (party["kind"], party["code"], place), party, of)
            for saved, (key, place, of, party) in zip(made, contacts, strict=True)
        ]
        ties.write(tx, people)
        theirs = [(_whose(each), each.row) for each in people]
        notes = [{**note, "contact": who.contact} for who, of in theirs for note in of["notes"]]
        Note.make_all(tx, notes)
        planned = [(dict(row), who.contact) for who, of in theirs for row in of["activities"]]
        write_activities(tx, planned, day)
        return len(contacts), _write_sales(tx, theirs)


_OTHERS = ("notes", "activities", "opportunities", "quotes", "copied_from")


def _write_sales(tx: Change, theirs: list[tuple[Whose, ContactRow]]) -> list[Offered]:
    found = [(row, who) for who, of in theirs for row in of["opportunities"]]
    keys = iter(write_opportunities(tx, found))
    return [
        quote
        for who, of in theirs
        for quote in offered(of["quotes"], who, list(islice(keys, len(of["opportunities"]))))
    ]


def _whose(who: Written) -> Whose:
    party = who.party
    return Whose(who.id, party["code"], party["kind"], party["language"])


def _own(row: Any, *others: str) -> Row:
    return {name: value for name, value in row.items() if name not in others}


def _party(key: int, party: PartyRow) -> Row:
    return {"party_id": key, "party": party["code"], "party_kind": party["kind"]}


def _sweep(target: Path) -> None:
    """Remove what runs that were cut off left behind."""
    for left in target.parent.glob(f"{target.name}.*.part*"):
        found = re.fullmatch(r"(.*\.(\d+)\.part)(\.documents)?", left.name)
        if found and not _runs(int(found[2])):
            _remove(left.with_name(found[1]))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _move_documents(part: Path, target: Path) -> None:
    """Put the new database's documents in the place of the old one's."""
    shutil.rmtree(folder_of(target), ignore_errors=True)
    if folder_of(part).exists():
        os.replace(folder_of(part), folder_of(target))


def _remove(path: Path) -> None:
    shutil.rmtree(folder_of(path), ignore_errors=True)
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
