"""Every word in both languages, none missing, none idle."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from crmtui.catalogues import LOCALE, merged
from crmtui.i18n import LANGUAGES
from models.catalogue import ENTITIES
from models.code import TABLES
from models.columns import ChoiceColumn
from models.contact_role import ROLES
from models.mailing_recipient import MailingRecipient
from models.party import KINDS
from models.setting import DEFINITIONS

ROOT = Path(__file__).parent.parent
SOURCES = [p for name in ("crmtui", "models", "screens") for p in (ROOT / name).rglob("*.py")]


# Families that `_derived` knows to the last key, however loosely the code spells them.
KNOWN = re.compile(
    r"(command|choice|kind|go|table|setting|interval|list|lookup|party|role|value|code)\\?\."
)
# Whose last part comes from what was read or from what the terminal is.
# The last two are words for calendars and mailings.
LOOSE = ["import\\.(was|would_be)\\.[a-z_]+", "terminal\\.colours\\.[a-z0-9]+"]
LOOSE += ["value\\.weekday\\.[1-7]", "choice\\.(payable|purchasing)"]


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


def _made() -> list[re.Pattern[str]]:
    """The shapes of keys that are put together while the program runs, as the code spells them."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begins = str(node.values[0].value)
                if re.match(r"[a-z_]+\.", begins):
                    parts = [
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
                        for part in node.values
                    ]
                    found.add("".join(parts))
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                begins = str(getattr(node.left, "value", ""))
                if re.fullmatch(r"[a-z_.]+[._]", begins):
                    found.add(re.escape(begins) + r"[\w.-]+")
    loose = [shape for shape in sorted(found) if not KNOWN.match(shape)]
    return [re.compile(shape) for shape in (*loose, *LOOSE)]


def _derived() -> set[str]:
    """The keys that what is declared once asks for."""
    from screens.activity_form.fields import ACTIVITY_FORM
    from screens.commands.presets import PRESETS
    from screens.first_run import FIRST_RUN
    from screens.go_to import PLACES
    from screens.lookup_filters import FILTERS
    from screens.sales.filters import OPPORTUNITY_FILTERS
    from screens.settings import SETTINGS

    entities = (*ENTITIES, ACTIVITY_FORM, FIRST_RUN, FILTERS, OPPORTUNITY_FILTERS, SETTINGS)
    keys = {e.label_key(f) for e in entities for f in e}
    keys |= {f"entity.{e.plural}" for e in ENTITIES}
    commands = _commands()
    assert set().union(*PRESETS.values()) <= {c.id for c in commands}
    keys |= {c.label for c in commands}
    keys |= {f"{key}.help" for key in keys if not key.startswith("entity.")}
    keys |= {f"table.{table}" for table in TABLES}
    columns = [f.column for e in entities for f in e] + [d.column for d in DEFINITIONS]
    columns.append(MailingRecipient.status)
    keys |= {c.words(o) for c in columns if isinstance(c, ChoiceColumn) for o in c.options}
    keys |= {f"go.{name}" for _, name in PLACES}
    keys |= {f"{start}.{kind}" for kind in KINDS for start in ("kind", "lookup.kind")}
    keys |= {f"role.{role}.short" for role in ROLES} | {f"party.type.{role}" for role in ROLES}
    keys |= {"party.type.all", "lookup.kind.all"}
    keys |= {f"value.month.{n}" for n in range(1, 13)}
    keys |= {f"value.month_short.{n}" for n in range(1, 13)}
    keys |= {f"value.weekday_short.{n}" for n in range(1, 8)}
    return keys | _of_screens()


def _modules() -> list[Any]:
    import screens

    names = [found.name for found in pkgutil.walk_packages(screens.__path__, "screens.")]
    return [importlib.import_module(name) for name in names]


def _commands() -> list[Any]:
    from screens.commands.command import Command

    return [v for module in _modules() for v in vars(module).values() if isinstance(v, Command)]


def _of_screens() -> set[str]:
    from screens.interval import DAYS
    from screens.record_list import RecordList

    keys = {f"interval.{name}" for name in (*DAYS, "all", "dates")}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, RecordList) and value.SORTS:
                keys |= {f"list.by.{name}" for name in value.SORTS}
                keys |= {key for key in (value.TITLE_KEY, value.EMPTY_KEY) if key}
    return keys


def test_no_key_is_missing() -> None:
    known = set(_texts(_catalogues()["fr"]))
    assert (_called() | _derived()) - known == set()


def test_no_key_is_idle() -> None:
    known = set(_texts(_catalogues()["fr"]))
    shapes = _made()
    left = {
        key for key in known - _used() - _derived() if not any(s.fullmatch(key) for s in shapes)
    }
    assert sorted(left) == []


def test_every_help_of_a_screen_has_its_screen() -> None:
    from screens.base import CrmScreen

    screens = {
        name
        for module in _modules()
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, CrmScreen)
    }
    helped = {key[5:] for key in _texts(_catalogues()["fr"]) if re.match(r"help\.[A-Z]", key)}
    assert helped <= screens


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_yes_and_no_have_letters_of_a_language(language: str) -> None:
    texts = _texts(_catalogues()[language])
    letters = {key: found[0] for key, found in texts.items() if re.search(r"[._]letter$", key)}
    del letters["ask.letter"]
    assert sorted(letters) == ["ask.no_letter", "ask.yes_letter"]
    assert sorted(map(len, {*letters.values()})) == [1, 1]
