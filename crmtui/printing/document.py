"""What is printed of a record, in its customer's language: texts alone, no number is worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from crmtui.i18n import LANGUAGES, t_in
from crmtui.number_words import decimal_text, money_text, percent_text
from crmtui.safe_text import visible
from models.code import Code
from models.database import snapshot
from models.opportunity import Opportunity
from models.quote import Quote
from models.quote_address import address_lines
from models.quote_settled import CLOSED
from models.setting import setting
from models.spoken import language_of
from models.user import User

KINDS = ("opportunity", "quote")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Column:
    """A column of the table of lines."""

    name: str
    heading: str
    right: bool = False


@dataclass(frozen=True)
class Document:
    """The texts of a print, whatever they are printed on; the last of the sums is the total."""

    language: str
    day: dt.date
    title: str
    number: str
    company: tuple[str, ...]
    addressed: tuple[str, ...]
    facts: tuple[Pair, ...]
    subject: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[Pair, ...]
    note: str

    @property
    def name(self) -> str:
        """What it is called: `Soumission Q2026-00042`."""
        return f"{self.title} {self.number}"

    def page_words(self, page: int, pages: int) -> str:
        """Which page this is, of how many."""
        return t_in(self.language, "print.page", page=page, pages=pages)

    def mapped(self, change: Callable[[str], str]) -> Document:
        """The same with each of its texts changed."""
        return replace(
            self,
            title=change(self.title),
            number=change(self.number),
            company=tuple(map(change, self.company)),
            addressed=tuple(map(change, self.addressed)),
            facts=_changed(self.facts, change),
            subject=change(self.subject),
            columns=tuple(replace(c, heading=change(c.heading)) for c in self.columns),
            rows=tuple(tuple(map(change, row)) for row in self.rows),
            sums=_changed(self.sums, change),
            note=change(self.note),
        )

    @property
    def texts(self) -> str:
        """All its texts, to look for single letters in."""
        found: list[str] = []
        self.mapped(lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
        return "\n".join(found)


def _changed(pairs: Sequence[Pair], change: Callable[[str], str]) -> tuple[Pair, ...]:
    return tuple((change(label), change(text)) for label, text in pairs)


def document_of(kind: str, key: int, lang: str = "") -> Document:
    """The document of an opportunity or a quote, read in one state. Raises `Missing`."""
    make = quote_document if kind == "quote" else opportunity_document
    with snapshot():
        return make(key, lang)


def quote_document(key: int, lang: str = "") -> Document:
    """A quote as its customer reads it (spec 9.4)."""
    values = Quote.values_of(key)
    spoken = lang or customers_language(values["contact"], values["bill_to_id"])
    taxes = [
        (f"{tax.text(spoken)} {percent_text(tax.rate, spoken)}", money_text(tax.amount, spoken))
        for tax in values["tax_amounts"]
    ]
    closed = values["status"] in CLOSED
    facts = (
        ("date", date_text(values["date"], spoken)),
        ("valid_until", date_text(values["valid_until"], spoken)),
        ("reference", values["reference"]),
        ("terms", _code("terms", values["terms"], spoken)),
        ("salesperson", _user_name(values["salesperson"])),
        ("revises", values["revises"]),
        ("status", _status(Quote, values["status"], spoken) if closed else ""),
    )
    sums = [("subtotal", values["subtotal"]), ("total", values["total"])]
    subtotal, total = (
        (t_in(spoken, f"print.{name}"), money_text(amount, spoken)) for name, amount in sums
    )
    return _document(
        values,
        spoken,
        day=values["date"],
        kind="quote",
        number=values["number"],
        addressed=values["addressed"],
        facts=facts,
        sums=(subtotal, *taxes, total),
    )


def opportunity_document(key: int, lang: str = "") -> Document:
    """An opportunity, for whoever works on it (spec 8.4)."""
    values = Opportunity.values_of(key)
    spoken = lang or customers_language(values["contact"], values["party_id"])
    facts = (
        ("status", _status(Opportunity, values["status"], spoken)),
        ("stage", _code("stage", values["stage"], spoken)),
        ("probability", percent_text(Decimal(values["probability"] or 0), spoken)),
        ("weighted", money_text(values["weighted"], spoken)),
        ("opened_on", date_text(values["opened_on"], spoken)),
        ("closes_on", date_text(values["closes_on"], spoken)),
        ("closed_on", date_text(values["closed_on"], spoken)),
        ("lost_reason", _code("lostreason", values["lost_reason"], spoken)),
        ("owner", _user_name(values["owner"])),
    )
    return _document(
        values,
        spoken,
        day=values["opened_on"],
        kind="opportunity",
        number=str(values["id"]),
        addressed=address_lines(values["party_id"]),
        facts=facts,
        sums=((t_in(spoken, "print.amount"), money_text(values["amount"], spoken)),),
    )


def _document(
    values: Mapping[str, Any],
    spoken: str,
    *,
    day: dt.date,
    kind: str,
    number: str,
    addressed: Sequence[str],
    facts: Sequence[Pair],
    sums: Sequence[Pair],
) -> Document:
    attention = values["contact_name"]
    columns, cells = _lines(values["lines"], spoken)
    made = Document(
        language=spoken,
        day=day,
        title=t_in(spoken, f"print.title.{kind}"),
        number=number,
        company=_company(spoken),
        addressed=(
            *addressed,
            *((t_in(spoken, "print.attention", name=attention),) if attention else ()),
        ),
        facts=tuple((t_in(spoken, f"print.{n}"), text) for n, text in facts if text),
        subject=values.get("description", ""),
        columns=columns,
        rows=cells,
        sums=tuple(sums),
        note="",
    )
    note = visible(values["note"], multiline=True).expandtabs(4).strip()
    return replace(made.mapped(visible), note=note)


def customers_language(contact: int | None, party: int) -> str:
    """The language of the party, else of its contact, else the company's (spec 9.4)."""
    found = language_of(contact, party)
    # What another program wrote may be one that nothing is said in.
    return found if found in LANGUAGES else str(setting("DefaultLanguage"))


