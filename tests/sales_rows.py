"""Opportunities, quotes and items for stories, beside what the company has."""

import datetime as dt
from typing import Any

from business_day import business_today
from story import Story

from models.item import Item
from models.opportunity import Opportunity
from models.quote import Quote
from models.user import User

TODAY = business_today()
DAY = dt.timedelta(days=1)

# A line of a quote whose form is open, described by hand.
A_LINE = ("@salesperson", "enter", "tab", "=Transport")


def contact_of(story: Story, last_name: str = "Roy") -> int:
    """The id of a contact by last name."""
    return int(story.one("SELECT id FROM contact WHERE last_name = ?", last_name))


def make_opportunity(story: Story, description: str, **values: Any) -> int:
    """An opportunity with Roy, of the amount that `of` says."""
    of = values.pop("of", None)
    lines = [{"description": "x", "quantity": "1", "unit_price": str(of)}] if of else []
    given = {"contact": contact_of(story), "description": description, "lines": lines}
    # Opened long ago, so that it may have closed long ago as well.
    given |= {"opened_on": TODAY - 400 * DAY}
    return int(story.ask(Opportunity.make, given | values).id)


def make_quote(story: Story, reference: str, **values: Any) -> int:
    """A quote to Roy's company of 3 × 10.10."""
    lines = [{"description": "Chai", "quantity": "3", "unit_price": "10.10"}]
    given = {"bill_to": "TREMB01", "reference": reference, "lines": lines}
    return int(story.ask(Quote.make, given | values).id)


def make_item(story: Story, code: str, **values: Any) -> int:
    """An item."""
    given = {"code": code, "description_fr": f"Article {code}", "price": "10.10"}
    return int(story.ask(Item.make, given | values).id)


def some_opportunities(story: Story) -> None:
    """Three that are open, one won, one lost, one on hold, and one of somebody else."""
    story.ask(User.make, {"login": "alice", "role": "editor"})
    make_opportunity(story, "Tard", closes_on=TODAY + 40 * DAY, of=50, stage="PROPOSAL")
    make_opportunity(story, "Passée", closes_on=TODAY - 3 * DAY, of=1200, stage="QUALIFY")
    make_opportunity(story, "Sans date", of=7)
    won = make_opportunity(story, "Belle", closes_on=TODAY)
    story.ask(Opportunity.close, won, "won")
    lost = make_opportunity(story, "Ratée", closes_on=TODAY)
    story.ask(Opportunity.close, lost, "lost", "PRICE")
    make_opportunity(story, "Pause", status="hold")
    make_opportunity(story, "Celle d'Alice", owner="alice", closes_on=TODAY + 2 * DAY)


PLACES = {"o": "OpportunityList", "q": "QuoteList", "i": "ItemList", "l": "PipelineScreen"}


async def go_to(story: Story, letter: str) -> None:
    """Go to the list of a letter."""
    await story.press("ctrl+g", letter)
    assert story.place == PLACES[letter]


async def to_tab(story: Story, letter: str, *keys: str) -> None:
    """Go to a tab of Roy's card by its letter, and press keys there."""
    await story.type("marie roy")
    await story.press("enter", "ctrl+g", letter, *keys)


def listed(story: Story, name: str) -> list[str]:
    """What the rows of the list that is shown have in a cell, in order."""
    table: Any = story.app.screen
    return [str(table.table.named(row)[name]) for row in table.table.rows]


async def press(story: Story, *keys: str) -> int:
    """Press keys, text after `=`, a field after `@`; how many keys beside the text."""
    pressed = 0
    for key in keys:
        if key.startswith("="):
            await story.type(key[1:])
        elif key.startswith("@"):
            await story.go(key[1:])
        else:
            await story.press(key)
            pressed += 1
    return pressed


def shown(story: Story) -> str:
    """The screen, its blanks of one kind."""
    return str(story.text).replace("\u00a0", " ")
