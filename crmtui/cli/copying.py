"""`copy` a contact into a party, `convert` a prospect or a customer; where a contact came from."""

from __future__ import annotations

import argparse

from crmtui.failures import DONE, UsageError, say_all
from crmtui.i18n import t
from models.contact import Contact
from models.copying import copy_into, earlier, provenance, same_in
from models.group_member import add_member, groups_of
from models.journal import change
from models.party import Party
from models.party_conversion import CONVERTED
from models.rules import Missing, RuleBroken, Saved


def copy_contact(args: argparse.Namespace) -> int:
    """Copy a contact into a party, or make it a member of a group, and print whose id it is."""
    kind = args.party_kind.removesuffix("s")
    if args.reference and kind != "group":
        raise UsageError(t("cli.copy.only_groups"))
    with change("contact.copy"):
        contact = Contact.key_of(args.key)
        party = _target(kind, args.party, args.name)
        saved = add_member(party, contact) if args.reference else _copied(contact, party, args)
    say_all(saved.notices)
    print(saved.id)
    return DONE


def _target(kind: str, code: str, name: str | None) -> int:
    """The party copied into; made where it isn't there and a name is given."""
    try:
        return Party.key_of(code, kind=kind)
    except Missing:
        if not name:
            raise
    return Party.make(Party.blank(kind) | {"code": code, "name": name}).id


def _copied(contact: int, party: int, args: argparse.Namespace) -> Saved:
    """The copy, unless it is there already or somebody is who looks the same."""
    if not args.again:
        for _, name, day in earlier(contact, party):
            raise RuleBroken("cli.copy.before", name=name, code=args.party.upper(), day=day)
        for _, name, reason in same_in(contact, party):
            raise RuleBroken(f"cli.copy.same_{reason}", name=name, code=args.party.upper())
    return copy_into(contact, party, roles=args.roles)


def convert_party(args: argparse.Namespace) -> int:
    """Make a prospect a customer or the other way round, and print its code."""
    kind = args.party_kind.removesuffix("s")
    try:
        key = Party.key_of(args.party, kind=CONVERTED[kind])
    except Missing as missing:
        if Party.named(kind, args.party) is None:
            raise
        raise RuleBroken(f"rule.already_{kind}", code=args.party.upper()) from missing
    Party.convert(key, kind, args.code or "")
    print(Party.values_of(key)["code"])
    return DONE


def told(contact: int) -> list[tuple[str, str]]:
    """Where a contact came from, where its copies are and its groups, each with its label."""
    known = provenance(contact)
    pairs = []
    if known.source:
        key, name, day = known.source
        pairs.append((t("copying.from"), t("cli.copy.from", name=name, day=day, id=key or "–")))
    for key, name, code, day in known.copies:
        pairs.append((t("copying.copy"), t("cli.copy.to", name=name, code=code, day=day, id=key)))
    pairs += [(t("choice.group"), f"{code} {name}") for _, code, name in groups_of(contact)]
    return pairs
