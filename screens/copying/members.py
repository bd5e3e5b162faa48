"""Members of a group by reference, added and taken out (spec 1.5)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.contact import Contact
from models.group_member import add_member, remove_member
from screens.contact_columns import contact_name
from screens.dialogs.confirm import confirmed
from screens.dialogs.find_contact import FindContact


async def ask_member(screen: Any, group: int, code: str) -> int | None:
    """Look a contact up and make it a member; its id, if one was chosen. Raises `RuleBroken`."""
    chosen = await screen.app.push_screen_wait(FindContact(t("copying.find_member", code=code)))
    if chosen is None:
        return None
    contact = int(chosen)
    await screen.ask(add_member, group, contact)
    name = contact_name(await screen.ask(Contact.values_of, contact))
    screen.say(t("copying.referred", name=name, code=code))
    return contact


async def take_out(screen: Any, group: int, code: str, contact: int, name: str) -> bool:
    """Take a member out of a group once the user agrees. Raises `RuleBroken`."""
    text = t("copying.take_out_text", name=name, code=code)
    if not await confirmed(screen, t("copying.take_out_title"), text, t("copying.take_out")):
        return False
    await screen.ask(remove_member, group, contact)
    screen.say(t("copying.taken_out", name=name, code=code))
    return True
