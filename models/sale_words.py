"""The words that find opportunities and quotes: their own, and those of whom they are for."""

from __future__ import annotations

from models.checks import index_words, sort_key
from models.database import execute_many, rows

_WHOSE = "coalesce(c.first_name, ''), coalesce(c.last_name, ''), p.code, p.name"
_OPPORTUNITIES = (
    f"SELECT o.id, o.description, {_WHOSE} FROM opportunity o"
    " JOIN contact c ON c.id = o.contact_id JOIN party p ON p.id = c.party_id WHERE {} = ?"
)
_QUOTES = (
    f"SELECT q.id, q.number || ' ' || q.reference, {_WHOSE} FROM quote q"
    " JOIN party p ON p.id = q.bill_to_id LEFT JOIN contact c ON c.id = q.contact_id WHERE {} = ?"
)


def opportunity_words(description: str, contact: int) -> str:
    """The words that find an opportunity of a contact."""
    whose = rows(
        f"SELECT {_WHOSE} FROM contact c JOIN party p ON p.id = c.party_id WHERE c.id = ?",
        (contact,),
    )
    return _words(description, *(whose[0] if whose else ()))


def quote_words(number: str, reference: str, party: int, contact: int | None) -> str:
    """The words that find a quote to a party."""
    whose = rows(
        f"SELECT {_WHOSE} FROM party p LEFT JOIN contact c ON c.id = ? WHERE p.id = ?",
        (contact, party),
    )
    return _words(number, reference, *(whose[0] if whose else ()))


def party_renamed(party: int) -> None:
    """Let what is sold to a party be found, and its quotes be sorted, by what it is called now."""
    _learn("opportunity", _OPPORTUNITIES.format("c.party_id"), party)
    _learn("quote", _QUOTES.format("q.bill_to_id"), party)
    name = rows("SELECT name FROM party WHERE id = ?", (party,))[0][0]
    execute_many("UPDATE quote SET bill_to_key = ? WHERE bill_to_id = ?", [(sort_key(name), party)])


def contact_renamed(contact: int) -> None:
    """Let what is sold to a contact be found by what the contact is called now."""
    _learn("opportunity", _OPPORTUNITIES.format("o.contact_id"), contact)
    _learn("quote", _QUOTES.format("q.contact_id"), contact)


def _learn(table: str, query: str, key: int) -> None:
    execute_many(
        f"UPDATE {table} SET search_text = ? WHERE id = ?",
        [(_words(*texts), found) for found, *texts in rows(query, (key,))],
    )


def _words(*texts: str) -> str:
    return " ".join(dict.fromkeys(index_words(" ".join(texts))))
