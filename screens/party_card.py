"""A party's card: who it is, and its contacts by type and rank (spec 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui import values as text_values
from crmtui.activity_words import next_text
from crmtui.i18n import language, t
from models.card import Brief, PartyCard, brief, party_card
from models.contact import Contact
from models.contact_role import move_rank
from models.group_member import members
from models.listing import Listing
from screens import opening
from screens.actions import delete_record
from screens.base import CrmScreen, tells
from screens.commands import lists, records
from screens.commands.command import Command
from screens.contact_columns import contact_columns, contact_name, contact_text
from screens.copying.copy_into import CopiesContacts
from screens.copying.members import take_out
from screens.party_actions import act_on
from screens.symbols import sign
from screens.walk import Walk, Walks
from screens.widgets.bars import Lines, Rule, Tabs
from screens.widgets.placed_table import PlacedTable
from screens.widgets.record_table import RecordTable

TYPES = ("", "payable", "purchasing")


class PartyCardScreen(CopiesContacts, Walks, CrmScreen):
    """A party and its contacts; 1, 2 and 3 filter them, < and > move the rank."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        lists.EDIT,
        records.RANK_UP,
        records.RANK_DOWN,
        records.ACTIONS,
        records.ACTIONS_LETTER,
        records.PREVIOUS,
        records.NEXT,
        records.PREVIOUS_LETTER,
        records.NEXT_LETTER,
        records.ALL_TYPES,
        records.PAYABLE,
        records.PURCHASING,
        lists.DELETE,
        lists.COPY_INTO,
        lists.COPY,
        *lists.LETTERS,
    )

    def __init__(self, card: PartyCard, walk: Walk | None = None) -> None:
        super().__init__()
        self.card = card
        self.walk_from = walk
        self.type_shown = ""
        self.inactive = False
        self.brief: Brief | None = None

    @property
    def key(self) -> int:
        """The party's id."""
        return int(self.card.values["id"])

    @property
    def is_group(self) -> bool:
        """Whether it is a contact group, which has members of other parties too."""
        return bool(self.card.values["kind"] == "group")

    def body(self) -> Iterator[Widget]:
        """The party's lines, the types, the contacts, the contact under the cursor."""
        yield Lines(3)
        yield Tabs()
        yield PlacedTable(contact_columns("party"), self.ask, empty=t("party.no_contacts"))
        yield Rule()
        lines = Lines(4)
        lines.id = "brief"
        yield lines

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        values = self.card.values
        return (t(f"kind.{values['kind']}"), values["code"])

    def footer_label(self, command: Any) -> str:
        """`e` edits the party here."""
        if command is lists.EDIT:
            return "party.edit"
        return str(command.label)

    @property
    def table(self) -> RecordTable:
        """The list of contacts."""
        return self.query_one(RecordTable)

    async def on_mount(self) -> None:
        """Show the party, the cursor in its contacts, of the type shown last."""
        await super().on_mount()
        self.type_shown = self.host.memory.get("party.type", "")
        self._show_party()
        self.set_focus(self.table)
        await self._show_contacts(keep=False)
        self.show_keys()

    @tells
    async def on_screen_resume(self) -> None:
        """Show what was changed meanwhile."""
        if self.table.source.names:
            await self.reload()

    async def reload(self) -> None:
        """Read the party and its contacts again."""
        self.card = await self.ask(party_card, self.key)
        self._show_party()
        await self._show_contacts(keep=True)

    def _show_party(self) -> None:
        self.query_one(Lines).show(party_lines(self.card))
        counts = self.card.counts
        tabs = self.query_one(Tabs)
        tabs.tabs = tuple(
            f"{i} {t('party.type.' + (kind or 'all'))} {counts[kind]}"
            for i, kind in enumerate(TYPES, start=1)
        )
        tabs.chosen = TYPES.index(self.type_shown)
        self.show_path()

    async def _show_contacts(self, *, keep: bool) -> None:
        where = "group" if self.is_group else "party"
        self.table.columns = tuple(contact_columns(where, self.type_shown))
        await self.table.show(self._source(), keep=keep)

    def _source(self) -> Listing:
        if self.is_group:
            return members(self.key, self.type_shown, inactive=self.inactive)
        return Contact.of_type(self.key, self.type_shown, inactive=self.inactive)

    async def place_on(self, contact: int) -> None:
        """Put the cursor on a contact, if it is among those shown."""
        place = await self.ask(self._source().place_of, contact)
        if place is not None:
            await self.query_one(PlacedTable).show_around(place, contact)

    @property
    def on_reference(self) -> bool:
        """Whether the cursor is on a group's member that is a contact of another party."""
        row = self.table.row
        return bool(row and self.table.named(row).get("reference"))

    async def take_out(self) -> None:
        """Take the member under the cursor out of the group."""
        row = self.table.row
        if row is not None:
            name = contact_name(self.table.named(row))
            await take_out(self, self.key, self.card.values["code"], row.key, name)
            await self.reload()

    async def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Show the contact under the cursor in four lines."""
        await self._show_brief()

    @tells
    async def _show_brief(self) -> None:
        row = self.table.row
        lines = brief_lines(await self.ask(brief, row.key)) if row else []
        self.query_one("#brief", Lines).show(lines)

    # Commands.

    @tells
    async def action_type(self, kind: str) -> None:
        """Show the contacts of a type, by rank."""
        self.type_shown = self.host.memory["party.type"] = kind
        self._show_party()
        await self._show_contacts(keep=False)
        self.show_keys()

    @tells
    async def action_rank(self, step: int) -> None:
        """Move the contact's rank up or down within the type that is shown."""
        row = self.table.row
        if not self.type_shown:
            self.say(t("party.rank_needs_type"), error=True)
        elif self.on_reference:
            self.say(t("copying.rank_is_theirs"), error=True)
        elif row is not None:
            notices = await self.ask(move_rank, row.key, self.type_shown, step)
            await self._show_contacts(keep=True)
            self.table.place_on(row.key)
            self.card = await self.ask(party_card, self.key)
            self._show_party()
            self.tell("", tuple(notices))

    @tells
    async def action_open(self) -> None:
        """Open the contact under the cursor."""
        row = self.table.row
        if row is not None:
            walk = Walk(self.table.source, row.position, opening.contact_instead)
            await opening.open_contact(self, row.key, walk)

    @tells
    async def action_new(self) -> None:
        """Make a contact, filled from the party."""
        await opening.new_contact(self, self.key)

    @tells
    async def action_edit(self) -> None:
        """Edit the party."""
        await opening.edit_party(self, self.key)

    @work
    @tells
    async def action_delete(self) -> None:
        """Delete the contact under the cursor; a member by reference only leaves the group."""
        row = self.table.row
        if self.on_reference:
            await self.take_out()
        elif row is not None:
            await delete_record(self, Contact, row.key, contact_name(self.table.named(row)))
            await self.reload()

    @tells
    async def action_copy(self) -> None:
        """Copy the contact under the cursor to the clipboard."""
        row = self.table.row
        if row is not None:
            self.app.copy_to_clipboard(copied := contact_text(self.table.named(row)))
            self.say(t("list.copied", text=copied))

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the party."""
        await act_on(self)

    @tells
    async def action_refresh(self) -> None:
        """Read again what is shown."""
        await self.reload()
        self.say(t("form.read_again"))


def party_lines(card: PartyCard) -> list[tuple[str, str]]:
    """A party in three lines."""
    v = card.values
    dot = f" {sign('bullet')} "
    grouping = card.grouping.text(language()) if card.grouping else v["grouping"]
    kind = dot.join(p for p in (t(f"choice.{v['kind']}"), grouping) if p)
    if card.salesperson:
        kind += f"{dot}{t('party.salesperson_is', name=card.salesperson)}"
    if not v["active"]:
        kind += f"{dot}{t('list.inactive')}"
    address = ", ".join(p for p in (v["address1"], v["address2"]) if p)
    place = " ".join(p for p in (v["city"], v["province"]) if p)
    place = "  ".join(p for p in (place, v["postal_code"]) if p)
    reach = "   ".join(p for p in (v["phone"], v["email"]) if p)
    billed = ""
    if v["kind"] == "customer":
        name = card.purchaser or t("party.nobody")
        billed = t("party.billed", arrow=sign("arrow"), name=name)
    return [(v["name"], kind), (address, reach), (place, billed)]


def brief_lines(found: Brief) -> list[tuple[str, str]]:
    """A contact in four lines."""
    v = found.values
    dot = f" {sign('bullet')} "
    parts = [contact_name(v)]
    if v["birth_date"]:
        parts.append(t("contact.born", day=text_values.partial_date(v["birth_date"])))
    if v["anniversary"]:
        parts.append(t("contact.celebrates", day=text_values.partial_date(v["anniversary"])))
    if v["opted_out"]:
        parts.append(t("contact.is_opted_out", date=v["opted_out"]))
    else:
        parts.append(t("contact.is_in_mailing" if v["in_mailing"] else "contact.not_in_mailing"))
    reach = "   ".join(
        p
        for p in (v["mobile"], v["email"], ", ".join(g.text(language()) for g in found.groupings))
        if p
    )
    last = f"{found.last_date}  {found.last_subject}" if found.notes else ""
    counts = (
        t("contact.notes", n=found.notes),
        _activities_words(found),
        t("contact.opportunities", n=found.opportunities),
        t("contact.quotes", n=found.quotes),
    )
    return [(dot.join(parts), ""), (reach, ""), ("   ".join(counts), ""), (last, "")]


def _activities_words(found: Brief) -> str:
    """How many activities are open, and which comes next: `3 activités (27 nov. 10:00 Appel)`."""
    words = t("contact.activities", n=found.activities)
    if found.next is None:
        return words
    kind = found.next_type.text(language()) if found.next_type else found.next.subject
    return f"{words} ({next_text(found.next.start, found.next.all_day)} {kind})"
