"""The lookup « recherche »: type-ahead over parties and contacts (spec 2).

The index (FTS5) is kept by triggers over text that `checks` folded. Words that begin with a
sign are not typed by anyone: `=` begins a party's name, `~` a contact's, `+` is a filter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models.checks import clean, sort_key, typed_words
from models.database import rows, snapshot, writing
from models.listing import Position, Row
from models.party import KINDS, city_word, grouping_word, kind_word, salesperson_word
from models.user import User

CONTACT_OFFSET = 1 << 40
MOST_HITS = 500
INDEXES = ("search", "opportunity_search", "quote_search")

HIT_NAMES = (
    "kind",
    "code",
    "name",
    "city",
    "phone",
    "contacts",
    "contact_id",
    "party_id",
    "job_title",
    "payable_rank",
    "purchasing_rank",
    "active",
)

_HIT_PARTY = """
    SELECT p.id, p.kind, p.code, p.name, p.city, p.phone,
        (SELECT count(*) FROM (SELECT 1 FROM contact c WHERE c.party_id = p.id LIMIT 1000))
        + (SELECT count(*) FROM (SELECT 1 FROM group_member WHERE group_id = p.id LIMIT 1000)),
        0, p.id, '', NULL, NULL, p.active
    FROM party p WHERE p.id IN ({marks})
"""
_HIT_CONTACT = """
    SELECT c.id + {offset}, p.kind, p.code, trim(c.first_name || ' ' || c.last_name), c.city,
        CASE WHEN c.mobile <> '' AND c.phone = p.phone AND c.extension = '' THEN c.mobile
             ELSE c.phone END,
        0, c.id, p.id, c.job_title,
        (SELECT coalesce(rank, 0) FROM contact_role WHERE contact_id = c.id AND role = 'payable'),
        (SELECT coalesce(rank, 0) FROM contact_role
            WHERE contact_id = c.id AND role = 'purchasing'), c.active AND p.active
    FROM contact c JOIN party p ON p.id = c.party_id WHERE c.id IN ({marks})
"""


@dataclass(frozen=True)
class Filters:
    """What the lookup is narrowed by; the last choice is kept per user (spec 2.2).

    They hold for every way of finding. A contact counts by its own city and grouping, by its
    party's kind and salesperson, and is active where both it and its party are.
    """

    kind: str = "customer"
    inactive: bool = False
    salesperson: str = ""
    city: str = ""
    grouping: str = ""

    def words(self) -> list[str]:
        """The index words that a hit must have."""
        found = []
        if self.kind:
            found.append(kind_word(self.kind))
        if self.salesperson:
            found.append(salesperson_word(User.id_of(self.salesperson)))
        if self.city:
            found.append(city_word(self.city))
        if self.grouping:
            found.append(grouping_word(self.grouping))
        return found

    @property
    def narrow(self) -> bool:
        """Whether anything can be outside."""
        return self != Filters(kind="", inactive=True)

    def let_in(self, text: str, party: str = "") -> bool:
        """Whether the words of a party, or those of a contact and its party's, are within."""
        has = {*text.split(), *(w for w in party.split() if not w.startswith(("+c", "+g")))}
        return (self.inactive or "+i" not in has) and has.issuperset(self.words())


class Hits:
    """The parties and contacts that match, best first; what they show is read when shown.

    `outside` is how many others would match without the filters, or at least would where
    `more_outside` says so.
    """

    names: Sequence[str] = HIT_NAMES

    def __init__(
        self, keys: Sequence[int], more: bool, outside: int = 0, more_outside: bool = False
    ) -> None:
        self.keys = keys
        self.more = more
        self.outside = outside
        self.more_outside = more_outside

    def __len__(self) -> int:
        return len(self.keys)

    def after(self, position: Position | None, limit: int) -> list[Row]:
        """The hits that follow a position; from the start where there is none."""
        return self._page(0 if position is None else position[0] + 1, limit)

    def before(self, position: Position | None, limit: int) -> list[Row]:
        """The hits just before a position, in order; the last ones where there is none."""
        end = len(self.keys) if position is None else position[0]
        start = max(0, end - limit)
        return self._page(start, end - start)

    def at(self, position: Position, limit: int) -> list[Row]:
        """The hits from a position on, its own included."""
        return self._page(position[0], limit)

    def _page(self, start: int, limit: int) -> list[Row]:
        wanted = self.keys[start : start + limit]
        shown = _shown(wanted)
        return [Row(key, (start + i,), shown[key]) for i, key in enumerate(wanted) if key in shown]


