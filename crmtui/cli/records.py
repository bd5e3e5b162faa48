"""`list`, `show`, `add`, `edit`, `delete`: one record or many of any kind."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crmtui import values
from crmtui.cli import activities, copying, mailing_lists, sales
from crmtui.cli.filters import listing_of
from crmtui.cli.output import as_json, marks, write_csv, write_json, write_pairs, write_table
from crmtui.failures import DONE, UsageError, say, say_all
from crmtui.i18n import language, t
from crmtui.interchange.csv_out import Cell, csv_cell
from crmtui.messages import label_of, listed
from models.activity import Activity
from models.code import Code
from models.columns import CodeColumn, CodesColumn
from models.contact import Contact
from models.database import snapshot
from models.entity import Entity, Field, Values
from models.listing import Listing, Position, Row
from models.party import Party
from models.rules import Invalid, Notice, RuleBroken, Saved
from models.setting import today

_PAGE = 200

_COLUMNS = {
    "party": ("code", "name", "city", "phone"),
    "contact": (
        "id",
        "party",
        "first_name",
        "last_name",
        "job_title",
        "phone",
        "email",
        "payable_rank",
        "purchasing_rank",
    ),
    "note": ("id", "date", "party", "last_name", "subject", "remind_on", "reminder_state"),
    "activity": ("id", "start", "type", "subject", "party", "last_name", "status", "owner"),
    "user": ("login", "name", "role", "language"),
    **sales.COLUMNS,
    **mailing_lists.COLUMNS,
}

# The cells of a list that say more than their column alone.
_CELLS = {"activity": activities.CELLS, **sales.CELLS}

# What columns are called that no field is.
_HEADINGS = sales.HEADINGS | mailing_lists.HEADINGS

# What means something else where its end is missing.
_NUMBERS = sales.NUMBERS | mailing_lists.NUMBERS
_FIRM = frozenset({"id", "start", "date", "remind_on", "number", "closes_on"}) | _NUMBERS

# What a KEY is where it isn't the id.
_KEYS = {"party": "code", "item": "code", "quote": "number"}


def list_records(args: argparse.Namespace) -> int:
    """A list, the same query as the screen's."""
    entity: Entity = args.entity
    columns = _COLUMNS[entity.record.table()]
    write_list(entity, listing_of(entity, args), args, columns)
    return DONE


def show_record(args: argparse.Namespace) -> int:
    """One record, whole."""
    entity: Entity = args.entity
    with snapshot():
        record = entity.record.values_of(key_in(entity, args.key))
        if args.format == "json":
            print(as_json(whole(entity, record), indent=2))
            return DONE
        pairs = [(t("cli.column.id"), str(record["id"]))]
        pairs += [(t(entity.label_key(f)), described(f, record[f.name])) for f in entity]
        if entity.record is Activity:
            pairs = activities.told(record, pairs)
        elif entity.record is Contact:
            pairs += copying.told(record["id"])
        elif "lines" in record:
            pairs = sales.told(entity, record, pairs)
    write_pairs(pairs)
    return DONE


def add_record(args: argparse.Namespace) -> int:
    """Make a record and print its key."""
    entity: Entity = args.entity
    if entity.record is Activity:
        return _add_activity(args)
    typed = typed_values(entity, args.fields)
    if entity.record is Contact:
        saved = Contact.save_telling(None, Contact.fill_from_party(typed))
    elif entity.record is Party:
        _same_kind(entity, typed)
        saved = Party.make(Party.blank(entity.fixed["kind"]) | typed)
    elif entity.record.table() in sales.COLUMNS:
        saved = sales.make(entity, typed)
    else:
        saved = entity.record.make(typed)
    _told(entity, saved)
    return DONE


