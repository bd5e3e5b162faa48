"""A database of the first release, as those have it who upgrade."""

import shutil
from pathlib import Path

import pytest

import models.migrations
from models.database import close_database, execute, open_database


@pytest.fixture
def first_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database in use that has the tables of the first release, and so no holidays."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    own = Path(models.migrations.__file__).parent
    shutil.copy(own / "0001_initial.py", folder)
    path = tmp_path / "first.db"
    with monkeypatch.context() as patch:
        patch.setattr(models.migrations, "__file__", str(folder / "__init__.py"))
        patch.setattr(models.migrations, "SCHEMA_VERSION", 1)
        open_database(str(path), make=True)
        execute(
            'INSERT INTO code ("table", code, created_at, changed_at) VALUES (?, ?, ?, ?)',
            ("unit", "OURS", "", ""),
        )
        close_database()
    return path
