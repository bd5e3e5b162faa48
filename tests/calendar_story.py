"""What stories of calendars share: activities of a user, the month, where the cursor is."""

import datetime as dt

from models.activity import Activity
from models.user import User

# Nine in the morning in Montréal.
NOW = dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)


def _make(login, start, minutes, named):
    User.enter(login)
    values = {"subject": "Réunion", "start": dt.datetime.fromisoformat(start)} | named
    if not values.get("all_day"):
        values["duration"] = minutes
    key = Activity.make(values).id
    User.enter("marie")
    return key


def activity(story, start, subject="Réunion", *, minutes=60, login="marie", **named):
    return story.ask(_make, login, start, minutes, {"subject": subject} | named)


async def month(story):
    await story.press("ctrl+g", "a")
    assert story.place == "MonthScreen"


def start_of(story, key):
    return story.one("SELECT start FROM activity WHERE id = ?", key)


def cursor_day(story):
    return story.app.screen.day
