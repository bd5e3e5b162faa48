"""The rows of a file on their way into the database, and what every kind of row has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from crmtui.interchange import cells
from crmtui.interchange.headings import Plan
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import CREATED, REJECTED, SKIPPED, UNCHANGED, UPDATED, Report
from crmtui.values import parse
from models import coded
from models.columns import Column, DayColumn
from models.decimals import DecimalColumn
from models.entity import Entity, Values
from models.journal import Change
from models.record import Record
from models.rules import Notice, RuleBroken, Saved
from models.setting import today

MODES = ("create", "update", "both")


@dataclass(frozen=True, slots=True)
class Asked:
    """The request for an import: its records, its columns, the field that tells records apart.

    The rows belong to `party` where it is given; a party that they name is of `party_kind`.
    """

    entity: Entity
    plan: Plan
    key: str | None
    mode: str
    party: int | None = None
    party_kind: str = ""


@dataclass(slots=True)
class Item:
    """A row, or the rows of one record: the values given, tidied, then what became of them."""

    row: RawRow
    name: str
    given: Values
    emptied: frozenset[str] = frozenset()
    texts: Values | None = None
    tokens: tuple[str, ...] = ()
    key: int | None = None
    what: str = ""
    changed: tuple[str, ...] = ()
    reason: RuleBroken | None = None
    about: Entity | None = None
    whole: Values | None = None
    person: Item | None = None
    rows: Sequence[RawRow] = ()
    # Whether a person without a company is the party.
    alone: bool = False
    # What the row says that no field has: lines for the remarks.
    lines: tuple[str, ...] = ()
    # Whether the name is only the e-mail address, which stands for none.
    shown: bool = False
    # Whether it says of somebody who is opted out since no date that they are.
    undated: bool = False
    # The record of the row's id, if nobody else answers to the row.
    maybe: int | None = None
    # Why nobody is made of the row: its id is somebody's of the same name at another party.
    moved: RuleBroken | None = None
    unread: tuple[RuleBroken, ...] = ()
    notes: tuple[Notice, ...] = ()
    # What the row says of values that follow from others.
    sums: Values | None = None

    def reject(self, broken: RuleBroken, about: Entity | None = None) -> None:
        """Say why the row can't be taken."""
        self.what, self.reason, self.about = REJECTED, broken, about


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that can't be read and that its row can do without."""

    problem: RuleBroken


def left_out(values: Values) -> tuple[RuleBroken, ...]:
    """Take what can't be read out of the values, and say what it was."""
    unread = {name: value for name, value in values.items() if isinstance(value, Unread)}
    for name in unread:
        del values[name]
    return tuple(value.problem.at(name) for name, value in unread.items())


