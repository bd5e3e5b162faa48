"""The holidays of a span of days, from the code table that users edit (spec 11.4)."""

from __future__ import annotations

import datetime as dt

from models.code import Choice
from models.database import cached, rows
from models.holiday_rule import HolidayRule, parse
from models.rules import RuleBroken

ByDay = dict[dt.date, list[Choice]]


class _Known:
    """The active holidays, and their days in the years that were asked for."""

    def __init__(self) -> None:
        self.rules: list[tuple[HolidayRule, Choice]] = []
        self.years: dict[int, ByDay] = {}
        for code, fr, en, rule in rows(
            "SELECT code, description_fr, description_en, rule FROM code"
            " WHERE \"table\" = 'holiday' AND active ORDER BY position, id"
        ):
            try:
                self.rules.append((parse(rule), Choice(code, fr, en, True)))
            except RuleBroken:
                # Written by another program: it marks no day, and its form says why.
                continue

    def of(self, year: int) -> ByDay:
        """A year's holidays by day, in the order of the days and of the table."""
        if year not in self.years:
            found = [(rule.day_in(year), choice) for rule, choice in self.rules]
            days: ByDay = {}
            for day, choice in sorted(
                ((d, c) for d, c in found if d is not None), key=lambda pair: pair[0]
            ):
                days.setdefault(day, []).append(choice)
            self.years[year] = days
        return self.years[year]


def holidays(first: dt.date, last: dt.date) -> ByDay:
    """The holidays from the first day to the last one, both included, by day."""
    known = cached("holiday", _Known)
    return {
        day: list(choices)
        for year in range(first.year, last.year + 1)
        for day, choices in known.of(year).items()
        if first <= day <= last
    }
