"""What address books write in columns of their own: numbered and labelled, or for home and work.

The first of each kind fills its field, that of work before others; what has no field, and what is
left over, becomes lines of the remarks, so that nothing of the row is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from crmtui.interchange import cells
from crmtui.interchange.headings import BOOK, FULL_NAME, Plan
from models.checks import fold
from models.contact import Contact
from models.entity import Values

# What parts several values of one cell.
_PARTED = ":::"

_LABELS = re.compile(r":::|[;,]")

_FAX = re.compile(r"fax|telecop|telec\b")
_MOBILE = re.compile(r"mobile|cell|portable|gsm|iphone|natel")
_WORK = re.compile(r"work|bureau|travail|professionnel|office|business|company|societe|entreprise")
_HOME = re.compile(r"home|domicile|maison|personnel|prive")
_PAGER = re.compile(r"pager|avertisseur|radiomessagerie|telex|telegram|beeper|isdn|rnis")
_ANNIVERSARY = re.compile(r"annivers")

# What several values of a cell may be part of.
_WHOLE = ("id", "remarks")

_LONGEST_NAME = Contact.last_name.max_length

_PLACES = ("street", "more", "city", "region", "postal", "country")
_FIELDS = ("address1", "address2", "city", "province", "postal_code", "country")

Put = Callable[[str, str], Any]


class _Entry(NamedTuple):
    label: str
    text: str
    rank: int


class AddressBook:
    """Takes such columns of a file out of its rows' values.

    `person` goes before the names of fields that are a person's alone; `put` makes a field's
    value of a text.
    """

    def __init__(self, plan: Plan, put: Put, person: str = "") -> None:
        named = zip(plan.fields, plan.headings, strict=True)
        self._headings = {field: heading for field, heading in named if field}
        self._columns = [field for field in self._headings if field.startswith(BOOK)]
        self._person = person
        self._put = put

    def take(self, values: Values) -> list[str]:
        """Fill the fields of a row, and return the lines for what has none."""
        if not self._columns:
            return []
        lines = self._first_ones(values)
        found: dict[str, dict[str, dict[str, str]]] = {}
        for field in self._columns:
            text = str(values.pop(field, None) or "").strip()
            _, what, label, part = field.split(".")
            if text:
                heading = self._headings[field].removesuffix(" - Value")
                parts = found.setdefault(what, {}).setdefault(label, {"heading": heading})
                parts[part] = text
        self._take_phones(values, self._entries(found.pop("phone", {})), lines)
        self._take_emails(values, self._entries(found.pop("email", {})), lines)
        self._take_addresses(values, found.pop("address", {}), lines)
        self._take_events(values, self._entries(found.pop("event", {})), lines)
        self._take_labels(values, found.pop("labels", {}), lines)
        self._take_names(values, found.pop("name", {}), lines)
        if self._person and (sites := self._entries(found.pop("website", {}))):
            # Of the two that a row may be of, only a party has a field for it.
            values.setdefault("web", sites[0].text)
            lines += [_line(entry) for entry in sites if entry.text != values["web"]]
        for entries in found.values():
            lines += [_line(entry) for entry in self._entries(entries)]
        return lines

    def _first_ones(self, values: Values) -> list[str]:
        """Leave the first of several values in a cell; the others are lines."""
        lines: list[str] = []
        for field, value in values.items():
            if field.startswith(BOOK) or field in _WHOLE or not isinstance(value, str):
                continue
            if _PARTED in value:
                first, *rest = _parts(value) or [""]
                values[field] = first
                lines += [f"{self._headings.get(field, field)}: {text}" for text in rest]
        return lines

    def _entries(self, found: dict[str, dict[str, str]]) -> list[_Entry]:
        """Every value of columns that belong together, that of work first."""
        entries = [
            _Entry(self._label(what, parts), text, _rank(parts.get("label") or what, n, m))
            for n, (what, parts) in enumerate(found.items())
            for m, text in enumerate(_parts(parts.get("value", "")))
        ]
        return sorted(entries, key=lambda entry: entry.rank)

    def _label(self, what: str, parts: dict[str, str]) -> str:
        """What a value is called: its label, else its column."""
        said = parts.get("label", "").removeprefix("*").strip()
        return said or parts["heading"]

    def _take_phones(self, values: Values, entries: Sequence[_Entry], lines: list[str]) -> None:
        mobile = f"{self._person}mobile"
        for entry in entries:
            label = fold(entry.label)
            if _PAGER.search(label):
                field = ""
            elif _FAX.search(label):
                field = "fax"
            else:
                field = mobile if _MOBILE.search(label) else "phone"
            if field and not values.get(field):
                values[field] = self._put(field, entry.text)
            elif not field or values[field] != entry.text:
                lines.append(_line(entry))

    def _take_emails(self, values: Values, entries: Sequence[_Entry], lines: list[str]) -> None:
        for entry in entries:
            if not values.get("email"):
                values["email"] = self._put("email", entry.text)
            elif values["email"].lower() != entry.text.lower():
                lines.append(_line(entry))

    def _take_addresses(
        self, values: Values, found: dict[str, dict[str, str]], lines: list[str]
    ) -> None:
        ordered = sorted(
            enumerate(found.items()),
            key=lambda each: _rank(each[1][1].get("label") or each[1][0], each[0], 0),
        )
        for _, (what, parts) in ordered:
            own = {name: parts[name] for name in _PLACES if name in parts}
            if box := parts.get("box"):
                place = "more" if "street" in own else "street"
                own[place] = ", ".join(text for text in (box, own.get(place)) if text)
            if not own and "whole" in parts:
                first, rest = cells.two_lines(parts["whole"])
                own = {"street": first} | ({"more": rest} if rest else {})
            if not own:
                continue
            if any(values.get(field) for field in _FIELDS):
                text = ", ".join(" ".join(own[name].split()) for name in _PLACES if name in own)
                lines.append(f"{self._label(what, parts)}: {text}")
                continue
            for name, field in zip(_PLACES, _FIELDS, strict=True):
                if name in own:
                    values[field] = self._put(field, own[name])

    def _take_names(
        self, values: Values, found: dict[str, dict[str, str]], lines: list[str]
    ) -> None:
        first, last = f"{self._person}first_name", f"{self._person}last_name"
        said = {what: parts["value"] for what, parts in found.items() if "value" in parts}
        if values.get(first) or values.get(last):
            if "middle" in said:
                values[first] = cells.joined([values.get(first), said["middle"]])
            if "suffix" in said:
                values[last] = cells.joined([values.get(last), said["suffix"]])
        else:
            called = said.pop("file", "") or said.pop("nick", "")
            if called and not values.get(self._person + FULL_NAME):
                values[self._person + FULL_NAME] = called
            elif not self._person and not values.get(FULL_NAME):
                # As the address book itself shows who has no name; a company's is kept whole there.
                shown = str(values.get("email") or values.get("party") or "")
                if shown:
                    values["last_name"] = shown[:_LONGEST_NAME].strip()
        if "nick" in said:
            lines.append(f"{self._headings[f'{BOOK}name.nick.value']}: {said['nick']}")

    def _take_events(self, values: Values, entries: Sequence[_Entry], lines: list[str]) -> None:
        field = f"{self._person}anniversary"
        for entry in entries:
            if not self._person and _ANNIVERSARY.search(fold(entry.label)) and field not in values:
                values[field] = self._put(field, entry.text)
            else:
                lines.append(_line(entry))

    def _take_labels(
        self, values: Values, found: dict[str, dict[str, str]], lines: list[str]
    ) -> None:
        """Labels that are groupings; those with an asterisk are the address book's own."""
        for what, parts in found.items():
            texts = map(str.strip, _LABELS.split(parts["value"]))
            named = [text for text in texts if text and not text.startswith("*")]
            codes = {text: cells.guessed("contacttype", text) for text in named}
            known = [code for code in codes.values() if code]
            if known and not self._person and not values.get("groupings"):
                values["groupings"] = known
                named = [text for text in named if not codes[text]]
            if named:
                heading = self._headings[f"{BOOK}labels.{what}.value"]
                lines.append(f"{heading}: {', '.join(named)}")


def _parts(text: str) -> list[str]:
    """The values of a cell that has several."""
    return [part for part in map(str.strip, text.split(_PARTED)) if part]


def _rank(label: str, n: int, m: int) -> int:
    """The order of a value among others of its kind: the preferred one, then work, then home."""
    folded = fold(label)
    if label.startswith("*"):
        kind = 0
    elif _WORK.search(folded):
        kind = 1
    else:
        kind = 3 if _HOME.search(folded) else 2
    return kind * 1_000_000 + n * 1_000 + m


def _line(entry: _Entry) -> str:
    return f"{entry.label}: {' '.join(entry.text.split())}"
