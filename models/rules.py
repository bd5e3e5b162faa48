"""What can be expected to go wrong, as exceptions that carry a message's key and its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


class RuleBroken(Exception):
    """A rule that was not kept: the message's key, its facts and the field it concerns."""

    def __init__(self, key: str, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.facts = facts

    def at(self, field: str) -> RuleBroken:
        """Say which field this concerns, where it does not say so itself."""
        self.field = self.field or field
        return self


class Invalid(RuleBroken):
    """Several fields that break their rules, told together."""

    def __init__(self, problems: Iterable[RuleBroken]) -> None:
        self.problems = list(problems)
        first = self.problems[0]
        super().__init__(first.key, field=first.field, **first.facts)


class Missing(RuleBroken):
    """A record that is not there (any more)."""


class Conflict(RuleBroken):
    """Fields that another user changed since the record was read (spec 15)."""

    def __init__(
        self, mine: Mapping[str, Any], theirs: Mapping[str, Any], original: Mapping[str, Any]
    ) -> None:
        super().__init__("rule.conflict", n=len(theirs))
        self.mine = dict(mine)
        self.theirs = dict(theirs)
        self.original = dict(original)


class DatabaseUnusable(RuleBroken):
    """The database can't be used: locked, full, damaged, newer, not one of ours (exit status 4)."""


@dataclass(frozen=True)
class Notice:
    """Something that was done beside what was asked, told after a save."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What a save left: the record's id, and what else it did."""

    id: int
    notices: tuple[Notice, ...] = ()
