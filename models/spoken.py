"""The language in which something is sold to somebody."""

from __future__ import annotations

from models.database import rows
from models.setting import setting


def language_of(contact: int | None, party: int | None = None) -> str:
    """The language of the party named or of the contact's, else the contact's own (spec 9.4).

    Where neither has one, it is the company's.
    """
    found = rows(
        "SELECT coalesce((SELECT language FROM party WHERE id = coalesce(?,"
        " (SELECT party_id FROM contact WHERE id = ?))), ''),"
        " coalesce((SELECT language FROM contact WHERE id = ?), '')",
        (party, contact, contact),
    )
    return next((str(spoken) for spoken in found[0] if spoken), str(setting("DefaultLanguage")))
