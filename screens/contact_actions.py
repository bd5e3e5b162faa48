"""What F9 offers on a contact's card: an action's name, and what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from crmtui.i18n import t
from models.contact import Contact
from screens.actions import choose_action, delete_record
from screens.copying.copy_into import copy_contact
from screens.copying.provenance import go_to_related
from screens.documents.documents import documents_fact, show_documents

if TYPE_CHECKING:
    from screens.contact_card import ContactCardScreen

# Given the card and the contact's id.
Action = Callable[["ContactCardScreen", int], Awaitable[None]]


def _making(tab: int) -> Action:
    """An action that makes what a tab has."""

    async def make(card: ContactCardScreen, key: int) -> None:
        await card.action_tab(tab)
        await card.make()

    return make


async def _copy_into(card: ContactCardScreen, key: int) -> None:
    if card.form.dirty:
        card.say(t("form.unsaved"), error=True)
    else:
        await copy_contact(card, key)


async def _interval(card: ContactCardScreen, key: int) -> None:
    card.action_interval()


async def _activate(card: ContactCardScreen, key: int) -> None:
    await card.set_active(True)


async def _deactivate(card: ContactCardScreen, key: int) -> None:
    await card.set_active(False)


async def _delete(card: ContactCardScreen, key: int) -> None:
    if await delete_record(card, Contact, key, card.editing.title(card.editing.values)):
        card.dismiss(None)


async def _subscriptions(card: ContactCardScreen, key: int) -> None:
    from screens.mailings.subscriptions import SubscriptionList

    card.app.push_screen(SubscriptionList(key, card.inner_path()))


async def _sends(card: ContactCardScreen, key: int) -> None:
    from screens.mailings.sends import SendsList

    card.app.push_screen(SendsList(key, card.inner_path()))


async def _documents(card: ContactCardScreen, key: int) -> None:
    await show_documents(card, "contact", key, card.inner_path())


# In the order in which they are offered; what is made is in the order of the tabs.
ACTIONS: dict[str, Action] = {
    "note": _making(0),
    "activity": _making(1),
    "opportunity": _making(2),
    "quote": _making(3),
    "copy-into": _copy_into,
    "provenance": go_to_related,
    "subscriptions": _subscriptions,
    "sends": _sends,
    "documents": _documents,
    "interval": _interval,
    "activate": _activate,
    "deactivate": _deactivate,
    "delete": _delete,
}


async def act_on(card: ContactCardScreen, key: int) -> None:
    """Choose what to do with the contact, and do it."""
    idle = "activate" if card.editing.values["active"] else "deactivate"
    facts = await documents_fact(card, "contact", key)
    chosen = await choose_action(card, [name for name in ACTIONS if name != idle], facts=facts)
    if chosen is not None:
        await ACTIONS[chosen](card, key)
