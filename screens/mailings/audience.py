"""Who is in and who is out of a mailing, and why; people taken in or left out by hand (10.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.safe_text import visible
from models import mailing_recipient
from models.entity import Values
from models.listing import Source
from models.mailing import Mailing
from models.rules import RuleBroken
from screens import opening
from screens.base import tells
from screens.commands import lists, mailings, records
from screens.commands.command import Command
from screens.dialogs.choose import Choose, Option
from screens.dialogs.find_contact import FindContact
from screens.mailings import acts
from screens.mailings.judging import Judges
from screens.mailings.noting import Notes
from screens.mailings.people import Shown
from screens.mailings.words import reason_words
from screens.record_list import NarrowField, RecordList
from screens.symbols import sign
from screens.walk import Walk
from screens.widgets.bars import Lines
from screens.widgets.columns import Column
from screens.widgets.placed_table import PlacedTable

# Said of somebody of whom the filters decide anew, until they have.
_AGAIN = "again"


class AudienceScreen(Judges, Notes, RecordList):
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
        self.begin_judging()
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
            Column(t("contact.name"), 22, lambda c: str(c["name"])),
            Column(t("mailings.in_or_out"), 0, _judged, least=33),
            Column(t("mailings.address"), 0, _address, least=20),
            Column(t("contact.party"), 10, lambda c: str(c["party"])),
        ]

    async def on_mount(self) -> None:
        """Judge all, some at a time."""
        self.judge()

    async def on_screen_resume(self) -> None:
        """Judge again after a contact was looked at, for it may have changed."""
        if self._stale:
            self._stale = False
            self.judge()

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
        narrowed = t("list.narrowed", text=shown.search) if shown.search else ""
        return self.with_note(" · ".join(part for part in (words, narrowed) if part))

    async def show_people(self, *, keep: bool) -> None:
        """Show the list anew."""
        await self._show(keep=keep)

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
        now = f"reason:{people.shown.reason}" if people.shown.reason else people.shown.which
        dialog = Choose(t("mailings.which"), options, codes=False, chosen=now)
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
        if back:
            self.people.change(row.key, choice=_AGAIN)
        else:
            self.people.change(row.key, reason="left_out", detail="", choice="out")
        await self._show(keep=True)
        self.show_numbers()
        if not back:
            await self.table.action_move(1)
            self.noted()
        self.say(t("mailings.as_filtered" if back else "mailings.left_out", name=judged.name))
        # Who has the same address, or whom the filters find again, is known once all are judged.
        self.judge()

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
        await self.background.begin(self.judge_all())
        await self._say_taken(contact)

    async def _say_taken(self, contact: int) -> None:
        judged = self.people.of(contact)
        if judged is None:
            return
        place = self.people.place_of(contact)
        if place is not None:
            await self.query_one(PlacedTable).show_around(place, contact)
            self.noted()
        if judged.reason:
            why = reason_words(judged.reason, judged.detail)
            self.say(t("mailings.taken_but", name=judged.name, why=why), error=True)
        else:
            self.say(t("mailings.taken_in", name=judged.name))

    def note(self, cells: Mapping[str, Any]) -> str:
        """In full why somebody is out, which a list may have no room for."""
        return f"{cells['name']} · {_judged(cells)}" if cells["reason"] else ""

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
        if chosen == "open":
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
            counts = await self.ask(mailing_recipient.counts, self.key)
            facts = {"name": values["name"], "n": counts["waiting"], "out": counts["out"]}
            news = t("mailings.produced", **facts)
            await acts.open_recipients(self, self.key, instead=True, news=news)

    async def action_refresh(self) -> None:
        """Judge everybody again."""
        self.judge()

    def row_text(self, cells: dict[str, Any]) -> str:
        """The name, the address, in or out."""
        address = _address(cells)
        return ", ".join(part for part in (cells["name"], address, _judged(cells)) if part)


def _judged(cells: Mapping[str, Any]) -> str:
    if cells["choice"] == _AGAIN:
        return sign("more")
    if cells["reason"]:
        return t("mailings.is_out", why=reason_words(cells["reason"], cells["detail"]))
    return t("mailings.in_by_hand") if cells["choice"] == "in" else t("mailings.is_in")


def _address(cells: Mapping[str, Any]) -> str:
    return str(cells["address"]).replace("\n", ", ")
