"""Who is in and who is out of a mailing, and why; people taken in or left out by hand (10.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.safe_text import visible
from models.entity import Values
from models.listing import Source
from models.mailing import Mailing
from models.mailing_audience import BATCH, Audience
from models.rules import RuleBroken
from screens import opening
from screens.base import tells
from screens.commands import lists, mailings, records
from screens.commands.command import Command
from screens.dialogs.choose import Choose, Option
from screens.dialogs.find_contact import FindContact
from screens.mailings import acts
from screens.mailings.people import People, Shown
from screens.mailings.words import reason_words, reasons_words
from screens.record_list import NarrowField, RecordList
from screens.walk import Walk
from screens.widgets.bars import Lines
from screens.widgets.columns import Column
from screens.widgets.placed_table import PlacedTable
from screens.widgets.record_table import RecordTable

# So often at the most are the numbers painted while people are judged.
_PAINTED_EVERY = 0.25


class AudienceScreen(RecordList):
    """Everybody whom a draft may be for, each in or out with the reason."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        mailings.LEAVE_OUT,
        mailings.TAKE_IN,
        mailings.TAKE_IN_LETTER,
        mailings.EVERYBODY,
        mailings.IN,
        mailings.OUT,
        mailings.FILTERS,
        mailings.QUIET[0],
        records.ACTIONS,
        records.ACTIONS_LETTER,
        lists.NARROW,
        lists.COPY,
        *lists.LETTERS,
    )
    EMPTY_KEY = "mailings.nobody"
    SAYS_AGAIN = False

    def __init__(self, values: Values) -> None:
        super().__init__()
        self.values = values
        self.people = People()
        self.total = 0
        self.judging = True
        self._stale = False

    @property
    def key(self) -> int:
        """The mailing."""
        return int(self.values["id"])

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("go.mailings"), str(self.values["name"]), t("mailings.audience"))

    def body(self) -> Iterator[Widget]:
        """The numbers, and the list."""
        yield Lines(2)
        yield from super().body()

    def columns(self) -> list[Column]:
        """The name, the party, in or out and why, the address."""
        return [
            Column(t("contact.name"), 0, lambda c: str(c["name"]), least=18),
            Column(t("mailings.in_or_out"), 0, _judged, least=26),
            Column(t("mailings.address"), 0, _address, least=20),
            Column(t("contact.party"), 10, lambda c: str(c["party"])),
        ]

    async def on_mount(self) -> None:
        """Judge all, some at a time."""
        self._judge()

    async def on_screen_resume(self) -> None:
        """Judge again after a contact was looked at, for it may have changed."""
        if self._stale:
            self._stale = False
            self._judge()

    # Judging.

    @work(exclusive=True, group="judge")
    @tells
    async def _judge(self) -> None:
        """Judge everybody; the list grows the first time, and is replaced by the next ones."""
        first = not self.people.all
        people = self.people if first else People(self.people.shown)
        self.judging = True
        try:
            audience = await self.ask(Audience, self.key)
            self.total = audience.total
            painted = monotonic()
            while batch := await self.ask(audience.next, BATCH):
                people.add(batch)
                if first and monotonic() - painted >= _PAINTED_EVERY:
                    painted = monotonic()
                    await self._grown()
        finally:
            self.judging = False
        # What was typed meanwhile counts for those who were judged meanwhile.
        people.show(self.people.shown)
        self.people = people
        await self._show(keep=True)
        self._show_numbers()

    async def _grown(self) -> None:
        self._show_numbers()
        if len(self.table.rows) - self.table.cursor <= self.table.page_size:
            await self._show(keep=True)

    def _show_numbers(self) -> None:
        people = self.people
        out = people.reasons.total()
        counted = t("mailings.in_out", n=people.n_in, out=out)
        if self.judging:
            counted = t("mailings.judging", counted=counted, done=len(people.all), n=self.total)
        self.query_one(Lines).show([(counted, ""), (reasons_words(people.reasons), "")])

    def source(self) -> Source:
        """Those that are shown."""
        if self.people.shown.search != self.narrowed:
            self.people.show(replace(self.people.shown, search=self.narrowed))
        return self.people

    def empty_words(self) -> str:
        """That nobody meets the filters, or none of those asked for."""
        if self.narrowed:
            return t("list.nothing_found", text=visible(self.narrowed))
        if self.judging:
            return ""
        return t("mailings.nobody_such" if self.people.all else self.EMPTY_KEY)

    def order_words(self) -> str:
        """Which of them are shown."""
        shown = self.people.shown
        words = t(f"mailings.shown.{shown.which or 'all'}")
        if shown.reason:
            words = reason_words(shown.reason)
        return " · ".join((words, *([t("list.narrowed", text=shown.search)] * bool(shown.search))))

    # Which are shown.

    async def _filter(self, shown: Shown) -> None:
        self.people.show(replace(shown, search=self.narrowed))
        await self._show(keep=False)

    async def action_shown(self, which: str) -> None:
        """Show all, those in or those out."""
        await self._filter(Shown(which))

    async def action_filters(self) -> None:
        """Choose what is shown: all, in, out, or who is out for a reason."""
        self._choose_filters()

    @work
    async def _choose_filters(self) -> None:
        if isinstance(self.focused, NarrowField):
            self.set_focus(self.table)
        people = self.people
        counts = {"": len(people.all), "in": people.n_in, "out": people.reasons.total()}
        options = [
            Option(which, t(f"mailings.shown.{which or 'all'}"), str(n))
            for which, n in counts.items()
        ]
        options += [
            Option(f"reason:{reason}", reason_words(reason), str(n))
            for reason, n in people.reasons.most_common()
            if n
        ]
        dialog = Choose(t("mailings.which"), options, codes=False)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            which, _, reason = chosen.partition(":")
            await self._filter(Shown("out", reason) if reason else Shown(which))

    # By hand.

    @tells
    async def action_audience_leave_out(self) -> None:
        """Leave somebody out; what was chosen by hand before is taken back instead."""
        row = self.table.row
        judged = self.people.of(row.key) if row else None
        if row is None or judged is None:
            return
        back = bool(judged.choice)
        change = Mailing.as_filtered if back else Mailing.leave_out
        await self.ask(change, self.key, row.key)
        if not back:
            self.people.change(row.key, reason="left_out", detail="", choice="out")
            self.table.refresh()
            await self.table.action_move(1)
            self._show_numbers()
        self.say(t("mailings.as_filtered" if back else "mailings.left_out", name=judged.name))
        # Who has the same address, or whom the filters find again, is known once all are judged.
        self._judge()

    @work
    @tells
    async def action_take_in(self) -> None:
        """Look somebody up and take them in."""
        chosen = await self.app.push_screen_wait(FindContact(t("mailings.take_in")))
        if chosen is None:
            return
        contact = int(chosen)
        await self.ask(Mailing.take_in, self.key, contact)
        self.narrowed = self.query_one(NarrowField).value = ""
        self.people.show(Shown())
        await self._judge().wait()
        await self._say_taken(contact)

    async def _say_taken(self, contact: int) -> None:
        judged = self.people.of(contact)
        if judged is None:
            return
        place = self.people.place_of(contact)
        if place is not None:
            await self.query_one(PlacedTable).show_around(place, contact)
        if judged.reason:
            why = reason_words(judged.reason, judged.detail)
            self.say(t("mailings.taken_but", name=judged.name, why=why), error=True)
        else:
            self.say(t("mailings.taken_in", name=judged.name))

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Say in full why somebody is out, which a list may have no room for."""
        cells = self.table.cells
        if cells is not None and cells["reason"] and self.in_list():
            self.say(f"{cells['name']} · {_judged(cells)}")

    # Elsewhere.

    async def open_row(self, key: int) -> None:
        """Open the contact's card."""
        row = self.table.row
        assert row is not None
        self._stale = True
        walk = Walk(self.people, row.position, opening.contact_instead)
        await opening.open_contact(self, key, walk)

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the mailing; leave where it is a draft no more."""
        chosen = await acts.mailing_actions(self, self.key, self.values, here="audience")
        if chosen == "edit":
            self._stale = True
        elif chosen in ("produce", "delete"):
            await self._after_action()

    async def _after_action(self) -> None:
        try:
            values = await self.ask(Mailing.values_of, self.key)
        except RuleBroken:
            self.dismiss(None)
            return
        if values["status"] != "draft":
            await acts.open_recipients(self, self.key, instead=True)

    async def action_refresh(self) -> None:
        """Judge everybody again."""
        self._judge()

    def row_text(self, cells: dict[str, Any]) -> str:
        """The name, the address, in or out."""
        address = _address(cells)
        return ", ".join(part for part in (cells["name"], address, _judged(cells)) if part)


def _judged(cells: dict[str, Any]) -> str:
    if cells["reason"]:
        return t("mailings.is_out", why=reason_words(cells["reason"], cells["detail"]))
    return t("mailings.in_by_hand") if cells["choice"] == "in" else t("mailings.is_in")


def _address(cells: dict[str, Any]) -> str:
    return str(cells["address"]).replace("\n", ", ")
