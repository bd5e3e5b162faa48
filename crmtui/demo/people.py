"""The people at a party: names, jobs, addresses, and their roles and ranks."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from crmtui.demo.days import Days, month_days
from crmtui.demo.dice import Dice
from crmtui.demo.places import PhoneBook, postal_code, street, unit
from crmtui.demo.shapes import ContactRow, PartyRow
from crmtui.demo.stock import Job, Name, Names, Place, Sector, communities, names, texts

_GROUPINGS = {
    "owner": "DECIDER",
    "manager": "MANAGEMENT",
    "buyer": "BUYERS",
    "accounting": "ACCOUNTING",
    "quality": "TECHNICAL",
}
_MORE_GROUPINGS = ("VIP", "GIFT", "GIFT", "CATALOGUE", "CATALOGUE", "EVENT", "EVENT", "REFERENCE")
_MONTH_DAYS = month_days()


class Person(NamedTuple):
    """Who someone is, before they work anywhere."""

    first: Name
    last: Name
    female: bool
    language: str


def person(dice: Dice, place: Place, language: str) -> Person:
    """Draw someone who lives in the place and speaks the language."""
    own = names()[language]
    family: Names = dice.pick(communities()) if dice.chance(place.mix) else own
    female = dice.chance(0.52)
    # The children of newcomers often have first names of where they were born.
    given = own if family is not own and dice.chance(0.3) else family
    first = dice.pick(given.female if female else given.male)
    last = dice.pick(family.last)
    if language == "fr" and family is own and dice.chance(0.03):
        last = _double(last, dice.pick(own.last))
    return Person(first, last, female, language)


def _double(one: Name, other: Name) -> Name:
    if one == other or "-" in one.text + other.text:
        return one
    return Name(f"{one.text}-{other.text}", f"{one.slug}-{other.slug}")


class PeopleMaker:
    """Makes the contacts of parties."""

    def __init__(self, dice: Dice, days: Days, phones: PhoneBook) -> None:
        self._dice, self._days, self._phones = dice, days, phones

    def people(
        self, party: PartyRow, place: Place, sector: Sector, count: int, domain: str
    ) -> Iterator[tuple[Person, Job, ContactRow]]:
        """Make `count` people, the ones who decide first."""
        addresses, jobs = set[str](), set[Job]()
        style = self._dice.between(0, 2)
        extensions = count > 2 and self._dice.chance(0.7)
        for index in range(count):
            job = self._job(sector.jobs if index else sector.lead, jobs)
            who = person(self._dice, place, self._language(party))
            contact = self._contact(party, place, who, job)
            if extensions and contact["phone"]:
                contact["extension"] = str(201 + index * 3)
            if self._dice.chance(0.87):
                contact["email"] = _email(who, domain, style, addresses)
            yield who, job, contact

    def _job(self, pool: tuple[Job, ...], held: set[Job]) -> Job:
        """Draw a job that nobody at the party holds yet, unless most are taken."""
        job = self._dice.pick(pool)
        for _ in range(3):
            if job not in held:
                break
            job = self._dice.pick(pool)
        held.add(job)
        return job

    def _language(self, party: PartyRow) -> str:
        if party["country"] != "CA" or self._dice.chance(0.94):
            return party["language"]
        return "en" if party["language"] == "fr" else "fr"

    def _contact(self, party: PartyRow, place: Place, who: Person, job: Job) -> ContactRow:
        dice = self._dice
        in_french = who.language == "fr"
        birth, anniversary = self._birthday()
        opted_out, reason = self._opting_out(who.language)
        contact: ContactRow = {
            "salutation": self._salutation(who),
            "first_name": who.first.text,
            "last_name": who.last.text,
            "job_title": (job.title_f if who.female else job.title_m)
            if in_french
            else job.title_en,
            "department": job.department_fr if in_french else job.department_en,
            "address1": party["address1"],
            "address2": party["address2"],
            "city": party["city"],
            "province": party["province"],
            "country": party["country"],
            "postal_code": party["postal_code"],
            "phone": party["phone"],
            "extension": "",
            "mobile": self._phones.number(dice, place) if dice.chance(0.42) else "",
            "fax": party["fax"],
            "email": "",
            "language": who.language,
            "birth_date": birth,
            "anniversary": anniversary,
            "groupings": self._groupings(job),
            "payable": job.role in ("pay", "both"),
            "payable_rank": None,
            "purchasing": job.role in ("buy", "both"),
            "purchasing_rank": None,
            "in_mailing": dice.chance(0.72),
            "opted_out": opted_out,
            "opted_out_reason": reason,
            "remarks": self._remarks(who.language),
            "active": dice.chance(0.95 if party["active"] else 0.4),
            "copied_from": None,
            "notes": [],
            "activities": [],
            "opportunities": [],
            "quotes": [],
        }
        if dice.chance(0.08):
            self._elsewhere(contact, place)
        if dice.chance(0.012):
            self._half_a_name(contact)
        return contact

    def _elsewhere(self, contact: ContactRow, place: Place) -> None:
        """Let the contact work at another address of the same city, with a phone of its own."""
        contact["address1"] = street(self._dice, place)
        contact["address2"] = unit(self._dice, contact["language"])
        contact["postal_code"] = postal_code(self._dice, place)
        contact["phone"] = self._phones.number(self._dice, place)

    def _half_a_name(self, contact: ContactRow) -> None:
        if self._dice.chance(0.5) and contact["salutation"]:
            contact["first_name"] = ""
        else:
            contact["last_name"] = ""

    def _salutation(self, who: Person) -> str:
        chance = self._dice.random()
        if chance < 0.2:
            return ""
        if not who.female:
            return "M"
        return "MRS" if who.language == "en" and chance > 0.9 else "MME"

    def _birthday(self) -> tuple[str | None, str | None]:
        """Give birth date and anniversary: most of those who are known have no year."""
        chance = self._dice.random()
        if chance > 0.36:
            return None, None
        day = self._dice.pick(_MONTH_DAYS)
        if chance < 0.22 or day == "02-29":
            return f"--{day}", f"--{day}"
        return f"{self._days.today.year - self._dice.between(21, 68)}-{day}", f"--{day}"

    def _groupings(self, job: Job) -> list[str]:
        found = [_GROUPINGS[job.group]] if job.group in _GROUPINGS else []
        if self._dice.chance(0.3):
            found.append(self._dice.pick(_MORE_GROUPINGS))
        return found

    def _opting_out(self, language: str) -> tuple[str | None, str]:
        if not self._dice.chance(0.05):
            return None, ""
        when = self._days.iso(-self._dice.between(3, 700))
        return when, self._dice.pick(texts()[f"remarks.optout_{language}"])

    def _remarks(self, language: str) -> str:
        if not self._dice.chance(0.09):
            return ""
        return self._dice.pick(texts()[f"remarks.contact_{language}"])


def _email(who: Person, domain: str, style: int, taken: set[str]) -> str:
    first, last = who.first.slug, who.last.slug
    local = (f"{first[:1]}{last}", f"{first}.{last}", first)[style]
    if local in taken:
        local = f"{first}.{last}"
    number = 2
    while local in taken:
        local = f"{first}.{last}{number}"
        number += 1
    taken.add(local)
    return f"{local}@{domain}"


Role = Literal["purchasing", "payable"]
Rank = Literal["purchasing_rank", "payable_rank"]
_ROLES: tuple[tuple[Role, Rank], ...] = (
    ("purchasing", "purchasing_rank"),
    ("payable", "payable_rank"),
)


def give_ranks(dice: Dice, party: PartyRow) -> None:
    """Rank the contacts of a party for each role, with the gaps that real files have."""
    contacts = party["contacts"]
    if party["kind"] == "supplier":
        for contact in contacts:
            contact["purchasing"] = contact["purchasing"] and dice.chance(0.15)
            contact["payable"] = contact["payable"] and dice.chance(0.3)
    elif not any(contact["purchasing"] for contact in contacts):
        contacts[0]["purchasing"] = dice.chance(0.8)
    for role, rank in _ROLES:
        holders = [contact for contact in contacts if contact[role]]
        if len(holders) > 1 and dice.chance(0.2):
            holders.reverse()
        _rank(dice, holders, rank)


def _rank(dice: Dice, holders: list[ContactRow], rank: Rank) -> None:
    place = 1
    for contact in holders:
        if dice.chance(0.08):
            continue
        contact[rank] = place
        place += 2 if dice.chance(0.06) else 1
