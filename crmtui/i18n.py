"""The user's language: what a message key says in it.

Words are kept in `data/locale/<language>/*.po` under dotted keys and compiled into one catalogue
a language; facts are filled in with `str.format`, whose template is always ours.
"""

from __future__ import annotations

import gettext
import os
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "en")
DOMAIN = "crmtui"

_state: dict[str, Any] = {"language": "fr", "catalogue": None}


def set_language(language: str) -> None:
    """Speak this language from here on; an unknown one is French."""
    _state["language"] = language if language in LANGUAGES else "fr"
    _state["catalogue"] = None


def language() -> str:
    """The language spoken now: `fr` or `en`."""
    return str(_state["language"])


def system_language() -> str:
    """The language that the environment asks for (LC_ALL, LC_MESSAGES, LANG), or nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2] if value[:2] in LANGUAGES else ""
    return ""


def _catalogue() -> gettext.NullTranslations:
    if _state["catalogue"] is None:
        path = files("data") / "locale" / language() / "LC_MESSAGES" / f"{DOMAIN}.mo"
        with path.open("rb") as file:
            _state["catalogue"] = gettext.GNUTranslations(file)
    catalogue: gettext.NullTranslations = _state["catalogue"]
    return catalogue


def t(key: str, **facts: Any) -> str:
    """What a key says, with its facts; a number `n` among them chooses the plural."""
    catalogue = _catalogue()
    text = key
    if isinstance(facts.get("n"), int):
        text = catalogue.ngettext(key, key, facts["n"])
    if text == key:
        text = catalogue.gettext(key)
    return text.format(**facts) if facts else text


def has(key: str) -> bool:
    """Whether the language has words for a key."""
    return _catalogue().gettext(key) != key
