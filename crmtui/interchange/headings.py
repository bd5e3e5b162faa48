"""Which field a heading means: the fields' names, their words in both languages, other programs'.

A party's file may carry a contact in the same row: its fields are then called `contact.<field>`.
A name in one column is `full_name`; the company of a contact is `party`, by code or by name.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crmtui.i18n import has, t
from crmtui.interchange.synonyms import BOOK_COLUMNS, synonyms_of
from models.checks import words
from models.entity import Entity
from models.rules import Notice, RuleBroken

IGNORED = ""
FULL_NAME = "full_name"
PRIVATE = "private"
# An activity's dates and times where they are in columns of their own.
APART = ("start_date", "start_time", "end_date", "end_time")
PARTY_NAME = "party_name"
OF_CONTACT = "contact."
# Columns of address books, which several together fill fields.
BOOK = "book."
REASON = {"fr": "Motif du rejet", "en": "Reason for rejection"}

# So many columns left out are named each.
_MOST_TOLD = 20
# Stands among known headings for those that are numbered.
_ANY_NUMBERED = "#"
_NUMBERED = re.compile(
    "(phone|email|address|website|event|relation|customfield|im)([0-9]{1,3})"
    "(label|type|value|formatted|street|city|pobox|region|postalcode|country|extendedaddress)"
)
_NUMBERED_WHAT = {"customfield": "custom"}
_NUMBERED_PART = {
    "type": "label",
    "formatted": "whole",
    "pobox": "box",
    "postalcode": "postal",
    "extendedaddress": "more",
}

_ALWAYS_IGNORED = ("id", "version", *REASON.values())


@dataclass(frozen=True)
class Plan:
    """For each column of a file, the field it fills (or none), and what there is to tell."""

    fields: tuple[str, ...]
    notices: tuple[Notice, ...]
    headings: tuple[str, ...]
    # What fields have where a row says nothing of them.
    defaults: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Whether a column or a default fills the field."""
        return name in self.fields or name in self.defaults


def plan(
    entity: Entity,
    headings: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    key: str | None = None,
    defaults: Mapping[str, str] | None = None,
) -> Plan:
    """The field of each heading. Raises `RuleBroken` where none is known."""
    known = _synonyms(entity)
    wanted = _wanted(entity, mapping or {}, known)
    if key == "id" or (entity.name == "contact" and key is None):
        known = known | {"id": "id"}
    found = [_meant(_squeezed(h), wanted, known) for h in headings]
    _tell_names_apart(headings, found)
    _tell_times_apart(headings, found)
    notices: list[Notice] = []
    fields: list[str] = []
    nameless = not {"contact.full_name", "contact.first_name", "contact.last_name"} & set(found)
    for heading, field in zip(headings, found, strict=True):
        if field and nameless and field.startswith(OF_CONTACT):
            field = None
        if field is None and _squeezed(heading):
            notices.append(Notice("import.unknown_heading", {"heading": heading}))
        elif field and field in fields:
            facts = {"heading": heading, "field": field}
            notices.append(Notice("import.heading_twice", facts))
            field = None
        fields.append(field or IGNORED)
    if not any(fields):
        raise RuleBroken("import.no_heading", headings=", ".join(headings)[:200])
    told = _briefly(notices)
    return Plan(tuple(fields), told, tuple(headings), _defaults(entity, defaults or {}, known))


