"""`documents`: those of a record, attached, saved, renamed and removed (spec 6)."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from crmtui import documents
from crmtui.cli.output import marks, write_csv, write_json, write_table
from crmtui.cli.records import key_in
from crmtui.failures import DONE, UsageError, say
from crmtui.i18n import t
from crmtui.safe_text import visible
from crmtui.values import number
from models.catalogue import KINDS_BY_PLURAL
from models.clock import local
from models.document import Document
from models.rules import Missing, RuleBroken
from models.setting import setting
from models.user import User

_COLUMNS = ("id", "name", "size", "type", "who", "at", "sha256")
_SHOWN = _COLUMNS[:-1]


def list_documents(args: argparse.Namespace) -> int:
    """A record's documents."""
    of, key = _record(args)
    source = Document.listing(of, key)
    found = [
        dict(zip(source.names, row.cells, strict=True)) | {"id": row.key}
        for row in source.after(None, 10_000)
    ]
    zone = str(setting("BusinessTimeZone"))
    for document in found:
        document["who"] = User.login_of(document["who"] or 0)
        document["at"] = local(document["at"], zone).isoformat(timespec="minutes")
    if args.format == "json":
        write_json({name: document[name] for name in _COLUMNS} for document in found)
    elif args.format == "csv":
        write_csv(_COLUMNS, ([str(document[n]) for n in _COLUMNS] for document in found))
    else:
        headings = [t(f"document.column.{name}") for name in _SHOWN]
        rows = ([_shown(name, document[name]) for name in _SHOWN] for document in found)
        write_table(headings, rows, marks(args.settings.ascii)[0], firm={0}, right={0, 2})
    return DONE


def _shown(name: str, value: Any) -> str:
    if name == "at":
        return str(value).replace("T", " ")
    return number(value) if name == "size" else str(value)


def attach_document(args: argparse.Namespace) -> int:
    """Attach files and print the document's ids."""
    of, key = _record(args)
    if args.name is not None and len(args.files) > 1:
        raise UsageError(t("cli.documents.one_name"))
    for path in args.files:
        print(documents.attach(of, key, path, args.name or "").id)
    return DONE


def save_document(args: argparse.Namespace) -> int:
    """Save a copy, or write it to standard output."""
    key = _document(args)
    if args.file == "-":
        _to_output(key)
        return DONE
    path = documents.save_copy(key, args.file, replace=args.force)
    say(t("document.saved", path=visible(str(path))))
    return DONE


def _to_output(key: int) -> None:
    """Write a document's bytes; nothing is written before all of them are known to be right."""
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        raise RuleBroken("document.to_terminal")
    content = Document.beginning(key, int(Document.seen(key)["size"]))
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def rename_document(args: argparse.Namespace) -> int:
    """Call a document otherwise, and print its name as it is kept."""
    key = _document(args)
    Document.rename(key, args.name)
    print(visible(Document.values_of(key)["name"]))
    return DONE


def remove_document(args: argparse.Namespace) -> int:
    """Take a document off its record."""
    key = _document(args)
    name = Document.values_of(key)["name"]
    Document.remove(key)
    say(t("document.removed", name=visible(name)))
    return DONE


def _record(args: argparse.Namespace) -> tuple[str, int]:
    """What is asked about: the word for its kind, and its id. Raises `Missing`."""
    entity = KINDS_BY_PLURAL[args.documents_of]
    return documents.OF[args.documents_of], key_in(entity, args.key)


def _document(args: argparse.Namespace) -> int:
    """The document that is named, which is one of the record's. Raises `Missing`."""
    of, key = _record(args)
    document = Document.key_of(args.document)
    if Document.seen(document)[of] != key:
        raise Missing("rule.no_such_id", text=args.document)
    return document
