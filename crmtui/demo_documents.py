"""Writes small files on the demo company's records, each content once in the store."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from crmtui.demo import DocumentRow, documents
from models import document_store as store
from models.database import rows
from models.document import MEGABYTE, Document
from models.journal import change

_TYPE = "text/plain"

# The records that documents are on, with the language of who they are about; what is private is
# not shown to everybody, so nothing is on it.
_RECORDS = {
    "contact": "SELECT c.id, c.language FROM contact c",
    "activity": "SELECT a.id, c.language FROM activity a JOIN contact c ON c.id = a.contact_id"
    " WHERE a.public",
    "opportunity": "SELECT o.id, c.language FROM opportunity o"
    " JOIN contact c ON c.id = o.contact_id",
    "quote": "SELECT q.id, p.language FROM quote q JOIN party p ON p.id = q.bill_to_id"
    " WHERE q.status = 'won'",
}


def write_documents() -> None:
    """Write the files of all records that have one."""
    with change("demo.make") as tx:
        for document in documents():
            Document.make_all(tx, list(_rows(document)))


def _rows(document: DocumentRow) -> Iterator[dict[str, Any]]:
    """The documents of every so many records, beginning with the first one."""
    kept: dict[str, tuple[int, str]] = {}
    found = rows(f"{_RECORDS[document['of']]} ORDER BY 1")
    for key, language in found[:: document["every"]]:
        spoken = language if language in document["text"] else "fr"
        if spoken not in kept:
            kept[spoken] = _stored(document["text"][spoken])
        size, sha256 = kept[spoken]
        yield {
            **Document.entity.blank(),
            document["of"]: key,
            "name": document["name"][spoken],
            "type": _TYPE,
            "size": size,
            "sha256": sha256,
        }


def _stored(text: str) -> tuple[int, str]:
    """Put a content into the store: its size and name."""
    with store.incoming(io.BytesIO(text.encode("utf-8")), MEGABYTE) as content:
        store.put(content)
        return content.size, content.sha256
