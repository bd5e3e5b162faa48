"""The file of an open database that goes away or is replaced: told before anything is written."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crmtui.backup import back_up
from models.database import open_database, rows
from models.party import Party
from models.rules import DatabaseUnusable
from models.search import rebuild
from models.user import User, keep_preferences, remember_opened

WAYS: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "moved away": lambda path: path.rename(path.with_name("elsewhere.db")),
    "replaced": lambda path: os.replace(shutil.copy(path, path.with_name("copy.db")), path),
    "folder moved": lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
}


@pytest.fixture
def opened(database: Path, tmp_path: Path) -> Path:
    """An open database in a folder of its own, with one customer."""
    path = tmp_path / "folder" / "crm.db"
    path.parent.mkdir()
    shutil.copy(database, path)
    open_database(str(path))
    User.enter("marie")
    Party.make(Party.blank("customer") | {"code": "KEPT", "name": "Kept"})
    return path


@pytest.mark.parametrize("way", WAYS)
def test_a_database_that_goes_away_is_told_before_the_next_write(opened: Path, way: str) -> None:
    WAYS[way](opened)
    for write in (
        lambda: Party.make(Party.blank("customer") | {"name": "Lost"}),
        lambda: Party.alter(1, {"name": "Lost"}),
        lambda: Party.remove(1),
        rebuild,
    ):
        with pytest.raises(DatabaseUnusable) as refused:
            write()
        assert (refused.value.key, refused.value.facts["path"]) == ("database.gone", str(opened))
    # Reading goes on, so that what is on the screen can be taken down; who read it is forgotten.
    remember_opened(1, 1)
    keep_preferences(1, {"filter": "x"})
    assert rows("SELECT 1 FROM recent UNION ALL SELECT 1 FROM preference") == []
    assert rows("SELECT code, name FROM party") == [("KEPT", "Kept")]


def test_a_database_that_comes_back_is_written_to_again(opened: Path) -> None:
    aside = opened.with_name("aside.db")
    opened.rename(aside)
    with pytest.raises(DatabaseUnusable):
        Party.alter(1, {"name": "Lost"})
    aside.rename(opened)
    Party.alter(1, {"name": "Written"})
    assert rows("SELECT name FROM party") == [("Written",)]


def test_what_others_do_to_the_file_of_a_database_stops_no_write(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(opened.with_name("backup.db"))
    opened.chmod(0o640)
    os.utime(opened)
    os.link(opened, opened.with_name("second-name.db"))
    Party.alter(1, {"name": "Written"})
    monkeypatch.chdir(opened.parent)
    open_database("crm.db")
    monkeypatch.chdir("/")
    Party.alter(1, {"name": "From elsewhere"})
    assert rows("SELECT name FROM party") == [("From elsewhere",)]
