"""What is shown of opportunities and quotes in lists: their columns, a row as one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crmtui.i18n import language, t
from crmtui.number_words import decimal_text, money_text
from models.code import Code
from models.decimals import MoneyColumn
from models.opportunity import Opportunity
from models.quote import IN_PROGRESS, Quote
from models.user import User
from screens.contact_columns import contact_name
from screens.widgets.columns import Column, money_column

_money = MoneyColumn()


@dataclass(frozen=True)
class Words:
    """What rows are shown with: the stages in words, the logins by id, today."""

    stages: Mapping[str, str]
    logins: Mapping[int, str]
    today: dt.date

    @classmethod
    def read(cls, today: dt.date) -> Words:
        """The words in the user's language; run on the database's thread."""
        stages = {c.code: c.text(language()) for c in Code.table_of("stage").values()}
        return cls(stages, {key: login for login, key in User.all().items()}, today)


def money(content: Any) -> Decimal:
    """The amount that a column holds."""
    return _money.read(content) or Decimal("0.00")


def amount_text(content: Any) -> str:
    """The amount that a column holds, as lists have it: without the currency's sign."""
    return decimal_text(money(content), 2)


# Opportunities.


def opportunity_columns(words: Words, *, with_contact: bool) -> list[Column]:
    """What it is, with whom, how far it is, how likely, when it closes, how much, whose it is."""
    columns = [
        Column(t("opportunity.description"), 0, lambda c: str(c["description"]), least=18),
        Column(t("opportunity.stage"), 13, lambda c: stage_text(c, words)),
        Column("%", 3, lambda c: str(c["probability"]), right=True),
        Column(t("opportunities.closes"), 11, lambda c: _closes(c, words.today), right=True),
        money_column(t("opportunity.amount"), 12, lambda c: amount_text(c["amount"])),
        Column(t("opportunity.owner"), 11, lambda c: words.logins.get(c["owner"], "")),
    ]
    if with_contact:
        columns.insert(1, Column(t("opportunity.contact"), 0, _with_whom, least=15))
    return columns


def stage_text(cells: Mapping[str, Any], words: Words) -> str:
    """The stage in words; of one that is not open what became of it."""
    if cells["status"] != "open":
        return t(Opportunity.status.words(cells["status"]))
    return words.stages.get(cells["stage"], str(cells["stage"]))


def is_late(cells: Mapping[str, Any], today: dt.date) -> bool:
    """Whether an open opportunity should have been closed before today."""
    closes = cells["closes_on"]
    return bool(cells["status"] == "open" and closes and closes < today)


def _closes(cells: Mapping[str, Any], today: dt.date) -> str:
    return f"{'!' if is_late(cells, today) else ''}{cells['closes_on'] or ''}"


def _with_whom(cells: Mapping[str, Any]) -> str:
    party = cells.get("bill_to") or cells.get("party")
    return " ".join(part for part in (party, contact_name(cells)) if part)


def opportunity_text(cells: Mapping[str, Any], words: Words) -> str:
    """An opportunity as one line to paste elsewhere."""
    amount = money_text(money(cells["amount"]))
    closes = str(cells["closes_on"] or "")
    parts = (cells["description"], cells["party_name"], stage_text(cells, words), closes, amount)
    return ", ".join(part for part in parts if part)


# Quotes.


def quote_columns(words: Words, *, with_contact: bool) -> list[Column]:
    """Its number, its date, who is billed, their reference, how it stands, how much, whose."""
    columns = [
        Column(t("quote.number"), 11, lambda c: str(c["number"])),
        Column(t("quote.date"), 10, lambda c: str(c["date"])),
        Column(t("quote.bill_to"), 0, _with_whom, least=16),
        Column(t("quote.status"), 10, lambda c: quote_status(c, words.today)),
        money_column(t("quote.total"), 12, lambda c: amount_text(c["total"])),
        Column(t("quote.reference"), 12, lambda c: str(c["reference"])),
        Column(t("quote.valid_until"), 15, lambda c: str(c["valid_until"])),
        Column(t("quote.salesperson"), 11, lambda c: words.logins.get(c["salesperson"], "")),
    ]
    if not with_contact:
        columns[2] = Column(t("quote.reference"), 0, lambda c: str(c["reference"]))
        del columns[5]
    return columns


def is_expired(cells: Mapping[str, Any], today: dt.date) -> bool:
    """Whether a quote that is still in progress does not hold any more."""
    return bool(cells["status"] in IN_PROGRESS and cells["valid_until"] < today)


def quote_status(cells: Mapping[str, Any], today: dt.date) -> str:
    """How a quote stands in words, with `!` where it is expired."""
    words = t(Quote.status.words(cells["status"]))
    return f"!{words}" if is_expired(cells, today) else words


def quote_text(cells: Mapping[str, Any], words: Words) -> str:
    """A quote as one line to paste elsewhere."""
    total = money_text(money(cells["total"]))
    status = quote_status(cells, words.today)
    parts = (cells["number"], cells["date"], cells["bill_to_name"], cells["reference"], status)
    return ", ".join(str(part) for part in (*parts, total) if part)
