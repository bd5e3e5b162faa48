"""What F9 offers on a hit of the lookup, a party or a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.listing import Row
from models.party import Party
from models.party_conversion import CONVERTED
from models.search import CONTACT_OFFSET
from screens import opening
from screens.actions import choose_action
from screens.copying.convert import convert_party
from screens.copying.copy_into import copy_contact

if TYPE_CHECKING:
    from screens.lookup import Lookup


async def act_on_hit(lookup: Lookup, row: Row) -> None:
    """Choose what to do with a hit, and do it. Raises `RuleBroken`."""
    if row.key >= CONTACT_OFFSET:
        chosen = await choose_action(lookup, ("open", "copy-into"))
        if chosen == "copy-into":
            await copy_contact(lookup, row.key - CONTACT_OFFSET)
    else:
        becomes = CONVERTED.get(str(lookup.table.named(row)["kind"]))
        convert = (f"convert-{becomes}",) if becomes else ()
        chosen = await choose_action(lookup, ("open", "edit", *convert))
        if chosen == "edit":
            await opening.edit_party(lookup, row.key)
        elif chosen in convert:
            party = await lookup.ask(Party.values_of, row.key)
            await convert_party(lookup, party)
    if chosen == "open":
        await lookup.action_open()
