"""`users`, `codes`, `settings`: the tables of a database."""

from __future__ import annotations

import argparse

from crmtui import values
from crmtui.cli.output import write_csv, write_json, write_table
from crmtui.cli.records import (
    changeable,
    key_in,
    remove,
    split_pairs,
    typed_values,
    write_list,
)
from crmtui.failures import DONE, say_all
from crmtui.i18n import t
from models.code import EXTRAS, TABLES, Code
from models.journal import change
from models.rules import Invalid, RuleBroken
from models.setting import DEFINITIONS, change_setting, definition, setting, today
from models.user import User


def list_users(args: argparse.Namespace) -> int:
    """The users, by login."""
    args.entity = User.entity
    columns = ("login", "name", "role", "language")
    write_list(User.entity, User.listing(inactive=args.all), args, columns)
    return DONE


def add_user(args: argparse.Namespace) -> int:
    """Make a user and print the login."""
    args.entity = User.entity
    saved = User.make(typed_values(User.entity, args.fields))
    say_all(saved.notices)
    print(User.values_of(saved.id)["login"])
    return DONE


def edit_user(args: argparse.Namespace) -> int:
    """Change the fields named of a user."""
    args.entity = User.entity
    User.alter(User.key_of(args.key), typed_values(User.entity, args.fields))
    return DONE


def delete_user(args: argparse.Namespace) -> int:
    """Delete a user who has done nothing yet."""
    args.entity = User.entity
    remove(User.entity, User.key_of(args.key))
    return DONE


def list_codes(args: argparse.Namespace) -> int:
    """The codes of a table; without one, the tables."""
    args.entity = Code.entity
    if args.table is None:
        return _list_tables(args)
    _known(args.table)
    columns = ("code", "description_fr", "description_en", *EXTRAS.get(args.table, ()))
    write_list(Code.entity, Code.listing(args.table, inactive=args.all), args, columns)
    return DONE


def add_code(args: argparse.Namespace) -> int:
    """Put a code into a table and print it."""
    args.entity = Code.entity
    _known(args.table)
    typed = typed_values(Code.entity, args.fields)
    saved = Code.make(typed | {"table": args.table})
    print(Code.values_of(saved.id)["code"])
    return DONE


def edit_code(args: argparse.Namespace) -> int:
    """Change the fields named of a code."""
    args.entity = Code.entity
    _known(args.table)
    key = key_in(Code.entity, args.key, table=args.table)
    Code.alter(key, changeable(Code.entity, typed_values(Code.entity, args.fields)))
    return DONE


def delete_code(args: argparse.Namespace) -> int:
    """Delete a code that is not in use."""
    args.entity = Code.entity
    _known(args.table)
    remove(Code.entity, key_in(Code.entity, args.key, table=args.table))
    return DONE


def list_settings(args: argparse.Namespace) -> int:
    """Every setting with its value."""
    kept = [(d, setting(d.name)) for d in DEFINITIONS]
    if args.format == "json":
        write_json({"name": d.name, "value": values.json_value(d.column, v)} for d, v in kept)
    elif args.format == "csv":
        write_csv(("name", "value"), ((d.name, values.export_text(d.column, v)) for d, v in kept))
    else:
        headings = [t(f"cli.column.{n}") for n in ("setting", "value", "meaning")]
        rows = (
            (d.name, values.export_text(d.column, v), t(f"setting.{d.name}.help")) for d, v in kept
        )
        write_table(headings, rows)
    return DONE


def edit_settings(args: argparse.Namespace) -> int:
    """Change the settings named, all or none."""
    problems: list[RuleBroken] = []
    chosen = {}
    for name, text in split_pairs(args.fields).items():
        try:
            found = definition(name)
            chosen[found.name] = found.tidy(values.parse(found.column, text, today()))
        except RuleBroken as broken:
            problems.append(broken)
    if problems:
        raise Invalid(problems)
    with change("setting.alter"):
        for name, value in chosen.items():
            change_setting(name, value)
    return DONE


def _known(table: str) -> None:
    if table not in TABLES:
        raise RuleBroken("rule.no_table", text=table)


def _list_tables(args: argparse.Namespace) -> int:
    counted = [(table, len(Code.table_of(table))) for table in TABLES]
    if args.format == "json":
        write_json({"table": table, "codes": n} for table, n in counted)
    elif args.format == "csv":
        write_csv(("table", "codes"), ((table, str(n)) for table, n in counted))
    else:
        headings = [t(f"cli.column.{n}") for n in ("table", "meaning", "codes")]
        write_table(headings, ((table, t(f"table.{table}"), str(n)) for table, n in counted))
    return DONE
