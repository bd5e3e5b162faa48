"""The documents of a contact by keys: attached, opened, and where their content is."""

from pathlib import Path
from typing import Any

from story import Story

from models.document import Document
from models.document_store import _place


async def open_documents(story: Story) -> None:
    """The documents of Marie Roy, by keys."""
    await story.type("marie roy")
    await story.press("enter", "f9", "m")
    assert story.place == "DocumentList", story.text


async def attach(story: Story, *paths: object) -> None:
    """Attach files in the dialog, and leave it."""
    await story.press("n")
    assert story.place == "AttachDialog"
    for path in paths:
        await story.fill(str(path), then="enter")
    await story.press("escape")
    assert story.place == "DocumentList"


async def with_document(story: Story, folder: Path, data: bytes, name: str = "offre.txt") -> int:
    """The documents of Marie Roy, one of them with some content; its id."""
    (folder / name).write_bytes(data)
    await open_documents(story)
    await attach(story, name)
    return int(story.one("SELECT id FROM document"))


def place(story: Story, key: int) -> Path:
    path: Path = story.ask(lambda: _place(Document.values_of(key)["sha256"]))
    return path


def is_error(story: Story) -> bool:
    from screens.widgets.bars import StatusLine

    return bool(story.app.screen.query_one(StatusLine).is_error)


def names(story: Story) -> list[Any]:
    return [name for (name,) in story.rows("SELECT name FROM document ORDER BY id")]
