"""Who gets a mailing and who does not, each with the reason (spec 10.2).

The same judgement makes the preview and what is produced.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.checks import fold, is_email
from models.database import raw_connection, rows
from models.entity import Values
from models.letter_facts import Person, people
from models.mailing import RECIPIENTS, Mailing
from models.rules import RuleBroken
from models.setting import setting, today
from models.template import EmptyField, Template
from models.user import User

BATCH = 200

# Why somebody gets nothing; the first of these that holds is told.
REASONS = (
    "left_out",
    "opted_out",
    "address_opted_out",
    "not_included",
    "inactive",
    "subscription_dates",
    "no_address",
    "bad_address",
    "no_text",
    "field_empty",
    "too_long",
    "same_address",
)


@dataclass(frozen=True)
class Judged:
    """Somebody whom a mailing may be for: in where there is no `reason`.

    `address` is the e-mail address, or an envelope's lines; `detail` the field that is empty or
    who has the same address; `choice` is `in` or `out` where that was chosen by hand.
    """

    contact: int
    name: str
    party: str
    language: str
    address: str = ""
    address_key: str = ""
    reason: str = ""
    detail: str = ""
    subject: str = ""
    body: str = ""
    choice: str = ""


class Audience:
    """Whom a mailing may be for, judged some at a time; made and asked on the database's thread.

    Raises `RuleBroken` where the mailing can't be written to anybody.
    """

    def __init__(self, mailing: int | Mapping[str, Any]) -> None:
        """Begin with a mailing's id, or with its values that are not saved yet."""
        values = Mailing.values_of(mailing) if isinstance(mailing, int) else dict(mailing)
        self.letter = Letter(values)
        self.values = values
        self.day = today()
        key = values.get("id")
        self.choices = Mailing.choices(key) if key else {}
        self._waiting = _candidates(values, self.choices)
        self._at = 0
        self._taken: dict[str, Judged] = {}
        self.n_in = 0
        self.reasons: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """How many are judged when all are."""
        return len(self._waiting)

    @property
    def n_out(self) -> int:
        """How many of those judged so far get nothing."""
        return self.reasons.total()

    @property
    def judged(self) -> int:
        """How many are judged so far."""
        return self._at

    def refuse_nobody(self) -> None:
        """Refuse where nobody of those judged is in, naming what most are out for."""
        name = self.values["name"]
        if self.n_in:
            return
        for reason, n in self.reasons.most_common(1):
            raise RuleBroken("rule.mailing_all_out", name=name, why=reason, n=n)
        raise RuleBroken("rule.mailing_nobody", name=name)

    def next(self, n: int = BATCH) -> list[Judged]:
        """The next ones, in the order of their names; nothing where all are judged."""
        keys = self._waiting[self._at : self._at + n]
        self._at += len(keys)
        found = [self._among(judged) for judged in self._judge(keys)]
        self.n_in += sum(not judged.reason for judged in found)
        self.reasons.update(judged.reason for judged in found if judged.reason)
        return found

    def all(self) -> Iterator[Judged]:
        """Everybody that is left to judge."""
        while found := self.next():
            yield from found

    def _judge(self, keys: Sequence[int]) -> Iterator[Judged]:
        if not keys:
            return
        known = people(keys, self.values["name"])
        silent = _opted_out_addresses(person.email_key for person in known.values())
        dates = self._outside_dates(keys)
        for key in keys:
            if key in known:
                person = known[key]
                choice = self.choices.get(key, "")
                reason = _consent(person, choice, silent)
                if not reason and key in dates and choice != "in":
                    reason = "subscription_dates"
                judged = replace(self.letter.to(person), choice=choice)
                yield replace(judged, reason=reason, detail="") if reason else judged

    def _among(self, judged: Judged) -> Judged:
        """Somebody beside those before: one address is written to once, and never empty."""
        if judged.reason:
            return judged
        if not judged.body.strip() or (self.letter.by_email and not judged.subject.strip()):
            # Conditions have left nothing of it.
            return replace(judged, reason="no_text")
        first = self._taken.setdefault(judged.address_key, judged)
        if first.contact != judged.contact:
            return replace(judged, reason="same_address", detail=first.name)
        return judged

    def _outside_dates(self, keys: Sequence[int]) -> set[int]:
        """Of some contacts those none of whose subscriptions holds today, where one must."""
        if not self.values["subscribers_only"]:
            return set()
        holding = subscribed(keys, self.values, self.day)
        return {key for key in keys if key not in holding}


