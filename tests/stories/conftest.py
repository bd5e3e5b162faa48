"""A small company's database, made once and copied for each story."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from story import Story, copy_of, session

from crmtui.opening import ship_codes
from models.contact import Contact
from models.database import close_database, open_database
from models.journal import act_as
from models.note import Note
from models.party import Party
from models.setting import change_setting
from models.user import User

Begin = Callable[..., AbstractAsyncContextManager[Story]]


def _make_company() -> None:
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


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's database."""
    path = tmp_path_factory.mktemp("company") / "crm.db"
    act_as(None)
    open_database(str(path))
    ship_codes()
    _make_company()
    close_database()
    act_as(None)
    return path


@pytest.fixture
def begin(company: Path, tmp_path: Path) -> Any:
    """Begin a session on a copy of the company's database."""
    return partial(session, copy_of(company, tmp_path))
