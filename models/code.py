"""Code tables « Codes des descriptions » (spec 12.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models import tax_row
from models.checks import clean, fold
from models.columns import (
    DayColumn,
    KeptCodesColumn,
    LineColumn,
    NumberColumn,
    PartyCodeColumn,
    RateColumn,
    YesNoColumn,
)
from models.database import cached, forget_cached, rows
from models.entity import Entity, Field, Values
from models.holiday_rule import HolidayRuleColumn
from models.journal import change, row
from models.listing import Listing
from models.record import Record
from models.removal import Counted
from models.rules import Missing, RuleBroken

TABLES = (
    "contacttype",
    "activitytype",
    "priority",
    "stage",
    "lostreason",
    "salutation",
    "mailingtype",
    "province",
    "country",
    "tax",
    "unit",
    "terms",
    "holiday",
)

# What a table has beside codes and descriptions.
EXTRAS = {
    "stage": ("probability",),
    "tax": ("rate", "valid_from", "valid_to", "provinces"),
    "holiday": ("rule",),
}

# The setting in which a migration names new tables, to be filled with the codes that ship.
_TO_SHIP = "CodesToShip"


@dataclass(frozen=True)
class Choice:
    """One code of a table, as a prompt shows it."""

    code: str
    fr: str
    en: str
    active: bool

    def text(self, language: str) -> str:
        """The description in a language, the other's where it has none."""
        first, second = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return first or second or self.code