def _shown(keys: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    parties = tuple(k for k in keys if k < CONTACT_OFFSET)
    contacts = tuple(k - CONTACT_OFFSET for k in keys if k >= CONTACT_OFFSET)
    shown: dict[int, tuple[Any, ...]] = {}
    for sql, ids in ((_HIT_PARTY, parties), (_HIT_CONTACT, contacts)):
        if ids:
            marks = ", ".join("?" * len(ids))
            for key, *cells in rows(sql.format(marks=marks, offset=CONTACT_OFFSET), ids):
                shown[key] = tuple(cells)
    return shown


def find(text: str, filters: Filters) -> Hits:
    """What matches a text: the exact code first, then names that begin so, then the rest.

    Words may be in any order and only begun; case, accents and ligatures don't count. No more
    than `MOST_HITS` are looked for.
    """
    typed = typed_words(text)
    if not typed:
        return Hits([], more=False)
    with snapshot():
        any_place = _any_place(typed, filters)
        found = dict.fromkeys(_exact_code(text, filters))
        if len(any_place) <= MOST_HITS:
            found |= dict.fromkeys(_ranked(any_place, typed))
        else:
            for step in (_name_begins, _name_has_beginning):
                if len(found) <= MOST_HITS:
                    found |= dict.fromkeys(step(typed, filters))
            found |= dict.fromkeys(any_place)
        outside = _outside(typed, filters, any_place)
    keys, more = list(found), len(any_place) > MOST_HITS
    return Hits(keys[:MOST_HITS], more, min(outside, MOST_HITS), more or outside > MOST_HITS)


def recent(user_id: int, filters: Filters, limit: int = 50) -> Hits:
    """What a user opened last, within the filters (spec 2.4)."""
    found = rows(
        "SELECT r.party_id, r.contact_id, p.search_text, c.search_text"
        " FROM recent r JOIN party p ON p.id = r.party_id"
        " LEFT JOIN contact c ON c.id = r.contact_id"
        " WHERE r.user_id = ? AND (r.contact_id = 0 OR c.id NOTNULL)"
        " ORDER BY r.opened_at DESC",
        (user_id,),
    )
    keys = [
        contact + CONTACT_OFFSET if contact else party
        for party, contact, of_party, own in found
        if filters.let_in(own if contact else of_party, of_party if contact else "")
    ]
    return Hits(keys[:limit], more=False, outside=len(found) - len(keys))


def _exact_code(text: str, filters: Filters) -> list[int]:
    found = rows("SELECT id, search_text FROM party WHERE code = ?", (clean(text).upper(),))
    return [key for key, own in found if filters.let_in(own)]


def _name_begins(typed: list[str], filters: Filters) -> list[int]:
    """Parties whose name begins with the text as typed, in the order of names.

    Within one kind and without a narrow filter an index has them sorted; else the words do.
    """
    if not filters.kind or filters.salesperson or filters.city or filters.grouping:
        return []
    start = " ".join(typed)
    found = rows(
        "SELECT id FROM party WHERE kind = ? AND name_key >= ? AND name_key < ?"
        " AND (? OR active) ORDER BY name_key, id LIMIT ?",
        (filters.kind, start, start + "\U0010ffff", filters.inactive, MOST_HITS + 1),
    )
    return [key for (key,) in found]


def _name_has_beginning(typed: list[str], filters: Filters) -> list[int]:
    """Parties of whom any typed word begins the name, then contacts of whom all words do.

    A contact that is found by its party's words as well comes after the party itself.
    """
    party = " OR ".join(f'"={w}"*' for w in typed)
    if len(typed) > 1:
        party = f"({party}) AND {all_of(typed)}"
    contact = " AND ".join(f'"~{w}"*' for w in typed)
    found: list[int] = []
    for match, sql in ((party, _PARTIES_BY_NAME), (contact, _CONTACTS_BY_NAME)):
        found += [key for (key,) in rows(sql, (_narrowed(match, filters), MOST_HITS + 1))]
    return found


def _any_place(typed: list[str], filters: Filters) -> list[int]:
    """Whoever has all the words anywhere, parties first."""
    match = _narrowed(all_of(typed), filters)
    return [key for (key,) in rows(_ANY, (match, MOST_HITS + 1))]


def _outside(typed: list[str], filters: Filters, within: list[int]) -> int:
    """How many others have all the words, counted no further than is shown of those within.

    Where more are within than are shown, those before the last of them are counted.
    """
    if not filters.narrow:
        return 0
    most = MOST_HITS + 1
    if len(within) < most:
        return _count(all_of(typed), len(within) + most) - len(within)
    among = [key for (key,) in rows(_ANY, (all_of(typed), 2 * most)) if key <= within[-1]]
    return len(set(among).difference(within))


def _count(match: str, at_most: int) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return int(rows(sql, (match, at_most))[0][0])


def _ranked(keys: list[int], typed: list[str]) -> list[int]:
    """Those found, in the order in which more than can be shown are looked for."""
    parties = tuple(k for k in keys if k < CONTACT_OFFSET)
    contacts = tuple(k - CONTACT_OFFSET for k in keys if k >= CONTACT_OFFSET)
    found = [
        (_place(key, name, text, typed), key)
        for sql, ids in ((_NAMES_OF_PARTIES, parties), (_NAMES_OF_CONTACTS, contacts))
        for key, name, text in rows(sql.format(marks=", ".join("?" * len(ids))), ids)
    ]
    return [key for _, key in sorted(found)]


def _place(key: int, name: str, text: str, typed: list[str]) -> tuple[int, str]:
    begins = [w[1:] for w in text.split() if w[0] in "=~"]
    words_begin = [any(b.startswith(w) for b in begins) for w in typed]
    if key >= CONTACT_OFFSET:
        return (2, name) if all(words_begin) else (3, "")
    if name.startswith(" ".join(typed)):
        return 0, name
    return (1, name) if any(words_begin) else (3, "")


_NAMES_OF_PARTIES = "SELECT id, name_key, search_text FROM party WHERE id IN ({marks})"
_NAMES_OF_CONTACTS = f"""
    SELECT id + {CONTACT_OFFSET}, name_key, search_text FROM contact WHERE id IN ({{marks}})
"""
_ANY = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid LIMIT ?"
_PARTIES_BY_NAME = f"""
    SELECT id FROM party WHERE id IN (
        SELECT rowid FROM search WHERE search MATCH ? AND rowid < {CONTACT_OFFSET}
        ORDER BY rowid LIMIT ?)
    ORDER BY name_key, id
"""
_CONTACTS_BY_NAME = f"""
    SELECT id + {CONTACT_OFFSET} FROM contact WHERE id IN (
        SELECT rowid - {CONTACT_OFFSET} FROM search
        WHERE search MATCH ? AND rowid > {CONTACT_OFFSET} ORDER BY rowid LIMIT ?)
    ORDER BY name_key, id
"""


def all_of(typed: Sequence[str]) -> str:
    """An FTS5 expression that is only made of quoted words, so no text can be an operator."""
    # Whoever has a word that begins with `mar` has one that begins with `ma`.
    told = [w for w in dict.fromkeys(typed) if not any(o != w and o.startswith(w) for o in typed)]
    return " AND ".join(f'"{w}"*' for w in told)


def _narrowed(match: str, filters: Filters) -> str:
    # FTS5 makes one AND of nested ones, and then steps through all customers beside the words.
    # What is inside a NOT stays a question of its own, which the filters are asked about after.
    without = "+none" if filters.inactive else "+i"
    return " AND ".join([f'(({match}) NOT "{without}")', *(f'"{w}"' for w in filters.words())])


# From each city to the next one by the index, however many contacts there are of each.
_CITIES_OF_CONTACTS = """
    WITH RECURSIVE one(city) AS (
        SELECT min(city) FROM contact WHERE city <> ''
        UNION ALL
        SELECT (SELECT min(city) FROM contact WHERE city <> '' AND city > one.city)
        FROM one WHERE one.city NOTNULL)
    SELECT city FROM one WHERE city NOTNULL
"""


def cities(start: str, kind: str, limit: int = 500) -> list[str]:
    """The cities that begin so of parties of a kind and of their contacts: the filter's prompt."""
    key = sort_key(start)
    kinds = (kind,) if kind else KINDS
    marks = ", ".join("?" * len(kinds))
    of_parties = rows(
        f"SELECT city FROM party WHERE kind IN ({marks}) AND city <> ''"
        " AND city_key >= ? AND city_key < ? GROUP BY city_key ORDER BY city_key LIMIT ?",
        (*kinds, key, key + "\U0010ffff", limit),
    )
    found = {city_word(city): city for (city,) in of_parties}
    for (city,) in rows(_CITIES_OF_CONTACTS):
        word = city_word(city)
        if word not in found and sort_key(city).startswith(key) and _any_contact(word, kind):
            found[word] = city
    return sorted(found.values(), key=sort_key)[:limit]


def _any_contact(word: str, kind: str) -> bool:
    match = " AND ".join(f'"{w}"' for w in (word, *([kind_word(kind)] if kind else [])))
    sql = "SELECT 1 FROM search WHERE search MATCH ? AND rowid > ? LIMIT 1"
    return bool(rows(sql, (match, CONTACT_OFFSET)))


def rebuild() -> None:
    """Make the indexes anew from the tables."""
    with writing():
        for index in INDEXES:
            rows(f"INSERT INTO {index}({index}) VALUES ('rebuild')")


def index_is_true() -> bool:
    """Whether the indexes say just what the tables say."""
    try:
        for index in INDEXES:
            rows(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
    except pw.DatabaseError:
        return False
    return True
