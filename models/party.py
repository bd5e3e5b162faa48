"""Parties: customers, suppliers, prospects and contact groups (spec 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from models.addressed import FOLLOWED, Addressed
from models.checks import clean, index_words, phone_key, phone_words, sort_key, words
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    LineColumn,
    PartyCodeColumn,
    UserColumn,
    WebColumn,
)
from models.database import rows
from models.entity import Entity, Field, Values
from models.journal import change, row
from models.listing import Listing
from models.party_code import MakesCodes
from models.party_conversion import Converts
from models.removal import Counted, refuse_referred
from models.rules import Missing, RuleBroken, Saved
from models.setting import default_code, setting
from models.user import User

KINDS = ("customer", "supplier", "prospect", "group")


class Party(MakesCodes, Converts, Addressed):
    """A customer, supplier, prospect or contact group."""

    kind = ChoiceColumn(KINDS)
    code = PartyCodeColumn(max_length=10)
    name = LineColumn(max_length=80)
    web = WebColumn(max_length=120)
    grouping = CodeColumn("contacttype")
    salesperson = UserColumn(User, column_name="salesperson_id", null=True)
    city_key = LineColumn(max_length=200)

    class Meta:
        table_name = "party"

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """The keys to sort and to compare by, and the words that find the party."""
        return {
            "name_key": sort_key(values["name"]),
            "city_key": sort_key(values["city"]),
            "phone_digits": phone_key(values["phone"]),
            "search_text": " ".join(cls._search_words(values)),
        }

    @classmethod
    def altered_row(cls, key: int, values: Values, old: Values) -> None:
        """Let what is sold to it be found by what it is called now."""
        if any(old[name] != values[name] for name in ("name", "code")):
            from models.sale_words import party_renamed

            party_renamed(key)

    @classmethod
    def _search_words(cls, values: Values) -> list[str]:
        name = index_words(values["name"])
        found = [f"={name[0]}"] if name else []
        found += [*index_words(values["code"]), *name, *index_words(values["city"])]
        found += words(values["email"])
        for phone in (values["phone"], values["fax"]):
            found += phone_words(phone)
        return [*dict.fromkeys(found), *cls._filter_words(values)]

    @classmethod
    def _filter_words(cls, values: Values) -> list[str]:
        found = [kind_word(values["kind"])]
        if not values["active"]:
            found.append("+i")
        if values["salesperson"]:
            found.append(salesperson_word(User.id_of(values["salesperson"])))
        if values["grouping"]:
            found.append(grouping_word(values["grouping"]))
        if values["city"]:
            found.append(city_word(values["city"]))
        return found

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        """Without a code, one is made from the name."""
        given = dict(values)
        name = str(given.get("name") or "").strip()
        if name and given.get("kind") and not given.get("code"):
            given["code"] = cls.code_for(str(given["kind"]), name)
        return super()._complete(given, lenient)

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Refuse a code that another of the kind has, and a kind that quotes are not billed to."""
        found = rows(
            "SELECT id, name FROM party WHERE kind = ? AND code = ?",
            (values["kind"], values["code"]),
        )
        if found and found[0][0] != key:
            raise RuleBroken("rule.code_taken", field="code", code=values["code"], name=found[0][1])
        if key is not None and values["kind"] in ("supplier", "group"):
            refuse_referred([("entity.quotes", cls._quotes(key))], field="kind")

    @classmethod
    def _quotes(cls, key: int) -> int:
        return int(rows("SELECT count(*) FROM quote WHERE bill_to_id = ?", (key,))[0][0])

    @classmethod
    def check_all(cls, many: Sequence[Values]) -> None:
        """Refuse the first of many new parties whose code is taken, by others or among them."""
        seen: dict[tuple[str, str], str] = {}
        for kind in {values["kind"] for values in many}:
            codes = [values["code"] for values in many if values["kind"] == kind]
            marks = ", ".join("?" * len(codes))
            seen |= {
                (kind, code): name
                for code, name in rows(
                    f"SELECT code, name FROM party WHERE kind = ? AND code IN ({marks})",
                    (kind, *codes),
                )
            }
        for values in many:
            key, code = (values["kind"], values["code"]), values["code"]
            if key in seen:
                raise RuleBroken("rule.code_taken", field="code", code=code, name=seen[key])
            seen[key] = values["name"]

    @classmethod
    def blank(cls, kind: str) -> Values:
        """The values that a new party of a kind starts with."""
        return cls.entity.blank(
            kind=kind,
            language=str(setting("DefaultLanguage")),
            country=default_code("DefaultCountry"),
            province=default_code("DefaultProvince"),
        )

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id that a code names, within a kind if it is told. Raises `Missing`."""
        kind, text = context.get("kind"), clean(text)
        found = rows(
            "SELECT id, kind FROM party WHERE code = ?" + (" AND kind = ?" if kind else ""),
            (text.upper(), kind) if kind else (text.upper(),),
        )
        if len(found) > 1:
            raise RuleBroken("rule.code_ambiguous", code=text.upper(), n=len(found))
        if not found:
            raise Missing("rule.no_such_code", code=text.upper())
        return int(found[0][0])

    @classmethod
    def any(cls) -> bool:
        """Whether there is any party at all."""
        return bool(rows("SELECT 1 FROM party LIMIT 1"))

    @classmethod
    def named(cls, kind: str, text: str) -> int | None:
        """The id of the party of a kind that has this code or exactly this name."""
        found = rows(
            "SELECT id FROM party WHERE kind = ? AND code = ?", (kind, clean(text).upper())
        ) or rows(
            "SELECT id FROM party WHERE kind = ? AND name_key = ? ORDER BY id LIMIT 1",
            (kind, sort_key(text)),
        )
        return int(found[0][0]) if found else None

    @classmethod
    def ids_by_name(cls, kind: str, names: Sequence[str]) -> dict[str, list[int]]:
        """The ids of the parties of a kind that have each of some hundreds of names.

        Case and accents don't count; the names found by are `name_base` of those given.
        """
        wanted = list(dict.fromkeys(name_base(name) for name in names))
        found: dict[str, list[int]] = {base: [] for base in wanted}
        if wanted:
            pairs = ", ".join(["(?, ?)"] * len(wanted))
            for name, key in rows(
                f"WITH wanted(base, past) AS (VALUES {pairs})"
                " SELECT wanted.base, party.id FROM wanted JOIN party ON party.kind = ?"
                " AND party.name_key >= wanted.base AND party.name_key < wanted.past"
                " ORDER BY party.id",
                (*(text for base in wanted for text in (base, base + "\x02")), kind),
            ):
                found[name].append(key)
        return found

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """What refers to the party: its contacts, members, quotes, mailings (spec 1.4)."""
        contacts = rows("SELECT count(*) FROM contact WHERE party_id = ?", (key,))
        members = rows("SELECT count(*) FROM group_member WHERE group_id = ?", (key,))
        mailings = rows(
            "SELECT count(*) FROM mailing JOIN party ON party.code = mailing.group_code"
            " WHERE party.id = ? AND party.kind = 'group'",
            (key,),
        )
        return [
            ("entity.contacts", contacts[0][0]),
            ("entity.members", members[0][0]),
            ("entity.quotes", cls._quotes(key)),
            ("entity.mailings", mailings[0][0]),
        ]

    @classmethod
    def followers(cls, key: int, values: Mapping[str, Any]) -> list[tuple[int, str]]:
        """The contacts whose fields would follow a change: id and name (spec 3.3)."""
        moved = cls._moved(key, values)
        if not moved:
            return []
        where = " OR ".join(f'"{name}" = ?' for name in moved)
        return [
            (found, f"{first} {last}".strip())
            for found, first, last in rows(
                "SELECT id, first_name, last_name FROM contact"
                f" WHERE party_id = ? AND ({where}) ORDER BY name_key, id",
                (key, *moved.values()),
            )
        ]

    @classmethod
    def alter_with_followers(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change a party; what its contacts have equal to it follows, in one transaction."""
        from models.contact import Contact

        tidied = cls.entity.tidy(values)
        with change("party.alter"):
            moved = cls._moved(key, tidied)
            followers = cls.followers(key, tidied)
            saved = cls.alter(key, tidied, version=version, lenient=lenient)
            for contact, _ in followers:
                theirs = row("contact", contact)
                same = {n: tidied[n] for n, old in moved.items() if theirs[n] == old}
                Contact.alter(contact, same, lenient=True)
        return saved

    @classmethod
    def _moved(cls, key: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """The followed fields that would change, with what they hold now."""
        now = row("party", key)
        return {n: now[n] for n in FOLLOWED if n in values and values[n] != now[n]}

    @classmethod
    def listing(cls, kind: str, **asked: Any) -> Listing:
        """The parties of a kind that meet the filters; see `party_list.listing`."""
        from models.party_list import listing

        return listing(kind, **asked)


def name_base(name: str) -> str:
    """A name's folded words: what a name's key begins with."""
    return sort_key(name).partition("\x01")[0]


def kind_word(kind: str) -> str:
    """The word that the search index has for a kind, to filter by."""
    return "+k" + "".join(words(kind))


def salesperson_word(user: int) -> str:
    """The word that the search index has for a salesperson, to filter by."""
    return f"+s{user}"


def grouping_word(code: str) -> str:
    """The word that the search index has for a grouping, to filter by."""
    # A hyphen would part the word in two; signs that the index takes for letters stand for it.
    word = clean(code).lower().replace("-", "~").replace("_", "+")
    return "+g" + re.sub("[^a-z0-9~+]", "", word)


def city_word(city: str) -> str:
    """The word that the search index has for a city, to filter by."""
    # Parted by a sign, so that only who writes the same words is in the same city.
    return "+c" + "/".join(words(city))


PARTY_FIELDS = (
    Field(Party.kind, required=True, read_only=True),
    Field(Party.code, required=True),
    Field(Party.name, required=True),
    Field(Party.address1),
    Field(Party.address2),
    Field(Party.city),
    Field(Party.province),
    Field(Party.country),
    Field(Party.postal_code),
    Field(Party.phone),
    Field(Party.fax),
    Field(Party.email),
    Field(Party.web),
    Field(Party.language),
    Field(Party.grouping),
    Field(Party.salesperson),
    Field(Party.remarks),
    Field(Party.active, default=True),
)

Party.entity = Entity("party", "parties", Party, PARTY_FIELDS, {})
