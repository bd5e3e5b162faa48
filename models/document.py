"""Documents on contacts, activities, opportunities and quotes (spec 6)."""

from __future__ import annotations

import mimetypes
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import peewee as pw

from models import document_store as store
from models.activity import Activity
from models.checks import clean
from models.columns import LineColumn, NumberColumn
from models.database import rows
from models.entity import Entity, Field, Values
from models.journal import Change, change
from models.listing import Listing
from models.record import Record
from models.rules import Missing, RuleBroken, Saved
from models.setting import setting
from models.user import User

# What documents can be on, by the word for it.
OWNERS = ("contact", "activity", "opportunity", "quote")

MOST_NAME = 120
MEGABYTE = 1 << 20

# What some system takes for a device, whatever its ending.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def safe_name(text: str) -> str:
    """A name under which a file can be kept in any folder, of that folder and no other.

    What is before a last slash goes, so do signs that some system reads otherwise; the ending
    stays where the name is cut.
    """
    name = re.split(r"[/\\]", clean(text.replace("\0", "")))[-1]
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    if name.startswith(("-", "~")):
        # An option to whoever reads it from a command line, or somebody's home.
        name = f"_{name[1:]}"
    if not name or _DEVICES.match(name):
        name = f"document{'_' if name else ''}{name}"
    if len(name) <= MOST_NAME and len(name.encode()) <= 2 * MOST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f"{dot}{ending}"[:16] if stem else ""
    kept = (stem or name).encode()[: MOST_NAME - len(tail.encode())].decode(errors="ignore")
    return f"{kept.strip()}{tail}"


