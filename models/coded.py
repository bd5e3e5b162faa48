"""The codes among a record's values: named by descriptions, known to their tables, active."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from models.columns import CodeColumn, CodesColumn
from models.entity import Entity, Values
from models.rules import Invalid, RuleBroken

Before = Callable[[], Mapping[str, Any]]


def named(entity: Entity, values: Values) -> Values:
    """The values, a code that was named by its description said as the code."""
    from models.code import Code

    for field in entity.coded:
        value, column = values.get(field.name), field.column
        if isinstance(column, CodeColumn) and value and Code.unknown(column.table, [value]):
            values[field.name] = Code.guess(column.table, value) or value
    return values


def check_known(
    entity: Entity,
    values: Mapping[str, Any],
    lenient: bool,
    carried: Before = dict,
) -> None:
    """Every code named must be in its table (spec 12.1), unless it comes from a file.

    What is `carried` from another record is as it is there.
    """
    from models.code import Code

    open_ones = {
        field.name
        for field in entity.coded
        if isinstance(field.column, CodeColumn) and field.column.open_list
    }
    skipped = open_ones if lenient else ()
    _check(entity, values, carried, Code.unknown, "rule.unknown_code", skipped)


def check_active(entity: Entity, values: Mapping[str, Any], before: Before = dict) -> None:
    """No code is chosen anew that its table has deactivated; one that was there `before` stays."""
    from models.code import Code

    _check(entity, values, before, Code.inactive, "rule.inactive_code", ())


def check_chosen(entity: Entity, values: Mapping[str, Any], before: Before) -> None:
    """Every code that is chosen anew is one that its table knows and offers."""
    check_known(entity, values, False, before)
    check_active(entity, values, before)


def _check(
    entity: Entity,
    values: Mapping[str, Any],
    before: Before,
    wrong_of: Callable[[str, list[str]], list[str]],
    key: str,
    skipped: Collection[str],
) -> None:
    wrong: dict[str, list[str]] = {}
    for field in entity.coded:
        value = values.get(field.name)
        if value and field.name not in skipped:
            table = cast(CodeColumn | CodesColumn, field.column).table
            wrong[field.name] = wrong_of(table, _listed(value))
    if not any(wrong.values()):
        return
    kept = before()
    problems = [
        RuleBroken(key, field=name, code=left[0])
        for name, codes in wrong.items()
        if (left := [code for code in codes if code not in _listed(kept.get(name))])
    ]
    if problems:
        raise Invalid(problems)


def _listed(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []
