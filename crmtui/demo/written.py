"""Activities written by hand, set on the days around today."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from crmtui.demo.shapes import ActivityRow

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

DayOf = Callable[[int], date]


def activity(row: dict[str, Any], day_of: DayOf, owner: str = "") -> ActivityRow:
    """Complete an activity: `day` is days from today, `at` its hour; all day where it has none."""
    day = day_of(row["day"])
    all_day = "at" not in row
    start = datetime.combine(day, time.fromisoformat(row.get("at", "00:00")))
    if all_day:
        end = datetime.combine(day + timedelta(days=row.get("days", 1) - 1), time())
    else:
        end = start + timedelta(minutes=row["minutes"])
    owner = row.get("owner", owner)
    status = row.get("status", "open")
    done = status == "done"
    return {
        "type": row["type"],
        "priority": row.get("priority", "NORMAL"),
        "subject": row["subject"],
        "detail": row.get("detail", ""),
        "location": row.get("location", ""),
        "start": minute(start),
        "end": minute(end),
        "all_day": all_day,
        "public": not row.get("private", False),
        "status": status,
        "completion_note": row.get("note", ""),
        "completed_on": over(end, all_day) if done else None,
        "completed_by": owner if done else "",
        "owner": owner,
        "rrule": _rule(row.get("rule", ""), day, day_of(row.get("until", 0))),
        "gone_by": row.get("gone_by", []),
        "dates": row.get("dates", []),
    }


def minute(moment: datetime) -> str:
    """Give a moment as it is kept."""
    return moment.isoformat(timespec="minutes")


def over(end: datetime, all_day: bool) -> str:
    """Give the moment when one says that something is done: at its end, or late that day."""
    return minute(end.replace(hour=16) if all_day else end)


def _rule(pattern: str, day: date, until: date) -> str:
    return pattern.format(
        weekday=WEEKDAYS[day.weekday()], month=day.month, day=day.day, until=f"{until:%Y%m%d}"
    )
