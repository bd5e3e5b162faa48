"""What an entity and its fields are, declared once: form, list, files, command line follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from models.columns import CodeColumn, CodesColumn, Column
from models.rules import Invalid, RuleBroken

Values = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One field: the column it shows and what holds for it, never how it looks.

    A field whose column belongs to no table (`kept=False`) is kept by its record's own code.
    """

    column: Column
    name: str = ""
    required: bool = False
    kept: bool = True
    read_only: bool = False
    default: Any = None
    check: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", cast(Any, self.column).name)

    @cached_property
    def column_name(self) -> str:
        """The column's name in the table."""
        return str(cast(Any, self.column).column_name)

    @cached_property
    def stored(self) -> Callable[[Any], Any]:
        """What turns a value into the column's content."""
        return self.column.stored

    def tidy(self, value: Any) -> Any:
        """The value as it is kept. Raises `RuleBroken`, naming this field."""
        try:
            tidied = self.column.tidy(value)
            if self.check is not None:
                tidied = self.check(tidied)
        except RuleBroken as broken:
            raise broken.at(self.name) from None
        if self.required and tidied in ("", None):
            raise RuleBroken("rule.required", field=self.name)
        return tidied


@dataclass(frozen=True)
class Entity:
    """A kind of record as its users know it.

    `fixed` are the values all its records share: suppliers are parties whose kind is supplier.
    """

    name: str
    plural: str
    record: Any
    fields: tuple[Field, ...]
    fixed: Mapping[str, Any]
    words: str = ""

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Its fields by name."""
        return {f.name: f for f in self.fields}

    @cached_property
    def kept(self) -> tuple[Field, ...]:
        """The fields that are columns of the table."""
        return tuple(f for f in self.fields if f.kept)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """The fields that can't stay empty."""
        return tuple(f for f in self.fields if f.required)

    @cached_property
    def coded(self) -> tuple[Field, ...]:
        """The fields whose values are codes of a table."""
        return tuple(f for f in self.fields if isinstance(f.column, CodeColumn | CodesColumn))

    @cached_property
    def _blank(self) -> Values:
        values = {f.name: f.tidy(f.default) if not f.required else f.default for f in self.fields}
        return values | dict(self.fixed)

    def field(self, name: str) -> Field:
        """The field of that name. Raises `RuleBroken` where there is none."""
        try:
            return self.by_name[name]
        except KeyError:
            raise RuleBroken("rule.no_field", text=name) from None

    def tidy(self, values: Mapping[str, Any]) -> Values:
        """The values as they are kept. Raises `Invalid` with every field's problem."""
        tidied: Values = {}
        problems: list[RuleBroken] = []
        by_name = self.by_name
        for name, value in values.items():
            try:
                field = by_name.get(name) or self.field(name)
                tidied[name] = field.tidy(value)
            except RuleBroken as broken:
                problems.append(broken)
        if problems:
            raise Invalid(problems)
        return tidied

    def blank(self, **context: Any) -> Values:
        """The values that a new record starts with."""
        from models.code import Code

        own = {n: list(v) if isinstance(v, list) else v for n, v in self._blank.items()}
        for field in self.coded:
            # A code that the table offers no more is none to begin with.
            if field.default and not Code.is_active(cast(Any, field.column).table, field.default):
                own[field.name] = ""
        return own | context

    def label_key(self, field: Field | str) -> str:
        """The message key of a field's label; its help is the same with `.help`."""
        name = field if isinstance(field, str) else field.name
        return f"{self.words or self.name}.{name}"

    def tables(self) -> Iterator[str]:
        """The code tables that its fields refer to."""
        for field in self.coded:
            yield cast(CodeColumn | CodesColumn, field.column).table