class Kind:
    """How one kind of record is read from rows and written; each kind is a subclass."""

    # Whether a row that ends early is empty from there on, which a line of a sale is not.
    short_rows = True
    # What records are called that are of several rows each.
    several = ""
    # The fields that may tell records apart; any where there are none.
    KEYS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, asked: Asked) -> None:
        if self.KEYS and asked.key not in (None, *self.KEYS):
            raise RuleBroken("import.key_field", name=asked.key)
        self.entity = asked.entity
        self.plan = plan = asked.plan
        self.key = asked.key
        self.mode = asked.mode
        # Hashes only, so that a dry run of a million rows fits into memory.
        self._seen: dict[int, int] | None = None
        self._columns = [
            (i, name, self.converter_of(name)) for i, name in enumerate(plan.fields) if name
        ]
        self._defaults = self._read_defaults(plan)

    def column_of(self, field: str) -> Column | None:
        """The column that a target is kept in, if it is a field."""
        found = self.entity.by_name.get(field)
        return found.column if found else None

    def converter_of(self, field: str) -> cells.Convert | None:
        """What turns a cell into a value for a target; nothing where it is one already."""
        column = self.column_of(field)
        return cells.converter(column) if column is not None else None

    def _read_defaults(self, plan: Plan) -> Values:
        found: Values = {}
        for name, text in plan.defaults.items():
            column = self.column_of(name)
            convert = cells.converter(column) if column is not None else None
            try:
                if isinstance(column, DecimalColumn | DayColumn):
                    found[name] = parse(column, text, today())
                else:
                    found[name] = convert(text) if convert else text
                if name in self.entity.by_name and column is not None:
                    # A default that is wrong would be so in every row.
                    tidied = self.entity.tidy({name: found[name]})
                    coded.check_known(self.entity, coded.named(self.entity, tidied), lenient=True)
            except RuleBroken as broken:
                raise broken.at(name) from None
        return found

    def together(self, rows: Iterator[RawRow]) -> Iterator[Sequence[RawRow]]:
        """The rows of a file, those that make one record together."""
        return ((row,) for row in rows)

    def item_of(self, rows: Sequence[RawRow]) -> Item:
        """The rows of one record as an item. Raises `RuleBroken`."""
        return self.item(rows[0])

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Learn from the whole file what a row alone doesn't say. Raises `RuleBroken`."""
        return ()

    def item(self, row: RawRow) -> Item:
        """The row as an item, outside of any transaction. Raises `RuleBroken`."""
        raise NotImplementedError

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Write a batch, in the transaction; every item then has what became of it."""
        raise NotImplementedError

    def identities(self, item: Item) -> tuple[str, ...]:
        """What stands for the item's record in a dry run, the surest first."""
        return item.tokens

    def begin_dry_run(self) -> None:
        """From here on, remember what batches that are taken back would have left."""
        self._seen = {}

    def tell_from_before(self, items: Sequence[Item]) -> None:
        """Say what becomes of rows whose record an earlier batch of a dry run has made."""
        for item in items if self._seen is not None else ():
            before = self._before(item) if self._seen else None
            if before is not None:
                same = before == _fingerprint(item)
                item.what = SKIPPED if self.mode == "create" else UNCHANGED if same else UPDATED

    def meant(self, item: Item) -> tuple[str, ...]:
        """By which of its identities an earlier row's record may be the item's."""
        return self.identities(item)[:1]

    def _before(self, item: Item) -> int | None:
        """What an earlier row has left of the item's record."""
        seen = self._seen or {}
        return next((seen[hash(name)] for name in self.meant(item) if hash(name) in seen), None)

    def remember(self, items: Sequence[Item]) -> None:
        """Keep what a batch of a dry run would have left."""
        for item in items if self._seen is not None else ():
            if self._seen is not None and item.what in (CREATED, UPDATED, UNCHANGED):
                left = dict.fromkeys(map(hash, self.identities(item)), _fingerprint(item))
                self._seen.update(left)

    def read(self, row: RawRow) -> tuple[Values, frozenset[str]]:
        """What the row says, by target, and which of its cells are empty. Raises `RuleBroken`.

        An empty cell changes nothing in a record that is there.
        """
        values: Values = {}
        emptied: list[str] = []
        found = row.cells
        width = len(self.plan.fields)
        if row.problem is not None:
            raise row.problem
        short = len(found) < width and not self.short_rows
        if short or (len(found) > width and any(found[width:])):
            raise RuleBroken("import.ragged", n=len(found), width=width)
        # A row that ends early is empty from there on.
        empty = [""] * (width - len(found))
        found = [*found, *empty] if empty else found
        for i, name, convert in self._columns:
            cell = found[i]
            if isinstance(cell, str):
                if not cell or cell.isspace():
                    emptied.append(name)
                    continue
                if cell[0] == "'" and not row.exact:
                    cell = cells.plain(cell)
                values[name] = convert(cell) if convert else cell
            elif cell is not None:
                values[name] = self.exact(name, cell)
        for name in self._defaults.keys() - values.keys():
            values[name] = self._defaults[name]
        return values, frozenset(emptied)

    def put(self, field: str, text: str) -> Any:
        """A text as a value for a target."""
        convert = self.converter_of(field)
        return convert(text) if convert else text

    def exact(self, field: str, value: Any) -> Any:
        """A JSON value that is no text as a value for a target."""
        return cells.json_cell(value)


