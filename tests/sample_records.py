"""Records that tests make in one line, and the questions they ask."""

from typing import Any

from models.contact import Contact
from models.database import rows
from models.party import Party


def party(code: str = "ACME", kind: str = "customer", **values: Any) -> int:
    """Make a party and return its id."""
    return Party.make({"kind": kind, "code": code, "name": code, **values}).id


def contact(party_id: int, last_name: str = "Roy", **values: Any) -> int:
    """Make a contact of a party, filled from it, and return its id."""
    return Contact.make(Contact.blank_for(party_id) | {"last_name": last_name, **values}).id


def ranks(party_id: int, role: str = "purchasing") -> dict[str, int | None]:
    """The ranks of a party's contacts of a type, by last name."""
    return dict(
        rows(
            "SELECT c.last_name, r.rank FROM contact_role r JOIN contact c ON c.id = r.contact_id"
            " WHERE r.party_id = ? AND r.role = ?",
            (party_id, role),
        )
    )


def journal_size() -> int:
    """How many transactions the journal has."""
    return int(rows("SELECT count(*) FROM journal")[0][0])


def count(table: str) -> int:
    """How many rows a table has."""
    return int(rows(f"SELECT count(*) FROM {table}")[0][0])
