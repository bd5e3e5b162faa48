"""What its user has due: overdue, today, in the seven days to come (spec 9.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.activity_words import with_whom
from crmtui.i18n import language, t
from models.agenda import Occurrence
from models.code import Code
from models.due import MOST_OVERDUE, Due, done, due, snooze
from models.listing import FixedList
from models.setting import today
from screens import occurrences, opening
from screens.actions import choose_action
from screens.base import CrmScreen, tells
from screens.commands import activities, lists, records
from screens.commands.command import Command
from screens.dialogs.type_day import TypeDay
from screens.dialogs.type_text import TypeText
from screens.symbols import sign
from screens.widgets.columns import Column
from screens.widgets.sectioned_table import HEADING, SectionedTable

SECTIONS = ("overdue", "today", "soon")

# What is not done but closed, as won or lost.
SALES = ("opportunity", "quote")
NAMES = (HEADING, "item", "type_words")


class TodayScreen(CrmScreen):
    """All that waits for the user, to be done, put off or opened from here."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        records.DONE,
        activities.SNOOZE,
        lists.NEW,
        lists.NEW_LETTER,
        records.ACTIONS,
        records.ACTIONS_LETTER,
        lists.COPY,
        *lists.LETTERS,
    )

    def body(self) -> Iterator[Widget]:
        """The list."""
        yield SectionedTable(due_columns(), self.ask, header=False, empty=t("today.nothing"))

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("go.today"),)

    def footer_label(self, command: Command) -> str:
        """F6 makes an activity here."""
        return "occurrence.new_key" if command is lists.NEW else super().footer_label(command)

    @property
    def table(self) -> SectionedTable:
        """The list."""
        return self.query_one(SectionedTable)

    @property
    def item(self) -> Due | None:
        """What the cursor is on."""
        cells = self.table.cells
        item: Due | None = cells["item"] if cells else None
        return item

    async def on_mount(self) -> None:
        """Show what is due, and say how much."""
        await super().on_mount()
        self.set_focus(self.table)
        await self._show(keep=False)
        self._say_counts()
        self.show_keys()

    async def on_screen_resume(self) -> None:
        """Show what was changed meanwhile."""
        if self.table.source.names:
            await self._show(keep=True)

    @tells
    async def _show(self, *, keep: bool) -> None:
        # Night may have fallen since the program began.
        self.host.today = await self.ask(today)
        self.show_path()
        rows = await self.ask(_read, self.host.user["id"], self.host.today)
        await self.table.show(rows, keep=keep)

    def _say_counts(self) -> None:
        items = [row.cells[1] for row in self.table.rows if row.cells[1]]
        self.say(counts_text(items) if items else t("today.nothing_short"))

    async def action_refresh(self) -> None:
        """Read again what is due."""
        await self._show(keep=True)
        self._say_counts()

    # Commands.

    @work
    async def action_open(self) -> None:
        """Open the activity, the opportunity or the quote; the contact at its note."""
        if self.item is not None:
            await self._open(self.item)

    @tells
    async def _open(self, item: Due) -> None:
        if item.kind in SALES:
            await _open_sale(self, item)
        elif item.kind == "reminder" and item.contact_id:
            await opening.open_contact(self, item.contact_id, at=("notes", item.key))
        else:
            await occurrences.open_activity(self, item.key, item.original)

    @work
    async def action_new(self) -> None:
        """Make an activity."""
        await occurrences.new_activity(self)

    @work
    async def action_reminder_done(self) -> None:
        """Complete the activity, with a note; say that the reminder is done; close the sale."""
        if self.item is not None:
            await self._done(self.item)

    @tells
    async def _done(self, item: Due) -> None:
        if item.kind in SALES:
            await _close_sale(self, item)
            await self._show(keep=True)
            return
        note: str | None = ""
        if item.kind == "activity":
            note = await self.app.push_screen_wait(TypeText(t("activity.note_title")))
        if note is None:
            return
        saved = await self.ask(done, item, note)
        await self._show(keep=True)
        self.tell(t(f"today.done.{item.kind}", subject=item.subject), saved.notices)

    @work
    async def action_snooze(self) -> None:
        """Put off what the cursor is on to a date that is typed."""
        if self.item is not None:
            await self._snooze(self.item)

    @tells
    async def _snooze(self, item: Due) -> None:
        tomorrow = self.host.today + dt.timedelta(days=1)
        dialog = TypeDay(t("today.snooze_title"), tomorrow, self.host.today)
        to = await self.app.push_screen_wait(dialog)
        if to is None:
            return
        saved = await self.ask(snooze, item, to)
        await self._show(keep=True)
        self.tell(t("today.put_off", subject=item.subject, day=to), saved.notices)

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with what the cursor is on."""
        item = self.item
        if item is None:
            return
        if item.kind == "activity":
            if await occurrences.activity_actions(self, occurrence_of(item)):
                await self._show(keep=True)
            return
        ending = "close" if item.kind in SALES else "done"
        chosen = await choose_action(self, ("open", ending, "snooze"))
        if chosen == "open":
            await self._open(item)
        elif chosen == ending:
            await self._done(item)
        elif chosen == "snooze":
            await self._snooze(item)

    def action_copy(self) -> None:
        """Copy what the cursor is on to the clipboard."""
        if self.item is not None:
            self.app.copy_to_clipboard(copied := due_text(self.item))
            self.say(t("list.copied", text=copied))


async def _open_sale(screen: TodayScreen, item: Due) -> None:
    from screens.sales.opening import open_opportunity, open_quote

    await (open_opportunity if item.kind == "opportunity" else open_quote)(screen, item.key)


async def _close_sale(screen: TodayScreen, item: Due) -> None:
    from screens.sales.opening import close_opportunity, close_quote

    await (close_opportunity if item.kind == "opportunity" else close_quote)(screen, item.key)


def _read(user: int, day: dt.date) -> FixedList:
    """What is due in sections with their titles; run on the database's thread."""
    types = {c.code: c.text(language()) for c in Code.table_of("activitytype").values()}
    found = due(user, day)
    rows: list[tuple[str, Due | None, str]] = []
    for section in SECTIONS:
        items = [item for item in found if item.when == section]
        if items:
            rows.append((_title(section, len(items)), None, ""))
            rows += [("", i, types.get(i.type, i.type) or t(f"due.{i.kind}")) for i in items]
    return FixedList.of(NAMES, list(enumerate(rows)))