class Letter:
    """What a mailing says to somebody, in the language of who reads it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.by_email = values["channel"] == "email"
        self.texts = {
            language: (
                _template(values, f"subject_{language}", header=True),
                _template(values, f"text_{language}"),
            )
            for language in ("fr", "en")
            if values[f"text_{language}"].strip()
        }

    def language_for(self, spoken: str) -> str:
        """The language that somebody is written to in: their own where there is a text in it."""
        return spoken if spoken in self.texts or not self.texts else next(iter(self.texts))

    def to(self, person: Person) -> Judged:
        """The letter to somebody, or why there is none; consent is no matter of it."""
        language = self.language_for(person.language)
        judged = Judged(person.id, person.name, person.party, language)
        address, key, reason = _address(person, self.by_email)
        judged = replace(judged, address=address, address_key=key)
        if reason:
            return replace(judged, reason=reason)
        if language not in self.texts:
            return replace(judged, reason="no_text")
        subject, text = self.texts[language]
        if self.by_email and subject is None:
            return replace(judged, reason="no_text")
        try:
            written = [each.write(person.facts) if each else "" for each in (subject, text)]
        except EmptyField as empty:
            return replace(judged, reason="field_empty", detail=empty.name)
        except RuleBroken:
            # What a template may say is known by now; what it comes to for somebody is not.
            return replace(judged, reason="too_long")
        return replace(judged, subject=written[0], body=written[1])


def _template(values: Mapping[str, Any], name: str, *, header: bool = False) -> Template | None:
    try:
        return Template.of(values[name], header=header) if values[name].strip() else None
    except RuleBroken as broken:
        raise broken.at(name) from None


def _address(person: Person, by_email: bool) -> tuple[str, str, str]:
    """Where somebody is reached, the key that is the same for the same place, or why nowhere."""
    if not by_email:
        key = "\n".join(fold(line) for line in person.address)
        return "\n".join(person.address), key, "" if person.address else "no_address"
    if not person.email:
        return "", "", "no_address"
    # Only ASCII reaches every server: an address with other letters needs SMTPUTF8 all the way.
    bad = not person.email.isascii() or not is_email(person.email)
    return person.email, person.email_key, "bad_address" if bad else ""


def _consent(person: Person, choice: str, silent: set[str]) -> str:
    if choice == "out":
        return "left_out"
    if person.opted_out:
        return "opted_out"
    if person.email_key and person.email_key in silent:
        return "address_opted_out"
    if not person.in_mailing:
        return "not_included"
    return "" if person.active else "inactive"


def _opted_out_addresses(emails: Iterable[str]) -> set[str]:
    """Of some e-mail addresses those of anybody who has opted out."""
    wanted = tuple({email for email in emails if email})
    marks = ", ".join("?" * len(wanted))
    found = rows(
        "SELECT email_key FROM contact WHERE opted_out IS NOT NULL AND email_key <> ''"
        f" AND email_key IN ({marks})",
        wanted,
    )
    return {email for (email,) in found}


def refusals(reached: Mapping[int, str]) -> dict[int, str]:
    """Of people of a frozen audience, by id with their e-mail or none: why some get nothing now.

    Asked again when each mail is sent: who has opted out since gets none.
    """
    found: dict[int, str] = {}
    keys = list(reached)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        known = people(batch)
        own = (person.email_key for person in known.values())
        silent = _opted_out_addresses([*own, *(reached[key].lower() for key in batch)])
        for key in batch:
            person = known[key]
            address = reached[key].lower()
            found[key] = _consent(person, "", silent) or (
                "address_opted_out" if address in silent else ""
            )
    return {key: reason for key, reason in found.items() if reason}


# Whom a mailing may be for.


def _candidates(values: Mapping[str, Any], choices: Mapping[int, str]) -> list[int]:
    """The contacts that meet the filters, those taken in by hand, and those left out, by name."""
    # City names are compared as they are found: without case and accents.
    raw_connection().create_function("fold", 1, fold, deterministic=True)
    where, params = _filters(values)
    chosen = {*choices, *_subscribed_by_name(values)}
    found = rows(
        "WITH wanted(id) AS ("
        + _base(values)
        + ") SELECT c.id FROM contact c JOIN party p ON p.id = c.party_id"
        f" WHERE (c.active AND p.active AND c.id IN wanted{where})"
        f" OR c.id IN (SELECT value FROM json_each(?)) ORDER BY c.name_key, c.id",
        (*_base_params(values), *params, str(list(chosen))),
    )
    return [key for (key,) in found]


def _kinds(values: Mapping[str, Any]) -> list[str]:
    return [kind for name, kind in RECIPIENTS.items() if values[name]]


def _base(values: Mapping[str, Any]) -> str:
    """The contacts of the kinds of parties; a group's are those copied and those referred to."""
    kinds = [kind for kind in _kinds(values) if kind != "group"]
    marks = ", ".join("?" * len(kinds))
    parts = [
        f"SELECT c.id FROM contact c JOIN party p ON p.id = c.party_id WHERE p.kind IN ({marks})"
    ]
    if values["to_groups"]:
        code = " AND g.code = ?" if values["group_code"] else ""
        parts.append(
            "SELECT c.id FROM contact c JOIN party g ON g.id = c.party_id"
            f" WHERE g.kind = 'group' AND g.active{code}"
        )
        parts.append(
            "SELECT m.contact_id FROM group_member m JOIN party g ON g.id = m.group_id"
            f" WHERE g.active{code}"
        )
    return " UNION ".join(parts)


