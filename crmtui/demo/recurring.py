"""Series with contacts: the orders, visits and renewals that come back."""

from datetime import date

from crmtui.demo.dice import Dice
from crmtui.demo.written import WEEKDAYS

# How long ago each may have begun, in days.
_SINCE = {
    "weekly": (15, 70),
    "biweekly": (20, 120),
    "few_weeks": (0, 35),
    "monthly_day": (40, 220),
    "monthly_weekday": (40, 220),
    "last_day": (40, 220),
    "quarterly": (60, 380),
    "yearly": (-80, 750),
    "yearly_weekday": (-40, 750),
}
_MONTH_DAYS = (1, 5, 10, 15, 20, 25, 31)


def begun(dice: Dice, kind: str) -> int:
    """Draw how many days ago a series of a kind began."""
    return dice.between(*_SINCE[kind])


def rule(dice: Dice, kind: str, day: date) -> str:
    """Write the rule of a series of a kind that begins about a day."""
    weekday = WEEKDAYS[min(day.weekday(), 4)]
    nth = f"{dice.between(1, 4)}{weekday}"
    return {
        "weekly": f"FREQ=WEEKLY;BYDAY={weekday}",
        "biweekly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        "few_weeks": f"FREQ=WEEKLY;COUNT=8;BYDAY={weekday}",
        "monthly_day": f"FREQ=MONTHLY;{_month_day(dice)}",
        "monthly_weekday": f"FREQ=MONTHLY;BYDAY={nth}",
        "last_day": "FREQ=MONTHLY;BYMONTHDAY=-1",
        "quarterly": f"FREQ=MONTHLY;INTERVAL=3;BYDAY={nth}",
        "yearly": f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}",
        "yearly_weekday": f"FREQ=YEARLY;BYMONTH={day.month};BYDAY={nth}",
    }[kind]


def _month_day(dice: Dice) -> str:
    day = dice.pick(_MONTH_DAYS)
    if day == 31 and dice.chance(0.5):
        # The last day of months that have no 31st, where the others are skipped.
        return "BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    return f"BYMONTHDAY={day}"
