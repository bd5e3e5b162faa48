"""Prospects made customers, and back, with all that is on them (spec 1.2)."""

from __future__ import annotations

from typing import Any

from models.journal import change, row
from models.rules import RuleBroken, Saved

CONVERTED = {"prospect": "customer", "customer": "prospect"}


class Converts:
    """What a party adds to a record: its kind can change where all that is on it allows it."""

    @classmethod
    def convert(cls: Any, key: int, kind: str, code: str = "") -> Saved:
        """Make a prospect a customer or the other way round, with another code if one is given.

        Raises `RuleBroken` at `code` where another of that kind has the code.
        """
        with change("party.convert"):
            now = row("party", key)
            if now["kind"] == kind and kind in CONVERTED:
                raise RuleBroken(f"rule.already_{kind}", code=now["code"])
            if CONVERTED.get(now["kind"]) != kind:
                raise RuleBroken("rule.kind_stays", code=now["code"])
            saved: Saved = cls.alter(key, {"kind": kind} | ({"code": code} if code else {}))
            return saved