def edit_record(args: argparse.Namespace) -> int:
    """Change the fields named."""
    entity: Entity = args.entity
    if args.follow and entity.record is not Party:
        raise UsageError(t("cli.filter_not_for", option="--follow", kind=entity.plural))
    if entity.record is Activity:
        return _edit_activity(args)
    typed = typed_values(entity, args.fields)
    key = key_in(entity, args.key)
    if entity.record is Party:
        _same_kind(entity, typed)
        say_all(_edit_party(key, typed, args.follow).notices)
    elif entity.record is Contact:
        say_all(Contact.save_telling(key, typed).notices)
    else:
        say_all(entity.record.alter(key, changeable(entity, typed)).notices)
    return DONE


def delete_record(args: argparse.Namespace) -> int:
    """Delete a record that nothing refers to."""
    key = key_in(args.entity, args.key)
    if args.entity.record is Activity:
        activities.delete(key)
    else:
        remove(args.entity, key)
    return DONE


# What the other commands share with these.


def remove(entity: Entity, key: int) -> None:
    """Delete a record and tell what went along. Raises `RuleBroken`."""
    if along := entity.record.remove_all([key]):
        say(t("delete.along", counted=listed(along)))


def key_in(entity: Entity, text: str, **context: Any) -> int:
    """The id that a KEY names among the records of an entity. Raises `RuleBroken`."""
    key: int = entity.record.key_of(text, **{**entity.fixed, **context})
    return key


def typed_values(entity: Entity, pairs: Sequence[str]) -> Values:
    """The values that FIELD=VALUE arguments name. Raises `UsageError`, `Invalid`."""
    typed: Values = {}
    problems: list[RuleBroken] = []
    for name, text in split_pairs(pairs).items():
        try:
            typed[name] = _typed(entity.field(name), text)
        except RuleBroken as broken:
            problems.append(broken)
    if problems:
        raise Invalid(problems)
    return typed


def changeable(entity: Entity, typed: Values) -> Values:
    """The values given, none of them fixed when the record was made. Raises `RuleBroken`."""
    for name in typed:
        if entity.field(name).read_only:
            raise RuleBroken("cli.read_only", field=name)
    return typed


def split_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """FIELD=VALUE arguments as names and texts. Raises `UsageError`."""
    named: dict[str, str] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise UsageError(t("cli.not_field_value", text=pair))
        named[name] = text
    return named


def write_list(
    entity: Entity, listing: Listing, args: argparse.Namespace, columns: Sequence[str]
) -> None:
    """Write a list in the format asked for: JSON and CSV whole, the table its columns."""
    limit = getattr(args, "limit", None)
    if args.format == "json":
        write_json(whole(entity, record) for record in records_of(entity, listing, limit))
    elif args.format == "csv":
        names = ["id", *(f.name for f in entity)]
        write_csv(names, (_csv_cells(entity, r) for r in records_of(entity, listing, limit)))
    else:
        shown = [*columns, "active"] if args.all and "active" in listing.names else columns
        mark, again = marks(args.settings.ascii)
        rows = (_cells(entity, listing, shown, row, again) for row in rows_of(listing, limit))
        headings = [_heading(entity, name) for name in shown]
        firm = [i for i, name in enumerate(shown) if name in _FIRM]
        right = [i for i, name in enumerate(shown) if name in _NUMBERS]
        if not write_table(headings, rows, mark, firm=firm, right=right):
            say(t("cli.nothing"))


def records_of(entity: Entity, listing: Listing, limit: int | None) -> Iterator[Values]:
    """The records of a list, whole, read some hundreds at a time."""
    for keys in listing.keys(limit):
        with snapshot():
            page = entity.record.values_all(keys)
        yield from page


def rows_of(listing: Listing, limit: int | None) -> Iterator[Row]:
    """The rows of a list, read some hundreds at a time."""
    position: Position | None = None
    left = limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(_PAGE, left)
        page = listing.after(position, size)
        yield from page
        if len(page) < size:
            return
        position = page[-1].position
        left = None if left is None else left - size


