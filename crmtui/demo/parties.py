"""Parties: what they are called, their codes, where they are, and everything in them."""

from collections import deque
from collections.abc import Iterator
from string import ascii_uppercase
from typing import NamedTuple

from crmtui.demo.activities import ActivityMaker
from crmtui.demo.days import Days
from crmtui.demo.dice import Dice, slug, spread
from crmtui.demo.notes import NoteMaker, Talk
from crmtui.demo.people import PeopleMaker, give_ranks, person
from crmtui.demo.places import PhoneBook, postal_code, street, unit
from crmtui.demo.sales import SalesMaker
from crmtui.demo.shapes import ContactRow, PartyRow
from crmtui.demo.stock import Place, Sector, generic_words, name_places, places, sectors, texts

_KINDS = spread({"customer": 65.5, "prospect": 20, "supplier": 12, "group": 2.5}.items())
# How many contacts a party has: the weights of one, of two, and so on.
_HOW_MANY = {
    kind: spread((number + 1, weight) for number, weight in enumerate(weights))
    for kind, weights in {
        "customer": (22, 26, 20, 12, 8, 5, 3, 1.5, 1, 0.7, 0.5, 0.3),
        "prospect": (58, 26, 10, 4, 2),
        "supplier": (36, 30, 18, 9, 4, 2, 1),
    }.items()
}
_LEGAL = {
    "fr": ("", "", "", "", "", " inc.", " inc.", " inc.", " ltée", " enr.", " S.E.N.C."),
    "en": ("", "", "", "", " Inc.", " Inc.", " Ltd.", " Co."),
    "US": ("", "", "", "", " Inc.", " Inc.", " LLC", " Co."),
    "FR": ("", "", "", "", " SARL", " SARL", " SAS"),
}
_MAILBOX = {"fr": ("info", "commandes", "bonjour"), "en": ("info", "orders", "hello")}
# Names are kept from coming twice as far as memory stays small.
_REMEMBERED = 20_000
_MEMBERS = 300


class Called(NamedTuple):
    """What a party is known by: its name, its code, and the domain of its addresses."""

    name: str
    code: str
    domain: str


class Codes:
    """Makes codes from names as people do: `Épicerie Tremblay` gives TREMB01, then TREMB02."""

    def __init__(self, taken: set[tuple[str, str]]) -> None:
        self._taken = taken
        self._last: dict[tuple[str, str], int] = {}

    def new(self, kind: str, name: str) -> str:
        """Make a code that no other party of the kind has."""
        stem = _stem(name)
        while True:
            number = self._last[kind, stem] = self._last.get((kind, stem), 0) + 1
            code = f"{stem}{number:02d}"
            if (kind, code) not in self._taken:
                return code


def _stem(name: str) -> str:
    words = slug(name).upper().split("-")
    telling = [word for word in words if word not in generic_words() and len(word) > 2]
    letters = "".join(c for c in (telling or words)[0] if c.isalpha())
    return letters[:5] or "X"