def _briefly(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """What there is to tell of headings, the rest of a long list as a number."""
    if len(notices) <= _MOST_TOLD + 1:
        return tuple(notices)
    left = len(notices) - _MOST_TOLD
    return (*notices[:_MOST_TOLD], Notice("import.more_headings", {"n": left}))


def _defaults(
    entity: Entity, given: Mapping[str, str], known: Mapping[str, str]
) -> Mapping[str, str]:
    """What each field has by default. Raises `RuleBroken` where there is no such field."""
    choices = targets(entity)
    found: dict[str, str] = {}
    for name, text in given.items():
        target = name if name in choices else known.get(_squeezed(name), "")
        if target not in choices:
            raise RuleBroken("import.default_field", name=name, choices=", ".join(choices))
        found[target] = text
    return found


def knower(entity: Entity, mapping: Mapping[str, str] | None = None) -> Callable[[str], bool]:
    """A function that says whether a text is a heading of an entity's file."""
    known = {*_synonyms(entity), *map(_squeezed, mapping or {})}
    return lambda text: _squeezed(text) in known


def targets(entity: Entity) -> tuple[str, ...]:
    """The fields that a column of an entity's file can fill."""
    return tuple(dict.fromkeys([*synonyms_of(entity.name), *entity.by_name]))


def read_mapping(path: str | Path) -> dict[str, str]:
    """A mapping file, TOML or JSON: `heading = "field"`, or an empty field to leave one out.

    Raises `RuleBroken`.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except OSError as error:
        reason = error.strerror or ""
        raise RuleBroken("import.cannot_open", path=str(path), reason=reason) from None
    except (ValueError, RecursionError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise RuleBroken("import.map_file", path=str(path), reason=reason) from None
    for heading, field in found.items():
        if not isinstance(field, str):
            raise RuleBroken("import.map_field", heading=heading, name=str(field)[:80], choices="")
    return dict(found)


def _meant(heading: str, wanted: Mapping[str, str], known: Mapping[str, str]) -> str | None:
    """The field of a heading without blanks: as mapped, as an address book numbers it, as known."""
    if heading in wanted:
        return wanted[heading]
    numbered = _NUMBERED.fullmatch(heading) if _ANY_NUMBERED in known else None
    if numbered:
        what, n, part = numbered.groups()
        return f"{BOOK}{_NUMBERED_WHAT.get(what, what)}.{n}.{_NUMBERED_PART.get(part, part)}"
    return known.get(heading)


def _squeezed(heading: str) -> str:
    return "".join(words(heading))


def _synonyms(entity: Entity) -> dict[str, str]:
    known: dict[str, str] = {_squeezed(word): IGNORED for word in _ALWAYS_IGNORED}
    for field, synonyms in synonyms_of(entity.name).items():
        for word in (field, *synonyms.split("|")):
            known.setdefault(_squeezed(word), field)
    for field in entity.by_name:
        known.setdefault(_squeezed(field), field)
        label = entity.label_key(field)
        if has(label):
            known.setdefault(_squeezed(t(label)), field)
    if entity.name == "contact" or "kind" in entity.fixed:
        known[_ANY_NUMBERED] = IGNORED
        for field, synonyms in BOOK_COLUMNS.items():
            for word in synonyms.split("|"):
                known.setdefault(_squeezed(word), f"{BOOK}{field}")
    return known


def _wanted(entity: Entity, mapping: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    choices = targets(entity)
    wanted: dict[str, str] = {}
    for heading, field in mapping.items():
        field = field.strip()
        if field and field not in choices:
            field = known.get(_squeezed(field), field)
        if field and field not in choices:
            raise RuleBroken(
                "import.map_field", heading=heading, name=field, choices=", ".join(choices)
            )
        wanted[_squeezed(heading)] = field
    return wanted


def _tell_names_apart(headings: Sequence[str], found: list[str | None]) -> None:
    """`Nom` beside `Prénom` is the last name; `Title` beside `Job Title` is the salutation."""
    for i, heading in enumerate(headings):
        squeezed = _squeezed(heading)
        if found[i] == FULL_NAME and squeezed in ("nom", "name") and "first_name" in found:
            # Google writes the whole name beside its parts.
            found[i] = IGNORED if "last_name" in found else "last_name"
        elif found[i] == "name" and squeezed in ("nom", "name") and _is_of_people(found):
            found[i] = "contact.last_name"
        elif squeezed in ("title", "titre") and found.count("job_title") > 1:
            found[i] = "salutation" if "salutation" not in found else IGNORED


def _is_of_people(found: Sequence[str | None]) -> bool:
    """Whether first names stand in a file of parties and last names nowhere but in `Nom`."""
    return "contact.first_name" in found and "contact.last_name" not in found


def _tell_times_apart(headings: Sequence[str], found: list[str | None]) -> None:
    """Where two columns are both called « Début », the first is the date, the second the time."""
    for field in ("start", "end"):
        both = [i for i, name in enumerate(found) if name == field]
        if len(both) == 2 and _squeezed(headings[both[0]]) == _squeezed(headings[both[1]]):
            found[both[0]], found[both[1]] = f"{field}_date", f"{field}_time"
