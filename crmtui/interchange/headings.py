"""Which field a heading means: the fields' names, their words in both languages, other programs'.

A party's file may carry a contact in the same row: its fields are then called `contact.<field>`.
A name in one column is `full_name`; the company of a contact is `party`, by code or by name.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crmtui.i18n import has, t
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
REASON = {"fr": "Motif du rejet", "en": "Reason for rejection"}

# Compared folded and without blanks, so `CustomerID`, « Customer id » and `customer_id` are one.
_ADDRESS = {
    "address1": "address|adresse|street|rue|address line 1|adresse ligne 1|adresse 1|address 1"
    "|street address|business street|address 1 street|rue bureau",
    "address2": "address line 2|adresse ligne 2|adresse 2|address 2|street 2|suite|apt"
    "|business street 2|address 1 extended address|rue bureau 2|complement d'adresse",
    "city": "city|ville|town|municipalité|municipality|localité|business city|address 1 city"
    "|ville bureau",
    "province": "province|region|région|state|état|state province|province state|province état"
    "|business state|address 1 region|dép région bureau|département",
    "country": "country|pays|business country|business country region|country region"
    "|address 1 country|pays région bureau",
    "postal_code": "postal code|code postal|code p|postal c|postcode|zip|zip code|cp"
    "|business postal code|address 1 postal code|code postal bureau",
    "phone": "phone|téléphone|tel|tél|telephone|phone number|numéro de téléphone|business phone"
    "|work phone|office phone|téléphone bureau|phone 1 value",
    "fax": "fax|télécopieur|téléc|télécopie|fax number|business fax|télécopie bureau"
    "|no de télécopieur",
    "email": "email|e-mail|courriel|mail|e mail|email address|adresse courriel|adresse électronique"
    "|adresse de messagerie|e-mail address|e-mail 1 value|adresse e-mail|électronique",
    "language": "language|langue|lang|langue de correspondance",
    "remarks": "remarks|remarques|remark|remarque|notes|note|comments|commentaires|comment"
    "|commentaire",
    "active": "active|actif|activé|enabled",
}

_PARTY = {
    "kind": "kind|type de partie|genre|sorte",
    "code": "code|customer id|supplier id|vendor id|prospect id|customer code|supplier code"
    "|vendor code|customer number|supplier number|customer no|account number|account code"
    "|code client|code fournisseur|code prospect|code groupe|numéro client|numéro de client"
    "|no client|no de client|numéro de fournisseur|no fournisseur|numéro de compte",
    "name": "name|nom|company name|company|compagnie|société|entreprise|raison sociale"
    "|nom de l'entreprise|nom de la compagnie|nom société|nom du client|nom client"
    "|nom du fournisseur|organization|organisation|organization name|customer name"
    "|supplier name|vendor name|customer|client|supplier|fournisseur|account name",
    **_ADDRESS,
    "web": "web|website|web site|site|site web|site internet|homepage|home page|url|web page"
    "|page web|website 1 value",
    "grouping": "grouping|regroupement|regroup|type de regroupement",
    "salesperson": "salesperson|salesp|vendeur|représentant|sales rep|account manager|owner",
    "contact.full_name": "contact name|contact|nom du contact|nom contact|personne ressource"
    "|personne contact|contact person|primary contact|contact principal",
    "contact.first_name": "first name|prénom|given name|contact first name|prénom du contact"
    "|prénom contact",
    "contact.last_name": "last name|nom de famille|family name|surname|contact last name"
    "|nom de famille du contact",
    "contact.job_title": "contact title|job title|titre du contact|fonction|fonction du contact",
    "contact.phone": "contact phone|téléphone du contact|tél contact|téléphone contact",
    "contact.mobile": "contact mobile|cellulaire du contact|mobile du contact",
    "contact.email": "contact email|contact e-mail|courriel du contact|courriel contact",
}

_CONTACT = {
    "party": "party|party code|company|company name|compagnie|société|entreprise|organization"
    "|organisation|organization name|organization 1 name|nom de l'entreprise|raison sociale"
    "|code client|customer id|customer code|client|customer|fournisseur|supplier|supplier id"
    "|partie|account|account name|compte",
    "party_kind": "party kind|kind|type de partie|genre",
    "party_name": "party name|nom de la partie",
    "full_name": "full name|name|nom complet|contact name|nom|contact|nom du contact|display name",
    "salutation": "salutation|civilité|titre de civilité|name prefix|prefix|prefixe|courtesy title"
    "|appellation",
    "first_name": "first name|prénom|given name|first|contact first name",
    "last_name": "last name|nom de famille|family name|surname|last|contact last name",
    "job_title": "job title|titre du poste|titre|title|fonction|contact title|position"
    "|organization title|organization 1 title",
    "department": "department|service|département|dept|organization department"
    "|organization 1 department",
    **_ADDRESS,
    "extension": "extension|ext|poste|poste téléphonique",
    "mobile": "mobile|cellulaire|cell|cell phone|mobile phone|tél mobile|téléphone mobile|portable"
    "|téléphone cellulaire",
    "birth_date": "birth date|birth|birthday|birthdate|date of birth|date de naissance|naissance"
    "|anniversaire",
    "anniversary": "anniversary|date d'anniversaire|anniversary date",
    "groupings": "groupings|regroupements|grouping|regroupement|regroup|type de regroupement"
    "|types de regroupement",
    "payable": "payable|comptes à payer|accounts payable|contact comptes à payer",
    "payable_rank": "payable rank|rang comptes à payer|accounts payable rank"
    "|comptes à payer rang|rang des comptes à payer",
    "purchasing": "purchasing|achats|purchases",
    "purchasing_rank": "purchasing rank|rang achats|achats rang|rang des achats",
    "in_mailing": "in mailing|inclure dans le publipostage|include in mailings"
    "|inclure dans les publipostages|publipostage"
    "|inclure au publipostage|mailing|postage",
    "opted_out": "opted out|opted out on|désabonné|désabonné le|opt out date|retrait",
    "opted_out_reason": "opted out reason|reason|raison|opt out reason|raison du désabonnement"
    "|motif du désabonnement|raison du retrait",
}

_NOTE = {
    "contact": "contact|contact id|contact number|numéro du contact",
    "party": _CONTACT["party"],
    "party_kind": _CONTACT["party_kind"],
    "full_name": "full name|contact name|nom complet|nom du contact|name|nom",
    "first_name": _CONTACT["first_name"],
    "last_name": _CONTACT["last_name"],
    "email": _ADDRESS["email"],
    "subject": "subject|sujet|objet|title|titre",
    "detail": "detail|détail|détails|details|text|texte|note|notes|description|body",
    "date": "date|note date|date de la note",
    "remind_on": "remind on|reminder|reminder date|date de rappel|rappel",
    "snoozed_to": "snoozed to|reporté au|rappel reporté au",
    "reminder_state": "reminder state|state|état|état du rappel|reminder status",
    "author": "author|auteur|user|utilisateur",
}

_ACTIVITY = {
    "contact": f"{_NOTE['contact']}|no du contact|no contact",
    "party": _CONTACT["party"],
    "party_kind": _CONTACT["party_kind"],
    "party_name": _CONTACT["party_name"],
    "full_name": "full name|contact name|nom complet|nom du contact|name|nom",
    "first_name": _CONTACT["first_name"],
    "last_name": _CONTACT["last_name"],
    "email": f"{_ADDRESS['email']}|contact email|contact e-mail|courriel du contact",
    "type": "type|activity type|type d'activité|genre d'activité",
    "priority": "priority|priorité|importance",
    "subject": "subject|sujet|objet|title|titre|summary|résumé|event|événement|activity|activité",
    "detail": "detail|détail|détails|details|description|text|texte|notes|note|remarques|body",
    "location": "location|lieu|emplacement|endroit|where|où|place",
    "start": "start|début|starts|begin|begins|dtstart|start date time|start datetime"
    "|date et heure de début|début le",
    "start_date": "start date|date de début|date début|date|jour|day|begin date",
    "start_time": "start time|heure de début|heure début|heure|time|hour|begin time",
    "end": "end|fin|ends|finish|dtend|end date time|end datetime|date et heure de fin",
    "end_date": "end date|date de fin|date fin",
    "end_time": "end time|heure de fin|heure fin",
    "duration": "duration|durée|length|minutes|duration minutes|durée minutes",
    "all_day": "all day|all day event|journée|journée entière|toute la journée"
    "|jour entier|événement d'une journée",
    "public": "public|publique",
    PRIVATE: "private|privé|privée",
    "status": "status|statut|état|state",
    "completion_note": "completion note|note de complétion|note d'achèvement|résultat|result"
    "|outcome|compte rendu",
    "completed_on": "completed on|complétée le|complété le|faite le|fait le"
    "|date completed|date de complétion|terminée le",
    "completed_by": "completed by|complétée par|complété par|faite par|fait par|terminée par",
    "owner": "owner|propriétaire|responsable|assigned to|assignée à|assigné à|user|utilisateur",
    "rrule": "rrule|recurrence|récurrence|périodicité|repeat|répétition|recurrence rule"
    "|règle de récurrence",
}

_ALWAYS_IGNORED = ("id", "version", *REASON.values())


@dataclass(frozen=True)
class Plan:
    """For each column of a file, the field it fills (or none), and what there is to tell."""

    fields: tuple[str, ...]
    notices: tuple[Notice, ...]

    def has(self, field: str) -> bool:
        """Whether a column fills the field."""
        return field in self.fields


def plan(
    entity: Entity,
    headings: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    key: str | None = None,
) -> Plan:
    """The field of each heading. Raises `RuleBroken` where none is known."""
    known = _synonyms(entity)
    wanted = _wanted(entity, mapping or {}, known)
    if key == "id":
        known = known | {"id": "id"}
    found = [wanted.get(_squeezed(h), known.get(_squeezed(h))) for h in headings]
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
    return Plan(tuple(fields), tuple(notices))


def targets(entity: Entity) -> tuple[str, ...]:
    """The fields that a column of an entity's file can fill."""
    return tuple(dict.fromkeys([*_words_of(entity), *entity.by_name]))


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
            raise RuleBroken("import.map_field", heading=heading, field=str(field)[:80], choices="")
    return dict(found)


