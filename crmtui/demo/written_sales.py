"""Opportunities and quotes written by hand, set on the days around today."""

from collections.abc import Callable
from datetime import date
from typing import Any

from crmtui.demo.shapes import OpportunityRow, QuoteRow, StageRow

DayOf = Callable[[int], date]


def opportunity(row: dict[str, Any], day_of: DayOf, owner: str) -> OpportunityRow:
    """Complete an opportunity: its dates and those of its `stages` are days from today."""
    stages = [
        StageRow(_day(day_of, day) or "", stage, _STATUS_OF.get(stage, "open"))
        for day, stage in row["stages"]
    ]
    status = row.get("status", stages[-1].status)
    stages[-1] = stages[-1]._replace(status=status)
    closed = status in ("won", "lost")
    return {
        "description": row["description"],
        "probability": row.get("probability"),
        "opened_on": stages[0].date,
        "closes_on": _day(day_of, row.get("closes_on")),
        "status": status,
        "lost_reason": row.get("lost_reason", ""),
        "closed_on": stages[-1].date if closed else None,
        "owner": row.get("owner", owner),
        "note": row.get("note", ""),
        "stages": stages,
        "lines": row.get("lines", []),
    }


_STATUS_OF = {"WON": "won", "LOST": "lost"}


def quote(row: dict[str, Any], day_of: DayOf, owner: str) -> QuoteRow:
    """Complete a quote: its dates are days from today."""
    return {
        "date": _day(day_of, row["date"]) or "",
        "valid_until": _day(day_of, row.get("valid_until")),
        "reference": row.get("reference", ""),
        "salesperson": row.get("salesperson", owner),
        "terms": row.get("terms", "NET30"),
        "status": row.get("status", "draft"),
        "lost_reason": row.get("lost_reason", ""),
        "closed_on": _day(day_of, row.get("closed_on")),
        "opportunity": row.get("opportunity"),
        "revises": row.get("revises"),
        "note": row.get("note", ""),
        "lines": row.get("lines", []),
    }


def _day(day_of: DayOf, offset: int | None) -> str | None:
    return None if offset is None else day_of(offset).isoformat()
