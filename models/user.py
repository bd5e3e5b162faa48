"""Users of the program (spec 12.4), and what the program remembers for each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from models.columns import ChoiceColumn, LineColumn, YesNoColumn
from models.database import cached, execute, forget_cached, rows, write_unhurried
from models.entity import Entity, Field, Values
from models.journal import Change, act_as, change, now
from models.listing import Listing
from models.record import Record
from models.removal import Counted
from models.rules import Missing, RuleBroken

ROLES = ("administrator", "editor", "reader")
LANGUAGES = ("fr", "en")


class User(Record):
    """Someone who works with the program, known by the login of the host."""

    login = LineColumn(max_length=32, unique=True)
    name = LineColumn(max_length=80)
    role = ChoiceColumn(ROLES)
    language = ChoiceColumn(LANGUAGES)
    active = YesNoColumn()

    class Meta:
        table_name = "user"

    @classmethod
    def all(cls) -> dict[str, int]:
        """The id of each login."""
        return cached("user", lambda: dict(rows("SELECT login, id FROM user ORDER BY login")))

    @classmethod
    def id_of(cls, login: str) -> int:
        """The id of a login. Raises `RuleBroken` where nobody has it."""
        if login not in cls.all():
            raise RuleBroken("rule.unknown_user", login=login)
        return cls.all()[login]

    @classmethod
    def login_of(cls, key: int) -> str:
        """The login of an id, empty where it is gone."""
        return next((login for login, i in cls.all().items() if i == key), "")

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id that a command line's KEY names: the login."""
        key = cls.all().get(text.lower())
        if key is None:
            raise Missing("rule.unknown_user", login=text)
        return key

    @classmethod
    def enter(cls, login: str) -> Values:
        """Begin to work as a user, made on first use: the first one as administrator.

        Raises `RuleBroken` where the user is not active.
        """
        login = login.lower()
        if login not in cls.all():
            cls._make_first_or_next(login)
        values = cls.values_of(cls.id_of(login))
        if not values["active"]:
            raise RuleBroken("rule.inactive_user", login=login)
        act_as(values["id"])
        return values

    @classmethod
    def _make_first_or_next(cls, login: str) -> None:
        from models.setting import setting

        with change("user.make"):
            # Another process may have made this user, or the first one, while this one waited.
            forget_cached()
            if login not in cls.all():
                role = str(setting("NewUserRole")) if cls.all() else "administrator"
                cls.make({"login": login, "name": login, "role": role})

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Refuse a login that is taken, and a database without an administrator."""
        taken = cls.all().get(values["login"])
        if taken is not None and taken != key:
            raise RuleBroken("rule.login_taken", field="login", login=values["login"])
        if key is not None and not (values["role"] == "administrator" and values["active"]):
            cls._keep_an_administrator(key)

    @classmethod
    def _keep_an_administrator(cls, key: int) -> None:
        others = rows(
            "SELECT 1 FROM user WHERE role = 'administrator' AND active AND id <> ? LIMIT 1",
            (key,),
        )
        was = rows("SELECT role FROM user WHERE id = ?", (key,))
        if not others and was and was[0][0] == "administrator":
            raise RuleBroken("rule.last_administrator", field="role")

    @classmethod
    def remove_others(cls, tx: Change, key: int) -> None:
        """Refuse that the last administrator goes."""
        cls._keep_an_administrator(key)
        forget_cached()

    @classmethod
    def write_others(cls, tx: Any, key: int, values: Values, old: Values | None) -> tuple[()]:
        """Read the logins anew from here on."""
        forget_cached()
        return ()

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """A user who has done anything is deactivated, not deleted."""
        from models.uses import uses_of_user

        n = rows(
            "SELECT count(*) FROM (SELECT 1 FROM journal WHERE user_id = ? LIMIT 1000)", (key,)
        )
        return [("entity.journal", n[0][0]), *uses_of_user(key)]

    @classmethod
    def listing(cls, *, inactive: bool = False, descending: bool = False) -> Listing:
        """All users by login."""
        query = cls.select()
        if not inactive:
            query = query.where(cls.active == True)  # noqa: E712
        columns = (cls.login, cls.name, cls.role, cls.language, cls.active)
        return Listing(
            query, cls.id, tuple(c.name for c in columns), columns, (cls.login,), descending
        )


def _login(value: str) -> str:
    return value.lower()


User.entity = Entity(
    "user",
    "users",
    User,
    (
        Field(User.login, required=True, check=_login),
        Field(User.name),
        Field(User.role, required=True, default="editor"),
        Field(User.language),
        Field(User.active, default=True),
    ),
    {},
)


def preferences(user_id: int) -> dict[str, str]:
    """What a user chose last, by name: filters, a language; no part of the company's records."""
    return dict(rows("SELECT name, value FROM preference WHERE user_id = ?", (user_id,)))


def keep_preferences(user_id: int, chosen: Mapping[str, str]) -> None:
    """Remember what a user chose, without waiting for other writers."""
    for name, value in chosen.items():
        write_unhurried(
            ("preference", user_id, name),
            partial(_keep_preference, user_id, name, value),
        )


def _keep_preference(user_id: int, name: str, value: str) -> None:
    execute(
        "INSERT INTO preference (user_id, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
        (user_id, name, value),
    )


def remember_opened(user_id: int, party_id: int, contact_id: int = 0) -> None:
    """Keep what a user opened, the newest hundred of it, without waiting for other writers."""
    opened_at = now()
    write_unhurried(
        ("opened", user_id, party_id, contact_id),
        partial(_keep_opened, user_id, party_id, contact_id, opened_at),
    )


def _keep_opened(user_id: int, party_id: int, contact_id: int, opened_at: str) -> None:
    execute(
        "INSERT INTO recent (user_id, party_id, contact_id, opened_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET opened_at = excluded.opened_at",
        (user_id, party_id, contact_id, opened_at),
    )
    execute(
        "DELETE FROM recent WHERE user_id = ? AND opened_at < (SELECT opened_at FROM recent"
        " WHERE user_id = ? ORDER BY opened_at DESC LIMIT 1 OFFSET 100)",
        (user_id, user_id),
    )
