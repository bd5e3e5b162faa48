"""The fields of a mailing's form, where they stand on its four pages, and what F4 puts in texts."""

from __future__ import annotations

from crmtui.i18n import t
from models.letter_facts import FIELDS
from screens.dialogs.choose import Option
from screens.mailings.words import field_words
from screens.widgets.layout import Place

GENERAL = (
    Place("name", 50, first=True),
    Place("channel", 12, first=True),
    Place("mailing_type", 18, first=True),
)

AUDIENCE = (
    Place("to_customers", first=True, page=1),
    Place("to_suppliers", page=1),
    Place("to_prospects", page=1),
    Place("to_groups", page=1),
    Place("group_code", 12, page=1, when="to_groups"),
    Place("grouping", 14, first=True, page=1),
    Place("contact_type", 18, first=True, page=1),
    Place("rank", 5, page=1, when="contact_type=payable|purchasing"),
    Place("city", 24, first=True, page=1),
    Place("province", 8, page=1),
    Place("salesperson", 18, first=True, page=1),
    Place("language", 12, page=1),
    Place("subscribers_only", first=True, page=1),
)

TEXTS = (
    Place("subject_fr", 0, first=True, page=2),
    Place("text_fr", 0, first=True, page=2, height=8),
    Place("subject_en", 0, first=True, page=3),
    Place("text_en", 0, first=True, page=3, height=8),
)

PLACES = (*GENERAL, *AUDIENCE, *TEXTS)

PAGES = (
    ("1", "mailings.page_general"),
    ("2", "mailings.page_audience"),
    ("3", "mailings.page_fr"),
    ("4", "mailings.page_en"),
)

# Whose text a page is.
LANGUAGE_OF_PAGE = {2: "fr", 3: "en"}
TEMPLATES = tuple(place.name for place in TEXTS)
FILTERS = ("channel", "mailing_type", *(place.name for place in AUDIENCE))

_NAME = 22


def insertions() -> list[Option]:
    """What F4 puts at the cursor: each field, and what else a template may have."""
    fields = [Option(f"{{{{ {name} }}}}", _line(name, field_words(name))) for name in FIELDS]
    others = {
        "if": "{% if contact.first_name %}{% else %}{% endif %}",
        "default": "{{ contact.first_name | default('') }}",
        "upper": "{{ contact.last_name | upper }}",
    }
    return [
        *fields,
        *(Option(text, _line(name, t(f"mailings.insert.{name}"))) for name, text in others.items()),
    ]


def _line(name: str, words: str) -> str:
    return f"{name:<{_NAME}} {words}"
