"""What the screen of a form edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.entity import Entity, Values
from models.rules import Saved
from screens.widgets.layout import Place


@dataclass
class Editing:
    """What a form edits: the record's values, and how they are saved and read again.

    `pages` are its pages where it has several: the letter that leads there after ctrl+g, and
    the key of its name.
    """

    entity: Entity
    places: Sequence[Place]
    values: Values
    save: Callable[[int | None, Values, int | None], Saved]
    read: Callable[[int], Values]
    path: tuple[str, ...]
    title: Callable[[Mapping[str, Any]], str]
    key: int | None = None
    followed: Callable[[Mapping[str, Any]], frozenset[str]] | None = None
    made: frozenset[str] = frozenset()
    pages: tuple[tuple[str, str], ...] = ()