def date_text(day: dt.date | None, spoken: str) -> str:
    """A date as it is written in letters: `24 novembre 2026`, `November 24, 2026`."""
    if day is None:
        return ""
    return t_in(
        spoken,
        "value.day_month_year",
        day=t_in(spoken, "value.first_day") if day.day == 1 else day.day,
        month=t_in(spoken, f"value.month.{day.month}"),
        year=day.year,
    )


def _company(spoken: str) -> tuple[str, ...]:
    phone, email = setting("CompanyPhone"), setting("CompanyEmail")
    lines = [
        setting("CompanyName"),
        *setting("CompanyAddress").splitlines(),
        t_in(spoken, "print.phone", phone=phone) if phone else "",
        email,
        *setting("CompanyTaxNumbers").splitlines(),
    ]
    return tuple(line for line in lines if line.strip())


def _lines(lines: Sequence[Mapping[str, Any]], spoken: str) -> tuple[Any, Any]:
    """The columns that some line has something in, and their cells."""
    texts: dict[str, Callable[[Any], str]] = {
        "item": str,
        "description": str,
        "quantity": lambda value: decimal_text(value, 0, spoken),
        "unit": lambda value: _code("unit", value, spoken),
        "unit_price": lambda value: decimal_text(value, 2, spoken),
        "discount": lambda value: percent_text(value, spoken) if value else "",
        "amount": lambda value: decimal_text(value, 2, spoken),
    }
    always = ("description", "quantity", "unit_price", "amount")
    names = [n for n in texts if n in always or any(line[n] for line in lines)]
    right = ("quantity", "unit_price", "discount", "amount")
    columns = tuple(Column(n, t_in(spoken, f"print.line.{n}"), n in right) for n in names)
    return columns, tuple(tuple(texts[n](line[n]) for n in names) for line in lines)


def _code(table: str, code: str, spoken: str) -> str:
    found = Code.table_of(table).get(code)
    return found.text(spoken) if found else code


def _status(record: Any, status: str, spoken: str) -> str:
    column: Any = record.entity.field("status").column
    return t_in(spoken, column.words(status))


def _user_name(login: str) -> str:
    known = User.all().get(login)
    return str(known and User.values_of(known)["name"] or login)
