"""A small company's database, made once and copied for each story."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from company import make_company
from story import Story, copy_of, session

Begin = Callable[..., AbstractAsyncContextManager[Story]]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's database."""
    return make_company(tmp_path_factory.mktemp("company") / "crm.db")


@pytest.fixture
def begin(company: Path, tmp_path: Path) -> Any:
    """Begin a session on a copy of the company's database."""
    return partial(session, copy_of(company, tmp_path))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that keys pressed at random may name are written where they are thrown away."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files without a folder in their name are."""
    made = tmp_path / "here"
    made.mkdir()
    monkeypatch.chdir(made)
    return made
