"""The language of what is written to somebody."""

from __future__ import annotations

from models.database import rows
from models.setting import setting


def language_of(contact: int | None, party: int | None = None) -> str:
    """The contact's language, else its party's or that of the party named, else the company's."""
    found = rows(
        "SELECT coalesce((SELECT language FROM contact WHERE id = ?), ''),"
        " coalesce((SELECT language FROM party WHERE id = coalesce(?,"
        " (SELECT party_id FROM contact WHERE id = ?))), '')",
        (contact, party, contact),
    )
    return next((str(spoken) for spoken in found[0] if spoken), str(setting("DefaultLanguage")))