def _squeezed(heading: str) -> str:
    return "".join(words(heading))


def _words_of(entity: Entity) -> Mapping[str, str]:
    known = {"contact": _CONTACT, "note": _NOTE, "activity": _ACTIVITY}
    return known.get(entity.name, _PARTY)


def _synonyms(entity: Entity) -> dict[str, str]:
    known: dict[str, str] = {_squeezed(word): IGNORED for word in _ALWAYS_IGNORED}
    for field, synonyms in _words_of(entity).items():
        for word in (field, *synonyms.split("|")):
            known.setdefault(_squeezed(word), field)
    for field in entity.by_name:
        known.setdefault(_squeezed(field), field)
        label = entity.label_key(field)
        if has(label):
            known.setdefault(_squeezed(t(label)), field)
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
                "import.map_field", heading=heading, field=field, choices=", ".join(choices)
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
        elif squeezed in ("title", "titre") and found.count("job_title") > 1:
            found[i] = "salutation" if "salutation" not in found else IGNORED


def _tell_times_apart(headings: Sequence[str], found: list[str | None]) -> None:
    """Where two columns are both called « Début », the first is the date, the second the time."""
    for field in ("start", "end"):
        both = [i for i, name in enumerate(found) if name == field]
        if len(both) == 2 and _squeezed(headings[both[0]]) == _squeezed(headings[both[1]]):
            found[both[0]], found[both[1]] = f"{field}_date", f"{field}_time"
