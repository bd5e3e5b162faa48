"""A database of its own for each test, and the program run in this process."""

import json
import shutil
from dataclasses import dataclass

import pytest

from crmtui.__main__ import main
from crmtui.i18n import set_language
from crmtui.opening import make_database
from crmtui.settings import Settings
from models.database import close_database


@dataclass
class Result:
    """What a run left: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def new(tmp_path_factory):
    """A database as `crmtui init` makes it, in which nobody has worked yet."""
    path = tmp_path_factory.mktemp("new") / "crm.db"
    make_database(Settings(database=str(path)))
    close_database()
    return path


@pytest.fixture
def database(new, tmp_path, monkeypatch):
    """The path of a database in which nobody has worked yet; no configuration, in English."""
    path = tmp_path / "crm.db"
    shutil.copy(new, path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CRMTUI_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CRMTUI_DATABASE", str(path))
    monkeypatch.setenv("CRMTUI_CONFIG", "/dev/null")
    monkeypatch.setenv("CRMTUI_LANG", "en")
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    yield path
    set_language("fr")


@pytest.fixture
def crmtui(database, capsys):
    """Run `crmtui` with these arguments."""

    def run(*arguments):
        status = main([str(a) for a in arguments])
        written = capsys.readouterr()
        return Result(status, written.out, written.err)

    return run


@pytest.fixture
def shop(crmtui):
    """A customer with two contacts, and how to run the program on it."""
    crmtui("add", "customers", "code=TREMB01", "name=Épicerie Tremblay", "city=Québec")
    crmtui("add", "contacts", "party=TREMB01", "first_name=Zoé", "last_name=Côté", "purchasing=yes")
    crmtui("add", "contacts", "party=TREMB01", "first_name=Luc", "last_name=Roy", "payable=oui")
    return crmtui


@pytest.fixture
def bob(crmtui, monkeypatch):
    """Run the program as another user."""

    def run(*arguments):
        return crmtui("--user", "bob", *arguments)

    return run


@pytest.fixture
def alice(shop):
    """Run the program on the shop as one user."""

    def run(*arguments):
        return shop("--user", "alice", *arguments)

    run("list", "contacts")
    return run
