"""Opportunities and quotes as the values of their forms; run on the database's thread."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.contact import Contact
from models.database import snapshot
from models.entity import Values
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import Missing, Saved
from models.spoken import language_of
from models.tax import taxes_for


def read_opportunity(key: int) -> Values:
    """An opportunity as the values of its form. Raises `Missing`."""
    with snapshot():
        return opportunity_values(Opportunity.values_of(key))


def opportunity_values(values: Values) -> Values:
    """The form's values, and beside them who the contact is and what the stage proposes."""
    contact = values["contact"]
    return values | {
        "contact_words": whose(contact),
        "language": language_of(contact),
        "proposed": Opportunity.proposed(values["stage"]) or 0,
    }


def whose(contact: int | None) -> str:
    """A contact with its party: `Marie Roy · TREMB01 Tremblay & Fils inc.`."""
    if contact is None:
        return ""
    try:
        values = Contact.values_of(contact)
    except Missing:
        return f"? {contact}"
    name = f"{values['first_name']} {values['last_name']}".strip()
    return f"{name} · {values['party']} {Party.values_of(values['party_id'])['name']}"


def read_quote(key: int) -> Values:
    """A quote as the values of its form. Raises `Missing`."""
    with snapshot():
        return quote_values(Quote.values_of(key))


def new_quote(**given: Any) -> Values:
    """A new quote's values as the form's. Raises `RuleBroken`."""
    with snapshot():
        return quote_values(Quote.blank(**given))


def quote_values(values: Values) -> Values:
    """The form's values: who is billed by id, and beside them the words for it."""
    code, kind = values["bill_to"], values["bill_to_kind"]
    party = Party.key_of(code, kind=kind) if code else None
    return values | {
        "bill_to": party,
        "bill_to_words": billed_words(party),
        "contact_words": purchaser_words(values["contact"]),
        "language": language_of(values["contact"], party),
        "holds_usual": values["valid_until"] == Quote.valid_until_for(values["date"]),
        "tax_rates": taxes_for(party, values["date"]),
    }


def billed_words(party: int | None) -> str:
    """Who is billed: `TREMB01 Tremblay & Fils inc.`, a prospect as such."""
    if party is None:
        return ""
    values = Party.values_of(party)
    words = f"{values['code']} {values['name']}"
    prospect = values["kind"] == "prospect"
    return f"{words} ({t('choice.prospect')})" if prospect else words


def purchaser_words(contact: int | None) -> str:
    """A contact with its rank: `Marie Roy (Achats 1)`."""
    if contact is None:
        return ""
    values = Contact.values_of(contact)
    name = f"{values['first_name']} {values['last_name']}".strip()
    rank = values["purchasing_rank"]
    return f"{name} ({t('find_contact.rank', rank=rank)})" if rank else name


def chosen_party(party: int) -> Values:
    """What follows where somebody is billed: the contact, the words, the language."""
    values = Party.values_of(party)
    contact = Contact.purchaser(party)
    key = contact[0] if contact else None
    return {
        "contact": key,
        "contact_name": contact[1] if contact else "",
        "bill_to_words": billed_words(party),
        "contact_words": purchaser_words(key),
        "language": language_of(key, party),
        "name": values["name"],
    }


def save_quote(key: int | None, values: Values, version: int | None) -> Saved:
    """Save what the form holds. Raises `RuleBroken`."""
    values = dict(values)
    if values.get("bill_to") is not None:
        party = Party.values_of(int(values["bill_to"]))
        values |= {"bill_to": party["code"], "bill_to_kind": party["kind"]}
    if key is None:
        return Quote.make(values)
    return Quote.alter(key, values, version=version)


def save_opportunity(key: int | None, values: Values, version: int | None) -> Saved:
    """Save what the form holds. Raises `RuleBroken`."""
    if key is None:
        return Opportunity.make(values)
    return Opportunity.alter(key, values, version=version)
