"""What a few screens look like, as text; CRMTUI_PICTURES=write makes the pictures anew."""

import datetime as dt
import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from company import make_company
from places import PLACES, Place
from story import copy_of, session

EXPECTED = Path(__file__).parent / "expected"
TAKEN = (
    "lookup hits",
    "party",
    "contact",
    "new note",
    "help",
    "lookup help",
    "calendar",
    "quote",
    "pipeline",
)
NOW = dt.datetime(2026, 3, 24, 15, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """An afternoon in March."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("place", [p for p in PLACES if p.name in TAKEN], ids=str)
async def test_picture(tmp_path: Path, place: Place, language: str) -> None:
    path = make_company(tmp_path / "crm.db")
    async with session(copy_of(path, tmp_path), language=language) as story:
        await place.reach(story)
        _compare(f"{place.name.replace(' ', '_')}.{language}.txt", story.text + "\n")


def _compare(name: str, seen: str) -> None:
    file = EXPECTED / name
    if os.environ.get("CRMTUI_PICTURES") == "write":
        file.write_text(seen, encoding="utf-8")
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    changes = difflib.unified_diff(
        expected.splitlines(), seen.splitlines(), f"expected/{name}", "seen", lineterm=""
    )
    assert seen == expected, "\n".join(changes)