def _fingerprint(item: Item) -> int:
    # What a batch finds out, and what a later row may name the same record without.
    found = ("code", "contact", "bill_to", "bill_to_kind")
    given = sorted((n, v) for n, v in item.given.items() if n not in found)
    person = item.person.given if item.person else {}
    return hash(repr((given, sorted(person.items()), item.lines)))


def waves(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items that stand for different records together; one that repeats begins anew."""
    wave: list[Item] = []
    taken: set[str] = set()
    for item in items:
        if not taken.isdisjoint(item.tokens):
            yield wave
            wave, taken = [], set()
        wave.append(item)
        taken.update(item.tokens)
    if wave:
        yield wave


def one_of(item: Item, ids: Sequence[int], text: str) -> None:
    """The one record that a key finds, if any; several are none to choose from."""
    if len(ids) > 1:
        item.reject(RuleBroken("import.key_ambiguous", text=text, n=len(ids)))
    elif ids:
        item.key = ids[0]


def skip(items: Iterable[Item], mode: str) -> None:
    """Leave out what the mode does not ask for."""
    for item in items:
        unwanted = mode == ("update" if item.key is None else "create")
        if not item.what and unwanted:
            item.what = SKIPPED


class Maker(Protocol):
    """What makes records of whole values."""

    def make_whole(self, tx: Change, complete: Sequence[Values]) -> list[Saved]:
        """Make them, and return them in their order."""


def make(
    tx: Change, record: Maker, items: Sequence[Item], values_of: Callable[[Item], Values]
) -> list[Item]:
    """Make the records of items, and return those made; one that is refused is rejected alone."""
    ready: list[tuple[Item, Values]] = []
    for item in items:
        try:
            ready.append((item, values_of(item)))
        except RuleBroken as broken:
            item.reject(broken)
    try:
        with tx.attempt():
            _make(tx, record, ready)
    except RuleBroken:
        for pair in ready:
            try:
                with tx.attempt():
                    _make(tx, record, [pair])
            except RuleBroken as broken:
                pair[0].reject(broken)
    return [item for item, _ in ready if item.what == CREATED]


def _make(tx: Change, record: Maker, ready: Sequence[tuple[Item, Values]]) -> None:
    saved = record.make_whole(tx, [values for _, values in ready])
    for (item, _), made in zip(ready, saved, strict=True):
        item.key, item.what = made.id, CREATED


def alter(
    tx: Change,
    record: type[Record],
    items: Sequence[Item],
    change: Callable[[int, Values], Any],
    settle: Callable[[Item, Values], None] | None = None,
) -> None:
    """Change the records of items where they differ from what the rows say.

    `settle` puts what an item says into its values in view of the record's own.
    """
    current = {v["id"]: v for v in record.values_all([i.key for i in items if i.key is not None])}
    for item in items:
        old = current[item.key or 0]
        if settle is not None:
            settle(item, old)
        changed = {n: v for n, v in item.given.items() if old[n] != v}
        if not changed:
            item.what = UNCHANGED
            continue
        try:
            with tx.attempt():
                change(old["id"], item.given)
            item.what, item.changed = UPDATED, tuple(changed)
        except RuleBroken as broken:
            item.reject(broken)


def as_id(value: Any) -> int:
    """A cell as the id of a record; what is none finds nothing."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def with_lines(text: str, lines: Sequence[str]) -> str:
    """Remarks with lines after them, those left out that they have already."""
    had = set(text.splitlines())
    return "\n".join([*([text] if text else []), *(line for line in lines if line not in had)])


def split_address(values: Values) -> None:
    """Set an address of several lines out in two fields."""
    if "\n" in str(values.get("address1", "")).strip() and not values.get("address2"):
        values["address1"], values["address2"] = cells.two_lines(values["address1"])
