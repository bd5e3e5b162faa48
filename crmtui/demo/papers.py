"""Small files that are on records of the demo company."""

from typing import Any

from crmtui.demo.shapes import DocumentRow
from crmtui.demo.stock import read_toml


def documents() -> list[DocumentRow]:
    """List the files, each in both languages."""
    return [_document(row) for row in read_toml("documents.toml")["document"]]


def _document(row: dict[str, Any]) -> DocumentRow:
    return {
        "of": row["of"],
        "every": row["every"],
        "name": {language: row[f"name_{language}"] for language in ("fr", "en")},
        "text": {language: row[f"text_{language}"].lstrip() for language in ("fr", "en")},
    }
