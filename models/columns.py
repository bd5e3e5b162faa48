"""The kinds of columns: each knows what it keeps, how that is tidied and which rule it breaks.

A value is what a form, a file or JSON exchanges (text, date, yes/no); `stored` and `read` turn
it into the column and back where the two differ.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import peewee as pw

from models.checks import clean, is_email, tidy_phone, tidy_postal_code
from models.rules import RuleBroken

YES = frozenset({"yes", "true", "1", "oui", "y", "o", "on"})
NO = frozenset({"no", "false", "0", "non", "n", "off", ""})

# Hours and minutes as ISO 8601 writes them; seconds may follow.
_CLOCK = r"([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?"


class Column:
    """What every kind of column answers; mixed into Peewee's fields.

    An `exact` one holds decimals, a `structured` one lists of things, as `json` has them.
    """

    exact = False
    structured = False

    def json(self, value: Any) -> Any:
        """A value as JSON has it, where that is not the value itself."""
        return value

    def tidy(self, value: Any) -> Any:
        """The value as it is kept. Raises `RuleBroken` where it can't be."""
        return value

    def stored(self, value: Any) -> Any:
        """The column's content for a tidied value."""
        return value

    def read(self, content: Any) -> Any:
        """The value for a column's content."""
        return content


class LineColumn(Column, pw.CharField):
    """One line of text, at most `max_length` characters."""

    def tidy(self, value: Any) -> str:
        text = clean(str(value)) if value is not None else ""
        if len(text) > self.max_length:
            raise RuleBroken("rule.too_long", n=self.max_length, length=len(text))
        return text


class LinesColumn(Column, pw.TextField):
    """Text of several lines."""

    max_length = 100_000

    def tidy(self, value: Any) -> str:
        text = clean(str(value), multiline=True) if value is not None else ""
        if len(text) > self.max_length:
            raise RuleBroken("rule.too_long", n=self.max_length, length=len(text))
        return text


class PartyCodeColumn(LineColumn):
    """A code of 1 to 10 characters of A-Z, 0-9, `-`, `_`, upper-cased (spec 1.1)."""

    def tidy(self, value: Any) -> str:
        text = super().tidy(value).upper()
        if text and not re.fullmatch(r"[A-Z0-9_-]{1,10}", text):
            raise RuleBroken("rule.code_letters", code=text)
        return text


class PhoneColumn(LineColumn):
    """A phone or fax number, kept as typed but for the usual ten-digit form."""

    def tidy(self, value: Any) -> str:
        return tidy_phone(super().tidy(value))


class PostalCodeColumn(LineColumn):
    """A postal code, kept as typed but for the Canadian form."""

    def tidy(self, value: Any) -> str:
        return tidy_postal_code(super().tidy(value))


class EmailColumn(LineColumn):
    """One e-mail address."""

    def tidy(self, value: Any) -> str:
        text = super().tidy(value)
        if text and not is_email(text):
            raise RuleBroken("rule.email", text=text)
        return text


class WebColumn(LineColumn):
    """A web address, with or without its scheme."""

    def tidy(self, value: Any) -> str:
        text = super().tidy(value)
        if " " in text:
            raise RuleBroken("rule.web", text=text)
        return text


class CodeColumn(LineColumn):
    """A code of a code table (spec 12.1); `lenient` keeps what no list has, as an import does."""

    def __init__(self, table: str, *, open_list: bool = False, max_length: int = 10, **kw: Any):
        super().__init__(max_length=max_length, **kw)
        self.table = table
        self.open_list = open_list


class ChoiceColumn(LineColumn):
    """One of a few words fixed in the program; `said` are those that are called otherwise here."""

    def __init__(
        self, choices: tuple[str, ...], *, said: Mapping[str, str] | None = None, **kw: Any
    ):
        super().__init__(max_length=20, **kw)
        self.options = choices
        self.said = said or {}

    def words(self, value: str) -> str:
        """The message key of one of them."""
        return f"choice.{self.said.get(value, value)}"

    def tidy(self, value: Any) -> str:
        text = super().tidy(value).lower()
        if text and text not in self.options:
            raise RuleBroken("rule.choice", text=text, choices=", ".join(self.options))
        return text


