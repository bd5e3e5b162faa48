"""Imports that tests run in one line, and what they look at."""

import io
from typing import Any

from crmtui.interchange.importing import import_file
from crmtui.interchange.report import Report
from models.party import Party


def take(plural: str, text: str, **options: Any) -> Report:
    """Import a text as a file."""
    return import_file(plural, io.BytesIO(text.encode()), **options)


def counts(report: Report) -> dict[str, int]:
    """How many rows of each outcome, those that are not none."""
    names = ("created", "updated", "unchanged", "skipped", "rejected")
    return {n: getattr(report, n) for n in names if getattr(report, n)}


def whole(code: str, kind: str = "customer") -> dict[str, Any]:
    """A party's values by its code."""
    return Party.values_of(Party.key_of(code, kind=kind))
