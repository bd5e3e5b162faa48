"""The parties written by hand, completed and set on the days around today."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from crmtui.demo.parties import copy_of, empty_party
from crmtui.demo.shapes import ContactRow, NoteRow, PartyRow
from crmtui.demo.stock import read_toml
from crmtui.demo.written import activity
from crmtui.demo.written_sales import opportunity, quote

# What a contact takes from its party where its own text says nothing.
_INHERITED = ("address1", "address2", "city", "province", "country", "postal_code") + (
    "phone",
    "fax",
    "language",
)

# What is done with a contact, each made whole by its own function.
_DEALINGS: dict[str, tuple[str, Callable[[dict[str, Any], Callable[[int], date], str], Any]]] = {
    "activity": ("activities", activity),
    "opportunity": ("opportunities", opportunity),
    "quote": ("quotes", quote),
}
_PARTS = ("note", *_DEALINGS)


def showcase(today: date) -> list[PartyRow]:
    """Give the first ten parties of the demo company."""
    made: dict[str, PartyRow] = {}
    for row in read_toml("showcase.toml")["party"]:
        party = _party(row, today)
        for code, place in row.get("members", ()):
            origin = made[code]
            contact = copy_of(origin["contacts"][place], (origin["kind"], code, place))
            party["contacts"].append(contact)
        made[party["code"]] = party
    return list(made.values())


def _party(row: dict[str, Any], today: date) -> PartyRow:
    name = row["name"].format(year=today.year)
    party = empty_party(row["kind"], row["code"], name, row.get("language", "fr"))
    party["country"] = "" if row["kind"] == "group" else "CA"
    known = {key: row[key] for key in party if key in row and key not in ("name", "contacts")}
    party.update(cast(PartyRow, known))
    party["contacts"] = [_contact(contact, party, today) for contact in row.get("contact", ())]
    return party


def _contact(row: dict[str, Any], party: PartyRow, today: date) -> ContactRow:
    owner = party["salesperson"] or ""
    contact: dict[str, Any] = dict.fromkeys(ContactRow.__annotations__, "")
    contact.update({key: cast(dict[str, Any], party)[key] for key in _INHERITED})
    contact.update(birth_date=None, anniversary=None, opted_out=None, copied_from=None)
    contact.update(payable=False, payable_rank=None, purchasing=False, purchasing_rank=None)
    contact.update(in_mailing=False, active=True, groupings=[])
    contact.update({key: value for key, value in row.items() if key not in _PARTS})
    contact["opted_out"] = _day(row.get("opted_out"), today)
    contact["notes"] = [_note(note, today) for note in row.get("note", ())]
    for name, (key, complete) in _DEALINGS.items():
        contact[key] = [
            complete(planned, lambda offset: today + timedelta(days=offset), owner)
            for planned in row.get(name, ())
        ]
    return cast(ContactRow, contact)


def _note(row: dict[str, Any], today: date) -> NoteRow:
    return {
        "subject": row["subject"],
        "detail": row["detail"],
        "date": (today + timedelta(days=row["date"])).isoformat(),
        "remind_on": _day(row.get("remind_on"), today),
        "author": row["author"],
        "reminder_state": row.get("reminder_state"),
        "snoozed_to": _day(row.get("snoozed_to"), today),
    }


def _day(offset: int | None, today: date) -> str | None:
    return None if offset is None else (today + timedelta(days=offset)).isoformat()