def _title(section: str, n: int) -> str:
    return f"{t(f'today.section.{section}')} {sign('bullet')} {_number(section, n)}"


def _number(section: str, n: int) -> str:
    # Of a kind no more are read, so that there may be others.
    many = section == "overdue" and n >= MOST_OVERDUE
    return t("today.at_least", n=n) if many else str(n)


def counts_text(items: Sequence[Due]) -> str:
    """How many things are due, section by section."""
    counted = {section: sum(i.when == section for i in items) for section in SECTIONS}
    return t("today.counts", **{s: _number(s, n) for s, n in counted.items()})


def due_columns() -> list[Column]:
    """When, late or urgent, what, with whom."""
    return [
        Column("", 10, lambda c: str(c["item"].day)),
        Column("", 5, _time),
        Column("", 2, _marks),
        Column("", 11, lambda c: str(c["type_words"])),
        Column("", 0, lambda c: str(c["item"].subject)),
        Column("", 0, lambda c: _whom(c["item"])),
    ]


def _time(cells: dict[str, Any]) -> str:
    item: Due = cells["item"]
    return f"{item.start:%H:%M}" if item.start is not None and not item.all_day else ""


def _marks(cells: dict[str, Any]) -> str:
    item: Due = cells["item"]
    urgent = item.when == "overdue" or item.priority == "URGENT"
    return (sign("again") if item.original else " ") + ("!" if urgent else " ")


def _whom(item: Due) -> str:
    cells = {"busy": False, "party_name": item.party_name, "contact": item.contact}
    return with_whom(cells, sign("bullet"))


def due_text(item: Due) -> str:
    """Something due as one line to paste elsewhere."""
    when = " ".join(p for p in (str(item.day), _time({"item": item})) if p)
    return ", ".join(p for p in (when, item.subject, _whom(item)) if p)


def occurrence_of(item: Due) -> Occurrence:
    """The occurrence that an activity due is."""
    assert item.start is not None and item.end is not None
    return Occurrence(
        item.key,
        item.original,
        item.start,
        item.end,
        item.all_day,
        False,
        subject=item.subject,
        type=item.type,
        priority=item.priority,
        contact_id=item.contact_id,
        contact=item.contact,
        party=item.party,
        party_name=item.party_name,
        recurs=item.original is not None,
    )
