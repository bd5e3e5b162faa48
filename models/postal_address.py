"""The lines of an address as it stands on an envelope or a quote."""

from __future__ import annotations

from models.code import Code
from models.setting import setting


def postal_lines(
    first: str,
    second: str,
    city: str,
    province: str,
    postal: str,
    country: str,
    *,
    language: str,
) -> list[str]:
    """An address as Canada Post wants it: city, province and postal code on one line.

    The country is named in a language, where it is not the sender's own.
    """
    place = "  ".join(part for part in (f"{city} {province}".strip(), postal) if part)
    known = Code.table_of("country").get(country)
    abroad = known.text(language or str(setting("DefaultLanguage"))).upper() if known else country
    if country == setting("DefaultCountry"):
        # What is sent within the country does not name it.
        abroad = ""
    return [line for line in (first, second, place, abroad) if line]
