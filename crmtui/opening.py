"""The beginning of every session: the database, its user, their language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crmtui.i18n import LANGUAGES, set_language, system_language
from crmtui.settings import Settings
from crmtui.user_files import confine_to
from models.code import Code
from models.database import is_there, open_database, path_of, plain_faults
from models.entity import Values
from models.journal import act_as, change
from models.rules import RuleBroken
from models.setting import setting
from models.user import User


@dataclass(frozen=True, eq=False, repr=False)
class Session:
    """Who works on which database; `user` has `id`, `login`, `name`, `role`, `language`."""

    settings: Settings
    user: Values
    path: str


def open_session(
    settings: Settings, backup_folder: Path | None = None, *, make: bool = False
) -> Session:
    """Open the database of this thread and begin to work in it.

    Where none is, it is made if nobody named a place for it, or where `make` says so. Raises
    `DatabaseUnusable` where it can't be used, `RuleBroken` where the user may not enter.
    """
    path = path_of(settings.url)
    confine_to(settings.files_folder)
    open_database(settings.url, backup_folder, make=make or not settings.database)
    # Who worked in another database before is nobody in this one.
    act_as(None)
    with plain_faults(path):
        if Code.unshipped():
            ship_codes()
        user = User.enter(settings.login)
        set_language(_language(settings, user))
    return Session(settings, user, path)


def make_database(settings: Settings) -> str:
    """Make an empty database with its tables and codes, and return its path.

    Raises `RuleBroken` where something is there already.
    """
    path = path_of(settings.url)
    if is_there(path):
        raise RuleBroken("database.exists", path=path)
    open_database(settings.url, make=True)
    with plain_faults(path):
        act_as(None)
        ship_codes()
    return path


def speak_before(settings: Settings) -> None:
    """Choose the language of what is said before any database is open."""
    set_language(settings.language or system_language() or LANGUAGES[0])


def ship_codes() -> None:
    """Fill the code tables that wait for what ships with the program, all or none."""
    import csv
    from importlib.resources import files

    folder = files("data") / "codes"
    with change("code.ship"):
        # Asked again in here: another session may have filled them meanwhile.
        for table in Code.unshipped():
            with (folder / f"{table}.csv").open(encoding="utf-8") as file:
                Code.ship(table, list(csv.DictReader(file)))
        Code.shipped()


def _language(settings: Settings, user: Values) -> str:
    chosen = settings.language or user["language"] or system_language()
    return chosen or str(setting("DefaultLanguage"))
