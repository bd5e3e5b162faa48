"""What tests share: a new database of their own, with a user in it and the shipped code tables."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmtui.i18n import set_language
from crmtui.opening import ship_codes
from models.database import close_database, open_database
from models.journal import act_as
from models.user import User


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a first start leaves it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("new") / "crm.db"
    # Whoever acted in a test before is nobody in this database.
    act_as(None)
    open_database(str(path), make=True)
    ship_codes()
    User.enter("marie")
    close_database()
    act_as(None)
    return path


@pytest.fixture
def database(new_database: Path, tmp_path: Path) -> Iterator[Path]:
    """A database that is open, `marie` its administrator at work; in French."""
    path = tmp_path / "crm.db"
    shutil.copy(new_database, path)
    open_database(str(path))
    User.enter("marie")
    set_language("fr")
    yield path
    close_database()
    act_as(None)
    set_language("fr")
