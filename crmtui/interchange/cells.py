"""What a file's cells mean: dates cut to the day, names of places as codes, wrapped links, names.

What is not understood stays as it is, for the fields' own rules to judge.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from crmtui.typed_times import typed_duration, typed_time
from models.checks import fold, words
from models.code import Code
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    Column,
    DayColumn,
    DurationColumn,
    MomentColumn,
    PartialDateColumn,
    TimeColumn,
    WebColumn,
    YesNoColumn,
)
from models.rules import RuleBroken

Convert = Callable[[str], Any]

# A cell that a spreadsheet would take for a formula; an apostrophe before it makes it text.
# Some take the signs of full width as well, and go past blanks that are seen or not.
_RUNS = r"(?:[\t\r]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])"
_FORMULA = re.compile(f"'*{_RUNS}")
_QUOTED_FORMULA = re.compile(f"'+{_RUNS}")
_TIME = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?)?")
_MOMENT = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)[T ] ?(.+)")
_SECONDS = re.compile(r"(\d{1,3}:\d\d):\d\d(?:[.,]\d+)?(?= ?[ap]|$)", re.IGNORECASE)
_LIST = re.compile(r"\s*[,;|\n]\s*")

# What address books write for no date: noughts, or the end of Outlook's time.
_NO_DAY = re.compile(r"0+([/.-])0+\1(?:0+|4501)(?:[ T].*)?|1/1/4501|4501-01-01(?:[ T].*)?")

# How countries are called that a table of codes calls otherwise.
_COUNTRIES = {
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "grande-bretagne": "GB",
    "england": "GB",
    "angleterre": "GB",
    "scotland": "GB",
    "ecosse": "GB",
    "wales": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "etats-unis damerique": "US",
    "e.-u.": "US",
    "holland": "NL",
    "hollande": "NL",
    "the netherlands": "NL",
    "czech republic": "CZ",
    "republique tcheque": "CZ",
    "russia": "RU",
    "russie": "RU",
    "south korea": "KR",
    "coree du sud": "KR",
    "vietnam": "VN",
    "viet nam": "VN",
    "ivory coast": "CI",
    "cote divoire": "CI",
    "turkey": "TR",
    "turquie": "TR",
    "venezuela": "VE",
    "bolivia": "BO",
    "bolivie": "BO",
    "iran": "IR",
    "syria": "SY",
    "syrie": "SY",
    "tanzania": "TZ",
    "tanzanie": "TZ",
    "taiwan": "TW",
    "moldova": "MD",
    "moldavie": "MD",
}
_CHOICES = {
    "french": "fr",
    "francais": "fr",
    "francaise": "fr",
    "fra": "fr",
    "fre": "fr",
    "fr-ca": "fr",
    "fr-fr": "fr",
    "english": "en",
    "anglais": "en",
    "eng": "en",
    "en-ca": "en",
    "en-us": "en",
    "en-gb": "en",
    "client": "customer",
    "fournisseur": "supplier",
    "vendor": "supplier",
    "groupe": "group",
    "groupe de contacts": "group",
    "contact group": "group",
    "en attente": "pending",
    "reporte": "snoozed",
    "fait": "done",
    "faite": "done",
    "completed": "done",
    "complete": "done",
    "completee": "done",
    "termine": "done",
    "terminee": "done",
    "ouvert": "open",
    "ouverte": "open",
    "a faire": "open",
    "not started": "open",
    "in progress": "open",
    "non commencee": "open",
    "en cours": "open",
    "canceled": "cancelled",
    "annule": "cancelled",
    "annulee": "cancelled",
    "brouillon": "draft",
    "ebauche": "draft",
    "envoye": "sent",
    "envoyee": "sent",
    "gagne": "won",
    "gagnee": "won",
    "contrat obtenu": "won",
    "closed won": "won",
    "perdu": "lost",
    "perdue": "lost",
    "closed lost": "lost",
    "on hold": "hold",
    "suspendu": "hold",
    "suspendue": "hold",
}
# How other programs call priorities.
_PRIORITIES = {
    "elevee": "HIGH",
    "haut": "HIGH",
    "faible": "LOW",
    "bas": "LOW",
    "medium": "NORMAL",
    "moyenne": "NORMAL",
}
_ALIASES = {"country": _COUNTRIES, "priority": _PRIORITIES}
_YES_NO = {"vrai": True, "faux": False, "x": True, "-1": True}

# What stands between a first and a last name and belongs to the last.
_FRENCH = ("de", "du", "des", "d", "la", "le", "les", "l", "st", "ste", "saint", "sainte")
_OTHERS = ("van", "von", "vom", "zu", "zum", "zur", "der", "den", "ter", "ten", "da", "das", "do")
_MORE = ("dos", "di", "del", "della", "dei", "lo", "el", "al", "bin", "ben", "ibn")
_PARTICLES = frozenset((*_FRENCH, *_OTHERS, *_MORE))


def as_text_cell(text: str) -> str:
    """A text as a CSV cell that no spreadsheet runs: an apostrophe before what looks a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def converter(column: Column) -> Convert | None:
    """What turns a CSV cell into a value for a column; nothing where the cell is one already."""
    if isinstance(column, CodeColumn):
        return _code_converter(column.table)
    if isinstance(column, CodesColumn):
        return _codes_converter(column.table)
    for kind, convert in _BY_KIND:
        if isinstance(column, kind):
            return convert
    return None


