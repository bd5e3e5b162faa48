"""Records that have an owner, who may keep them from everybody else (spec 7.3).

What is private is to others as if it were not there: a question finds it nowhere, an act says
that it is gone, and no number counts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.columns import UserColumn, YesNoColumn
from models.database import rows
from models.entity import Values
from models.journal import actor, change
from models.record import Record
from models.removal import UNNAMED
from models.rules import Missing, RuleBroken
from models.user import User


class Private(Record):
    """A record that only its owner sees where it is not public."""

    public = YesNoColumn()
    owner = UserColumn(User, column_name="owner_id")

    @classmethod
    def visible(cls) -> Any:
        """What a query asks for, so that it finds no private activity of others."""
        return (cls.public == True) | (cls.owner == (actor() or 0))  # noqa: E712

    @classmethod
    def hidden_among(cls, keys: Sequence[int]) -> frozenset[int]:
        """Those of the ids whose records are others' own business."""
        marks = ", ".join("?" * len(keys))
        found = rows(
            f'SELECT id FROM "{cls.table()}" WHERE id IN ({marks})'
            " AND NOT public AND owner_id <> ?",
            (*keys, actor() or 0),
        )
        return frozenset(key for (key,) in found)

    @classmethod
    def refuse_hidden(cls, key: int) -> None:
        """Refuse what is another user's own business as if it were not there. Raises `Missing`."""
        if cls.hidden_among([key]):
            raise Missing("rule.gone", id=key)

    @classmethod
    def values_of(cls, key: int) -> Values:
        """A record whole, as values. Raises `Missing`."""
        cls.refuse_hidden(key)
        return super().values_of(key)

    @classmethod
    def unguarded(cls, key: int) -> Values:
        """A record whole, whoever asks: for a transaction that is about to write more of it."""
        return super().values_of(key)

    @classmethod
    def values_all(cls, keys: Sequence[int]) -> list[Values]:
        """Many records whole, without those that are others' own business."""
        hidden = cls.hidden_among(keys)
        return super().values_all([key for key in keys if key not in hidden])

    @classmethod
    def key_of(cls, text: str, **context: Any) -> int:
        """The id that a command line's KEY names. Raises `Missing`."""
        key = super().key_of(text)
        if cls.hidden_among([key]):
            raise Missing("rule.no_such_id", text=text)
        return key

    @classmethod
    def used_by(cls, column: str, value: Any) -> list[tuple[str, int]]:
        """How many refer to something by a column; others' private ones are not named."""
        seen, hidden = rows(
            "SELECT coalesce(sum(public OR owner_id = ?), 0),"
            " coalesce(sum(NOT public AND owner_id <> ?), 0)"
            f' FROM "{cls.table()}" WHERE "{column}" = ?',
            (actor() or 0, actor() or 0, value),
        )[0]
        return [(f"entity.{cls.entity.plural}", seen), (UNNAMED, hidden)]

    @classmethod
    def refuse_private_of_others(cls, values: Values) -> None:
        """Only its owner makes a record private: nobody else would see it again.

        Raises `RuleBroken`.
        """
        owner = User.id_of(values["owner"])
        if not values["public"] and actor() not in (None, owner):
            raise RuleBroken("rule.private_of_other", field="public", login=values["owner"])

    @classmethod
    def refuse_strangers(cls, old: Values, mine: Values) -> None:
        """Only its owner or an administrator changes whose a record is, and who sees it (7.8).

        Raises `RuleBroken`.
        """
        whose = {n for n in ("owner", "public") if n in mine and mine[n] != old[n]}
        if whose and not cls.may_hand_over(old):
            key = "rule.owner_of_other" if "owner" in whose else "rule.private_of_other"
            name = "owner" if "owner" in whose else "public"
            raise RuleBroken(key, field=name, login=old["owner"])
        if "owner" in whose:
            cls.refuse_private_of_others(old | mine)

    @classmethod
    def may_hand_over(cls, values: Values) -> bool:
        """Whether the user may change whose a record is, and who sees it."""
        user = actor()
        if user is None or user == User.id_of(values["owner"]):
            return True
        return bool(User.values_of(user)["role"] == "administrator")

    @classmethod
    def remove(cls, key: int) -> None:
        """Delete a record. Raises `RuleBroken`."""
        with change(f"{cls.table()}.remove"):
            cls.refuse_hidden(key)
            super().remove(key)
