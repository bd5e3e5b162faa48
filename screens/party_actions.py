"""What F9 offers on a party's card: an action's name, and what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from crmtui.i18n import t
from models.party import KINDS, Party
from screens import opening
from screens.actions import choose_action, delete_record, set_active
from screens.copying.convert import convert_party
from screens.copying.members import ask_member

if TYPE_CHECKING:
    from screens.party_card import PartyCardScreen

Action = Callable[["PartyCardScreen"], Awaitable[None]]

# The kinds of party that have an action, where not all have.
_ONLY = {
    "convert-customer": ("prospect",),
    "convert-prospect": ("customer",),
    "add-member": ("group",),
    "take-out": ("group",),
}


async def _edit(card: PartyCardScreen) -> None:
    await opening.edit_party(card, card.key)


async def _convert(card: PartyCardScreen) -> None:
    if await convert_party(card, card.card.values):
        await card.reload()


async def _add_member(card: PartyCardScreen) -> None:
    member = await ask_member(card, card.key, card.card.values["code"])
    if member is not None:
        await card.reload()
        await card.place_on(member)


async def _take_out(card: PartyCardScreen) -> None:
    await card.take_out()


async def _activate(card: PartyCardScreen) -> None:
    await set_active(card, Party, card.card.values, True)
    await card.reload()


async def _deactivate(card: PartyCardScreen) -> None:
    await set_active(card, Party, card.card.values, False)
    await card.reload()


async def _inactive_contacts(card: PartyCardScreen) -> None:
    card.inactive = not card.inactive
    await card.reload()
    card.say(t("list.inactive_shown" if card.inactive else "list.inactive_hidden"))


async def _delete(card: PartyCardScreen) -> None:
    if await delete_record(card, Party, card.key, card.card.values["name"]):
        card.dismiss(None)


# In the order in which they are offered.
ACTIONS: dict[str, Action] = {
    "edit": _edit,
    "add-member": _add_member,
    "take-out": _take_out,
    "convert-customer": _convert,
    "convert-prospect": _convert,
    "activate": _activate,
    "deactivate": _deactivate,
    "inactive-contacts": _inactive_contacts,
    "delete": _delete,
}


async def act_on(card: PartyCardScreen) -> None:
    """Choose what to do with the party, and do it. Raises `RuleBroken`."""
    values = card.card.values
    idle = "activate" if values["active"] else "deactivate"
    not_now = {idle} | (set() if card.on_reference else {"take-out"})
    offered = [n for n in ACTIONS if n not in not_now and values["kind"] in _ONLY.get(n, KINDS)]
    chosen = await choose_action(card, offered)
    if chosen is not None:
        await ACTIONS[chosen](card)
