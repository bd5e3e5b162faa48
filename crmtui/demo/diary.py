"""What the company's people do without any contact: meetings of their own, closings, days off."""

from datetime import date

from crmtui.demo.days import Days
from crmtui.demo.shapes import ActivityRow
from crmtui.demo.stock import read_toml
from crmtui.demo.written import activity


def diary(today: date) -> list[ActivityRow]:
    """Give the activities that belong to no contact, on working days around today."""
    days = Days(today)
    rows = read_toml("diary.toml")["activity"]
    return [activity(row, lambda offset: date.fromisoformat(days.iso(offset))) for row in rows]
