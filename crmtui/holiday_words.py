"""When a holiday is, in words."""

from __future__ import annotations

from crmtui.i18n import t
from crmtui.values import partial_date
from models.holiday_rule import parse


def holiday_words(text: str) -> str:
    """A holiday's rule in words: `2e lundi en octobre`. Raises `RuleBroken`."""
    rule = parse(text)
    if rule.easter is not None:
        if not rule.easter:
            return t("holiday.easter")
        key = "holiday.after_easter" if rule.easter > 0 else "holiday.before_easter"
        return t(key, n=abs(rule.easter))
    day = partial_date(f"--{rule.month:02}-{rule.day:02}")
    if rule.weekday is None:
        return day
    weekday = t(f"value.weekday.{rule.weekday + 1}")
    if not rule.nth:
        return t("holiday.before_day", weekday=weekday, day=day)
    month = t(f"value.month.{rule.month}")
    return t("holiday.nth", nth=t(f"holiday.nth.{rule.nth}"), weekday=weekday, month=month)
