"""Copy a contact into a party « Copier dans »: the kind, the target, the copy as it will be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from textual import work

from crmtui.i18n import t
from models.contact import Contact
from models.contact_role import ROLES
from models.copying import copy_into, earlier, preview, same_in
from models.entity import Values
from models.group_member import add_member
from models.party import Party
from models.rules import Notice, Saved
from screens.base import tells
from screens.copying.target import find_target
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.record_form import Editing, RecordForm

# What a contact may be copied into, by the letters that go to their lists; the last is a group
# that it becomes a member of.
TARGETS = {"c": "customer", "f": "supplier", "p": "prospect", "g": "group", "r": "reference"}
MOST_TOLD = 4


class CopiesContacts:
    """A screen with a list of contacts, from which `c` copies the one under the cursor."""

    @work
    @tells
    async def action_copy_into(self: Any) -> None:
        """Copy the contact under the cursor into a party."""
        row = self.table.row
        if row is not None:
            await copy_contact(self, row.key)


class CopyForm(RecordForm):
    """A copy as it will be. The screen's answer is what saving it left."""

    def __init__(self, editing: Editing, hint: str) -> None:
        super().__init__(editing)
        self.hint = hint

    def understood(self, name: str, text: str) -> str:
        """Where a field says nothing, what the copy is of and what must be ticked to be kept."""
        return text or self.hint

    async def after_saving(self, saved: Saved) -> None:
        """Go back to where the copy was asked for."""
        self.dismiss(saved)


async def copy_contact(screen: Any, contact: int) -> None:
    """Ask where a contact goes, show the copy, and say where it is. Raises `RuleBroken`."""
    target = await _ask_target(screen)
    if target is None:
        return
    party = await find_target(screen, "group" if target == "reference" else target)
    if party is None:
        return
    whole = await screen.ask(Party.values_of, party)
    if target == "reference":
        await screen.ask(add_member, party, contact)
        source = await screen.ask(Contact.values_of, contact)
        _say(screen, t("copying.referred", name=_name(source), code=whole["code"]))
    elif await _agreed(screen, contact, whole):
        form = await screen.ask(_copy_form, contact, whole)
        saved = await screen.app.push_screen_wait(form)
        if isinstance(saved, Saved):
            copy = await screen.ask(Contact.values_of, saved.id)
            facts = {"name": _name(copy), "code": whole["code"], "party": whole["name"]}
            _say(screen, t(f"copying.done.{target}", **facts), saved.notices)


async def _ask_target(screen: Any) -> str | None:
    options = [Option(letter, t(f"copying.to.{name}")) for letter, name in TARGETS.items()]
    chosen = await screen.app.push_screen_wait(Choose(t("copying.title"), options, letters=True))
    return TARGETS.get(chosen)


async def _agreed(screen: Any, contact: int, party: Values) -> bool:
    """Whether to go on although the contact, or somebody who looks the same, is there already."""
    before, same = await screen.ask(_there, contact, party["id"])
    code = party["code"]
    told = [t("copying.before", name=n, code=code, day=day) for _, n, day in before[:MOST_TOLD]]
    copies = {key for key, _, _ in before}
    for key, name, reason in same:
        if key == contact and reason != "member":
            told.append(t("copying.itself", name=name, code=code))
        elif key not in copies:
            told.append(t(f"copying.same.{reason}", name=name, code=code))
    if not told:
        return True
    text = "\n".join((*told[: 2 * MOST_TOLD], t("copying.warning")))
    return await confirmed(screen, t("copying.title"), text, t("copying.anyway"))


def _there(contact: int, party: int) -> tuple[list[Any], list[Any]]:
    return earlier(contact, party), same_in(contact, party)


def _copy_form(contact: int, party: Values) -> CopyForm:
    """The form of a copy; run on the database's thread."""
    from screens.contact_card import contact_editing

    source = Contact.values_of(contact)
    editing = contact_editing(preview(contact, party["id"]), party)
    path = (t("copying.title"), party["code"])
    save = partial(_save, contact, party["id"])
    return CopyForm(replace(editing, save=save, path=path), _hint(source))


def _save(contact: int, party: int, key: int | None, values: Values, version: int | None) -> Saved:
    return copy_into(contact, party, values)


def _hint(source: Values) -> str:
    """What the copy is of, and the types and ranks that it has only if they are ticked."""
    facts = {"name": _name(source), "code": source["party"]}
    held = [
        f"{t(f'choice.{role}')} {source[f'{role}_rank'] or ''}".strip()
        for role in ROLES
        if source[role]
    ]
    if held:
        return t("copying.hint_types", types=", ".join(held), **facts)
    return t("copying.hint", **facts)


def _name(values: Values) -> str:
    return f"{values['first_name']} {values['last_name']}".strip()


def _say(screen: Any, text: str, notices: tuple[Notice, ...] = ()) -> None:
    # After the screen that is shown again has read its list, which says its order.
    screen.call_later(screen.tell, text, notices)
