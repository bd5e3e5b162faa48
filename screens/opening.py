"""Opens the screens of records, so that lists and cards need not know each other.

What a screen shows is read before it is there, so that it is painted once and whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.listing import Row
from models.search import CONTACT_OFFSET
from screens.walk import Walk

if TYPE_CHECKING:
    from screens.base import CrmScreen


async def open_party(
    screen: CrmScreen, key: int, walk: Walk | None = None, *, instead: bool = False
) -> None:
    """Open a party's card, over the screen or instead of it. Raises `Missing`."""
    from models.card import party_card
    from screens.party_card import PartyCardScreen

    card = await screen.ask(party_card, key, screen.host.user["id"])
    _show(screen, PartyCardScreen(card, walk), instead)


async def open_contact(
    screen: CrmScreen,
    key: int,
    walk: Walk | None = None,
    *,
    instead: bool = False,
    at: tuple[str, Any] | None = None,
) -> None:
    """Open a contact's card, over the screen or instead of it. Raises `Missing`.

    `at` names one of its tabs and what the cursor is on there.
    """
    from models.card import contact_card
    from screens.contact_card import ContactCardScreen, contact_editing

    read = await screen.ask(contact_card, key, screen.host.user["id"])
    editing = await screen.ask(contact_editing, *read)
    _show(screen, ContactCardScreen(editing, walk, at), instead)


async def party_instead(screen: CrmScreen, row: Row, walk: Walk) -> None:
    """Show the party of a list's row instead of the screen that is there."""
    await open_party(screen, row.key, walk, instead=True)


async def contact_instead(screen: CrmScreen, row: Row, walk: Walk) -> None:
    """Show the contact of a list's row instead of the screen that is there."""
    await open_contact(screen, row.key, walk, instead=True)


async def open_hit(screen: CrmScreen, row: Row, walk: Walk, *, instead: bool = False) -> None:
    """Open the party or the contact that a hit of the lookup stands for."""
    if row.key >= CONTACT_OFFSET:
        await open_contact(screen, row.key - CONTACT_OFFSET, walk, instead=instead)
    else:
        await open_party(screen, row.key, walk, instead=instead)


async def hit_instead(screen: CrmScreen, row: Row, walk: Walk) -> None:
    """Show a hit of the lookup instead of the screen that is there."""
    await open_hit(screen, row, walk, instead=True)


async def edit_party(screen: CrmScreen, key: int) -> None:
    """Edit a party in its form. Raises `Missing`."""
    from models.party import Party
    from screens.party_form import PartyForm, party_editing

    values = await screen.ask(Party.values_of, key)
    screen.app.push_screen(PartyForm(party_editing(values)))


async def new_party(screen: CrmScreen, kind: str) -> None:
    """Make a party in a form; once it is saved and the form left, its card is shown."""
    from models.party import Party
    from screens.party_form import PartyForm, party_editing

    async def made(key: int | None) -> None:
        if key is not None:
            await open_party(screen, key)

    values = await screen.ask(Party.blank, kind)
    screen.app.push_screen(PartyForm(party_editing(values)), made)


async def new_contact(screen: CrmScreen, party: int) -> None:
    """Make a contact of a party. Raises `Missing`."""
    from models.contact import Contact
    from models.party import Party
    from screens.contact_card import ContactCardScreen, contact_editing

    values = await screen.ask(Contact.blank_for, party)
    whole = await screen.ask(Party.values_of, party)
    editing = await screen.ask(contact_editing, values, whole)
    screen.app.push_screen(ContactCardScreen(editing))


def _show(screen: CrmScreen, other: CrmScreen, instead: bool) -> None:
    if instead:
        screen.app.switch_screen(other)
    else:
        screen.app.push_screen(other)
