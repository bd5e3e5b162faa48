"""Every word in both languages, none missing, none idle."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from crmtui.catalogues import LOCALE, merged
from crmtui.i18n import LANGUAGES
from models.catalogue import ENTITIES
from models.code import TABLES
from models.columns import ChoiceColumn
from models.setting import DEFINITIONS

ROOT = Path(__file__).parent.parent
SOURCES = [p for name in ("crmtui", "models", "screens") for p in (ROOT / name).rglob("*.py")]
# Families whose last part is made when the program runs; each is held by a test of its own room.
MADE = re.compile(
    r"(command|choice|table|setting|go|kind|keys|role|party\.type|lookup\.kind|list\.by|interval|"
    r"action|help|value\.(month|month_short|weekday|weekday_short)|notice|entity|"
    r"terminal\.fact|cli|config|import|export|interchange|value|database|rule|terminal|words|"
    r"filter|first_run|party|contact|note|code|user|walk|active|inactive)\."
)


def _catalogues() -> dict[str, Catalog]:
    return {language: merged(LOCALE / language) for language in LANGUAGES}


def _texts(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            string = message.string
            found[key] = (string,) if isinstance(string, str) else tuple(string)
    return found


def test_both_languages_have_the_same_keys() -> None:
    french, english = (set(_texts(c)) for c in _catalogues().values())
    assert french ^ english == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_empty_fuzzy_or_its_own_key(language: str) -> None:
    catalogue = _catalogues()[language]
    assert not any(message.fuzzy for message in catalogue if message.id)
    for key, texts in _texts(catalogue).items():
        assert all(texts) and key not in texts, key


def test_both_languages_name_the_same_facts() -> None:
    french, english = (_texts(c) for c in _catalogues().values())
    for key in french:
        named = [
            {name for text in texts[key] for _, name, _, _ in Formatter().parse(text) if name}
            for texts in (french, english)
        ]
        assert named[0] == named[1], key


def test_a_key_that_counts_does_so_in_both_languages() -> None:
    french, english = (_texts(c) for c in _catalogues().values())
    assert {k for k in french if len(french[k]) > 1} == {k for k in english if len(english[k]) > 1}


def _used() -> set[str]:
    """The keys that stand in the code as such."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[a-z_]+(\.[A-Za-z0-9_-]+)+", text):
                found.add(text)
    return found


def _called() -> set[str]:
    """The keys that are given to what says or raises them."""
    speakers = {"t", "RuleBroken", "Notice", "Missing", "DatabaseUnusable", "NoTerminal"}
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in speakers:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def _derived() -> set[str]:
    keys = {e.label_key(f) for e in ENTITIES for f in e}
    keys |= {f"{key}.help" for key in keys}
    keys |= {f"setting.{d.name}" for d in DEFINITIONS}
    keys |= {f"setting.{d.name}.help" for d in DEFINITIONS}
    keys |= {f"table.{table}" for table in TABLES}
    columns = [f.column for e in ENTITIES for f in e] + [d.column for d in DEFINITIONS]
    keys |= {f"choice.{o}" for c in columns if isinstance(c, ChoiceColumn) for o in c.options}
    return keys


def test_no_key_is_missing() -> None:
    known = set(_texts(_catalogues()["fr"]))
    assert (_called() | _derived()) - known == set()


def test_no_key_is_idle() -> None:
    known = set(_texts(_catalogues()["fr"]))
    used = _used() | _derived()
    assert {key for key in known - used if not MADE.match(key)} == set()
