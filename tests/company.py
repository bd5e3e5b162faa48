"""A small company's database, for stories and pictures."""

from pathlib import Path

from crmtui.opening import ship_codes
from models.contact import Contact
from models.database import close_database, open_database
from models.journal import act_as
from models.note import Note
from models.party import Party
from models.setting import change_setting
from models.user import User


def make_company(path: Path) -> Path:
    """Make the company's database, which nobody has open afterwards."""
    act_as(None)
    open_database(str(path), make=True)
    ship_codes()
    fill()
    close_database()
    act_as(None)
    return path


def fill() -> None:
    """Make the company's records in the database that is open."""
    User.enter("marie")
    change_setting("CompanyName", "Essai inc.")
    tremblay = Party.make(
        Party.blank("customer")
        | {
            "code": "TREMB01",
            "name": "Tremblay & Fils inc.",
            "address1": "1250, rue Sainte-Catherine O.",
            "city": "Montréal",
            "postal_code": "H3G 1P1",
            "phone": "514 555-0142",
        }
    ).id
    Party.make(
        Party.blank("customer")
        | {"code": "COTE01", "name": "Côté Œuvres d'art", "city": "Laval", "phone": "450 555-0199"}
    )
    Party.make(Party.blank("supplier") | {"code": "TREMS", "name": "Tremblay Grossiste"})
    roy = Contact.make(
        Contact.blank_for(tremblay)
        | {"first_name": "Marie", "last_name": "Roy", "email": "marie.roy@tremblay.example"}
        | {"purchasing": True, "purchasing_rank": 1, "payable": True, "payable_rank": 2}
    ).id
    Contact.make(
        Contact.blank_for(tremblay)
        | {"first_name": "Benoît", "last_name": "Côté", "purchasing_rank": 2}
    )
    Contact.make(
        Contact.blank_for(tremblay)
        | {"first_name": "Chloé", "last_name": "Abel", "purchasing": True, "city": "Québec"}
    )
    Note.make({"contact": roy, "subject": "Premier appel", "remind_on": "2026-01-10"})