def plain(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def _day(cell: str) -> str:
    cell = cell.strip()
    found = _TIME.fullmatch(cell)
    if found:
        cell = "-".join(found.groups())
    return "" if is_no_day(cell) else cell


def is_no_day(cell: str) -> bool:
    """Whether a cell says that there is no date."""
    return bool(_NO_DAY.fullmatch(cell.strip()))


def _moment(cell: str) -> str:
    """A date and time as it is kept; one with an offset from UTC stays, and is refused."""
    cell = cell.strip()
    found = _MOMENT.fullmatch(cell)
    if found:
        year, month, day, time = found.groups()
        return f"{year}-{month}-{day}T{_time(time)}"
    return "" if is_no_day(cell) else cell.replace("/", "-")


def _time(cell: str) -> str:
    try:
        return typed_time(_SECONDS.sub(r"\1", cell.strip())).isoformat("minutes")
    except RuleBroken:
        return cell


def _duration(cell: str) -> Any:
    try:
        return typed_duration(_SECONDS.sub(r"\1", cell.strip()))
    except RuleBroken:
        return cell


def yes_no(cell: str) -> Any:
    """Yes or no as files write it; what is neither stays as it is."""
    return _YES_NO.get(fold(cell.strip()), cell)


def _choice(cell: str) -> str:
    return _CHOICES.get(fold(cell.strip()), cell)


def _link(cell: str) -> str:
    """A link as Access writes it, `text#address#part#tip`: its address, else its text."""
    cell = cell.strip()
    if "#" not in cell or cell.startswith(("http://", "https://")):
        return cell
    text, address, *_ = cell.split("#")
    return address.strip() or text.strip()


_BY_KIND: tuple[tuple[Any, Convert], ...] = (
    (DayColumn, _day),
    (PartialDateColumn, _day),
    (MomentColumn, _moment),
    (TimeColumn, _time),
    (DurationColumn, _duration),
    (YesNoColumn, yes_no),
    (ChoiceColumn, _choice),
    (WebColumn, _link),
)


def _code_converter(table: str) -> Convert:
    known: dict[str, str] = {}

    def convert(cell: str) -> str:
        code = known.get(cell)
        if code is None:
            code = guessed(table, cell) or cell.strip()
            if len(known) < 10_000:
                known[cell] = code
        return code

    return convert


def _codes_converter(table: str) -> Convert:
    def convert(cell: str) -> list[str]:
        codes: list[str] = []
        for part in _LIST.split(cell):
            found = guessed(table, part)
            codes.extend([found] if found else part.split())
        return codes

    return convert


def guessed(table: str, text: str) -> str | None:
    """The code that a file's text names, or nothing."""
    text = text.strip()
    found = Code.guess(table, text) or Code.guess(table, text.rstrip("."))
    if found is None and text:
        found = Code.guess(table, f"{text}.")
    if found is None and table in _ALIASES:
        alias = _ALIASES[table].get(fold(text))
        found = alias if alias in Code.table_of(table) else None
    return found


def split_name(name: str) -> tuple[str, str]:
    """First and last name of a whole name: `Last, First`, or the last word with its particles."""
    name = " ".join(name.split())
    last, comma, first = name.partition(",")
    if comma and first.strip() and last.strip():
        return first.strip(), last.strip()
    parts = name.replace(",", " ").split()
    start = len(parts) - 1
    while start > 1 and _is_particle(parts[start - 1]):
        start -= 1
    return " ".join(parts[:start]), " ".join(parts[start:])


def _is_particle(word: str) -> bool:
    return "".join(words(word)) in _PARTICLES


def two_lines(text: str) -> tuple[str, str]:
    """An address of several lines as its first line and the others."""
    first, *others = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    return first, ", ".join(others)


def json_cell(value: Any) -> Any:
    """A JSON value as a cell has it: a text, or a value that its column understands."""
    if value is None or isinstance(value, str | bool | dt.date):
        return value
    if isinstance(value, list):
        # Objects are lines of a sale, for their own columns to judge.
        parts = cast(Iterable[Any], value)
        return [part if isinstance(part, dict) else str(part) for part in parts]
    return str(value)


def joined(parts: Iterable[Any]) -> str:
    """The parts that say something, with a blank between."""
    return " ".join(str(part) for part in parts if part)
