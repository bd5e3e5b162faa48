"""Files that users name, anywhere or in one folder alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crmtui.opening import open_session
from crmtui.settings import Settings, load
from crmtui.user_files import confine_to, confined, user_path
from crmtui.whole_file import whole_file
from models.database import close_database
from models.rules import RuleBroken


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that files are confined to; beside it is one that they are kept out of."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    confine_to(str(inside))
    yield inside
    confine_to("")


def outside(text: str | Path) -> str:
    with pytest.raises(RuleBroken) as refused:
        user_path(text)
    return refused.value.key


def test_without_a_folder_any_path_may_be_named() -> None:
    assert not confined() and user_path("/etc/hosts") == Path("/etc/hosts")
    assert user_path("~/x") == Path.home() / "x"


def test_only_what_is_typed_is_somebodys_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert user_path("./~draft.txt") == tmp_path / "~draft.txt"
    with whole_file(user_path("./~draft.txt")) as file:
        file.write(b"x")
    assert (tmp_path / "~draft.txt").read_bytes() == b"x"
    for name in ("~nosuchuser", "/none", "a\0b"):
        with pytest.raises(RuleBroken) as refused:
            confine_to(name)
        assert refused.value.key == "files.no_folder"


def test_names_are_those_of_the_folder(folder: Path) -> None:
    assert confined()
    assert user_path("a/b.txt") == folder / "a/b.txt"
    assert user_path(folder / "c.txt") == folder / "c.txt"
    assert user_path("a/../c.txt") == folder / "c.txt"


@pytest.mark.parametrize("name", ["../outside/x", "/etc/passwd", "~/.ssh/rc", "a/../../x", ".."])
def test_nothing_outside_is_named(folder: Path, name: str) -> None:
    assert outside(name) == "files.outside"


def test_no_link_leads_outside(folder: Path) -> None:
    (folder / "way").symlink_to(folder.parent / "outside")
    (folder / "file").symlink_to("/etc/passwd")
    (folder / "nowhere").symlink_to(folder.parent / "outside" / "new")
    assert {outside(name) for name in ("way/x", "file", "nowhere")} == {"files.outside"}


def test_what_is_no_path_is_told(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    assert outside("a\0b") == "files.no_path"
    assert outside("loop/x") in ("files.no_path", "files.outside")


def test_prints_and_exports_keep_to_it(folder: Path) -> None:
    with pytest.raises(RuleBroken), whole_file(folder.parent / "outside" / "x.txt") as file:
        file.write(b"x")
    with whole_file("y.txt") as file:
        file.write(b"y")
    assert (folder / "y.txt").read_bytes() == b"y"
    assert list((folder.parent / "outside").iterdir()) == []


def test_a_session_begins_with_its_folder(tmp_path: Path) -> None:
    settings = load({}, {"CRMTUI_FILES_FOLDER": str(tmp_path)})
    assert settings.files_folder == str(tmp_path)
    try:
        settings = Settings(database=str(tmp_path / "crm.db"), files_folder=str(tmp_path))
        open_session(settings, make=True)
        assert confined()
        with pytest.raises(RuleBroken) as refused:
            open_session(Settings(database=str(tmp_path / "crm.db"), files_folder="/nowhere"))
        assert refused.value.key == "files.no_folder"
    finally:
        confine_to("")
        close_database()
