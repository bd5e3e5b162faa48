"""The FILTER options of a list, as the question they ask the models."""

from __future__ import annotations

import argparse
import datetime as dt

from crmtui.failures import UsageError
from crmtui.i18n import t
from crmtui.typed_dates import typed_day
from models.activity import Activity
from models.code import Code
from models.contact import Contact
from models.entity import Entity
from models.listing import Listing
from models.note import Note
from models.party import Party
from models.rules import RuleBroken
from models.setting import today
from models.user import User

_OF_PARTIES = frozenset({"grouping", "salesperson", "city", "search"})
_OF_CONTACTS = frozenset({"party", "kind", "type", "grouping", "search"})
_OF_NOTES = frozenset({"party", "kind", "contact", "from", "to", "search"})
_OF_ACTIVITIES = frozenset({"party", "kind", "contact", "status", "owner", "from", "to", "search"})
_OPTIONS = _OF_PARTIES | _OF_CONTACTS | _OF_NOTES | _OF_ACTIVITIES


def listing_of(entity: Entity, args: argparse.Namespace) -> Listing:
    """The list that the options ask for. Raises `RuleBroken`, `UsageError`."""
    sort = args.sort or ""
    descending, column = sort.startswith("-"), sort.removeprefix("-")
    if entity.record is Party:
        _only(args, entity, _OF_PARTIES)
        return Party.listing(
            entity.fixed["kind"],
            inactive=args.all,
            salesperson=_login(args.filter_salesperson),
            city=args.filter_city or "",
            grouping=_grouping(args.filter_grouping),
            search=args.filter_search or "",
            sort=column or "name",
            descending=descending,
        )
    if entity.record is Contact:
        return _contacts(entity, args, column, descending)
    if entity.record is Activity:
        return _activities(entity, args, column, descending)
    return _notes(entity, args, column, descending)


def _contacts(entity: Entity, args: argparse.Namespace, column: str, descending: bool) -> Listing:
    _only(args, entity, _OF_CONTACTS)
    _sorted_by(column, ("rank", "name") if args.filter_type else ("name",))
    return Contact.listing(
        party=party_of(args),
        role=args.filter_type or "",
        grouping=_grouping(args.filter_grouping),
        inactive=args.all,
        search=args.filter_search or "",
        descending=descending,
    )


def _notes(entity: Entity, args: argparse.Namespace, column: str, descending: bool) -> Listing:
    _only(args, entity, _OF_NOTES)
    _sorted_by(column, ("date",))
    return Note.listing(
        contact=Contact.key_of(args.filter_contact) if args.filter_contact else None,
        party=party_of(args),
        since=_day(args.filter_from),
        until=_day(args.filter_to),
        search=args.filter_search or "",
        descending=descending or not column,
    )


def _activities(entity: Entity, args: argparse.Namespace, column: str, descending: bool) -> Listing:
    _only(args, entity, _OF_ACTIVITIES)
    _sorted_by(column, ("start",))
    return Activity.listing(
        contact=Contact.key_of(args.filter_contact) if args.filter_contact else None,
        party=party_of(args),
        owner=User.id_of(args.filter_owner.lower()) if args.filter_owner else None,
        status=args.filter_status or "",
        since=_day(args.filter_from),
        until=_day(args.filter_to),
        search=args.filter_search or "",
        descending=descending or not column,
    )


def party_of(args: argparse.Namespace) -> int | None:
    """The id of the party that `--party` names, within `--kind` if it is given."""
    if not args.filter_party:
        return None
    return Party.key_of(args.filter_party, kind=args.filter_kind)


def _only(args: argparse.Namespace, entity: Entity, options: frozenset[str]) -> None:
    for name in sorted(_OPTIONS - options):
        if getattr(args, f"filter_{name}"):
            raise UsageError(t("cli.filter_not_for", option=f"--{name}", kind=entity.plural))


def _sorted_by(column: str, choices: tuple[str, ...]) -> None:
    if column and column not in choices:
        raise RuleBroken("rule.sort", text=column, choices=", ".join(choices))


def _day(text: str | None) -> dt.date | None:
    return typed_day(text, today()) if text else None


def _login(text: str | None) -> str:
    if text:
        User.id_of(text.lower())
    return (text or "").lower()


def _grouping(text: str | None) -> str:
    if not text:
        return ""
    code = Code.guess("contacttype", text)
    if code is None:
        raise RuleBroken("rule.unknown_code", code=text)
    return code
