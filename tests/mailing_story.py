"""A mailing in a session of the program, for stories of mailings."""

from typing import Any

from story import Story

from models import mailing_outbox as outbox
from models.contact import Contact
from models.mailing import Mailing
from models.party import Party


def contact_of(story: Story, first_name: str) -> int:
    """The id of a contact by its first name."""
    return int(story.one("SELECT id FROM contact WHERE first_name = ?", first_name))


def make_mailing(story: Story, name: str = "Bulletin", **given: Any) -> int:
    """A draft to customers by e-mail, in French; whatever is given otherwise."""
    values = {"name": name, "subject_fr": "Bonjour", "text_fr": "Bonjour {{ contact.name }}"}
    return int(story.ask(Mailing.make, {**values, **given}).id)


def make_people(story: Story, n: int, **given: Any) -> int:
    """A customer with so many contacts, each with an e-mail address; its id."""

    def make() -> int:
        party = Party.make(Party.blank("customer") | {"code": "FOULE", "name": "Foule"}).id
        for i in range(n):
            who = {"first_name": f"Personne{i:03}", "email": f"p{i}@foule.example"}
            Contact.make(Contact.blank_for(party) | who | given)
        return int(party)

    return int(story.ask(make))


def produce(story: Story, key: int) -> None:
    """Freeze a draft's audience."""
    story.ask(outbox.produce, key)


def shown(story: Story, name: str) -> list[Any]:
    """What the rows of the list that is shown have in a column."""
    table = story.app.screen.table
    at = list(table.source.names).index(name)
    return [row.cells[at] for row in table.rows]


async def to_mailings(story: Story) -> None:
    """Go to the list of mailings."""
    await story.press("ctrl+g", "m")
    assert story.place == "MailingList", story.text