class Document(Record):
    """A file on a record; its content is in the store, once whatever the number of documents."""

    contact = NumberColumn(1, 2**62, column_name="contact_id", null=True)
    activity = NumberColumn(1, 2**62, column_name="activity_id", null=True)
    opportunity = NumberColumn(1, 2**62, column_name="opportunity_id", null=True)
    quote = NumberColumn(1, 2**62, column_name="quote_id", null=True)
    name = LineColumn(max_length=MOST_NAME)
    type = LineColumn(max_length=100)
    size = NumberColumn(0, 2**62)
    sha256 = LineColumn(max_length=64)
    created_by = pw.ForeignKeyField(User, column_name="created_by_id", null=True)

    class Meta:
        table_name = "document"

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """Its type, which its name tells."""
        return {"type": mimetypes.guess_type(values["name"])[0] or ""}

    @classmethod
    def attach(cls, of: str, key: int, source: Path | BinaryIO, name: str = "") -> Saved:
        """Attach a file to a record. Raises `RuleBroken`.

        Its content is written and hashed before the transaction that names it begins.
        """
        cls._refuse_unseen(of, key)
        if isinstance(source, Path):
            with store.source_file(source) as file:
                return cls._attach(of, key, file, safe_name(name or source.name))
        return cls._attach(of, key, source, safe_name(name))

    @classmethod
    def _attach(cls, of: str, key: int, file: BinaryIO, name: str) -> Saved:
        most = int(setting("DocumentLimitMB")) * MEGABYTE
        with store.incoming(file, most) as content, change("document.attach") as tx:
            cls._refuse_unseen(of, key)
            values = {
                **cls.entity.blank(),
                of: key,
                "name": _free_name(of, key, name),
                "size": content.size,
                "sha256": content.sha256,
            }
            store.put(content)
            return cls.make_all(tx, [values])[0]

    @classmethod
    def _refuse_unseen(cls, of: str, key: int) -> None:
        """Refuse a record that is not there, and another user's private activity."""
        if of not in OWNERS:
            raise RuleBroken("rule.choice", text=of, choices=", ".join(OWNERS))
        if of == "activity":
            Activity.refuse_hidden(key)
        if not rows(f"SELECT 1 FROM {of} WHERE id = ?", (key,)):
            raise Missing("rule.gone", id=key)

    @classmethod
    def seen(cls, key: int) -> Values:
        """A document's values, where the user may see what it is on. Raises `Missing`."""
        values = cls.values_of(key)
        of = cls.owner(values)
        cls._refuse_unseen(of, values[of])
        return values

    @staticmethod
    def owner(values: Mapping[str, Any]) -> str:
        """The word for what a document is on."""
        return next(of for of in OWNERS if values[of] is not None)

    @classmethod
    def copy(cls, key: int, target: BinaryIO) -> None:
        """Write a document's content into a file that is not named yet. Raises `RuleBroken`."""
        values = cls.seen(key)
        try:
            store.copy(values["sha256"], values["size"], target)
        except RuleBroken as broken:
            raise RuleBroken(broken.key, name=values["name"]) from None

    @classmethod
    def beginning(cls, key: int, most: int) -> bytes:
        """The first bytes of a document, once all of it was checked. Raises `RuleBroken`."""
        values = cls.seen(key)
        try:
            return store.beginning(values["sha256"], values["size"], most)
        except RuleBroken as broken:
            raise RuleBroken(broken.key, name=values["name"]) from None

    @classmethod
    def alter(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change a document that the user may see. Raises `RuleBroken`."""
        cls.seen(key)
        return super().alter(key, values, version=version, lenient=lenient)

    @classmethod
    def rename(cls, key: int, name: str) -> Saved:
        """Call a document otherwise. Raises `RuleBroken`."""
        if not clean(name):
            raise RuleBroken("rule.required", field="name")
        values = cls.seen(key)
        of = cls.owner(values)
        return cls.alter(key, {"name": _free_name(of, values[of], safe_name(name), key)})

    @classmethod
    def remove(cls, key: int) -> None:
        """Take a document off its record; what it held can be taken back for some weeks."""
        cls.seen(key)
        super().remove(key)

    @classmethod
    def remove_others(cls, tx: Change, key: int) -> None:
        """Its content is put aside where no other document has it."""
        sha256 = rows("SELECT sha256 FROM document WHERE id = ?", (key,))[0][0]
        found = rows("SELECT 1 FROM document WHERE sha256 = ? AND id <> ?", (sha256, key))
        if not found:
            store.put_aside(sha256)

    @classmethod
    def count(cls, of: str, key: int) -> int:
        """How many documents a record has, of those that the user may see."""
        if of == "activity" and Activity.hidden_among([key]):
            return 0
        return int(rows(f"SELECT count(*) FROM document WHERE {of}_id = ?", (key,))[0][0])

    @classmethod
    def listing(cls, of: str, key: int) -> Listing:
        """A record's documents in the order in which they were attached. Raises `Missing`."""
        cls._refuse_unseen(of, key)
        query = cls.select().where(getattr(cls, of) == key)
        columns = (cls.name, cls.type, cls.size, cls.sha256, cls.created_by, cls.created_at)
        names = ("name", "type", "size", "sha256", "who", "at")
        return Listing(query, cls.id, names, columns, (cls.id,))


def _free_name(of: str, key: int, name: str, document: int = 0) -> str:
    """The name, numbered where another document of the record has it."""
    others = rows(f"SELECT name FROM document WHERE {of}_id = ? AND id <> ?", (key, document))
    taken = {other.lower() for (other,) in others}
    stem, dot, ending = name.rpartition(".")
    stem, tail = (stem, f"{dot}{ending}") if stem else (name, "")
    free, n = name, 1
    while free.lower() in taken:
        n += 1
        number = f" ({n}){tail}"
        free = f"{stem[: MOST_NAME - len(number)]}{number}"
    return free


def faults(most: int) -> Sequence[str]:
    """What is wrong with the store: contents that are missing or altered."""
    found: list[str] = []
    named: set[str] = set()
    for key, name, size, sha256 in _named(rows(_ALL)):
        problem = "" if sha256 in named else store.problem(sha256, size)
        named.add(sha256)
        if problem:
            found.append(f"{problem} {key} {name}".rstrip())
    return found[:most]


def left_over() -> tuple[int, int]:
    """How many contents no document names, and of how many bytes: no damage, only room taken.

    An attach that was killed leaves one; `sweep` clears it away.
    """
    if not _unnamed():
        return 0, 0
    # Alone with the database: one that another session attaches just now is named or not there.
    with change("document.check"):
        sizes = [store.size_of(sha256) for sha256 in _unnamed()]
    return len(sizes), sum(sizes)


def _unnamed() -> list[str]:
    named = {sha256 for (sha256,) in rows(_NAMES)}
    return [sha256 for sha256 in store.stored() if sha256 not in named]


_NAMES = "SELECT DISTINCT sha256 FROM document"
_ALL = "SELECT id, name, size, sha256, activity_id FROM document ORDER BY id"


def _named(found: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, str, int, str]]:
    """Documents by id, name, size, SHA-256; without the name where that is others' business."""
    hidden = Activity.hidden_among([activity for *_, activity in found if activity is not None])
    for key, name, size, sha256, activity in found:
        yield key, "" if activity in hidden else name, size, sha256


def copy_all(other: Path) -> tuple[int, Sequence[str]]:
    """Copy the contents that a copy of the database names into the store beside it.

    Returns how many there are now, and the names of documents whose content is not what it was,
    or their ids. Raises `OSError`.
    """
    # Asked of the copy: documents may have come and gone since it was made.
    connection = sqlite3.connect(other)
    try:
        found = connection.execute(_ALL).fetchall()
    finally:
        connection.close()
    copied: set[str] = set()
    lost: dict[str, str] = {}
    for key, name, size, sha256 in _named(found):
        if sha256 not in copied and sha256 not in lost:
            try:
                store.copy_into(store.folder_of(other), sha256, size)
                copied.add(sha256)
            except RuleBroken:
                lost[sha256] = name or str(key)
    return len(copied), list(lost.values())


def sweep() -> tuple[int, int]:
    """Clear away what no document has: how many files, and of how many bytes."""
    # Alone with the database: what another session attaches meanwhile is named or not there yet.
    with change("document.sweep"):
        return store.sweep(sha256 for (sha256,) in rows(_NAMES))


Document.entity = Entity(
    "document",
    "documents",
    Document,
    (
        *(Field(getattr(Document, of), read_only=True) for of in OWNERS),
        Field(Document.name, required=True),
        Field(Document.type, read_only=True),
        Field(Document.size, default=0, read_only=True),
        Field(Document.sha256, read_only=True),
    ),
    {},
)
