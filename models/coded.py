"""The codes among a record's values: named by their descriptions, and known to their tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from models.columns import CodeColumn, CodesColumn
from models.entity import Entity, Values
from models.rules import Invalid, RuleBroken


def named(entity: Entity, values: Values) -> Values:
    """The values, a code that was named by its description said as the code."""
    from models.code import Code

    for field in entity.coded:
        value, column = values.get(field.name), field.column
        if isinstance(column, CodeColumn) and value and Code.unknown(column.table, [value]):
            values[field.name] = Code.guess(column.table, value) or value
    return values


def check(entity: Entity, values: Mapping[str, Any], lenient: bool) -> None:
    """Every code named must be in its table (spec 12.1), unless it comes from a file."""
    from models.code import Code

    problems: list[RuleBroken] = []
    for field in entity.coded:
        value, column = values.get(field.name), field.column
        if not value or (lenient and isinstance(column, CodeColumn) and column.open_list):
            continue
        table = cast(CodeColumn | CodesColumn, column).table
        unknown = Code.unknown(table, value if isinstance(column, CodesColumn) else [value])
        if unknown:
            problems.append(RuleBroken("rule.unknown_code", field=field.name, code=unknown[0]))
    if problems:
        raise Invalid(problems)
