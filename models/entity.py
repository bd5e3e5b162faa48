"""What an entity and its fields are, declared once: form, list, files, command line follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
    listed: bool = False
    read_only: bool = False
    default: Any = None
    check: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", cast(Any, self.column).name)

    @property
    def column_name(self) -> str:
        """The column's name in the table."""
        return str(cast(Any, self.column).column_name)

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

    def field(self, name: str) -> Field:
        """The field of that name. Raises `RuleBroken` where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise RuleBroken("rule.no_field", text=name)

    def tidy(self, values: Mapping[str, Any]) -> Values:
        """The values as they are kept. Raises `Invalid` with every field's problem."""
        tidied: Values = {}
        problems: list[RuleBroken] = []
        for name, value in values.items():
            try:
                tidied[name] = self.field(name).tidy(value)
            except RuleBroken as broken:
                problems.append(broken)
        if problems:
            raise Invalid(problems)
        return tidied

    def blank(self, **context: Any) -> Values:
        """The values that a new record starts with."""
        values = {f.name: f.tidy(f.default) if not f.required else f.default for f in self.fields}
        return values | dict(self.fixed) | context

    def label_key(self, field: Field | str) -> str:
        """The message key of a field's label; its help is the same with `.help`."""
        name = field if isinstance(field, str) else field.name
        return f"{self.words or self.name}.{name}"

    def tables(self) -> Iterator[str]:
        """The code tables that its fields refer to."""
        for field in self.fields:
            if isinstance(field.column, CodeColumn | CodesColumn):
                yield field.column.table
