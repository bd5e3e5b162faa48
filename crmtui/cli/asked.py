"""What options name: a user by the login, a code by itself or by what it is called."""

from __future__ import annotations

from models.code import Code
from models.rules import RuleBroken
from models.user import User


def login(text: str | None) -> str:
    """The login asked for, if any. Raises `RuleBroken` where nobody has it."""
    if text:
        User.id_of(text.lower())
    return (text or "").lower()


def code(table: str, text: str | None) -> str:
    """The code asked for, if any. Raises `RuleBroken` where the table has none such."""
    if not text:
        return ""
    found = Code.guess(table, text)
    if found is None:
        raise RuleBroken("rule.unknown_code", code=text)
    return found
