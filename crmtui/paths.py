"""Where the program keeps its files, by the platform's rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

NAME = "crmtui"


@cache
def _dirs() -> PlatformDirs:
    # Not needed where the database and the configuration are named, and slow to import.
    from platformdirs import PlatformDirs

    return PlatformDirs(NAME, appauthor=False)


def data_folder() -> Path:
    """The folder of the user's databases."""
    return _dirs().user_data_path


def database() -> Path:
    """The database where none is named."""
    return data_folder() / "crm.db"


def demo_database() -> Path:
    """The database of the demo company."""
    return data_folder() / "demo.db"


def configuration() -> Path:
    """The configuration file where none is named."""
    return _dirs().user_config_path / "config.toml"


def log_folder() -> Path:
    """The folder of the log and of the reports of crashes."""
    return _dirs().user_log_path
