"""When the activity of a row is: its dates and times together, or in columns of their own.

Google Calendar and Outlook write them apart, Outlook ending a whole day at the next midnight.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crmtui.interchange.cells import is_no_day
from crmtui.interchange.file_days import FileDays
from crmtui.interchange.headings import APART, Plan
from crmtui.interchange.moments import is_date, read_day, read_moment, read_time
from crmtui.interchange.reading import Table
from models.columns import YesNoColumn
from models.entity import Values
from models.rules import Notice, RuleBroken

_DATED = frozenset({"start", "end", "start_date", "end_date", "completed_on"})
_MIDNIGHT = dt.time()
_DAY = dt.timedelta(days=1)
_yes_no = YesNoColumn()


class RowTimes:
    """Reads the times of a file's rows, day and month in the order that the file has them."""

    def __init__(self, plan: Plan) -> None:
        self._days = FileDays(plan, _DATED)
        self._month_first = False

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out the order, and tell how dates are read that say it nowhere.

        Raises `RuleBroken` where the file has both.
        """
        told = self._days.look_through(table)
        self._month_first = any(map(self._days.month_first, _DATED))
        return told

    def put_together(self, values: Values) -> None:
        """Say the row's start and end as moments. Raises `RuleBroken`."""
        apart = {name: _text(values.pop(name, None)) for name in APART}
        for name in ("start", "end", "completed_on"):
            if not _text(values.get(name)):
                values.pop(name, None)
        for side in ("start", "end"):
            if apart[f"{side}_time"] and not apart[f"{side}_date"] and self._bare(values, side):
                apart[f"{side}_date"] = values.pop(side)
        if not any(apart[f"{side}_time"] for side in ("start", "end")):
            _whole_days(values, apart, all(self._bare(values, s) for s in _given(values)))
        for name in ("start", "end", "completed_on"):
            if name in values:
                values[name] = self._moment(name, str(values[name]))
        if apart["start_date"]:
            values["start"] = self._joined("start", apart["start_date"], apart["start_time"])
        if apart["end_date"] or apart["end_time"]:
            self._put_end(values, apart)

    def _put_end(self, values: Values, apart: dict[str, str]) -> None:
        start = values.get("start")
        whole = _yes_no.tidy(values.get("all_day", False))
        if apart["end_date"]:
            end = self._joined("end", apart["end_date"], apart["end_time"])
        elif start is None:
            raise RuleBroken("rule.required", field="start")
        else:
            end = dt.datetime.combine(start.date(), self._time("end", apart["end_time"]))
        if not apart["end_time"] and not whole:
            if start is None or start.date() != end.date():
                raise RuleBroken("rule.required", field="end")
            return
        both = apart["start_time"] and apart["end_time"]
        if whole and both and start and start.time() == end.time() == _MIDNIGHT and end > start:
            end -= _DAY
        values["end"] = end

    def _bare(self, values: Values, side: str) -> bool:
        return side in values and is_date(str(values[side]), self._month_first)

    def _joined(self, field: str, date: str, time: str) -> dt.datetime:
        try:
            day = read_day(date, self._month_first)
        except RuleBroken as broken:
            raise broken.at(field) from None
        return dt.datetime.combine(day, self._time(field, time) if time else _MIDNIGHT)

    def _time(self, field: str, text: str) -> dt.time:
        try:
            return read_time(text)
        except RuleBroken as broken:
            raise broken.at(field) from None

    def _moment(self, field: str, text: str) -> dt.datetime:
        try:
            return read_moment(text, self._month_first)
        except RuleBroken as broken:
            raise broken.at(field) from None


def _text(cell: Any) -> str:
    text = str(cell or "").strip()
    return "" if is_no_day(text) else text


def _given(values: Values) -> list[str]:
    return [side for side in ("start", "end") if side in values]


def _whole_days(values: Values, apart: dict[str, str], bare: bool) -> None:
    """A row that says nowhere at what time, nor for how long, is of whole days."""
    dated = bool(_given(values)) or bool(apart["start_date"])
    if dated and bare and "all_day" not in values and not values.get("duration"):
        values["all_day"] = True
