"""Code tables and users (spec 12.1, 12.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from crmtui.i18n import language, t
from crmtui.values import show
from models.code import EXTRAS, TABLES, Code
from models.entity import Values
from models.listing import FixedList, Source
from models.rules import Saved
from models.user import User
from screens.commands import lists
from screens.commands.command import Command
from screens.record_form import Editing, RecordForm
from screens.record_list import RecordList
from screens.widgets.columns import Column
from screens.widgets.layout import Place


class TablesScreen(RecordList):
    """The code tables; Enter opens one."""

    OFFERS: ClassVar[tuple[Command, ...]] = (lists.OPEN, lists.COPY, *lists.LETTERS)
    TITLE_KEY = "go.tables"

    def columns(self) -> list[Column]:
        """The tables' names."""
        return [
            Column(t("code.table"), 16, lambda c: str(c["table"])),
            Column("", 0, lambda c: t(f"table.{c['table']}")),
            Column(t("tables.codes"), 8, lambda c: str(c["count"]), right=True),
        ]

    def source(self) -> Source:
        """The tables, with how many codes each has."""
        found = [(i, (table, len(Code.table_of(table)))) for i, table in enumerate(TABLES)]
        return FixedList.of(("table", "count"), found)

    def order_words(self) -> str:
        """What a table is for."""
        return t("tables.hint")

    async def open_row(self, key: int) -> None:
        """Open the table."""
        self.app.push_screen(CodesScreen(TABLES[key]))


class CodesScreen(RecordList):
    """The codes of one table, in their order."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        lists.NARROW,
        lists.DELETE,
        lists.COPY,
        *lists.LETTERS,
    )
    record = Code

    def __init__(self, table: str) -> None:
        super().__init__()
        self.code_table = table

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("go.tables"), t(f"table.{self.code_table}"))

    def columns(self) -> list[Column]:
        """Code, descriptions, and what the table adds."""
        described = ["description_fr", "description_en"]
        if self.code_table == "tax":
            # Names are short there, and so much is added that there is room for one.
            described = [f"description_{language()}"]
        return [
            Column(t("code.code"), 11, lambda c: str(c["code"])),
            *(Column(t(f"code.{name}"), 0, _shown(name)) for name in described),
            *(_added(name) for name in EXTRAS.get(self.code_table, ())),
            Column(t("code.active"), 6, _shown("active")),
        ]

    def source(self) -> Source:
        """The table's codes."""
        return Code.listing(self.code_table, search=self.narrowed)

    def order_words(self) -> str:
        """How many codes a table has is seen; what to do is said."""
        return t("tables.code_hint")

    async def open_row(self, key: int) -> None:
        """Edit the code."""
        values = await self.ask(Code.values_of, key)
        self.app.push_screen(RecordForm(code_editing(values)))

    async def new_row(self) -> None:
        """Make a code at the end of the table."""
        position = await self.ask(Code.next_position, self.code_table)
        values = Code.entity.blank(table=self.code_table, position=position)
        self.app.push_screen(RecordForm(code_editing(values)))

    def row_name(self, cells: dict[str, Any]) -> str:
        """The code."""
        return str(cells["code"])


def _shown(name: str) -> Any:
    column = Code.entity.field(name).column
    return lambda cells: show(column, column.read(cells[name]))


def _added(name: str) -> Column:
    """The column of what a table adds; provinces may be many, so they take what room is left."""
    if name == "provinces":
        return Column(t("code.provinces"), 0, _shown(name), least=14)
    return Column(t(f"code.{name}"), _WIDTHS.get(name, 11), _shown(name))


# Of what a table adds, what is narrower than its title may be.
_WIDTHS = {"rate": 8, "valid_from": 10, "valid_to": 10}


def code_editing(values: Values) -> Editing:
    """What the form of a code edits."""
    table = str(values["table"])
    extras = tuple(
        Place(name, 46, first=True) if name == "provinces" else Place(name, 14, first=i == 0)
        for i, name in enumerate(EXTRAS.get(table, ()))
    )
    return Editing(
        entity=Code.entity,
        places=(
            Place("code", 12, first=True),
            Place("description_fr", 46, first=True),
            Place("description_en", 46, first=True),
            *extras,
            Place("position", 8, first=True),
            Place("active", first=True),
        ),
        values=values,
        save=_save_code,
        read=Code.values_of,
        path=(t("go.tables"), t(f"table.{table}")),
        title=lambda v: str(v.get("code") or ""),
        key=values.get("id"),
    )


def _save_code(key: int | None, values: Values, version: int | None) -> Saved:
    return Code.make(values) if key is None else Code.alter(key, values, version=version)


class UsersScreen(RecordList):
    """The users."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        lists.FILTERS,
        lists.DELETE,
        lists.COPY,
        *lists.LETTERS,
    )
    TITLE_KEY = "go.users"
    record = User

    def columns(self) -> list[Column]:
        """Login, name, role, language."""
        return [
            Column(t("user.login"), 16, lambda c: str(c["login"])),
            Column(t("user.name"), 0, lambda c: str(c["name"])),
            Column(t("user.role"), 16, lambda c: t(f"choice.{c['role']}")),
            Column(t("user.language"), 10, _language),
            Column(t("user.active"), 6, lambda c: t("value.yes" if c["active"] else "value.no")),
        ]

    def source(self) -> Source:
        """The users by login."""
        return User.listing(inactive=self.inactive)

    def order_words(self) -> str:
        """Whether inactive users are shown."""
        return t("list.inactive_shown" if self.inactive else "list.inactive_hidden")

    async def open_row(self, key: int) -> None:
        """Edit the user."""
        values = await self.ask(User.values_of, key)
        self.app.push_screen(RecordForm(user_editing(values)))

    async def new_row(self) -> None:
        """Make a user."""
        self.app.push_screen(RecordForm(user_editing(User.entity.blank())))

    def row_name(self, cells: dict[str, Any]) -> str:
        """The login."""
        return str(cells["login"])


def _language(cells: Mapping[str, Any]) -> str:
    return t(f"choice.{cells['language']}") if cells["language"] else ""


def user_editing(values: Values) -> Editing:
    """What the form of a user edits."""
    return Editing(
        entity=User.entity,
        places=(
            Place("login", 20, first=True),
            Place("name", 46, first=True),
            Place("role", 20, first=True),
            Place("language", 14, first=True),
            Place("active", first=True),
        ),
        values=values,
        save=_save_user,
        read=User.values_of,
        path=(t("go.users"),),
        title=lambda v: str(v.get("login") or ""),
        key=values.get("id"),
    )


def _save_user(key: int | None, values: Values, version: int | None) -> Saved:
    return User.make(values) if key is None else User.alter(key, values, version=version)
