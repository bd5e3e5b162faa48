"""Configuration, environment and options, in rising order; and the opening of a session."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmtui import settings
from crmtui.i18n import language, set_language, system_language
from crmtui.messages import told
from crmtui.opening import open_session, speak_before
from crmtui.settings import Settings, load, read_file
from models.code import Code
from models.database import close_database
from models.rules import RuleBroken
from models.setting import change_setting
from models.user import User


@pytest.fixture
def configured(tmp_path):
    """Write a configuration; returns the environment that names it."""

    def write(text):
        file = tmp_path / "config.toml"
        file.write_text(text, encoding="utf-8")
        return {"CRMTUI_CONFIG": str(file)}

    return write


@pytest.fixture
def session(tmp_path, monkeypatch):
    """Open sessions on one new database."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def begin(**named):
        return open_session(Settings(database=str(tmp_path / "crm.db"), **named), make=True)

    yield begin
    close_database()
    set_language("fr")


def test_options_win_over_the_environment_and_that_over_the_file(configured):
    environ = configured('database = "a.db"\nuser = "ann"\nlanguage = "fr"\n')
    environ |= {"CRMTUI_DATABASE": "b.db", "CRMTUI_LANG": "en"}
    found = load({"language": "fr", "user": None}, environ)
    assert (found.database, found.user, found.language) == ("b.db", "ann", "fr")
    assert found.origins == {"database": "CRMTUI_DATABASE", "user": "file", "language": "option"}
    assert found.warnings == ()


def test_keys_are_taken_by_command(configured):
    found = load({}, configured('keymap = "vim"\n[keys]\nsave = "f2,ctrl+s"\nnew = 3\n'))
    assert found.keymap == "vim"
    assert found.keys == {"save": "f2,ctrl+s"}
    assert [w.facts["line"] for w in found.warnings] == [4]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\ncolour = 1\n", 2),
        ('theme = "pink"\n', 1),
        ('\n\nlanguage = "de"\n', 3),
        ('ascii = "yes"\n', 1),
        ("mouse = 1\n", 1),
        ("escape_delay = 0\n", 1),
        ("escape_delay = true\n", 1),
        ("database = 5\n", 1),
        ('database = ""\n', 1),
        ('database = "a\\u0000b"\n', 1),
        ("keys = 5\n", 1),
        ("\n[other]\ntheme = 1\n", 2),
        ("a = 1\na = 2\n", 2),
        ('theme = "dark"\nx =\n', 2),
    ],
)
def test_what_is_wrong_is_a_warning_with_its_line(configured, text, line):
    found = load({}, configured(text))
    assert [w.facts["line"] for w in found.warnings] == [line]
    assert not any(told(w).startswith("config.") for w in found.warnings)


@given(raw=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_file_stops_the_program(tmp_path_factory, raw):
    file = tmp_path_factory.getbasetemp() / "random.toml"
    file.write_bytes(raw)
    values, warnings = read_file(file)
    Settings(**values)
    for warning in warnings:
        assert told(warning)


def test_a_file_that_can_not_be_read(tmp_path):
    assert read_file(tmp_path / "none.toml") == ({}, [])
    assert [w.key for w in read_file(tmp_path / "none.toml", needed=True)[1]] == ["config.missing"]
    assert [w.key for w in read_file(tmp_path)[1]] == ["config.unreadable"]
    assert [w.key for w in read_file(Path("x" * 300))[1]] == ["config.unreadable"]


def test_every_name_of_the_configuration_is_one_of_the_settings():
    assert set(settings.NAMES) < set(Settings.__dataclass_fields__)


def test_a_new_database_has_its_codes_and_its_administrator(session):
    opened = session(user="Ann")
    assert (opened.user["login"], opened.user["role"]) == ("ann", "administrator")
    assert Code.table_of("province")["QC"].fr == "Québec"
    tax = Code.values_of(Code.key_of("QST", table="tax"))
    assert (tax["rate"], tax["valid_from"]) == ("9.975", dt.date(2013, 1, 1))
    close_database()
    again = session(user="bob")
    assert again.user["role"] == "editor"


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, ""),
        ({"LANG": "en_CA.UTF-8"}, "en"),
        ({"LANG": "fr_FR@euro"}, "fr"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, ""),
        ({"LANG": "frp"}, ""),
        ({"LANG": "fr_CA", "LC_MESSAGES": "en_CA"}, "en"),
        ({"LANG": "fr_CA", "LC_MESSAGES": "fr_CA", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_CA", "LC_ALL": ""}, "fr"),
        ({"LANG": "fr_CA", "LANGUAGE": "en"}, "en"),
        ({"LANG": "de_DE", "LANGUAGE": "de:en_GB:fr"}, "en"),
        ({"LC_ALL": "fr_CA", "LANGUAGE": ""}, "fr"),
        # In the C locale nothing is translated, whatever the list says.
        ({"LC_ALL": "C", "LANG": "fr_CA", "LANGUAGE": "en"}, ""),
        ({"LANG": "C.UTF-8", "LANGUAGE": "en"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANGUAGE": "en"}, ""),
    ],
)
def test_the_systems_language_is_what_gettext_takes_it_for(environ, spoken):
    assert system_language(environ) == spoken


def test_the_language_is_the_one_asked_for_most_plainly(session, monkeypatch):
    opened = session(user="ann")
    assert language() == "fr"
    change_setting("DefaultLanguage", "en")
    session(user="ann")
    assert language() == "en"
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")
    session(user="ann")
    assert language() == "fr"
    User.alter(opened.user["id"], {"language": "en"})
    session(user="ann")
    assert language() == "en"
    session(user="ann", language="fr")
    assert language() == "fr"


def test_before_any_database_the_environment_has_its_say(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    speak_before(Settings())
    assert language() == "en"
    speak_before(Settings(language="fr"))
    assert language() == "fr"


def test_a_login_that_can_not_be_one_is_refused(session):
    for login in (" ", "x" * 40):
        with pytest.raises(RuleBroken):
            session(user=login)
