"""What stories about activities share: their form, its fields, what is told, what there is then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

from story import Story

from screens import occurrences

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)

# A Monday, from which most series of the stories begin.
MONDAY = dt.datetime(2026, 11, 2, 9, 0)


async def run(story: Story, act: Callable[[Any], Awaitable[Any]]) -> None:
    """Do an act as a screen's command does, up to its end or its first question."""
    story.app.screen.run_worker(act(story.app.screen))
    await story.until(lambda: not story.app._at_work(), "the end of an act, or its question")
    await story.until(lambda: bool(story.text.strip()), "the screen")
    await story.settle()


async def new_activity(story: Story, start: dt.datetime, **context: Any) -> None:
    """Begin a new activity in the form."""
    given = {"day": start.date(), "at": start.time(), **context}
    await run(story, lambda screen: occurrences.new_activity(screen, **given))
    assert story.place == "ActivityForm"


async def open_activity(story: Story, key: int, original: dt.datetime | None = None) -> None:
    """Open an activity, or one date of a series, in the form."""
    await run(story, lambda screen: occurrences.open_activity(screen, key, original))
    assert story.place == "ActivityForm"


async def put(story: Story, field: str, text: str, then: str = "tab") -> None:
    """Type over what a field holds."""
    await story.go(field)
    await story.fill(text, then=then)


async def choose(story: Story, field: str, steps: int) -> None:
    """Choose what is so many below the first of a field's list."""
    await story.go(field)
    await story.press("f4", *["up"] * 12, *["down"] * steps, "enter")


def text_in(story: Story, field: str) -> str:
    """What a field holds."""
    form: Any = story.app.screen
    return str(form.form.widgets[field].text)


def told(story: Story) -> list[str]:
    """What is told below the form: the rule in words, its dates."""
    from screens.activity_form.coming import Coming

    return [text.replace("\u00a0", " ") for text, _ in story.app.screen.query_one(Coming).told]


def starts(story: Story) -> list[str]:
    """When everything is, as a calendar of the whole time shows it; `x` for what is done."""
    from models.agenda import window

    first, last = dt.date(2026, 1, 1), dt.date(2027, 12, 31)
    found = story.ask(lambda: window(first, last, viewer=1, owner=None, completed=True))
    return [f"{'x ' if o.status == 'done' else ''}{o.start:%m-%d %H:%M}" for o in found]


def weekly(first: dt.datetime, n: int) -> list[str]:
    """So many dates, a week apart, as `starts` tells them."""
    return [f"{first + i * WEEK:%m-%d %H:%M}" for i in range(n)]
