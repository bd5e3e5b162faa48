"""Every entity, in the order of the menus, by the plural that the command line calls it."""

from __future__ import annotations

from models.activity import Activity
from models.code import Code
from models.contact import Contact
from models.entity import Entity
from models.item import Item
from models.mailing import Mailing
from models.note import Note
from models.opportunity import Opportunity
from models.party import KINDS, PARTY_FIELDS, Party
from models.quote import Quote
from models.rules import RuleBroken
from models.subscription import Subscription
from models.user import User

PARTY_ENTITIES = tuple(
    Entity(kind, f"{kind}s", Party, PARTY_FIELDS, {"kind": kind}, words="party") for kind in KINDS
)

ENTITIES: tuple[Entity, ...] = (
    *PARTY_ENTITIES,
    Contact.entity,
    Note.entity,
    Activity.entity,
    Opportunity.entity,
    Quote.entity,
    Item.entity,
    Mailing.entity,
    Subscription.entity,
    Code.entity,
    User.entity,
)

# What the command line's KIND may be; codes and users have commands of their own.
KINDS_BY_PLURAL = {e.plural: e for e in ENTITIES if e.record not in (Code, User)}


def entity_of(plural: str) -> Entity:
    """The entity of a KIND. Raises `RuleBroken`."""
    if plural not in KINDS_BY_PLURAL:
        raise RuleBroken("rule.no_kind", text=plural, choices=", ".join(KINDS_BY_PLURAL))
    return KINDS_BY_PLURAL[plural]


def party_entity(kind: str) -> Entity:
    """The entity of parties of a kind."""
    return PARTY_ENTITIES[KINDS.index(kind)]