class YesNoColumn(Column, pw.BooleanField):
    """Yes or no."""

    def tidy(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        text = clean(str(value or "")).lower()
        if text in YES:
            return True
        if text in NO:
            return False
        raise RuleBroken("rule.yes_no", text=text)

    def stored(self, value: Any) -> int:
        return int(value)

    def read(self, content: Any) -> bool:
        return bool(content)


class DayColumn(Column, pw.DateField):
    """A date, ISO text in the database."""

    def tidy(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        text = clean(str(value))
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise RuleBroken("rule.date", text=text) from None

    def stored(self, value: Any) -> str | None:
        return value.isoformat() if value else None

    def read(self, content: Any) -> dt.date | None:
        return self.tidy(content)


class _ClockColumn(Column, pw.TextField):
    """Wall-clock time as ISO text to the minute, so that its order is that of time."""

    def db_value(self, value: Any) -> Any:
        """What a query compares with: a value or its text."""
        return value if value is None or isinstance(value, str) else self.stored(value)

    def stored(self, value: Any) -> str | None:
        return value.isoformat(timespec="minutes") if value is not None else None

    def read(self, content: Any) -> Any:
        return self.tidy(content)


class TimeColumn(_ClockColumn):
    """A time of day to the minute, kept as `09:30`."""

    def tidy(self, value: Any) -> dt.time | None:
        text = value.isoformat() if isinstance(value, dt.time) else clean(str(value or ""))
        if not text:
            return None
        found = re.fullmatch(_CLOCK, text)
        try:
            if found:
                return dt.time(int(found[1]), int(found[2]))
        except ValueError:
            pass
        raise RuleBroken("rule.time", text=text)


class MomentColumn(_ClockColumn):
    """A date and time to the minute in the business zone, without offset: `2026-11-24T14:00`.

    A date alone is its midnight; seconds are dropped, an offset is refused.
    """

    def tidy(self, value: Any) -> dt.datetime | None:
        text = value.isoformat() if isinstance(value, dt.date) else clean(str(value or ""))
        if not text:
            return None
        found = re.fullmatch(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[T ]{_CLOCK})?", text)
        try:
            if found:
                day = dt.date.fromisoformat(found[1])
                return dt.datetime.combine(day, dt.time(int(found[2] or 0), int(found[3] or 0)))
        except ValueError:
            pass
        raise RuleBroken("rule.moment", text=text)


class DurationColumn(Column, pw.IntegerField):
    """A length of time in whole minutes, 366 days at most."""

    most = 366 * 24 * 60

    def tidy(self, value: Any) -> int | None:
        text = clean(str(value)) if value is not None else ""
        if not text:
            return None
        if not re.fullmatch("[0-9]{1,6}", text) or int(text) > self.most:
            raise RuleBroken("rule.duration", text=text)
        return int(text)


class NumberColumn(Column, pw.IntegerField):
    """A whole number between two bounds, or nothing."""

    def __init__(self, least: int, most: int, **kw: Any):
        super().__init__(**kw)
        self.least = least
        self.most = most

    def tidy(self, value: Any) -> int | None:
        text = clean(str(value)) if value is not None else ""
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not self.least <= int(text) <= self.most:
            raise RuleBroken("rule.number", text=text, least=self.least, most=self.most)
        return int(text)


class RateColumn(Column, pw.IntegerField):
    """A percentage with up to three decimals, kept in thousandths of a percent."""

    def tidy(self, value: Any) -> str | None:
        text = clean(str(value)).replace(",", ".").rstrip("% ") if value is not None else ""
        if not text:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text):
            raise RuleBroken("rule.rate", text=text)
        return text

    def stored(self, value: Any) -> int | None:
        if value is None:
            return None
        whole, _, part = value.partition(".")
        return int(whole) * 1000 + int((part + "000")[:3])

    def read(self, content: Any) -> str | None:
        if content is None:
            return None
        whole, part = divmod(content, 1000)
        return f"{whole}.{part:03}".rstrip("0").rstrip(".")


class PartialDateColumn(LineColumn):
    """A day of the year, with its year or without: `1980-03-14` or `--03-14` (RFC 6350)."""

    def __init__(self, *, yearless: bool = False, **kw: Any):
        super().__init__(max_length=10, **kw)
        self.yearless = yearless

    def tidy(self, value: Any) -> str:
        text = super().tidy(value.isoformat() if isinstance(value, dt.date) else value)
        if not text:
            return ""
        found = re.fullmatch(r"(?:(\d{4})|-)-(\d\d)-(\d\d)", text)
        try:
            # A leap year, so that a 29 February without a year is a day like any other.
            year = int(found[1] or 2000) if found else 0
            dt.date(year, int(found[2]), int(found[3])) if found else None
        except ValueError:
            found = None
        if not found:
            raise RuleBroken("rule.partial_date", text=text)
        return f"--{text[-5:]}" if self.yearless else text


class CodesColumn(Column, pw.TextField):
    """Any number of codes of one table, in the table's order; a list of texts as a value."""

    def __init__(self, table: str, **kw: Any):
        super().__init__(**kw)
        self.table = table

    def tidy(self, value: Any) -> list[str]:
        parts = re.split(r"[\s,;]+", value) if isinstance(value, str) else (value or [])
        return list(dict.fromkeys(clean(str(p)).upper() for p in parts if str(p).strip()))


class KeptCodesColumn(CodesColumn):
    """Codes of a table in a column of their own, with blanks between."""

    def stored(self, value: Any) -> str:
        return " ".join(value)

    def read(self, content: Any) -> list[str]:
        return str(content or "").split()


class UserColumn(Column, pw.ForeignKeyField):
    """A user; the login is the value, the id is what is stored."""

    def tidy(self, value: Any) -> str:
        return clean(str(value or "")).lower()

    def stored(self, value: Any) -> int | None:
        return self.rel_model.id_of(value) if value else None

    def read(self, content: Any) -> str:
        return self.rel_model.login_of(content) if content else ""
