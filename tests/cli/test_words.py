"""Every word of the command line is there in both languages, and every word is used."""

import argparse
import re
from pathlib import Path

import pytest

from crmtui.cli.parser import build
from crmtui.i18n import has, set_language

ROOT = Path(__file__).parents[2]
SOURCES = [
    *sorted((ROOT / "crmtui" / "cli").glob("*.py")),
    *(ROOT / "crmtui" / f"{n}.py" for n in ("backup", "failures", "settings", "values")),
]
KEY = re.compile(r'f?"((?:cli|config|backup|value)\.[a-z_.{}]+[a-z}])"')


def _said():
    return {key for file in SOURCES for key in KEY.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_said_is_there(language):
    set_language(language)
    try:
        assert [key for key in _said() if "{" not in key and not has(key)] == []
    finally:
        set_language("fr")


def test_every_word_there_is_said():
    said = [re.escape(k).replace(r"\{", "{").replace(r"\}", "}") for k in _said()]
    patterns = [re.compile(re.sub(r"\{[^}]*\}", ".+", k)) for k in said]
    text = "".join(
        (ROOT / "data" / "locale" / "fr" / f"{name}.po").read_text(encoding="utf-8")
        for name in ("cli", "config")
    )
    keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    made = ("cli.option.", "cli.command.", "config.wrong")  # names put together in the parser
    unsaid = [k for k in keys if not any(p.fullmatch(k) for p in patterns)]
    assert [k for k in unsaid if not k.startswith(made)] == []


# What argparse says by itself.
_ITS_OWN = ("show program", "show this help", "and exit", "usage: ", "positional", "(default")


def _parsers(parser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _parsers(each)


def test_no_help_in_french_has_a_word_of_argparse_in_english():
    set_language("fr")
    texts = [parser.format_help() for parser in _parsers(build())]
    assert len(texts) > 20
    assert [words for words in _ITS_OWN if any(words in text for text in texts)] == []
    assert "affiche la version" in texts[0]