class Code(Record):
    """A code with its description in French and English."""

    table_ = LineColumn(max_length=20, column_name="table")
    code = PartyCodeColumn(max_length=10)
    description_fr = LineColumn(max_length=60)
    description_en = LineColumn(max_length=60)
    position = NumberColumn(0, 99_999)
    probability = NumberColumn(0, 100, null=True)
    rate = RateColumn(null=True)
    valid_from = DayColumn(null=True)
    valid_to = DayColumn(null=True)
    provinces = KeptCodesColumn("province")
    rule = HolidayRuleColumn()
    active = YesNoColumn()

    class Meta:
        table_name = "code"

    @classmethod
    def table_of(cls, table: str) -> dict[str, Choice]:
        """A table's codes in order; kept in memory until something is written."""
        if table not in TABLES:
            raise RuleBroken("rule.no_table", text=table)

        def load() -> dict[str, Choice]:
            found = rows(
                "SELECT code, description_fr, description_en, active FROM code"
                ' WHERE "table" = ? ORDER BY position, id',
                (table,),
            )
            return {c: Choice(c, fr, en, bool(active)) for c, fr, en, active in found}

        return cached(f"code.{table}", load)

    @classmethod
    def unknown(cls, table: str, codes: Iterable[str]) -> list[str]:
        """Those of the codes that the table does not have."""
        known = cls.table_of(table)
        return [c for c in codes if c not in known]

    @classmethod
    def inactive(cls, table: str, codes: Iterable[str]) -> list[str]:
        """Those of the codes that the table has deactivated."""
        known = cls.table_of(table)
        return [c for c in codes if c in known and not known[c].active]

    @classmethod
    def is_active(cls, table: str, code: str) -> bool:
        """Whether the table has the code, and offers it."""
        known = cls.table_of(table).get(code)
        return known is not None and known.active

    @classmethod
    def guess(cls, table: str, text: str) -> str | None:
        """The code that a text names by its code or a description, whatever case and accents."""

        def load() -> dict[str, str]:
            names: dict[str, str] = {}
            for choice in cls.table_of(table).values():
                for name in (choice.code, choice.fr, choice.en):
                    names.setdefault(fold(name), choice.code)
            return names

        return cached(f"code.{table}.names", load).get(fold(text.strip()))

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id of a code in the table that `table` names."""
        table = context.get("table", "")
        if table == "tax":
            return tax_row.id_of(text)
        found = rows(
            'SELECT id FROM code WHERE "table" = ? AND code = ?', (table, clean(text).upper())
        )
        if not found:
            raise Missing("rule.unknown_code", code=text)
        return int(found[0][0])

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Refuse an unknown table, a code that is taken, in use under another name, or wordless."""
        if values["table"] not in TABLES:
            raise RuleBroken("rule.no_table", field="table", text=values["table"])
        if values["table"] == "holiday" and not values["rule"]:
            raise RuleBroken("rule.required", field="rule")
        if values["table"] == "tax":
            tax_row.check_row(values, key)
        else:
            cls._refuse_taken(values, key)
        old = row("code", key) if key is not None else None
        if old and old["code"] != values["code"] and any(n for _, n in cls.referrers(old["id"])):
            raise RuleBroken("rule.code_in_use", field="code", code=old["code"])
        # One without words that is there already can still be deactivated.
        if cls._wordless(values) and not (old and cls._wordless(old)):
            raise RuleBroken("rule.code_words", field="description_fr")

    @staticmethod
    def _wordless(values: Mapping[str, Any]) -> bool:
        return not values["description_fr"] and not values["description_en"]

    @classmethod
    def _refuse_taken(cls, values: Values, key: int | None) -> None:
        found = rows(
            "SELECT id, coalesce(nullif(description_fr, ''), description_en) FROM code"
            ' WHERE "table" = ? AND code = ?',
            (values["table"], values["code"]),
        )
        if found and found[0][0] != key:
            name = found[0][1]
            raise RuleBroken("rule.code_taken", field="code", code=values["code"], name=name)

    @classmethod
    def write_others(cls, tx: Any, key: int, values: Values, old: Values | None) -> tuple[()]:
        """Read the tables anew from here on."""
        forget_cached()
        return ()

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """What has the code: a code in use is deactivated, not deleted."""
        from models.uses import uses_of_code

        table, code = rows('SELECT "table", code FROM code WHERE id = ?', (key,))[0]
        forget_cached()
        if table == "tax":
            return (("entity.quotes", tax_row.used_by(key)),)
        return uses_of_code(table, code)

    @classmethod
    def unshipped(cls) -> tuple[str, ...]:
        """The tables that wait for the codes that ship: all of a new database, new ones of an old.

        Those that users have emptied do not wait.
        """
        if cls.is_empty():
            return TABLES
        found = rows("SELECT value FROM setting WHERE name = ?", (_TO_SHIP,))
        named = found[0][0].split() if found else ()
        return tuple(table for table in TABLES if table in named)

    @classmethod
    def shipped(cls) -> None:
        """Say that no table waits any more."""
        with change("code.ship") as tx:
            for (key,) in rows("SELECT id FROM setting WHERE name = ?", (_TO_SHIP,)):
                tx.delete("setting", key, row("setting", key))

    @classmethod
    def ship(cls, table: str, many: Sequence[Values]) -> None:
        """Put a table's shipped codes into a database that has none of it."""
        with change("code.ship") as tx:
            if not rows('SELECT 1 FROM code WHERE "table" = ? LIMIT 1', (table,)):
                cls.make_all(
                    tx, [{"table": table, "position": i * 10} | v for i, v in enumerate(many, 1)]
                )

    @classmethod
    def next_position(cls, table: str) -> int:
        """The position after a table's last code."""
        found = rows('SELECT coalesce(max(position), 0) FROM code WHERE "table" = ?', (table,))
        return int(found[0][0]) + 10

    @classmethod
    def is_empty(cls) -> bool:
        """Whether the database has no code at all: a new one."""
        return not rows("SELECT 1 FROM code LIMIT 1")

    @classmethod
    def listing(
        cls, table: str, *, inactive: bool = True, search: str = "", descending: bool = False
    ) -> Listing:
        """A table's codes in their order."""
        query = cls.select().where(cls.table_ == table)
        if not inactive:
            query = query.where(cls.active == True)  # noqa: E712
        if search:
            query = query.where(cls.code.in_(cls.matching(table, search)))
        names = ("code", "description_fr", "description_en", *EXTRAS.get(table, ()), "active")
        columns = tuple(getattr(cls, n) for n in names)
        return Listing(query, cls.id, names, columns, (cls.position, cls.id), descending)

    @classmethod
    def matching(cls, table: str, text: str) -> list[str]:
        """The codes that have every word of a text in their code or descriptions."""
        typed = fold(text).split()
        return [
            choice.code
            for choice in cls.table_of(table).values()
            if all(w in fold(f"{choice.code} {choice.fr} {choice.en}") for w in typed)
        ]


Code.entity = Entity(
    "code",
    "codes",
    Code,
    (
        Field(Code.table_, name="table", required=True, read_only=True),
        Field(Code.code, required=True),
        Field(Code.description_fr),
        Field(Code.description_en),
        Field(Code.position, default=0),
        Field(Code.probability),
        Field(Code.rate),
        Field(Code.valid_from),
        Field(Code.valid_to),
        Field(Code.provinces),
        Field(Code.rule),
        Field(Code.active, default=True),
    ),
    {},
)
