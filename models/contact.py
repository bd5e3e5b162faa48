"""Contacts of a party, with their types, ranks, groupings, dates and mailing consent (spec 3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

import peewee as pw

from models.addressed import ADDRESS, FOLLOWED, Addressed
from models.checks import digits, index_words, phone_key, phone_words, sort_key, words
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    DayColumn,
    LineColumn,
    NumberColumn,
    PartialDateColumn,
    PartyCodeColumn,
    PhoneColumn,
    YesNoColumn,
)
from models.contact_past import birth_date, others_since
from models.contact_role import LAST_RANK, ROLES, roles_of, write_groupings, write_role
from models.database import rows
from models.entity import Entity, Field, Values
from models.journal import Change, row
from models.listing import Listing
from models.party import KINDS, Party, city_word, grouping_word
from models.removal import UNNAMED, Counted, Part
from models.rules import Notice, RuleBroken, Saved
from models.same_person import duplicate_notices
from models.setting import today


class Contact(Addressed):
    """A person at a party."""

    party_id = pw.IntegerField()
    salutation = CodeColumn("salutation")
    first_name = LineColumn(max_length=40)
    last_name = LineColumn(max_length=40)
    job_title = LineColumn(max_length=60)
    department = LineColumn(max_length=60)
    extension = LineColumn(max_length=10)
    mobile = PhoneColumn(max_length=30)
    birth_day = LineColumn(max_length=5)
    birth_year = pw.IntegerField(null=True)
    anniversary = PartialDateColumn(yearless=True)
    in_mailing = YesNoColumn()
    opted_out = DayColumn(null=True)
    opted_out_reason = LineColumn(max_length=80)
    email_key = LineColumn(max_length=80)
    mobile_digits = LineColumn(max_length=30)

    PARTS = (
        Part("entity.memberships", "group_member", "contact_id"),
        Part("entity.subscriptions", "subscription", "contact_id"),
        Part("entity.mailing_choices", "mailing_choice", "contact_id"),
        Part("entity.contact_types", "contact_role", "contact_id"),
        Part("entity.groupings", "contact_grouping", "contact_id"),
        Part("entity.origins", "contact_copy", "contact_id"),
    )

    class Meta:
        table_name = "contact"

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """What is kept beside the fields: the party, the birthday's parts, keys, search words."""
        birth = values["birth_date"]
        return {
            "party_id": values["party_id"],
            "birth_day": birth[-5:],
            "birth_year": int(birth[:4]) if birth and birth[0] != "-" else None,
            "name_key": sort_key(values["last_name"], values["first_name"]),
            "email_key": values["email"].lower(),
            "mobile_digits": digits(values["mobile"]),
            "phone_digits": phone_key(values["phone"], values["extension"]),
            "search_text": " ".join(cls._search_words(values)),
        }

    @classmethod
    def _search_words(cls, values: Values) -> list[str]:
        first, last = index_words(values["first_name"]), index_words(values["last_name"])
        found = [f"~{name[0]}" for name in (first, last) if name]
        found += [*first, *last, *words(values["email"]), *index_words(values["city"])]
        for phone in (values["phone"], values["mobile"]):
            found += phone_words(phone)
        found += [grouping_word(code) for code in values["groupings"]]
        if not values["active"]:
            found.append("+i")
        if values["city"]:
            found.append(city_word(values["city"]))
        return list(dict.fromkeys(found))

    @classmethod
    def others_all(cls, found: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
        """Types, ranks, groupings, the party's code and kind, and the birth date as one."""
        keys = list(found)
        marks = ", ".join("?" * len(keys))
        others = roles_of(keys)
        parties = {c["party_id"] for c in found.values()}
        codes = {
            party: (code, kind)
            for party, code, kind in rows(
                f"SELECT id, code, kind FROM party WHERE id IN ({', '.join('?' * len(parties))})",
                tuple(parties),
            )
        }
        for key, columns in found.items():
            code, kind = codes[columns["party_id"]]
            others[key] |= {"party": code, "party_kind": kind, "groupings": []}
            others[key] |= {"birth_date": birth_date(columns), "party_id": columns["party_id"]}
        for contact, code in rows(
            "SELECT contact_id, code FROM contact_grouping"
            f" WHERE contact_id IN ({marks}) ORDER BY code",
            tuple(keys),
        ):
            others[contact]["groupings"].append(code)
        return others

    @classmethod
    def others_since(cls, key: int, version: int, now: Values) -> Values:
        """Birth date, types, ranks and groupings as they were at a version."""
        return others_since(key, version, now)

    @classmethod
    def carried(cls, values: Values) -> Mapping[str, Any]:
        """What it takes over from its party (spec 3.3)."""
        party, code = values.get("party_id"), values.get("party")
        found = rows(
            f"SELECT {', '.join(FOLLOWED)} FROM party WHERE"
            + (" id = ?" if party else " code = ? AND kind = ?"),
            (party,) if party else (code or "", values.get("party_kind") or "customer"),
        )
        return dict(zip(FOLLOWED, found[0], strict=True)) if found else {}

    @classmethod
    def check_named(cls, named: Values) -> None:
        """No rank without its type, no birth or opt-out that is to come. Raises `RuleBroken`."""
        _refuse_future(named)
        for role in ROLES:
            if named.get(f"{role}_rank") is not None and named.get(role) is False:
                raise RuleBroken("rule.rank_without_type", field=f"{role}_rank", role=role)

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        given = dict(values)
        party = given.pop("party_id", None)
        complete = super()._complete(given, lenient)
        if not lenient:
            _refuse_future(complete)
        return complete | {"party_id": _party_named(complete) if party is None else party}

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """One of the two names is needed, and the day of an opt-out that has a reason."""
        if not values["first_name"] and not values["last_name"]:
            raise RuleBroken("rule.contact_name", field="last_name")
        kept = row("contact", key) if key is not None else None
        _check_opt_out(values, kept)
        if kept is not None:
            code, kind = rows("SELECT code, kind FROM party WHERE id = ?", (kept["party_id"],))[0]
            if (values["party"], values["party_kind"]) != (code, kind):
                raise RuleBroken("rule.contact_stays", field="party")

    @classmethod
    def write_others(
        cls, tx: Change, key: int, values: Values, old: Values | None
    ) -> Sequence[Notice]:
        """Write types with their ranks, and groupings."""
        notices: list[Notice] = []
        for role in ROLES:
            if old is None and not values[role] and values[f"{role}_rank"] is None:
                continue
            notices += cls._write_role(tx, key, role, values, old)
        write_groupings(tx, key, values["groupings"], old["groupings"] if old else [])
        return notices

    @classmethod
    def altered_row(cls, key: int, values: Values, old: Values) -> None:
        """Let what is sold to the contact be found by its name of now."""
        if any(old[name] != values[name] for name in ("first_name", "last_name")):
            from models.sale_words import contact_renamed

            contact_renamed(key)

    @classmethod
    def _write_role(
        cls, tx: Change, key: int, role: str, values: Values, old: Values | None
    ) -> list[Notice]:
        rank, ticked = values[f"{role}_rank"], values[role]
        if rank is not None and not ticked:
            # Typing a rank means the type; unticking the type takes its rank away.
            unticked = old is not None and old[role]
            ticked, rank = (False, None) if unticked else (True, rank)
        return write_role(tx, key, values["party_id"], role, ticked, rank)

    @classmethod
    def blank_for(cls, party: int) -> Values:
        """A new contact of a party, filled from it (spec 3.3)."""
        return cls.blank_from(row("party", party))

    @classmethod
    def blank_from(cls, source: Mapping[str, Any], said: Collection[str] = ()) -> Values:
        """A new contact of the party that has these columns, filled from it (spec 3.3).

        What is `said` otherwise is left empty; an address is taken over whole or not at all.
        """
        own = {*said, *(ADDRESS if any(name in said for name in ADDRESS) else ())}
        return cls.entity.blank(
            party_id=source["id"],
            party=source["code"],
            party_kind=source["kind"],
            **{name: source[name] for name in FOLLOWED if name not in own},
        )

    @classmethod
    def fill_from_party(cls, values: Mapping[str, Any]) -> Values:
        """The values given, and from their party what they leave out. Raises `RuleBroken`."""
        cls.check_named(dict(values))
        return cls.blank_from(row("party", _party_named(values)), values) | dict(values)

    @classmethod
    def same_as_party(cls, values: Mapping[str, Any], party: Mapping[str, Any]) -> frozenset[str]:
        """The fields that are still equal to the party's, and so follow it."""
        return frozenset(n for n in FOLLOWED if values.get(n) == party.get(n))

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """What refers to the contact: notes, activities, sales, what was sent to it."""
        return _referrers(key)

    @classmethod
    def remove_others(cls, tx: Change, key: int) -> None:
        """Its copies stay, and know only the words for where they came from."""
        from models.copying import forget

        forget(tx, key)

    @classmethod
    def purchaser(cls, party: int) -> tuple[int, str] | None:
        """The contact of a customer's sales documents: purchasing rank 1, active (spec 3.6)."""
        found = rows(
            "SELECT c.id, c.first_name, c.last_name FROM contact_role r"
            " JOIN contact c ON c.id = r.contact_id"
            " WHERE r.party_id = ? AND r.role = 'purchasing' AND r.rank = 1 AND c.active",
            (party,),
        )
        return (found[0][0], f"{found[0][1]} {found[0][2]}".strip()) if found else None

    @classmethod
    def save_telling(
        cls, key: int | None, values: Mapping[str, Any], version: int | None = None
    ) -> Saved:
        """Make or change a contact and tell of possible duplicates (spec 3.9)."""
        saved = cls.make(values) if key is None else cls.alter(key, values, version=version)
        return Saved(saved.id, (*saved.notices, *duplicate_notices(saved.id)))

    @classmethod
    def of_type(cls, party: int, role: str = "", *, inactive: bool = False) -> Listing:
        """A party's contacts; filtered by a type, sorted by rank, no rank last (spec 3.1)."""
        return cls.listing(party=party, role=role, inactive=inactive)

    @classmethod
    def by_rank(cls, party: int) -> Listing:
        """A party's active contacts, those of purchasing by rank before the others."""
        from models.contact_list import by_rank

        return by_rank(party)

    @classmethod
    def listing(cls, **asked: Any) -> Listing:
        """Contacts that meet the filters; see `contact_list.listing`."""
        from models.contact_list import listing

        return listing(**asked)


def _party_named(values: Mapping[str, Any]) -> int:
    """The id of the party that a contact's values name. Raises `RuleBroken`."""
    if not values.get("party"):
        raise RuleBroken("rule.required", field="party")
    try:
        return Party.key_of(str(values["party"]), kind=values.get("party_kind"))
    except RuleBroken as broken:
        raise broken.at("party") from None


_REFERRERS = (
    ("entity.notes", "note"),
    ("entity.opportunities", "opportunity"),
    ("entity.quotes", "quote"),
    ("entity.documents", "document"),
)


def _referrers(key: int) -> Counted:
    from models.activity import Activity

    counted = [
        (words, rows(f"SELECT count(*) FROM {table} WHERE contact_id = ?", (key,))[0][0])
        for words, table in _REFERRERS
    ]
    # That a mailing left it out is on no list of the contact, and so is not named.
    sent, left_out = rows(
        "SELECT coalesce(sum(status <> 'out'), 0), coalesce(sum(status = 'out'), 0)"
        " FROM mailing_recipient WHERE contact_id = ?",
        (key,),
    )[0]
    sends = [("entity.sends", sent), (UNNAMED, left_out)]
    return [*counted, *sends, *Activity.used_by("contact_id", key)]


def _check_opt_out(values: Values, kept: Mapping[str, Any] | None) -> None:
    """A reason for opting out has its day. Raises `RuleBroken`."""
    reason = values["opted_out_reason"]
    # What an earlier version let in keeps nobody from changing the rest.
    was = (kept["opted_out_reason"], kept["opted_out"]) if kept else None
    if reason and values["opted_out"] is None and was != (reason, None):
        raise RuleBroken("rule.opt_out_day", field="opted_out")


def _refuse_future(named: Values) -> None:
    """Refuse a birth or an opt-out on a day that is to come. Raises `RuleBroken`."""
    for name in ("birth_date", "opted_out"):
        day = str(named.get(name) or "")
        # A day of the year alone begins with a dash.
        if day[:1] not in ("", "-") and day > today().isoformat():
            raise RuleBroken("rule.future_day", field=name, day=day)


def _virtual(column: Any, name: str, **options: Any) -> Field:
    return Field(cast(Any, column), name=name, kept=False, **options)


Contact.entity = Entity(
    "contact",
    "contacts",
    Contact,
    (
        _virtual(PartyCodeColumn(max_length=10), "party", read_only=True, default=""),
        _virtual(ChoiceColumn(KINDS), "party_kind", read_only=True, default="customer"),
        Field(Contact.salutation),
        Field(Contact.first_name),
        Field(Contact.last_name),
        Field(Contact.job_title),
        Field(Contact.department),
        Field(Contact.address1),
        Field(Contact.address2),
        Field(Contact.city),
        Field(Contact.province),
        Field(Contact.country),
        Field(Contact.postal_code),
        Field(Contact.phone),
        Field(Contact.extension),
        Field(Contact.mobile),
        Field(Contact.fax),
        Field(Contact.email),
        Field(Contact.language),
        _virtual(PartialDateColumn(), "birth_date"),
        Field(Contact.anniversary),
        _virtual(CodesColumn("contacttype"), "groupings"),
        _virtual(YesNoColumn(), "payable", default=False),
        _virtual(NumberColumn(1, LAST_RANK), "payable_rank"),
        _virtual(YesNoColumn(), "purchasing", default=False),
        _virtual(NumberColumn(1, LAST_RANK), "purchasing_rank"),
        Field(Contact.in_mailing, default=True),
        Field(Contact.opted_out),
        Field(Contact.opted_out_reason),
        Field(Contact.active, default=True),
        Field(Contact.remarks),
    ),
    {},
)
