"""Settings « configurations »: named, typed, the same for all users of a database (spec 12.3)."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from models import clock
from models.code import Code
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    Column,
    EmailColumn,
    LineColumn,
    LinesColumn,
    NumberColumn,
    PhoneColumn,
    YesNoColumn,
)
from models.database import cached, forget_cached, rows
from models.journal import change, row
from models.rules import Conflict, RuleBroken


def _zone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleBroken("rule.time_zone", text=text) from None
    return text


def _host(text: str) -> str:
    # A name or an address (RFC 952, 1123, 4291), so that nothing else reaches the resolver.
    if text and not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise RuleBroken("rule.host", text=text)
    return text


def _https(text: str) -> str:
    # One click is taken by https alone (RFC 8058, 3.1).
    if text and not re.fullmatch(r"https://[!-;=?-~]+", text):
        raise RuleBroken("rule.https", text=text)
    return text


def _active_code(table: str, text: str) -> str:
    """The code that a text names in a table. Raises `RuleBroken` where it offers none."""
    code = text if not Code.unknown(table, [text]) else Code.guess(table, text)
    if code is None:
        raise RuleBroken("rule.unknown_code", code=text)
    if not Code.is_active(table, code):
        raise RuleBroken("rule.inactive_code", code=code)
    return code


@dataclass(frozen=True)
class Definition:
    """A setting's name, kind and default; its label and help are `setting.<name>`."""

    name: str
    column: Column
    default: Any
    check: Callable[[Any], Any] | None = None

    def tidy(self, value: Any) -> Any:
        """The value as it is kept. Raises `RuleBroken`."""
        tidied = self.column.tidy(value)
        if isinstance(self.column, CodeColumn) and tidied:
            tidied = _active_code(self.column.table, tidied)
        return self.check(tidied) if self.check else tidied


_SECURITY = ChoiceColumn(("starttls", "tls", "none"), said={"none": "no_security"})

DEFINITIONS = (
    Definition("CompanyName", LineColumn(max_length=80), ""),
    Definition("CompanyAddress", LinesColumn(), ""),
    Definition("CompanyPhone", PhoneColumn(max_length=30), ""),
    Definition("CompanyEmail", EmailColumn(max_length=80), ""),
    Definition("CompanyTaxNumbers", LinesColumn(), ""),
    Definition("CompanyProvince", CodeColumn("province"), "QC"),
    Definition("QuoteValidityDays", NumberColumn(0, 3650), 30),
    Definition("DocumentLimitMB", NumberColumn(1, 1024), 25),
    Definition("SmtpHost", LineColumn(max_length=100), "", _host),
    Definition("SmtpPort", NumberColumn(1, 65_535), 587),
    Definition("SmtpSecurity", _SECURITY, "starttls"),
    Definition("SmtpUser", LineColumn(max_length=100), ""),
    Definition("MailFrom", EmailColumn(max_length=80), ""),
    Definition("MailReplyTo", EmailColumn(max_length=80), ""),
    Definition("UnsubscribeEmail", EmailColumn(max_length=80), ""),
    Definition("UnsubscribeUrl", LineColumn(max_length=200), "", _https),
    Definition("MailsPerMinute", NumberColumn(0, 100_000), 60),
    Definition("MailRetrySeconds", NumberColumn(0, 86_400), 60),
    Definition("DefaultLanguage", ChoiceColumn(("fr", "en")), "fr"),
    Definition("DefaultCountry", CodeColumn("country", open_list=True, max_length=30), "CA"),
    Definition("DefaultProvince", CodeColumn("province", open_list=True, max_length=30), "QC"),
    Definition("BusinessTimeZone", LineColumn(max_length=40), "America/Toronto", _zone),
    Definition("WeekStart", ChoiceColumn(("sunday", "monday")), "sunday"),
    Definition("ContactAnniversaryDate", YesNoColumn(), False),
    Definition("EnterSavesForm", YesNoColumn(), True),
    Definition("NewUserRole", ChoiceColumn(("administrator", "editor", "reader")), "editor"),
)

BY_NAME = {d.name: d for d in DEFINITIONS}


def definition(name: str) -> Definition:
    """The definition of a setting, whatever the case of its name. Raises `RuleBroken`."""
    for found in DEFINITIONS:
        if found.name.lower() == name.lower():
            return found
    raise RuleBroken("rule.no_setting", text=name)


def setting(name: str) -> Any:
    """The value of a setting."""
    kept = cached("setting", lambda: dict(rows("SELECT name, value FROM setting")))
    found = BY_NAME[name]
    return found.column.tidy(kept[name]) if name in kept else found.default


def default_code(name: str) -> str:
    """The code of a setting that new records begin with; one that no table offers is none."""
    code, column = str(setting(name)), cast(CodeColumn, BY_NAME[name].column)
    return code if Code.is_active(column.table, code) else ""


def all_settings() -> dict[str, Any]:
    """Every setting's value by name, in order."""
    return {d.name: setting(d.name) for d in DEFINITIONS}


def change_setting(name: str, value: Any) -> Any:
    """Set a setting and return the value kept. Raises `RuleBroken`."""
    found = definition(name)
    try:
        tidied = found.tidy(value)
    except RuleBroken as broken:
        raise broken.at(found.name) from None
    text = ("true" if tidied else "false") if isinstance(tidied, bool) else str(tidied)
    with change("setting.alter") as tx:
        ids = rows("SELECT id FROM setting WHERE name = ?", (found.name,))
        if ids:
            key = ids[0][0]
            tx.update("setting", key, row("setting", key), {"value": text})
        else:
            tx.insert("setting", {"name": found.name, "value": text})
    forget_cached()
    return tidied


def change_settings(values: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """Set several settings, all or none. Raises `RuleBroken`.

    Raises `Conflict` where one is no longer what it was when all were `read`.
    """
    with change("setting.alter"):
        forget_cached()
        mine = {name: value for name, value in values.items() if setting(name) != value}
        clash = [name for name in mine if setting(name) != read[name]]
        if clash:
            theirs = {name: setting(name) for name in clash}
            raise Conflict({n: mine[n] for n in clash}, theirs, {n: read[n] for n in clash})
        for name, value in mine.items():
            change_setting(name, value)


def now() -> dt.datetime:
    """What the clock shows in the business time zone, to the minute."""
    return clock.now(str(setting("BusinessTimeZone")))


def today() -> dt.date:
    """The date in the business time zone."""
    return now().date()
