"""The FILTER options of a list, as the question they ask the models."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from crmtui.cli.asked import code, login
from crmtui.failures import UsageError
from crmtui.i18n import language, t
from crmtui.typed_dates import typed_day
from models.activity import STATUSES as OF_ACTIVITY
from models.activity import Activity
from models.contact import Contact
from models.entity import Entity
from models.group_member import members
from models.item import Item
from models.listing import Listing
from models.mailing import STATUSES as OF_MAILING
from models.mailing import Mailing
from models.note import Note
from models.opportunity import NO_STAGE, Opportunity
from models.opportunity import STATUSES as OF_OPPORTUNITY
from models.party import Party
from models.quote import GROUPS, Quote
from models.quote import STATUSES as OF_QUOTE
from models.rules import RuleBroken
from models.setting import today
from models.subscription import Subscription
from models.user import User

_OF_PARTIES = frozenset({"grouping", "salesperson", "city", "search"})
_OF_CONTACTS = _OF_PARTIES | {"party", "kind", "type"}
_OF_NOTES = frozenset({"party", "kind", "contact", "from", "to", "search"})
_OF_ACTIVITIES = _OF_NOTES | {"status", "owner"}
_OPTIONS_OF = {
    "party": _OF_PARTIES,
    "contact": _OF_CONTACTS,
    "note": _OF_NOTES,
    "activity": _OF_ACTIVITIES,
    "opportunity": _OF_ACTIVITIES | {"stage"},
    "quote": _OF_ACTIVITIES,
    "item": frozenset({"search"}),
    "mailing": frozenset({"status", "search"}),
    "subscription": frozenset({"contact"}),
}
_OPTIONS = frozenset().union(*_OPTIONS_OF.values())
_STATUSES = {
    "activity": OF_ACTIVITY,
    "opportunity": OF_OPPORTUNITY,
    "quote": (*GROUPS, *(status for status in OF_QUOTE if status not in GROUPS)),
    "mailing": OF_MAILING,
}


class _Order(NamedTuple):
    """What `--sort` names: a column, or nothing; and whether from its end."""

    column: str
    descending: bool


def listing_of(entity: Entity, args: argparse.Namespace) -> Listing:
    """The list that the options ask for. Raises `RuleBroken`, `UsageError`."""
    table = entity.record.table()
    _only(args, entity, _OPTIONS_OF[table])
    sort = args.sort or ""
    order = _Order(sort.removeprefix("-"), sort.startswith("-"))
    return _LISTINGS[table](entity, args, order)


def _parties(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    return Party.listing(
        entity.fixed["kind"],
        inactive=args.all,
        salesperson=login(args.filter_salesperson),
        city=args.filter_city or "",
        grouping=code("contacttype", args.filter_grouping),
        search=args.filter_search or "",
        sort=order.column or "name",
        descending=order.descending,
    )


def _contacts(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    _sorted_by(order.column, ("rank", "name") if args.filter_type else ("name",))
    asked: dict[str, Any] = {
        "role": args.filter_type or "",
        # With a party it says which of those that have the code.
        "kind": "" if args.filter_party else args.filter_kind or "",
        "salesperson": login(args.filter_salesperson),
        "city": args.filter_city or "",
        "grouping": code("contacttype", args.filter_grouping),
        "inactive": args.all,
        "search": args.filter_search or "",
        "descending": order.descending,
    }
    party = party_of(args)
    if party is not None and Party.values_of(party)["kind"] == "group":
        return members(party, **asked)
    return Contact.listing(party=party, **asked)


def _notes(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    _sorted_by(order.column, ("date",))
    latest_first = order.descending or not order.column
    return Note.listing(**_with_whom_and_when(args), descending=latest_first)


def _activities(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    _sorted_by(order.column, ("start",))
    return Activity.listing(
        **_with_whom_and_when(args),
        owner=_user(args.filter_owner),
        status=_status(args, entity),
        descending=order.descending or not order.column,
    )


def _opportunities(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    return Opportunity.listing(
        **_with_whom_and_when(args),
        owner=_user(args.filter_owner),
        status=_status(args, entity),
        stage=_stage(args.filter_stage),
        sort=order.column or "closes_on",
        descending=order.descending,
    )


def _quotes(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    status = _status(args, entity)
    # A file begins with the first number, so that another database can give the same ones.
    latest_first = not order.column and args.command_at != ("files", "export_records")
    return Quote.listing(
        **_with_whom_and_when(args),
        owner=_user(args.filter_owner),
        group=status if status in GROUPS else "",
        status="" if status in GROUPS else status,
        sort=order.column or "number",
        descending=order.descending or latest_first,
    )


def _items(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    return Item.listing(
        inactive=args.all,
        search=args.filter_search or "",
        sort=order.column or "code",
        descending=order.descending,
        language=language(),
    )


def _mailings(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    return Mailing.listing(
        status=_status(args, entity),
        search=args.filter_search or "",
        sort=order.column or "id",
        descending=order.descending or not order.column,
    )


def _subscriptions(entity: Entity, args: argparse.Namespace, order: _Order) -> Listing:
    _sorted_by(order.column, ())
    return Subscription.listing(
        Contact.key_of(args.filter_contact) if args.filter_contact else None
    )


_LISTINGS: dict[str, Callable[[Entity, argparse.Namespace, _Order], Listing]] = {
    "party": _parties,
    "contact": _contacts,
    "note": _notes,
    "activity": _activities,
    "opportunity": _opportunities,
    "quote": _quotes,
    "item": _items,
    "mailing": _mailings,
    "subscription": _subscriptions,
}


def _with_whom_and_when(args: argparse.Namespace) -> dict[str, Any]:
    """What notes, activities and sales are all asked for."""
    return {
        "contact": Contact.key_of(args.filter_contact) if args.filter_contact else None,
        "party": party_of(args),
        "since": _day(args.filter_from),
        "until": _day(args.filter_to),
        "search": args.filter_search or "",
    }


def party_of(args: argparse.Namespace) -> int | None:
    """The id of the party that `--party` names, within `--kind` if it is given."""
    if not args.filter_party:
        return None
    return Party.key_of(args.filter_party, kind=args.filter_kind)


def _only(args: argparse.Namespace, entity: Entity, options: Collection[str]) -> None:
    for name in sorted(_OPTIONS.difference(options)):
        if getattr(args, f"filter_{name}"):
            raise UsageError(t("cli.filter_not_for", option=f"--{name}", kind=entity.plural))


def _sorted_by(column: str, choices: tuple[str, ...]) -> None:
    if column and column not in choices:
        raise RuleBroken("rule.sort", text=column, choices=", ".join(choices))


def _status(args: argparse.Namespace, entity: Entity) -> str:
    """The status asked for, if any. Raises `UsageError`."""
    status: str = args.filter_status or ""
    choices = _STATUSES[entity.record.table()]
    if status and status not in choices:
        facts = {"text": status, "kind": entity.plural, "choices": ", ".join(choices)}
        raise UsageError(t("cli.sales.no_status", **facts))
    return status


def _stage(text: str | None) -> str:
    """The stage asked for, by its code or what it is called. Raises `RuleBroken`."""
    return text if text == NO_STAGE else code("stage", text)


def _day(text: str | None) -> dt.date | None:
    return typed_day(text, today()) if text else None


def _user(text: str | None) -> int | None:
    return User.id_of(text.lower()) if text else None