class PartyMaker:
    """Makes parties without end, each with its contacts and their notes."""

    def __init__(
        self,
        seed: int,
        days: Days,
        showcase: list[PartyRow],
        activities: bool = True,
        sales: bool = True,
    ) -> None:
        self._dice, self._days = Dice(seed), days
        self._codes = Codes({(party["kind"], party["code"]) for party in showcase})
        self._phones = PhoneBook(_numbers(showcase))
        self._people = PeopleMaker(self._dice, days, self._phones)
        self._notes = NoteMaker(self._dice, days)
        # A chance of their own, so that the rest is the same without them.
        self._activities = ActivityMaker(Dice(seed + 1), days) if activities else None
        self._sales = SalesMaker(Dice(seed + 2), days) if sales else None
        self._names = {party["name"] for party in showcase}
        self._recent: deque[tuple[str, str, int, ContactRow]] = deque(maxlen=_MEMBERS)

    def parties(self) -> Iterator[PartyRow]:
        """Make parties of all kinds, as often as each is found."""
        while True:
            kind = self._dice.pick(_KINDS)
            party = self._group() if kind == "group" else self._party(kind)
            if party["contacts"]:
                yield party

    def remember(self, party: PartyRow) -> None:
        """Keep a party's contacts as candidates for the next groups."""
        for place, contact in enumerate(party["contacts"]):
            # A copy, because the one that is yielded is the caller's to change.
            self._recent.append((party["kind"], party["code"], place, contact.copy()))

    def _party(self, kind: str) -> PartyRow:
        dice = self._dice
        place = dice.pick(places())
        sector = dice.pick(sectors()[kind])
        language = "fr" if dice.chance(place.french) else "en"
        name, code, domain = self._name(kind, place, sector, language)
        party: PartyRow = {
            "kind": kind,
            "code": code,
            "name": name,
            "address1": street(dice, place),
            "address2": unit(dice, language),
            "city": place.city,
            "province": place.province,
            "country": place.country,
            "postal_code": postal_code(dice, place),
            "phone": self._phones.number(dice, place),
            "fax": self._phones.number(dice, place) if dice.chance(0.25) else "",
            "email": f"{dice.pick(_MAILBOX[language])}@{domain}" if dice.chance(0.8) else "",
            "web": f"www.{domain}" if dice.chance(0.65) else "",
            "language": language,
            "grouping": sector.grouping if dice.chance(0.85) else None,
            "salesperson": self._seller(kind, place),
            "remarks": self._remarks(kind, language),
            "active": dice.chance(0.94),
            "contacts": [],
        }
        self._fill(party, place, sector, domain)
        self.remember(party)
        return party

    def _fill(self, party: PartyRow, place: Place, sector: Sector, domain: str) -> None:
        count = self._dice.pick(_HOW_MANY[party["kind"]])
        made = list(self._people.people(party, place, sector, count, domain))
        party["contacts"] = [contact for _, _, contact in made]
        give_ranks(self._dice, party)
        trade = _trade(party["kind"], sector)
        goods = sector.key if party["kind"] == "supplier" else trade
        for who, _, contact in made:
            self._add(party, contact, Talk(trade, goods, who.female))

    def _add(self, party: PartyRow, contact: ContactRow, talk: Talk) -> None:
        """Add what is known of dealings with a contact: its notes, activities and sales."""
        contact["notes"] = self._notes.notes(party, contact, talk)
        if self._activities is not None:
            contact["activities"] = self._activities.activities(party, contact, talk)
        if self._sales is not None:
            self._sales.add(party, contact, talk)

    def _name(self, kind: str, place: Place, sector: Sector, language: str) -> Called:
        """Draw a name, another one where it was taken, and say the city where all were."""
        style = place.country if place.country == "FR" else language
        for _ in range(4):
            name = self._draw_name(place, sector, language, style)
            if name not in self._names:
                break
        else:
            name = f"{name} ({place.city})"
        code = self._codes.new(kind, name)
        host = slug(name)[:36].rstrip("-")
        if len(self._names) < _REMEMBERED and not name.endswith(")"):
            self._names.add(name)
        else:
            # A namesake, or nobody knows: the code's number makes the domain its own.
            host += f"-{code.lstrip(ascii_uppercase)}"
        return Called(name + self._ending(kind, place, language), code, f"{host}.example")

    def _ending(self, kind: str, place: Place, language: str) -> str:
        """Draw a legal ending such as `inc.`, which prospects are known without."""
        if kind == "prospect":
            return ""
        return self._dice.pick(_LEGAL.get(place.country, _LEGAL[language]))

    def _draw_name(self, place: Place, sector: Sector, language: str, style: str) -> str:
        dice = self._dice
        who = person(dice, place, language)
        pattern = dice.pick(sector.patterns[style])
        return pattern.format(
            last=who.last.text,
            first=who.first.text,
            last2=person(dice, place, language).last.text if "last2" in pattern else "",
            place=dice.pick(name_places()[language]),
            word=dice.pick(sector.words[language]) if "word" in pattern else "",
        )

    def _seller(self, kind: str, place: Place) -> str | None:
        if kind == "supplier":
            return None
        return place.seller if self._dice.chance(0.93) else None

    def _remarks(self, kind: str, language: str) -> str:
        if not self._dice.chance(0.18):
            return ""
        return self._dice.pick(texts()[f"remarks.{kind}_{language}"])

    def _group(self) -> PartyRow:
        dice = self._dice
        language = "fr" if dice.chance(0.85) else "en"
        year = self._days.today.year + dice.between(-1, 1)
        name = dice.pick(texts()[f"groups.{language}"]).format(year=year)
        region = dice.pick(texts()[f"groups.regions_{language}"])
        party = empty_party("group", "", f"{name} – {region}", language)
        party["code"] = self._codes.new("group", name)
        party["grouping"] = "EVENT"
        party["remarks"] = dice.pick(texts()[f"groups.remarks_{language}"])
        party["contacts"] = self._members(dice.between(4, 12))
        for contact in party["contacts"]:
            female = contact["salutation"] in ("MME", "MRS")
            self._add(party, contact, Talk("g", "g", female))
        return party

    def _members(self, count: int) -> list[ContactRow]:
        """Copy contacts of the parties made lately, as people alone."""
        chosen: dict[int, ContactRow] = {}
        for _ in range(min(count, len(self._recent))):
            index = self._dice.between(0, len(self._recent) - 1)
            kind, code, place, contact = self._recent[index]
            chosen[index] = copy_of(contact, (kind, code, place))
        return list(chosen.values())


def _trade(kind: str, sector: Sector) -> str:
    if kind == "prospect":
        return "q" if sector.trade == "o" else "p"
    return sector.trade


def _numbers(parties: list[PartyRow]) -> set[str]:
    found: set[str] = set()
    for party in parties:
        found.update((party["phone"], party["fax"]))
        for contact in party["contacts"]:
            found.update((contact["phone"], contact["mobile"]))
    return found


def copy_of(contact: ContactRow, origin: tuple[str, str, int]) -> ContactRow:
    """Copy a contact into a group, as « Copier dans » does: no roles, nothing of its own."""
    return {
        **contact,
        "payable": False,
        "payable_rank": None,
        "purchasing": False,
        "purchasing_rank": None,
        "groupings": list(contact["groupings"]),
        "copied_from": origin,
        "notes": [],
        "activities": [],
        "opportunities": [],
        "quotes": [],
    }


def empty_party(kind: str, code: str, name: str, language: str) -> PartyRow:
    """Make a party of which only the name is known."""
    return {
        "kind": kind,
        "code": code,
        "name": name,
        "address1": "",
        "address2": "",
        "city": "",
        "province": "",
        "country": "",
        "postal_code": "",
        "phone": "",
        "fax": "",
        "email": "",
        "web": "",
        "language": language,
        "grouping": None,
        "salesperson": None,
        "remarks": "",
        "active": True,
        "contacts": [],
    }
