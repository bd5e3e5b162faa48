"""The user's language: what a message key says in it.

Words are kept in `data/locale/<language>/*.po` under dotted keys and compiled into one catalogue
a language; facts are filled in with `str.format`, whose template is always ours.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import data

LANGUAGES = ("fr", "en")
DOMAIN = "crmtui"

_state: dict[str, str] = {"language": "fr"}
_catalogues: dict[str, gettext.NullTranslations] = {}


def set_language(language: str) -> None:
    """Speak this language from here on; an unknown one is French."""
    _state["language"] = language if language in LANGUAGES else "fr"


def language() -> str:
    """The language spoken now: `fr` or `en`."""
    return _state["language"]


def system_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of ours that the environment asks for first, or nothing.

    As gettext has it: LC_ALL, LC_MESSAGES and LANG name the locale, and LANGUAGE, a list, comes
    before it unless that locale is C.
    """
    named = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((value for value in named if value), "C")
    if _language_of(locale) in ("c", "posix"):
        return ""
    wanted = environ.get("LANGUAGE", "").split(":") if environ.get("LANGUAGE") else [locale]
    return next((spoken for spoken in map(_language_of, wanted) if spoken in LANGUAGES), "")


def _language_of(locale: str) -> str:
    """The language in a locale's name: `fr` in `fr_CA.UTF-8`."""
    for sign in "_.@-":
        locale = locale.partition(sign)[0]
    return locale.lower()


def _catalogue(spoken: str) -> gettext.NullTranslations:
    if spoken not in _catalogues:
        # Not by importlib.resources, which takes longer than all else in the first frame's words.
        path = Path(data.__path__[0]) / "locale" / spoken / "LC_MESSAGES" / f"{DOMAIN}.mo"
        with path.open("rb") as file:
            _catalogues[spoken] = gettext.GNUTranslations(file)
    return _catalogues[spoken]


def t(key: str, **facts: Any) -> str:
    """What a key says, with its facts; a number `n` among them chooses the plural."""
    return t_in(language(), key, **facts)


def t_in(spoken: str, key: str, **facts: Any) -> str:
    """What a key says in a language with its facts, whatever is spoken now."""
    catalogue = _catalogue(spoken)
    text = key
    if isinstance(facts.get("n"), int):
        text = catalogue.ngettext(key, key, facts["n"])
    if text == key:
        text = catalogue.gettext(key)
    return text.format(**facts) if facts else text


def has(key: str) -> bool:
    """Whether the language has words for a key."""
    return said_in(language(), key) != key


def said_in(spoken: str, key: str) -> str:
    """What a key says in a language, whatever is spoken now."""
    catalogue = _catalogue(spoken)
    said = catalogue.gettext(key)
    # Before Python 3.11.4 a message with a plural is found only by asking for one.
    return said if said != key else catalogue.ngettext(key, key, 1)
