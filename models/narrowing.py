"""What narrows a list to what a text finds, by the index or in the list's own order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import reduce
from math import isqrt
from operator import and_, or_
from typing import Any, NamedTuple

import peewee as pw

from models.checks import typed_words
from models.database import rows
from models.party import Party
from models.search import CONTACT_OFFSET, all_of

# Sorting so many times the root of all takes as long as meeting a page of them among all, in order:
# 30,000 of a million.
MOST_SORTED = 30

# The same for sales, whose rows take longer to read and which fewer at once are asked for.
MOST_SALES_SORTED = 3


class Narrowing(NamedTuple):
    """The condition that a text puts on a list, and whether few enough meet it to sort them."""

    condition: Any
    few: bool


def narrowing(
    text: str, record: Any, texts: Sequence[Any], filters: Mapping[str, Any] | None = None
) -> Narrowing:
    """What narrows a list of parties or contacts to those whom a text finds, within filters.

    Few are looked up in the index and sorted; many are met soon enough in the list's own order,
    where `texts`, the columns that hold their words, tell them. `filters` are words of the index
    with the condition that says the same.
    """
    filters = filters or {}
    typed = typed_words(text)
    if text and not typed:
        return Narrowing(pw.SQL("0"), few=True)
    match = " AND ".join([*([all_of(typed)] if typed else []), *(f'"{w}"' for w in filters)])
    key, where = "rowid", f"rowid < {CONTACT_OFFSET}"
    if record is not Party:
        key, where = f"rowid - {CONTACT_OFFSET}", f"rowid > {CONTACT_OFFSET}"
    source = f"FROM search WHERE search MATCH ? AND {where}"
    most = MOST_SORTED * isqrt(_last_id(record))
    found = rows(f"SELECT count(*) FROM (SELECT 1 {source} LIMIT ?)", (match, most + 1))
    if found[0][0] <= most:
        return Narrowing(record.id.in_(pw.SQL(f"(SELECT {key} {source})", [match])), few=True)
    told = (*(_has_word(texts, word) for word in typed), *filters.values())
    return Narrowing(reduce(and_, told), few=False)


def sales_narrowing(text: str, record: Any) -> Any:
    """The condition that a text puts on a list of opportunities or quotes, as `narrowing` does."""
    typed = typed_words(text)
    if not typed:
        return pw.SQL("1")
    index = f"{record.table()}_search"
    told = reduce(and_, (_has_word([record.search_text], word) for word in typed))
    return _as_few(record, f"{index} WHERE {index} MATCH ?", [all_of(typed)]) or told


def sales_between(
    record: Any, column: str, since: dt.date | None, until: dt.date | None, told: Any
) -> Any:
    """The condition that an interval of days puts on a list of opportunities or quotes.

    `told` is the column as the list's own order is to tell it where many are in the interval.
    """
    first, last = str(since or dt.date.min), str(until or dt.date.max)
    where = f'"{record.table()}" WHERE "{column}" BETWEEN ? AND ?'
    return _as_few(record, where, [first, last]) or told.between(first, last)


def _as_few(record: Any, source: str, params: list[Any]) -> Any:
    """The condition of being among those that are found, if they are few enough to sort."""
    most = MOST_SALES_SORTED * isqrt(_last_id(record))
    found = rows(f"SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT ?)", (*params, most + 1))
    if found[0][0] > most:
        return None
    return record.id.in_(pw.SQL(f"(SELECT rowid FROM {source})", params))


def _last_id(record: Any) -> int:
    return int(rows(f"SELECT coalesce(max(id), 0) FROM {record.table()}")[0][0])


def has_filter(text: Any, word: str) -> Any:
    """The condition that a column of words has a filter's word."""
    return pw.fn.INSTR(pw.Value(" ").concat(text).concat(" "), f" {word} ") > 0


def _has_word(texts: Sequence[Any], word: str) -> Any:
    return reduce(or_, (pw.fn.INSTR(pw.Value(" ").concat(t), f" {word}") > 0 for t in texts))