def whole(entity: Entity, record: Values) -> dict[str, Any]:
    """A record as JSON has it: its id, then every field."""
    return {"id": record["id"]} | {
        f.name: values.json_value(f.column, record[f.name]) for f in entity
    }


def described(field: Field, value: Any) -> str:
    """A value as its user reads it, a code with what it stands for."""
    text = values.show(field.column, value)
    if isinstance(field.column, CodeColumn | CodesColumn) and text:
        table = Code.table_of(field.column.table)
        codes = value if isinstance(value, list) else [value]
        return ", ".join(
            f"{code} ({table[code].text(language())})" if code in table else code for code in codes
        )
    return text


def _csv_cells(entity: Entity, record: Values) -> list[Cell]:
    return [record["id"], *(csv_cell(f.column, record[f.name]) for f in entity)]


def _heading(entity: Entity, name: str) -> str:
    if name == "id":
        return t("cli.column.id")
    # A rank is shown under its type, where it stands for the type as well.
    name = name.removesuffix("_rank")
    called = _HEADINGS.get(entity.record.table(), {}).get(name)
    if called:
        return t(called)
    return label_of(entity, name)


def _cells(
    entity: Entity, listing: Listing, shown: Sequence[str], row: Row, again: str
) -> list[str]:
    cells = dict(zip(listing.names, row.cells, strict=True)) | {"id": row.key, "again": again}
    return [_cell(entity, name, cells) for name in shown]


def _cell(entity: Entity, name: str, cells: Mapping[str, Any]) -> str:
    said = _CELLS.get(entity.record.table(), {})
    if name in said:
        return said[name](cells)
    content = cells[name]
    if name.endswith("_rank") and content is None and cells[name.removesuffix("_rank")]:
        return t("value.yes")
    field = next((f for f in entity if f.name == name), None)
    if field is None or name == "id":
        return "" if content is None else str(content)
    return values.show(field.column, field.column.read(content))


def _typed(field: Field, text: str) -> Any:
    try:
        return field.tidy(values.parse(field.column, text, today()))
    except RuleBroken as broken:
        raise broken.at(field.name) from None


def _same_kind(entity: Entity, typed: Values) -> None:
    """A record's kind is the command's; making a prospect a customer is another action."""
    if typed.get("kind", entity.fixed["kind"]) != entity.fixed["kind"]:
        raise RuleBroken("cli.kind_stays", field="kind", kind=entity.plural)


def _add_activity(args: argparse.Namespace) -> int:
    pairs = activities.spelled_out(split_pairs(args.fields), None)
    typed = typed_values(args.entity, pairs)
    activities.refuse_party(typed)
    saved = Activity.make(typed)
    _told(args.entity, saved)
    say_all(activities.first_date(saved.id, typed["start"]))
    return DONE


def _edit_activity(args: argparse.Namespace) -> int:
    old = Activity.values_of(key_in(args.entity, args.key))
    pairs = activities.spelled_out(split_pairs(args.fields), old)
    typed = typed_values(args.entity, pairs)
    activities.refuse_party(typed)
    saved = activities.edit(old, changeable(args.entity, typed))
    say_all([*saved.notices, *activities.first_date(saved.id, typed.get("start") or old["start"])])
    return DONE


def _edit_party(key: int, typed: Values, follow: bool) -> Saved:
    if follow:
        return Party.alter_with_followers(key, typed)
    followers = Party.followers(key, typed)
    saved = Party.alter(key, typed)
    if not followers:
        return saved
    told = Notice("cli.followers", {"n": len(followers), "names": _some(followers)})
    return Saved(saved.id, (*saved.notices, told))


def _some(followers: Sequence[tuple[int, str]], most: int = 5) -> str:
    names = [name for _, name in followers[:most]]
    return ", ".join(names) + (", …" if len(followers) > most else "")


def _told(entity: Entity, saved: Saved) -> None:
    say_all(saved.notices)
    name = _KEYS.get(entity.record.table())
    print(entity.record.values_of(saved.id)[name] if name else saved.id)
