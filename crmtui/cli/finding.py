"""`find`: the lookup of the first screen."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from crmtui.cli.asked import code, login
from crmtui.cli.output import write_csv, write_json, write_table
from crmtui.failures import DONE, say
from crmtui.i18n import t
from models.contact_role import ROLES
from models.search import HIT_NAMES, MOST_HITS, Filters, Hits, find

_PAGE = 100
_NAMES = (*HIT_NAMES, *ROLES)
_SHOWN = ("kind", "code", "name", "city", "phone", "contact_id")


def find_records(args: argparse.Namespace) -> int:
    """The hits of a text, in the order of the lookup; on standard error, how many are outside."""
    hits = find(" ".join(args.text), _filters(args))
    found = _hits(hits, args.limit)
    if args.format == "json":
        write_json(found)
    elif args.format == "csv":
        write_csv(_NAMES, ([_text(hit[name]) for name in _NAMES] for hit in found))
    elif not write_table([t(f"cli.column.{n}") for n in _SHOWN], map(_cells, found)):
        say(t("cli.nothing"))
    if hits.more and (args.limit is None or args.limit > MOST_HITS):
        say(t("cli.more_hits", most=MOST_HITS))
    if hits.outside:
        key = "cli.more_outside" if hits.more_outside else "cli.outside"
        say(t(key, n=hits.outside))
    return DONE


def _filters(args: argparse.Namespace) -> Filters:
    """The filters that the options ask for. Raises `RuleBroken`."""
    return Filters(
        kind="" if args.filter_kind == "all" else args.filter_kind,
        inactive=args.all,
        salesperson=login(args.filter_salesperson),
        city=args.filter_city or "",
        grouping=code("contacttype", args.filter_grouping),
    )


def _hits(hits: Hits, limit: int | None) -> Iterator[dict[str, Any]]:
    left = len(hits) if limit is None else min(limit, len(hits))
    for start in range(0, left, _PAGE):
        position = (start - 1,) if start else None
        for row in hits.after(position, min(_PAGE, left - start)):
            yield _told(dict(zip(hits.names, row.cells, strict=True)))


def _told(hit: dict[str, Any]) -> dict[str, Any]:
    told = hit | {
        "contact_id": hit["contact_id"] or None,
        "contacts": None if hit["contact_id"] else hit["contacts"],
        "active": bool(hit["active"]),
    }
    for role in ROLES:
        # The lookup has 0 for a type without a rank.
        rank = hit[f"{role}_rank"]
        told |= {role: rank is not None, f"{role}_rank": rank or None}
    return {name: told[name] for name in _NAMES}


def _cells(hit: dict[str, Any]) -> list[str]:
    return [t(f"choice.{hit['kind']}"), *(_text(hit[name]) for name in _SHOWN[1:])]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