def _base_params(values: Mapping[str, Any]) -> tuple[str, ...]:
    code = (values["group_code"],) * 2 if values["group_code"] and values["to_groups"] else ()
    return (*(kind for kind in _kinds(values) if kind != "group"), *code)


def _filters(values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    params: list[Any] = []

    def also(condition: str, *given: Any) -> None:
        conditions.append(condition)
        params.extend(given)

    if values["grouping"]:
        also(
            "(c.id IN (SELECT contact_id FROM contact_grouping WHERE code = ?)"
            ' OR p."grouping" = ?)',
            values["grouping"],
            values["grouping"],
        )
    if values["contact_type"]:
        rank = "" if values["rank"] is None else " AND rank <= ?"
        ranks = [] if values["rank"] is None else [values["rank"]]
        also(
            f"c.id IN (SELECT contact_id FROM contact_role WHERE role = ?{rank})",
            values["contact_type"],
            *ranks,
        )
    if values["city"]:
        also("fold(c.city) = ?", fold(values["city"]))
    if values["province"]:
        also("c.province = ?", values["province"])
    if values["salesperson"]:
        also("p.salesperson_id = ?", User.id_of(values["salesperson"]))
    if values["language"]:
        also(
            "coalesce(nullif(c.language, ''), nullif(p.language, ''), ?) = ?",
            str(setting("DefaultLanguage")),
            values["language"],
        )
    if values["subscribers_only"]:
        also(
            "c.id IN (SELECT contact_id FROM subscription WHERE mailing_type = ?"
            " AND mailing_type <> '' UNION SELECT contact_id FROM subscription"
            " WHERE mailing_id = ?)",
            values["mailing_type"],
            values.get("id") or 0,
        )
    return "".join(f" AND {condition}" for condition in conditions), params


def _subscribed_by_name(values: Mapping[str, Any]) -> list[int]:
    """Those who asked for this very mailing, within their dates, whatever its filters say."""
    day = today().isoformat()
    return [
        contact
        for (contact,) in rows(
            "SELECT contact_id FROM subscription WHERE mailing_id = ?"
            " AND coalesce(starts_on, '') <= ? AND coalesce(ends_on, '9999') >= ?",
            (values.get("id") or 0, day, day),
        )
    ]


def subscribed(keys: Sequence[int], values: Mapping[str, Any], day: dt.date) -> set[int]:
    """Of some contacts those who have a subscription to a mailing that holds on a day."""
    marks = ", ".join("?" * len(keys))
    found = rows(
        f"SELECT contact_id FROM subscription WHERE contact_id IN ({marks})"
        " AND (mailing_type = nullif(?, '') OR mailing_id = ?)"
        " AND coalesce(starts_on, '') <= ? AND coalesce(ends_on, '9999') >= ?",
        (
            *keys,
            values["mailing_type"],
            values.get("id") or 0,
            day.isoformat(),
            day.isoformat(),
        ),
    )
    return {contact for (contact,) in found}


def sample(values: Values, contact: int) -> Judged:
    """What a mailing whose texts are being written says to one contact. Raises `RuleBroken`."""
    found = people([contact], values["name"])
    if contact not in found:
        raise RuleBroken("rule.no_such_id", text=str(contact))
    return Letter(values).to(found[contact])
